"""What staff see of a company, and that each look stands in its history."""

from dataclasses import asdict, replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import Role, StaffRole
from ctpat_app.services.company_view import ONE_LOOK, look_at_company
from ctpat_app.tables.audit import AuditEventRow
from tests.applicants import a_filled_draft
from tests.factories import Cast, a_member, a_staff_member, an_answer, an_assignment, the_cast

MARKER = "Quetzal-7319"
READERS = (StaffRole.SPECIALIST, StaffRole.SUPERVISOR, StaffRole.HEADQUARTERS)


@pytest.fixture
def cast(session: Session) -> Cast:
    """The cast with eva as the specialist of ana's company."""
    cast = the_cast(session)
    eva = a_staff_member(session, cast.eva, StaffRole.SPECIALIST)
    an_assignment(session, cast.account, eva)
    return replace(cast, eva=eva)


def looks(session: Session, account: int) -> list[tuple[int | None, str]]:
    query = select(AuditEventRow).where(AuditEventRow.chain == account, AuditEventRow.action == "company.seen-by-staff")
    return [(event.user_id, event.acting_as) for event in session.exec(query.order_by(col(AuditEventRow.number)))]


@pytest.mark.parametrize("role", READERS)
def test_staff_see_facts_people_and_applications_and_each_look_is_noted(
    session: Session, cast: Cast, now: datetime, role: StaffRole
) -> None:
    a_filled_draft(session, cast.ana, cast.account, now=now)
    reader = replace(cast.eva, staff_role=role)
    view = look_at_company(session, reader, trade_account_id=cast.account, now=now)
    assert (view.legal_name, view.country, view.specialist, view.is_complete) == ("Acme Carriers SA", "MX", "Eva", True)
    assert [(each.name, each.role) for each in view.people] == [
        ("Ana", Role.OFFICER),
        ("Ben", Role.EMPLOYEE),
        ("Chloe", Role.CONSULTANT),
    ]
    (application,) = view.applications
    assert (application.status, application.reference, application.sent_at) == ("draft", "", None)
    assert application.parts > application.parts_open >= 0
    assert looks(session, cast.account) == [(reader.user_id, role.value)]
    assert looks(session, cast.dans_account) == []


def test_no_answer_is_in_what_staff_see(session: Session, cast: Cast, now: datetime) -> None:
    draft = a_filled_draft(session, cast.ana, cast.account, now=now)
    an_answer(session, draft, cast.ana, "criterion.not-in-this-flow", MARKER)
    view = look_at_company(session, cast.eva, trade_account_id=cast.account, now=now)
    assert MARKER not in repr(asdict(view))
    assert "@" not in repr(asdict(view))


def test_the_same_person_within_the_hour_is_one_look_in_each_role(session: Session, cast: Cast, now: datetime) -> None:
    def look(role: StaffRole, at: datetime) -> None:
        look_at_company(session, replace(cast.eva, staff_role=role), trade_account_id=cast.account, now=at)

    look(StaffRole.SPECIALIST, now)
    look(StaffRole.SPECIALIST, now + ONE_LOOK - timedelta(seconds=1))
    look(StaffRole.SUPERVISOR, now + timedelta(minutes=5))
    look(StaffRole.SPECIALIST, now + ONE_LOOK)
    assert looks(session, cast.account) == [
        (cast.eva.user_id, "specialist"),
        (cast.eva.user_id, "supervisor"),
        (cast.eva.user_id, "specialist"),
    ]


@pytest.mark.parametrize("role", [None, *(role for role in StaffRole if role not in READERS)])
def test_nobody_else_sees_it_its_members_neither(
    session: Session, cast: Cast, now: datetime, role: StaffRole | None
) -> None:
    for person in (cast.ana, cast.chloe, cast.dan, cast.eva, cast.finn):
        for account in (cast.account, cast.account + 1000, 0, -1, 2**40):
            with pytest.raises(NotPermitted, match=r"access\.not-yours"):
                look_at_company(session, replace(person, staff_role=role), trade_account_id=account, now=now)
    assert looks(session, cast.account) == []


def test_a_specialist_of_another_company_is_refused_and_so_is_one_who_belongs_to_it(
    session: Session, cast: Cast, now: datetime
) -> None:
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        look_at_company(session, cast.eva, trade_account_id=cast.dans_account, now=now)
    a_member(session, cast.account, cast.finn, role=Role.CONSULTANT)
    finn = replace(cast.finn, staff_role=StaffRole.SUPERVISOR)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        look_at_company(session, finn, trade_account_id=cast.account, now=now)
