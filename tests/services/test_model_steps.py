"""Moving a security model: only along the table, only by whom it names, only with what it needs, never unseen."""

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.lifecycle import TRANSITIONS, Status
from ctpat_app.domain.model_history import MERGED_AWAY, SPLIT_OFF, TAKES_IN, Dates
from ctpat_app.domain.permissions import Permission, Role, StaffRole
from ctpat_app.guidance.answers import join
from ctpat_app.services.access import require_draft
from ctpat_app.services.library import keep_current
from ctpat_app.services.model_needs import PROOFS, Case
from ctpat_app.services.model_standing import read_standing
from ctpat_app.services.model_steps import (
    dates_of,
    events_of,
    find_differences,
    follow_request,
    split_model,
    start_model,
    take_step,
)
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.audit_guard import REFUSAL
from ctpat_app.tables.outbox import OutboxRow
from ctpat_app.tables.security_models import SecurityModelRow
from tests.applicants import LIBRARY
from tests.cases import ALL_PROVED
from tests.factories import (
    Cast,
    a_draft,
    a_member,
    a_person,
    a_staff_member,
    a_trade_account,
    an_answer,
    an_assignment,
    the_cast,
)


@pytest.fixture
def cast(session: Session) -> Cast:
    return the_cast(session)


@pytest.fixture
def model(session: Session, cast: Cast, now: datetime) -> int:
    return start_model(session, cast.ana, trade_account_id=cast.account, now=now)


def put_at(session: Session, model: int, status: Status, now: datetime) -> None:
    """Bring a draft to ``status`` along the table, with everything proved."""
    account = session.get_one(SecurityModelRow, model).trade_account_id
    staff, officer = a_staff_member(session, a_person(session), StaffRole.SUPERVISOR), a_person(session)
    a_member(session, account, officer, role=Role.OFFICER)
    steps = ((officer, "t.submit"), (staff, "t.assign"), (staff, "t.certify"))
    for who, step in steps[: 1 + (Status.SUBMITTED, Status.UNDER_REVIEW, Status.CERTIFIED).index(status)]:
        take_step(session, who, security_model_id=model, step=step, reason="x", now=now, proofs=ALL_PROVED)


def status_of(session: Session, model: int) -> str:
    return session.get_one(SecurityModelRow, model).status


# ---------------------------------------------------------------- who and when


def test_a_model_begins_as_a_draft_with_its_first_event(
    session: Session, cast: Cast, model: int, now: datetime
) -> None:
    [event] = events_of(session, model)
    assert (event.step, event.source, event.target, event.at) == ("t.start", "", "draft", now)
    assert (event.user_id, event.party) == (cast.ana.user_id, "officer")
    assert find_differences(session) == ()


def test_nobody_begins_for_an_incomplete_trade_account(session: Session, now: datetime) -> None:
    ana = a_person(session)
    account = a_trade_account(session, ana, role=Role.OFFICER)
    with pytest.raises(Refusal, match=r"lifecycle\.not-proved"):
        start_model(session, ana, trade_account_id=account, now=now)


def test_dan_cannot_and_learns_nothing(session: Session, cast: Cast, model: int, now: datetime) -> None:
    for step in TRANSITIONS:
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            take_step(session, cast.dan, security_model_id=model, step=step, now=now, proofs=ALL_PROVED)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        take_step(session, cast.ana, security_model_id=model + 1000, step="t.withdraw", now=now)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        start_model(session, cast.dan, trade_account_id=cast.account, now=now)
    draft = a_draft(session, cast.account, cast.ana, subject=model)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        read_standing(session, cast.dan, draft_id=draft, now=now)
    assert len(events_of(session, model)) == 1


def test_only_the_officer_sends(session: Session, cast: Cast, model: int, now: datetime) -> None:
    for who in (cast.ben, cast.chloe):
        with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
            take_step(session, who, security_model_id=model, step="t.submit", now=now, proofs=ALL_PROVED)
    take_step(session, cast.ana, security_model_id=model, step="t.submit", now=now, proofs=ALL_PROVED)
    assert status_of(session, model) == "submitted"
    with pytest.raises(InvalidValue, match=r"lifecycle\.wrong-status"):
        take_step(session, cast.ana, security_model_id=model, step="t.submit", now=now, proofs=ALL_PROVED)


def test_the_kiosk_itself_takes_only_its_own_steps(session: Session, model: int, now: datetime) -> None:
    with pytest.raises(InvalidValue, match=r"lifecycle\.wrong-party"):
        take_step(session, None, security_model_id=model, step="t.submit", now=now, proofs=ALL_PROVED)
    take_step(session, None, security_model_id=model, step="t.ineligible", now=now, proofs=ALL_PROVED)
    assert status_of(session, model) == "ineligible"


def test_no_person_takes_the_steps_of_the_kiosk(session: Session, cast: Cast, model: int, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        take_step(session, cast.ana, security_model_id=model, step="t.ineligible", now=now, proofs=ALL_PROVED)


def test_the_mark_of_the_primary_contact_lets_an_employee_withdraw(
    session: Session, cast: Cast, model: int, now: datetime
) -> None:
    draft = a_draft(session, cast.account, cast.ana, subject=model)
    with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
        take_step(session, cast.ben, security_model_id=model, step="t.withdraw", reason="Sold.", now=now)
    members = session.execute(
        text("SELECT id FROM membership WHERE user_id = :user"), {"user": cast.ben.user_id}
    ).scalar_one()
    an_answer(session, draft, cast.ana, "primary_contact", str(members))
    take_step(session, cast.ben, security_model_id=model, step="t.withdraw", reason="Sold.", now=now)
    assert events_of(session, model)[-1].party == "primary-contact"


def test_a_specialist_moves_assigned_companies_only(session: Session, cast: Cast, model: int, now: datetime) -> None:
    eva = a_staff_member(session, cast.eva, StaffRole.SPECIALIST)
    finn = a_staff_member(session, cast.finn, StaffRole.HELP_DESK)
    put_at(session, model, Status.UNDER_REVIEW, now)
    for who in (eva, finn):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            take_step(session, who, security_model_id=model, step="t.reject", reason="No.", now=now)
    an_assignment(session, cast.account, eva)
    take_step(session, eva, security_model_id=model, step="t.reject", reason="No.", now=now)
    assert status_of(session, model) == "rejected"


# ---------------------------------------------------------------- needs


def test_withdrawing_needs_a_reason(session: Session, cast: Cast, model: int, now: datetime) -> None:
    with pytest.raises(Refusal, match=r"lifecycle\.not-proved"):
        take_step(session, cast.ana, security_model_id=model, step="t.withdraw", reason=" ", now=now)
    take_step(session, cast.ana, security_model_id=model, step="t.withdraw", reason="Sold. ", now=now)
    assert (status_of(session, model), events_of(session, model)[-1].reason) == ("withdrawn", "Sold.")


def test_a_need_that_nothing_can_prove_is_refused(session: Session, cast: Cast, model: int, now: datetime) -> None:
    put_at(session, model, Status.UNDER_REVIEW, now)
    supervisor = a_staff_member(session, cast.finn, StaffRole.SUPERVISOR)
    with pytest.raises(Refusal) as refused:
        take_step(session, supervisor, security_model_id=model, step="t.certify", reason="Good.", now=now, proofs={})
    assert refused.value.params == {"need": "vetting-passed"}
    assert status_of(session, model) == "under-review"


def test_an_incomplete_application_is_not_sent(session: Session, cast: Cast, model: int, now: datetime) -> None:
    with pytest.raises(Refusal) as refused:
        take_step(session, cast.ana, security_model_id=model, step="t.submit", now=now)
    assert refused.value.params == {"need": "eligible"}


def test_the_review_begins_only_with_a_specialist(session: Session, cast: Cast, model: int, now: datetime) -> None:
    put_at(session, model, Status.SUBMITTED, now)
    with pytest.raises(Refusal, match=r"lifecycle\.not-proved"):
        take_step(session, None, security_model_id=model, step="t.assign", now=now)
    an_assignment(session, cast.account, a_staff_member(session, cast.eva, StaffRole.SPECIALIST))
    assert take_step(session, None, security_model_id=model, step="t.assign", now=now) is Status.UNDER_REVIEW


def test_a_returned_application_waits_for_its_comments(session: Session, cast: Cast, model: int, now: datetime) -> None:
    put_at(session, model, Status.UNDER_REVIEW, now)
    supervisor = a_staff_member(session, cast.finn, StaffRole.SUPERVISOR)
    take_step(session, supervisor, security_model_id=model, step="t.return", now=now, proofs=ALL_PROVED)
    with pytest.raises(Refusal, match=r"lifecycle\.not-proved"):
        take_step(session, cast.ana, security_model_id=model, step="t.resubmit", now=now)


# ---------------------------------------------------------------- what goes with it


def test_staff_who_move_it_are_seen_in_history_and_mail(
    session: Session, cast: Cast, model: int, now: datetime
) -> None:
    put_at(session, model, Status.SUBMITTED, now)
    session.execute(update(UserAccountRow).where(col(UserAccountRow.id) == cast.ben.user_id).values(language="ar"))
    session.expire_all()
    an_assignment(session, cast.account, a_staff_member(session, cast.eva, StaffRole.SPECIALIST))
    supervisor = a_staff_member(session, cast.finn, StaffRole.SUPERVISOR)
    take_step(session, supervisor, security_model_id=model, step="t.assign", now=now)
    mails = [row for row in session.exec(select(OutboxRow)) if row.template == "model-moved"]
    assert {(row.recipient, row.language) for row in mails} >= {("ana@example.com", "en"), ("ben@example.com", "ar")}
    assert "dan@example.com" not in {row.recipient for row in mails}
    assert json.loads(mails[0].params)["company"] == "Acme Carriers SA"
    noted = session.exec(select(AuditEventRow).where(AuditEventRow.action == "model.t.assign")).one()
    assert (noted.chain, noted.user_id, noted.acting_as) == (cast.account, cast.finn.user_id, "supervisor")


def test_what_the_company_does_itself_sends_no_mail(session: Session, cast: Cast, model: int, now: datetime) -> None:
    take_step(session, cast.ana, security_model_id=model, step="t.withdraw", reason="Sold.", now=now)
    assert session.exec(select(OutboxRow)).all() == []


def test_certification_sets_the_dates(session: Session, model: int, now: datetime) -> None:
    put_at(session, model, Status.CERTIFIED, now)
    day = now.date()
    assert dates_of(session.get_one(SecurityModelRow, model)) == Dates(day, day)
    assert find_differences(session) == ()


def test_a_reinstated_member_has_the_status_from_before(
    session: Session, cast: Cast, model: int, now: datetime
) -> None:
    put_at(session, model, Status.CERTIFIED, now)
    hq = a_staff_member(session, cast.finn, StaffRole.HEADQUARTERS)
    for step in ("t.suspend", "t.reinstate"):
        take_step(session, hq, security_model_id=model, step=step, reason="x", now=now, proofs=ALL_PROVED)
    assert status_of(session, model) == "certified"
    assert find_differences(session) == ()


def test_merges_and_splits_leave_events(session: Session, cast: Cast, model: int, now: datetime) -> None:
    put_at(session, model, Status.CERTIFIED, now)
    row = session.get_one(SecurityModelRow, model)
    other = split_model(session, model=row, name="Warehouse", user_id=cast.ana.user_id, now=now)
    twin = session.get_one(SecurityModelRow, other)
    assert (dates_of(twin), twin.status, twin.name) == (dates_of(row), "certified", "Warehouse")
    for each, step, status in ((row, TAKES_IN, Status.CERTIFIED), (twin, MERGED_AWAY, Status.WITHDRAWN)):
        follow_request(session, model=each, step=step, status=status, user_id=cast.ana.user_id, other=model, now=now)
    assert [event.step for event in events_of(session, other)] == [SPLIT_OFF, MERGED_AWAY]
    assert find_differences(session) == ()


# ---------------------------------------------------------------- the events prove it


def test_a_status_or_date_that_was_set_by_hand_is_found(session: Session, model: int) -> None:
    session.execute(
        update(SecurityModelRow)
        .where(col(SecurityModelRow.id) == model)
        .values(status="certified", certified_on=date(2026, 1, 1))
    )
    session.expire_all()
    found = [(each.model_id, each.what, each.stored, each.computed) for each in find_differences(session)]
    assert found == [(model, "status", "certified", "draft"), (model, "certified_on", "2026-01-01", "")]


@pytest.mark.parametrize("change", ["UPDATE model_event SET target = 'certified'", "DELETE FROM model_event"])
def test_events_are_never_changed(session: Session, model: int, change: str) -> None:
    assert events_of(session, model)
    with pytest.raises(DBAPIError, match=REFUSAL), session.begin_nested():
        session.execute(text(change))


def test_a_number_that_is_given_again_begins_anew(session: Session, cast: Cast, model: int, now: datetime) -> None:
    take_step(session, cast.ana, security_model_id=model, step="t.withdraw", reason="Sold.", now=now)
    session.delete(session.get_one(SecurityModelRow, model))
    session.flush()
    session.add(
        SecurityModelRow(
            id=model, trade_account_id=cast.account, status="draft", created_at=now, created_by=cast.ana.user_id
        )
    )
    session.flush()
    session.execute(
        text(
            "INSERT INTO model_event (security_model_id, step, source, target, at, party, reason, data)"
            " VALUES (:model, 't.start', '', 'draft', :at, 'officer', '', '')"
        ),
        {"model": model, "at": datetime(2026, 3, 3, tzinfo=UTC)},
    )
    assert [event.step for event in events_of(session, model)] == ["t.start"]
    assert find_differences(session) == ()


def test_the_company_reads_where_it_stands(session: Session, cast: Cast, model: int, now: datetime) -> None:
    draft = a_draft(session, cast.account, cast.ana, subject=model)
    put_at(session, model, Status.UNDER_REVIEW, now)
    standing = read_standing(session, cast.chloe, draft_id=draft, now=now)
    assert standing is not None
    assert standing.status is Status.UNDER_REVIEW
    assert [line.step for line in standing.lines] == ["t.assign", "t.submit", "t.start"]
    assert (standing.lines[0].person, standing.lines[0].by_staff, standing.lines[0].party) == ("", True, "supervisor")
    assert standing.lines[2].person == "Ana"
    assert standing.due is not None
    assert (standing.due.day - now.date()).days == 90


@pytest.mark.parametrize(
    ("types", "importer"),
    [
        ("us-importer", True),
        ("us-exporter", False),
        ("us-importer,us-exporter", True),
        ("sea-carrier,consolidator", False),
    ],
)
def test_the_content_says_which_types_are_validated_as_importers(
    session: Session, cast: Cast, model: int, now: datetime, types: str, importer: bool
) -> None:
    keep_current(session, now=now, library=LIBRARY)
    draft = a_draft(session, cast.account, cast.ana, subject=model, library_hash=LIBRARY.hash)
    an_answer(session, draft, cast.ana, "business_types", join(types.split(",")))
    access = require_draft(session, cast.ana, draft, Permission.APPLICATION_READ)
    case = Case(session, cast.account, model, None, (), access, "", now)
    assert PROOFS["business-type-importer"](case) is importer
    assert PROOFS["business-type-not-importer"](case) is not importer
