"""Partner monitoring (SVI): both lists with their requests, the search for partners, and what a partner shares."""

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.company_names import MAX_PART
from ctpat_app.domain.errors import NotPermitted, Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.domain.svi import Direction, LinkState
from ctpat_app.services.svi_links import (
    accept_request,
    decline_request,
    lift_block,
    send_request,
    stop_monitoring,
    take_back_request,
)
from ctpat_app.services.svi_lists import FoundPartners, Shown, read_monitoring, read_shared, search_partners
from ctpat_app.services.svi_membership import read_participation
from ctpat_app.state.access import requires
from ctpat_app.state.session import SessionState
from ctpat_app.state.svi_places import next_place, place_in
from ctpat_app.state.svi_views import FoundLine, PartnerLine, Shared, found_line, partner_line, shared_view
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import isolated, message, refusal_text

_SHOWN = frozenset(Shown)


class SviState(rx.State):
    """The lists of the security model that the address names."""

    loaded: bool = False
    model: int = 0
    account: int = 0
    company: str = ""
    joined: bool = False
    may_sign: bool = False
    may_ask: bool = False
    ended: str = ""
    """Why it stopped taking part, in words; empty while it takes part, and when it never did."""
    shown: str = Shown.CURRENT.value
    watching_me: list[PartnerLine] = []
    i_watch: list[PartnerLine] = []
    waiting: int = 0
    told: str = ""

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def load(self) -> None:
        """Show the lists, or how to join."""
        self.reset()  # type: ignore[no-untyped-call]
        asked = self.router.url.query_parameters
        shown = asked.get("show", "")
        self.shown = shown if shown in _SHOWN else Shown.CURRENT.value
        await self._show(number_in(asked.get("model", "")))

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def look_again(self, model: int) -> None:
        """Show what has changed meanwhile; the page asks from time to time."""
        await self._show(model)

    @rx.event
    @requires(Permission.SVI_REQUEST)
    async def accept(self, link: int, partner: str) -> None:
        """Accept a request."""
        await self._act("svi.accepted", partner, accept_request, link_id=link)

    @rx.event
    @requires(Permission.SVI_REQUEST)
    async def decline(self, link: int, partner: str) -> None:
        """Decline a request; its sender can send none any more."""
        await self._act("svi.declined", partner, decline_request, link_id=link)

    @rx.event
    @requires(Permission.SVI_REQUEST)
    async def take_back(self, link: int, partner: str) -> None:
        """Take a request back."""
        await self._act("svi.taken-back", partner, take_back_request, link_id=link)

    @rx.event
    @requires(Permission.SVI_REQUEST)
    async def stop(self, link: int, partner: str) -> None:
        """End a link."""
        await self._act("svi.revoked", partner, stop_monitoring, link_id=link)

    @rx.event
    @requires(Permission.SVI_REQUEST)
    async def allow(self, model: int, partner_id: int, partner: str) -> None:
        """Let a partner send requests again."""
        await self._act("svi.block-lifted", partner, lift_block, security_model_id=model, partner_id=partner_id)

    async def _act(self, done: str, partner: str, use_case: object, **what: int) -> None:
        session = await self.get_state(SessionState)
        try:
            await in_session(use_case, session.actor(), **what, now=now())  # type: ignore[arg-type]
        except Refusal as refusal:
            session.tell(refusal.code)
        else:
            self.told = message(done, session.language, partner=isolated(partner))
        if self.model:
            await self._show(self.model)

    async def _show(self, model: int) -> None:
        session = await self.get_state(SessionState)
        actor, language = session.actor(), session.language
        try:
            part = await in_reading(
                read_participation, actor, security_model_id=model, localiser=localiser_for(language)
            )
            self.joined = part.settings is not None
            if self.joined:
                lists = await in_reading(read_monitoring, actor, security_model_id=model, shown=Shown(self.shown))
                self.watching_me = [partner_line(each, language) for each in lists.watching_me]
                self.i_watch = [partner_line(each, language) for each in lists.i_watch]
                self.waiting = lists.waiting
        except Refusal as refusal:
            self.reset()  # type: ignore[no-untyped-call]
            session.tell(refusal.code)
            return
        self.model, self.account, self.company = model, part.trade_account_id, part.company
        self.may_sign, self.may_ask = part.may_sign, part.may_ask
        self.ended = message(f"svi.ended-{part.why_left}", language) if part.why_left else ""
        self.loaded = True


class SviSearchState(rx.State):
    """The search for partners; what is typed stays in the browser, the answer names what it was an answer to."""

    loaded: bool = False
    model: int = 0
    company: str = ""
    asked: str = ""
    """What the lines below were found by."""
    lines: list[FoundLine] = []
    found: str = ""
    """How many there are, or why nothing was looked for; read out by screen readers."""
    empty: bool = False
    """Nothing was found."""
    onward: str = ""
    """The place behind which the next page begins; empty at the end."""
    told: str = ""

    @rx.event
    @requires(Permission.SVI_REQUEST)
    async def load(self) -> None:
        """Show the empty search of the model that the address names."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        model = number_in(self.router.url.query_parameters.get("model", ""))
        try:
            part = await in_reading(
                read_participation,
                session.actor(),
                security_model_id=model,
                localiser=localiser_for(session.language),
                permission=Permission.SVI_REQUEST,
            )
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        self.model, self.company, self.loaded = model, part.company, part.settings is not None

    @rx.event
    @requires(Permission.SVI_REQUEST)
    async def search(self, model: int, part: str) -> None:
        """Find partners by what was typed so far."""
        self.told = ""
        if not part.strip():
            self.lines, self.found, self.empty, self.onward, self.asked = [], "", False, "", ""
            return
        await self._find(model, part[:MAX_PART], "")

    @rx.event
    @requires(Permission.SVI_REQUEST)
    async def more(self, model: int, part: str, behind: str) -> None:
        """Add the next page of what was found."""
        await self._find(model, part[:MAX_PART], behind)

    @rx.event
    @requires(Permission.SVI_REQUEST)
    async def ask(self, model: int, partner_id: int, direction: str, partner: str) -> None:
        """Send a request; the line then says how it stands."""
        session = await self.get_state(SessionState)
        try:
            state = await in_session(
                send_request,
                session.actor(),
                security_model_id=model,
                partner_id=partner_id,
                direction=Direction.ASK if direction == Direction.ASK else Direction.OFFER,
                now=now(),
            )
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        code = "svi.sent-accepted" if state is LinkState.ACCEPTED else "svi.sent"
        self.told = message(code, session.language, partner=isolated(partner))
        if self.asked:
            await self._find(model, self.asked, "")

    async def _find(self, model: int, typed: str, behind: str) -> None:
        session = await self.get_state(SessionState)
        try:
            page = await in_reading(
                search_partners, session.actor(), security_model_id=model, typed=typed, behind=place_in(behind)
            )
        except Refusal as refusal:
            self.lines, self.empty, self.onward, self.found = [], False, "", ""
            if isinstance(refusal, NotPermitted):
                session.tell(refusal.code)
            else:
                self.found = refusal_text(refusal, session.language)
            return
        self._take(page, typed, session.language, goes_on=bool(behind))

    def _take(self, page: FoundPartners, typed: str, language: str, *, goes_on: bool) -> None:
        lines = [found_line(each, typed, language) for each in page.partners]
        self.lines = [*self.lines, *lines] if goes_on else lines
        self.asked, self.empty = typed, not self.lines
        self.onward = next_place(page)
        code = "svi.found-more" if page.is_capped else "svi.found"
        self.found = message(code, language, count=page.count)


class SviPartnerState(rx.State):
    """What one partner shares."""

    loaded: bool = False
    shared: Shared = Shared()

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def load(self) -> EventSpec | None:
        """Show it, when the link that the address names stands and the partner shares more."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        link = number_in(self.router.url.query_parameters.get("link", ""))
        try:
            facts = await in_reading(read_shared, session.actor(), link_id=link)
        except Refusal as refusal:
            session.tell(refusal.code)
            return None
        self.shared, self.loaded = shared_view(facts, session.language), True
        return None
