"""The word lists of the reviewer, made ready for searching: words by look-up, phrases by pattern."""

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import yaml
from pydantic import TypeAdapter

from ctpat_app.guidance.schema import Record

_FILE: Final = Path(__file__).parent / "content" / "review_words.yaml"
_TOKEN: Final = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_RAW: Final = re.compile(r"[\[(\\]")


class Claim(Record):
    """What a business says of itself, and which business types may say it."""

    says: tuple[str, ...]
    types: tuple[str, ...]


class ReviewWords(Record):
    """The lists of ``content/review_words.yaml``; its head explains the signs in them."""

    number: tuple[str, ...]
    unit: tuple[str, ...]
    month: tuple[str, ...]
    weekday: tuple[str, ...]
    season: tuple[str, ...]
    event: tuple[str, ...]
    keeping: tuple[str, ...]
    who: tuple[str, ...]
    weak_who: tuple[str, ...]
    doing: tuple[str, ...]
    frequency: tuple[str, ...]
    records: tuple[str, ...]
    trouble: tuple[str, ...]
    response: tuple[str, ...]
    response_alone: tuple[str, ...]
    vague: tuple[str, ...]
    placeholder: tuple[str, ...]
    not_applicable: tuple[str, ...]
    no_reason: tuple[str, ...]
    stop_words: tuple[str, ...]
    languages: dict[str, tuple[str, ...]]
    entities: tuple[Claim, ...]
    deeds: tuple[Claim, ...]


@dataclass(frozen=True)
class Found:
    """A place in a text where a list matches."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class WordList:
    """One list: whole words, beginnings of words, and a pattern for everything longer."""

    words: frozenset[str]
    beginnings: frozenset[str]
    phrases: re.Pattern[str] | None
    _longest: int = field(default=0)

    def all_in(self, text: str) -> list[Found]:
        """Return every match in ``text``, in the order of the text; matches may overlap."""
        found = [token for token in _tokens(text) if self.has(token.text.lower())]
        if self.phrases:
            found += [Found(at.start(), at.end(), at[0]) for at in self.phrases.finditer(text)]
        return sorted(found, key=lambda each: each.start)

    def first_in(self, text: str) -> str:
        """Return the first match in ``text``, empty without one."""
        return next((each.text for each in self.all_in(text)), "")

    def has(self, word: str) -> bool:
        """Whether the one word ``word``, in small letters, is in the list."""
        if word in self.words:
            return True
        return any(word[:length] in self.beginnings for length in range(2, min(len(word), self._longest) + 1))


@lru_cache(maxsize=64)
def _tokens(text: str) -> tuple[Found, ...]:
    """Return the words of ``text``; every list asks for those of the same few texts."""
    return tuple(Found(at.start(), at.end(), at[0]) for at in _TOKEN.finditer(text))


@cache
def load_review_words() -> ReviewWords:
    """Return the lists as they stand in the content."""
    with _FILE.open(encoding="utf-8") as file:
        return TypeAdapter(ReviewWords).validate_python(yaml.load(file, Loader=yaml.CSafeLoader))


@cache
def word_list(name: str) -> WordList:
    """Return the list called ``name``."""
    return make_list(getattr(load_review_words(), name))


def make_list(entries: tuple[str, ...]) -> WordList:
    """Return ``entries``, written as the head of the content file explains, ready for searching."""
    single = {entry.lower() for entry in entries if re.fullmatch(r"[^\W_]+(?:[.'&-][^\W_]+)*\*?", entry)}
    beginnings = frozenset(entry[:-1] for entry in single if entry.endswith("*"))
    longer = [_pattern(entry) for entry in entries if entry.lower() not in single]
    phrases = re.compile(rf"(?<!\w)(?:{'|'.join(longer)})(?!\w)", re.IGNORECASE) if longer else None
    words = frozenset(entry for entry in single if not entry.endswith("*"))
    return WordList(words, beginnings, phrases, max(map(len, beginnings), default=0))


def _pattern(entry: str) -> str:
    """Return a phrase as a pattern; an entry that is a pattern already keeps its own signs."""
    between = r"\\W+(?:\\w+\\W+){0,4}?"
    text = entry if _RAW.search(entry) else _escaped(entry)
    text = re.sub(r" ~ ", between, text)
    text = re.sub(r" ~$", r"\\W+\\w+", text)
    text = re.sub(r"^# ?|(?<= )# ?|(?<=\))# ?", rf"(?:\\d+|{_alternatives('number')}) ?", text)
    text = re.sub(r"\{([a-z]+)\}", lambda named: _alternatives(named[1]), text)
    # A space stands for any gap between words, but not inside the brackets of a pattern.
    return re.sub(r"\[[^\]]*\]| (?!\?)", lambda at: at[0] if at[0] != " " else r"[\s-]+", text.strip())


def _escaped(entry: str) -> str:
    kept = re.split(r"(\{[a-z]+\}|[*~# ])", entry)
    return "".join(
        r"\w*" if part == "*" else part if part in {"~", "#", " "} or part.startswith("{") else re.escape(part)
        for part in kept
    )


@cache
def _alternatives(name: str) -> str:
    entries = getattr(load_review_words(), name)
    return "(?:" + "|".join(re.escape(entry).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for entry in entries) + ")"
