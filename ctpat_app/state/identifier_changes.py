"""A company's numbers as of today, and its requests to change those that are locked."""

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.identifier_changes import RequestState
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.identifier_lists import read_numbers, requests_for_staff
from ctpat_app.services.identifier_requests import Wish, ask_for_change, decide_change, withdraw_change
from ctpat_app.state.access import requires, server_only
from ctpat_app.state.action_views import text_in
from ctpat_app.state.decisions import Decisions
from ctpat_app.state.identifier_views import (
    KindOption,
    NumberLine,
    RequestCard,
    kind_options,
    number_line,
    request_card,
)
from ctpat_app.state.plain_form import PlainForm, Typed
from ctpat_app.state.session import SessionState
from ctpat_app.words.messages import message


class IdentifierChangesState(PlainForm, rx.State):
    """The numbers of the application that the address names."""

    draft: int = 0
    account: int = 0
    company: str = ""
    may_ask: bool = False
    numbers: list[NumberLine] = []
    requests: list[RequestCard] = []
    kinds: list[list[str]] = []
    hints: list[KindOption] = []
    places: list[list[str]] = []
    """Numbers that can be changed or removed, as place with value, and words."""
    documents: list[list[str]] = []

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def load(self) -> None:
        """Show numbers and requests; who may not see them, or no longer, is left with nothing."""
        self.reset()  # type: ignore[no-untyped-call]
        await self._reload(number_in(self.router.url.query_parameters.get("draft", "")))

    async def _reload(self, draft: int) -> None:
        session = await self.get_state(SessionState)
        try:
            seen = await in_reading(read_numbers, session.actor(), draft_id=draft)
        except Refusal as refusal:
            self.reset()  # type: ignore[no-untyped-call]
            session.tell(refusal.code)
            return
        language, library = session.language, seen.library
        self.draft, self.account, self.company, self.may_ask = draft, seen.trade_account_id, seen.company, seen.may_ask
        self.numbers = [number_line(library, each, language) for each in seen.numbers]
        self.requests = [request_card(library, each, language) for each in seen.requests]
        self.hints = kind_options(library, language)
        self.kinds = [[each.key, each.name] for each in self.hints]
        free = [each for each in self.numbers if each.locked and not each.asked]
        self.places = [[f"{each.place}/{each.value}", f"{each.name}: {each.value}"] for each in free]
        self.documents = [[str(number), name] for number, name in seen.documents]

    @rx.event
    @requires(Permission.IDENTIFIER_ADD)
    async def ask(self, draft: int, operation: str, typed: Typed) -> None:
        """Ask that a number is added, changed or removed."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        try:
            wish = _wish(operation, typed)
            await in_session(ask_for_change, session.actor(), draft_id=draft, wish=wish, now=now())
        except Refusal as refusal:
            await self.refuse(f"ask-{operation}", refusal, field="value")
            return
        await self._reload(draft)
        self.form_key = f"{operation}/{len(self.requests)}"
        self.told = message("identifier-change.told-asked", session.language)

    @rx.event
    @requires(Permission.IDENTIFIER_ADD)
    async def withdraw(self, change: int) -> None:
        """Take a request back."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        try:
            await in_session(withdraw_change, session.actor(), request_id=change, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        if self.draft:
            await self._reload(self.draft)
        self.told = message("identifier-change.told-withdrawn", session.language)


def _wish(operation: str, typed: Typed) -> Wish:
    place, _, seen = text_in(typed, "place").partition("/")
    return Wish(
        operation=operation,
        kind=text_in(typed, "kind"),
        # An empty choice names no place at all, and not the first one.
        place=number_in(place) if place else -1,
        seen=seen,
        value=text_in(typed, "value"),
        reason=text_in(typed, "reason"),
        document_id=number_in(text_in(typed, "document")),
    )


class StaffIdentifierChangesState(Decisions, rx.State):
    """The requests of the company that the address names, waiting ones first."""

    requests: list[RequestCard] = []

    @rx.event
    @requires(Permission.PROFILE_REVIEW)
    async def load(self) -> None:
        """Show the requests."""
        self.reset()  # type: ignore[no-untyped-call]
        await self.show(number_in(self.router.url.query_parameters.get("account", "")))

    @rx.event
    @requires(Permission.IDENTIFIER_CHANGE_LOCKED)
    async def decide(self, typed: Typed) -> None:
        """Approve or refuse the request that the form names."""
        await self.take(typed, decide_change, "request_id", told="identifier-change.told")

    @server_only
    async def show(self, account: int) -> None:
        """Show the requests of a company."""
        language = (await self.get_state(SessionState)).language
        if seen := await self.seen_by_staff(requests_for_staff, account):
            self.requests = [request_card(seen.library, each, language) for each in seen.requests]
            self.waiting = sum(each.state == RequestState.ASKED for each in self.requests)
