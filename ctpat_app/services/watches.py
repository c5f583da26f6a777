"""Watch lists: a member of staff is told what happens at a company, as long as they may read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, and_, func, select
from sqlmodel import Session, col

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import Actor, Permission, StaffRole, staff_may
from ctpat_app.domain.watches import WatchedEvent, is_standing, read_watch
from ctpat_app.services.access import require_account
from ctpat_app.services.audit import NO_ACCOUNT, write_audit
from ctpat_app.services.notices import tell
from ctpat_app.tables.accounts import StaffAssignmentRow, StaffRow, TradeAccountRow
from ctpat_app.tables.security_models import ModelEventRow, SecurityModelRow
from ctpat_app.tables.watches import WatchRow


@dataclass(frozen=True)
class WatchLine:
    """A company on somebody's watch list; ``moved_at`` is when a status there last changed."""

    watch_id: int
    account_id: int
    company: str
    note: str
    until_on: date | None
    added_at: datetime
    moved_at: datetime | None


def watch_company(
    session: Session,
    actor: Actor,
    *,
    trade_account_id: int,
    note: str,
    until_on: date | None,
    now: datetime,
) -> None:
    """Put a company on the actor's watch list, or change note and day; the same twice changes nothing.

    Raises:
        NotPermitted: ``access.not-yours`` for all but staff who may read the company.
        FormFaults: ``watch.until-past``, ``text.…``.
    """
    _require_reader(session, actor, trade_account_id)
    cleaned = read_watch(note, until_on, now.date())
    # Waits for another press of the same person: of two, the second finds what the first has written.
    session.get(TradeAccountRow, trade_account_id, with_for_update=True)
    standing = _standing(session, actor.user_id, trade_account_id)
    if standing is not None:
        if (standing.note, standing.until_on) == (cleaned, until_on):
            return
        standing.ended_at = now
        session.add(standing)
        session.flush()
    session.add(
        WatchRow(
            user_id=actor.user_id, trade_account_id=trade_account_id, note=cleaned, until_on=until_on, added_at=now
        )
    )
    session.flush()
    _note(session, actor.user_id, "watch.begun", trade_account_id, now)


def stop_watching(session: Session, actor: Actor, *, trade_account_id: int, now: datetime) -> None:
    """Take a company off the actor's watch list; one that is not on it stays off.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    _require_reader(session, actor, trade_account_id)
    standing = _standing(session, actor.user_id, trade_account_id)
    if standing is not None:
        _end(session, standing, now)


def find_watch(session: Session, actor: Actor, *, trade_account_id: int, now: datetime) -> WatchLine | None:
    """Return how the actor watches a company; None when they do not. The caller has authorized."""
    return next((each for each in _lines(session, actor, now) if each.account_id == trade_account_id), None)


def list_watches(session: Session, actor: Actor, *, now: datetime) -> tuple[WatchLine, ...]:
    """Return the actor's watch list, the latest change of a status first; what they may not read is not on it.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody who is no staff.
    """
    if actor.staff_role is None:
        raise NotPermitted
    lines = _lines(session, actor, now)
    return tuple(sorted(lines, key=lambda each: (each.moved_at or each.added_at, each.watch_id), reverse=True))


def tell_watchers(
    session: Session, trade_account_id: int, *, event: WatchedEvent, now: datetime, but: int | None = None
) -> None:
    """Tell who watches the company what happened there; ``but`` is who did it. The caller has authorized."""
    query = _watches().where(col(WatchRow.trade_account_id) == trade_account_id)
    people = [row.user_id for row in session.connection().execute(query) if _holds(row, now) and row.user_id != but]
    if not people:
        return
    company = session.get_one(TradeAccountRow, trade_account_id).legal_name
    path = f"staff/company/?account={trade_account_id}"
    tell(session, people, template="watched-company", path=path, now=now, company=company, event=event.value)


def end_lost_watches(session: Session, user_id: int, *, now: datetime) -> None:
    """End the watches of somebody at companies that they may not read any more."""
    rows = session.connection().execute(_watches().where(col(WatchRow.user_id) == user_id)).all()
    for row in rows:
        if not _may_read(row):
            _end(session, session.get_one(WatchRow, row.id), now)


def move_watches(session: Session, closing: int, staying: int, *, now: datetime) -> None:
    """Let who watched a company that was merged away watch the one that took it over."""
    standing = select(WatchRow).where(col(WatchRow.trade_account_id) == closing, col(WatchRow.ended_at).is_(None))
    for row in session.scalars(standing).all():
        _end(session, row, now)
        if _standing(session, row.user_id, staying) is None:
            session.add(
                WatchRow(
                    user_id=row.user_id,
                    trade_account_id=staying,
                    note=row.note,
                    until_on=row.until_on,
                    added_at=now,
                )
            )
    session.flush()


# ---------------------------------------------------------------- helpers


def _require_reader(session: Session, actor: Actor, trade_account_id: int) -> None:
    access = require_account(session, actor, trade_account_id, Permission.TRADE_ACCOUNT_READ)
    if not isinstance(access.role, StaffRole):
        raise NotPermitted


def _standing(session: Session, user_id: int, trade_account_id: int) -> WatchRow | None:
    query = select(WatchRow).where(
        col(WatchRow.user_id) == user_id,
        col(WatchRow.trade_account_id) == trade_account_id,
        col(WatchRow.ended_at).is_(None),
    )
    return session.scalars(query.execution_options(populate_existing=True)).first()


def _watches() -> Select[*tuple[Any, ...]]:
    """Return the query of standing watches with what shows whether the watcher may still read the company."""
    assigned = and_(
        col(StaffAssignmentRow.trade_account_id) == col(WatchRow.trade_account_id),
        col(StaffAssignmentRow.specialist_id) == col(WatchRow.user_id),
        col(StaffAssignmentRow.ended_at).is_(None),
    )
    serving = and_(col(StaffRow.user_id) == col(WatchRow.user_id), col(StaffRow.ended_at).is_(None))
    return (
        select(
            col(WatchRow.id),
            col(WatchRow.user_id),
            col(WatchRow.until_on),
            col(StaffRow.role),
            col(StaffAssignmentRow.id).label("assignment"),
        )
        .join(StaffRow, serving, isouter=True)
        .join(StaffAssignmentRow, assigned, isouter=True)
        .where(col(WatchRow.ended_at).is_(None))
    )


def _holds(row: Row[*tuple[Any, ...]], now: datetime) -> bool:
    return is_standing(row.until_on, now.date()) and _may_read(row)


def _may_read(row: Row[*tuple[Any, ...]]) -> bool:
    role = StaffRole(row.role) if row.role else None
    return staff_may(role, Permission.TRADE_ACCOUNT_READ, is_assigned=row.assignment is not None)


def _lines(session: Session, actor: Actor, now: datetime) -> Sequence[WatchLine]:
    moved_at = (
        select(func.max(col(ModelEventRow.at)))
        .join(SecurityModelRow, col(SecurityModelRow.id) == col(ModelEventRow.security_model_id))
        .where(col(SecurityModelRow.trade_account_id) == col(WatchRow.trade_account_id))
        .correlate(WatchRow)
        .scalar_subquery()
    )
    query = (
        _watches()
        .add_columns(
            col(WatchRow.trade_account_id),
            col(TradeAccountRow.legal_name),
            col(WatchRow.note),
            col(WatchRow.added_at),
            moved_at.label("moved_at"),
        )
        .join(TradeAccountRow, col(TradeAccountRow.id) == col(WatchRow.trade_account_id))
        .where(col(WatchRow.user_id) == actor.user_id)
    )
    rows = session.connection().execute(query)
    return [
        WatchLine(row.id, row.trade_account_id, row.legal_name, row.note, row.until_on, row.added_at, row.moved_at)
        for row in rows
        if _holds(row, now)
    ]


def _end(session: Session, row: WatchRow, now: datetime) -> None:
    row.ended_at = now
    session.add(row)
    session.flush()
    _note(session, row.user_id, "watch.ended", row.trade_account_id, now)


def _note(session: Session, user_id: int, action: str, trade_account_id: int, now: datetime) -> None:
    """Note it where no company reads it: that it is watched is the desk's own affair."""
    subject = f"trade-account/{trade_account_id}"
    write_audit(session, trade_account_id=NO_ACCOUNT, user_id=user_id, action=action, subject=subject, now=now)
