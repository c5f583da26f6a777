"""The page for the second step of signing in."""

import reflex as rx

from ctpat_app.state.access import public
from ctpat_app.state.flash import PostedForm
from ctpat_app.state.session import SessionState


class SecondFactorState(PostedForm, rx.State):
    """What the last code answered; the half-done sign-in itself is in a cookie that scripts cannot read."""

    @rx.event
    @public
    async def load(self) -> None:
        """Show why the code was not taken, if it was not."""
        session = await self.get_state(SessionState)
        self.show_answer("second-factor", "code", session.language)
