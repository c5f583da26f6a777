"""Answers that the help desk has ready: their shape, what must hold of them, and how one is written out."""

import string
from collections.abc import Iterator, Mapping
from typing import Final, Literal

from pydantic import Field

from ctpat_app.domain.help_cases import ProblemKind
from ctpat_app.guidance.schema import Record, Slug, Text, Words
from ctpat_app.guidance.texts import Ref, ref

COLLECTION: Final = "canned_answers"
_ALWAYS: Final = frozenset({"code", "kiosk"})


class CannedWords(Words):
    """Words of an answer: how staff know it, and what the person reads."""

    title: Text
    text: Text


class CannedAnswer(Record):
    """One answer; ``place`` is the path of a page of the kiosk to which ``{link}`` leads."""

    id: Slug
    kinds: tuple[ProblemKind, ...] = ()
    topics: tuple[Slug, ...] = ()
    place: str | None = Field(default=None, pattern=r"^[a-z0-9]+(?:[-/][a-z0-9]+)*$")
    asks_day: bool = False
    state: Literal["open", "waiting-for-person", "solved"]
    i18n: CannedWords


def title_of(answer: CannedAnswer) -> Ref:
    """Return how staff know the answer."""
    return ref(f"{COLLECTION}/{answer.id}", "title", answer.i18n.title)


def text_of(answer: CannedAnswer) -> Ref:
    """Return what the person reads, with its placeholders."""
    return ref(f"{COLLECTION}/{answer.id}", "text", answer.i18n.text)


def placeholders_in(text: str) -> frozenset[str]:
    """Return the names of the placeholders in ``text``.

    Raises:
        ValueError: a brace stands alone.
    """
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def allowed_in(answer: CannedAnswer) -> frozenset[str]:
    """Return the placeholders that are known when ``answer`` is sent."""
    return _ALWAYS | ({"link"} if answer.place else set()) | ({"day"} if answer.asks_day else set())


def written_out(text: str, values: Mapping[str, str]) -> str:
    """Return ``text`` with its placeholders filled in."""
    return text.format_map(values)


def offered_first(answer: CannedAnswer, kind: str, topic: str) -> bool:
    """Whether the answer is made for cases of this kind or topic."""
    return kind in {each.value for each in answer.kinds} or bool(topic and topic in answer.topics)


def canned_faults(answers: Mapping[str, CannedAnswer], topics: Mapping[str, object]) -> Iterator[str]:
    """Yield every fault of the answers; nothing for a library from before there were any."""
    for answer in answers.values():
        name = f"{COLLECTION}/{answer.id}"
        yield from (f"{name}: there is no topic {topic}" for topic in answer.topics if topic not in topics)
        try:
            found = placeholders_in(answer.i18n.text)
        except ValueError as error:
            yield f"{name}: {error}"
            continue
        yield from (f"{name}: nothing fills {{{each}}}" for each in sorted(found - allowed_in(answer)))
        yield from (f"{name}: {{{each}}} is nowhere in it" for each in sorted(allowed_in(answer) - found - _ALWAYS))
        if placeholders_in(answer.i18n.title):
            yield f"{name}: a title has no placeholders"
