"""A draft as somebody sees it who was given a few statements: these, their answers, and nothing else of it."""

import functools
from collections.abc import Collection
from dataclasses import dataclass

from ctpat_app.guidance.answers import AccountFacts, AnswerBook
from ctpat_app.guidance.eligibility import AskedCriterion
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.questions import OF_CRITERION


@dataclass(frozen=True, eq=False)
class GivenSituation(Situation):
    """Statements of a draft with their answers; other answers and the facts of the company are not in it at all."""

    given: tuple[AskedCriterion, ...] = ()

    @functools.cached_property
    def criteria(self) -> tuple[AskedCriterion, ...]:
        """The statements that were given, whatever the business types, which cannot be seen from here."""
        return self.given


def limited_to(situation: Situation, criteria: Collection[str]) -> GivenSituation:
    """Return what of ``situation`` belongs to the statements ``criteria``."""
    own = {prefix + key for prefix in OF_CRITERION for key in criteria}
    book = AnswerBook(
        {place: answer for place, answer in situation.book.answers.items() if place[0] in own},
        {place: day for place, day in situation.book.taken.items() if place[0] in own},
    )
    given = tuple(item for item in situation.criteria if item.criterion.id in criteria)
    return GivenSituation(situation.library, situation.flow_id, book, AccountFacts(), situation.today, given)
