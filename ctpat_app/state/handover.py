"""The office of officer on its way to a colleague, and leaving the company, as the trade account page shows them."""

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission, Role
from ctpat_app.services.handovers import (
    accept_office,
    decline_office,
    leave_account,
    offer_office,
    standing_handover,
    take_back_office,
)
from ctpat_app.services.library import current_library
from ctpat_app.services.members import DECLARATION, list_members
from ctpat_app.services.signatures import agreement_text
from ctpat_app.services.trade_accounts import list_trade_accounts
from ctpat_app.state.access import addressed, of_members, requires, signed_in
from ctpat_app.state.session import SessionState
from ctpat_app.state.trade_account_views import DeclarationText, declaration_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message, refusal_text


class HandoverState(rx.State):
    """What stands of a hand-over in the company on show. Its number travels with each event."""

    account: int = 0
    is_officer: bool = False
    colleagues: list[list[str]] = []
    """Who may be asked, as the id of the membership and the name."""
    offer: int = 0
    giver: str = ""
    receiver: str = ""
    giver_leaves: bool = False
    may_take_back: bool = False
    may_accept: bool = False
    declaration: DeclarationText = DeclarationText()
    problem: str = ""
    told: str = ""

    @rx.event
    @signed_in
    async def load(self) -> None:
        """Show the offer that stands in the company that the address names."""
        session = await self.get_state(SessionState)
        wanted = self.router.url.query_parameters
        number = number_in(wanted.get("account", ""))
        if not number and "new" not in wanted:
            mine = await in_reading(list_trade_accounts, session.actor())
            number = mine[0].id if len(mine) == 1 else 0
        self.problem, self.told = "", ""
        await self._reload(number)

    async def _reload(self, account: int) -> None:
        session = await self.get_state(SessionState)
        actor = session.actor()
        self.account, self.offer, self.may_accept, self.may_take_back = 0, 0, False, False
        if not account:
            return
        try:
            people = await in_reading(list_members, actor, trade_account_id=account)
            offer = await in_reading(standing_handover, actor, trade_account_id=account)
        except Refusal:
            return  # the page itself says that the company is not theirs
        self.account = account
        self.is_officer = any(each.is_me and each.role is Role.OFFICER for each in people)
        self.colleagues = [
            [str(each.id), each.name] for each in people if each.role is Role.EMPLOYEE and not each.is_me
        ]
        if offer:
            self.offer, self.giver, self.receiver = offer.id, offer.giver, offer.receiver
            self.giver_leaves, self.may_take_back, self.may_accept = (
                offer.giver_leaves,
                offer.may_take_back,
                offer.may_accept,
            )
            text = agreement_text(current_library(), DECLARATION, localiser_for(session.language))
            self.declaration = declaration_text(text)

    async def _refuse(self, refusal: Refusal) -> None:
        session = await self.get_state(SessionState)
        self.problem, self.told = refusal_text(refusal, session.language), ""

    async def _done(self, account: int, code: str) -> None:
        session = await self.get_state(SessionState)
        self.problem, self.told = "", message(code, session.language)
        await self._reload(account)

    @rx.event
    @requires(Permission.TRADE_ACCOUNT_MANAGE_USERS)
    async def offer_to(self, account: int, typed: dict[str, str | bool | None]) -> None:
        """Offer the office to the chosen colleague."""
        session = await self.get_state(SessionState)
        try:
            await in_session(
                offer_office,
                session.actor(),
                trade_account_id=account,
                member_id=number_in(str(typed.get("member", ""))),
                leaves=bool(typed.get("leaves")),
                now=now(),
            )
        except Refusal as refusal:
            await self._refuse(refusal)
            return
        await self._done(account, "handover.offered")

    @rx.event
    @addressed
    async def accept(self, account: int, offer: int, typed: dict[str, str]) -> EventSpec | None:
        """Take over the office and declare the authority; the page is then read anew."""
        session = await self.get_state(SessionState)
        agreement = agreement_text(current_library(), DECLARATION, localiser_for(session.language))
        name = typed.get("name", "")
        try:
            await in_session(
                accept_office, session.actor(), handover_id=offer, agreement=agreement, name=name, now=now()
            )
        except Refusal as refusal:
            await self._refuse(refusal)
            return None
        await self._done(account, "handover.accepted")
        return rx.redirect(f"/{session.language}/organization/?account={account}")

    @rx.event
    @addressed
    async def decline(self, account: int, offer: int) -> None:
        """Say no to the office."""
        session = await self.get_state(SessionState)
        try:
            await in_session(decline_office, session.actor(), handover_id=offer, now=now())
        except Refusal as refusal:
            await self._refuse(refusal)
            return
        await self._done(account, "handover.declined")

    @rx.event
    @addressed
    async def take_back(self, account: int, offer: int) -> None:
        """Take the offer back."""
        session = await self.get_state(SessionState)
        try:
            await in_session(take_back_office, session.actor(), handover_id=offer, now=now())
        except Refusal as refusal:
            await self._refuse(refusal)
            return
        await self._done(account, "handover.taken-back")

    @rx.event
    @of_members
    async def leave(self, account: int) -> EventSpec | None:
        """Leave the company by oneself."""
        session = await self.get_state(SessionState)
        try:
            await in_session(leave_account, session.actor(), trade_account_id=account, now=now())
        except Refusal as refusal:
            await self._refuse(refusal)
            return None
        return rx.redirect(f"/{session.language}/home/")
