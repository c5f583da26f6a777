"""Which specialist looks after which company: found, assigned and taken away by a supervisor, seen by the company."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, and_, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from ctpat_app.domain.assignments import read_reason
from ctpat_app.domain.company_names import folded, name_key, read_part
from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.history import ASSIGNED, UNASSIGNED
from ctpat_app.domain.permissions import Actor, Permission, StaffRole
from ctpat_app.services.access import LARGEST_ID, require_staff
from ctpat_app.services.audit import write_audit
from ctpat_app.services.taking_up import take_up, tell_company
from ctpat_app.services.watches import end_lost_watches
from ctpat_app.tables.accounts import MembershipRow, StaffAssignmentRow, StaffRow, TradeAccountRow, UserAccountRow

MOST_FOUND: Final = 50
MOST_LISTED: Final = 200


@dataclass(frozen=True)
class CompanyLine:
    """A company, and who looks after it: ``assignment_id`` and ``specialist_id`` are 0 while nobody does."""

    account_id: int
    name: str
    country: str
    assignment_id: int
    specialist_id: int
    specialist: str
    since: datetime | None


@dataclass(frozen=True)
class Found:
    """Companies by name, and how many more there are than are listed."""

    companies: tuple[CompanyLine, ...]
    more: int


@dataclass(frozen=True)
class Specialist:
    """Somebody who can be given a company."""

    user_id: int
    name: str
    companies: int
    """How many they look after now."""


def find_companies(session: Session, actor: Actor, *, part: str) -> Found:
    """Return the companies whose legal or trade name holds ``part``, by name.

    The names are compared here, not in the database: neither kind of it can leave accents out of account, and a part
    that never becomes a pattern has no signs with a meaning of their own.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody who may not read every company.
        InvalidValue: ``assignment.part-short``.
    """
    require_staff(session, actor, Permission.TRADE_ACCOUNT_READ)
    wanted = read_part(part)
    names = select(col(TradeAccountRow.id), col(TradeAccountRow.legal_name), col(TradeAccountRow.trade_name))
    rows = session.connection().execute(names)
    hits = [row for row in rows if any(wanted in name_key(name) for name in row[1:])]
    hits.sort(key=lambda row: (folded(row.legal_name), row.id))
    shown = [row.id for row in hits[:MOST_FOUND]]
    lines = {line.account_id: line for line in _lines(session, col(TradeAccountRow.id).in_(shown))}
    return Found(tuple(lines[number] for number in shown), len(hits) - len(shown))


def list_assignments(session: Session, actor: Actor) -> Found:
    """Return the companies that somebody looks after, the newest assignment first.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody who may not read every company.
    """
    require_staff(session, actor, Permission.TRADE_ACCOUNT_READ)
    return _assigned(session, col(StaffAssignmentRow.id).is_not(None))


def list_own_companies(session: Session, actor: Actor) -> Found:
    """Return the companies that ``actor`` looks after, the newest assignment first; none for all but specialists."""
    if actor.staff_role is not StaffRole.SPECIALIST:
        return Found((), 0)
    return _assigned(session, col(StaffAssignmentRow.specialist_id) == actor.user_id)


def list_specialists(session: Session, actor: Actor) -> tuple[Specialist, ...]:
    """Return the people who hold the role specialist now, by name.

    Raises:
        NotPermitted: ``access.not-yours`` for all but supervisors.
    """
    require_staff(session, actor, Permission.CASE_ASSIGN)
    query = (
        select(col(StaffRow.user_id), col(UserAccountRow.name), func.count(col(StaffAssignmentRow.id)))
        .join(UserAccountRow, col(UserAccountRow.id) == col(StaffRow.user_id))
        .join(
            StaffAssignmentRow, _standing(col(StaffAssignmentRow.specialist_id) == col(StaffRow.user_id)), isouter=True
        )
        .where(_is_specialist())
        .group_by(col(StaffRow.user_id), col(UserAccountRow.name))
        .order_by(col(UserAccountRow.name), col(StaffRow.user_id))
    )
    return tuple(Specialist(*row) for row in session.connection().execute(query))


def assign_specialist(
    session: Session,
    actor: Actor,
    *,
    trade_account_id: int,
    specialist_id: int,
    seen_assignment: int,
    reason: str,
    now: datetime,
) -> None:
    """Let a specialist look after a company, in the place of whoever did before; the company sees it in its history.

    Args:
        session: an open session.
        actor: the supervisor.
        trade_account_id: which company.
        specialist_id: user account of the specialist.
        seen_assignment: the assignment that was shown to the supervisor, 0 for none.
        reason: for the supervisors after this one.
        now: the present moment.

    Raises:
        NotPermitted: ``access.not-yours``.
        InvalidValue: ``assignment.no-specialist``, ``assignment.own-company``, ``assignment.already``,
            ``assignment.changed-meanwhile``, ``assignment.reason-missing``, ``text.…``.
    Source: permission case:assign (manual: a supervisor assigns).
    """
    require_staff(session, actor, Permission.CASE_ASSIGN)
    hold_company(session, trade_account_id)
    why = read_reason(reason)
    _require_specialist(session, specialist_id)
    if _is_member(session, trade_account_id, specialist_id):
        raise InvalidValue("assignment.own-company")
    standing = _seen(session, trade_account_id, seen_assignment)
    if standing is not None:
        if standing.specialist_id == specialist_id:
            raise InvalidValue("assignment.already")
        close_assignment(session, standing, actor.user_id, now)
    begin_assignment(session, actor, trade_account_id, specialist_id, reason=why, now=now)


def begin_assignment(
    session: Session, actor: Actor | None, trade_account_id: int, specialist_id: int, *, reason: str, now: datetime
) -> None:
    """Let a specialist look after a company that nobody looks after now, and take up what it has sent.

    ``actor`` is None where the kiosk chose by load. The caller has authorized, and holds the company.
    """
    row = StaffAssignmentRow(
        trade_account_id=trade_account_id,
        specialist_id=specialist_id,
        reason=reason,
        assigned_at=now,
        assigned_by=actor.user_id if actor else None,
    )
    session.add(row)
    session.flush()
    _note(session, row, row.assigned_by, ASSIGNED, now)
    take_up(session, actor, trade_account_id, now=now)
    tell_company(session, trade_account_id, template="specialist-assigned", now=now)


def end_assignment(
    session: Session, actor: Actor, *, trade_account_id: int, seen_assignment: int, now: datetime
) -> None:
    """Take a company from the specialist who looks after it; from their next event on they see nothing of it.

    Raises:
        NotPermitted: ``access.not-yours``.
        InvalidValue: ``assignment.changed-meanwhile``.
    """
    require_staff(session, actor, Permission.CASE_ASSIGN)
    hold_company(session, trade_account_id)
    standing = _seen(session, trade_account_id, seen_assignment)
    if standing is None:
        raise InvalidValue("assignment.changed-meanwhile")
    close_assignment(session, standing, actor.user_id, now)


def close_assignments_of(session: Session, specialist_id: int, now: datetime) -> None:
    """End what somebody looks after who is no specialist any more; the command line asks, so no person is named."""
    query = select(StaffAssignmentRow).where(_standing(col(StaffAssignmentRow.specialist_id) == specialist_id))
    for row in session.scalars(query.with_for_update()).all():
        close_assignment(session, row, None, now)


def close_assignment(session: Session, row: StaffAssignmentRow, user_id: int | None, now: datetime) -> None:
    """End one assignment; the row is kept."""
    row.ended_at = now
    session.add(row)
    session.flush()
    _note(session, row, user_id, UNASSIGNED, now)
    end_lost_watches(session, row.specialist_id, now=now)


def standing_assignment(session: Session, trade_account_id: int) -> StaffAssignmentRow | None:
    """Return the assignment of the specialist who looks after a company now; the caller has authorized."""
    query = select(StaffAssignmentRow).where(_standing(col(StaffAssignmentRow.trade_account_id) == trade_account_id))
    return session.scalars(query.execution_options(populate_existing=True)).first()


def assign_alike(session: Session, row: StaffAssignmentRow, trade_account_id: int, now: datetime) -> None:
    """Let the specialist of one company look after another one that came out of it; nobody in person decided that."""
    new = StaffAssignmentRow(
        trade_account_id=trade_account_id,
        specialist_id=row.specialist_id,
        reason=row.reason,
        assigned_at=now,
        assigned_by=row.assigned_by,
    )
    session.add(new)
    session.flush()
    _note(session, new, None, ASSIGNED, now)


def hold_company(session: Session, trade_account_id: int) -> None:
    """Wait for whoever changes the same company at this moment; what does not exist is nobody's."""
    if not 0 < trade_account_id <= LARGEST_ID:
        raise NotPermitted
    if session.get(TradeAccountRow, trade_account_id, with_for_update=True, populate_existing=True) is None:
        raise NotPermitted


# ---------------------------------------------------------------- helpers


def _seen(session: Session, trade_account_id: int, seen_assignment: int) -> StaffAssignmentRow | None:
    """Return the assignment that stands now, when it is the one that was shown."""
    row = standing_assignment(session, trade_account_id)
    if (row.id if row else 0) != seen_assignment:
        raise InvalidValue("assignment.changed-meanwhile")
    return row


def _standing(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(condition, col(StaffAssignmentRow.ended_at).is_(None))


def _is_specialist() -> ColumnElement[bool]:
    return and_(col(StaffRow.role) == StaffRole.SPECIALIST, col(StaffRow.ended_at).is_(None))


def _require_specialist(session: Session, user_id: int) -> None:
    query = select(col(StaffRow.user_id)).where(_is_specialist(), col(StaffRow.user_id) == user_id)
    if not 0 < user_id <= LARGEST_ID or session.scalar(query) is None:
        raise InvalidValue("assignment.no-specialist")


def _is_member(session: Session, trade_account_id: int, user_id: int) -> bool:
    query = select(col(MembershipRow.id)).where(
        col(MembershipRow.trade_account_id) == trade_account_id,
        col(MembershipRow.user_id) == user_id,
        col(MembershipRow.removed_at).is_(None),
    )
    return session.scalar(query) is not None


def _assigned(session: Session, condition: ColumnElement[bool]) -> Found:
    lines = _lines(session, condition, newest_first=True)
    return Found(tuple(lines[:MOST_LISTED]), max(len(lines) - MOST_LISTED, 0))


def _lines(session: Session, condition: ColumnElement[bool], *, newest_first: bool = False) -> Sequence[CompanyLine]:
    query = _companies().where(condition)
    if newest_first:
        query = query.order_by(col(StaffAssignmentRow.id).desc())
    return [_line(row) for row in session.connection().execute(query)]


def _companies() -> Select[*tuple[Any, ...]]:
    specialist = aliased(UserAccountRow)
    standing = _standing(col(StaffAssignmentRow.trade_account_id) == col(TradeAccountRow.id))
    return (
        select(
            col(TradeAccountRow.id),
            col(TradeAccountRow.legal_name),
            col(TradeAccountRow.country),
            col(StaffAssignmentRow.id).label("assignment"),
            col(StaffAssignmentRow.specialist_id),
            col(specialist.name).label("specialist"),
            col(StaffAssignmentRow.assigned_at),
        )
        .join(StaffAssignmentRow, standing, isouter=True)
        .join(specialist, col(specialist.id) == col(StaffAssignmentRow.specialist_id), isouter=True)
    )


def _line(row: Row[*tuple[Any, ...]]) -> CompanyLine:
    return CompanyLine(
        row.id,
        row.legal_name,
        row.country,
        row.assignment or 0,
        row.specialist_id or 0,
        row.specialist or "",
        row.assigned_at,
    )


def _note(session: Session, row: StaffAssignmentRow, user_id: int | None, action: str, now: datetime) -> None:
    write_audit(
        session,
        trade_account_id=row.trade_account_id,
        user_id=user_id,
        action=action,
        subject=f"user/{row.specialist_id}",
        now=now,
    )
