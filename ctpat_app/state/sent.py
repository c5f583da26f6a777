"""After sending: the reference, what happens next, and who is asked."""

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading
from ctpat_app.domain.deadlines import certification_due
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.officers import officer_name
from ctpat_app.services.sending import Sent, read_sent
from ctpat_app.state.access import requires
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import day_text, moment_text


class SentState(rx.State):
    """One application that was sent."""

    draft: int = 0
    company: str = ""
    reference: str = ""
    sent_at: str = ""
    due_on: str = ""
    """By when the law wants the decision on certification."""
    is_overdue: bool = False
    is_change: bool = False
    """Whether a member sent changes: no decision on certification follows."""
    signer: str = ""
    officer: str = ""
    primary_contact: str = ""

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def load(self) -> EventSpec | None:
        """Load the submission of the draft that the address names; while there is none, go to the task list."""
        session = await self.get_state(SessionState)
        draft = number_in(self.router.url.query_parameters.get("draft", ""))
        self.draft = 0  # who is led elsewhere sees nothing of an earlier application meanwhile
        try:
            sent = await in_reading(read_sent, session.actor(), draft_id=draft)
        except Refusal as refusal:
            session.tell(refusal.code)
            return None
        if sent is None:
            return rx.redirect(f"/{session.language}/application/?draft={draft}", replace=True)
        self._show(sent, session.language)
        return None

    def _show(self, sent: Sent, language: str) -> None:
        due = certification_due(sent.submitted_at.date())
        primary = sent.situation.book.text("primary_contact")
        self.draft, self.company, self.reference = sent.access.draft_id, sent.company, sent.reference
        self.sent_at, self.due_on = moment_text(sent.submitted_at, language), day_text(due, language)
        self.is_overdue, self.is_change = now().date() > due, sent.is_change
        self.signer, self.officer = sent.signer, officer_name(sent.situation)
        self.primary_contact = next((m.name for m in sent.situation.facts.members if m.id == primary), "")
