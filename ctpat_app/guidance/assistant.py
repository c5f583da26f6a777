"""From what a person typed, in any of twelve languages, to a topic of help, three to choose from, or "I do not know".

Rules come first, since they are exact; then the model. Where nothing is certain, nothing is pretended: a wrong answer
costs the person more than a question.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ctpat_app.guidance.assistant_model import Encode, Model
from ctpat_app.guidance.assistant_rules import Rule, first_rule
from ctpat_app.guidance.assistant_text import clean, has_words
from ctpat_app.guidance.help_pages import same_place
from ctpat_app.guidance.help_schema import NONE
from ctpat_app.guidance.records import Library

LANGUAGES: Final = ("en", "es", "fr", "pt-BR", "de", "zh-Hans", "zh-Hant", "ja", "ko", "vi", "hi", "ar")
"""Languages that the phrases are in, as BCP 47 tags."""
CHOICES: Final = 3
_NO_DOUBT: Final = 0.1
"""Answered directly only when the text is less likely than this to be about something else."""
_FIRST_PAGE: Final = 3.0
_OTHER_PAGE: Final = 2.0
"""So much likelier is a topic whose matter is put right on the page where the person is: the first named, another."""


class Outcome(StrEnum):
    """What the assistant does with a text."""

    ANSWER = "answer"
    CHOICES = "choices"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Advice:
    """What comes of a text: ``topic`` is the one to open, ``choices`` are the best three; ``confidence`` 0 to 1."""

    outcome: Outcome
    topic: str
    choices: tuple[str, ...]
    confidence: float
    by_rule: bool = False
    """Whether a rule has decided, and not how like the words are."""


@dataclass(frozen=True, eq=False)
class Assistant:
    """The topics, the model, and what makes sentence vectors; None for letters alone."""

    library: Library
    model: Model
    encode: Encode | None

    def advise(self, text: str, *, page: str = "") -> Advice:
        """Return what to do with ``text``; ``page`` is the id of the page of help where the person is."""
        plain = clean(text)
        found = self._with_context(self.model.probabilities(plain, self.encode), page)
        ranked = self._ranked(found)
        if not has_words(plain):
            return Advice(Outcome.UNKNOWN, NONE, tuple(ranked[:CHOICES]), 1.0)
        if rule := first_rule(plain):
            return _ruled(rule, ranked)
        return self._judged(found, ranked)

    def _judged(self, found: NDArray[np.float64], ranked: list[str]) -> Advice:
        blend = self.model.with_vectors if self.encode else self.model.without
        best = float(found[self.model.topics.index(ranked[0])])
        nothing = float(found[self.model.topics.index(NONE)])
        choices = tuple(ranked[:CHOICES])
        if nothing >= best or best < blend.unknown:
            return Advice(Outcome.UNKNOWN, NONE, choices, max(nothing, 1 - best))
        if best >= blend.answer and nothing < _NO_DOUBT:
            return Advice(Outcome.ANSWER, ranked[0], choices, best)
        return Advice(Outcome.CHOICES, ranked[0], choices, best)

    def _ranked(self, found: NDArray[np.float64]) -> list[str]:
        """Return the topics that can be offered, the likeliest first."""
        order = (self.model.topics[number] for number in np.argsort(-found, kind="stable"))
        return [topic for topic in order if topic != NONE and topic in self.library.help_topics]

    def _with_context(self, found: NDArray[np.float64], page: str) -> NDArray[np.float64]:
        here = same_place(self.library, page)
        likelier = np.array([self._weight(topic, here) for topic in self.model.topics])
        weighted = found * likelier
        result: NDArray[np.float64] = weighted / weighted.sum()
        return result

    def _weight(self, topic: str, here: frozenset[str]) -> float:
        record = self.library.help_topics.get(topic)
        if topic == NONE or record is None or here.isdisjoint(record.link):
            return 1.0
        return _FIRST_PAGE if record.link[0] in here else _OTHER_PAGE


def _ruled(rule: Rule, ranked: list[str]) -> Advice:
    others = [topic for topic in ranked if topic != rule.topic]
    if rule.topic == NONE:
        return Advice(Outcome.UNKNOWN, NONE, tuple(others[:CHOICES]), 1.0, by_rule=True)
    return Advice(Outcome.ANSWER, rule.topic, (rule.topic, *others[: CHOICES - 1]), 1.0, by_rule=True)
