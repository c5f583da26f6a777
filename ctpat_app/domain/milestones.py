"""The milestones of a security model: what is behind it, and the days that lie ahead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from ctpat_app.domain.annual_review import next_window
from ctpat_app.domain.deadlines import FIRST_VALIDATION, REVALIDATION_YEARS, months_later, next_due
from ctpat_app.domain.lifecycle import IN_GOOD_STANDING, Status
from ctpat_app.domain.model_history import ModelEvent, Standing, replay


class Milestone(StrEnum):
    """What happened or will be due; the words stand in ``words/desk_messages.py``."""

    SENT = "sent"
    REVIEW_BEGUN = "review-begun"
    CERTIFIED = "certified"
    VALIDATED = "validated"
    SUSPENDED = "suspended"
    ENDED = "ended"
    DECISION_DUE = "decision-due"
    VALIDATION_DUE = "validation-due"
    REVALIDATION_DUE = "revalidation-due"
    WINDOW_OPENS = "window-opens"
    ANNUAL_REVIEW_DUE = "annual-review-due"


@dataclass(frozen=True)
class Point:
    """A milestone and its day; ``is_ahead``: it has not come yet; ``is_late``: its day passed and it is still open."""

    what: Milestone
    day: date
    is_ahead: bool = False
    is_late: bool = False


_BEHIND: Final = {
    "t.submit": Milestone.SENT,
    "t.resubmit": Milestone.SENT,
    "t.assign": Milestone.REVIEW_BEGUN,
    "t.certify": Milestone.CERTIFIED,
    "t.validate-importer": Milestone.VALIDATED,
    "t.validate-other": Milestone.VALIDATED,
    "t.suspend": Milestone.SUSPENDED,
    "t.remove": Milestone.ENDED,
    "t.withdraw": Milestone.ENDED,
    "t.reject": Milestone.ENDED,
    "t.vetting-fails": Milestone.ENDED,
}


def milestones(events: Sequence[ModelEvent], today: date) -> tuple[Point, ...]:
    """Return the milestones in the order of their days; ``events`` is the whole history, oldest first.

    Source: 6 U.S.C. 964(c), 965(a), 969 for what is due; Portal User Manual rev. 1.1 for the annual review.
    """
    behind = [Point(_BEHIND[each.step], each.at.date()) for each in events if each.step in _BEHIND]
    standing = replay(events)
    due = [*_decision(events), *_validations(standing), *_annual(standing, today)]
    ahead = [Point(what, day, is_ahead=day >= today, is_late=_is_late(what, day, today)) for what, day in due]
    return tuple(sorted((*behind, *ahead), key=lambda each: (each.day, each.is_ahead)))


def _is_late(what: Milestone, day: date, today: date) -> bool:
    return day < today and what is not Milestone.WINDOW_OPENS  # a window that is open is no delay


def _decision(events: Sequence[ModelEvent]) -> list[tuple[Milestone, date]]:
    due = next_due(events)
    return [(Milestone.DECISION_DUE, due.day)] if due and due.move == "decision" else []


def _validations(standing: Standing) -> list[tuple[Milestone, date]]:
    dates = standing.dates
    if standing.status is Status.CERTIFIED and dates.certified_on:
        return [(Milestone.VALIDATION_DUE, dates.certified_on + FIRST_VALIDATION)]
    if standing.status in IN_GOOD_STANDING and dates.validated_on:
        return [(Milestone.REVALIDATION_DUE, months_later(dates.validated_on, 12 * REVALIDATION_YEARS))]
    return []


def _annual(standing: Standing, today: date) -> list[tuple[Milestone, date]]:
    dates = standing.dates
    if standing.status not in IN_GOOD_STANDING or not dates.anniversary:
        return []
    window = next_window(dates.anniversary, dates.certified_on, today)
    return [(Milestone.WINDOW_OPENS, window.opens_on), (Milestone.ANNUAL_REVIEW_DUE, window.due_on)]
