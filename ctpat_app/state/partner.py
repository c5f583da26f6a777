"""One partner of the register: what is known of it, its form, and what was asked of it."""

from typing import Final

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import NotPermitted, Refusal, StaleVersion
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.partners import Partner
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.partners import (
    add_partner,
    change_partner,
    choices_of_watched,
    get_partner,
    remove_partner,
    take_back_partner,
)
from ctpat_app.state.access import requires
from ctpat_app.state.partner_views import PartnerCard, kiosk_words, options, partner_card, partner_in, partner_values
from ctpat_app.state.plain_form import PlainForm, Typed
from ctpat_app.state.session import SessionState
from ctpat_app.words.messages import message

_TOLD: Final = frozenset({"added", "changed", "taken-back"})


class PartnerState(PlainForm, rx.State):
    """The partner that the address names, or the form for a new one."""

    loaded: bool = False
    account: int = 0
    company: str = ""
    may_manage: bool = False
    partner: int = 0
    """0: a new one."""
    version: int = 0
    card: PartnerCard = PartnerCard()
    roles: list[list[str]] = []
    countries: list[list[str]] = []
    languages: list[list[str]] = []
    risks: list[list[str]] = []
    programs: list[list[str]] = []
    watched: list[list[str]] = []
    """Security models that can be named, as number and company."""

    @rx.event
    @requires(Permission.PARTNERS_READ)
    async def load(self) -> None:
        """Show the partner, or an empty form for those who may add one."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        wanted = self.router.url.query_parameters
        try:
            if "partner" in wanted:
                await self._show(session, number_in(wanted["partner"]))
            else:
                await self._begin(session, number_in(wanted.get("account", "")))
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        told = wanted.get("told", "")
        self.told = message(f"partner.told-{told}", session.language) if told in _TOLD else ""
        self.loaded = True

    async def _show(self, session: SessionState, partner_id: int) -> None:
        view = await in_reading(get_partner, session.actor(), partner_id=partner_id, now=now())
        self.partner, self.account, self.company = view.id, view.trade_account_id, view.company
        self.version, self.may_manage = view.version, view.may_manage
        self.card = partner_card(view, session.language)
        if view.may_manage:
            await self._offer(session, view.trade_account_id, view.partner)
        if view.watched_as and not any(each[0] == str(view.partner.svi_model_id) for each in self.watched):
            self.watched = [*self.watched, [str(view.partner.svi_model_id), view.watched_as]]

    async def _begin(self, session: SessionState, account: int) -> None:
        self.account, self.may_manage = account, True
        await self._offer(session, account, Partner("", language=session.language))

    async def _offer(self, session: SessionState, account: int, partner: Partner) -> None:
        language = session.language
        self.company, watched = await in_reading(choices_of_watched, session.actor(), trade_account_id=account)
        self.watched = [[str(number), name] for number, name in watched]
        self.roles, self.countries = options("role", language), options("country", language)
        self.languages, self.risks = options("language", language), options("risk", language)
        self.programs = options("program", language)
        self.values, self.form_key = partner_values(partner), f"{self.partner}/{self.version}"

    @rx.event
    @requires(Permission.PARTNERS_MANAGE)
    async def add(self, account: int, typed: Typed) -> EventSpec | None:
        """Put a partner into the register, then show it."""
        session = await self.get_state(SessionState)
        try:
            number = await in_session(
                add_partner,
                session.actor(),
                trade_account_id=account,
                partner=partner_in(typed),
                languages=kiosk_words().languages,
                now=now(),
            )
        except Refusal as refusal:
            await self.refuse("partner", refusal)
            return None
        return _onward(session, "partner", account, f"partner={number}&told=added")

    @rx.event
    @requires(Permission.PARTNERS_MANAGE)
    async def edit(self, partner_id: int, seen_version: int, typed: Typed) -> EventSpec | None:
        """Write down what has changed, then show the partner."""
        session = await self.get_state(SessionState)
        try:
            await in_session(
                change_partner,
                session.actor(),
                partner_id=partner_id,
                seen_version=seen_version,
                partner=partner_in(typed),
                languages=kiosk_words().languages,
                now=now(),
            )
        except StaleVersion as stale:
            # The fields keep what was typed; pressing again goes on from what the other one wrote.
            self.version = stale.version
            await self.refuse("partner", stale)
            return None
        except Refusal as refusal:
            await self.refuse("partner", refusal)
            return None
        return _onward(session, "partner", self.account, f"partner={partner_id}&told=changed")

    @rx.event
    @requires(Permission.PARTNERS_MANAGE)
    async def remove(self, partner_id: int, seen_version: int) -> EventSpec | None:
        """Take the partner out of the register, then show the register."""
        session = await self.get_state(SessionState)
        if not await self._act(session, remove_partner, partner_id, seen_version):
            return None
        return _onward(session, "partners", self.account, "told=removed")

    @rx.event
    @requires(Permission.PARTNERS_MANAGE)
    async def take_back(self, partner_id: int, seen_version: int) -> EventSpec | None:
        """Put the partner back into the register, then show it."""
        session = await self.get_state(SessionState)
        if not await self._act(session, take_back_partner, partner_id, seen_version):
            return None
        return _onward(session, "partner", self.account, f"partner={partner_id}&told=taken-back")

    async def _act(self, session: SessionState, use_case: object, partner_id: int, seen_version: int) -> bool:
        actor = session.actor()
        try:
            await in_session(use_case, actor, partner_id=partner_id, seen_version=seen_version, now=now())  # type: ignore[arg-type]
        except NotPermitted as refusal:
            session.tell(refusal.code)
            return False
        except Refusal as refusal:
            if isinstance(refusal, StaleVersion):
                self.version = refusal.version
            await self.refuse("move", refusal)
            return False
        return True


def _onward(session: SessionState, page: str, account: int, query: str) -> EventSpec:
    return rx.redirect(f"/{session.language}/{page}/?account={account}&{query}")
