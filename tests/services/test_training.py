"""The register of training: what is due next, who may write, and that nobody overwrites what they have not seen."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from ctpat_app.domain.errors import NotPermitted, StaleVersion
from ctpat_app.domain.form_faults import FormFaults
from ctpat_app.domain.permissions import Role, StaffRole
from ctpat_app.domain.training import Training
from ctpat_app.services.library import keep_current
from ctpat_app.services.training import Register, TopicLine, add_training, edit_training, read_register
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.documents import DocumentRow
from ctpat_app.tables.drafts import DraftRow
from tests.factories import WHEN, Cast, a_draft, a_member, a_person, a_staff_member, an_assignment, the_cast

HELD = date(2026, 2, 27)
TRAINING = Training("cybersecurity", HELD, "Office staff", "Olga Ruiz", 12, language="Español", repeat_months=12)


@pytest.fixture
def cast(session: Session, now: datetime) -> Cast:
    keep_current(session, now=now)
    return the_cast(session)


def add(session: Session, cast: Cast, now: datetime, **changes: object) -> int:
    training = replace(TRAINING, **changes)  # type: ignore[arg-type]
    return add_training(session, cast.ben, trade_account_id=cast.account, training=training, now=now)


def register(session: Session, cast: Cast, now: datetime) -> Register:
    return read_register(session, cast.chloe, trade_account_id=cast.account, now=now)


def line(session: Session, cast: Cast, now: datetime) -> TopicLine:
    return next(each for each in register(session, cast, now).topics if each.topic == "cybersecurity")


def test_a_topic_without_a_record_is_listed_as_not_held(session: Session, cast: Cast, now: datetime) -> None:
    shown = register(session, cast, now)
    assert (shown.records, shown.may_write) == ((), True)
    assert {each.topic for each in shown.topics} >= {"security-awareness", "cybersecurity", "pest-prevention"}
    assert all(each.held_on is None and not each.is_overdue for each in shown.topics)


def test_a_training_is_overdue_after_a_year(session: Session, cast: Cast, now: datetime) -> None:
    add(session, cast, now)
    add(session, cast, now, held_on=HELD - timedelta(400), people_count=3)
    assert line(session, cast, now) == TopicLine("cybersecurity", HELD, date(2027, 2, 27), False, 12)
    on_the_day = datetime(2027, 2, 27, 12, tzinfo=now.tzinfo)
    assert [line(session, cast, on_the_day + timedelta(days)).is_overdue for days in (0, 1)] == [False, True]


def test_what_is_not_repeated_is_never_overdue(session: Session, cast: Cast, now: datetime) -> None:
    add(session, cast, now, repeat_months=0)
    assert line(session, cast, now + timedelta(days=4000)).is_overdue is False


def test_a_record_is_changed_by_who_has_seen_it(session: Session, cast: Cast, now: datetime) -> None:
    record = add(session, cast, now)
    changed = replace(TRAINING, people_count=14)
    edit_training(session, cast.ana, record_id=record, seen_version=1, training=changed, now=now)
    with pytest.raises(StaleVersion, match=r"training\.changed-meanwhile"):
        edit_training(session, cast.ben, record_id=record, seen_version=1, training=TRAINING, now=now)
    [shown] = register(session, cast, now).records
    assert (shown.training.people_count, shown.version) == (14, 2)


def test_a_document_of_another_company_is_no_proof(session: Session, cast: Cast, now: datetime) -> None:
    documents = {}
    for account, person in ((cast.account, cast.ana), (cast.dans_account, cast.dan)):
        draft = a_draft(session, account, person)
        row = DocumentRow(
            trade_account_id=account,
            security_model_id=_model(session, draft),
            name="list.pdf",
            folded_name="list.pdf",
            created_at=WHEN,
            created_by=person.user_id,
        )
        session.add(row)
        session.flush()
        documents[account] = row.id
    with pytest.raises(FormFaults) as refused:
        add(session, cast, now, document_id=documents[cast.dans_account])
    assert refused.value.faults["document"].code == "action.document-unknown"
    add(session, cast, now, document_id=documents[cast.account])
    assert [each.document for each in register(session, cast, now).records] == ["list.pdf"]


def _model(session: Session, draft: int) -> int:
    return session.get_one(DraftRow, draft).subject_id


@pytest.mark.parametrize("who", ["dan", "eva", "finn"])
def test_dan_cannot_see_or_write_the_register(session: Session, cast: Cast, now: datetime, who: str) -> None:
    record, stranger = add(session, cast, now), getattr(cast, who)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        read_register(session, stranger, trade_account_id=cast.account, now=now)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        add_training(session, stranger, trade_account_id=cast.account, training=TRAINING, now=now)
    for number in (record, record + 900, 2**40):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            edit_training(session, stranger, record_id=number, seen_version=1, training=TRAINING, now=now)


def test_a_member_without_a_part_in_the_program_sees_nothing(session: Session, cast: Cast, now: datetime) -> None:
    tom = a_person(session, "tom")
    a_member(session, cast.account, tom, role=Role.TRADE_USER)
    with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
        read_register(session, tom, trade_account_id=cast.account, now=now)


def test_an_assigned_specialist_reads_and_leaves_a_trace(session: Session, cast: Cast, now: datetime) -> None:
    add(session, cast, now)
    eva = a_staff_member(session, cast.eva, StaffRole.SPECIALIST)
    an_assignment(session, cast.account, eva)
    shown = read_register(session, eva, trade_account_id=cast.account, now=now)
    assert (len(shown.records), shown.may_write) == (1, False)
    with pytest.raises(NotPermitted):
        add_training(session, eva, trade_account_id=cast.account, training=TRAINING, now=now)
    actions = session.exec(select(AuditEventRow.action).where(AuditEventRow.user_id == eva.user_id)).all()
    assert list(actions) == ["actions.seen-by-staff"]
