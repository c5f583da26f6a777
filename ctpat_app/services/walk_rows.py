"""The rows of walk-throughs: whose they are, where each stands, and what of them goes into the company's history."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.permissions import Actor, Permission, Role, staff_may
from ctpat_app.domain.walk_throughs import Ending, Facts, Side, Stage, stand
from ctpat_app.services.access import memberships_of
from ctpat_app.services.audit import NO_ACCOUNT, act_as, write_audit
from ctpat_app.services.sessions import find_actor
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.walk_throughs import WalkThroughRow

OVER: Final = "walk.over"
"""What everybody is told about a walk-through that is over, is somebody else's, or never was."""


@dataclass(frozen=True)
class Moment:
    """When something happens: by the kiosk's clock, which may pretend a day, and by that of the sessions."""

    now: datetime
    real: datetime


@dataclass(frozen=True)
class Seat:
    """Who sits at a screen: the person, and the session, which the walk-through belongs to."""

    actor: Actor
    session: str
    """Hash of the session's token."""


def require_helper(actor: Actor) -> None:
    """Return nothing when the actor's role of staff may look on where somebody allows it.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    if not staff_may(actor.staff_role, Permission.WALK_THROUGH_HELP):
        raise NotPermitted


def require_walk(session: Session, seat: Seat, walk: int, side: Side, at: Moment, *stages: Stage) -> WalkThroughRow:
    """Return a walk-through in which the session is this side, held until the transaction ends.

    Raises:
        NotPermitted: ``access.not-yours`` for a helper whose role is over.
        InvalidValue: ``walk.over`` when it is over, not theirs, never was, or not at one of ``stages``.
    """
    if side is Side.HELPER:
        require_helper(seat.actor)
    mine = of_person(seat) if side is Side.PERSON else of_helper(seat)
    row = session.scalars(select(WalkThroughRow).where(col(WalkThroughRow.id) == walk, mine).with_for_update()).first()
    if row is None or standing(session, row, at)[0] not in (stages or (Stage.RUNNING,)):
        raise InvalidValue(OVER)
    return row


def standing(session: Session, row: WalkThroughRow, at: Moment) -> tuple[Stage, Ending]:
    """Return where it stands: both sessions have to be open, and the helper's role has to hold."""
    person = find_actor(session, row.person_session, now=at.real) is not None
    helper = False
    if row.helper_id:
        actor = find_actor(session, row.helper_session, now=at.real)
        helper = actor is not None and staff_may(actor.staff_role, Permission.WALK_THROUGH_HELP)
    facts = Facts(
        row.code_expires_at,
        row.asked_at,
        row.allowed_at,
        row.last_at,
        row.ended_at,
        Ending(row.ending),
        person_here=person,
        helper_here=helper,
    )
    return stand(facts, at.now)


def note(
    session: Session, row: WalkThroughRow, actor: Actor | None, action: str, at: Moment, **detail: str | int | bool
) -> None:
    """Write an event into the chain of the company: begin, end and each pointing, never a word or an answer."""
    chain = row.trade_account_id or NO_ACCOUNT
    if actor and row.trade_account_id:
        _act(session, actor, row)
    write_audit(
        session,
        trade_account_id=chain,
        user_id=actor.user_id if actor else None,
        action=action,
        subject=f"walk-through:{row.id}",
        now=at.now,
        origin="",
        **detail,
    )


def _act(session: Session, actor: Actor, row: WalkThroughRow) -> None:
    account = row.trade_account_id or 0
    if actor.user_id == row.helper_id and actor.staff_role:
        act_as(session, actor, account, actor.staff_role)
        return
    roles = [each.role for each in memberships_of(session, actor) if each.trade_account_id == account]
    act_as(session, actor, account, next(iter(roles), Role.TRADE_USER))


def of_person(seat: Seat) -> ColumnElement[bool]:
    """Return the condition for walk-throughs in which this session is the person's."""
    return (col(WalkThroughRow.person_session) == seat.session) & (col(WalkThroughRow.person_id) == seat.actor.user_id)


def of_helper(seat: Seat) -> ColumnElement[bool]:
    """Return the condition for walk-throughs in which this session is the helper's."""
    return (col(WalkThroughRow.helper_session) == seat.session) & (col(WalkThroughRow.helper_id) == seat.actor.user_id)


def of_either(seat: Seat) -> ColumnElement[bool]:
    """Return the condition for walk-throughs of this session."""
    return of_person(seat) | of_helper(seat)


def name_of(session: Session, user_id: int | None) -> str:
    """Return the name of a person; empty for nobody."""
    found = session.get(UserAccountRow, user_id) if user_id else None
    return found.name if found else ""
