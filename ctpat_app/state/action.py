"""One action: written down, changed, shown to be done, closed. All that a change refers to travels with its event."""

from collections.abc import Callable
from typing import Any, Final

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.actions import Origin, Plan, Proof, Step, steps_from
from ctpat_app.domain.errors import NotPermitted, Refusal, StaleVersion
from ctpat_app.domain.form_faults import FaultCollector
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.action_plans import action_choices, model_of_draft, read_action
from ctpat_app.services.actions import (
    add_action,
    close_action,
    drop_action,
    edit_action,
    reopen_action,
    report_done,
)
from ctpat_app.state.access import requires
from ctpat_app.state.action_starts import proposed_plan
from ctpat_app.state.action_views import (
    ActionCard,
    NoteLine,
    action_card,
    criterion_options,
    day_in,
    evidence_options,
    note_lines,
    plan_in,
    plan_values,
    text_in,
)
from ctpat_app.state.plain_form import PlainForm, Typed
from ctpat_app.state.session import SessionState
from ctpat_app.words.messages import message


class ActionState(PlainForm, rx.State):
    """The action that the address names, or the form for a new one."""

    loaded: bool = False
    draft: int = 0
    model: int = 0
    action: int = 0
    """0: a new one."""
    version: int = 0
    """That was seen last; it travels with each change."""
    may_write: bool = False
    is_corrective: bool = False
    card: ActionCard = ActionCard()
    notes: list[NoteLine] = []
    steps: list[str] = []
    """What can be done to it next."""
    colleagues: list[list[str]] = []
    criteria: list[list[str]] = []
    kinds: list[list[str]] = []
    documents: list[list[str]] = []

    @rx.event
    @requires(Permission.ACTIONS_READ)
    async def load(self) -> None:
        """Show the action that the address names, or an empty form."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        wanted = self.router.url.query_parameters
        draft, action = number_in(wanted.get("draft", "")), number_in(wanted.get("action", ""))
        try:
            model = await in_reading(model_of_draft, session.actor(), draft_id=draft)
            self.draft, self.model = draft, model
            if action or wanted.get("action"):
                await self._reload(action)
            else:
                await self._begin(await proposed_plan(session, draft, wanted))
        except Refusal as refusal:
            self.reset()  # type: ignore[no-untyped-call]
            session.tell(refusal.code)
            return
        if wanted.get("told") == Step.ADDED:
            self.told = message("action.told-added", session.language)
        self.loaded = True

    async def _begin(self, plan: Plan) -> None:
        self.is_corrective = plan.origin == Origin.CORRECTIVE
        self.values, self.form_key = plan_values(plan), f"new/{plan.criterion_id}/{plan.origin}/{plan.what}"
        try:
            await self._offer()
        except NotPermitted:
            return  # who may only read is told so by the page
        self.may_write = True

    async def _reload(self, action: int) -> None:
        session = await self.get_state(SessionState)
        actor, language = session.actor(), session.language
        # The look of staff is written down, so it is no mere reading.
        run = in_session if actor.staff_role else in_reading
        view, notes = await run(read_action, actor, action_id=action, now=now())
        self.draft, self.model, self.action, self.version = view.draft_id, view.security_model_id, action, view.version
        self.card, self.notes = action_card(view, self.draft, language), note_lines(notes, language)
        self.is_corrective = self.card.is_corrective
        self.steps = [step.value for step in steps_from(view.state)]
        self.values, self.form_key = plan_values(view.plan), f"{action}/{view.version}"
        self.may_write = view.may_write
        if self.may_write:
            await self._offer()

    async def _offer(self) -> None:
        session = await self.get_state(SessionState)
        choices = await in_reading(action_choices, session.actor(), security_model_id=self.model)
        self.colleagues = [[str(each.user_id), each.name] for each in choices.colleagues]
        self.criteria = criterion_options(choices, session.language)
        self.kinds = evidence_options(choices, session.language)
        self.documents = [[str(number), name] for number, name in choices.documents]

    # ------------------------------------------------------------ changes

    @rx.event
    @requires(Permission.PROFILE_ANSWER)
    async def add(self, model: int, typed: Typed) -> EventSpec | None:
        """Write a new action down, then show it."""
        session = await self.get_state(SessionState)
        try:
            plan = plan_in(typed)
            action = await in_session(add_action, session.actor(), security_model_id=model, plan=plan, now=now())
        except Refusal as refusal:
            await self.refuse("plan", refusal)
            return None
        self.clear_problems()
        draft = number_in(text_in(typed, "draft"))
        return rx.redirect(f"/{session.language}/action/?draft={draft}&action={action}&told={Step.ADDED}")

    @rx.event
    @requires(Permission.PROFILE_ANSWER)
    async def edit(self, action: int, seen_version: int, typed: Typed) -> None:
        """Change what was written down."""
        await self._change(Step.CHANGED, edit_action, action, seen_version, lambda: {"plan": plan_in(typed)})

    @rx.event
    @requires(Permission.PROFILE_ANSWER)
    async def report(self, action: int, seen_version: int, typed: Typed) -> None:
        """Say that it is done, and show proof."""
        await self._change(Step.DONE, report_done, action, seen_version, lambda: {"proof": _proof_in(typed)})

    @rx.event
    @requires(Permission.PROFILE_ANSWER)
    async def close(self, action: int, seen_version: int, typed: Typed) -> None:
        """Close it with proof."""
        await self._change(Step.CLOSED, close_action, action, seen_version, lambda: _closing_in(typed))

    @rx.event
    @requires(Permission.PROFILE_ANSWER)
    async def reopen(self, action: int, seen_version: int, typed: Typed) -> None:
        """Open it again."""
        reason = text_in(typed, "reason")
        await self._change(Step.REOPENED, reopen_action, action, seen_version, lambda: {"reason": reason})

    @rx.event
    @requires(Permission.PROFILE_ANSWER)
    async def drop(self, action: int, seen_version: int, typed: Typed) -> None:
        """Give it up."""
        reason = text_in(typed, "reason")
        await self._change(Step.DROPPED, drop_action, action, seen_version, lambda: {"reason": reason})

    async def _change(
        self, step: Step, use_case: Callable[..., None], action: int, seen: int, given: Callable[[], dict[str, Any]]
    ) -> None:
        session = await self.get_state(SessionState)
        form, field = _FORMS[step]
        try:
            await in_session(use_case, session.actor(), action_id=action, seen_version=seen, now=now(), **given())
        except StaleVersion as stale:
            # The fields keep what was typed; pressing again goes on from what the other one wrote.
            self.version = stale.version
            await self.refuse(form, stale)
            return
        except Refusal as refusal:
            await self.refuse(form, refusal, field="form" if refusal.code == "action.moved-on" else field)
            return
        self.clear_problems()
        self.told = message(f"action.told-{step}", session.language)
        await self._reload(action)


_FORMS: Final = {
    Step.CHANGED: ("plan", "form"),
    Step.DONE: ("report", "proof"),
    Step.CLOSED: ("close", "proof"),
    Step.REOPENED: ("reopen", "reason"),
    Step.DROPPED: ("drop", "reason"),
}
"""The form of each step, and its field that a refusal is about when it names none."""


def _proof_in(typed: Typed) -> Proof:
    return Proof(text_in(typed, "proof"), number_in(text_in(typed, "document")))


def _closing_in(typed: Typed) -> dict[str, Any]:
    faults = FaultCollector()
    checked_on = day_in(faults, typed, "checked_on")
    faults.refuse()
    return {"proof": _proof_in(typed), "checked_on": checked_on}
