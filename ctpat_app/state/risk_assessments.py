"""The risk assessments of one company: go on, start one, look at what was finished."""

from dataclasses import dataclass

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.risk_assessments import AssessmentSummary, list_assessments, start_assessment
from ctpat_app.state.access import requires
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import day_text


@dataclass(frozen=True)
class AssessmentCard:
    """An assessment in the list; days are written out, ``reference`` is empty while it can still be written."""

    reference: str
    begun_on: str
    finished_on: str
    next_review: str
    is_due: bool
    """Whether the day of the next review has come, and no newer assessment is finished."""
    href: str


class RiskAssessmentsState(rx.State):
    """The assessments of the company that the address names."""

    account: int = 0
    unfinished: list[AssessmentCard] = []
    """At most one."""
    finished: list[AssessmentCard] = []
    """Newest first."""

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def load(self) -> None:
        """Load the list."""
        session = await self.get_state(SessionState)
        account = number_in(self.router.url.query_parameters.get("account", ""))
        self.account = 0
        try:
            found = await in_reading(list_assessments, session.actor(), trade_account_id=account)
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        cards = _cards(found, session.language)
        self.account = account
        self.unfinished = [card for card in cards if not card.reference]
        self.finished = [card for card in cards if card.reference]

    @rx.event
    @requires(Permission.PROFILE_ANSWER)
    async def start(self, account: int, from_last: bool) -> EventSpec | None:
        """Start an assessment, empty or as a copy of the last finished one; go to the one that is not finished."""
        session = await self.get_state(SessionState)
        try:
            draft = await in_session(
                start_assessment, session.actor(), trade_account_id=account, from_last=from_last is True, now=now()
            )
        except Refusal as refusal:
            session.tell(refusal.code)
            return None
        return rx.redirect(f"/{session.language}/risk/?draft={draft}")


def _cards(found: tuple[AssessmentSummary, ...], language: str) -> list[AssessmentCard]:
    newest = next((item for item in found if item.reference), None)
    return [_card(item, language, is_newest=item is newest) for item in found]


def _card(item: AssessmentSummary, language: str, *, is_newest: bool) -> AssessmentCard:
    page = "risk-result" if item.reference else "risk"
    review = item.next_review
    return AssessmentCard(
        item.reference,
        day_text(item.begun_at.date(), language),
        day_text(item.finished_at.date(), language) if item.finished_at else "",
        day_text(review, language) if review else "",
        is_newest and review is not None and review <= now().date(),
        f"/{language}/{page}/?draft={item.draft_id}",
    )
