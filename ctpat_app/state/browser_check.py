"""The page that checks a browser: what the live connection brings back."""

import reflex as rx

from ctpat_app.state.access import public


class BrowserCheckState(rx.State):
    """Counts what came over the live connection of this tab; the page's script takes the time in between."""

    echoes: int = 0

    @rx.event
    @public
    async def echo(self) -> None:
        """Answer by a changed count."""
        self.echoes += 1
