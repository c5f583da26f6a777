"""The questions have changed since the person began: what changed, and going on with the new version."""

from dataclasses import dataclass

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.guidance.revisions import CARRIED_FORWARD, Change, ChangeClass
from ctpat_app.services.application import OpenedDraft, accept_changes, open_application
from ctpat_app.services.library import current_library
from ctpat_app.state.access import requires
from ctpat_app.state.reading import elsewhere
from ctpat_app.state.session import SessionState
from ctpat_app.words.localiser import localiser_for


@dataclass(frozen=True)
class ChangeView:
    """One change: the question as it is called, what kind of change, and the answer that stands or is kept aside."""

    label: str
    language: str
    kind: str
    answer: str
    answer_language: str


class ChangesState(rx.State):
    """The changes that wait for a word; those that only reword or widen need none and are not listed."""

    draft: int = 0
    company: str = ""
    changes: list[ChangeView] = []
    smaller: int = 0
    """How many changes only reword or widen."""
    version: str = ""
    """Hash of the version that these changes lead to."""

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def load(self) -> EventSpec | None:
        """Load the changes of the draft that the address names; without any, go to the task list."""
        session = await self.get_state(SessionState)
        draft = number_in(self.router.url.query_parameters.get("draft", ""))
        self.draft = 0  # who is led elsewhere sees nothing of an earlier application meanwhile
        # Before the changes are read: if the content moves on in between, accepting is refused, not mistaken.
        version = current_library().hash
        try:
            opened = await in_session(open_application, session.actor(), draft_id=draft, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return None
        if opened.reference or not opened.changes:
            page = elsewhere(opened) or "application"
            return rx.redirect(f"/{session.language}/{page}/?draft={draft}", replace=True)
        self._show(opened, version, session.language)
        return None

    @rx.event
    @requires(Permission.PROFILE_ANSWER)
    async def accept(self, draft: int, version: str) -> EventSpec | None:
        """Go on with the version that was shown."""
        session = await self.get_state(SessionState)
        try:
            await in_session(accept_changes, session.actor(), draft_id=draft, to_hash=version, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return None
        return rx.redirect(f"/{session.language}/application/?draft={draft}")

    def _show(self, opened: OpenedDraft, version: str, language: str) -> None:
        grave = [change for change in opened.changes if change.change not in CARRIED_FORWARD]
        self.draft, self.company, self.version = opened.access.draft_id, opened.company, version
        self.changes = [change_view(change, opened, language) for change in grave]
        self.smaller = len(opened.changes) - len(grave)


def change_view(change: Change, opened: OpenedDraft, language: str) -> ChangeView:
    """Return one change for the list; the answer is shown where the change takes it out of the form."""
    label = localiser_for(language).show(change.label)
    answer = opened.situation.book.get(change.key)
    shown = answer if answer and answer.value and change.change is ChangeClass.REMOVED else None
    return ChangeView(
        label.text, label.language, change.change.value, shown.value if shown else "", shown.language if shown else ""
    )
