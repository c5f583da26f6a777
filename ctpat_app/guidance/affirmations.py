"""The annual review answer by answer: what was said last year, what stands there now, and what is marked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ctpat_app.guidance.answers import AnswerBook
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.questions import APPLICABILITY, CRITERION, ENGLISH

_PARTS = (CRITERION, APPLICABILITY, ENGLISH)
"""What belongs to the answer to a statement: a change to one of them changes the answer."""


class Mark(StrEnum):
    """What the company said about an answer in this review."""

    OPEN = "open"
    AFFIRMED = "affirmed"
    CHANGED = "changed"
    UNANSWERED = "unanswered"
    """There is nothing to affirm: the statement is new, or its answer was taken away."""


SETTLED = frozenset({Mark.AFFIRMED, Mark.CHANGED})
"""Nothing is left to say about the answer."""


def versions_of(book: AnswerBook, criterion_id: str) -> str:
    """Return what tells the answer as it stands from any later one."""
    found = (book.get(part + criterion_id) for part in _PARTS)
    return ".".join(str(each.version if each else 0) for each in found)


def is_same(book: AnswerBook, base: AnswerBook, criterion_id: str) -> bool:
    """Return whether the answer is what it was in ``base``."""
    return all(book.text(part + criterion_id) == base.text(part + criterion_id) for part in _PARTS)


@dataclass(frozen=True)
class Ledger:
    """What is marked in one review.

    ``base`` holds the answers that were sent last, ``affirmed`` the versions that were affirmed, by statement. A change
    counts from ``counts_from`` on; an older one that was never sent has to be affirmed like any other answer.

    Source: Portal User Manual rev. 1.1, "Annual Security Profile Review": only changes made during the window count.
    """

    situation: Situation
    base: AnswerBook
    affirmed: Mapping[str, Collection[str]]
    counts_from: datetime

    @property
    def statements(self) -> tuple[str, ...]:
        """The statements that are asked, in the order of the profile."""
        return tuple(item.criterion.id for item in self.situation.criteria)

    @property
    def open(self) -> tuple[str, ...]:
        """The statements about whose answer nothing was said yet."""
        return tuple(each for each in self.statements if self.mark(each) not in SETTLED)

    def mark(self, criterion_id: str) -> Mark:
        """Return what was said about the answer to a statement."""
        book = self.situation.book
        if not book.text(CRITERION + criterion_id):
            return Mark.UNANSWERED
        if versions_of(book, criterion_id) in self.affirmed.get(criterion_id, ()):
            return Mark.AFFIRMED
        return Mark.CHANGED if self._was_changed(criterion_id) else Mark.OPEN

    def next_open(self, after: str) -> str:
        """Return the first open statement behind ``after``, then from the top; empty when there is none."""
        order, still_open = list(self.statements), set(self.open) - {after}
        place = order.index(after) + 1 if after in order else 0
        return next((each for each in order[place:] + order[:place] if each in still_open), "")

    def _was_changed(self, criterion_id: str) -> bool:
        book = self.situation.book
        saved = [each.saved_at for part in _PARTS if (each := book.get(part + criterion_id)) and each.saved_at]
        return not is_same(book, self.base, criterion_id) and max(saved, default=self.counts_from) >= self.counts_from
