"""A form as a dialogue: one question at a time, from the same flow, saved through the same services."""

import asyncio
from collections.abc import Mapping

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.guidance.english_views import NO_ENGLISH, english_view
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.questions import APPLICABILITY, ENGLISH, NOT_APPLICABLE
from ctpat_app.guidance.talk import Turn, TurnKind, after_turn, turn_at, turn_in
from ctpat_app.guidance.talk_views import (
    NO_TURN,
    SaidView,
    TurnView,
    part_counts,
    part_said,
    said_before,
    turn_view,
)
from ctpat_app.guidance.views import (
    CriterionView,
    JumpView,
    ProblemView,
    Reader,
    criterion_view,
    field_name,
    task_views,
)
from ctpat_app.services.application import OpenedDraft, open_application, read_application
from ctpat_app.services.progress import Onward
from ctpat_app.state.access import requires, signed_in
from ctpat_app.state.answers import WRITERS
from ctpat_app.state.english import EnglishFormState
from ctpat_app.state.evidence import EvidenceState
from ctpat_app.state.hearing import ProposalView, proposal_of_countries, reply_to
from ctpat_app.state.profile import NO_CRITERION
from ctpat_app.state.reading import elsewhere, pages_of, reader_of
from ctpat_app.state.rows import RowsState
from ctpat_app.state.session import SessionState
from ctpat_app.state.summaries import is_profile, words_of_summary
from ctpat_app.state.walk_follow import note_where

Typed = Mapping[str, str | bool | None]


class TalkState(RowsState, EnglishFormState, rx.State):
    """The turn on show, what was said before it, and what typed words were taken for."""

    view: TurnView = NO_TURN
    criterion: CriterionView = NO_CRITERION
    """The statement that the turn is about, with what helps to answer it."""
    applies: bool = True
    applies_version: int = 0
    account: int = 0
    said: list[SaidView] = []
    earlier: int = 0
    """How many answers of the part stand before those in ``said``."""
    counts: list[JumpView] = []
    """At the end of the security profile: how many statements of each category are open."""
    form_href: str = ""
    """The same question in its form."""

    heard: str = ""
    """What was typed in one's own words, shown with the reply."""
    reply: str = ""
    proposals: list[ProposalView] = []
    hearing: int = 0
    """Counts what was heard, so that a text that was answered does not come back into its box."""
    _countries: tuple[str, ...] = ()
    """Countries that typed words named, for the question about them."""
    _named_in: str = ""
    """The words that named them."""

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def open(self) -> EventSpec | None:
        """Load the question that the address names; without one, the first that is open."""
        wanted = self.router.url.query_parameters
        session = await self.get_state(SessionState)
        draft_id = number_in(wanted.get("draft", ""))
        self.draft = 0  # who is led elsewhere sees nothing of an earlier question meanwhile
        try:
            opened = await in_session(open_application, session.actor(), draft_id=draft_id, now=now())
        except Refusal as refusal:
            self.draft, self.company, self.view, self.tasks, self.address = 0, "", NO_TURN, [], ""
            session.tell(refusal.code)
            return None
        if page := elsewhere(opened, opened.access.flow):
            return rx.redirect(f"/{session.language}/{page}/?draft={draft_id}", replace=True)
        session.act_for(opened.company)
        self.attempt = 0
        place = [wanted.get(name, "") for name in ("step", "question", "row")]
        await self._turn_to(opened, turn_at(opened.situation, *place))
        return None

    @rx.event
    @requires(*WRITERS, also=Permission.APPLICATION_READ)
    async def answer(self, draft: int, place: str, seen_version: int, text: str, heeded: str) -> None:
        """Save the answer of a press on an option, or of a confirmed proposal, and ask what comes next."""
        _, key, row = (*str(place).split("|"), "", "", "")[:3]
        name = field_name(key, row)
        # What the press refers to was fixed when the option was shown, as the hidden mark of a field does.
        seen = {name: text, f"{name}~seen": f"{key}|{row}|{seen_version}|0"}
        await self._go_from(draft, place, heeded, seen)

    @rx.event
    @requires(*WRITERS, also=Permission.APPLICATION_READ)
    async def send(self, draft: int, place: str, heeded: str, typed: dict[str, str | bool | None]) -> None:
        """Save what the field holds and ask what comes next, or say what keeps the person here."""
        await self._go_from(draft, place, heeded, typed)

    @rx.event
    @requires(Permission.PROFILE_ANSWER)
    async def set_applies(self, draft: int, criterion: str, seen_version: int, value: str) -> None:
        """Say that a statement does not apply to the company, or that it does."""
        await self._save(draft, APPLICABILITY + criterion, "", seen_version, "choice", value)

    @rx.event
    @requires(Permission.APPLICATION_READ)
    async def hear(self, draft: int, place: str, typed: dict[str, str | bool | None]) -> None:
        """Say what words may mean as an answer; nothing is saved before the person says that it is right."""
        session = await self.get_state(SessionState)
        words = str(typed.get("words") or "")
        try:
            opened = await in_session(read_application, session.actor(), draft_id=draft, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        turn = turn_in(opened.situation, place)
        if turn.kind is not TurnKind.QUESTION:
            return
        reply = await asyncio.to_thread(reply_to, opened.situation, turn, words, session.language)
        self.heard, self.reply, self.proposals = words.strip(), reply.text, reply.proposals
        self.hearing += 1
        if reply.countries:
            self._countries, self._named_in = reply.countries, words.strip()

    @rx.event
    @signed_in
    async def dismiss(self) -> None:
        """Put the proposals away: none of them was meant."""
        self.heard, self.reply, self.proposals, self._countries = "", "", [], ()
        self.hearing += 1  # a new box for other words, which takes the focus

    async def _go_from(self, draft: int, place: str, heeded: str, typed: Typed) -> None:
        def find_way(situation: Situation, here: str) -> Onward | None:
            following = after_turn(situation, here, heeded=heeded)
            return None if following is None else Onward(following)

        went = await self._go_on(find_way, draft, place, typed)
        if went is None:
            return
        if went.onward:
            session = await self.get_state(SessionState)
            self._show(went.opened, went.onward.place, session.language)
            await note_where(session, self.address)
        await self._show_evidence(went.opened)

    async def _turn_to(self, opened: OpenedDraft, turn: Turn) -> None:
        session = await self.get_state(SessionState)
        self._show(opened, turn.place, session.language)
        await note_where(session, self.address)
        await self._show_evidence(opened)

    async def _show_evidence(self, opened: OpenedDraft) -> None:
        if self.view.criterion:
            await (await self.get_state(EvidenceState)).show(opened, self.view.criterion)

    async def _follow(self, key: str, text: str) -> None:
        """Look at the English version where it is on show; beside an answer it has a turn of its own."""
        if self.view.key.startswith(ENGLISH):
            await super()._follow(key, text)

    async def _show_entry(self, row: str) -> None:
        """Ask the first question of an entry that was just added."""
        if not self.draft:
            return
        session = await self.get_state(SessionState)
        opened = await in_session(read_application, session.actor(), draft_id=self.draft, now=now())
        step = opened.situation.step(self.view.step)
        asked = opened.situation.asked(step) if step else ()
        key = next((item.question.key for item in asked if item.row == row), "")
        await self._turn_to(opened, turn_at(opened.situation, self.view.step, key, row))

    def _title_of(self, row: str) -> str:
        return self.view.caption if self.view.row == row else ""

    async def _reload(self) -> None:
        session = await self.get_state(SessionState)
        opened = await in_session(read_application, session.actor(), draft_id=self.draft, now=now())
        self._show(opened, self.view.place, session.language, asked_for_all=self.attempt > 0)

    def _add_problems(self, refused: list[ProblemView]) -> None:
        pass  # the error stands beside the one field there is

    def _show(self, opened: OpenedDraft, place: str, language: str, *, asked_for_all: bool = False) -> None:
        situation, turn = opened.situation, turn_in(opened.situation, place)
        reader = reader_of(opened, language, asked_for_all=asked_for_all)
        words = words_of_summary(language)
        if turn.place != self.view.place:
            self.heard, self.reply, self.proposals = "", "", []
            if turn.kind is not TurnKind.ENTRY:
                self.removed_row = ""
        self.draft, self.company, self.account = opened.access.draft_id, opened.company, opened.access.trade_account_id
        self.view = turn_view(situation, turn, reader)
        self.tasks = task_views(situation, reader, turn.step)
        self._show_criterion(situation, reader)
        step = situation.step(turn.step)
        if step and turn.kind is TurnKind.PART_END:
            self.said, self.earlier = part_said(situation, step, reader.localiser, words), 0
            self.counts = part_counts(situation, step, reader.localiser)
        else:
            (self.said, self.earlier), self.counts = said_before(situation, turn, reader.localiser, words), []
        pages = pages_of(opened)
        self.address = f"/{language}/{pages.talk}/?draft={self.draft}{_query(turn)}"
        self.form_href = _form_address(opened, turn, self.view.criterion, language)
        self._offer_countries(language)
        self._show_fields([*self.view.fields, *self.english.fields], language)

    def _show_criterion(self, situation: Situation, reader: Reader) -> None:
        key = self.view.criterion
        self.criterion = (criterion_view(situation, key, reader) if key else None) or NO_CRITERION
        about = next(iter(self.criterion.fields), None)
        self.applies = about is None or about.value != NOT_APPLICABLE
        self.applies_version = about.version if about else 0
        self.english = english_view(situation, key, reader) if self.view.key.startswith(ENGLISH) else NO_ENGLISH

    def _offer_countries(self, language: str) -> None:
        """Offer the countries that somebody named at an earlier question, while this one has no answer."""
        asked = next(iter(self.view.fields), None)
        if self._countries and not self.heard and asked and asked.kind == "countries" and not asked.value:
            self.heard = self._named_in
            self.proposals = [proposal_of_countries(self._countries, language)]


def _query(turn: Turn) -> str:
    return f"&step={turn.step}&question={turn.key}&row={turn.row}"


def _form_address(opened: OpenedDraft, turn: Turn, criterion: str, language: str) -> str:
    """Return where the question of the turn stands in its form."""
    pages, draft = pages_of(opened), opened.access.draft_id
    place = "" if turn.kind in {TurnKind.PART_END, TurnKind.FINISHED} else f"#{field_name(turn.key, turn.row)}"
    if criterion:
        return f"/{language}/profile/?draft={draft}&criterion={criterion}{place}"
    step = opened.situation.step(turn.step)
    if step is None:
        return f"/{language}/{pages.end}/?draft={draft}"
    if is_profile(step):
        return f"/{language}/profile/?draft={draft}"
    return f"/{language}/{pages.steps}/?draft={draft}&step={step.id}{place}"
