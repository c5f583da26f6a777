"""What waits for staff: kinds of work, who may do each, on which page, and its clock in days."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from ctpat_app.domain.permissions import Permission, StaffRole, staff_may

SHOWN_AHEAD: Final = timedelta(days=365)
"""What is due later than this does not wait yet: a validation is planned within the last year."""
SOON: Final = timedelta(days=14)


class Work(StrEnum):
    """A kind of work; stands in addresses, never renamed."""

    APPLICATION = "application"
    CHANGES = "changes"
    ANNUAL_REVIEW = "annual-review"
    ANNUAL_OVERDUE = "annual-overdue"
    FIRST_VALIDATION = "first-validation"
    REVALIDATION = "revalidation"
    REQUEST = "request"
    APPEAL = "appeal"
    STANDING_PROPOSAL = "standing-proposal"
    LETTER_ANSWER = "letter-answer"
    MESSAGE = "message"
    IDENTIFIER_CHANGE = "identifier-change"
    AEO_REGISTRATION = "aeo-registration"
    VALIDATION_APPROVE = "validation-approve"
    VALIDATION_HOLD = "validation-hold"
    VALIDATION_ANSWER = "validation-answer"


@dataclass(frozen=True)
class WorkRule:
    """Who may do a kind of work, and the page of a case with ``{account}``, ``{model}`` or ``{subject}`` in it."""

    needs: Permission
    page: str


RULES: Final[dict[Work, WorkRule]] = {
    Work.APPLICATION: WorkRule(Permission.PROFILE_REVIEW, "staff/profile/?draft={subject}"),
    Work.CHANGES: WorkRule(Permission.PROFILE_REVIEW, "staff/profile/?draft={subject}"),
    Work.ANNUAL_REVIEW: WorkRule(Permission.PROFILE_REVIEW, "staff/profile/?draft={subject}"),
    Work.ANNUAL_OVERDUE: WorkRule(Permission.PROFILE_REVIEW, "staff/company/?account={account}#models"),
    Work.FIRST_VALIDATION: WorkRule(Permission.VALIDATION_RECORD, "staff/validations/?model={model}"),
    Work.REVALIDATION: WorkRule(Permission.VALIDATION_RECORD, "staff/validations/?model={model}"),
    Work.VALIDATION_APPROVE: WorkRule(Permission.CASE_ASSIGN, "staff/validation/?id={subject}"),
    Work.VALIDATION_HOLD: WorkRule(Permission.VALIDATION_RECORD, "staff/validation/?id={subject}"),
    Work.VALIDATION_ANSWER: WorkRule(Permission.VALIDATION_RECORD, "staff/validation/?id={subject}"),
    Work.MESSAGE: WorkRule(Permission.PROFILE_REVIEW, "staff/messages/?account={account}"),
    Work.IDENTIFIER_CHANGE: WorkRule(
        Permission.IDENTIFIER_CHANGE_LOCKED, "staff/identifier-changes/?account={account}"
    ),
    Work.AEO_REGISTRATION: WorkRule(Permission.IDENTIFIER_CHANGE_LOCKED, "staff/aeo/?account={account}"),
    Work.REQUEST: WorkRule(Permission.MODEL_APPROVE_MERGE_SPLIT, "staff/requests/"),
    Work.APPEAL: WorkRule(Permission.MEMBERSHIP_SUSPEND, "staff/standing/?model={model}#appeals"),
    Work.STANDING_PROPOSAL: WorkRule(Permission.MEMBERSHIP_SUSPEND, "staff/standing/?model={model}#proposals"),
    Work.LETTER_ANSWER: WorkRule(Permission.MEMBERSHIP_SUSPEND, "staff/standing/?model={model}#way-back"),
}
"""A new kind of work is a member of ``Work``, a rule here, words ``desk.work-…`` and a source of the queue."""


class DueFilter(StrEnum):
    """Which work by its due day; stands in addresses."""

    OVERDUE = "overdue"
    DAYS_14 = "14"
    DAYS_30 = "30"
    DAYS_90 = "90"


class Order(StrEnum):
    """In which order the work is listed; stands in addresses."""

    DUE = "due"
    AGE = "age"


@dataclass(frozen=True)
class Clock:
    """How long something has waited; ``total_days`` and ``left_days`` are None where no day is set."""

    waited_days: int
    total_days: int | None
    left_days: int | None

    @property
    def is_over(self) -> bool:
        """Whether its day has passed."""
        return self.left_days is not None and self.left_days < 0

    @property
    def is_soon(self) -> bool:
        """Whether its day comes soon, and has not passed."""
        return self.left_days is not None and 0 <= self.left_days <= SOON.days


def clock_of(since_on: date, due_on: date | None, today: date) -> Clock:
    """Return where a clock stands that began on ``since_on``; on its due day nothing is late yet.

    Source: 6 U.S.C. 964(c), 965(a), 969, which count in days and years.
    """
    waited = max((today - since_on).days, 0)
    if due_on is None:
        return Clock(waited, None, None)
    return Clock(waited, (due_on - since_on).days, (due_on - today).days)


def due_until(due: DueFilter, today: date) -> date:
    """Return the last due day of what ``due`` lets through."""
    return today - timedelta(days=1) if due is DueFilter.OVERDUE else today + timedelta(days=int(due))


def work_of(role: StaffRole, *, is_assigned: bool) -> frozenset[Work]:
    """Return the kinds of work that ``role`` may do for any company, or for one that is assigned to them."""
    return frozenset(work for work, rule in RULES.items() if staff_may(role, rule.needs, is_assigned=is_assigned))
