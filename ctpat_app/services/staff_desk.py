"""The desk of staff: colleagues with their roles, and the companies that each may know of."""

from dataclasses import dataclass

from sqlmodel import Session

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import Actor, Permission, StaffRole, staff_may
from ctpat_app.services.assignments import (
    Found,
    Specialist,
    list_assignments,
    list_own_companies,
    list_specialists,
)
from ctpat_app.services.staff import StaffMember, list_staff


@dataclass(frozen=True)
class Desk:
    """What one member of staff finds there; what their role does not hold is empty."""

    role: StaffRole
    colleagues: tuple[StaffMember, ...]
    own: Found
    assigned: Found
    specialists: tuple[Specialist, ...]
    may_find: bool
    may_assign: bool


def read_desk(session: Session, actor: Actor) -> Desk:
    """Return the desk of ``actor``: everybody on the staff sees who works here, companies only by the table.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody who is no staff.
    """
    role = actor.staff_role
    if role is None:
        raise NotPermitted
    may_find = staff_may(role, Permission.TRADE_ACCOUNT_READ)
    may_assign = staff_may(role, Permission.CASE_ASSIGN)
    return Desk(
        role,
        list_staff(session),
        list_own_companies(session, actor),
        list_assignments(session, actor) if may_find else Found((), 0),
        list_specialists(session, actor) if may_assign else (),
        may_find,
        may_assign,
    )
