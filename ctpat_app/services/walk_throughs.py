"""Live walk-throughs: who lets whom look on, from the code to the end. What either side does meanwhile: walk_signals.

A walk-through belongs to two sessions. It is over as soon as one of them is, whoever looks; nothing has to be told.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Select, select, update
from sqlmodel import Session, col

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.permissions import Actor, Permission, Role, staff_may
from ctpat_app.domain.walk_throughs import (
    CODE_LIFETIME,
    LONGEST_PLACE,
    Ending,
    Facts,
    Side,
    Stage,
    read_place,
    stand,
)
from ctpat_app.services.access import memberships_of
from ctpat_app.services.audit import NO_ACCOUNT, act_as, write_audit
from ctpat_app.services.sessions import find_actor
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.walk_throughs import WalkThroughRow

OVER: Final = "walk.over"
"""What everybody is told about a walk-through that is over, is somebody else's, or never was."""
UNKNOWN_CODE: Final = "walk.code-unknown"


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


# ---------------------------------------------------------------- the person


def offer(session: Session, seat: Seat, *, code_hash: str, place: str, at: Moment) -> int:
    """Begin a walk-through that waits for a helper with the code, and return it; what was begun here before ends.

    It is about the company of the form at hand, or the one that the address names, or the person's only one.
    """
    end_of_session(session, seat, at=at)
    row = WalkThroughRow(
        trade_account_id=_account_of(session, seat.actor, place),
        person_id=seat.actor.user_id,
        person_session=seat.session,
        code_hash=code_hash,
        code_expires_at=at.now + CODE_LIFETIME,
        offered_at=at.now,
        place=place[:LONGEST_PLACE],
        last_at=at.now,
    )
    session.add(row)
    session.flush()
    note(session, row, seat.actor, "walk-through.offered", at)
    return row.id or 0


def _account_of(session: Session, actor: Actor, place: str) -> int | None:
    own = [each.trade_account_id for each in memberships_of(session, actor)]
    named, account = read_place(place), None
    if named and named.draft:
        account = session.scalar(select(col(DraftRow.trade_account_id)).where(col(DraftRow.id) == named.draft))
    elif named and named.account:
        account = named.account
    return account if account in own else next(iter(own), None)


def decide(session: Session, seat: Seat, *, walk: int, allowed: bool, follows: bool, at: Moment) -> None:
    """Let the helper look on, or not.

    Raises:
        InvalidValue: ``walk.over``.
    """
    row = require_walk(session, seat, walk, Side.PERSON, at, Stage.ASKED)
    if not allowed:
        _end(session, row, seat.actor, Ending.REFUSED, at)
        return
    row.allowed_at = row.last_at = at.now
    row.follows = follows
    session.add(row)
    session.flush()
    note(session, row, seat.actor, "walk-through.allowed", at)


def note_place(session: Session, seat: Seat, *, walk: int, place: str, at: Moment) -> bool:
    """Note where the person is now, and that something was done there; whether there is anybody to tell."""
    mine = _of_person(seat)
    changed = session.connection().execute(
        update(WalkThroughRow)
        .where(col(WalkThroughRow.id) == walk, mine, col(WalkThroughRow.ended_at).is_(None))
        .values(place=place[:LONGEST_PLACE], last_at=at.now)
    )
    return changed.rowcount > 0


def open_walk_of(actor_id: ColumnElement[int] | int, digest: str) -> Select[tuple[int]]:
    """Return the query for the walk-through that the person's session has, if it has one: found by an index."""
    return (
        select(col(WalkThroughRow.id))
        .where(
            col(WalkThroughRow.person_session) == digest,
            col(WalkThroughRow.person_id) == actor_id,
            col(WalkThroughRow.ended_at).is_(None),
        )
        .order_by(col(WalkThroughRow.id).desc())
        .limit(1)
    )


# ---------------------------------------------------------------- the helper


def require_helper(actor: Actor) -> None:
    """Return nothing when the actor's role of staff may look on where somebody allows it.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    if not staff_may(actor.staff_role, Permission.WALK_THROUGH_HELP):
        raise NotPermitted


def enter(session: Session, seat: Seat, *, code_hash: str, at: Moment) -> int:
    """Use a code, which nobody can use again, and return the walk-through; the person is asked next.

    Raises:
        NotPermitted: ``access.not-yours``.
        InvalidValue: ``walk.code-unknown`` for a code that is wrong, old, used or one's own: all alike.
    """
    require_helper(seat.actor)
    end_of_session(session, seat, at=at)
    row = session.scalars(
        select(WalkThroughRow).where(
            col(WalkThroughRow.code_hash) == code_hash, col(WalkThroughRow.person_id) != seat.actor.user_id
        )
    ).first()
    if row is None or standing(session, row, at)[0] is not Stage.OFFERED or not _take(session, row, seat, at):
        raise InvalidValue(UNKNOWN_CODE)
    session.refresh(row)
    note(session, row, seat.actor, "walk-through.asked", at)
    return row.id or 0


def _take(session: Session, row: WalkThroughRow, seat: Seat, at: Moment) -> bool:
    """Whether this helper was the first to use the code."""
    taken = session.connection().execute(
        update(WalkThroughRow)
        .where(col(WalkThroughRow.id) == row.id, col(WalkThroughRow.asked_at).is_(None))
        .values(helper_id=seat.actor.user_id, helper_session=seat.session, asked_at=at.now, last_at=at.now)
    )
    return taken.rowcount == 1


# ---------------------------------------------------------------- both


def stop(session: Session, seat: Seat, *, walk: int, at: Moment) -> None:
    """End it at once, from either side; one that is over stays as it is.

    Raises:
        InvalidValue: ``walk.over`` for one that is not theirs.
    """
    row = session.scalars(
        select(WalkThroughRow).where(col(WalkThroughRow.id) == walk, _of_either(seat)).with_for_update()
    ).first()
    if row is None:
        raise InvalidValue(OVER)
    if row.ended_at is None:
        stage, ending = standing(session, row, at)
        by = Ending.PERSON if row.person_session == seat.session else Ending.HELPER
        _end(session, row, seat.actor, ending if stage is Stage.ENDED else by, at)


def end_of_session(session: Session, seat: Seat, *, at: Moment) -> tuple[int, ...]:
    """End all walk-throughs of this session, and return them."""
    query = select(WalkThroughRow).where(_of_either(seat), col(WalkThroughRow.ended_at).is_(None))
    rows = session.scalars(query).all()
    for row in rows:
        by = Ending.PERSON if row.person_session == seat.session else Ending.HELPER
        _end(session, row, seat.actor, by, at)
    return tuple(row.id or 0 for row in rows)


def note_end(session: Session, *, walk: int, at: Moment) -> None:
    """Note in the history that it ended by itself: in time, or with a session; whoever finds that first, tells it."""
    row = session.get(WalkThroughRow, walk, with_for_update=True)
    if row is None or row.ended_at is not None:
        return
    stage, ending = standing(session, row, at)
    if stage is Stage.ENDED:
        _end(session, row, None, ending, at)


def require_walk(session: Session, seat: Seat, walk: int, side: Side, at: Moment, *stages: Stage) -> WalkThroughRow:
    """Return a walk-through in which the session is this side, held until the transaction ends.

    Raises:
        NotPermitted: ``access.not-yours`` for a helper whose role is over.
        InvalidValue: ``walk.over`` when it is over, not theirs, never was, or not at one of ``stages``.
    """
    if side is Side.HELPER:
        require_helper(seat.actor)
    mine = _of_person(seat) if side is Side.PERSON else _of_helper(seat)
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
        **detail,
    )


def _act(session: Session, actor: Actor, row: WalkThroughRow) -> None:
    account = row.trade_account_id or 0
    if actor.user_id == row.helper_id and actor.staff_role:
        act_as(session, actor, account, actor.staff_role)
        return
    roles = [each.role for each in memberships_of(session, actor) if each.trade_account_id == account]
    act_as(session, actor, account, next(iter(roles), Role.TRADE_USER))


def _end(session: Session, row: WalkThroughRow, actor: Actor | None, ending: Ending, at: Moment) -> None:
    row.ended_at, row.ending = at.now, ending.value
    session.add(row)
    session.flush()
    if ending is Ending.REFUSED:
        note(session, row, actor, "walk-through.refused", at)
    else:
        note(session, row, actor, "walk-through.ended", at, why=ending.value)


def _of_person(seat: Seat) -> ColumnElement[bool]:
    return (col(WalkThroughRow.person_session) == seat.session) & (col(WalkThroughRow.person_id) == seat.actor.user_id)


def _of_helper(seat: Seat) -> ColumnElement[bool]:
    return (col(WalkThroughRow.helper_session) == seat.session) & (col(WalkThroughRow.helper_id) == seat.actor.user_id)


def _of_either(seat: Seat) -> ColumnElement[bool]:
    return _of_person(seat) | _of_helper(seat)


def name_of(session: Session, user_id: int | None) -> str:
    """Return the name of a person; empty for nobody."""
    found = session.get(UserAccountRow, user_id) if user_id else None
    return found.name if found else ""
