"""Entries of a list: added, filled in groups, deleted and brought back, on every page that shows them."""

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.drafts import add_row, set_row_present
from ctpat_app.services.row_groups import confirm_row, fill_list
from ctpat_app.state.access import requires
from ctpat_app.state.answers import AnswerState
from ctpat_app.state.session import SessionState


class RowsState(AnswerState, mixin=True):
    """Fields of a draft that may stand in lists. Draft, list and row travel with each event."""

    removed_row: str = ""
    """The row that was just deleted here, so that it can be brought back."""
    removed_title: str = ""

    @rx.event
    @requires(Permission.IDENTIFIER_ADD)
    async def add(self, draft: int, list_id: str) -> None:
        """Add a row to a list."""
        session = await self.get_state(SessionState)
        try:
            row = await in_session(
                add_row, session.actor(), draft_id=draft, list_id=list_id, language=session.language, now=now()
            )
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        await self._show_entry(row)

    @rx.event
    @requires(Permission.IDENTIFIER_ADD)
    async def set_present(self, draft: int, list_id: str, row: str, present: bool) -> None:
        """Delete a row of a list, or bring it back."""
        session = await self.get_state(SessionState)
        try:
            await in_session(
                set_row_present,
                session.actor(),
                draft_id=draft,
                list_id=list_id,
                row_key=row,
                present=present,
                language=session.language,
                now=now(),
            )
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        self.removed_row = "" if present else row
        self.removed_title = self._title_of(row) or self.removed_title
        await self._look_again()

    @rx.event
    @requires(Permission.PROFILE_ANSWER)
    async def fill(self, draft: int, list_id: str, group: str) -> None:
        """Add the rows of one group that a list still lacks."""
        session = await self.get_state(SessionState)
        try:
            await in_session(
                fill_list,
                session.actor(),
                draft_id=draft,
                list_id=list_id,
                group=group,
                language=session.language,
                now=now(),
            )
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        await self._look_again()

    @rx.event
    @requires(Permission.PROFILE_ANSWER)
    async def confirm_row(self, draft: int, list_id: str, row: str) -> None:
        """Confirm a row that was taken over, but for its dates and sources."""
        session = await self.get_state(SessionState)
        try:
            await in_session(confirm_row, session.actor(), draft_id=draft, list_id=list_id, row_key=row, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        await self._look_again()

    async def _show_entry(self, row: str) -> None:  # noqa: ARG002  a form shows all of them
        """Show the entry ``row`` that was just added; each page says how."""
        await self._look_again()

    def _title_of(self, row: str) -> str:
        """Return what the entry ``row`` is called on the page."""
        raise NotImplementedError
