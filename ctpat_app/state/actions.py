"""The action plan of a security model: list, filters and counts. Draft, filter and statement stand in the address."""

from typing import Final

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.action_plans import Show, count_for_criterion, list_actions, model_of_draft, plans_of_company
from ctpat_app.services.trade_accounts import list_trade_accounts
from ctpat_app.state.access import requires
from ctpat_app.state.action_views import ActionLine, action_line
from ctpat_app.state.organization_views import model_name
from ctpat_app.state.session import SessionState

_SHOWS: Final = frozenset(Show)


class ActionsState(rx.State):
    """The part of the plan that the address names."""

    loaded: bool = False
    draft: int = 0
    account: int = 0
    company: str = ""
    may_write: bool = False
    show: str = Show.OPEN.value
    criterion: str = ""
    open_count: int = 0
    overdue_count: int = 0
    closed_count: int = 0
    """Closed since the beginning of the quarter."""
    lines: list[ActionLine] = []
    plans: list[list[str]] = []
    """When the address names no plan: those that the reader may see, as name and address."""

    @rx.event
    @requires(Permission.ACTIONS_READ)
    async def load(self) -> EventSpec | None:
        """Show the plan; who may see one alone need not choose."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        wanted = self.router.url.query_parameters
        try:
            if wanted.get("draft"):
                show = wanted.get("show", "")
                await self._show(
                    number_in(wanted["draft"]), Show(show) if show in _SHOWS else Show.OPEN, wanted.get("criterion", "")
                )
                return None
            return await self._choose(wanted.get("account", ""))
        except Refusal as refusal:
            session.tell(refusal.code)
            return None

    async def _show(self, draft: int, show: Show, criterion: str) -> None:
        session = await self.get_state(SessionState)
        actor, language = session.actor(), session.language
        model = await in_reading(model_of_draft, actor, draft_id=draft)
        # The look of staff is written down, so it is no mere reading.
        run = in_session if actor.staff_role else in_reading
        plan = await run(list_actions, actor, security_model_id=model, show=show, criterion_id=criterion, now=now())
        self.draft, self.account, self.company = draft, plan.trade_account_id, plan.company
        self.may_write, self.show, self.criterion = plan.may_write, show.value, criterion
        self.open_count, self.overdue_count, self.closed_count = plan.open, plan.overdue, plan.closed_this_quarter
        self.lines = [action_line(each, draft, language) for each in plan.actions]
        self.loaded = True

    async def _choose(self, account: str) -> EventSpec | None:
        session = await self.get_state(SessionState)
        actor, language = session.actor(), session.language
        accounts = (
            [number_in(account)] if account else [each.id for each in await in_reading(list_trade_accounts, actor)]
        )
        for number in accounts:
            found = await in_reading(plans_of_company, actor, trade_account_id=number)
            self.company = found.company
            self.plans += [
                [model_name(name, types, language) or found.company, f"/{language}/actions/?draft={draft}"]
                for draft, name, types in found.plans
            ]
        if len(self.plans) == 1:
            return rx.redirect(self.plans[0][1], replace=True)
        self.loaded = True
        return None


class CriterionActionsState(rx.State):
    """How many actions are open for the statement on show."""

    draft: int = 0
    criterion: str = ""
    count: int = 0

    @rx.event
    @requires(Permission.ACTIONS_READ)
    async def load(self, draft: int, criterion: str) -> None:
        """Count the open actions; what is refused shows nothing, the page itself says why."""
        session = await self.get_state(SessionState)
        self.draft, self.criterion, self.count = 0, "", 0
        try:
            count = await in_reading(count_for_criterion, session.actor(), draft_id=draft, criterion_id=criterion)
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        self.draft, self.criterion, self.count = draft, criterion, count
