"""What the frame of every page tells of the moment: how much is unread, known problems, and which day today is."""

from dataclasses import replace
from typing import Final

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.services.frame import read_frame
from ctpat_app.services.inbox import note_read
from ctpat_app.services.known_problems import follow_problem, followed_problems
from ctpat_app.state.access import public, signed_in
from ctpat_app.state.problem_board import ProblemNote, problems_on
from ctpat_app.state.session import SessionState
from ctpat_app.state.terminal import terminal_here
from ctpat_app.state.walk_follow import note_where
from ctpat_app.state.walk_through import WalkState
from ctpat_app.words.dates import day_text

WALK_PAGE: Final = "walk-through"


class FrameState(rx.State):
    """Read anew for each page that is opened."""

    unread: int = 0
    pretended: str = ""
    """The day that the kiosk takes for today, while it is not the real one."""
    problems: list[ProblemNote] = []
    """Known problems that affect the page."""
    terminal: str = ""
    """Name of the shared terminal that this browser is; empty for every other one."""

    @rx.event
    @public
    async def load(self) -> EventSpec | None:
        """Count what is unread; the entry of the inbox that led to this page is read from now on.

        Where the help desk looks on, it is told on which page the person is.
        """
        session = await self.get_state(SessionState)
        here = terminal_here(self)
        self.terminal = here.name if here else ""
        self.pretended = day_text(clock.now().date(), session.language) if clock.is_pretended() else ""
        await self._show_problems(session)
        if not session.signed_in:
            self.unread = 0
            return None
        if notice := number_in(self.router.url.query_parameters.get("notice", "")):
            await in_session(note_read, session.actor(), notice_id=notice, now=clock.now())
        found = await in_reading(read_frame, session.actor(), session.token_hash())
        self.unread = found.unread
        return await self._go_along(session, found.walk)

    async def _go_along(self, session: SessionState, walk: int) -> EventSpec | None:
        """Keep up a walk-through on this page; for everybody else there is nothing to do."""
        url, before = self.router.url, session.walk()
        session.note_walk(walk)
        if url.path.strip("/").partition("/")[2] != WALK_PAGE:
            address = f"{url.path}?{url.query}" if url.query else url.path
            session.note_here(address.lstrip("/").partition("/")[2])
            await note_where(session, address)
        return WalkState.follow if walk or before else None

    async def _show_problems(self, session: SessionState) -> None:
        found = await problems_on(self.router.url.path, session.language)
        if found and session.signed_in:
            ids = [each.id for each in found]
            followed = await in_reading(followed_problems, session.actor(), problems=ids)
            found = [replace(each, followed=each.id in followed) for each in found]
        if self.problems != found:
            self.problems = found

    @rx.event
    @signed_in
    async def follow(self, problem: int) -> None:
        """Let the person be told when a known problem is solved."""
        session = await self.get_state(SessionState)
        try:
            await in_session(follow_problem, session.actor(), problem_id=problem, now=clock.now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        self.problems = [replace(each, followed=each.followed or each.id == problem) for each in self.problems]
