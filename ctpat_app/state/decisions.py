"""What the pages share on which a specialist decides about a company's requests."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.state.access import server_only
from ctpat_app.state.action_views import text_in
from ctpat_app.state.plain_form import Typed
from ctpat_app.state.session import SessionState
from ctpat_app.words.messages import message, refusal_text


class Decisions(rx.State, mixin=True):
    """The requests of the company that the address names; each page adds its cards and shows them in ``show_seen``."""

    account: int = 0
    company: str = ""
    may_decide: bool = False
    waiting: int = 0
    problems: dict[str, str] = {}
    """Why a decision was refused, by the number of the request."""
    told: str = ""

    @server_only
    async def show(self, account: int) -> None:
        """Show the requests; who may not see them, or no longer, is left with nothing."""
        raise NotImplementedError

    @server_only
    async def seen_by_staff(self, read: Callable[..., Any], account: int) -> Any | None:
        """Return what ``read`` finds of the company, with its name and rights kept; None for who may not see it."""
        session = await self.get_state(SessionState)
        try:
            seen = await in_session(read, session.actor(), trade_account_id=account, now=now())
        except Refusal as refusal:
            self.reset()  # type: ignore[no-untyped-call]
            session.tell(refusal.code)
            return None
        self.account, self.company, self.may_decide = account, seen.company, seen.may_decide
        return seen

    @server_only
    async def take(self, typed: Typed, decide: Callable[..., Any], number_name: str, *, told: str) -> None:
        """Hand the decision of the form to ``decide``, which calls the number of the request ``number_name``.

        Args:
            typed: the fields ``request``, ``decision`` and ``reason``.
            decide: the use case.
            number_name: of its argument.
            told: the first part of the codes that say what was decided.
        """
        session = await self.get_state(SessionState)
        number, decision = number_in(text_in(typed, "request")), text_in(typed, "decision")
        about = {number_name: number, "decision": decision, "reason": text_in(typed, "reason")}
        try:
            await in_session(decide, session.actor(), **about, now=now())
        except Refusal as refusal:
            if refusal.code.startswith("access."):
                session.tell(refusal.code)
                return
            self.problems, self.told = {str(number): refusal_text(refusal, session.language)}, ""
            return
        self.problems = {}
        if self.account:
            await self.show(self.account)
        self.told = message(f"{told}-{decision}", session.language)
