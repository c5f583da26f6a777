"""The word lists of the conversation, made ready for searching, and the form in which texts are searched."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal

import yaml
from pydantic import Field, TypeAdapter

from ctpat_app.guidance.schema import Record

_FILE: Final = Path(__file__).parent / "content" / "understood.yaml"

ByLanguage = dict[str, tuple[str, ...]]
Where = Literal["us", "abroad", "mexico", "canada"]

_DOTTED: Final = (
    (re.compile(r"\bu\.\s?s\.(?:\s?a\.)?"), "usa "),
    (re.compile(r"\bee\.?\s?uu\.?"), "eeuu "),
    (re.compile(r"\bno\.\s?(?=\d)"), "number "),
)
_CJK: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_ARABIC: Final = re.compile(r"[\u0600-\u06ff]")
_JOINED: Final = r"(?:[وف]?(?:[بك]?ال|لل|[بلك])?)?"
"""What Arabic writes together with the word that follows: and, in, to, like, the."""


class Cue(Record):
    """Words that speak for an option, how strongly, and where it then happens; the head of the file says more."""

    weight: int = Field(ge=1, le=5)
    says: ByLanguage
    at: tuple[Where, ...] = ()
    to: tuple[Where, ...] = ()
    origin: tuple[Where, ...] = Field(default=(), alias="from")
    near: tuple[Where, ...] = ()


class UnderstoodWords(Record):
    """The lists of ``content/understood.yaml``."""

    id: str
    negation: ByLanguage
    not_negation: ByLanguage
    but: ByLanguage
    saying_yes: ByLanguage
    saying_no: ByLanguage
    unsure: ByLanguage
    ordinals: tuple[tuple[str, ...], ...]
    last: tuple[str, ...]
    around: tuple[str, ...]
    to: ByLanguage
    origin: ByLanguage = Field(alias="from")
    places: ByLanguage
    options: dict[str, dict[str, tuple[Cue, ...]]]


@dataclass(frozen=True)
class Found:
    """A place in a searched text."""

    start: int
    end: int

    def overlaps(self, other: "Found") -> bool:
        """Return whether both share a letter."""
        return self.start < other.end and other.start < self.end


@cache
def understood_words() -> UnderstoodWords:
    """Return the lists, read once."""
    with _FILE.open(encoding="utf-8") as file:
        (words,) = TypeAdapter(list[UnderstoodWords]).validate_python(yaml.load(file, Loader=yaml.CSafeLoader))
    return words


def searched(text: str) -> str:
    """Return ``text`` as it is searched: without case, accents, and the differences of Arabic letters."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("ـ", "")
    for pattern, instead in _DOTTED:
        plain = pattern.sub(instead, plain)
    bare = "".join(sign for sign in unicodedata.normalize("NFD", plain) if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", bare).replace("ة", "ه").replace("ى", "ي").replace("ٱ", "ا")


def everywhere(lists: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Return the words of all languages: people mix them."""
    return tuple(word for words in lists.values() for word in words)


def find(words: Iterable[str], text: str) -> list[Found]:
    """Return every place of ``text``, in its searched form, where one of ``words`` stands."""
    pattern = _pattern(tuple(words))
    return [] if pattern is None else [Found(each.start(1), each.end(1)) for each in pattern.finditer(text)]


@lru_cache(maxsize=4096)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    # The longest first: of two that begin alike the longer one is meant.
    parts = sorted({_of(word) for word in words if word.strip()}, key=len, reverse=True)
    return re.compile("|".join(parts).join(("(?=(", "))"))) if parts else None


def _of(word: str) -> str:
    plain = searched(word).strip()
    inner = re.escape(plain).replace(r"\*", r"\w*").replace(r"\ ", r"[\s\-]+")
    if _CJK.search(plain):
        return inner
    return rf"(?<!\w){_JOINED}{inner}(?!\w)" if _ARABIC.search(plain) else rf"(?<!\w){inner}(?!\w)"
