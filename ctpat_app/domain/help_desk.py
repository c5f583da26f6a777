"""The console of the help desk: which cases somebody wants to see, and what becomes of the time to an answer.

A project proposal, like the cases themselves (``domain/help_cases.py``).
"""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.help_cases import ANSWER_HOURS, WITH_DESK, AnswerHours, CasePriority, CaseState, CaseStep
from ctpat_app.domain.texts import clean_text

MAX_REPLY: Final = 5000
MAX_SEARCH: Final = 200
STATES_AFTER: Final = {
    CaseStep.ANSWER: CaseState.OPEN,
    CaseStep.ASK: CaseState.WAITING_FOR_PERSON,
    CaseStep.SOLVE: CaseState.SOLVED,
}
"""What the help desk can make of a case while it answers."""
STEP_TO: Final = {state.value: step for step, state in STATES_AFTER.items()}
LONGEST_PROMISE: Final = timedelta(days=60)
"""A day that is promised to a person lies no further ahead."""


class Due(StrEnum):
    """Which cases by the time to their answer; stands in addresses."""

    LATE = "late"
    SOON = "soon"


def read_reply(typed: str) -> str:
    """Return an answer or a note as it is stored.

    Raises:
        InvalidValue: ``help-desk.text-missing``, ``text.…``.
    """
    if text := clean_text(typed, MAX_REPLY):
        return text
    raise InvalidValue("help-desk.text-missing")


def read_promise(typed: str, today: date) -> date:
    """Return the day by which the help desk promises to write again.

    Raises:
        InvalidValue: ``help-desk.day-missing``, ``help-desk.day-past``, ``help-desk.day-far``.
    """
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError:
        raise InvalidValue("help-desk.day-missing") from None
    if day < today:
        raise InvalidValue("help-desk.day-past")
    if day - today > LONGEST_PROMISE:
        raise InvalidValue("help-desk.day-far")
    return day


def due_after(
    step: CaseStep,
    priority: CasePriority,
    now: datetime,
    *,
    promised_on: date | None = None,
    hours: AnswerHours = ANSWER_HOURS,
) -> datetime | None:
    """Return by when the help desk has to write next, once it took ``step``; None while the move is not theirs.

    A promised day takes the place of the hours: it ends with the end of that day (UTC).
    """
    if step is not CaseStep.ANSWER:
        return None
    if promised_on is not None:
        return datetime.combine(promised_on, time(23, 59, 59), UTC)
    return now + timedelta(hours=hours[priority])


def due_with_priority(
    due_at: datetime | None, state: CaseState, old: CasePriority, new: CasePriority, hours: AnswerHours = ANSWER_HOURS
) -> datetime | None:
    """Return by when an answer is due once the priority changed: the person has waited since the same moment."""
    if due_at is None or state not in WITH_DESK:
        return due_at
    return due_at - timedelta(hours=hours[old]) + timedelta(hours=hours[new])
