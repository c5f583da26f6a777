"""What the two sides of a running walk-through do: pointing, proposing a page, and words. Rows only grow.

Nothing here touches an answer, a signature or anything else of the company: a helper changes these rows alone.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlmodel import Session, col

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.walk_throughs import PAGES, Side, Signal, is_field, read_place, read_text
from ctpat_app.guidance.schema import WalkSide
from ctpat_app.services.library import current_library
from ctpat_app.services.walk_rows import Moment, Seat, note, require_walk
from ctpat_app.tables.walk_throughs import WalkSignalRow, WalkThroughRow

MOST_SIGNALS: Final = 2000
"""So many in one walk-through; nobody comes near it in an hour."""


def point(session: Session, seat: Seat, *, walk: int, field: str, phrase: str, at: Moment) -> None:
    """Point at a field of the page at which the person is, with a phrase as a note or without.

    Raises:
        NotPermitted: ``access.not-yours``.
        InvalidValue: ``walk.over``, ``walk.unknown-field``, ``walk.unknown-phrase``.
    """
    row = require_walk(session, seat, walk, Side.HELPER, at)
    if not is_field(field):
        raise InvalidValue("walk.unknown-field")
    if phrase:
        _require_phrase(phrase, WalkSide.HELPER)
    _signal(session, row, Side.HELPER, Signal.POINT, at, key=field, note=phrase)
    note(session, row, seat.actor, "walk-through.pointed", at, field=field)


def clear(session: Session, seat: Seat, *, walk: int, at: Moment) -> None:
    """Point at nothing any more.

    Raises:
        NotPermitted: ``access.not-yours``.
        InvalidValue: ``walk.over``.
    """
    row = require_walk(session, seat, walk, Side.HELPER, at)
    _signal(session, row, Side.HELPER, Signal.CLEAR, at)


def propose_page(session: Session, seat: Seat, *, walk: int, page: str, step: str, at: Moment) -> None:
    """Propose to open a part of the form at hand (``step``), or one of ``PAGES``.

    Raises:
        NotPermitted: ``access.not-yours``.
        InvalidValue: ``walk.over``, ``walk.unknown-page``.
    """
    row = require_walk(session, seat, walk, Side.HELPER, at)
    address = _address(row, page, step)
    _signal(session, row, Side.HELPER, Signal.PAGE, at, key=address)
    note(session, row, seat.actor, "walk-through.page-proposed", at, page=address)


_OF_A_DRAFT: Final = frozenset({"application", "check", "readiness"})
_OF_AN_ACCOUNT: Final = frozenset({"home", "trade-account", "documents", "risk-assessments", "messages", "history"})
_STEPS: Final = frozenset({"apply", "risk", "profile"})


def _address(row: WalkThroughRow, page: str, step: str) -> str:
    """Return the address of the page in the form and company that the walk-through is about."""
    here = read_place(row.place)
    draft = here.draft if here else 0
    if page in _STEPS and draft and step.replace("-", "").replace(".", "").isalnum() and len(step) <= 60:
        named = "criterion" if page == "profile" else "step"
        return f"{page}/?draft={draft}&{named}={step}"
    if page not in PAGES or step:
        raise InvalidValue("walk.unknown-page")
    if page in _OF_A_DRAFT:
        if not draft:
            raise InvalidValue("walk.unknown-page")
        return f"{page}/?draft={draft}"
    return f"{page}/?account={row.trade_account_id}" if page in _OF_AN_ACCOUNT and row.trade_account_id else f"{page}/"


def went(session: Session, seat: Seat, *, walk: int, signal: int, at: Moment) -> str:
    """Note that the person follows a proposal, and return the address without a language.

    Raises:
        InvalidValue: ``walk.over``, ``walk.unknown-page``.
    """
    row = require_walk(session, seat, walk, Side.PERSON, at)
    address = session.scalar(
        select(col(WalkSignalRow.key)).where(
            col(WalkSignalRow.id) == signal,
            col(WalkSignalRow.walk_through_id) == row.id,
            col(WalkSignalRow.kind) == Signal.PAGE.value,
        )
    )
    if not address:
        raise InvalidValue("walk.unknown-page")
    _signal(session, row, Side.PERSON, Signal.WENT, at, key=address)
    return address


def say_phrase(session: Session, seat: Seat, *, walk: int, side: Side, phrase: str, at: Moment) -> None:
    """Say one of the prepared phrases, which the other side reads in their own language.

    Raises:
        NotPermitted: ``access.not-yours``.
        InvalidValue: ``walk.over``, ``walk.unknown-phrase``.
    """
    row = require_walk(session, seat, walk, side, at)
    _require_phrase(phrase, WalkSide(side.value))
    _signal(session, row, side, Signal.PHRASE, at, key=phrase)


def say_text(session: Session, seat: Seat, *, walk: int, text: str, at: Moment) -> None:
    """Say something in own words; only the person does. Long numbers in it are hidden before it is kept.

    Raises:
        InvalidValue: ``walk.over``, ``walk.text-missing``.
    """
    row = require_walk(session, seat, walk, Side.PERSON, at)
    if not (said := read_text(text)):
        raise InvalidValue("walk.text-missing")
    _signal(session, row, Side.PERSON, Signal.TEXT, at, text=said)


def _require_phrase(phrase: str, side: WalkSide) -> None:
    found = current_library().walk_phrases.get(phrase)
    if found is None or found.side is not side:
        raise InvalidValue("walk.unknown-phrase")


def _signal(
    session: Session,
    row: WalkThroughRow,
    side: Side,
    kind: Signal,
    at: Moment,
    *,
    key: str = "",
    note: str = "",
    text: str = "",
) -> None:
    if _count(session, row) >= MOST_SIGNALS:
        raise InvalidValue("walk.too-many")
    now: datetime = at.now
    session.add(
        WalkSignalRow(
            walk_through_id=row.id or 0, side=side.value, kind=kind.value, key=key, note=note, text=text, at=now
        )
    )
    row.last_at = now
    session.add(row)
    session.flush()


def _count(session: Session, row: WalkThroughRow) -> int:
    query = select(func.count()).where(col(WalkSignalRow.walk_through_id) == row.id)
    return session.scalar(query) or 0
