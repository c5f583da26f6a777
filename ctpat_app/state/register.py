"""The pages on which a person registers and is told to look for the mail."""

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.domain.own_paths import home_of
from ctpat_app.state.access import public
from ctpat_app.state.flash import PostedForm, kiosk_settings
from ctpat_app.state.session import SessionState


class RegisterState(PostedForm, rx.State):
    """What the registration form shows; the form itself posts to a plain route."""

    name: str = ""

    @rx.event
    @public
    async def load(self) -> EventSpec | None:
        """Show what the last attempt answered; who is signed in already has nothing to register."""
        session = await self.get_state(SessionState)
        flash = self.show_answer("register", "name", session.language)
        self.name = flash.values.get("name", "") if flash else ""
        if session.signed_in:
            return rx.redirect(self.next or home_of(session.language))
        return None


class CheckMailState(PostedForm, rx.State):
    """What the page after registering shows."""

    is_demonstration: bool = False
    """Whether mails stay in the outbox page. Decided when the page loads: the same built pages serve both."""

    @rx.event
    @public
    async def load(self) -> None:
        """Show to which address the link was mailed."""
        session = await self.get_state(SessionState)
        self.is_demonstration = kiosk_settings().demo
        self.show_answer("check-mail", "email", session.language)
