"""Changing the own password, and the word in time that it is getting old."""

from datetime import timedelta

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading
from ctpat_app.domain.passwords import WARN_DAYS
from ctpat_app.services.passwords import read_own_password
from ctpat_app.state.access import before_second_factor, signed_in
from ctpat_app.state.flash import PostedForm, kiosk_settings
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import day_text


class ChangePasswordState(PostedForm, rx.State):
    """The form that changes the password; it posts to a plain route."""

    is_due: bool = False
    """The password is too old: nothing else works before."""

    @rx.event
    @before_second_factor
    async def load(self) -> None:
        """Show what the last attempt answered."""
        session = await self.get_state(SessionState)
        self.show_answer("change-password", "current", session.language)
        self.is_due = session.actor().password_expired


class PasswordAgeState(rx.State):
    """The warning on the own page."""

    change_before: str = ""
    """The day by which the password has to be changed; empty while that is far off."""

    @rx.event
    @signed_in
    async def load(self) -> None:
        """Look how old the password is."""
        session, moment = await self.get_state(SessionState), now()
        found = await in_reading(read_own_password, session.actor(), days=kiosk_settings().password_days, now=moment)
        soon = found.days_left is not None and found.days_left <= WARN_DAYS
        last = (found.changed_at + timedelta(days=kiosk_settings().password_days)).date()
        self.change_before = day_text(last, session.language) if soon else ""
