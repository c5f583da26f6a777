"""The page "Signing in and security": what the person signs in with."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

import reflex as rx

from ctpat_app.adapters.database import in_reading
from ctpat_app.adapters.one_time_codes import in_groups, picture
from ctpat_app.services.authenticators import read_factors
from ctpat_app.services.passkeys import Passkey, list_passkeys
from ctpat_app.state.access import before_second_factor
from ctpat_app.state.flash import PostedForm, kiosk_settings
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import day_text

# Programs that open plain text on Windows expect it.
_LINE_END: Final = "\r\n"


@dataclass(frozen=True)
class PasskeyView:
    """A passkey in the list; ``last_used`` is empty for one that was never used."""

    id: int
    name: str
    added: str
    last_used: str
    backed_up: bool


class SecurityState(PostedForm, rx.State):
    """The person's factors, and what the last form of the page answered."""

    loaded: bool = False
    authenticator_since: str = ""
    picture: str = ""
    """The code to scan while an app is being set up."""
    key: str = ""
    """The same as text, for typing it."""
    passkeys: list[PasskeyView] = []
    codes_left: int = 0
    new_codes: list[str] = []
    """Recovery codes that were made just now: shown once, kept nowhere."""
    new_codes_file: str = ""
    required: bool = False

    @rx.event
    @before_second_factor
    async def load(self) -> None:
        """Load the factors and what the last posting answered."""
        session = await self.get_state(SessionState)
        actor = session.actor()
        flash = self.show_answer("security", "code", session.language)
        factors = await in_reading(read_factors, actor)
        since = factors.authenticator_since
        self.authenticator_since = day_text(since.date(), session.language) if since else ""
        seed = factors.pending_seed
        self.picture = picture(seed, account=actor.email, kiosk=kiosk_settings().kiosk_name) if seed else ""
        self.key = in_groups(seed)
        found = await in_reading(list_passkeys, actor)
        self.passkeys = [passkey_view(each, session.language) for each in found]
        self.codes_left = factors.recovery_codes_left
        self.new_codes = flash.values.get("codes", "").split() if flash else []
        self.new_codes_file = f"data:text/plain;charset=utf-8,{quote(_LINE_END.join(self.new_codes))}"
        self.required = actor.lacks_factor
        self.loaded = True


def passkey_view(passkey: Passkey, language: str) -> PasskeyView:
    """Return a passkey for the list."""
    used = passkey.last_used_at
    return PasskeyView(
        passkey.id,
        passkey.name,
        day_text(passkey.added_at.date(), language),
        day_text(used.date(), language) if used else "",
        passkey.backed_up,
    )
