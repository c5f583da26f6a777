"""Leaving by one's own will: what it would change, why, and the press that does it."""

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.withdrawing import preview_withdrawal, withdraw
from ctpat_app.state.access import requires
from ctpat_app.state.action_views import text_in
from ctpat_app.state.plain_form import PlainForm, Typed
from ctpat_app.state.proving import PROVE_AGAIN, way_to_prove
from ctpat_app.state.session import SessionState
from ctpat_app.state.standing_views import RehearsalLines, rehearsal_lines


class WithdrawState(PlainForm, rx.State):
    """The security model that somebody wants to withdraw."""

    loaded: bool = False
    model: int = 0
    company: str = ""
    can_leave: bool = False
    rehearsal: RehearsalLines = RehearsalLines()
    _held: str = ""
    """What was typed before the way to the proof of identity."""

    @rx.event
    @requires(Permission.MEMBERSHIP_WITHDRAW)
    async def load(self) -> None:
        """Show what leaving would change."""
        held = self._held
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        model = number_in(self.router.url.query_parameters.get("model", ""))
        try:
            found = await in_reading(preview_withdrawal, session.actor(), security_model_id=model, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        session.act_for(found.company)
        self.model, self.company, self.can_leave = model, found.company, found.rehearsal is not None
        if found.rehearsal:
            self.rehearsal = rehearsal_lines(found.rehearsal, session.language)
        self.values, self.form_key, self.loaded = {"withdraw-reason": held}, f"{model}/{len(held)}", True

    @rx.event
    @requires(Permission.MEMBERSHIP_WITHDRAW)
    async def leave(self, model: int, typed: Typed) -> EventSpec | None:
        """Withdraw, then show where the company stands."""
        session = await self.get_state(SessionState)
        reason = text_in(typed, "reason")
        try:
            await in_session(withdraw, session.actor(), security_model_id=model, reason=reason, now=now())
        except Refusal as refusal:
            if refusal.code == PROVE_AGAIN:
                self._held = reason
                return way_to_prove(refusal, session.language, self.router.url)
            await self.refuse("withdraw", refusal)
            return None
        return rx.redirect(f"/{session.language}/standing/?model={model}&told=withdraw.done")
