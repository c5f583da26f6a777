"""What the frame of every page tells of the moment: how much is unread, and which day the kiosk takes for today."""

import reflex as rx

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.numbers import number_in
from ctpat_app.services.inbox import count_unread, note_read
from ctpat_app.state.access import public
from ctpat_app.state.session import SessionState
from ctpat_app.state.terminal import terminal_here
from ctpat_app.words.dates import day_text


class FrameState(rx.State):
    """Read anew for each page that is opened."""

    unread: int = 0
    pretended: str = ""
    """The day that the kiosk takes for today, while it is not the real one."""
    terminal: str = ""
    """Name of the shared terminal that this browser is; empty for every other one."""

    @rx.event
    @public
    async def load(self) -> None:
        """Count what is unread; the entry of the inbox that led to this page is read from now on."""
        session = await self.get_state(SessionState)
        here = terminal_here(self)
        self.terminal = here.name if here else ""
        self.pretended = day_text(clock.now().date(), session.language) if clock.is_pretended() else ""
        if not session.signed_in:
            self.unread = 0
            return
        if notice := number_in(self.router.url.query_parameters.get("notice", "")):
            await in_session(note_read, session.actor(), notice_id=notice, now=clock.now())
        self.unread = await in_reading(count_unread, session.actor())
