"""The helper's side of a walk-through: the code, what the person allows to be seen, pointing, pages and phrases."""

from contextlib import aclosing
from functools import cache
from typing import Final

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.adapters.rate_limits import Limit, Limiter, limiter_for
from ctpat_app.adapters.tokens import walk_code_hash
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.permissions import Permission
from ctpat_app.domain.walk_throughs import Ending, Side, Stage, typed_code
from ctpat_app.guidance.schema import WalkSide
from ctpat_app.services import walk_rows, walk_signals, walk_throughs
from ctpat_app.services.walk_views import HelperLook, look_as_helper
from ctpat_app.state.access import requires, signed_in
from ctpat_app.state.action_views import text_in
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.plain_form import PlainForm, Typed
from ctpat_app.state.session import SessionState
from ctpat_app.state.walk_follow import moment, note_end, ring, seat_of, wakings
from ctpat_app.state.walk_helper_views import NO_PAGE, SeenPage, seen_page
from ctpat_app.state.walk_lines import PhraseChoice, WordLine, ending_text, phrases_of, word_lines
from ctpat_app.words.messages import isolated

CODES_OF_ONE: Final = Limit("walk-codes-staff", attempts=5, seconds=600)
CODES_OF_ALL: Final = Limit("walk-codes-total", attempts=100, seconds=600)
"""Codes that fit nothing: so many may be tried by one of the staff, and at the whole kiosk."""


@cache
def _limiter() -> Limiter:
    return limiter_for(kiosk_settings().redis_url)


class StaffWalkState(PlainForm, rx.State):
    """The walk-through of this session of staff; the rows of the database are the truth."""

    walk: int = 0
    stage: str = ""
    ended: str = ""
    person: str = ""
    page: SeenPage = NO_PAGE
    limited: bool = False
    """Whether the name of the person's page is all that is told."""
    pointed: str = ""
    """Id of the control that is pointed at."""
    proposed: int = 0
    words: list[WordLine] = []
    phrases: list[PhraseChoice] = []
    notes: list[PhraseChoice] = []
    """Phrases that go with a pointing."""
    note: str = ""
    """The one that goes with the next pointing."""

    _run: int = 0

    @rx.event
    @requires(Permission.WALK_THROUGH_HELP)
    async def load(self) -> EventSpec | None:
        """Show the walk-through of this session, if there is one; it goes on where it was."""
        session = await self.get_state(SessionState)
        try:
            walk_rows.require_helper(session.actor())
            look = await in_reading(look_as_helper, session.token_hash(), at=moment())
        except Refusal as refusal:
            self.reset()  # type: ignore[no-untyped-call]
            session.tell(refusal.code)
            return None
        self._empty()
        if look is None or look.stage is Stage.ENDED:
            return None
        self.walk = look.walk
        return StaffWalkState.follow

    @rx.event
    @requires(Permission.WALK_THROUGH_HELP)
    async def enter(self, typed: Typed) -> EventSpec | None:
        """Use a code: the person is asked next. What fits nothing is limited and answered alike."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        try:
            walk = await self._enter(session, typed_code(text_in(typed, "code")))
        except Refusal as refusal:
            await self.refuse("walk", refusal, field="code")
            return None
        self._empty()
        self.walk, self.stage = walk, Stage.ASKED.value
        await ring(walk)
        return StaffWalkState.follow

    async def _enter(self, session: SessionState, code: str) -> int:
        seat = seat_of(session)
        walk_rows.require_helper(seat.actor)
        if not code:
            raise InvalidValue("walk.code-shape")
        own = str(seat.actor.user_id)
        for limit, key in ((CODES_OF_ONE, own), (CODES_OF_ALL, "")):
            if await _limiter().take(limit, key):
                raise InvalidValue("walk.too-many-codes")
        digest = walk_code_hash(kiosk_settings().secret_key, code)
        walk = await in_session(walk_throughs.enter, seat, code_hash=digest, at=moment())
        # A code that fits is no guess.
        await _limiter().give_back(CODES_OF_ONE, own)
        await _limiter().give_back(CODES_OF_ALL, "")
        return walk

    @rx.event
    @requires(Permission.WALK_THROUGH_HELP)
    async def stop(self, walk: int) -> None:
        """End it at once; the page is emptied."""
        session = await self.get_state(SessionState)
        try:
            walk_rows.require_helper(session.actor())
            await in_session(walk_throughs.stop, seat_of(session), walk=walk, at=moment())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        self._show_end(Ending.HELPER, session.language)
        await ring(walk)

    @rx.event
    @signed_in
    async def choose_note(self, phrase: str) -> None:
        """Choose what goes as a note with the next pointing; it stays in this tab until then."""
        self.note = phrase

    @rx.event
    @requires(Permission.WALK_THROUGH_HELP)
    async def point(self, walk: int, field: str, phrase: str) -> None:
        """Point at a field of the person's page."""
        session = await self.get_state(SessionState)
        try:
            await in_session(walk_signals.point, seat_of(session), walk=walk, field=field, phrase=phrase, at=moment())
        except Refusal as refusal:
            await self._refused(session, refusal)
            return
        self.pointed = field
        await ring(walk)

    @rx.event
    @requires(Permission.WALK_THROUGH_HELP)
    async def point_at_nothing(self, walk: int) -> None:
        """Take the pointing away."""
        session = await self.get_state(SessionState)
        try:
            await in_session(walk_signals.clear, seat_of(session), walk=walk, at=moment())
        except Refusal as refusal:
            await self._refused(session, refusal)
            return
        self.pointed = ""
        await ring(walk)

    @rx.event
    @requires(Permission.WALK_THROUGH_HELP)
    async def propose(self, walk: int, typed: Typed) -> None:
        """Propose to open a page; the person presses to go there, unless they allowed to be taken along."""
        session = await self.get_state(SessionState)
        page, _, step = text_in(typed, "page").partition("|")
        try:
            await in_session(walk_signals.propose_page, seat_of(session), walk=walk, page=page, step=step, at=moment())
        except Refusal as refusal:
            await self._refused(session, refusal)
            return
        await ring(walk)

    @rx.event
    @requires(Permission.WALK_THROUGH_HELP)
    async def say_phrase(self, walk: int, typed: Typed) -> None:
        """Say a prepared phrase, which the person reads in their own language."""
        session = await self.get_state(SessionState)
        try:
            await in_session(
                walk_signals.say_phrase,
                seat_of(session),
                walk=walk,
                side=Side.HELPER,
                phrase=text_in(typed, "phrase"),
                at=moment(),
            )
        except Refusal as refusal:
            await self._refused(session, refusal)
            return
        await ring(walk)

    @rx.event(background=True)
    @signed_in
    async def follow(self) -> None:
        """Keep the page up to date until the walk-through is over or the tab is gone; then it is empty."""
        async with self:
            session = await self.get_state(SessionState)
            walk, digest, language = self.walk, session.token_hash(), session.language
            token = self.router.session.client_token
            self._run += 1
            run = self._run
        if not walk:
            return
        async with aclosing(wakings(walk, token)) as woken:
            async for _ in woken:
                look = await self._look(digest, walk)
                page = seen_page(look, language) if look and look.stage is Stage.RUNNING else NO_PAGE
                async with self:
                    # Another one may have begun meanwhile, or this one was ended here.
                    if (self._run, self.walk) != (run, walk):
                        return
                    self._show(look, page, language)
                if look is None or look.stage is Stage.ENDED:
                    await note_end(walk)
                    return

    async def _look(self, digest: str, walk: int) -> HelperLook | None:
        try:
            return await in_reading(look_as_helper, digest, at=moment(), walk=walk)
        except NotPermitted:  # signed out, or no longer a helper
            return HelperLook(walk, Stage.ENDED, Ending.SIGNED_OUT)

    def _show(self, look: HelperLook | None, page: SeenPage, language: str) -> None:
        if look is None:
            self._empty()
            return
        if look.stage is Stage.ENDED:
            self._show_end(look.ending, language)
            return
        self._set(walk=look.walk, stage=look.stage.value, ended="")
        if look.stage is not Stage.RUNNING:
            return
        self._set(
            person=isolated(look.person),
            page=page,
            limited=look.limited,
            pointed=look.happened.pointing.field,
            proposed=look.happened.proposal.id,
            words=word_lines(look.happened.words, Side.HELPER, language),
            phrases=phrases_of(WalkSide.HELPER, language),
            notes=phrases_of(WalkSide.HELPER, language, pointing=True),
        )

    async def _refused(self, session: SessionState, refusal: Refusal) -> None:
        """Tell why; of a walk-through that is over nothing stays on the page."""
        if refusal.code == walk_rows.OVER:
            self._empty()
        session.tell(refusal.code)

    def _show_end(self, ending: Ending, language: str) -> None:
        self._empty()
        self.stage, self.ended = Stage.ENDED.value, ending_text(ending, language)

    def _empty(self) -> None:
        self._set(
            walk=0, stage="", ended="", person="", page=NO_PAGE, limited=False, pointed="", proposed=0, words=[],
            note="",
        )  # fmt: skip

    def _set(self, **values: object) -> None:
        """Set what differs: what is unchanged is not sent."""
        for name, value in values.items():
            if getattr(self, name) != value:
                setattr(self, name, value)
