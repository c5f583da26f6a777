"""The known problems that stand, kept in the process: every page asks for them, and hardly ever are there any.

Whoever changes one forgets them here at once; other processes see the change within ``HOLDS_SECONDS``.
"""

import time
from dataclasses import dataclass
from typing import Final

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading
from ctpat_app.domain.errors import Unavailable
from ctpat_app.domain.known_problems import ENGLISH, affects, is_shown
from ctpat_app.guidance.problem_pages import pages_at
from ctpat_app.services.known_problems import KnownProblem, standing_problems
from ctpat_app.services.library import current_library
from ctpat_app.words.dates import moment_text
from ctpat_app.words.languages import direction

HOLDS_SECONDS: Final = 15.0


@dataclass(frozen=True)
class ProblemNote:
    """A known problem as it stands on a page; ``language`` is that of its words, English where there are no others."""

    id: int
    title: str
    text: str
    language: str
    direction: str
    is_english: bool
    """Whether it is in English on a page of another language."""
    since: str
    until: str
    followed: bool = False


@dataclass(frozen=True)
class _Board:
    problems: tuple[KnownProblem, ...]
    read_at: float


_board: _Board | None = None
_generation = 0


def forget_problems() -> None:
    """Let the next page read anew: something was changed in this process, and is committed."""
    global _board, _generation
    _board, _generation = None, _generation + 1


async def problems_on(address: str, language: str) -> list[ProblemNote]:
    """Return what is told on the page at ``address``, the newest first."""
    standing = await _standing()
    if not standing:
        return []
    here, moment = pages_at(current_library(), address), now()
    return [
        problem_note(each, language)
        for each in standing
        if affects(each.pages, here) and is_shown(each.state, each.since_at, each.until_at, moment)
    ]


def problem_note(problem: KnownProblem, language: str) -> ProblemNote:
    """Return a problem in the reader's language."""
    spoken = language if language in problem.words else ENGLISH
    words = problem.words[spoken]
    return ProblemNote(
        id=problem.id,
        title=words.title,
        text=words.text,
        language=spoken,
        direction=direction(spoken),
        is_english=spoken != language,
        since=moment_text(problem.since_at, language),
        until=moment_text(problem.until_at, language) if problem.until_at else "",
    )


async def _standing() -> tuple[KnownProblem, ...]:
    global _board
    board, generation = _board, _generation
    if board is not None and time.monotonic() - board.read_at < HOLDS_SECONDS:
        return board.problems
    try:
        problems = await in_reading(standing_problems, now=now())
    except Unavailable:
        # A page that needs no database opens without one.
        return board.problems if board else ()
    # What was read before somebody changed it must not outlive the change.
    if generation == _generation:
        _board = _Board(problems, time.monotonic())
    return problems
