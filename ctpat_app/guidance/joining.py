"""“Can we join?”: a few questions before anybody applies, and what the answers mean. Looks only at content and answers.

What is asked and what it means is that of the application: its business types, its eligibility statements with their
conditions, its needs of identifiers, its criteria. A statement that several types share word by word is asked once.
"""

import functools
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from ctpat_app.guidance.answers import AccountFacts, AnswerBook, StoredAnswer, join
from ctpat_app.guidance.conditions import holds
from ctpat_app.guidance.eligibility import TYPES_KEY, asked_criteria, asked_statements, chosen_types
from ctpat_app.guidance.path import Path
from ctpat_app.guidance.questions import ELIGIBILITY, choices_of, questions_of
from ctpat_app.guidance.records import Library

FLOW: Final = "application"
WHERE: Final = "where"
COUNTRIES: Final = ("US", "CA", "MX")
ELSEWHERE: Final = "other"
YES, NO, UNSURE = "yes", "no", "unsure"
MINUTES: Final = (5, 20)
"""What one statement of the security profile takes: with a written procedure at hand, and without one.

Source: project proposal; the program publishes no figure.
"""

Given = Mapping[str, tuple[str, ...]]
"""Answers by the key of their question, as they stand in the address of the page."""


@dataclass(frozen=True)
class TypeResult:
    """What the answers mean for one chosen business type; statements by their ids.

    ``instead`` names the type that takes its place, because of an answer or because both cannot stand together.
    """

    business_type: str
    state: Literal["fits", "open", "against"]
    confirmed: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    to_review: tuple[str, ...] = ()
    instead: str = ""
    excluded: bool = False


@dataclass(frozen=True)
class CategoryNeeds:
    """What a category of the profile asks for: its statements that are a must, and the kinds of evidence for them."""

    category: str
    musts: int
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Gathering:
    """What to have at hand before applying; of each group of ``identifiers`` one is enough."""

    identifiers: tuple[tuple[str, ...], ...]
    documents: tuple[CategoryNeeds, ...]
    statements: int
    musts: int

    @property
    def hours(self) -> tuple[int, int]:
        """The least and the most hours of work on the security profile, rounded up."""
        least, most = (math.ceil(self.statements * minutes / 60) for minutes in MINUTES)
        return least, most


@dataclass(frozen=True, eq=False)
class Joining:
    """The answers so far, looked at with one version of the content."""

    library: Library
    given: Given

    @functools.cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of the questions that these answers lead to, in their order."""
        if not self._path.values[TYPES_KEY]:
            return WHERE, TYPES_KEY
        step = self._path.step("eligibility")
        asked = self._path.asked(step) if step else ()
        return WHERE, TYPES_KEY, *dict.fromkeys(self._asked_as(item.question.key) for item in asked)

    @property
    def open(self) -> str:
        """The key of the first question without an answer; empty when all are answered."""
        return next((key for key in self.keys if not self.given.get(key)), "")

    @functools.cached_property
    def results(self) -> tuple[TypeResult, ...]:
        """What the answers mean for each chosen type, in the order of the library."""
        alone = tuple(self._result(key) for key in chosen_types(self.library, self._path.book))
        standing = {item.business_type for item in alone if item.state != "against"}
        return tuple(self._beside(item, standing) for item in alone)

    @property
    def remaining(self) -> tuple[str, ...]:
        """The types as which the company could apply."""
        return tuple(item.business_type for item in self.results if item.state != "against")

    def gathering(self) -> Gathering:
        """Return what to have at hand for the types that remain."""
        asked = asked_criteria(self.library, self.remaining, self._path.facts)
        musts = [item.criterion for item in asked if item.level == "must"]
        documents = []
        for category in dict.fromkeys(item.category for item in musts):
            here = [item for item in musts if item.category == category]
            kinds = dict.fromkeys(kind for item in here for kind in item.evidence)
            documents.append(CategoryNeeds(category, len(here), tuple(kinds)))
        return Gathering(tuple(dict.fromkeys(self._needs())), tuple(documents), len(asked), len(musts))

    def answer(self, statement: str) -> str:
        """Return what was said to a statement, under whichever key it was asked."""
        return next(iter(self.given.get(self._asked_as(ELIGIBILITY + statement), ())), "")

    def _needs(self) -> Iterator[tuple[str, ...]]:
        for key in self.remaining:
            for need in self.library.business_types[key].required_identifiers:
                if holds(need.when, self._path.values):
                    yield need.any_of

    def _asked_as(self, key: str) -> str:
        """Return the key under which a question is asked: the first whose statement has the same words."""
        words = questions_of(self.library, FLOW)[key].label.english
        return self._first_with.get(words, key)

    @functools.cached_property
    def _first_with(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for statement in self._path.statements:
            key = ELIGIBILITY + statement
            found.setdefault(questions_of(self.library, FLOW)[key].label.english, key)
        return found

    @functools.cached_property
    def _path(self) -> Path:
        """The application's own path for what conditions look at; nothing of it here depends on the day."""
        texts = {key: join(values) for key, values in self.given.items() if not key.startswith(ELIGIBILITY)}
        book = AnswerBook.of(StoredAnswer(key, "", text, 1) for key, text in texts.items() if key != WHERE)
        country = texts.get(WHERE, "")
        facts = AccountFacts(country=country if country in COUNTRIES else "")
        return Path(self.library, FLOW, book, facts, date.min)

    def _result(self, key: str) -> TypeResult:
        asked = asked_statements(self.library, key, self._path.values)
        said = {item.id: self.answer(item.id) for item in asked}
        barring = [item for item in asked if item.effect != "review" and said[item.id] == NO]
        unsure = tuple(item.id for item in asked if said[item.id] not in {YES, NO})
        return TypeResult(
            business_type=key,
            state="against" if barring else "open" if unsure else "fits",
            confirmed=tuple(item.id for item in asked if said[item.id] == YES),
            against=tuple(item.id for item in barring),
            unsure=unsure,
            to_review=tuple(item.id for item in asked if item.effect == "review" and said[item.id] == NO),
            instead=next((item.redirect_to for item in barring if item.redirect_to), ""),
        )

    def _beside(self, result: TypeResult, standing: Iterable[str]) -> TypeResult:
        """Return ``result`` in the presence of the other types that stand: some pairs cannot stand together."""
        if result.state == "against":
            return result
        for other in self.library.business_types[result.business_type].excludes:
            if other.id in standing and other.keep != result.business_type:
                return replace(result, state="against", instead=other.keep, excluded=True)
        return result


def read_given(library: Library, pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Return the answers among ``pairs`` of key and value; what no question of this content offers is left out.

    A question that takes one answer keeps the last of several.
    """
    offered = _offered(library)
    found: dict[str, tuple[str, ...]] = {}
    for key, value in pairs:
        several, values = offered.get(key, (False, frozenset()))
        if value in values:
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), value))) if several else (value,)
    return found


@functools.lru_cache(maxsize=8)
def _offered(library: Library) -> Mapping[str, tuple[bool, frozenset[str]]]:
    """Return for each question whether it takes several answers, and which."""
    offered = {WHERE: (False, frozenset({*COUNTRIES, ELSEWHERE}))}
    for key, question in questions_of(library, FLOW).items():
        if key.startswith(ELIGIBILITY):
            offered[key] = (False, frozenset({YES, NO, UNSURE}))
        elif key == TYPES_KEY or (question.step == "eligibility" and question.options):
            choices = choices_of(library, question, AccountFacts(), ())
            offered[key] = (question.kind == "checkboxes", frozenset(choice.id for choice in choices))
    return offered
