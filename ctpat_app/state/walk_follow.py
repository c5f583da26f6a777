"""How both pages of a walk-through stay up to date: a bell wakes them, they read the rows, and they look now and then.

Nothing of it runs for people without a walk-through.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import suppress
from functools import cache
from typing import Final

from reflex.app import App

from ctpat_app.adapters import clock
from ctpat_app.adapters.bells import Bells, bells_for
from ctpat_app.adapters.database import in_session
from ctpat_app.domain.errors import Unavailable
from ctpat_app.services import walk_throughs
from ctpat_app.services.walk_rows import Moment, Seat
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.reading import form_address
from ctpat_app.state.session import SessionState

POLL_SECONDS: Final = 4.0
"""So long a page waits for a bell before it looks anyway."""

_connected: Callable[[str], Awaitable[bool]] | None = None


def know_tabs(app: App) -> None:
    """Take from ``app`` how to tell whether a browser tab is still connected, to any worker."""
    global _connected
    namespace = app.event_namespace
    if namespace is None:
        raise RuntimeError("The app has no socket yet")
    _connected = namespace._token_manager.is_token_connected  # noqa: SLF001  Reflex tells it nowhere else


@cache
def bells() -> Bells:
    """Return the bells of this process."""
    return bells_for(kiosk_settings().redis_url)


def moment() -> Moment:
    """Return the present moment by both clocks."""
    return Moment(clock.now(), clock.real_now())


def seat_of(session: SessionState) -> Seat:
    """Return who sits at the screen.

    Raises:
        NotPermitted: ``access.signed-out``.
    """
    return Seat(session.actor(), session.token_hash())


async def ring(walk: int) -> None:
    """Wake the pages of a walk-through: what was written is committed."""
    await bells().ring(_name(walk))


async def wakings(walk: int, token: str) -> AsyncGenerator[None, None]:
    """Yield when there may be something new to read, first at once; end when the tab is gone.

    A tab that comes back loads its page again, and begins anew.
    """
    async with bells().listen(_name(walk)) as bell:
        while _connected is None or await _connected(token):
            bell.clear()
            yield
            with suppress(TimeoutError):
                await asyncio.wait_for(bell.wait(), POLL_SECONDS)


async def note_end(walk: int) -> None:
    """Write down that it ended by itself, and wake the other side."""
    with suppress(Unavailable):
        await in_session(walk_throughs.note_end, walk=walk, at=moment())
    await ring(walk)


async def note_where(session: SessionState, address: str) -> None:
    """Tell whoever looks on where the person is now, or that something changed there; nothing without anybody.

    Who answers one question at a time is looked at by the form of the question.
    """
    walk = session.walk()
    if not walk:
        return
    place = form_address(address).lstrip("/").partition("/")[2]
    at = moment()
    if await in_session(walk_throughs.note_place, seat_of(session), walk=walk, place=place, at=at):
        await ring(walk)


def _name(walk: int) -> str:
    return f"walk:{walk}"
