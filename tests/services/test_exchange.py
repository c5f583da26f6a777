"""The Partner Document Exchange: who sees which documents, how they are found, what is archived."""

from dataclasses import dataclass, replace
from datetime import date, datetime

import pytest
from sqlmodel import Session, select

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import Actor, Role, StaffRole
from ctpat_app.services.access import CONTACT_ROLE
from ctpat_app.services.application import start_application
from ctpat_app.services.exchange import list_exchanges, read_archive, read_exchange
from ctpat_app.services.library import keep_current
from ctpat_app.services.stored_documents import PAGE, Place, Wanted
from ctpat_app.tables.accounts import MembershipRow
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.drafts import AnswerRow, DraftRow
from tests.applicants import LIBRARY
from tests.factories import (
    Cast,
    a_document,
    a_member,
    a_person,
    a_staff_member,
    a_version,
    an_answer,
    an_assignment,
    an_attachment,
    the_cast,
)


@dataclass(frozen=True)
class Office:
    """Ana's company with a draft and its security model."""

    cast: Cast
    draft: int
    model: int


@pytest.fixture
def office(session: Session, now: datetime) -> Office:
    """The cast, with an application begun."""
    cast = the_cast(session)
    keep_current(session, now=now, library=LIBRARY)
    draft = start_application(session, cast.ana, trade_account_id=cast.account, now=now)
    an_answer(session, draft, cast.ana, "business_types", "us-importer,us-exporter")
    return Office(cast, draft, session.get_one(DraftRow, draft).subject_id)


def found(session: Session, office: Office, now: datetime, **wanted: object) -> list[str]:
    seen = read_exchange(session, office.cast.ben, model_id=office.model, wanted=Wanted(**wanted), now=now)  # type: ignore[arg-type]
    assert seen.found == len(seen.documents)
    return [each.name for each in seen.documents]


def test_contacts_read_the_documents_with_their_versions_and_where_they_stand(
    session: Session, office: Office, now: datetime
) -> None:
    document = a_document(session, office.cast.ana, office.model, kind="backup-log")
    a_version(session, office.cast.ben, document, number=2)
    an_attachment(session, office.cast.ana, office.draft, document, key="criterion.4.1")
    a_document(session, office.cast.dan)
    for reader in (office.cast.ana, office.cast.ben, office.cast.chloe):
        seen = read_exchange(session, reader, draft_id=office.draft, wanted=Wanted(), now=now)
        assert (seen.model_id, seen.types, seen.may_write, seen.by_staff) == (
            office.model,
            ("us-importer", "us-exporter"),
            True,
            False,
        )
        (item,) = seen.documents
        assert (item.current.number, item.current.uploaded_by) == (2, "Ben")
        assert [(each.number, each.uploaded_by) for each in item.older] == [(1, "Ana")]
        assert item.places == (Place(office.draft, "criterion.4.1", is_open=True),)


def test_dan_cannot(session: Session, office: Office, now: datetime) -> None:
    dan = office.cast.dan
    for call in (
        lambda: read_exchange(session, dan, model_id=office.model, wanted=Wanted(), now=now),
        lambda: read_exchange(session, dan, draft_id=office.draft, wanted=Wanted(), now=now),
        lambda: read_archive(session, dan, model_id=office.model, now=now),
        lambda: list_exchanges(session, dan, trade_account_id=office.cast.account),
        lambda: read_exchange(session, office.cast.ana, model_id=900_000, wanted=Wanted(), now=now),
        lambda: read_exchange(session, office.cast.ana, model_id=2**40, wanted=Wanted(), now=now),
    ):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            call()


def test_who_is_no_contact_of_the_model_gets_nothing_of_it(session: Session, office: Office, now: datetime) -> None:
    tom = a_person(session, "tom")
    a_member(session, office.cast.account, tom, role=Role.TRADE_USER)
    with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
        read_exchange(session, tom, model_id=office.model, wanted=Wanted(), now=now)
    bens = session.exec(select(MembershipRow.id).where(MembershipRow.user_id == office.cast.ben.user_id)).one()
    role = session.exec(select(AnswerRow).where(AnswerRow.key == CONTACT_ROLE, AnswerRow.row_key == str(bens))).one()
    role.value = "none"
    session.add(role)
    session.flush()
    with pytest.raises(NotPermitted, match=r"access\.not-your-role"):
        read_exchange(session, office.cast.ben, model_id=office.model, wanted=Wanted(), now=now)
    assert list_exchanges(session, office.cast.ben, trade_account_id=office.cast.account) == ()


@pytest.mark.parametrize("role", [StaffRole.SPECIALIST, StaffRole.SUPERVISOR, StaffRole.HEADQUARTERS])
def test_staff_read_and_each_look_is_in_the_history(
    session: Session, office: Office, now: datetime, role: StaffRole
) -> None:
    reader = a_staff_member(session, office.cast.eva, role)
    if role is StaffRole.SPECIALIST:
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            read_exchange(session, reader, model_id=office.model, wanted=Wanted(), now=now)
        an_assignment(session, office.cast.account, reader)
    a_document(session, office.cast.ana, office.model)
    seen = read_exchange(session, reader, model_id=office.model, wanted=Wanted(), now=now)
    assert (len(seen.documents), seen.by_staff, seen.may_write) == (1, True, False)
    read_archive(session, reader, model_id=office.model, now=now)
    looks = session.exec(select(AuditEventRow).where(AuditEventRow.action == "documents.seen-by-staff")).all()
    assert [(each.user_id, each.chain) for each in looks] == [(reader.user_id, office.cast.account)]


@pytest.mark.parametrize("role", [StaffRole.HELP_DESK, StaffRole.LIBRARY_ADMIN, StaffRole.CONTENT_EDITOR])
def test_other_staff_read_nothing(session: Session, office: Office, now: datetime, role: StaffRole) -> None:
    reader = replace(office.cast.finn, staff_role=role)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        read_exchange(session, reader, model_id=office.model, wanted=Wanted(), now=now)


def test_words_are_looked_for_in_name_note_and_the_newest_text(session: Session, office: Office, now: datetime) -> None:
    ana: Actor = office.cast.ana
    a_document(session, ana, office.model, name="Straße-2026.pdf")
    a_document(session, ana, office.model, name="b.pdf", note="From the gate in Saltillo")
    third = a_document(session, ana, office.model, name="c.pdf", text="old words")
    a_version(session, ana, third, number=2, text="Siegelnummern 100% geprüft")
    assert found(session, office, now, words="STRASSE") == ["Straße-2026.pdf"]
    assert found(session, office, now, words="2026 stra") == ["Straße-2026.pdf"]
    assert found(session, office, now, words="saltillo GATE") == ["b.pdf"]
    assert found(session, office, now, words="100%") == ["c.pdf"]
    assert found(session, office, now, words="old words") == []
    assert found(session, office, now, words="_") == []
    assert len(found(session, office, now)) == 3


def test_filters_by_kind_day_and_place(session: Session, office: Office, now: datetime) -> None:
    ana = office.cast.ana
    a_document(session, ana, office.model, name="a", kind="backup-log", valid_until=date(2026, 3, 1))
    a_document(session, ana, office.model, name="b", kind="route-map", valid_until=date(2026, 3, 2))
    c = a_document(session, ana, office.model, name="c", origin="criterion.2.1")
    an_attachment(session, ana, office.draft, c, key="criterion.2.2")
    assert found(session, office, now, kinds=("backup-log", "org-chart")) == ["a"]
    assert found(session, office, now, kinds=()) == []
    assert found(session, office, now, outdated_on=now.date()) == ["a"]
    assert found(session, office, now, key="criterion.2.1") == ["c"]
    assert found(session, office, now, key="criterion.2.2") == ["c"]


def test_a_page_holds_the_newest_and_says_how_many_there_are(session: Session, office: Office, now: datetime) -> None:
    for number in range(PAGE + 2):
        a_document(session, office.cast.ana, office.model, name=f"file-{number}")
    first = read_exchange(session, office.cast.ana, model_id=office.model, wanted=Wanted(), now=now)
    rest = read_exchange(session, office.cast.ana, model_id=office.model, wanted=Wanted(after=PAGE), now=now)
    assert (len(first.documents), first.found, first.documents[0].name) == (PAGE, PAGE + 2, f"file-{PAGE + 1}")
    assert [each.name for each in rest.documents] == ["file-1", "file-0"]


def test_the_archive_holds_what_was_replaced_and_nothing_current(
    session: Session, office: Office, now: datetime
) -> None:
    document = a_document(session, office.cast.ana, office.model)
    a_document(session, office.cast.ana, office.model, name="once.pdf")
    for number in (2, 3):
        a_version(session, office.cast.ben, document, number=number)
    archive = read_archive(session, office.cast.chloe, model_id=office.model, now=now)
    assert [(each.name, each.number) for each in archive.archived] == [("seal-log.pdf", 2), ("seal-log.pdf", 1)]
    assert archive.found == 2


def test_the_models_of_a_company_are_listed_with_their_documents(
    session: Session, office: Office, now: datetime
) -> None:
    a_document(session, office.cast.ana, office.model)
    (entry,) = list_exchanges(session, office.cast.chloe, trade_account_id=office.cast.account)
    assert (entry.model_id, entry.types, entry.documents) == (office.model, ("us-importer", "us-exporter"), 1)
