"""Registering an EU AEO: the company's questions, numbers and registrations, and the review by staff."""

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.aeo import AeoState
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.aeo_decisions import decide_registration, registrations_for_staff
from ctpat_app.services.aeo_registrations import (
    YES,
    AeoWish,
    ask_registration,
    read_registrations,
    withdraw_registration,
)
from ctpat_app.services.aeo_rows import RegistrationView
from ctpat_app.state.access import requires, server_only
from ctpat_app.state.action_views import text_in
from ctpat_app.state.aeo_views import AeoCard, RuleView, aeo_card, rule_view, with_reasons
from ctpat_app.state.decisions import Decisions
from ctpat_app.state.plain_form import PlainForm, Typed
from ctpat_app.state.session import SessionState
from ctpat_app.words.messages import message

FORM = "aeo"


class AeoRegistrationState(PlainForm, rx.State):
    """The registrations of the company that the address names."""

    loaded: bool = False
    account: int = 0
    company: str = ""
    may_ask: bool = False
    cards: list[AeoCard] = []
    established: RuleView = RuleView()
    role: RuleView = RuleView()
    authorization: RuleView = RuleView()
    consent: RuleView = RuleView()
    replaces: int = 0
    """The registration that the form changes; 0: a new one."""
    replaces_eori: str = ""
    outside: str = ""
    """Which manufacturer codes have to be confirmed, in words; empty while none has."""

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def load(self) -> None:
        """Show questions and registrations; ``change`` in the address names the one that the form changes."""
        self.reset()  # type: ignore[no-untyped-call]
        asked = self.router.url.query_parameters
        await self._show(number_in(asked.get("account", "")), change=number_in(asked.get("change", "")))

    @rx.event
    @requires(Permission.IDENTIFIER_ADD)
    async def ask(self, account: int, replaces: int, typed: Typed) -> None:
        """Ask for a registration; what was typed stays in the form whatever the answer."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        try:
            number = await in_session(
                ask_registration,
                session.actor(),
                trade_account_id=account,
                wish=_wish(replaces, typed),
                now=now(),
            )
        except Refusal as refusal:
            await self.refuse(FORM, with_reasons(refusal, session.language))
            self.outside = self.problems.get(f"{FORM}-outside", self.outside)
            return
        await self._show(account)
        self.form_key = f"sent-{number}"
        self.told = message("aeo.told-asked", session.language)

    @rx.event
    @requires(Permission.IDENTIFIER_ADD)
    async def withdraw(self, registration: int) -> None:
        """Withdraw a registration."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        try:
            await in_session(withdraw_registration, session.actor(), registration_id=registration, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        if self.account:
            await self._show(self.account)
        self.told = message("aeo.told-withdrawn", session.language)

    async def _show(self, account: int, *, change: int = 0) -> None:
        session = await self.get_state(SessionState)
        try:
            seen = await in_reading(read_registrations, session.actor(), trade_account_id=account)
        except Refusal as refusal:
            self.reset()  # type: ignore[no-untyped-call]
            session.tell(refusal.code)
            return
        language = session.language
        self.account, self.company, self.may_ask = account, seen.company, seen.may_ask
        self.cards = [aeo_card(each, language) for each in seen.registrations]
        self.established, self.role = rule_view("established", language), rule_view("role", language)
        self.authorization, self.consent = rule_view("type", language), rule_view("consent", language)
        changed = next((each for each in seen.registrations if each.id == change), None)
        open_ones = {card.id for card in self.cards if card.is_open}
        self.outside = ""
        self._begin_with(changed if changed and changed.id in open_ones else None)
        self.loaded = True

    def _begin_with(self, changed: RegistrationView | None) -> None:
        """Let the form begin with the registration that it changes, or empty."""
        self.replaces, self.replaces_eori = (changed.id, changed.eori) if changed else (0, "")
        self.form_key = f"change-{self.replaces}"
        self.values = {}
        if changed:
            typed = {
                "eori": changed.eori,
                "kind": changed.kind.value,
                "certificate": changed.certificate,
                "mids": "\n".join(each.mid for each in changed.mids),
            }
            self.values = {f"{FORM}-{name}": value for name, value in typed.items()}


def _wish(replaces: int, typed: Typed) -> AeoWish:
    return AeoWish(
        established=text_in(typed, "established"),
        role=text_in(typed, "role"),
        consent=text_in(typed, "consent"),
        kind=text_in(typed, "kind"),
        certificate=text_in(typed, "certificate"),
        eori=text_in(typed, "eori"),
        mids=text_in(typed, "mids"),
        outside=text_in(typed, "outside") == YES,
        replaces_id=replaces,
    )


class StaffAeoState(Decisions, rx.State):
    """The registrations of the company that the address names, waiting ones first."""

    cards: list[AeoCard] = []

    @rx.event
    @requires(Permission.PROFILE_REVIEW)
    async def load(self) -> None:
        """Show the registrations."""
        self.reset()  # type: ignore[no-untyped-call]
        await self.show(number_in(self.router.url.query_parameters.get("account", "")))

    @rx.event
    @requires(Permission.IDENTIFIER_CHANGE_LOCKED)
    async def decide(self, typed: Typed) -> None:
        """Register or refuse the registration that the form names."""
        await self.take(typed, decide_registration, "registration_id", told="aeo.told")

    @server_only
    async def show(self, account: int) -> None:
        """Show the registrations of a company."""
        language = (await self.get_state(SessionState)).language
        if seen := await self.seen_by_staff(registrations_for_staff, account):
            self.cards = [aeo_card(each, language, seen.elsewhere) for each in seen.registrations]
            self.waiting = sum(card.state == AeoState.WAITING for card in self.cards)
