"""Who works for the program or for whoever runs the kiosk. Only the command line names them: no page can."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session, col

from ctpat_app.domain.emails import read_email
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.permissions import StaffRole
from ctpat_app.services.assignments import close_assignments_of
from ctpat_app.services.audit import NO_ACCOUNT, write_audit
from ctpat_app.services.watches import end_lost_watches
from ctpat_app.tables.accounts import StaffRow, UserAccountRow, UserSessionRow


@dataclass(frozen=True)
class StaffMember:
    """Somebody who holds a role of staff now, and since when."""

    email: str
    name: str
    role: StaffRole
    added_at: datetime


def add_staff(session: Session, *, email: str, role: StaffRole, now: datetime) -> StaffMember:
    """Give the owner of an account a role of staff, in the place of one that they may hold.

    Their sessions end: with the next sign-in the second factor is asked for. Who is no specialist any more looks after
    no company.

    Raises:
        InvalidValue: the codes of ``read_email``; ``staff.unknown-address``, ``staff.unconfirmed``.
    """
    person = _owner(session, email)
    if person.email_confirmed_at is None:
        raise InvalidValue("staff.unconfirmed")
    user_id = _id(person)
    row = session.get(StaffRow, user_id) or StaffRow(user_id=user_id, role=role, added_at=now)
    row.role, row.added_at, row.ended_at = role.value, now, None
    session.add(row)
    session.flush()
    _end_sessions(session, user_id, now)
    if role is not StaffRole.SPECIALIST:
        close_assignments_of(session, user_id, now)
    end_lost_watches(session, user_id, now=now)
    _note(session, user_id, "staff.added", now, role=role.value)
    return StaffMember(person.email, person.name, role, now)


def end_staff(session: Session, *, email: str, now: datetime) -> None:
    """Take the role of staff from the owner of an account; their sessions end, and companies are free for others.

    Raises:
        InvalidValue: the codes of ``read_email``; ``staff.unknown-address``, ``staff.no-staff``.
    """
    user_id = _id(_owner(session, email))
    row = session.get(StaffRow, user_id)
    if row is None or row.ended_at is not None:
        raise InvalidValue("staff.no-staff")
    row.ended_at = now
    session.add(row)
    session.flush()
    _end_sessions(session, user_id, now)
    close_assignments_of(session, user_id, now)
    end_lost_watches(session, user_id, now=now)
    _note(session, user_id, "staff.ended", now)


def list_staff(session: Session) -> tuple[StaffMember, ...]:
    """Return everybody who holds a role of staff now, by name."""
    query = (
        select(col(UserAccountRow.email), col(UserAccountRow.name), col(StaffRow.role), col(StaffRow.added_at))
        .join(UserAccountRow, col(UserAccountRow.id) == col(StaffRow.user_id))
        .where(col(StaffRow.ended_at).is_(None))
        .order_by(col(UserAccountRow.name), col(UserAccountRow.email))
    )
    found = session.connection().execute(query)
    return tuple(StaffMember(email, name, StaffRole(role), added_at) for email, name, role, added_at in found)


def _owner(session: Session, email: str) -> UserAccountRow:
    query = select(UserAccountRow).where(col(UserAccountRow.email_key) == read_email(email).key)
    person = session.scalars(query).first()
    if person is None:
        raise InvalidValue("staff.unknown-address")
    return person


def _id(person: UserAccountRow) -> int:
    assert person.id is not None
    return person.id


def _end_sessions(session: Session, user_id: int, now: datetime) -> None:
    session.connection().execute(
        update(UserSessionRow)
        .where(col(UserSessionRow.user_id) == user_id, col(UserSessionRow.ended_at).is_(None))
        .values(ended_at=now)
    )


def _note(session: Session, user_id: int, action: str, now: datetime, **detail: str) -> None:
    write_audit(
        session, trade_account_id=NO_ACCOUNT, user_id=None, action=action, subject=f"user/{user_id}", now=now, **detail
    )
