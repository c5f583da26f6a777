"""Days that are counted from others. What the law sets for CBP is told as an aim, never as a promise."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.model_history import ModelEvent, replay

CERTIFICATION: Final = timedelta(days=90)
"""From receiving an application to the decision on certification. Source: 6 U.S.C. 964(c)."""
FIRST_VALIDATION: Final = timedelta(days=365)
"""From certification to the first validation. Source: 6 U.S.C. 965(a)."""
CORRECTION: Final = timedelta(days=14)
"""From the message that a profile came back to the corrected one, as a specialist may ask. Source: consultancy page."""
REVALIDATION_YEARS: Final = 4
"""From one validation to the next, at the latest. Source: 6 U.S.C. 969."""
SUSPENSION_ANSWER: Final = timedelta(days=90)
"""From the letter about a suspension to the company's answer. Source: consultancy page."""
SENDING: Final = frozenset({"t.submit", "t.resubmit", "m.recorded"})
"""The steps from which the clock of the decision runs."""


@dataclass(frozen=True)
class Due:
    """By when the next move is awaited, and which."""

    move: Literal["decision", "correction", "annual-review", "validation", "answer"]
    day: date


def first_due(*dues: Due | None) -> Due | None:
    """Return what is due first; of what is due on one day, what was named first. None: nothing has a day."""
    return min((due for due in dues if due), key=lambda due: due.day, default=None)


def next_due(events: Sequence[ModelEvent]) -> Due | None:
    """Return what the history of a security model, oldest event first, makes due next; None: nothing has a day.

    The annual review is not among it: whether it was sent stands in no event.
    """
    standing = replay(events)
    if standing.status in {Status.SUBMITTED, Status.UNDER_REVIEW}:
        sent = _last_day(events, SENDING)
        return Due("decision", certification_due(sent)) if sent else None
    if standing.status is Status.RETURNED and (told := _last_day(events, frozenset({"t.return"}))):
        return Due("correction", told + CORRECTION)
    if standing.status is Status.CERTIFIED and standing.dates.certified_on:
        return Due("validation", standing.dates.certified_on + FIRST_VALIDATION)
    if standing.status is Status.SUSPENDED and (told := _last_day(events, frozenset({"t.suspend"}))):
        return Due("answer", told + SUSPENSION_ANSWER)
    return None


def _last_day(events: Sequence[ModelEvent], steps: frozenset[str]) -> date | None:
    return next((each.at.date() for each in reversed(events) if each.step in steps), None)


def certification_due(submitted_on: date) -> date:
    """Return the day by which the decision on an application sent on ``submitted_on`` is due."""
    return submitted_on + CERTIFICATION


def months_later(day: date, months: int) -> date:
    """Return the same day of the month ``months`` later; its last day where the month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_between(day: date, later: date) -> int:
    """Return how many whole months passed from ``day`` to ``later``; 0 when it is not later."""
    months = (later.year - day.year) * 12 + later.month - day.month
    return max(0, months if months_later(day, months) <= later else months - 1)
