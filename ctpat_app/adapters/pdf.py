"""Prints an application as a tagged PDF/UA-1 file, in any language, with the fonts that come with the kiosk."""

import io
import json
import re
import threading
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

import segno
import typst

from ctpat_app.adapters.fonts import clusters, font_folders, font_order, printable
from ctpat_app.domain.printing import (
    PrintedCriterion,
    PrintedDocument,
    PrintedRow,
    PrintedSection,
    PrintedSignature,
    PrintedStop,
    PrintedTable,
    PrintedText,
    PrintedWords,
    RenderedPdf,
    ReplacedCharacter,
    is_right_to_left,
)

# A longer word may not fit a column of the page: it may be broken after every few letters.
LONGEST_WORD = 28
PIECE = 7
UNKNOWN_LANGUAGE = "und"

# Typst takes some 100 MB for a full application.
_ONE_AT_A_TIME = threading.Lock()

_LINE_BREAK = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n\s*")
# The overrides U+202D and U+202E go with the control characters: they would show a signed text back to front.
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u202d\u202e\ufeff]")
# Chinese, Japanese, Korean and Thai are written without spaces and broken by rules of their own.
_SPACELESS = r"\u0e00-\u0e7f\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_LONG_WORD = re.compile(rf"([^\s{_SPACELESS}]{{{LONGEST_WORD + 1},}})")
_LANGUAGE = re.compile("[a-z]{2,3}")
_REGION = re.compile("[a-z]{2}")
_DEEPEST_HEADING = 3

_Data = dict[str, object]


def render_application(document: PrintedDocument) -> RenderedPdf:
    """Return ``document`` as a PDF on US letter pages, mirrored for a right-to-left language.

    A hundred long responses take about a fifth of a second: call it in a thread, the others run on meanwhile.
    A character that no font has becomes an empty square and is named at the end of the document and in the result.
    """
    typesetter = _Typesetter(document.language)
    data = json.dumps(typesetter.document(document))
    with _ONE_AT_A_TIME:
        try:
            content = _compile(data, document.printed_at, accessible=True)
        except typst.TypstError:
            # A font may shape a rare cluster into a glyph it lacks, which PDF/UA forbids: print it with a hole.
            content = _compile(data, document.printed_at, accessible=False)
        _free_memory()
    return RenderedPdf(content, tuple(typesetter.replaced))


def _compile(data: str, printed_at: datetime, *, accessible: bool) -> bytes:
    return typst.compile(
        _template(),
        format="pdf",
        sys_inputs={"data": data},
        font_paths=_fonts(),
        ignore_system_fonts=True,
        pdf_standards="ua-1" if accessible else [],
        timestamp=printed_at,
    )


def _free_memory() -> None:
    """Make Typst forget the document: it keeps the last ten compilations, some 200 MB, and has no call to drop them."""
    for _ in range(10):
        typst.compile(b"", format="svg", font_paths=_fonts(), ignore_system_fonts=True)


@cache
def _template() -> bytes:
    return Path(__file__).with_name("pdf_application.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=font_folders())


class _Typesetter:
    """Turns the document into the data of the template, and remembers what no font could print."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.styles: dict[str, _Data] = {}
        self.replaced: dict[ReplacedCharacter, None] = {}

    def document(self, document: PrintedDocument) -> _Data:
        """Return everything the template reads; the replaced characters come last because the rest finds them."""
        data: _Data = {
            "style": self.style(self.language, rtl=is_right_to_left(self.language)),
            "title": self.own(document.title),
            "subtitle": self.own(document.subtitle),
            "author": self.printable(document.issuer, document.issuer),
            "issuer": self.own(document.issuer),
            "reference": self.own(document.reference),
            "footer": self.own(document.footer),
            "page": self.printable(document.words.page, document.words.page),
            "words": self.words(document.words),
            "facts": [self.row(row) for row in document.facts],
            "has_contents": document.has_contents,
            "link": _square_code(document.link) if document.link else None,
            "link_text": self.printable(document.link_text, document.link_text),
            "sections": list(self.sections(document.sections)),
            "signatures": [self.signature(signature) for signature in document.signatures],
        }
        return data | {"replaced": list(self.replaced_rows()), "styles": self.styles}

    def words(self, words: PrintedWords) -> _Data:
        names = ("contents", "response", "not_answered", "signatures", "replaced", "replaced_intro")
        return {name: self.own(getattr(words, name)) for name in names}

    def sections(self, sections: tuple[PrintedSection, ...]) -> Iterator[_Data]:
        """Yield the sections; a heading lies at most one level below the one before, as PDF/UA demands."""
        level = 0
        for section in sections:
            level = max(1, min(section.level, level + 1, _DEEPEST_HEADING))
            yield {
                "level": level,
                "title": self.own(section.title),
                "intro": self.own(section.intro, where=section.title),
                "rows": [self.row(row) for row in section.rows],
                "criteria": [self.criterion(criterion) for criterion in section.criteria],
                "stops": [self.stop(stop) for stop in section.stops],
                "tables": [self.table(table) for table in section.tables],
                "body": [self.text(each, section.title) for each in section.body],
            }

    def row(self, row: PrintedRow) -> _Data:
        return {
            "label": self.own(row.label),
            "values": [self.text(value, row.label) for value in row.values if value.text.strip()],
            "note": self.own(row.note, where=row.label),
        }

    def stop(self, stop: PrintedStop) -> _Data:
        where = stop.title.text
        return {
            "letter": self.own(stop.letter, where=where),
            "tone": stop.tone,
            "title": self.text(stop.title, where),
            "lines": [self.text(line, where) for line in stop.lines if line.text.strip()],
        }

    def table(self, table: PrintedTable) -> _Data:
        return {
            "title": self.own(table.title),
            "columns": [self.own(column, where=table.title) for column in table.columns],
            "rows": [[self.text(cell, table.title) for cell in row] for row in table.rows],
        }

    def criterion(self, criterion: PrintedCriterion) -> _Data:
        where = criterion.number
        return {
            "number": self.own(where),
            "level": self.own(criterion.level, where=where),
            "statement": self.text(criterion.statement, where),
            "responses": [self.text(response, where) for response in criterion.responses if response.text.strip()],
            "note": self.own(criterion.note, where=where),
        }

    def signature(self, signature: PrintedSignature) -> _Data:
        return {
            "title": self.own(signature.title),
            "agreement": self.text(signature.agreement, signature.title),
            "rows": [self.row(row) for row in signature.rows],
        }

    def replaced_rows(self) -> Iterator[_Data]:
        """Yield one row for each place, its characters by code point and Unicode name."""
        places: dict[str, list[str]] = {}
        for replaced in self.replaced:
            places.setdefault(replaced.where, []).append(f"{replaced.codepoint} {replaced.name}".strip())
        for where, characters in places.items():
            yield self.row(PrintedRow(where, (PrintedText(", ".join(characters), "en"),)))

    def own(self, text: str, *, where: str = "") -> _Data | None:
        """Return a text of the kiosk itself, in the document's language, or None for an empty one."""
        if not text.strip():
            return None
        style = self.style(self.language, rtl=is_right_to_left(self.language))
        return {"style": style, "paragraphs": self.paragraphs(text, where or text)}

    def text(self, printed: PrintedText, where: str) -> _Data:
        language = printed.language or self.language
        style = self.style(language, rtl=_reads_right_to_left(printed.text, language))
        caption = self.own(printed.caption, where=where)
        return {"style": style, "paragraphs": self.paragraphs(printed.text, where), "caption": caption}

    def style(self, language: str, *, rtl: bool) -> str:
        """Return the name of the style for ``language`` in the given direction, made when first asked for."""
        name = f"{language} {'rtl' if rtl else 'ltr'}"
        if name not in self.styles:
            code, region = _language_and_region(language)
            self.styles[name] = {"font": font_order(language), "lang": code, "region": region, "rtl": rtl}
        return name

    def paragraphs(self, text: str, where: str) -> list[list[list[str]]]:
        """Return the paragraphs of ``text`` as lines, a line as the pieces between which it may be broken."""
        paragraphs = _PARAGRAPH_BREAK.split(_LINE_BREAK.sub("\n", text).strip())
        return [[_pieces(self.printable(line, where)) for line in paragraph.split("\n")] for paragraph in paragraphs]

    def printable(self, line: str, where: str) -> str:
        """Return ``line`` as the fonts can print it, and note what they cannot."""
        shown, missing = printable(_clean(line))
        if missing:
            place = printable(_clean(where))[0]
            self.replaced |= {_replaced(character, place): None for character in missing}
        return shown


def _square_code(address: str) -> str:
    """Return an address as a square code that telephones read, drawn as SVG."""
    drawing = io.BytesIO()
    segno.make(address, error="m").save(drawing, kind="svg", scale=4, border=2, xmldecl=False)
    return drawing.getvalue().decode()


def _clean(line: str) -> str:
    """Return ``line`` without tabs and control characters."""
    return _INVISIBLE.sub("", line.replace("\t", " "))


def _pieces(line: str) -> list[str]:
    """Split a line inside its very long words only."""
    pieces = [""]
    for i, part in enumerate(_LONG_WORD.split(line)):
        if i % 2 == 0:
            pieces[-1] += part
            continue
        letters = clusters(part)
        first, *more = ("".join(letters[n : n + PIECE]) for n in range(0, len(letters), PIECE))
        pieces[-1] += first
        pieces.extend(more)
    return pieces


def _replaced(character: str, where: str) -> ReplacedCharacter:
    # Half a surrogate pair is no text: whoever writes the result down would fail on it.
    character_shown = "\ufffd" if unicodedata.category(character) == "Cs" else character
    return ReplacedCharacter(character_shown, f"U+{ord(character):04X}", unicodedata.name(character, ""), where)


def _reads_right_to_left(text: str, language: str) -> bool:
    """Say how ``text`` runs: as most of its letters do, in a right-to-left language as soon as it has one such letter.

    A text without letters, such as a telephone number or a masked identifier, runs from left to right everywhere.
    """
    directions = [unicodedata.bidirectional(character) for character in text]
    right_to_left = sum(direction in ("R", "AL") for direction in directions)
    return right_to_left > (0 if is_right_to_left(language) else directions.count("L"))


def _language_and_region(language: str) -> tuple[str, str | None]:
    """Return what the typesetter writes into the file; it has no script, so Chinese is told apart by its region."""
    code, *rest = language.lower().split("-")
    region = next((part.upper() for part in rest if _REGION.fullmatch(part)), None)
    if region is None and code == "zh":
        region = "TW" if "hant" in rest else "CN"
    return code if _LANGUAGE.fullmatch(code) else UNKNOWN_LANGUAGE, region
