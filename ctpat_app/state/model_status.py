"""Where the application or membership on show stands: what happened, who has the next move, and by when."""

from dataclasses import dataclass
from datetime import date

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading
from ctpat_app.domain.deadlines import Due
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.library import status_ref
from ctpat_app.services.model_standing import ModelStanding, StandingLine, read_standing
from ctpat_app.state.access import requires
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import day_text, moment_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import isolated, message


@dataclass(frozen=True)
class StatusLine:
    """One step in words; ``stamp`` is the moment for machines, ``reason`` may be empty."""

    sentence: str
    when: str
    stamp: str
    reason: str


class ModelStatusState(rx.State):
    """The status of the security model that the draft in the address is about."""

    shown: bool = False
    model: int = 0
    status: str = ""
    next_move: str = ""
    due: str = ""
    vetting: str = ""
    """What the company is told of its vetting; empty before one began."""
    lines: list[StatusLine] = []
    annual_review: int = 0
    """The security model whose annual review can be looked at; 0 while it was never certified."""

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def load(self) -> None:
        """Show where it stands; nothing for who may not read it."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        draft = number_in(self.router.url.query_parameters.get("draft", ""))
        try:
            standing = await in_reading(read_standing, session.actor(), draft_id=draft, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        if standing is not None:
            self._show(standing, session.language)

    def _show(self, standing: ModelStanding, language: str) -> None:
        self.model, self.status = standing.model_id, status_name(standing.status, language)
        self.next_move = message(f"next.{standing.status}", language)
        self.due = due_text(standing.due, language, now().date())
        self.vetting = message(f"vetting.standing-{standing.vetting}", language) if standing.vetting else ""
        self.annual_review = standing.model_id if standing.has_annual_review else 0
        self.lines = [status_line(each, language) for each in standing.lines]
        self.shown = True


def status_name(status: str, language: str) -> str:
    """Return the name of a status as the content has it."""
    return localiser_for(language).text(status_ref(status))


def status_line(line: StandingLine, language: str) -> StatusLine:
    """Return one step of the history in the reader's language."""
    if line.by_staff:
        person = message(f"history.staff-{line.party}", language)
    else:
        person = line.person or message("history.kiosk", language)
    sentence = message(f"history.model.{line.step}", language, person=isolated(person))
    return StatusLine(sentence, moment_text(line.at, language), line.at.isoformat(), line.reason)


def due_text(due: Due | None, language: str, today: date) -> str:
    """Return by when the next move is awaited, or that the day has passed; empty when no day is set."""
    if due is None:
        return ""
    when = "late" if today > due.day else "by"
    return message(f"next.{due.move}-{when}", language, day=day_text(due.day, language))
