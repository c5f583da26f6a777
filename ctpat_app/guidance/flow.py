"""The flow engine: where each part stands, what is wrong or missing, and where to go next.

Everything is computed from the answers each time; nothing here is stored, so it can never be out of date.
"""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ctpat_app.guidance import checks
from ctpat_app.guidance.answers import AnswerBook
from ctpat_app.guidance.eligibility import AskedCriterion
from ctpat_app.guidance.english import LACKING, english_state
from ctpat_app.guidance.path import Asked, Path
from ctpat_app.guidance.problems import Problem
from ctpat_app.guidance.questions import APPLICABILITY, CRITERION, NOT_APPLICABLE
from ctpat_app.guidance.risk_checks import RISK_RULES
from ctpat_app.guidance.schema import FieldKind, Step

__all__ = ["Asked", "Situation", "Status", "applies", "is_answered"]


class Status(StrEnum):
    """Where a part stands; told in words, computed, never stored."""

    NOT_STARTED = "not-started"
    IN_PROGRESS = "in-progress"
    COMPLETE = "complete"
    ATTENTION = "needs-attention"
    WAITING = "waiting-for-officer"


@dataclass(frozen=True, eq=False)
class Situation(Path):
    """A draft on its path, with what is wrong or missing and where each part stands."""

    @functools.cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong or missing, in the order of the path."""
        return tuple(problem for step in self.path for problem in self._problems_of(step))

    def status(self, step: Step) -> Status:
        """Return where ``step`` stands."""
        asked = self.asked(step)
        # A warning that something is still missing keeps nobody from going on, yet the part is not complete.
        told = [problem for problem in self.problems if problem.step == step.id]
        own = [problem for problem in told if problem.level == "error" or problem.missing]
        answered = any(self.book.text(item.question.key, item.row) for item in asked) or bool(
            step.list and not step.list.rows_from and self.rows(step)
        )
        if not answered:
            return Status.NOT_STARTED
        if any(not problem.missing for problem in own):
            return Status.ATTENTION
        if own:
            return Status.WAITING if all(problem.who == "officer" for problem in own) else Status.IN_PROGRESS
        return Status.COMPLETE

    def next_open(self) -> Step | None:
        """Return the first step that is not complete; None when every one is."""
        return next((step for step in self.path if self.status(step) is not Status.COMPLETE), None)

    def open_criteria(self) -> tuple[AskedCriterion, ...]:
        """Return the criteria without a complete answer."""
        return tuple(item for item in self.criteria if not is_answered(self.book, item.criterion.id))

    def lacking_english(self) -> tuple[AskedCriterion, ...]:
        """Return the criteria whose answer lacks an English version that fits it."""
        return tuple(item for item in self.criteria if english_state(self.book, item.criterion.id) in LACKING)

    def next_criterion(self, after: str) -> str:
        """Return the id of the next open criterion behind ``after``, across categories, then from the top; or empty."""
        order = [item.criterion.id for item in self.criteria]
        place = order.index(after) + 1 if after in order else 0
        still_open = {item.criterion.id for item in self.open_criteria()} - {after}
        return next((key for key in order[place:] + order[:place] if key in still_open), "")

    def _problems_of(self, step: Step) -> Iterator[Problem]:
        kinds = {item.kind for item in (*step.fields, *step.row_fields)}
        for item in self.asked(step):
            yield from checks.of_value(self, item.question, item.row)
            yield from checks.of_taken(self, item.question, item.row)
            yield from checks.of_english(self, item.question)
        if step.list and not step.list.rows_from and len(self.rows(step)) < step.list.min:
            yield Problem("list.too-few", step.id, key=step.list.id, missing=True)
        if FieldKind.IDENTIFIER in kinds:
            yield from checks.of_identifiers(self, step)
        if FieldKind.CONTACT_ROLE in kinds:
            yield from checks.of_contacts(self, step)
        if any(item.options_from == "business-types" for item in step.fields):
            yield from checks.of_business_types(self, step)
        if step.for_each and step.for_each.records == "eligibility":
            yield from checks.of_eligibility(self, step)
        if step.rules:
            yield from RISK_RULES[step.rules](self, step)


def is_answered(book: AnswerBook, criterion_id: str) -> bool:
    """Return whether the criterion has a response, or a reason why it does not apply; one taken over is confirmed."""
    return bool(book.text(CRITERION + criterion_id)) and (CRITERION + criterion_id, "") not in book.taken


def applies(book: AnswerBook, criterion_id: str) -> bool:
    """Return whether the company says that the criterion applies to it; it does until the opposite is said."""
    return book.text(APPLICABILITY + criterion_id) != NOT_APPLICABLE
