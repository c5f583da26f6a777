"""The start page: what is offered first to those who have been here before."""

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading
from ctpat_app.domain.terminals import START
from ctpat_app.services.application import list_applications
from ctpat_app.state.access import public
from ctpat_app.state.home import ApplicationCard, application_card
from ctpat_app.state.session import SessionState
from ctpat_app.state.terminal import terminal_here


class StartState(rx.State):
    """The unsent applications of a signed-in person; empty for a visitor."""

    current: list[ApplicationCard] = []

    @rx.event
    @public
    async def load(self) -> EventSpec | None:
        """Load what can be continued; at a shared terminal everybody begins on a page of its own."""
        session = await self.get_state(SessionState)
        self.current = []
        if terminal_here(self):
            return rx.redirect(f"/{session.language}/{START}/", replace=True)
        if not session.signed_in:
            return None
        found = await in_reading(list_applications, session.actor(), now=now())
        self.current = [application_card(item, session.language) for item in found if not item.reference]
        return None
