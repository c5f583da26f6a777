"""The sign-in page."""

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.domain.own_paths import home_of
from ctpat_app.state.access import public
from ctpat_app.state.flash import PostedForm, kiosk_settings
from ctpat_app.state.session import SessionState
from ctpat_app.state.terminal import terminal_here


class SignInState(PostedForm, rx.State):
    """What the sign-in form shows; the form itself posts to a plain route."""

    provider: str = ""
    """Name of the identity provider; empty without one."""
    shared: bool = False
    """The person ticked that others use the computer too."""
    terminal: bool = False
    """This is a shared terminal: there is nothing to tick."""

    @rx.event
    @public
    async def load(self) -> EventSpec | None:
        """Show what the last attempt answered; who is signed in already goes on."""
        session = await self.get_state(SessionState)
        answer = self.show_answer("sign-in", "email", session.language)
        self.provider = kiosk_settings().provider_name
        self.terminal = terminal_here(self) is not None
        self.shared = bool(answer and answer.values.get("shared"))
        if session.signed_in:
            return rx.redirect(self.next or home_of(session.language))
        return None
