"""Requests to merge and split that wait for CTPAT management."""

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.account_changes import AccountsRehearsal
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.domain.security_models import Outcome
from ctpat_app.services.organization_decisions import decide_request, rehearse_request, requests_to_decide
from ctpat_app.services.organizations import RequestView
from ctpat_app.state.access import requires
from ctpat_app.state.account_views import rehearsal_lines
from ctpat_app.state.organization_views import RequestCard, request_card
from ctpat_app.state.session import SessionState
from ctpat_app.words.messages import message, refusal_text


def _card(view: RequestView, language: str, outcome: Outcome | AccountsRehearsal | None) -> RequestCard:
    if isinstance(outcome, AccountsRehearsal):
        return request_card(view, language, lines=rehearsal_lines(outcome, language))
    return request_card(view, language, outcome)


class StaffRequestsState(rx.State):
    """What waits for a decision, each with its rehearsal as of today."""

    loaded: bool = False
    requests: list[RequestCard] = []
    problems: dict[str, str] = {}
    """Why a decision was refused, by the number of the request."""
    told: str = ""

    @rx.event
    @requires(Permission.MODEL_APPROVE_MERGE_SPLIT)
    async def load(self) -> None:
        """Show what waits; the service lets only management see it, and notes each look."""
        self.told, self.problems = "", {}
        await self._reload()

    async def _reload(self) -> None:
        session = await self.get_state(SessionState)
        actor = session.actor()
        try:
            waiting = await in_session(requests_to_decide, actor, now=now())
        except Refusal as refusal:
            self.requests, self.loaded = [], False
            session.tell(refusal.code)
            return
        outcomes = [await in_reading(rehearse_request, actor, request_id=each.id) for each in waiting]
        pairs = zip(waiting, outcomes, strict=True)
        self.requests = [_card(each, session.language, outcome) for each, outcome in pairs]
        self.loaded = True

    @rx.event
    @requires(Permission.MODEL_APPROVE_MERGE_SPLIT)
    async def approve(self, request: int) -> None:
        """Approve a request; it takes effect when the time for second thoughts is over."""
        await self._decide(request, "", approve=True)

    @rx.event
    @requires(Permission.MODEL_APPROVE_MERGE_SPLIT)
    async def decline(self, typed: dict[str, str]) -> None:
        """Decline the request that the form names, with the reason."""
        await self._decide(number_in(typed.get("request", "")), typed.get("reason", ""), approve=False)

    async def _decide(self, request: int, note: str, *, approve: bool) -> None:
        session = await self.get_state(SessionState)
        try:
            await in_session(decide_request, session.actor(), request_id=request, approve=approve, note=note, now=now())
        except Refusal as refusal:
            self.problems, self.told = {str(request): refusal_text(refusal, session.language)}, ""
            return
        self.problems = {}
        self.told = message("organization.approved" if approve else "organization.declined", session.language)
        await self._reload()
