"""Questionnaires for partners: the list of a company, and the page on which one is put together by ticking."""

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import Refusal, StaleVersion
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.partners import Risk
from ctpat_app.domain.permissions import Permission
from ctpat_app.domain.questionnaires import Plan, minutes_for
from ctpat_app.guidance.questionnaires import criteria_by_risk, criteria_for
from ctpat_app.services.library import current_library
from ctpat_app.services.questionnaires import (
    add_questionnaire,
    change_questionnaire,
    copy_questionnaire,
    list_questionnaires,
    read_questionnaire_view,
    retire_questionnaire,
)
from ctpat_app.services.trade_accounts import list_trade_accounts
from ctpat_app.state.access import requires, signed_in
from ctpat_app.state.action_views import text_in
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.inquiry_views import (
    Preview,
    QuestionnaireLine,
    TickGroup,
    preview_in,
    questionnaire_line,
    tick_groups,
    type_options,
)
from ctpat_app.state.plain_form import PlainForm, Typed
from ctpat_app.state.session import SessionState
from ctpat_app.words.languages import own_name
from ctpat_app.words.messages import message

TICK = "tick-"
"""Begins the name of the box of a criterion in the form."""
_TOLD = frozenset({"added", "changed", "copied", "retired"})
_RISKS = frozenset(Risk)


async def company_in(session: SessionState, wanted: str) -> int:
    """Return the company that an address names; who belongs to one alone need not name it."""
    if wanted:
        return number_in(wanted)
    mine = await in_reading(list_trade_accounts, session.actor())
    return mine[0].id if len(mine) == 1 else 0


async def companies_of(session: SessionState) -> list[list[str]]:
    """Return the reader's companies, as number and name."""
    return [[str(each.id), each.legal_name] for each in await in_reading(list_trade_accounts, session.actor())]


class QuestionnairesState(rx.State):
    """The questionnaires of the company that the address names."""

    loaded: bool = False
    account: int = 0
    company: str = ""
    may_manage: bool = False
    retired: bool = False
    lines: list[QuestionnaireLine] = []
    companies: list[list[str]] = []
    """When the address names none: the reader's companies, as number and name."""
    told: str = ""

    @rx.event
    @requires(Permission.PARTNERS_READ)
    async def load(self) -> None:
        """Show those in use, or those that were retired."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        wanted, language = self.router.url.query_parameters, session.language
        try:
            account = await company_in(session, wanted.get("account", ""))
            if not account and not wanted.get("account"):
                self.companies, self.loaded = await companies_of(session), True
                return
            self.retired = wanted.get("show") == "retired"
            found = await in_reading(
                list_questionnaires, session.actor(), trade_account_id=account, retired=self.retired
            )
        except Refusal as refusal:
            self.reset()  # type: ignore[no-untyped-call]
            session.tell(refusal.code)
            return
        self.account, self.company, self.may_manage = account, found.company, found.may_manage
        self.lines = [questionnaire_line(each, language) for each in found.questionnaires]
        if wanted.get("told") in _TOLD:
            self.told = message(f"questionnaire.told-{wanted['told']}", language)
        self.loaded = True


class QuestionnaireState(PlainForm, rx.State):
    """The questionnaire that the address names, or an empty one.

    What is ticked is counted here while people tick; what is saved travels in the form.
    """

    loaded: bool = False
    account: int = 0
    company: str = ""
    questionnaire: int = 0
    """0: a new one."""
    version: int = 0
    name: str = ""
    may_manage: bool = False
    is_retired: bool = False
    times_sent: int = 0
    business_type: str = ""
    types: list[list[str]] = []
    groups: list[TickGroup] = []
    ticked: list[str] = []
    tick_key: int = 0
    """Changes when many boxes are ticked at once, so that they show it."""
    withdrawn: list[str] = []
    preview: list[Preview] = []
    preview_language: str = ""
    introduction: str = ""
    languages: list[list[str]] = []

    @rx.var
    def minutes(self) -> int:
        """About how long answering takes."""
        return minutes_for(len(self.ticked))

    @rx.event
    @requires(Permission.PARTNERS_READ)
    async def load(self) -> None:
        """Show the questionnaire, or an empty form."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        wanted = self.router.url.query_parameters
        try:
            if wanted.get("questionnaire"):
                await self._show(number_in(wanted["questionnaire"]))
            else:
                await self._begin(await company_in(session, wanted.get("account", "")))
        except Refusal as refusal:
            self.reset()  # type: ignore[no-untyped-call]
            session.tell(refusal.code)
            return
        self.types = type_options(current_library(), session.language)
        self.languages = [[tag, own_name(tag)] for tag in kiosk_settings().all_languages]
        if wanted.get("told") in _TOLD:
            self.told = message(f"questionnaire.told-{wanted['told']}", session.language)
        self.loaded = True

    async def _begin(self, account: int) -> None:
        session = await self.get_state(SessionState)
        found = await in_reading(list_questionnaires, session.actor(), trade_account_id=account, to_manage=True)
        self.account, self.company, self.may_manage = account, found.company, True
        self.form_key = f"new/{account}"
        self._tick((), session.language)

    async def _show(self, number: int) -> None:
        session = await self.get_state(SessionState)
        view = await in_reading(read_questionnaire_view, session.actor(), questionnaire_id=number)
        plan = view.plan
        self.account, self.company, self.may_manage = view.trade_account_id, view.company, view.may_manage
        self.questionnaire, self.version, self.is_retired = number, view.version, view.is_retired
        self.name, self.introduction, self.times_sent = plan.name, plan.introduction, view.times_sent
        self.business_type, self.withdrawn = plan.business_type, list(view.withdrawn)
        self.values = {
            "questionnaire-name": plan.name,
            "questionnaire-introduction": plan.introduction,
            "copy-name": message("questionnaire.copy-name", session.language, name=plan.name),
            "choose-business_type": plan.business_type,
        }
        self.form_key = f"{number}/{view.version}"
        self._tick(plan.criteria, session.language)
        self._preview(plan, session.language)

    def _tick(self, criteria: tuple[str, ...], language: str) -> None:
        self.ticked = list(criteria)
        self.groups = tick_groups(current_library(), self.business_type, criteria, language)
        self.tick_key += 1

    def _preview(self, plan: Plan, language: str) -> None:
        self.preview = preview_in(current_library(), plan.business_type, plan.criteria, language)
        self.preview_language = language

    # ------------------------------------------------------------ ticking

    @rx.event
    @signed_in
    async def tick(self, criterion: str, chosen: bool) -> None:
        """Count a box that was ticked or cleared."""
        rest = [each for each in self.ticked if each != criterion]
        self.ticked = [*rest, criterion] if chosen and criterion in current_library().criteria else rest

    @rx.event
    @signed_in
    async def tick_category(self, category: str, chosen: bool) -> None:
        """Tick or clear every statement of a category."""
        session = await self.get_state(SessionState)
        library = current_library()
        own = {key for key in criteria_for(library) if library.criteria[key].category == category}
        ticked = (set(self.ticked) | own) if chosen else (set(self.ticked) - own)
        self._tick(tuple(key for key in criteria_for(library) if key in ticked), session.language)

    @rx.event
    @signed_in
    async def tick_by(self, typed: Typed) -> None:
        """Tick what a partner of a business type and a risk is asked, and nothing else."""
        session = await self.get_state(SessionState)
        library, kind, risk = current_library(), text_in(typed, "business_type"), text_in(typed, "risk")
        self.business_type = kind if kind in library.business_types else ""
        chosen = criteria_by_risk(library, self.business_type, Risk(risk) if risk in _RISKS else Risk.HIGH)
        self._tick(chosen, session.language)

    @rx.event
    @requires(Permission.PARTNERS_READ)
    async def show_in(self, questionnaire: int, value: str) -> None:
        """Show the saved questionnaire as the partner reads it in a language."""
        session = await self.get_state(SessionState)
        try:
            view = await in_reading(read_questionnaire_view, session.actor(), questionnaire_id=questionnaire)
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        self._preview(view.plan, value if value in kiosk_settings().all_languages else session.language)

    # ------------------------------------------------------------ saving

    @rx.event
    @requires(Permission.PARTNERS_MANAGE)
    async def add(self, account: int, typed: Typed) -> EventSpec | None:
        """Save a new questionnaire, then show it."""
        session = await self.get_state(SessionState)
        try:
            number = await in_session(
                add_questionnaire, session.actor(), trade_account_id=account, plan=_plan_in(typed), now=now()
            )
        except Refusal as refusal:
            await self.refuse("questionnaire", refusal)
            return None
        return rx.redirect(f"/{session.language}/questionnaire/?questionnaire={number}&told=added")

    @rx.event
    @requires(Permission.PARTNERS_MANAGE)
    async def change(self, questionnaire: int, seen_version: int, typed: Typed) -> None:
        """Save the change of a questionnaire."""
        session = await self.get_state(SessionState)
        try:
            await in_session(
                change_questionnaire,
                session.actor(),
                questionnaire_id=questionnaire,
                seen_version=seen_version,
                plan=_plan_in(typed),
                now=now(),
            )
            self.clear_problems()
            await self._show(questionnaire)
        except StaleVersion as stale:
            # The fields keep what was typed; pressing again goes on from what the other one wrote.
            self.version = stale.version
            await self.refuse("questionnaire", stale)
            return
        except Refusal as refusal:
            await self.refuse("questionnaire", refusal)
            return
        self.told = message("questionnaire.told-changed", session.language)

    @rx.event
    @requires(Permission.PARTNERS_MANAGE)
    async def copy(self, questionnaire: int, typed: Typed) -> EventSpec | None:
        """Copy the questionnaire under another name, then show the copy."""
        session = await self.get_state(SessionState)
        try:
            number = await in_session(
                copy_questionnaire,
                session.actor(),
                questionnaire_id=questionnaire,
                name=text_in(typed, "name"),
                now=now(),
            )
        except Refusal as refusal:
            await self.refuse("copy", refusal)
            return None
        return rx.redirect(f"/{session.language}/questionnaire/?questionnaire={number}&told=copied")

    @rx.event
    @requires(Permission.PARTNERS_MANAGE)
    async def retire(self, account: int, questionnaire: int, seen_version: int) -> EventSpec | None:
        """Take the questionnaire out of use, then show the others."""
        session = await self.get_state(SessionState)
        try:
            await in_session(
                retire_questionnaire,
                session.actor(),
                questionnaire_id=questionnaire,
                seen_version=seen_version,
                now=now(),
            )
        except StaleVersion as stale:
            self.version = stale.version
            await self.refuse("retire", stale)
            return None
        except Refusal as refusal:
            await self.refuse("retire", refusal)
            return None
        return rx.redirect(f"/{session.language}/questionnaires/?account={account}&told=retired")


def _plan_in(typed: Typed) -> Plan:
    """Return the questionnaire that the form holds."""
    ticked = tuple(name.removeprefix(TICK) for name, on in typed.items() if name.startswith(TICK) and on)
    return Plan(text_in(typed, "name"), text_in(typed, "introduction"), text_in(typed, "business_type"), ticked)
