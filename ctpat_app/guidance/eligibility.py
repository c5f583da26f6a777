"""Which business types may go on: asked statements, dropped types with their reason, criteria of those that remain."""

import functools
from dataclasses import dataclass
from typing import Literal

from ctpat_app.guidance.answers import AccountFacts, AnswerBook
from ctpat_app.guidance.conditions import Values, holds
from ctpat_app.guidance.questions import ELIGIBILITY
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.schema import Criterion, EligibilityStatement, Level

TYPES_KEY = "business_types"


@dataclass(frozen=True)
class Outcome:
    """What the answers mean for one chosen business type.

    ``dropped``: a statement under ``statement`` was answered "no"; ``redirect_to`` names a type that fits instead.
    """

    business_type: str
    state: Literal["open", "eligible", "dropped"]
    statement: str = ""
    redirect_to: str = ""


def chosen_types(library: Library, book: AnswerBook) -> tuple[str, ...]:
    """Return the chosen business types that this version of the library knows, in the library's order."""
    chosen = book.choices(TYPES_KEY)
    return tuple(key for key in library.business_types if key in chosen)


def asked_statements(library: Library, business_type: str, values: Values) -> tuple[EligibilityStatement, ...]:
    """Return the statements of one type that apply to this applicant, the common ones last."""
    kind = library.business_types[business_type]
    common = (library.common_statements[key] for key in kind.common)
    return tuple(item for item in (*kind.statements, *common) if holds(item.when, values))


def outcomes(library: Library, book: AnswerBook, values: Values) -> tuple[Outcome, ...]:
    """Return the outcome for each chosen business type; ``values`` are what conditions look at."""
    return tuple(_outcome(library, key, book, values) for key in chosen_types(library, book))


def _outcome(library: Library, business_type: str, book: AnswerBook, values: Values) -> Outcome:
    asked = asked_statements(library, business_type, values)
    for statement in asked:
        if statement.effect != "review" and book.text(ELIGIBILITY + statement.id) == "no":
            return Outcome(business_type, "dropped", statement.id, statement.redirect_to or "")
    unanswered = any(not book.text(ELIGIBILITY + statement.id) for statement in asked)
    return Outcome(business_type, "open" if unanswered else "eligible")


def to_review(library: Library, book: AnswerBook, values: Values) -> tuple[str, ...]:
    """Return the statements whose "no" goes to the specialist instead of dropping a type."""
    asked = {item.id: item for key in chosen_types(library, book) for item in asked_statements(library, key, values)}
    return tuple(key for key, item in asked.items() if item.effect == "review" and book.text(ELIGIBILITY + key) == "no")


@dataclass(frozen=True)
class AskedCriterion:
    """A criterion asked once for all types that share it, at the strictest level, naming who demands it."""

    criterion: Criterion
    level: Level
    demanded_by: tuple[str, ...]
    unverified: bool


def asked_criteria(library: Library, types: tuple[str, ...], facts: AccountFacts) -> tuple[AskedCriterion, ...]:
    """Return the criteria of the business types ``types``, in the order of the library."""
    return _all_asked(library, types, facts.trade_compliance)


# Every look at a draft asks it, and few combinations of types are in use.
@functools.lru_cache(maxsize=256)
def _all_asked(library: Library, types: tuple[str, ...], trade_compliance: bool) -> tuple[AskedCriterion, ...]:
    asked = (_asked(item, types) for item in library.criteria.values() if item.only_if is None or trade_compliance)
    return tuple(item for item in asked if item is not None)


def _asked(criterion: Criterion, types: tuple[str, ...]) -> AskedCriterion | None:
    levels = {key: criterion.level[key] for key in types if key in criterion.level}
    if not levels:
        return None
    strictest: Level = "must" if "must" in levels.values() else "should"
    demanding = tuple(key for key, level in levels.items() if level == strictest)
    return AskedCriterion(criterion, strictest, demanding, all(key in criterion.level_unverified for key in demanding))
