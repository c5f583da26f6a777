"""The annual review: when its window is open, where a review stands, and on which days people are reminded.

A day begins and ends where the company is, so every rule takes days of the company's own time zone.

Source: Portal User Manual rev. 1.1, "Annual Security Profile Review"; time rules annual-window and annual-notice. How
the anniversary itself, leap days and overdue reviews count is a project proposal (docs/decisions/0024).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Final

WINDOW: Final = timedelta(days=90)
"""So long before the anniversary the window opens."""
REMINDERS: Final = (90, 30, 7, 1)
"""Days before the due day on which people are told; the first one tells that the window is open."""
_WEEK: Final = 7


class ReviewState(StrEnum):
    """Where the annual review of a security model stands."""

    NOT_DUE = "not-due"
    WINDOW_OPEN = "window-open"
    IN_PROGRESS = "in-progress"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under-review"
    RETURNED = "returned"
    COMPLETED = "completed"
    OVERDUE = "overdue"


class Verdict(StrEnum):
    """What the specialist said to the newest sending of a review."""

    NONE = ""
    ACCEPTED = "accepted"
    RETURNED = "returned"


@dataclass(frozen=True)
class Window:
    """The days from ``opens_on`` to ``due_on``, both inside; ``due_on`` is the anniversary."""

    opens_on: date
    due_on: date

    def holds(self, day: date) -> bool:
        """Whether what is sent on ``day`` counts for this review."""
        return self.opens_on <= day <= self.due_on

    def days_left(self, day: date) -> int:
        """Return how many days after ``day`` it is due; negative when it is overdue."""
        return (self.due_on - day).days

    def is_this_years(self, day: date) -> bool:
        """Whether a risk assessment finished on ``day`` is the yearly one of this review.

        It is when it was finished in the membership year that ends on the due day, or later. The manual asks for one a
        year before the review; that one from early in that year still counts is a project proposal.
        """
        return day > anniversary_in(self.due_on, self.due_on.year - 1)


@dataclass(frozen=True)
class Progress:
    """What has been done about a review so far; ``is_looked_at`` says that a specialist decided on some statement."""

    is_begun: bool = False
    is_sent: bool = False
    verdict: Verdict = Verdict.NONE
    is_looked_at: bool = False


def local_day(moment: datetime, zone: tzinfo) -> date:
    """Return which day it is in ``zone`` at ``moment`` (aware)."""
    return moment.astimezone(zone).date()


def anniversary_in(anniversary: date, year: int) -> date:
    """Return the anniversary in ``year``; of 29 February it is the 28th in a common year (project proposal)."""
    try:
        return anniversary.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def window_of(due_on: date) -> Window:
    """Return the window that closes with ``due_on``."""
    return Window(due_on - WINDOW, due_on)


def next_window(anniversary: date, certified_on: date | None, today: date) -> Window:
    """Return the window that is open on ``today``, or else the next one.

    Nothing is due on the anniversary that would have opened its window before the company was certified.
    """
    start = certified_on or anniversary
    years = range(today.year, max(today.year, start.year) + 3)
    windows = (window_of(anniversary_in(anniversary, year)) for year in years)
    return next(each for each in windows if each.due_on >= today and each.opens_on > start)


def window(anniversary: date, moment: datetime, zone: tzinfo, *, certified_on: date | None = None) -> Window:
    """Return the window that is open at ``moment`` where the company is, or else the next one."""
    return next_window(anniversary, certified_on, local_day(moment, zone))


def state_of(review: Window, progress: Progress, today: date) -> ReviewState:
    """Return where the review stands on ``today``, in the company's zone."""
    match progress:
        case Progress(is_sent=True, verdict=Verdict.ACCEPTED):
            return ReviewState.COMPLETED
        case Progress(is_sent=True, verdict=Verdict.RETURNED):
            return ReviewState.RETURNED
        case Progress(is_sent=True, is_looked_at=True):
            return ReviewState.UNDER_REVIEW
        case Progress(is_sent=True):
            return ReviewState.SUBMITTED
    if today > review.due_on:
        return ReviewState.OVERDUE
    if today < review.opens_on:
        return ReviewState.NOT_DUE
    return ReviewState.IN_PROGRESS if progress.is_begun else ReviewState.WINDOW_OPEN


def last_reminder_day(review: Window, today: date) -> date | None:
    """Return the newest day up to ``today`` on which people are reminded; None before the window opens.

    After the due day it is the day after, then once a week: missing the review is a reason for suspension, so nobody
    shall be able to say that they were told once. Whoever looks later than on that day catches it up.
    """
    late = (today - review.due_on).days
    if late > 0:
        return review.due_on + timedelta(1 + (late - 1) // _WEEK * _WEEK)
    days = (review.due_on - timedelta(before) for before in reversed(REMINDERS))
    return next((day for day in days if day <= today), None)
