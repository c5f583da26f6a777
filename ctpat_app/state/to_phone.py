"""Going on with one's own phone: what the shared computer shows, and what the phone shows."""

from typing import Final

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import real_now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.adapters.qr_codes import qr_picture
from ctpat_app.adapters.shared_terminal import phone_token
from ctpat_app.adapters.tokens import new_case_code
from ctpat_app.domain.errors import NotPermitted, Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.domain.phone_handovers import OVERVIEW, PLACES, Stage, place_of
from ctpat_app.services.phone_handovers import (
    Handover,
    Place,
    arrive,
    look_here,
    look_there,
    open_code,
    refuse_phone,
    show_code,
)
from ctpat_app.state.access import public, requires, signed_in
from ctpat_app.state.flash import PostedForm, kiosk_settings
from ctpat_app.state.session import SessionState
from ctpat_app.state.terminal import terminal_here
from ctpat_app.words.messages import refusal_text

HERE, THERE = "to-phone", "phone"
ASK: Final = ""
"""Before a code was asked for."""


class ToPhoneState(PostedForm, rx.State):
    """The code at the shared computer, then the digits of the phone that took it up."""

    loaded: bool = False
    draft: int = 0
    page: str = OVERVIEW
    part: str = ""
    """The step or statement at which the person goes on."""
    back: str = ""
    stage: str = ASK
    code: str = ""
    where: str = ""
    """Address to type on the phone."""
    picture: str = ""
    digits: str = ""
    problem: str = ""

    @rx.event
    @signed_in
    async def load(self) -> None:
        """Note the place that the address names; a code is made when somebody asks for one."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        query = self.router.url.query_parameters
        self.show_answer(HERE, "to-phone-problem", session.language)
        self.draft = number_in(query.get("draft", "")) or 0
        self.page = query.get("page", "") if query.get("page", "") in PLACES else OVERVIEW
        self.part = query.get("part", "")
        self.back = f"/{session.language}/{place_of(self.page, self.draft, self.part)}"
        self.loaded = True

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def show_code(self, draft: int, page: str, part: str) -> None:
        """Show a new code for a place in the draft."""
        session = await self.get_state(SessionState)
        here, code = terminal_here(self), new_case_code()
        try:
            await in_session(
                show_code,
                session.actor(),
                place=Place(draft, page, part),
                digest=session.token_hash(),
                terminal=here.name if here else "",
                code=code,
                now=real_now(),
            )
        except NotPermitted as refusal:
            session.tell(refusal.code)
            return
        except Refusal as refusal:
            self.problem, self.stage = refusal_text(refusal, session.language), ASK
            return
        self.where = f"{kiosk_settings().public_url}/{session.language}/{THERE}/"
        self.code, self.picture = code, qr_picture(f"{self.where}?code={code}")
        self.stage, self.digits, self.problem = Stage.OFFERED.value, "", ""

    @rx.event
    @signed_in
    async def look(self) -> None:
        """Show whether a phone has taken the code up; the page asks by itself."""
        if self.stage == ASK:
            return
        session = await self.get_state(SessionState)
        found = await in_reading(look_here, session.actor(), digest=session.token_hash(), now=real_now())
        if (self.stage, self.digits) != (found.stage.value, found.digits):
            self.stage, self.digits = found.stage.value, found.digits

    @rx.event
    @signed_in
    async def not_mine(self) -> None:
        """Refuse the phone that took the code up."""
        session = await self.get_state(SessionState)
        await in_session(refuse_phone, session.actor(), digest=session.token_hash(), now=real_now())
        self.stage, self.digits = Stage.REFUSED.value, ""


class PhoneState(PostedForm, rx.State):
    """The phone: at which terminal the code was made, the digits, and the way on."""

    loaded: bool = False
    stage: str = ASK
    terminal: str = ""
    code: str = ""
    """As it stands in the address."""
    digits: str = ""
    here: str = ""
    """Address of this page, to come back to from signing in."""

    @rx.event
    @public
    async def load(self) -> EventSpec | None:
        """Show what the code opens, or how far this phone has come."""
        self.reset()  # type: ignore[no-untyped-call]
        session = await self.get_state(SessionState)
        self.show_answer(THERE, "code", session.language)
        self.here = f"/{session.language}/{THERE}/"
        self.code = self.router.url.query_parameters.get("code", "")[:60]
        onward = await self._look(session)
        self.loaded = True
        return onward

    @rx.event
    @public
    async def look(self) -> EventSpec | None:
        """Show how far this phone has come; the page asks by itself."""
        return await self._look(await self.get_state(SessionState))

    async def _look(self, session: SessionState) -> EventSpec | None:
        token = "" if self.code else phone_token(self.router_data.get("headers", {}).get("cookie", ""))
        if not token and not self.code:
            self.stage = ASK
            return None
        actor = session.actor() if session.signed_in else None
        if not token:
            self._show(await in_reading(open_code, self.code, now=real_now()))
            return None
        found = await in_reading(look_there, actor, phone_token=token, now=real_now())
        self._show(found)
        if found.stage is Stage.CONFIRMED and actor is not None:
            place = await in_session(arrive, actor, phone_token=token, now=real_now())
            return rx.redirect(f"/{session.language}/{place}", replace=True) if place else None
        return None

    def _show(self, found: Handover) -> None:
        if (self.stage, self.terminal, self.digits) != (found.stage.value, found.terminal, found.digits):
            self.stage, self.terminal, self.digits = found.stage.value, found.terminal, found.digits
