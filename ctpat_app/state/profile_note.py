"""Beside the pages of a profile: what CTPAT sees of it, what waits, and the way to change it."""

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.changes_view import ChangesView, read_changes_view
from ctpat_app.services.profile_changes import restore_changes, start_changes
from ctpat_app.state.access import requires
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import day_text


class ProfileNoteState(rx.State):
    """How the profile of one draft stands."""

    draft: int = 0
    model: int = 0
    is_changing: bool = False
    """Whether this draft is the one in which the profile is changed."""
    is_sent: bool = False
    """Whether this draft is the newest one that was sent."""
    open_draft: int = 0
    sent_draft: int = 0
    sent_on: str = ""
    came_back: int = 0
    still_open: int = 0
    waits: bool = False
    may_start: bool = False
    may_restore: bool = False

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def load(self, draft: int) -> None:
        """Show how the profile of ``draft`` stands; nothing to who may not read it."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        try:
            view = await in_reading(read_changes_view, session.actor(), draft_id=draft, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        self._show(view, session.language)

    @rx.event
    @requires(Permission.PROFILE_ANSWER)
    async def start(self, model: int) -> EventSpec | None:
        """Begin to change the profile, or go on with changes that somebody has begun."""
        session = await self.get_state(SessionState)
        try:
            draft = await in_session(start_changes, session.actor(), security_model_id=model, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return None
        return rx.redirect(f"/{session.language}/application/?draft={draft}")

    @rx.event
    @requires(Permission.APPLICATION_START)
    async def restore(self, model: int) -> EventSpec | None:
        """Take back the changes that were discarded last."""
        session = await self.get_state(SessionState)
        try:
            draft = await in_session(restore_changes, session.actor(), security_model_id=model, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return None
        return rx.redirect(f"/{session.language}/profile-changes/?draft={draft}")

    def _show(self, view: ChangesView, language: str) -> None:
        self.draft, self.model = view.draft_id, view.security_model_id
        self.is_changing, self.is_sent = view.is_changing, view.sent_draft_id == view.draft_id
        self.open_draft, self.sent_draft = view.open_draft_id, view.sent_draft_id
        self.sent_on = day_text(view.sent_at.date(), language) if view.sent_at else ""
        self.came_back, self.still_open = view.came_back, view.still_open
        self.waits, self.may_start, self.may_restore = view.waits, view.may_start, view.may_restore
