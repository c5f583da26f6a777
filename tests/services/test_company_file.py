"""A company's file at the desk: models with milestones and history, requests, links with counts, in few queries."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.domain.security_models import Operation, RequestState
from ctpat_app.services.company_file import CompanyFile, look_at_file
from ctpat_app.services.model_steps import take_step
from ctpat_app.services.watches import watch_company
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.organizations import OrganizationRequestRow
from tests.factories import Cast, a_document, a_person, a_staff_member, an_action, an_answer, an_assignment, the_cast
from tests.services.test_desk_queue import certified_on, counted, sent_ago


@pytest.fixture
def cast(session: Session) -> Cast:
    """The cast with eva as the company's specialist."""
    cast = the_cast(session)
    eva = a_staff_member(session, cast.eva, StaffRole.SPECIALIST)
    an_assignment(session, cast.account, eva)
    return replace(cast, eva=eva)


def file(session: Session, actor: Actor, account: int, now: datetime) -> CompanyFile:
    return look_at_file(session, actor, trade_account_id=account, now=now)


def test_the_file_holds_each_model_with_its_days_and_reasons(session: Session, cast: Cast, now: datetime) -> None:
    member = certified_on(session, cast.account, cast.ana, date(2025, 6, 1))
    sent = sent_ago(session, cast.account, cast.ana, now, 5, "us-importer")
    sue = a_staff_member(session, a_person(session, "sue"), StaffRole.SUPERVISOR)
    take_step(session, sue, security_model_id=sent, step="t.assign", now=now)
    take_step(session, cast.eva, security_model_id=sent, step="t.reject", reason="No imports yet.", now=now)
    newest, older = file(session, cast.eva, cast.account, now).models
    assert (newest.model_id, newest.status, newest.types) == (sent, Status.REJECTED, ("us-importer",))
    assert [(each.step, each.party, each.person, each.reason) for each in newest.events] == [
        ("t.reject", "specialist", "Eva", "No imports yet."),
        ("t.assign", "supervisor", "Sue", ""),
        ("t.submit", "officer", "", ""),
    ]
    assert newest.window is None
    assert newest.draft_id > 0
    assert (older.model_id, older.certified_on) == (member, date(2025, 6, 1))
    assert older.window
    assert (older.window.opens_on, older.window.due_on) == (date(2026, 3, 3), date(2026, 6, 1))


def test_numbers_show_their_end_alone(session: Session, cast: Cast, now: datetime) -> None:
    sent_ago(session, cast.account, cast.ana, now, 5)
    draft = file(session, cast.eva, cast.account, now).models[0].draft_id
    an_answer(session, draft, cast.ana, "identifier_kind", "ior-ein", row_key="r0")
    an_answer(session, draft, cast.ana, "identifier_value", "12-345678900", row_key="r0")
    assert file(session, cast.eva, cast.account, now).models[0].identifiers == (("ior-ein", "•••900"),)


def test_links_count_what_the_reader_may_see(session: Session, cast: Cast, now: datetime) -> None:
    model = certified_on(session, cast.account, cast.ana, date(2025, 6, 1))
    a_document(session, cast.ana, model)
    an_action(session, model, cast.ben)
    seen = {each.key: each.count for each in file(session, cast.eva, cast.account, now).sections}
    assert seen == {"messages": 0, "numbers": 0, "aeo": 0, "documents": 1, "actions": 1, "training": 0}
    hugo = a_staff_member(session, a_person(session, "hugo"), StaffRole.HEADQUARTERS)
    assert [each.key for each in file(session, hugo, cast.account, now).sections] == ["documents"]


def test_requests_and_the_own_watch_stand_in_the_file(session: Session, cast: Cast, now: datetime) -> None:
    session.add(
        OrganizationRequestRow(
            operation=Operation.SPLIT, state=RequestState.WAITING_APPROVAL, trade_account_id=cast.account,
            reason="It is needed.", requested_by=cast.ana.user_id, requested_at=now,
        )
    )  # fmt: skip
    watch_company(session, cast.eva, trade_account_id=cast.account, note="New plant", until_on=None, now=now)
    found = file(session, cast.eva, cast.account, now)
    assert [(each.operation, each.state) for each in found.requests] == [("split", "waiting-approval")]
    assert found.watch
    assert found.watch.note == "New plant"
    sue = a_staff_member(session, a_person(session, "sue"), StaffRole.SUPERVISOR)
    assert file(session, sue, cast.account, now).watch is None


def test_a_look_at_the_file_is_a_look_at_the_company(session: Session, cast: Cast, now: datetime) -> None:
    file(session, cast.eva, cast.account, now)
    file(session, cast.eva, cast.account, now)
    actions = [event.action for event in session.exec(select(AuditEventRow))]
    assert actions == ["company.seen-by-staff"]


def test_nobody_but_staff_who_may_read_the_company_opens_its_file(session: Session, cast: Cast, now: datetime) -> None:
    finn = a_staff_member(session, cast.finn, StaffRole.HELP_DESK)
    for person in (cast.ana, cast.dan, finn):
        with pytest.raises(NotPermitted):
            file(session, person, cast.account, now)
    for account in (cast.dans_account, 900_000):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            file(session, cast.eva, account, now)


def test_the_number_of_queries_does_not_grow_with_models_and_events(
    session: Session, cast: Cast, now: datetime, shared_engine: Engine
) -> None:
    def queries() -> int:
        session.expire_all()
        with counted(shared_engine) as ran:
            file(session, cast.eva, cast.account, now)
        return len(ran)

    file(session, cast.eva, cast.account, now)
    few = queries()
    for number in range(20):
        sent_ago(session, cast.account, cast.ana, now, number)
    assert queries() == few <= 15
