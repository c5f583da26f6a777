"""The page of a mailed link that ends reminders to somebody outside."""

import reflex as rx

from ctpat_app.state.access import public
from ctpat_app.state.flash import PostedForm
from ctpat_app.state.session import SessionState


class StopMailsState(PostedForm, rx.State):
    """The token of the link, and what the last press answered; the form posts to a plain route."""

    token: str = ""

    @rx.event
    @public
    async def load(self) -> None:
        """Take the token out of the address and show what the last attempt answered."""
        session = await self.get_state(SessionState)
        self.show_answer("stop-mails", "stop", session.language)
        self.token = self.router.url.query_parameters.get("token", "")[:200]
