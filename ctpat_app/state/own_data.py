"""The pages about a person's own data: what leaves, what stays, and the links that keep something."""

import reflex as rx

from ctpat_app.state.access import public, signed_in
from ctpat_app.state.flash import PostedForm
from ctpat_app.state.session import SessionState


class MyDataState(PostedForm, rx.State):
    """Why an account cannot be deleted, if it cannot; the form posts to a plain route."""

    loaded: bool = False

    @rx.event
    @signed_in
    async def load(self) -> None:
        """Show what the last attempt answered."""
        session = await self.get_state(SessionState)
        self.show_answer("my-data", "sure", session.language)
        self.loaded = True


class KeepState(PostedForm, rx.State):
    """The page of a mailed link that keeps an account or an application."""

    token: str = ""

    @rx.event
    @public
    async def load(self) -> None:
        """Take the token out of the address and show what the last attempt answered."""
        session = await self.get_state(SessionState)
        self.show_answer("keep", "keep", session.language)
        self.token = self.router.url.query_parameters.get("token", "")[:200]
