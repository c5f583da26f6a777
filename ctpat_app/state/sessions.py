"""The list of places where a person is signed in."""

from dataclasses import dataclass

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now, real_now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.devices import Device
from ctpat_app.domain.errors import Refusal
from ctpat_app.services.own_sessions import OwnSession, end_one_session, end_other_sessions, list_sessions
from ctpat_app.state.access import addressed, signed_in
from ctpat_app.state.proving import way_to_prove
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import moment_text
from ctpat_app.words.messages import message


@dataclass(frozen=True)
class SessionCard:
    """One place; ``network`` is half an address, empty when it is not known."""

    id: str
    device: str
    network: str
    is_here: bool
    shared: bool
    begun: str
    last_used: str


class SessionsState(rx.State):
    """Where the person is signed in."""

    loaded: bool = False
    sessions: list[SessionCard] = []
    told: str = ""

    @rx.event
    @signed_in
    async def load(self) -> None:
        """Load the list."""
        self.told = ""
        await self._reload()

    @rx.event
    @addressed
    async def end(self, session_id: str) -> EventSpec | None:
        """Sign one other place out."""
        session = await self.get_state(SessionState)
        try:
            await in_session(end_one_session, session.actor(), session_id=session_id, now=now())
        except Refusal as refusal:
            if prove := way_to_prove(refusal, session.language, self.router.url):
                return prove
            session.tell(refusal.code)
            return None
        await self._reload()
        self.told = message("session.ended", session.language)
        return None

    @rx.event
    @signed_in
    async def end_others(self) -> EventSpec | None:
        """Sign every other place out."""
        session = await self.get_state(SessionState)
        try:
            await in_session(end_other_sessions, session.actor(), digest=session.token_hash(), now=now())
        except Refusal as refusal:
            return way_to_prove(refusal, session.language, self.router.url)
        await self._reload()
        self.told = message("session.others-ended", session.language)
        return None

    async def _reload(self) -> None:
        session = await self.get_state(SessionState)
        found = await in_reading(list_sessions, session.actor(), digest=session.token_hash(), now=real_now())
        self.sessions = [session_card(each, session.language) for each in found]
        self.loaded = True


def session_card(item: OwnSession, language: str) -> SessionCard:
    """Return a place for the list."""
    return SessionCard(
        item.id,
        device_words(item.device, language),
        item.network,
        item.is_here,
        item.shared,
        moment_text(item.begun_at, language),
        moment_text(item.last_used_at, language),
    )


def device_words(device: Device, language: str) -> str:
    """Return browser and system in words; what only one of them tells stands alone."""
    if device.browser and device.system:
        return message("session.device", language, browser=device.browser, system=device.system)
    return device.browser or device.system or message("session.device-unknown", language)
