"""Known problems as staff write, publish and solve them."""

from dataclasses import dataclass
from functools import cache

import reflex as rx

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.known_problems import WHOLE_KIOSK, ProblemState, Wording, is_shown
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.permissions import Permission
from ctpat_app.guidance.help_schema import FRAME
from ctpat_app.guidance.texts import ref
from ctpat_app.services.known_problems import (
    KnownProblem,
    TypedProblem,
    help_pages,
    list_problems,
    publish_problem,
    save_problem,
    solve_problem,
)
from ctpat_app.services.library import current_library
from ctpat_app.state.access import requires
from ctpat_app.state.action_views import text_in
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.plain_form import PlainForm, Typed
from ctpat_app.state.problem_board import ProblemNote, forget_problems, problem_note
from ctpat_app.state.session import SessionState
from ctpat_app.words.dates import moment_text
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message

FORM = "problem"
PAGE = "page-"
"""Before the id of a page, in the name of its box."""


@dataclass(frozen=True)
class PageBox:
    """A page that a problem can affect."""

    name: str
    title: str
    chosen: bool


@dataclass(frozen=True)
class ProblemCard:
    """A known problem in the list of staff."""

    id: int
    version: int
    note: ProblemNote
    state: str
    standing: str
    """In words: since when, until when, how many wait to be told."""
    pages: str
    href: str


@cache
def problem_languages() -> tuple[str, ...]:
    """Return the languages in which a known problem can be told, English first."""
    spoken = kiosk_settings().all_languages
    return tuple(dict.fromkeys(("en", *spoken)))


class KnownProblemsState(PlainForm, rx.State):
    """All known problems, and the form for one: the one that the address names, or a new one."""

    loaded: bool = False
    cards: list[ProblemCard] = []
    boxes: list[PageBox] = []
    whole: bool = False
    problem: int = 0
    """The one that the form changes; 0 for a new one."""
    seen: int = 0

    @rx.event
    @requires(Permission.KNOWN_PROBLEM_PUBLISH)
    async def load(self) -> None:
        """Show the list, and in the form the problem that the address names."""
        self.reset()  # type: ignore[no-untyped-call]
        await self._read(number_in(self.router.url.query_parameters.get("problem", "")))

    @rx.event
    @requires(Permission.KNOWN_PROBLEM_PUBLISH)
    async def save(self, problem: int, seen_version: int, typed: Typed) -> None:
        """Write it down; what is published already is changed for everybody."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        try:
            number = await in_session(
                save_problem,
                session.actor(),
                problem_id=problem,
                seen_version=seen_version,
                typed=problem_in(typed),
                languages=problem_languages(),
                now=now(),
            )
        except Refusal as refusal:
            await self.refuse(FORM, refusal)
            return
        forget_problems()
        await self._read(number)
        self.told = message("known-problem.told-saved", session.language)

    @rx.event
    @requires(Permission.KNOWN_PROBLEM_PUBLISH)
    async def publish(self, problem: int, seen_version: int) -> None:
        """Show it on the pages that it affects."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        try:
            await in_session(publish_problem, session.actor(), problem_id=problem, seen_version=seen_version, now=now())
        except Refusal as refusal:
            await self.refuse(FORM, refusal)
            return
        forget_problems()
        await self._read(0)
        self.told = message("known-problem.told-published", session.language)

    @rx.event
    @requires(Permission.KNOWN_PROBLEM_PUBLISH)
    async def solve(self, problem: int, seen_version: int) -> None:
        """Take it off all pages, and tell who wanted to know."""
        session = await self.get_state(SessionState)
        self.clear_problems()
        try:
            people = await in_session(
                solve_problem, session.actor(), problem_id=problem, seen_version=seen_version, now=now()
            )
        except Refusal as refusal:
            await self.refuse(FORM, refusal)
            return
        forget_problems()
        await self._read(0)
        self.told = message("known-problem.told-solved", session.language, count=people)

    async def _read(self, chosen: int) -> None:
        session = await self.get_state(SessionState)
        try:
            found = await in_reading(list_problems, session.actor())
        except Refusal as refusal:
            self.reset()  # type: ignore[no-untyped-call]
            session.tell(refusal.code)
            return
        self.cards = [problem_card(each, session.language) for each in found]
        self._fill(next((each for each in found if each.id == chosen), None), session.language)
        self.loaded = True

    def _fill(self, problem: KnownProblem | None, language: str) -> None:
        """Let the form show ``problem``, or a new one."""
        if problem is not None and problem.state is ProblemState.SOLVED:
            problem = None
        self.problem, self.seen = (problem.id, problem.version) if problem else (0, 0)
        pages = problem.pages if problem else ()
        self.whole = WHOLE_KIOSK in pages
        self.boxes = [PageBox(PAGE + each, page_title(each, language), each in pages) for each in help_pages()]
        self.values = _values(problem) if problem else {}
        self.form_key = f"{self.problem}/{self.seen}/{len(self.cards)}"


def _values(problem: KnownProblem) -> dict[str, str]:
    values = {f"{FORM}-since": f"{problem.since_at:%Y-%m-%dT%H:%M}"}
    if problem.until_at:
        values[f"{FORM}-until"] = f"{problem.until_at:%Y-%m-%dT%H:%M}"
    for language, wording in problem.words.items():
        values[f"{FORM}-title-{language}"] = wording.title
        values[f"{FORM}-text-{language}"] = wording.text
    return values


def problem_in(typed: Typed) -> TypedProblem:
    """Return what the form holds."""
    words = {
        language: Wording(text_in(typed, f"title-{language}"), text_in(typed, f"text-{language}"))
        for language in problem_languages()
    }
    chosen = tuple(name.removeprefix(PAGE) for name, value in typed.items() if name.startswith(PAGE) and value)
    pages = (WHOLE_KIOSK,) if typed.get("whole") else chosen
    return TypedProblem(words, pages, text_in(typed, "since"), text_in(typed, "until"))


def page_title(page: str, language: str) -> str:
    """Return the title of a page of the help in the reader's language."""
    frame = current_library().help_frame[FRAME]
    title = next((each.i18n.title for each in frame.pages if each.id == page), page)
    return localiser_for(language).text(ref(f"help_frame/{FRAME}/{page}", "title", title))


def problem_card(problem: KnownProblem, language: str) -> ProblemCard:
    """Return a known problem for the list."""
    note = problem_note(problem, language)
    shown = is_shown(problem.state, problem.since_at, problem.until_at, now())
    over = problem.state is ProblemState.PUBLISHED and problem.until_at is not None and problem.until_at <= now()
    state = "over" if over else "shown" if shown else problem.state.value
    standing = [message("known-problem.since", language, moment=note.since)]
    if note.until:
        standing.append(message("known-problem.until", language, moment=note.until))
    if problem.solved_at:
        standing.append(message("known-problem.solved-at", language, moment=moment_text(problem.solved_at, language)))
    if problem.followers:
        standing.append(message("known-problem.followers", language, count=problem.followers))
    whole = WHOLE_KIOSK in problem.pages
    titles = [page_title(each, language) for each in problem.pages if not whole]
    return ProblemCard(
        problem.id,
        problem.version,
        note,
        state,
        " ".join(standing),
        message("known-problem.whole-kiosk", language) if whole else localiser_for(language).join(titles),
        f"/{language}/staff/known-problems/?problem={problem.id}#write",
    )
