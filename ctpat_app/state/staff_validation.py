"""One validation as the desk works on it. What a step refers to travels with its event, the version seen included."""

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_session
from ctpat_app.domain.errors import Refusal, StaleVersion
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.domain.validations import RESPONSE_DAYS, RETURNED_DAYS, Kind, Mode
from ctpat_app.services.validation_cases import CaseView, read_case
from ctpat_app.state.access import requires
from ctpat_app.state.desk_step import DeskStep, Given
from ctpat_app.state.plain_form import PlainForm
from ctpat_app.state.session import SessionState
from ctpat_app.state.staff_validation_plan import PlanSteps
from ctpat_app.state.staff_validation_report import ReportSteps
from ctpat_app.state.validation_views import (
    CaseCard,
    FindingCard,
    MoveLine,
    VisitLine,
    case_card,
    finding_cards,
    finding_options,
    kind_options,
    mode_options,
    move_lines,
    statement_options,
    visit_lines,
)
from ctpat_app.words.messages import MESSAGES, message


class StaffValidationState(PlanSteps, ReportSteps, PlainForm, rx.State):
    """The validation that the address names."""

    loaded: bool = False
    validation: int = 0
    model: int = 0
    version: int = 0
    card: CaseCard = CaseCard()
    visits: list[VisitLine] = []
    findings: list[FindingCard] = []
    moves: list[MoveLine] = []
    steps: list[str] = []
    """What can be done to it next."""
    may_write: bool = False
    is_own_plan: bool = False
    is_own_report: bool = False
    undecided: int = 0
    sites: list[list[str]] = []
    kinds: list[list[str]] = []
    modes: list[list[str]] = []
    finding_kinds: list[list[str]] = []
    statements: list[list[str]] = []
    done: dict[str, int] = {}
    """Counts what each form did: it then begins anew, and the others keep what was typed."""

    @rx.event
    @requires(Permission.VALIDATION_READ, of_staff_alone=True)
    async def load(self) -> None:
        """Show the validation; what was done on the page before is told."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        wanted = self.router.url.query_parameters
        await self._reload(number_in(wanted.get("id", "")))
        code = f"validation.told-{wanted.get('told', '')}"
        if self.loaded and code in MESSAGES:
            self.told = message(code, session.language)

    @rx.event
    @requires(Permission.VALIDATION_READ, of_staff_alone=True)
    async def edit_finding(self, validation: int, finding: int) -> None:
        """Put a finding into the form; 0 empties it."""
        view = await self._reload(validation)
        found = next((each for each in view.findings if each.id == finding), None) if view else None
        self.editing = found.id if found else 0
        self.values = self.values | {
            "finding-kind": found.kind.value if found else "",
            "finding-criterion": found.criterion_id if found else "",
            "finding-text": found.text if found else "",
        }
        self._begin_anew("finding")

    async def _take(self, step: DeskStep, validation: int, seen_version: int, given: Given, **about: int) -> None:
        session = await self.get_state(SessionState)
        about = about or {"validation_id": validation}  # a use case about a site or a finding knows its validation
        try:
            await in_session(step.use_case, session.actor(), **about, seen_version=seen_version, **given(), now=now())
        except StaleVersion as stale:
            # The fields keep what was typed; pressing again goes on from what the other one wrote.
            await self._reload(validation)
            await self.refuse(step.form, stale)
            return
        except Refusal as refusal:
            await self.refuse(step.form, refusal, field=step.fields.get(refusal.code, step.other))
            return
        self.clear_problems()
        self.editing = 0
        self._begin_anew(step.form)
        await self._reload(validation)
        self.told = message(step.told, session.language)

    def _begin_anew(self, form: str) -> None:
        self.done = self.done | {form: self.done.get(form, 0) + 1}

    async def _reload(self, validation: int) -> CaseView | None:
        session = await self.get_state(SessionState)
        try:
            view = await in_session(read_case, session.actor(), validation_id=validation, at_desk=True, now=now())
        except Refusal as refusal:
            self.reset()  # type: ignore[no-untyped-call]
            session.tell(refusal.code)
            return None
        self._show(view, session.language)
        return view

    def _show(self, view: CaseView, language: str) -> None:
        self.validation, self.model = view.summary.id, view.summary.security_model_id
        self.version, self.steps = view.version, sorted(each.value for each in view.moves)
        self.card, self.visits = case_card(view, language, now().date()), visit_lines(view.visits, language)
        self.findings, self.moves = finding_cards(view, language), move_lines(view.events, language)
        self.may_write, self.is_own_plan, self.is_own_report = view.may_write, view.is_own_plan, view.is_own_report
        self.undecided = sum(each.asks and not each.verdict for each in self.findings)
        if not self.kinds:
            self.sites = [[each, each] for each in view.sites]
            self.kinds, self.modes = kind_options(Kind, language), mode_options(Mode, language)
            self.finding_kinds, self.statements = finding_options(language), statement_options(language)
        self.values = _values(view)
        self.loaded = True


def _values(view: CaseView) -> dict[str, str]:
    """Return what the fields begin with."""
    days = view.response_days or RESPONSE_DAYS
    return {
        "plan-kind": view.summary.kind.value,
        "plan-with_visit": "yes" if view.with_visit else "no",
        "plan-basis": view.risk_basis,
        "visit-mode": Mode.ON_SITE.value,
        "visit-people": "2",
        "schedule-people": str(view.team_size or 2),
        "report-summary": view.report,
        "report-days": str(days),
        "finish-days": str(RETURNED_DAYS),
    }
