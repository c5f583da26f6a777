"""The drawing of a lane: one mark for each leg on a line from top to bottom, its words beside it. Numbers are units."""

import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

WIDTH = 340
_RAIL, _WORDS = 26, 58
"""How far the line, and the words, are from the side where reading begins."""
_LINE, _GAP, _FIRST = 20, 26, 24
_LONGEST = 32
"""So many letters fit on a line of words; a letter of East Asian scripts takes the room of two."""


@dataclass(frozen=True)
class Stop:
    """What the drawing tells of one leg; ``band`` is the id of its risk band, empty while it has none."""

    letter: str
    band: str
    title: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """One line of words."""

    x: int
    y: int
    text: str
    strong: bool


@dataclass(frozen=True)
class Mark:
    """The mark of a leg: its letter tells the band to those who see no colours."""

    x: int
    y: int
    letter: str
    band: str


@dataclass(frozen=True)
class Drawing:
    """A lane as it is drawn; ``label`` tells the same in one sentence."""

    title: str
    label: str
    threat: str
    height: int
    x: int
    y_first: int
    y_last: int
    marks: list[Mark] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)


def draw(title: str, label: str, threat: str, stops: Sequence[Stop], *, mirrored: bool) -> Drawing:
    """Return the drawing of ``stops``; ``mirrored`` for languages that run from right to left."""

    def at(x: int) -> int:
        return WIDTH - x if mirrored else x

    marks, words, y = [], [], _FIRST
    for stop in stops:
        marks.append(Mark(at(_RAIL), y, stop.letter, stop.band))
        for strong, line in _lines(stop):
            words.append(Words(at(_WORDS), y + 5, line, strong))
            y += _LINE
        y += _GAP
    places = [mark.y for mark in marks] or [0]
    return Drawing(title, label, threat, max(y, _FIRST), at(_RAIL), places[0], places[-1], marks, words)


def _lines(stop: Stop) -> Iterator[tuple[bool, str]]:
    for number, text in enumerate((stop.title, *stop.notes)):
        wide = any(unicodedata.east_asian_width(letter) in "WF" for letter in text)
        for line in textwrap.wrap(text, _LONGEST // 2 if wide else _LONGEST):
            yield number == 0, line
