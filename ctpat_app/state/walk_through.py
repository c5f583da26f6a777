"""The person's side of a walk-through: asking for a code, deciding, what the bar on every page shows, and the end."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from functools import cache
from typing import Final

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.adapters.rate_limits import Limit, Limiter, limiter_for
from ctpat_app.adapters.tokens import new_walk_code, walk_code_hash
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.walk_throughs import Ending, Side, Stage, shown_code
from ctpat_app.guidance.schema import WalkSide
from ctpat_app.services import walk_signals, walk_throughs
from ctpat_app.services.walk_views import PersonLook, look_as_person
from ctpat_app.state.access import signed_in
from ctpat_app.state.action_views import text_in
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.plain_form import PlainForm, Typed
from ctpat_app.state.session import SessionState
from ctpat_app.state.walk_follow import moment, note_end, ring, seat_of, wakings
from ctpat_app.state.walk_lines import (
    PhraseChoice,
    WordLine,
    address_text,
    ending_text,
    helper_name,
    phrase_text,
    phrases_of,
    word_lines,
)
from ctpat_app.words.messages import message

OFFERS: Final = Limit("walk-offers", attempts=20, seconds=600)


@cache
def _limiter() -> Limiter:
    return limiter_for(kiosk_settings().redis_url)


class WalkState(PlainForm, rx.State):
    """The walk-through of this session, in this tab; the rows of the database are the truth."""

    walk: int = 0
    stage: str = ""
    code: str = ""
    """Only in the tab that asked for it: nothing stores it."""
    helper: str = ""
    """Who asks or looks on."""
    ended: str = ""
    said: str = ""
    """What is told to a screen reader."""
    point: str = ""
    """Id of the control that the helper points at."""
    point_note: str = ""
    point_number: int = 0
    proposal: int = 0
    proposed: str = ""
    follows: bool = False
    words: list[WordLine] = []
    phrases: list[PhraseChoice] = []
    back: str = ""
    """Where the person came from, without a language."""

    _run: int = 0
    """Counts what follows the rows for this tab: only the newest goes on."""
    _told: int = 0
    """The newest word or proposal that was told."""

    @rx.event
    @signed_in
    async def open(self) -> None:
        """Note from which page the person comes: the walk-through is about it, and leads back to it."""
        self.back = (await self.get_state(SessionState)).here()

    @rx.event
    @signed_in
    async def ask(self) -> EventSpec | None:
        """Show a code by which somebody of the help desk can ask to look on; an earlier one holds no longer."""
        session = await self.get_state(SessionState)
        seat, at, code = seat_of(session), moment(), new_walk_code()
        if await _limiter().take(OFFERS, str(seat.actor.user_id)):
            session.tell("walk.too-many-offers")
            return None
        before, digest = session.walk(), walk_code_hash(kiosk_settings().secret_key, code)
        walk = await in_session(walk_throughs.offer, seat, code_hash=digest, place=self.back or session.here(), at=at)
        session.note_walk(walk)
        self._empty()
        self.walk, self.stage, self.code = walk, Stage.OFFERED.value, shown_code(code)
        if before:
            await ring(before)
        return WalkState.follow

    @rx.event
    @signed_in
    async def decide(self, walk: int, allowed: bool, follows: bool) -> EventSpec | None:
        """Let the helper look on, or not; whoever allows it goes back to where they were."""
        session = await self.get_state(SessionState)
        try:
            await in_session(
                walk_throughs.decide, seat_of(session), walk=walk, allowed=allowed, follows=follows, at=moment()
            )
        except Refusal as refusal:
            session.tell(refusal.code)
            return None
        await ring(walk)
        return rx.redirect(f"/{session.language}/{self.back}") if allowed and self.back else None

    @rx.event
    @signed_in
    async def choose_following(self, chosen: bool) -> None:
        """Note whether the page is to go along by itself, before it is allowed."""
        self.follows = chosen

    @rx.event
    @signed_in
    async def stop(self, walk: int) -> None:
        """End it at once: the helper sees nothing more."""
        session = await self.get_state(SessionState)
        try:
            await in_session(walk_throughs.stop, seat_of(session), walk=walk, at=moment())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        session.note_walk(0)
        self._show_end(Ending.PERSON, session.language)
        await ring(walk)

    @rx.event
    @signed_in
    async def go(self, walk: int, signal: int) -> EventSpec | None:
        """Open the page that the helper proposes."""
        session = await self.get_state(SessionState)
        try:
            address = await in_session(walk_signals.went, seat_of(session), walk=walk, signal=signal, at=moment())
        except Refusal as refusal:
            session.tell(refusal.code)
            return None
        self.proposal, self.proposed = 0, ""
        await ring(walk)
        return rx.redirect(f"/{session.language}/{address}")

    @rx.event
    @signed_in
    async def say_phrase(self, walk: int, phrase: str) -> None:
        """Say a prepared phrase, which the helper reads in their own language."""
        session = await self.get_state(SessionState)
        try:
            await in_session(
                walk_signals.say_phrase,
                seat_of(session),
                walk=walk,
                side=Side.PERSON,
                phrase=phrase,
                at=moment(),
            )
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        await ring(walk)

    @rx.event
    @signed_in
    async def say_text(self, walk: int, typed: Typed) -> None:
        """Say something in own words."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        try:
            await in_session(
                walk_signals.say_text, seat_of(session), walk=walk, text=text_in(typed, "text"), at=moment()
            )
        except Refusal as refusal:
            await self.refuse("walk", refusal, field="text")
            return
        self.form_key = f"{walk}/{int(self.form_key.partition('/')[2] or 0) + 1}"
        await ring(walk)

    @rx.event
    @signed_in
    async def close(self) -> None:
        """Take away what was told at the end."""
        self._empty()

    @rx.event(background=True)
    @signed_in
    async def follow(self) -> AsyncIterator[EventSpec]:
        """Keep the bar up to date until the walk-through is over or the tab is gone."""
        async with self:
            session = await self.get_state(SessionState)
            walk, digest, language = session.walk() or self.walk, session.token_hash(), session.language
            token = self.router.session.client_token
            self._run += 1
            run = self._run
            self._set(walk=walk)
        if not walk:
            return
        async with aclosing(wakings(walk, token)) as woken:
            async for _ in woken:
                look = await in_reading(look_as_person, digest, at=moment(), walk=walk)
                is_over = look is None or look.stage is Stage.ENDED
                async with self:
                    # Another one may have begun meanwhile, or this one was ended here.
                    if (self._run, self.walk) != (run, walk):
                        return
                    onward = self._show(look, language)
                    if is_over:
                        (await self.get_state(SessionState)).note_walk(0)
                if is_over:
                    await note_end(walk)
                    return
                if onward:
                    yield WalkState.go(walk, onward)  # type: ignore[operator]

    def _show(self, look: PersonLook | None, language: str) -> int:
        """Show how things stand, and return the proposal that is to be followed by itself, or 0."""
        if look is None:
            self._empty()
            return 0
        if look.stage is Stage.ENDED:
            self._show_end(look.ending, language)
            return 0
        self._set(walk=look.walk, stage=look.stage.value, ended="")
        if look.stage is Stage.OFFERED:
            return 0
        self._set(helper=helper_name(look, language), code="")
        if look.stage is Stage.ASKED:
            return 0
        self._set(follows=look.follows)
        return self._show_happened(look, language)

    def _show_happened(self, look: PersonLook, language: str) -> int:
        happened = look.happened
        note = phrase_text(happened.pointing.phrase, language) if happened.pointing.phrase else ""
        self._tell(look, note, language)
        self._set(
            point=happened.pointing.field,
            point_note=note,
            point_number=happened.pointing.id,
            proposal=happened.proposal.id,
            proposed=address_text(happened.proposal.address, language) if happened.proposal.id else "",
            words=word_lines(happened.words, Side.PERSON, language),
            phrases=phrases_of(WalkSide.PERSON, language),
        )
        return happened.proposal.id if look.follows else 0

    def _tell(self, look: PersonLook, note: str, language: str) -> None:
        """Put what is newest of the helper's doings into words, once."""
        happened = look.happened
        heard = next((each for each in reversed(happened.words) if each.side is Side.HELPER), None)
        newest = max(happened.pointing.id, happened.proposal.id, heard.id if heard else 0)
        if newest <= self._told:
            return
        self._told = newest
        if newest == happened.pointing.id:
            self.said = message("walk.points-with" if note else "walk.points", language, note=note)
        elif newest == happened.proposal.id:
            page = address_text(happened.proposal.address, language)
            self.said = message("walk.proposes", language, page=page)
        elif heard:
            self.said = message("walk.said-new", language, text=phrase_text(heard.phrase, language))

    def _show_end(self, ending: Ending, language: str) -> None:
        self._empty()
        self.stage, self.ended = Stage.ENDED.value, ending_text(ending, language, own=True)

    def _empty(self) -> None:
        self._set(
            walk=0, stage="", code="", helper="", ended="", said="", point="", point_note="",
            point_number=0, proposal=0, proposed="", follows=False, words=[],
        )  # fmt: skip

    def _set(self, **values: object) -> None:
        """Set what differs: what is unchanged is not sent."""
        for name, value in values.items():
            if getattr(self, name) != value:
                setattr(self, name, value)
