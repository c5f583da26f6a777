"""An invitation seen through its link: who invites to what, and accepting it."""

from urllib.parse import quote

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.services.invitations import InvitationState, accept_invitation, look_at_invitation
from ctpat_app.state.access import addressed, public
from ctpat_app.state.session import SessionState
from ctpat_app.state.trade_account_views import day
from ctpat_app.words.messages import message, refusal_text


class InvitationPageState(rx.State):
    """What the holder of a link sees. The token travels with the event that accepts."""

    token: str = ""
    company: str = ""
    role: str = ""
    invited_by: str = ""
    email: str = ""
    """The invited mail address, mostly hidden."""
    until: str = ""
    is_open: bool = False
    problem: str = ""
    """Why the invitation cannot be accepted, and what to do instead."""
    sign_in: str = ""
    register: str = ""
    """Where to sign in or register, and come back here."""

    @rx.event
    @public
    async def load(self) -> None:
        """Look at the invitation whose token the address carries."""
        session = await self.get_state(SessionState)
        language, token = session.language, self.router.url.query_parameters.get("token", "")
        self.token, self.company, self.is_open, self.problem = token, "", False, ""
        back = quote(f"/{language}/invitation/?token={quote(token)}", safe="")
        self.sign_in, self.register = (f"/{language}/{page}/?next={back}" for page in ("sign-in", "register"))
        try:
            look = await in_reading(look_at_invitation, token=token, now=now())
        except Refusal as refusal:
            self.problem = refusal_text(refusal, language)
            return
        self.company, self.role, self.invited_by = look.company, look.role, look.invited_by
        self.email, self.until = look.masked_email, day(look.expires_at, language)
        self.is_open = look.state is InvitationState.OPEN
        if not self.is_open:
            self.problem = message(f"invitation.{look.state}", language)

    @rx.event
    @addressed
    async def accept(self, token: str) -> EventSpec | None:
        """Join the company with the invited role and go to its page, or to the statements that wait."""
        session = await self.get_state(SessionState)
        try:
            account = await in_session(accept_invitation, session.actor(), token=token, now=now())
        except Refusal as refusal:
            self.problem = refusal_text(refusal, session.language)
            return None
        if not account:
            return rx.redirect(f"/{session.language}/given/")
        return rx.redirect(f"/{session.language}/trade-account/?account={account}")
