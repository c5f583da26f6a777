"""The guide of a practice: put in order and sent by staff, opened by whoever got its link."""

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.adapters.tokens import new_token
from ctpat_app.domain.errors import InvalidValue, Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.guidance.guide_views import GuideLine, guide_lines
from ctpat_app.guidance.views import Reader
from ctpat_app.services.practice import read_practice
from ctpat_app.services.practice_guides import move_line, note_line, open_guide, remove_line, send_guide
from ctpat_app.state.access import addressed, public
from ctpat_app.state.action_views import text_in
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.plain_form import PlainForm, Typed
from ctpat_app.state.practice import STEP_PAGE, practice_reader, tried
from ctpat_app.state.reading import say_in
from ctpat_app.state.session import SessionState
from ctpat_app.words.languages import own_name
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message, refusal_text


class PracticeGuideState(PlainForm, rx.State):
    """The steps that were recorded, as the person will read them."""

    loaded: bool = False
    practice: int = 0
    lines: list[GuideLine] = []
    languages: list[list[str]] = []
    back: str = ""

    @rx.event
    @addressed
    async def load(self) -> None:
        """Show the guide of the practice that the address names."""
        self.clear_problems()
        session = await self.get_state(SessionState)
        self.practice = number_in(self.router.url.query_parameters.get("practice", "")) or 0
        self.languages = [[each, own_name(each)] for each in kiosk_settings().languages]
        self.values = {"send-language": session.language}
        self.back = f"/{session.language}/{STEP_PAGE}/?practice={self.practice}"
        self.loaded = await self._show()

    @rx.event
    @addressed
    async def move(self, practice: int, number: int, up: bool) -> None:
        """Move a step one place up or down."""
        await tried(self, move_line, practice_id=practice, number=number - 1, up=up, now=now())
        await self._show(practice)

    @rx.event
    @addressed
    async def remove(self, practice: int, number: int) -> None:
        """Take a step out of the guide."""
        await tried(self, remove_line, practice_id=practice, number=number - 1, now=now())
        await self._show(practice)

    @rx.event
    @addressed
    async def note(self, practice: int, number: int, text: str) -> None:
        """Keep a note in own words beside a step."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        try:
            await in_session(note_line, session.actor(), practice_id=practice, number=number - 1, note=text, now=now())
        except Refusal as refusal:
            await self.refuse(f"note-{number}", refusal)
            return
        await self._show(practice)

    @rx.event
    @addressed
    async def send(self, practice: int, typed: Typed) -> None:
        """Send the guide by mail, in the person's language."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        try:
            await in_session(
                send_guide,
                session.actor(),
                practice_id=practice,
                email=text_in(typed, "email"),
                language=text_in(typed, "language"),
                languages=kiosk_settings().languages,
                note_language=session.language,
                token=new_token(),
                now=now(),
            )
        except Refusal as refusal:
            field = "language" if refusal.code == "choice.unknown" else "email"
            await self.refuse("send", refusal, field=field)
            return
        self.told = message("practice.sent", session.language)

    async def _show(self, practice: int = 0) -> bool:
        session = await self.get_state(SessionState)
        found = await tried(self, read_practice, reads=True, practice_id=practice or self.practice, now=now())
        if found is None:
            return False
        self.lines = guide_lines(found.situation, found.lines, practice_reader(found, session.language))
        return True


class GuideState(rx.State):
    """A guide as its reader sees it."""

    loaded: bool = False
    lines: list[GuideLine] = []
    note_language: str = ""
    problem: str = ""

    @rx.event
    @public
    async def load(self) -> None:
        """Show the guide of the link."""
        self.reset()  # type: ignore[no-untyped-call]
        language = (await self.get_state(SessionState)).language
        token = self.router.url.query_parameters.get("token", "")[:200]
        try:
            found = await in_reading(open_guide, token=token, now=now())
        except InvalidValue as refusal:
            self.problem = refusal_text(refusal, language)
        else:
            reader = Reader(localiser_for(language), say_in(language), lambda _: True, lambda _: False)
            self.lines = guide_lines(found.situation, found.lines, reader)
            self.note_language = found.note_language
        self.loaded = True
