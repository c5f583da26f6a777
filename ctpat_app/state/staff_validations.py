"""The validations of a security model as the desk sees them, and the plan of the next one."""

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.domain.validations import Move, Plan
from ctpat_app.guidance.texts import ref
from ctpat_app.services.library import current_library
from ctpat_app.services.validation_plans import plan_validation
from ctpat_app.services.validations import DeskView, read_desk
from ctpat_app.state.access import requires
from ctpat_app.state.action_views import text_in
from ctpat_app.state.organization_views import model_name
from ctpat_app.state.plain_form import PlainForm, Typed
from ctpat_app.state.session import SessionState
from ctpat_app.state.validation_views import ValidationLine, kind_options, lines_of
from ctpat_app.words.dates import day_text
from ctpat_app.words.localiser import localiser_for

PLAN_FIELDS = {"validation.kind-unknown": "kind", "validation.basis-missing": "basis"}
"""The fields of the plan that a refusal is about."""


class StaffValidationsState(PlainForm, rx.State):
    """The security model that the address names."""

    loaded: bool = False
    model: int = 0
    account: int = 0
    company: str = ""
    name: str = ""
    status: str = ""
    certified: str = ""
    validated: str = ""
    due: str = ""
    is_late: bool = False
    lines: list[ValidationLine] = []
    kinds: list[list[str]] = []

    @rx.event
    @requires(Permission.VALIDATION_READ, of_staff_alone=True)
    async def load(self) -> None:
        """Show what is on record, and the form of the next plan when one can be made."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        model = number_in(self.router.url.query_parameters.get("model", ""))
        try:
            view = await in_session(read_desk, session.actor(), security_model_id=model, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        self._show(view, session.language)

    @rx.event
    @requires(Permission.VALIDATION_RECORD)
    async def plan(self, model: int, typed: Typed) -> EventSpec | None:
        """Write the plan down, then show it."""
        session = await self.get_state(SessionState)
        try:
            validation = await in_session(
                plan_validation, session.actor(), security_model_id=model, plan=plan_in(typed), now=now()
            )
        except Refusal as refusal:
            await self.refuse("plan", refusal, field=PLAN_FIELDS.get(refusal.code, "form"))
            return None
        self.clear_problems()
        return rx.redirect(f"/{session.language}/staff/validation/?id={validation}&told={Move.PLAN}")

    def _show(self, view: DeskView, language: str) -> None:
        today = now().date()
        self.model, self.account, self.company = view.model.security_model_id, view.trade_account_id, view.company
        self.name = model_name(view.model.name, view.model.types, language)
        status = current_library().statuses[view.status]
        self.status = localiser_for(language).text(ref(f"statuses/{status.id}", "name", status.i18n.name))
        self.certified = day_text(view.certified_on, language) if view.certified_on else ""
        self.validated = day_text(view.validated_on, language) if view.validated_on else ""
        self.due = day_text(view.due_on, language) if view.due_on else ""
        self.is_late = view.due_on is not None and view.due_on < today
        self.lines = lines_of(view.model, language, today, seen={})
        self.kinds = kind_options(view.kinds, language)
        self.values, self.form_key = {"plan-kind": view.kinds[0] if view.kinds else ""}, f"{self.model}"
        self.loaded = True


def plan_in(typed: Typed) -> Plan:
    """Return the plan that a form holds, as it was typed."""
    return Plan(text_in(typed, "kind"), text_in(typed, "with_visit") != "no", text_in(typed, "basis"))
