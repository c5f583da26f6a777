"""Merging and splitting whole accounts on the organization page: rehearse, ask, agree, accept."""

from dataclasses import dataclass

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.account_requests import (
    accept_split_account,
    agree_to_merge_accounts,
    rehearse_agreeing,
    rehearse_own_side,
    rehearse_split_account,
    request_merge_accounts,
    request_split_account,
)
from ctpat_app.services.library import current_library
from ctpat_app.services.members import DECLARATION
from ctpat_app.services.signatures import agreement_text
from ctpat_app.state.access import addressed, requires, signed_in
from ctpat_app.state.account_views import own_side_lines, rehearsal_lines
from ctpat_app.state.organization import OrganizationState
from ctpat_app.state.proving import way_to_prove
from ctpat_app.state.session import SessionState
from ctpat_app.state.trade_account_views import DeclarationText, declaration_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import refusal_text

_GOES = "goes-"
Typed = dict[str, str | bool | None]


@dataclass(frozen=True)
class AccountWish:
    """What was rehearsed; sending the request hands all of it over again."""

    kind: str = ""
    stays: bool = True
    email: str = ""
    name: str = ""
    officer: int = 0
    movers: str = ""
    """Numbers of memberships, with commas between them."""
    model: int = 0
    request: int = 0
    company: int = 0
    reason: str = ""


class AccountChangesState(rx.State):
    """What was rehearsed about the company on show. All numbers travel with the event."""

    wish: AccountWish = AccountWish()
    lines: list[str] = []
    problems: dict[str, str] = {}
    """Why a form was refused, by the form."""
    declaration: DeclarationText = DeclarationText()

    @rx.event
    @signed_in
    async def load(self) -> None:
        """Forget what was rehearsed about another company; show the declaration of an officer."""
        session = await self.get_state(SessionState)
        self._forget()
        self.problems = {}
        text = agreement_text(current_library(), DECLARATION, localiser_for(session.language))
        self.declaration = declaration_text(text)

    def _forget(self) -> None:
        self.wish, self.lines = AccountWish(), []

    async def _refuse(self, form: str, refusal: Refusal) -> None:
        session = await self.get_state(SessionState)
        self._forget()
        self.problems = {form: refusal_text(refusal, session.language)}

    def _show(self, wish: AccountWish, lines: list[str]) -> None:
        self.problems, self.wish, self.lines = {}, wish, lines

    async def _done(self, account: int, code: str) -> None:
        self._forget()
        self.problems = {}
        await (await self.get_state(OrganizationState)).done(account, code)

    # ------------------------------------------------------------ merging

    @rx.event
    @requires(Permission.MODEL_REQUEST_MERGE_SPLIT)
    async def rehearse_merge(self, account: int, typed: dict[str, str]) -> None:
        """Show what the own company would bring into a merge, or take over."""
        session = await self.get_state(SessionState)
        stays = typed.get("remains", "stays") == "stays"
        try:
            part = await in_reading(rehearse_own_side, session.actor(), trade_account_id=account)
        except Refusal as refusal:
            await self._refuse("merge", refusal)
            return
        wish = AccountWish("merge", stays, email=typed.get("email", ""), reason=typed.get("reason", ""))
        self._show(wish, own_side_lines(part, session.language, stays=stays))

    @rx.event
    @requires(Permission.MODEL_REQUEST_MERGE_SPLIT)
    async def ask_merge(self, account: int, email: str, stays: bool, reason: str) -> None:
        """Ask the other company's officer for the merge that was rehearsed."""
        session = await self.get_state(SessionState)
        try:
            await in_session(
                request_merge_accounts,
                session.actor(),
                trade_account_id=account,
                partner_email=email,
                asker_stays=stays,
                reason=reason,
                language=session.language,
                now=now(),
            )
        except Refusal as refusal:
            await self._refuse("merge", refusal)
            return
        await self._done(account, "organization.requested")

    @rx.event
    @requires(Permission.MODEL_REQUEST_MERGE_SPLIT)
    async def rehearse_agree(self, typed: dict[str, str]) -> None:
        """Show what agreeing to the merge that the form names would change, for the chosen company."""
        session = await self.get_state(SessionState)
        request, chosen = number_in(typed.get("request", "")), number_in(typed.get("company", ""))
        try:
            rehearsal = await in_reading(
                rehearse_agreeing, session.actor(), request_id=request, trade_account_id=chosen
            )
        except Refusal as refusal:
            await self._refuse("agree", refusal)
            return
        self._show(AccountWish("agree", request=request, company=chosen), rehearsal_lines(rehearsal, session.language))

    @rx.event
    @requires(Permission.MODEL_REQUEST_MERGE_SPLIT)
    async def agree(self, here: int, request: int, account: int) -> None:
        """Agree to the merge that was rehearsed; ``here`` is the company on show, ``account`` the one that merges."""
        session = await self.get_state(SessionState)
        try:
            await in_session(
                agree_to_merge_accounts, session.actor(), request_id=request, trade_account_id=account, now=now()
            )
        except Refusal as refusal:
            await self._refuse("agree", refusal)
            return
        await self._done(here, "organization.agreed-management")

    # ------------------------------------------------------------ splitting

    @rx.event
    @requires(Permission.MODEL_REQUEST_MERGE_SPLIT)
    async def rehearse_split(self, account: int, typed: Typed) -> None:
        """Show what a split would change."""
        session = await self.get_state(SessionState)
        goes = [key.removeprefix(_GOES) for key, chosen in typed.items() if key.startswith(_GOES) and chosen]
        name, reason = str(typed.get("name", "")), str(typed.get("reason", ""))
        officer, model = (number_in(str(typed.get(key, ""))) for key in ("officer", "model"))
        wish = AccountWish("split", name=name, officer=officer, movers=",".join(goes), model=model, reason=reason)
        try:
            rehearsal = await in_reading(
                rehearse_split_account,
                session.actor(),
                trade_account_id=account,
                name=name,
                officer=officer,
                movers=_numbers(wish.movers),
                model=model,
            )
        except Refusal as refusal:
            await self._refuse("split", refusal)
            return
        self._show(wish, rehearsal_lines(rehearsal, session.language))

    @rx.event
    @requires(Permission.MODEL_REQUEST_MERGE_SPLIT)
    async def ask_split(self, account: int, name: str, member: int, movers: str, model: int, reason: str) -> None:
        """Ask ``member`` to become the officer of the company that was rehearsed."""
        session = await self.get_state(SessionState)
        try:
            await in_session(
                request_split_account,
                session.actor(),
                trade_account_id=account,
                name=name,
                officer=member,
                movers=_numbers(movers),
                model=model,
                reason=reason,
                now=now(),
            )
        except Refusal as refusal:
            await self._refuse("split", refusal)
            return
        await self._done(account, "organization.requested")

    @rx.event
    @addressed
    async def accept(self, here: int, typed: dict[str, str]) -> EventSpec | None:
        """Accept the office in the new company that the form names, and declare the authority."""
        session = await self.get_state(SessionState)
        try:
            await in_session(
                accept_split_account,
                session.actor(),
                request_id=number_in(typed.get("request", "")),
                agreement=agreement_text(current_library(), DECLARATION, localiser_for(session.language)),
                name=typed.get("name", ""),
                now=now(),
            )
        except Refusal as refusal:
            if prove := way_to_prove(refusal, session.language, self.router.url):
                return prove
            await self._refuse("accept", refusal)
            return None
        await self._done(here, "accounts.accepted")
        return None


def _numbers(text: str) -> list[int]:
    return [number_in(each) for each in text.split(",") if each]
