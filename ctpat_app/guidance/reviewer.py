"""Reviews an answer of the security profile before somebody at the program does: offline, and each finding explained.

Source: the reasons for rejection that consultants publish; the codes are the project's own (proposal).
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

from ctpat_app.domain.deadlines import months_later
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.review_marks import (
    foreign_business_in,
    not_applicable_in,
    other_language,
    placeholder_in,
    reason_words,
    secret_in,
)
from ctpat_app.guidance.review_substance import is_concrete, substance_of
from ctpat_app.guidance.review_words import word_list
from ctpat_app.guidance.schema import Criterion

_WORD: Final = re.compile(r"[^\W_]+")
_REASON_WORDS: Final = 3
_NEAR: Final = 2
"""So many words may differ, and it is the same answer."""
_RESTATED: Final = 0.7
_SHORT: Final = 14
_LONG: Final = 70


@dataclass(frozen=True)
class Evidence:
    """A document beside an answer; ``kind`` is an id of the content, ``dated`` the day it stands for."""

    kind: str
    title: str = ""
    dated: date | None = None


@dataclass(frozen=True)
class Reviewed:
    """An answer with all that it is judged by; ``others`` are the other answers of the profile by criterion.

    ``also`` are further business types of the same company, which the answer may speak of as well. When ``applies`` is
    False, ``response`` is the reason why the criterion does not apply.
    """

    criterion: str
    business_type: str
    response: str
    evidence: tuple[Evidence, ...] = ()
    others: Mapping[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    applies: bool = True


@dataclass(frozen=True)
class Finding:
    """What is wrong; ``words`` are those of the answer, or of the evidence, that caused it."""

    code: str
    words: str = ""
    params: Mapping[str, str] = field(default_factory=dict)


def review(library: Library, answer: Reviewed, *, today: date) -> tuple[Finding, ...]:
    """Return what a reviewer would object to in ``answer``, the gravest first; nothing for a good one.

    Raises:
        KeyError: there is no such criterion.
    """
    criterion = library.criteria[answer.criterion]
    return (*_of_text(library, criterion, answer), *_of_evidence(library, criterion, answer, today))


# --- the text ---------------------------------------------------------------------------------------------------------


def _of_text(library: Library, criterion: Criterion, answer: Reviewed) -> tuple[Finding, ...]:
    text = unicodedata.normalize("NFKC", answer.response).strip()
    if not text:
        return (Finding("empty"),)
    if not answer.applies and (words := other_language(text)):
        return (Finding("not-in-english", words),)
    words = not_applicable_in(text)
    if words or not answer.applies:
        return _of_not_applicable(text, words)
    if words := placeholder_in(text):
        return (Finding("placeholder", words),)
    if sample := _sample_in(library, text):
        return (Finding("placeholder", params={"sample": sample}),)
    found = [*_of_copies(text, answer), *_of_secrets(text)]
    if words := other_language(text):
        return (*found, Finding("not-in-english", words))
    if words := foreign_business_in(text, answer.business_type, *answer.also):
        found.append(Finding("wrong-entity-type", words))
    # What was copied, or is about somebody else, has to be written anew anyway.
    return tuple(found) if found else _of_substance(criterion, text)


def _of_not_applicable(text: str, words: str) -> tuple[Finding, ...]:
    if len(reason_words(text)) < _REASON_WORDS:
        return (Finding("not-applicable-without-reason", words),)
    return _of_secrets(text)


def _of_secrets(text: str) -> tuple[Finding, ...]:
    kind = secret_in(text)
    return (Finding("sensitive-data", params={"kind": kind}),) if kind else ()


def _sample_in(library: Library, text: str) -> str:
    """Return the criterion whose sample ``text`` is, good or weak, and as a copy of an answer would be told."""
    own = _words(text)
    shown = ((key, words) for key, sample in library.samples.items() for words in (sample.i18n.good, sample.i18n.weak))
    return next((key for key, words in shown if _is_copy(own, _words(words))), "")


def _of_copies(text: str, answer: Reviewed) -> tuple[Finding, ...]:
    own = _words(text)
    for criterion, other in answer.others.items():
        if criterion != answer.criterion and _is_copy(own, _words(other)):
            return (Finding("repeated-response", params={"criterion": criterion}),)
    return ()


def _is_copy(one: Sequence[str], two: Sequence[str]) -> bool:
    """Whether two texts are the same but for a word or two; short ones only when they are equal."""
    if abs(len(one) - len(two)) > _NEAR or not one:
        return False
    if len(one) < 6:
        return one == two
    # Cheaper than counting edits, and rules out nearly all pairs.
    if len(set(one) ^ set(two)) > 2 * _NEAR:
        return False
    return _edits(one, two) <= _NEAR


def _edits(one: Sequence[str], two: Sequence[str]) -> int:
    """Return how many words have to be changed, added or taken out (Levenshtein)."""
    row = list(range(len(two) + 1))
    for place, word in enumerate(one, 1):
        before, row[0] = row[0], place
        for column, other in enumerate(two, 1):
            before, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, before + (word != other))
    return row[-1]


def _of_substance(criterion: Criterion, text: str) -> tuple[Finding, ...]:
    substance = substance_of(text)
    missing, length = substance.missing, len(_words(text))
    if len(missing) >= 2 and (words := _restated(criterion, text)):
        return (Finding("restates-criterion", words),)
    if len(missing) >= 3 or (len(missing) == 2 and (length < _SHORT or not is_concrete(text))):
        return (Finding("too-generic", word_list("vague").first_in(text)),)
    # A long answer that tells of real things gets the benefit of the doubt: people have many words for one point.
    return () if length > _LONG else tuple(Finding(f"lacks-{point}") for point in missing)


def _restated(criterion: Criterion, text: str) -> str:
    """Return the words that the answer takes from the criterion, when it says little else."""
    stop = word_list("stop_words")
    own = [word for word in _words(text) if not stop.has(word)]
    asked = {_stem(word) for word in _words(f"{criterion.i18n.statement} {criterion.i18n.title}")}
    taken = [word for word in own if _stem(word) in asked]
    return " ".join(taken[:5]) if own and len(taken) >= _RESTATED * len(own) and len(taken) >= 2 else ""


@lru_cache(maxsize=2048)
def _words(text: str) -> tuple[str, ...]:
    """Return the words in small letters; kept, since each answer is compared with all others of a profile."""
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", text).lower()))


def _stem(word: str) -> str:
    """Return ``word`` without its most common endings."""
    for ending in ("ings", "ing", "ied", "ies", "ed", "es", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


# --- the evidence -----------------------------------------------------------------------------------------------------


def _of_evidence(library: Library, criterion: Criterion, answer: Reviewed, today: date) -> tuple[Finding, ...]:
    if not answer.evidence:
        must = criterion.level.get(answer.business_type) == "must"
        return (Finding("missing-evidence"),) if must and _needs_evidence(answer) else ()
    kinds = [(each, library.evidence_kinds.get(each.kind)) for each in answer.evidence]
    outdated = tuple(
        Finding("outdated-evidence", each.title or each.kind, {"months": str(kind.current_for_months)})
        for each, kind in kinds
        if kind and each.dated and months_later(each.dated, kind.current_for_months) < today
    )
    misplaced = tuple(
        Finding("wrong-section-evidence", each.title or each.kind)
        for each, kind in kinds
        if kind and criterion.category not in kind.categories
    )
    return (*outdated[:1], *misplaced[:1])


def _needs_evidence(answer: Reviewed) -> bool:
    """Whether there is something to prove: an answer, and no "not applicable"."""
    text = answer.response.strip()
    return answer.applies and bool(text) and not not_applicable_in(text)
