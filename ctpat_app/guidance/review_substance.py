"""What an answer tells: who does it, how often, what is written down, and what happens when something goes wrong.

It looks for substance, not for good English. Words are in ``content/review_words.yaml``.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ctpat_app.guidance.review_words import Found, word_list

_SENTENCE: Final = re.compile(r"[^.;!?\n]+(?:\.(?=\w)[^.;!?\n]*)*")
_CLAUSE: Final = re.compile(r"[^,:()]+")
_TOKEN: Final = re.compile(r"[^\W_]+(?:['’&-][^\W_]+)*")
_RECIPIENT: Final = re.compile(
    r"\b(?:to|inform\w*|tells?|told|calls?|called|(?:tele)?phones?|phoned|notif\w+|warn\w*|alert(?:s|ed)?|page[sd]?"
    r"|(?:e-?)?mail(?:s|ed)?|asks?|asked|contact(?:s|ed)?)\W+"
    r"(?:(?:the|our|an?|his|her|their|duty|site|plant|factory|shift|area|general|security|both)\W+){0,3}$",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"(?<=[a-z,] )[A-ZÀ-Þ]\w+")
_PASSIVE: Final = re.compile(
    r"^\W*(?:is|are|was|were|be|been|being|must be|should be|will be|get|gets)\b", re.IGNORECASE
)
_SURNAME: Final = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Engr|Dr|Sr|Sra)\.?\s+[A-ZÀ-Þ]\w+")
_IT_PEOPLE: Final = ("man", "department", "dept", "team", "chief", "person")
_SUBJECT: Final = 6
"""Words at the beginning of a clause among which who does it stands."""
POINTS: Final = ("who", "frequency", "records", "escalation")


@dataclass(frozen=True)
class Substance:
    """The words that tell each point; an empty text where nothing tells it."""

    who: str
    frequency: str
    records: str
    escalation: str

    @property
    def missing(self) -> tuple[str, ...]:
        """The points that nothing tells, in their usual order."""
        return tuple(point for point in POINTS if not getattr(self, point))


@lru_cache(maxsize=512)
def substance_of(text: str) -> Substance:
    """Return what ``text``, in English of any quality, tells; kept, since chips and findings both ask."""
    return Substance(
        who=_who(text),
        frequency=word_list("frequency").first_in(text),
        records=word_list("records").first_in(text),
        escalation=_escalation(text),
    )


def is_concrete(text: str) -> bool:
    """Whether ``text`` tells of something that could be looked at: a number, a record, a name inside a sentence."""
    return bool(re.search(r"\d", text) or word_list("records").first_in(text) or _NAME.search(text))


def sentences(text: str) -> list[str]:
    """Return the sentences of ``text``; a full stop inside a number or an abbreviation ends none."""
    return [found[0].strip() for found in _SENTENCE.finditer(text) if found[0].strip()]


def _who(text: str) -> str:
    """Return who does something; somebody who is only told about it does not count."""
    if named := _SURNAME.search(text):
        return named[0]
    for found in word_list("who").all_in(text):
        if _is_common(found, text):
            continue
        if not _RECIPIENT.search(text[: found.start]):
            return found.text
    return _acting(text)


def _is_common(found: Found, text: str) -> bool:
    """Whether a word that is a department in capitals stands there as the common word."""
    return found.text == "it" or (
        found.text == "It" and not text[found.end :].lstrip().startswith(("man", "dep", "team"))
    )


def _acting(text: str) -> str:
    """Return somebody of the weak words who does something in a clause."""
    clauses = (clause for sentence in sentences(text) for clause in _CLAUSE.findall(sentence))
    return next((found for clause in clauses if (found := _acting_in(clause))), "")


def _acting_in(clause: str) -> str:
    weak, doing = word_list("weak_who"), word_list("doing")
    words = list(_TOKEN.finditer(clause))
    for place, word in enumerate(words[:_SUBJECT]):
        after = [each[0].lower() for each in words[place + 1 : place + 3]]
        if weak.has(word[0].lower()) and not _PASSIVE.match(clause[word.end() :]) and any(map(doing.has, after)):
            return word[0]
    return ""


def _escalation(text: str) -> str:
    """Return what is done when something goes wrong: a trouble and an answer to it in one sentence or its neighbour."""
    if alone := word_list("response_alone").first_in(text):
        return alone
    parts = sentences(text)
    for place, part in enumerate(parts):
        if not (trouble := word_list("trouble").all_in(part)):
            continue
        near = part if place + 1 >= len(parts) else f"{part}. {parts[place + 1]}"
        answer = _answer_to(trouble, near)
        if answer:
            return answer
    return ""


def _answer_to(trouble: list[Found], text: str) -> str:
    """Return the first answer in ``text`` that is not the trouble's own word."""
    taken = {(each.start, each.end) for each in trouble}
    answers = word_list("response").all_in(text)
    return next((each.text for each in answers if (each.start, each.end) not in taken), "")
