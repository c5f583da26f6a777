"""Practising a form: the list of one's practices, and the step or statement that is practised."""
# ruff: noqa: ARG002 - the fields of a form hand over what real answers need; a practice has no second writer

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import NotPermitted, Refusal
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.domain.practice import CRITERION, Act, is_place
from ctpat_app.guidance.answers import join, split
from ctpat_app.guidance.practice_views import NO_PLACE, PracticePlace, practice_place
from ctpat_app.guidance.questions import name_of_type, steps_of
from ctpat_app.guidance.texts import ref
from ctpat_app.guidance.views import PROFILE, ProblemView, Reader, field_name, task_views
from ctpat_app.services.drafts import APPLICATION
from ctpat_app.services.library import current_library
from ctpat_app.services.practice import (
    Practice,
    PracticeLine,
    answer_practice,
    begin_practice,
    delete_practice,
    list_practices,
    note_place,
    practise_draft,
    read_practice,
    set_practice_row,
    set_recording,
)
from ctpat_app.state.access import addressed, requires
from ctpat_app.state.action_views import text_in
from ctpat_app.state.answers import SHAPES_THE_PAGE, AnswerState, seen_in
from ctpat_app.state.plain_form import PlainForm, Typed
from ctpat_app.state.reading import say_in
from ctpat_app.state.session import SessionState
from ctpat_app.words.country_names import country_names
from ctpat_app.words.dates import day_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message

T = TypeVar("T")
STEP_PAGE = "staff/practice-step"
TYPE = "type-"
"""Begins the name of the box of a kind of company in the form."""


async def tried(state: rx.State, use_case: Callable[..., T], *, reads: bool = False, **values: object) -> T | None:
    """Return what a use case gives the signed-in person; a refusal is told on the page, and None comes back."""
    session = await state.get_state(SessionState)
    run = in_reading if reads else in_session
    try:
        return await run(use_case, session.actor(), **values)
    except Refusal as refusal:
        session.tell(refusal.code)
        return None


@dataclass(frozen=True)
class PracticeCard:
    """A practice in the list."""

    id: int
    what: str
    role: str
    country: str
    steps: int
    begun: str
    until: str
    href: str


class PracticesState(PlainForm, rx.State):
    """One's own practices, and the form that begins one."""

    loaded: bool = False
    cards: list[PracticeCard] = []
    types: list[list[str]] = []
    """Each kind of company: name of its box, and what it is called."""
    steps: list[list[str]] = []
    draft: int = 0
    """The form of a company along which one is to practise; 0 for none."""

    @rx.event
    @requires(Permission.PRACTICE_USE, of_staff_alone=True)
    async def load(self) -> None:
        """Show one's practices, and what can be chosen."""
        self.clear_problems()
        self.draft = number_in(self.router.url.query_parameters.get("draft", "")) or 0
        self.loaded = await self._show()

    @rx.event
    @requires(Permission.PRACTICE_USE, of_staff_alone=True)
    async def begin(self, typed: Typed) -> EventSpec | None:
        """Begin a practice by choosing."""
        session = await self.get_state(SessionState)
        types = tuple(key.removeprefix(TYPE) for key, value in typed.items() if key.startswith(TYPE) and value)
        try:
            practice = await in_session(
                begin_practice,
                session.actor(),
                types=types,
                country=text_in(typed, "country"),
                role=text_in(typed, "role"),
                until=text_in(typed, "until"),
                now=now(),
            )
        except Refusal as refusal:
            await self.refuse("begin", refusal)
            return None
        return rx.redirect(_address(session.language, practice, text_in(typed, "until")))

    @rx.event
    @requires(Permission.PRACTICE_FROM_CASE, of_staff_alone=True)
    async def begin_along(self, draft: int, typed: Typed) -> EventSpec | None:
        """Begin a practice along the questions of a company's form."""
        session = await self.get_state(SessionState)
        try:
            practice = await in_session(
                practise_draft,
                session.actor(),
                draft_id=draft,
                role=text_in(typed, "role"),
                until=text_in(typed, "until"),
                now=now(),
            )
        except Refusal as refusal:
            await self.refuse("along", refusal)
            return None
        return rx.redirect(_address(session.language, practice, text_in(typed, "until")))

    @rx.event
    @addressed
    async def delete(self, practice: int) -> None:
        """Delete a practice at once."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        try:
            await in_session(delete_practice, session.actor(), practice_id=practice, now=now())
        except Refusal as refusal:
            session.tell(refusal.code)
            return
        await self._show()
        self.told = message("practice.deleted", session.language)

    async def _show(self) -> bool:
        session = await self.get_state(SessionState)
        library, localiser = current_library(), localiser_for(session.language)
        found = await tried(self, list_practices, reads=True)
        if found is None:
            return False
        self.cards = [_card(each, session.language) for each in found]
        kinds = library.business_types.values()
        self.types = [[TYPE + kind.id, localiser.text(name_of_type(kind))] for kind in kinds]
        self.steps = [
            [step.id, localiser.text(ref(f"flows/{APPLICATION}/{step.id}", "task", step.i18n.task))]
            for step in steps_of(library, APPLICATION).values()
        ]
        return True


class PracticeState(AnswerState, rx.State):
    """The step or statement that is practised: its fields as in the real form, saved apart from everything real."""

    view: PracticePlace = NO_PLACE
    place: str = ""
    recording: bool = False
    recorded: int = 0
    until: str = ""
    """The day on which the practice is deleted."""
    role: str = ""

    @rx.event
    @addressed
    async def open(self) -> None:
        """Load the practice and the place that the address names."""
        self.draft, self.view = 0, NO_PLACE
        query = self.router.url.query_parameters
        practice = number_in(query.get("practice", "")) or 0
        found = await tried(self, read_practice, reads=True, practice_id=practice, now=now())
        if found is None:
            return
        self.attempt = 0
        place = _known_place(found, query.get("place", ""))
        await self._note(practice, place, Act.OPEN)
        await self._show_place(practice, place)

    @rx.event
    @addressed
    async def save(
        self, draft: int, key: str, row: str, seen_version: int, kind: str, text: str, of_version: int
    ) -> None:
        """Keep one answer of the practice; nobody else writes there, so the version seen does not matter."""
        await self._keep(draft, key, row, kind, text)

    @rx.event
    @addressed
    async def choose(
        self, draft: int, key: str, row: str, seen_version: int, kind: str, value: str, option: str, chosen: bool
    ) -> None:
        """Add or take out one option."""
        keys = [item for item in split(value) if item != option] + ([option] if chosen else [])
        await self._keep(draft, key, row, kind, join(keys))

    @rx.event
    @addressed
    async def go_on(self, draft: int, typed: Typed) -> EventSpec | None:
        """Keep what the form holds, and go to the next place."""
        session = await self.get_state(SessionState)
        if await tried(self, read_practice, reads=True, practice_id=draft, now=now()) is None:
            return None
        for seen in seen_in(typed).values():
            await self._keep(draft, seen.key, seen.row, "", seen.text)
        if self.errors:
            self.attempt += 1
            await self._show_place(draft, self.place, asked_for_all=True)
            return None
        await self._note(draft, self.place, Act.CONTINUE)
        await self._show_place(draft, self.place)
        return rx.redirect(_address(session.language, draft, self.view.after)) if self.view.after else None

    @rx.event
    @addressed
    async def set_row(self, draft: int, list_id: str, row: str) -> None:
        """Add a row to a list, or take one out."""
        place = self.place
        await tried(self, set_practice_row, practice_id=draft, place=place, list_id=list_id, row=row, now=now())
        await self._show_place(draft, place)

    @rx.event
    @addressed
    async def record(self, draft: int, wanted: bool) -> None:
        """Begin to record, or stop."""
        await tried(self, set_recording, practice_id=draft, place=self.place, wanted=wanted, now=now())
        await self._show_place(draft, self.place)

    @rx.event
    @addressed
    async def keep_theirs(self, name: str) -> None:
        """Show the practice as it is kept: two texts never stand against each other here."""
        await self._again()

    @rx.event
    @addressed
    async def keep_mine(
        self, draft: int, key: str, row: str, kind: str, their_version: int, text: str, of_version: int
    ) -> None:
        """Keep a text: two texts never stand against each other here."""
        await self._keep(draft, key, row, kind, text)

    @rx.event
    @addressed
    async def confirm(self, draft: int, key: str, row: str, seen_version: int) -> None:
        """Show the practice as it is kept: nothing here was taken over from elsewhere."""
        await self._again()

    async def _again(self) -> None:
        await self._show_place(self.draft, self.place)

    async def _keep(self, practice: int, key: str, row: str, kind: str, text: str) -> None:
        session = await self.get_state(SessionState)
        name = field_name(key, row)
        self._held[name] = text
        try:
            saved = await in_session(
                answer_practice,
                session.actor(),
                practice_id=practice,
                place=self.place,
                key=key,
                row=row,
                text=text,
                now=now(),
            )
        except NotPermitted as refusal:
            session.tell(refusal.code)
            return
        except Refusal as refusal:
            self._refuse(name, message(refusal.code, session.language, **refusal.params))
            return
        self._note_saved(name, saved, session.language)
        if saved.changed and kind in SHAPES_THE_PAGE:
            await self._show_place(practice, self.place)

    async def _note(self, practice: int, place: str, act: Act) -> None:
        await tried(self, note_place, practice_id=practice, place=place, act=act, now=now())

    async def _show_place(self, practice: int, place: str, *, asked_for_all: bool = False) -> None:
        session = await self.get_state(SessionState)
        found = await tried(self, read_practice, reads=True, practice_id=practice, now=now())
        if found is None:
            return
        reader = practice_reader(found, session.language, asked_for_all=asked_for_all)
        place = _known_place(found, place)
        self.draft, self.place, self.view = practice, place, practice_place(found.situation, place, reader)
        self.tasks = task_views(found.situation, reader, PROFILE if place.startswith(CRITERION) else place)
        self.recording, self.recorded = found.is_recording, len(found.lines)
        self.until = day_text(found.ends_at.date(), session.language)
        self.role = message(f"company.role-{found.role}", session.language)
        self.address = _address(session.language, practice, place)
        self._show_fields(
            [*self.view.fields, *(each for row in self.view.rows for each in row.fields)], session.language
        )

    def _add_problems(self, refused: list[ProblemView]) -> None:
        """Refused values stand beside their fields; the page lists them from there."""


def practice_reader(practice: Practice, language: str, *, asked_for_all: bool = False) -> Reader:
    """Return for whom the views of a practice are made: as the person would see them, in the language of the staff."""
    return Reader(localiser_for(language), say_in(language), practice.may_write, lambda _kind: False, asked_for_all)


def _known_place(practice: Practice, wanted: str) -> str:
    """Return the place that was wanted, or the first one that is not complete."""
    now_ = practice.situation
    if is_place(wanted):
        criterion = wanted.removeprefix(CRITERION)
        if criterion != wanted and criterion in {item.criterion.id for item in now_.criteria}:
            return wanted
        if wanted != PROFILE and now_.step(wanted):
            return wanted
    step = now_.step(wanted) or now_.next_open() or now_.path[0]
    if step.id != PROFILE:
        return step.id
    first = now_.open_criteria() or now_.criteria
    return CRITERION + first[0].criterion.id if first else now_.path[0].id


def _address(language: str, practice: int, place: str) -> str:
    return f"/{language}/{STEP_PAGE}/?practice={practice}&place={place}"


def _card(line: PracticeLine, language: str) -> PracticeCard:
    localiser, kinds = localiser_for(language), current_library().business_types
    names = [localiser.text(name_of_type(kinds[key])) for key in line.types if key in kinds]
    return PracticeCard(
        id=line.practice_id,
        what=localiser.join(names),
        role=message(f"company.role-{line.role}", language),
        country=dict(country_names(language)).get(line.country, ""),
        steps=line.steps,
        begun=day_text(line.made_at.date(), language),
        until=day_text(line.ends_at.date(), language),
        href=_address(language, line.practice_id, ""),
    )
