"""What was added to a text and what was taken away, word by word, in any script."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

_UNSPACED: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
"""Kana and Chinese characters: these scripts put no space between words, so each sign counts as one."""
_WORD: Final = re.compile(rf"[{_UNSPACED}]\s*|[^\s{_UNSPACED}]+\s*|\s+")
_SENTENCE: Final = re.compile(r".+?(?:[.!?。！？؟\n]+\s*|$)", re.DOTALL)
_MOST_PAIRS: Final = 1_000_000
"""More pairs of words than this are not compared, but sentences: a long text must not hold up a page."""


class Change(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """A run of text with what became of it."""

    change: Change
    text: str


def compare_texts(old: str, new: str) -> tuple[Piece, ...]:
    """Return how ``old`` became ``new``: the pieces that are not removed are ``new``, those not added are ``old``."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    if len(before) * len(after) > _MOST_PAIRS:
        before, after = _SENTENCE.findall(old), _SENTENCE.findall(new)
    return tuple(_pieces(before, after))


def _pieces(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    for what, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            yield Piece(Change.SAME, "".join(after[first:last]))
            continue
        if start < end:
            yield Piece(Change.REMOVED, "".join(before[start:end]))
        if first < last:
            yield Piece(Change.ADDED, "".join(after[first:last]))
