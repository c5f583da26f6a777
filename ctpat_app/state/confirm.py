"""The page that a mailed link opens."""

import reflex as rx

from ctpat_app.state.access import public
from ctpat_app.state.flash import PostedForm
from ctpat_app.state.session import SessionState


class ConfirmState(PostedForm, rx.State):
    """What came of pressing the button; the link itself is in a cookie that scripts cannot read."""

    @rx.event
    @public
    async def load(self) -> None:
        """Show why the link did not work, if it did not."""
        session = await self.get_state(SessionState)
        self.show_answer("confirm", "email", session.language)
