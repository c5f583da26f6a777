"""Cases of the help desk: their states and steps, priorities with the hours to an answer, and who has the next move.

Everything here is a project proposal: the portal's manual knows a button that reports a site error, and says nothing of
what becomes of it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from ctpat_app.domain.errors import InvalidValue


class CaseState(StrEnum):
    """Where a case stands; stored, never renamed."""

    NEW = "new"
    """Nobody of the help desk has taken it."""
    OPEN = "open"
    """Somebody works on it, or has to answer again."""
    WAITING_FOR_PERSON = "waiting-for-person"
    """The help desk asked something; the person has the next move."""
    SOLVED = "solved"
    """It can be opened again for a while."""
    CLOSED = "closed"
    """For good."""
    MERGED = "merged"
    """It goes on in another case about the same thing."""


class CasePriority(StrEnum):
    """How soon an answer is due; stored, never renamed."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class ProblemKind(StrEnum):
    """What is wrong, as the person says it; stored, never renamed. Words and questions: ``problem_kinds.yaml``."""

    CANNOT_GET_IN = "cannot-get-in"
    PAGE_BROKEN = "page-broken"
    MESSAGE_OF_ERROR = "message-of-error"
    FORM_OR_ANSWER = "form-or-answer"
    FILE = "file"
    PARTNER_SEARCH = "partner-search"
    ACCOUNT = "account"
    ACCESSIBILITY = "accessibility"
    OTHER = "other"


class CaseSide(StrEnum):
    """Who wrote a message of a case; stored, never renamed."""

    PERSON = "person"
    STAFF = "staff"
    KIOSK = "kiosk"


class CaseStep(StrEnum):
    """What moves a case."""

    TAKE = "take"
    """Somebody of the help desk takes it."""
    ANSWER = "answer"
    """The help desk writes, and keeps the next move."""
    ASK = "ask"
    """The help desk writes, and waits for the person."""
    WRITE = "write"
    """The person adds something."""
    SOLVE = "solve"
    """Either side says that it is solved."""
    REOPEN = "reopen"
    CLOSE = "close"
    MERGE = "merge"


class Mover(StrEnum):
    """Who has the next move."""

    PERSON = "person"
    DESK = "desk"
    NOBODY = "nobody"


_NEW, _OPEN, _WAITING = CaseState.NEW, CaseState.OPEN, CaseState.WAITING_FOR_PERSON
UNSOLVED: Final = frozenset({_NEW, _OPEN, _WAITING})
WITH_DESK: Final = frozenset({_NEW, _OPEN})
"""The help desk has the next move; the hours to an answer run."""

TRANSITIONS: Final[dict[tuple[CaseState, CaseStep], CaseState]] = {
    **{(state, CaseStep.TAKE): state if state is _WAITING else _OPEN for state in UNSOLVED},
    **{(state, CaseStep.ANSWER): state if state is _WAITING else _OPEN for state in UNSOLVED},
    **{(state, CaseStep.ASK): _WAITING for state in UNSOLVED},
    (_NEW, CaseStep.WRITE): _NEW,
    (_OPEN, CaseStep.WRITE): _OPEN,
    (_WAITING, CaseStep.WRITE): _OPEN,
    **{(state, CaseStep.SOLVE): CaseState.SOLVED for state in UNSOLVED},
    (CaseState.SOLVED, CaseStep.REOPEN): _OPEN,
    **{(state, CaseStep.CLOSE): CaseState.CLOSED for state in (*UNSOLVED, CaseState.SOLVED)},
    **{(state, CaseStep.MERGE): CaseState.MERGED for state in (*UNSOLVED, CaseState.SOLVED)},
}
"""Every step that a case can take; whatever stands not here cannot happen."""

REOPEN_WITHIN: Final = timedelta(days=14)
"""So long after it was solved, a case can be opened again; then it is closed."""
WAITS_FOR_PERSON: Final = timedelta(days=30)
"""So long the help desk waits for the person; then the case is closed, and the person is told."""
SOON: Final = timedelta(hours=1)
"""An answer that is due within this time is marked."""

AnswerHours = Mapping[CasePriority, int]
"""For each priority the hours within which an answer is due."""
ANSWER_HOURS: Final[AnswerHours] = {
    CasePriority.LOW: 72,
    CasePriority.NORMAL: 24,
    CasePriority.HIGH: 8,
    CasePriority.URGENT: 2,
}
"""A project proposal, by the clock and not by office hours; the operator's settings take its place."""


def answer_hours(hours: Iterable[int]) -> AnswerHours:
    """Return the hours as the settings have them, from low to urgent."""
    return dict(zip(CasePriority, hours, strict=True))


def after(state: CaseState, step: CaseStep) -> CaseState:
    """Return where a case stands after ``step``.

    Raises:
        InvalidValue: ``help-case.moved-on``: from ``state`` there is no such step.
    """
    target = TRANSITIONS.get((state, step))
    if target is None:
        raise InvalidValue("help-case.moved-on")
    return target


def steps_from(state: CaseState) -> frozenset[CaseStep]:
    """Return what can be done next."""
    return frozenset(step for known, step in TRANSITIONS if known is state)


def next_mover(state: CaseState) -> Mover:
    """Return who has the next move."""
    if state in WITH_DESK:
        return Mover.DESK
    return Mover.PERSON if state is CaseState.WAITING_FOR_PERSON else Mover.NOBODY


def answer_due(since: datetime, priority: CasePriority, hours: AnswerHours = ANSWER_HOURS) -> datetime:
    """Return by when an answer is due to what the person wrote at ``since``."""
    return since + timedelta(hours=hours[priority])


def is_overdue(answer_due_at: datetime | None, now: datetime) -> bool:
    """Whether the answer should have been given; in its very moment it is still in time."""
    return answer_due_at is not None and now > answer_due_at


def is_due_soon(answer_due_at: datetime | None, now: datetime) -> bool:
    """Whether the answer is due within ``SOON``, and not late yet."""
    return answer_due_at is not None and timedelta() <= answer_due_at - now <= SOON


def reopens_until(solved_at: datetime) -> datetime:
    """Return until when a case that was solved at ``solved_at`` can be opened again."""
    return solved_at + REOPEN_WITHIN


def check_reopening(state: CaseState, solved_at: datetime | None, now: datetime) -> None:
    """Return nothing when the case can be opened again.

    Raises:
        InvalidValue: ``help-case.moved-on`` (it is not solved), ``help-case.reopen-late``.
    """
    after(state, CaseStep.REOPEN)
    if solved_at is None or now > reopens_until(solved_at):
        raise InvalidValue("help-case.reopen-late")
