"""Live walk-throughs: who lets whom look on, from the code to the end. What either side does meanwhile: walk_signals.

A walk-through belongs to two sessions. It is over as soon as one of them is, whoever looks; nothing has to be told.
"""

from typing import Any, Final

from sqlalchemy import ColumnElement, Select, select, update
from sqlmodel import Session, col

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.walk_throughs import (
    CODE_LIFETIME,
    LONGEST_PLACE,
    Ending,
    Side,
    Stage,
    read_place,
)
from ctpat_app.services.access import memberships_of
from ctpat_app.services.walk_rows import (
    OVER,
    Moment,
    Seat,
    note,
    of_either,
    of_person,
    require_helper,
    require_walk,
    standing,
)
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.walk_throughs import WalkThroughRow

UNKNOWN_CODE: Final = "walk.code-unknown"


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
    mine = of_person(seat)
    changed = session.connection().execute(
        update(WalkThroughRow)
        .where(col(WalkThroughRow.id) == walk, mine, col(WalkThroughRow.ended_at).is_(None))
        .values(place=place[:LONGEST_PLACE], last_at=at.now)
    )
    return changed.rowcount > 0


def open_walk_of(actor_id: ColumnElement[int] | int, digest: str) -> Select[Any]:
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
        select(WalkThroughRow).where(col(WalkThroughRow.id) == walk, of_either(seat)).with_for_update()
    ).first()
    if row is None:
        raise InvalidValue(OVER)
    if row.ended_at is None:
        stage, ending = standing(session, row, at)
        by = Ending.PERSON if row.person_session == seat.session else Ending.HELPER
        _end(session, row, seat.actor, ending if stage is Stage.ENDED else by, at)


def end_of_session(session: Session, seat: Seat, *, at: Moment) -> tuple[int, ...]:
    """End all walk-throughs of this session, and return them."""
    query = select(WalkThroughRow).where(of_either(seat), col(WalkThroughRow.ended_at).is_(None))
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


def _end(session: Session, row: WalkThroughRow, actor: Actor | None, ending: Ending, at: Moment) -> None:
    row.ended_at, row.ending = at.now, ending.value
    session.add(row)
    session.flush()
    if ending is Ending.REFUSED:
        note(session, row, actor, "walk-through.refused", at)
    else:
        note(session, row, actor, "walk-through.ended", at, why=ending.value)
