"""Shared terminals: whether this browser is one, and the page on which staff set it up."""

import reflex as rx

from ctpat_app.adapters.database import in_reading
from ctpat_app.adapters.shared_terminal import Terminal, opened_terminal
from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.terminals import require_terminal_staff
from ctpat_app.state.access import requires
from ctpat_app.state.flash import PostedForm, kiosk_settings
from ctpat_app.state.session import SessionState

PAGE = "staff/terminal"


def terminal_here(state: rx.State) -> Terminal | None:
    """Return the terminal that the browser of ``state`` is; None for every other browser."""
    cookies = state.router_data.get("headers", {}).get("cookie", "")
    return opened_terminal(kiosk_settings().secret_key, cookies)


class TerminalState(PostedForm, rx.State):
    """The form that makes this browser a terminal; it posts to a plain route."""

    loaded: bool = False
    name: str = ""
    """As typed, or of the terminal that this browser is."""
    first: str = ""
    """The language in which everybody begins."""
    is_terminal: bool = False

    @rx.event
    @requires(Permission.TERMINAL_SET_UP, of_staff_alone=True)
    async def load(self) -> None:
        """Show what this browser is, and what the last form answered."""
        session = await self.get_state(SessionState)
        try:
            await in_reading(require_terminal_staff, session.actor())
        except NotPermitted as refusal:
            session.tell(refusal.code)
            return
        answer = self.show_answer(PAGE, "name", session.language)
        typed = answer.values if answer else {}
        here = terminal_here(self)
        self.is_terminal = here is not None
        self.name = typed.get("name") or (here.name if here else "")
        self.first = typed.get("first") or (here.language if here else session.language)
        self.loaded = True
