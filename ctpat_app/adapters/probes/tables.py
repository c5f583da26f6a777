"""Rows of a table that somebody sent: a program of its own, as the one that judges files, with little memory and time.

``python -m ctpat_app.adapters.probes.tables FILE ENDING ROWS MOST_ROWS MOST_COLUMNS MOST_CHARACTERS`` writes lines of
JSON to ``ROWS``: ``{"sheet": name}``, then ``{"row": [number, [[column, text, is_formula], …]]}``; columns and rows
count from 1. No formula is computed, and what the file says that one came to is not looked at.
"""

import codecs
import csv
import io
import json
import re
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Final, TextIO
from xml.etree.ElementTree import Element, ParseError, iterparse

from ctpat_app.adapters.probes import office
from ctpat_app.adapters.probes.found import MEMORY_BYTES, SECONDS, Refused, say

HEAD_BYTES: Final = 4096
TEXTS: Final = frozenset({"csv", "tsv", "tab", "txt"})
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_SHEETS: Final = 50
_MOST_CELLS: Final = 16_384
"""So many columns a sheet can have. Source: the limits of the file format."""
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_COLUMN: Final = re.compile(r"[A-Z]{1,3}")
_SEPARATORS: Final = (",", ";", "\t")
_LONGEST_CELL: Final = 100_000
_PAIR: Final = re.compile(rb"[\x80-\xff][\x40-\xff]?")
_COMMON: Final = re.compile(rb"[\xb0-\xd7][\xa1-\xfe]")
# Numbers of the formats for days that need no description, some of them only in East Asia.
_DAYS: Final = frozenset({*range(14, 23), *range(27, 37), *range(50, 59)})
_NOT_FORMAT: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


@dataclass
class Limits:
    """How much is taken in: rows and columns of each sheet, characters of all."""

    rows: int
    """One of them for the headings."""
    columns: int
    characters: int
    taken: int = 0

    def take(self, cells: list[tuple[int, str, bool]]) -> None:
        """Note a row with ``cells``.

        Raises:
            Refused: ``import.too-many-rows``, ``import.too-many-columns``, ``import.too-much-text``.
        """
        self.taken += 1
        if self.taken > self.rows:
            raise Refused("import.too-many-rows", most=self.rows - 1)
        if cells[-1][0] > self.columns:
            raise Refused("import.too-many-columns", most=self.columns)
        self.characters -= sum(len(text) for _, text, _ in cells)
        if self.characters < 0:
            raise Refused("import.too-much-text")


@dataclass
class Book:
    """What the cells of an XLSX file refer to."""

    strings: list[str] = field(default_factory=list)
    are_days: list[bool] = field(default_factory=list)
    """Of each format of cells: whether a number in it is a day."""
    first_day: date = date(1899, 12, 30)


def main(file: Path, ending: str, target: Path, limits: Limits) -> None:
    """Write the rows of ``file`` to ``target``, and say how it was read, or why it cannot be."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (200 * 1024 * 1024, 200 * 1024 * 1024))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        with target.open("w", encoding="utf-8") as out:
            read(file, ending, out, limits)
    except Refused as refused:
        say(refused=refused.code, **refused.params)
    except MemoryError:
        say(refused="import.unpacks-too-large")
    else:
        say(done=True)


def read(file: Path, ending: str, out: TextIO, limits: Limits) -> None:
    """Write the rows of ``file``.

    Raises:
        Refused: ``import.…``, and what ``office`` refuses.
    """
    with file.open("rb") as source:
        head = source.read(HEAD_BYTES)
    if head.startswith(b"PK\x03\x04") and zipfile.is_zipfile(file):
        _read_book(file, out, limits)
    elif head.startswith(_OLE):
        raise Refused("import.old-book")
    elif ending in TEXTS and not head.startswith((b"PK", b"%PDF-")):
        _read_text(file.read_bytes(), out, limits)
    else:
        raise Refused("import.type-unknown")


def _put(out: TextIO, number: int, cells: list[tuple[int, str, bool]], limits: Limits) -> None:
    filled = [cell for cell in cells if cell[1].strip() or cell[2]]
    if filled:
        limits.take(filled)
        out.write(json.dumps({"row": [number, filled]}) + "\n")


# ---------------------------------------------------------------- text with separators


def _read_text(content: bytes, out: TextIO, limits: Limits) -> None:
    encoding, text = _decoded(content)
    if not text.strip():
        return
    separator, text = _separated(text)
    say(encoding=encoding, separator=separator)
    out.write(json.dumps({"sheet": ""}) + "\n")
    csv.field_size_limit(_LONGEST_CELL)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), start=1):
            _put(out, number, [(column, cell, False) for column, cell in enumerate(row, start=1) if cell], limits)
    except csv.Error as error:
        raise Refused("import.text-broken") from error


def _decoded(content: bytes) -> tuple[str, str]:
    """Return in which encoding ``content`` is written, and what it says; what is no Unicode is taken as one of two."""
    for mark, name, codec in (
        (codecs.BOM_UTF8, "UTF-8", "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "UTF-16", "utf-16"),
        (codecs.BOM_UTF16_BE, "UTF-16", "utf-16"),
    ):
        if content.startswith(mark):
            return name, _strictly(content, codec)
    if b"\0" in content[:HEAD_BYTES]:
        head = content[:HEAD_BYTES]
        is_little = head[1::2].count(0) >= head[::2].count(0)
        return "UTF-16", _strictly(content, "utf-16-le" if is_little else "utf-16-be")
    try:
        return "UTF-8", content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if _looks_chinese(content):
        try:
            return "GB18030", content.decode("gb18030")
        except UnicodeDecodeError:
            pass
    return "Windows-1252", _strictly(content, "cp1252")


def _looks_chinese(content: bytes) -> bool:
    """Whether most of what is no plain letter is one of the 3755 common Chinese characters.

    In GB18030 these are pairs of high bytes; accented letters of other languages stand between plain ones.
    """
    pairs = _PAIR.findall(content)
    return sum(bool(_COMMON.fullmatch(pair)) for pair in pairs) >= len(pairs) / 2


def _strictly(content: bytes, codec: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        raise Refused("import.encoding-unknown") from error


def _separated(text: str) -> tuple[str, str]:
    """Return the separator, and the text without the line by which Excel names it."""
    first, _, rest = text.partition("\n")
    if named := re.fullmatch(r"sep=([,;\t])\r?", first.strip("\ufeff ")):
        return named[1], rest
    line = next(line for line in text.splitlines() if line.strip())
    outside = re.sub('"[^"]*"', "", line)
    return max(_SEPARATORS, key=outside.count), text


# ---------------------------------------------------------------- workbooks


def _read_book(file: Path, out: TextIO, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            office.require_kind(archive, file.stat().st_size, "xlsx")
            book = _book(archive)
            for name, part in _sheets(archive)[:_MOST_SHEETS]:
                out.write(json.dumps({"sheet": name}) + "\n")
                limits.taken = 0
                _read_sheet(archive, part, book, out, limits)
    except (
        ParseError,
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        KeyError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        raise Refused("import.damaged") from error


def _sheets(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Return name and part of each sheet that people see, in their order."""
    links = _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship")
    places = {each.get("Id"): each.get("Target", "") for each in links}
    found = []
    for sheet in _elements(archive, "xl/workbook.xml", "sheet"):
        number = next((value for key, value in sheet.attrib.items() if key.rpartition("}")[2] == "id"), "")
        target = places.get(number) or ""
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if sheet.get("state", "visible") == "visible" and "worksheets/" in part:
            found.append((sheet.get("name", ""), part))
    return found


def _book(archive: zipfile.ZipFile) -> Book:
    book, names = Book(), set(archive.namelist())
    if any(each.get("date1904") in {"1", "true"} for each in _elements(archive, "xl/workbook.xml", "workbookPr")):
        book.first_day = date(1904, 1, 1)
    if "xl/sharedStrings.xml" in names:
        book.strings = [_said(each) for each in _elements(archive, "xl/sharedStrings.xml", "si")]
    if "xl/styles.xml" in names:
        codes = {
            each.get("numFmtId"): each.get("formatCode", "") for each in _elements(archive, "xl/styles.xml", "numFmt")
        }
        for formats in _elements(archive, "xl/styles.xml", "cellXfs"):
            book.are_days = [_is_day(each.get("numFmtId", "0"), codes) for each in formats]
    return book


def _is_day(number: str, codes: dict[str | None, str]) -> bool:
    if number in codes:
        return bool(re.search("[yd]", _NOT_FORMAT.sub("", codes[number]).casefold()))
    return number.isdigit() and int(number) in _DAYS


def _read_sheet(archive: zipfile.ZipFile, part: str, book: Book, out: TextIO, limits: Limits) -> None:
    number, cells, seen = 0, [], 0
    for kind, element in _walked(archive, part, {"row", "c"}):
        if kind == "c":
            seen += 1
            column = _column(element.get("r", ""), seen)
            text, is_formula = _cell(element, book)
            if seen > _MOST_CELLS or (column > limits.columns and (text or is_formula)):
                raise Refused("import.too-many-columns", most=limits.columns)
            cells.append((column, text, is_formula))
            continue
        given = element.get("r", "")
        number = int(given) if given.isdigit() else number + 1
        _put(out, number, cells, limits)
        cells, seen = [], 0


def _column(place: str, fallback: int) -> int:
    letters = _COLUMN.match(place)
    if not letters:
        return fallback
    number = 0
    for letter in letters[0]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _cell(cell: Element, book: Book) -> tuple[str, bool]:
    """Return what a cell says, and whether that is a formula."""
    value, is_formula = "", False
    for part in cell:
        tag = part.tag.rpartition("}")[2]
        if tag == "f":
            is_formula = True
        elif tag == "v":
            value = part.text or ""
        elif tag == "is":
            value = _said(part)
    if is_formula or not value:
        return "", is_formula
    return _text_of(value, cell.get("t", "n"), cell.get("s", ""), book), False


def _text_of(value: str, kind: str, style: str, book: Book) -> str:
    if kind == "s":
        return book.strings[int(value)]
    if kind == "b":
        return "TRUE" if value == "1" else "FALSE"
    if kind == "d":
        return value[:10]
    if kind != "n":
        return value
    number = float(value)
    if style.isdigit() and int(style) < len(book.are_days) and book.are_days[int(style)]:
        try:
            return (book.first_day + timedelta(days=int(number))).isoformat()
        except OverflowError:
            return value
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else value


def _said(element: Element) -> str:
    """Return the text of a string; the reading aids of East Asian ones are no part of it."""
    said = ""
    for part in element:
        tag = part.tag.rpartition("}")[2]
        if tag == "t":
            said += part.text or ""
        elif tag == "r":
            said += _said(part)
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), said)


def _elements(archive: zipfile.ZipFile, part: str, tag: str) -> Iterator[Element]:
    return (element for _, element in _walked(archive, part, {tag}))


def _walked(archive: zipfile.ZipFile, part: str, tags: set[str]) -> Iterator[tuple[str, Element]]:
    """Yield the elements of ``part`` that are called one of ``tags``; each is gone from memory when the next comes."""
    with archive.open(part) as source:
        open_elements: list[Element] = []
        # A made-up file harms nobody but this program, which has its limits.
        for event, element in iterparse(source, events=("start", "end")):  # noqa: S314
            if event == "start":
                open_elements.append(element)
                continue
            open_elements.pop()
            tag = element.tag.rpartition("}")[2]
            if tag in tags:
                yield tag, element
                element.clear()
                if open_elements and tag != "c":
                    open_elements[-1].remove(element)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), Limits(*map(int, sys.argv[4:7])))
