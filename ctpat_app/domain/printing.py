"""A document as it is handed to the printer: plain values, no markup, every word already in its language."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def is_right_to_left(language: str) -> bool:
    """Say whether text in ``language`` (BCP 47, any case) runs from right to left."""
    return language.partition("-")[0].lower() in RIGHT_TO_LEFT


class Answers(StrEnum):
    """Which texts of an answer in two languages are printed."""

    BOTH = "both"
    ENGLISH = "english"
    """The English version, where there is one."""
    ORIGINAL = "original"
    """As it was answered."""


@dataclass(frozen=True, slots=True)
class PrintedText:
    """One text in one language.

    Args:
        text: any script; line breaks are kept, an empty line starts a new paragraph.
        language: BCP 47 tag; empty when nobody knows it (then it counts as the document's language).
        caption: what the text is, in the document's language, where several stand below each other.
    """

    text: str
    language: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A label and what was entered for it; without values it says that nothing was answered."""

    label: str
    values: tuple[PrintedText, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class PrintedCriterion:
    """One criterion with the response to it; ``level`` is the translated word for must or should."""

    number: str
    level: str
    statement: PrintedText
    responses: tuple[PrintedText, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class PrintedStop:
    """One stop of a way that is drawn: the letter of its mark, its name and lines about it.

    ``tone`` 0 is a mark without a weight, 1 to 3 are ever stronger ones; the letter tells the same without colours.
    """

    letter: str
    tone: int
    title: PrintedText
    lines: tuple[PrintedText, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table with a heading for each column; the first cell of a row names it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[PrintedText, ...], ...]


@dataclass(frozen=True, slots=True)
class PrintedSection:
    """A heading with an introduction, then what is drawn, rows, tables and criteria.

    ``level`` 1 is a chapter, 2 and 3 lie below it.
    """

    title: str
    intro: str = ""
    rows: tuple[PrintedRow, ...] = ()
    criteria: tuple[PrintedCriterion, ...] = ()
    level: int = 1
    stops: tuple[PrintedStop, ...] = ()
    tables: tuple[PrintedTable, ...] = ()
    body: tuple[PrintedText, ...] = ()
    """Running text, each piece in a language of its own."""


@dataclass(frozen=True, slots=True)
class PrintedSignature:
    """What one person signed: the agreement in full and rows that say who, in which role, for whom and when."""

    title: str
    agreement: PrintedText
    rows: tuple[PrintedRow, ...]


@dataclass(frozen=True, slots=True)
class PrintedWords:
    """The document's own words, translated by the caller.

    Args:
        page: whole sentence with the placeholders ``{page}`` and ``{pages}``.
        replaced: heading over the characters that no font has; ``replaced_intro`` says what was printed instead.
    """

    contents: str
    page: str
    response: str
    not_answered: str
    signatures: str
    replaced: str
    replaced_intro: str


@dataclass(frozen=True, slots=True)
class PrintedDocument:
    """Everything a printed application says.

    Args:
        language: BCP 47 tag of the words, labels and titles; it also decides the direction of the pages.
        issuer: name of the kiosk, at the top of every page beside ``reference``.
        facts: rows of the first page, such as company, status and date.
        footer: line at the bottom of every page.
        printed_at: aware moment kept in the file's metadata; the same document gives the same bytes.
        has_contents: whether a list of contents stands on the first page; a short letter needs none.
        link: address that is printed as a square code to photograph; empty for none.
        link_text: what the square code is, for those who do not see it.
    """

    title: str
    subtitle: str
    language: str
    issuer: str
    reference: str
    footer: str
    words: PrintedWords
    printed_at: datetime
    facts: tuple[PrintedRow, ...] = ()
    sections: tuple[PrintedSection, ...] = ()
    signatures: tuple[PrintedSignature, ...] = ()
    has_contents: bool = True
    link: str = ""
    link_text: str = ""


@dataclass(frozen=True, slots=True)
class ReplacedCharacter:
    """A character that no font could print.

    Args:
        codepoint: such as ``U+1F600``.
        name: its Unicode name in English; empty when it has none.
        where: the label, title or criterion number of the text it stood in.
    """

    character: str
    codepoint: str
    name: str
    where: str


@dataclass(frozen=True, slots=True)
class RenderedPdf:
    """A finished PDF and the characters it shows as an empty square instead."""

    content: bytes
    replaced: tuple[ReplacedCharacter, ...] = ()
