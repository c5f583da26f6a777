"""The invented answers beside a statement, read when somebody unfolds them: few do, and they are long."""

import reflex as rx

from ctpat_app.guidance.samples import NO_SAMPLE, SampleView, sample_view
from ctpat_app.services.library import current_library
from ctpat_app.state.access import signed_in
from ctpat_app.state.session import SessionState
from ctpat_app.words.localiser import localiser_for


class SampleState(rx.State):
    """The sample that was asked for last."""

    of: str = ""
    """Language and criterion of what is on show, so that no page shows that of another one."""
    sample: SampleView = NO_SAMPLE

    @rx.event
    @signed_in
    async def show(self, criterion: str) -> None:
        """Read the sample of a criterion, in the language of the page."""
        language = (await self.get_state(SessionState)).language
        self.of = f"{language}/{criterion}"
        self.sample = sample_view(current_library(), criterion, localiser_for(language))
