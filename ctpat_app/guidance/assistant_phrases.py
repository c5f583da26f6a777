"""What the assistant learns from: texts of the topics, the phrases of each language, and examples of another hand."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import yaml
from anyascii import anyascii

from ctpat_app.guidance.assistant_model import CONTENT
from ctpat_app.guidance.assistant_text import clean, without_marks
from ctpat_app.guidance.help_schema import HelpTopic
from ctpat_app.guidance.records import Library

HANDS: Final[Mapping[str, str]] = {
    "en": "a", "es": "a", "fr": "a",
    "de": "b", "ja": "b", "pt-BR": "b",
    "ko": "c", "zh-Hans": "c", "zh-Hant": "c",
    "ar": "d", "hi": "d", "vi": "d",
}  # fmt: skip
"""Who wrote the first phrases of a language: what one person writes in three is alike, and is held out together."""
SECOND: Final = "second"
"""The folder of the phrases that others wrote later, without having read the first; they are held out together."""
EXAMPLES: Final = "examples"
DEFINITIONS: Final = "definitions"
_PART: Final = re.compile(r"[.;] ")
_SHORTEST_PART: Final = 15
_HALF: Final = 0.5


@dataclass(frozen=True)
class Phrase:
    """One clean text whose topic is known; ``hand`` is who wrote it, ``weight`` how much it counts in learning."""

    text: str
    topic: str
    language: str
    hand: str
    weight: float = 1.0


def phrases_of(library: Library, folder: Path = CONTENT) -> list[Phrase]:
    """Return everything that the assistant learns from, each text of a topic once."""
    found = [*_of_topics(library), *_of_languages(folder), *_examples(folder)]
    found += [other for phrase in found for other in _as_typed(phrase)]
    return list({(phrase.text, phrase.topic): phrase for phrase in reversed(found)}.values())[::-1]


def _of_topics(library: Library) -> Iterator[Phrase]:
    for topic in library.help_topics.values():
        for text in _definitions(topic):
            yield Phrase(clean(text), topic.id, "en", DEFINITIONS, _HALF)
        for near in topic.near:
            yield Phrase(clean(near.i18n.why), near.id, "en", DEFINITIONS, _HALF)
        for text in topic.examples:
            yield Phrase(clean(text), topic.id, "en", EXAMPLES)


def _definitions(topic: HelpTopic) -> Iterator[str]:
    words = topic.i18n
    yield words.title
    yield words.definition
    yield from (part for part in _PART.split(words.definition) if len(part) > _SHORTEST_PART)


def _of_languages(folder: Path) -> Iterator[Phrase]:
    for file in sorted((folder / "phrases").glob("**/*.yaml")):
        language = file.stem
        hand = SECOND if file.parent.name == SECOND else HANDS[language]
        for topic, texts in _read(file).items():
            for text in texts:
                yield Phrase(clean(text), topic, language, hand)


def _examples(folder: Path) -> Iterator[Phrase]:
    for topic, lines in _read(folder / "assistant_examples.yaml").items():
        for line in lines:
            yield Phrase(clean(line["text"]), topic, line["lang"], EXAMPLES)


def _read(file: Path) -> dict[str, Any]:
    with file.open(encoding="utf-8") as source:
        found: dict[str, Any] = yaml.load(source, Loader=yaml.CSafeLoader)
    return found


def _as_typed(phrase: Phrase) -> Iterator[Phrase]:
    """Yield how the phrase looks where a keyboard lacks its letters: Vietnamese without marks, Hindi in Latin."""
    if phrase.language == "vi":
        yield replace(phrase, text=without_marks(phrase.text), weight=_HALF)
    if phrase.language == "hi":
        yield replace(phrase, text=clean(anyascii(phrase.text)), weight=_HALF)
