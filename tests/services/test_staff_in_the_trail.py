"""Whatever staff do is in the audit trail with the role in which they did it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from sqlmodel import Session, col, select

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import Actor, Permission, StaffRole
from ctpat_app.services import access_cases, assignments, bounces
from ctpat_app.services.access import require_staff
from ctpat_app.services.audit import NO_ACCOUNT, write_audit
from ctpat_app.services.company_view import look_at_company
from ctpat_app.services.history import read_history
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.recovery import AccessCaseRow
from tests.factories import Cast, a_staff_member, an_assignment, the_cast

UseCase = Callable[[Session, Actor, Cast, datetime], None]


def _case(session: Session, now: datetime) -> int:
    access_cases.open_case(
        session, email="ana@example.com", name="Ana", company="Acme", note="", language="en", code="ABCD-EFGH", now=now
    )
    return max(number or 0 for number in session.exec(select(AccessCaseRow.id)))


def grant_a_case(session: Session, actor: Actor, cast: Cast, now: datetime) -> None:
    access_cases.grant_case(
        session, actor, case_id=_case(session, now), ways=("video",), finding="Passport shown in a call.", token="t",
        now=now,
    )  # fmt: skip


def refuse_a_case(session: Session, actor: Actor, cast: Cast, now: datetime) -> None:
    access_cases.refuse_case(
        session, actor, case_id=_case(session, now), finding="Nobody could tell who it is.", now=now
    )


def settle_a_bounce(session: Session, actor: Actor, cast: Cast, now: datetime) -> None:
    bounces.note_bounce(session, email=cast.ana.email, reason="5.1.1", source="smtp", now=now)
    bounces.settle_bounce(session, actor, email=cast.ana.email, now=now)


def assign_and_take_away(session: Session, actor: Actor, cast: Cast, now: datetime) -> None:
    eva = a_staff_member(session, cast.eva, StaffRole.SPECIALIST)
    seen = an_assignment(session, cast.account, eva)
    assignments.end_assignment(session, actor, trade_account_id=cast.account, seen_assignment=seen, now=now)
    assignments.assign_specialist(
        session, actor, trade_account_id=cast.account, specialist_id=eva.user_id, seen_assignment=0, reason="Why.",
        now=now,
    )  # fmt: skip


def look_at_a_company(session: Session, actor: Actor, cast: Cast, now: datetime) -> None:
    look_at_company(session, actor, trade_account_id=cast.account, now=now)


def read_its_history(session: Session, actor: Actor, cast: Cast, now: datetime) -> None:
    read_history(session, actor, trade_account_id=cast.account, kind=None, before=0, now=now)


@pytest.mark.parametrize(
    ("role", "use_case", "chain_of_company"),
    [
        (StaffRole.HELP_DESK, grant_a_case, False),
        (StaffRole.HELP_DESK, refuse_a_case, False),
        (StaffRole.HELP_DESK, settle_a_bounce, False),
        (StaffRole.SUPERVISOR, assign_and_take_away, True),
        (StaffRole.SUPERVISOR, look_at_a_company, True),
        (StaffRole.HEADQUARTERS, read_its_history, True),
    ],
)
def test_what_staff_do_is_noted_with_their_role_and_their_place(
    session: Session, now: datetime, role: StaffRole, use_case: UseCase, chain_of_company: bool
) -> None:
    cast = the_cast(session)
    actor = replace(cast.finn, staff_role=role, network="192.0")
    use_case(session, actor, cast, now)
    query = select(AuditEventRow).where(col(AuditEventRow.user_id) == actor.user_id)
    events = session.exec(query).all()
    assert {(event.acting_as, event.origin) for event in events} == {(role.value, "192.0")}
    assert {event.chain for event in events} == {cast.account if chain_of_company else NO_ACCOUNT}


def test_the_role_is_that_of_its_holder_alone(session: Session, now: datetime) -> None:
    cast = the_cast(session)
    require_staff(session, replace(cast.finn, staff_role=StaffRole.HELP_DESK), Permission.ACCESS_RESET)
    write_audit(session, trade_account_id=NO_ACCOUNT, user_id=cast.ana.user_id, action="a", subject="", now=now)
    write_audit(session, trade_account_id=NO_ACCOUNT, user_id=None, action="b", subject="", now=now)
    assert [event.acting_as for event in session.exec(select(AuditEventRow))] == ["", ""]


@pytest.mark.parametrize("role", [None, *(role for role in StaffRole if role is not StaffRole.HELP_DESK)])
def test_without_the_permission_nobody_acts_as_staff(session: Session, role: StaffRole | None) -> None:
    cast = the_cast(session)
    with pytest.raises(NotPermitted, match=r"access\.not-yours"):
        require_staff(session, replace(cast.finn, staff_role=role), Permission.ACCESS_RESET)
