"""What was read from a table that somebody sent: sheets of rows with the text of their cells, nothing computed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

MAX_ROWS: Final = 10_000
"""Filled rows below the headings, over all sheets."""
MAX_COLUMNS: Final = 60
MAX_CHARACTERS: Final = 10_000_000
"""Of all cells together."""
MAX_MB: Final = 10
"""Of the file."""


@dataclass(frozen=True)
class SheetRow:
    """A row with something in it: its number in the sheet, and text by column; both count from 1."""

    number: int
    cells: Mapping[int, str]
    formulas: frozenset[int] = frozenset()
    """Columns in which a formula stands; they have no text."""


@dataclass(frozen=True)
class Sheet:
    """A sheet by its name; that of a text file has none."""

    name: str
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True)
class ReadTable:
    """A whole file; ``encoding`` and ``separator`` are told of text alone."""

    sheets: tuple[Sheet, ...]
    encoding: str = ""
    separator: str = ""


def column_letters(column: int) -> str:
    """Return how spreadsheet programs call a column: 1 is ``A``, 28 is ``AB``."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
