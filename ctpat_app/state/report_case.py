"""A report of a problem that was sent: opened by its code, which stands in the fragment of the address or is typed.

Each event names the code, and the service opens the case by it anew: nothing is remembered that would open it.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Final

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.adapters.rate_limits import Limit, Limiter, limiter_for
from ctpat_app.adapters.tokens import new_token
from ctpat_app.domain.case_codes import read_help_case_code
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.help_cases import CaseSide, CaseState, answer_hours
from ctpat_app.services.help_case_files import drop_picture, waiting_pictures
from ctpat_app.services.help_cases import (
    CaseSeen,
    SeenMessage,
    add_to_case,
    case_path,
    solve_by_person,
    view_case,
)
from ctpat_app.state.access import public
from ctpat_app.state.action_views import text_in
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.plain_form import PlainForm, Typed
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import moment_text
from ctpat_app.words.languages import direction
from ctpat_app.words.messages import message

TRY_ADDRESS: Final = Limit("report-case-address", attempts=20, seconds=900)
TRY_TOTAL: Final = Limit("report-case-total", attempts=1200, seconds=900)
"""Codes that opened nothing: with 49 bits nobody comes upon one, and whoever tries is slowed down."""
WRITE_ADDRESS: Final = Limit("report-case-write", attempts=30, seconds=900)


@cache
def _limiter() -> Limiter:
    return limiter_for(kiosk_settings().redis_url)


@dataclass
class CaseCard:
    """One message as it stands on the page."""

    id: int
    title: str
    text: str
    language: str
    direction: str
    is_own: bool
    pictures: list[str] = field(default_factory=list)


@dataclass
class PictureLine:
    """A picture that goes with what is being written."""

    id: int
    name: str


class ReportCaseState(PlainForm, rx.State):
    """The report whose code was given."""

    loaded: bool = False
    code: str = ""
    opened: str = ""
    state: str = ""
    state_name: str = ""
    next_move: str = ""
    is_late: bool = False
    joined: bool = False
    expected: str = ""
    by_mail: bool = False
    cards: list[CaseCard] = []
    can_write: bool = False
    can_solve: bool = False
    token: str = ""
    pictures_token: str = ""
    pictures: list[PictureLine] = []
    upload: str = ""
    draft_key: str = ""
    """Under which the browser keeps the text until it is sent."""

    @rx.event
    @public
    async def load(self) -> None:
        """Show the report whose code stands in the fragment of the address; without one, the form alone."""
        self.reset()  # type: ignore[no-untyped-call]
        if code := self.router.url.fragment.strip():
            await self._open(code)
        self.loaded = True

    @rx.event
    @public
    async def open(self, typed: Typed) -> EventSpec | None:
        """Show the report whose code was typed; the address then names it, so that the page can be loaded again."""
        self.clear_problems()
        await self._open(text_in(typed, "code"))
        if not self.code:
            return None
        language = (await self.get_state(SessionState)).language
        return rx.redirect(case_path(self.code, language), replace=True)

    @rx.event
    @public
    async def look_again(self, code: str) -> None:
        """Show what is there now: a picture has arrived, or somebody wants to see the newest."""
        await self._open(code)

    @rx.event
    @public
    async def add(self, code: str, token: str, pictures_token: str, typed: Typed) -> None:
        """Add what was written, with the pictures that wait for it."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        actor = session.actor() if session.signed_in else None
        try:
            if wait := await _limiter().take(WRITE_ADDRESS, self.router.session.client_ip):
                raise _too_many(wait)
            await in_session(
                add_to_case,
                code,
                text=text_in(typed, "text"),
                language=session.language,
                token=token,
                user_id=actor.user_id if actor else None,
                now=now(),
                hours=answer_hours(kiosk_settings().help_answer_hours),
                pictures=pictures_token,
            )
        except Refusal as refusal:
            await self._tell_why(refusal, "case", "text")
            return
        self.token = ""
        await self._open(code)
        self.told = message("help-case.told-added", session.language)

    @rx.event
    @public
    async def solve(self, code: str) -> None:
        """Say that it is solved."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        actor = session.actor() if session.signed_in else None
        try:
            await in_session(solve_by_person, code, user_id=actor.user_id if actor else None, now=now())
        except Refusal as refusal:
            await self._tell_why(refusal, "case", "text")
            return
        await self._open(code)
        self.told = message("help-case.told-solved", session.language)

    @rx.event
    @public
    async def take_away(self, code: str, pictures_token: str, picture: int) -> None:
        """Take a picture away that was not sent yet."""
        session = await self.get_state(SessionState)
        await in_session(drop_picture, pictures_token, picture)
        await self._open(code)
        self.told = message("help-case.told-picture-away", session.language)

    async def _tell_why(self, refusal: Refusal, form: str, field: str) -> None:
        """Say it beside the field: a code that opens nothing is no question of rights."""
        await self.refuse(form, InvalidValue(refusal.code, **refusal.params), field=field)

    async def _open(self, code: str) -> None:
        """Show the case of ``code``; a code that opens nothing counts against who tried it."""
        try:
            seen = await self._seen(code)
        except Refusal as refusal:
            self.code = ""
            await self._tell_why(refusal, "find", "code")
            self.values = {"find-code": code[:20]}
            return
        await self._show(seen)

    async def _seen(self, code: str) -> CaseSeen:
        address, wanted = self.router.session.client_ip, read_help_case_code(code)
        if not wanted:
            raise NotPermitted("help-case.unknown")
        for limit, key in ((TRY_ADDRESS, address), (TRY_TOTAL, "")):
            if wait := await _limiter().take(limit, key):
                raise _too_many(wait)
        found = await in_reading(view_case, wanted, now=now())
        for limit, key in ((TRY_ADDRESS, address), (TRY_TOTAL, "")):
            await _limiter().give_back(limit, key)
        return found

    async def _show(self, seen: CaseSeen) -> None:
        language = (await self.get_state(SessionState)).language
        self.code, self.state, self.joined = seen.code, seen.state.value, seen.joined
        self.opened, self.expected = moment_text(seen.opened_at, language), seen.expected
        self.state_name = message(f"help-case.state-{seen.state.value}", language)
        self.next_move, self.is_late = _next_move(seen, language), seen.is_overdue
        self.by_mail, self.can_write, self.can_solve = seen.answers_by_mail, seen.can_write, seen.can_solve
        self.cards = [_card(each, language) for each in seen.messages]
        self.token = self.token or new_token()
        # Not a new one for each message: a picture that arrives late goes along with the next.
        self.pictures_token = self.pictures_token or new_token()
        self.upload = f"/report/picture?lang={language}&form={self.pictures_token}"
        waiting = await in_reading(waiting_pictures, self.pictures_token)
        self.pictures = [PictureLine(each.id, each.name) for each in waiting]
        self.draft_key = self.form_key = f"report-case/{seen.messages[-1].id if seen.messages else 0}"


def _too_many(wait_seconds: int) -> InvalidValue:
    return InvalidValue("help-case.too-many-tries", minutes=max(1, -(-wait_seconds // 60)))


def _next_move(seen: CaseSeen, language: str) -> str:
    """Return who has the next move, and by when."""
    if seen.state is CaseState.SOLVED and seen.reopens_until:
        return message("help-case.next-solved", language, moment=moment_text(seen.reopens_until, language))
    if seen.answer_due_at:
        code = "help-case.next-desk-late" if seen.is_overdue else "help-case.next-desk"
        return message(code, language, moment=moment_text(seen.answer_due_at, language))
    waits = seen.state is CaseState.WAITING_FOR_PERSON
    return message("help-case.next-person" if waits else "help-case.next-nobody", language)


def _card(seen: SeenMessage, language: str) -> CaseCard:
    title = message(f"help-case.from-{seen.side.value}", language, moment=moment_text(seen.at, language))
    return CaseCard(
        id=seen.id,
        title=title,
        text=seen.text,
        language=seen.language,
        direction=direction(seen.language),
        is_own=seen.side is CaseSide.PERSON,
        pictures=[each.name for each in seen.pictures],
    )
