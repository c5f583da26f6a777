"""Partners that come in by a file: which column holds what, and what is wrong with which row.

A row comes in right, is left out because its partner is known already, or is wrong with what to do about it.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Any, Final

from ctpat_app.domain.company_names import folded
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.form_faults import FormFaults
from ctpat_app.domain.partners import Partner, Program, read_partner
from ctpat_app.domain.table_files import ReadTable, Sheet, SheetRow
from ctpat_app.domain.texts import clean_code

FIELDS: Final = tuple(each.name for each in fields(Partner) if each.name != "svi_model_id")
"""What a file can tell of a partner, in the order of its columns."""
REQUIRED: Final = ("name", "role", "country")
CHOSEN: Final = ("role", "country", "language", "risk", "program")
"""Fields whose values are chosen from a list."""
DAYS: Final = ("proof_checked_on", "next_due_on")
_UNKNOWN_VALUE: Final = {
    "role": "partner.role-missing",
    "country": "partner.country-missing",
    "language": "partner.language-unknown",
    "risk": "partner.risk-unknown",
    "program": "partner.program-missing",
}
_DEFAULTS: Final = {"language": "en", "program": Program.UNKNOWN.value}
_HEADINGS_WITHIN: Final = 20
"""So many filled rows may stand above the headings and with them."""
_DAY: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?")
_ERRORS: Final = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})


class Verdict(StrEnum):
    """What becomes of a row."""

    RIGHT = "right"
    LEFT_OUT = "left-out"
    """Its partner stands in the register, or further up in the file."""
    WRONG = "wrong"


@dataclass(frozen=True)
class Vocabulary:
    """By what words columns and choices are known, all of them folded: a word for each, in each language."""

    headings: Mapping[str, str]
    """From heading to field."""
    values: Mapping[str, Mapping[str, str]]
    """Of each field of ``CHOSEN``: from word to code."""


@dataclass(frozen=True)
class Row:
    """A row of the file that tells of a partner: text by field, and the fields in which a formula stands."""

    number: int
    texts: Mapping[str, str]
    formulas: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Table:
    """The rows of the sheet that was recognised; ``columns`` says where each field stands, ``unread`` what is left."""

    sheet: str
    columns: Mapping[str, int]
    headings: Mapping[str, str]
    """Of each field, as it stands in the file."""
    unread: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Remark:
    """What there is to say about the field ``about`` of a row."""

    about: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Judged:
    """A row with what becomes of it; ``partner`` is there when it is right."""

    row: Row
    verdict: Verdict
    remarks: tuple[Remark, ...]
    """Why it is not right; of a right one, what to look at."""
    partner: Partner | None = None


# ---------------------------------------------------------------- which columns


def find_table(table: ReadTable, vocabulary: Vocabulary) -> Table:
    """Return the rows of the sheet that has the headings of a register.

    Raises:
        InvalidValue: ``import.empty``; ``import.no-headings`` (``sheets``); ``import.heading-missing`` (``field``);
            ``import.heading-twice`` (``heading``); ``import.no-rows``.
    """
    if not any(sheet.rows for sheet in table.sheets):
        raise InvalidValue("import.empty")
    found = [(sheet, at) for sheet in table.sheets if (at := _headings_at(sheet, vocabulary)) is not None]
    if not found:
        raise InvalidValue("import.no-headings", sheets=", ".join(filter(None, (each.name for each in table.sheets))))
    sheet, at = max(found, key=lambda pair: len(_known(pair[0].rows[pair[1]], vocabulary)))
    heading = sheet.rows[at]
    columns = _columns(heading, vocabulary)
    for wanted in REQUIRED:
        if wanted not in columns:
            raise InvalidValue("import.heading-missing", field=wanted)
    rows = tuple(row for each in sheet.rows[at + 1 :] if (row := _row(each, columns)) is not None)
    if not rows:
        raise InvalidValue("import.no-rows")
    headings = {name: heading.cells[column] for name, column in columns.items()}
    unread = tuple(text for column, text in heading.cells.items() if column not in columns.values())
    return Table(sheet.name, columns, headings, unread, rows)


def _headings_at(sheet: Sheet, vocabulary: Vocabulary) -> int | None:
    """Return the place of the row that names the partners and something else of them."""
    for at, row in enumerate(sheet.rows[:_HEADINGS_WITHIN]):
        known = _known(row, vocabulary)
        if "name" in known and len(set(known)) > 1:
            return at
    return None


def _known(row: SheetRow, vocabulary: Vocabulary) -> list[str]:
    return [name for text in row.cells.values() if (name := vocabulary.headings.get(folded(text)))]


def _columns(row: SheetRow, vocabulary: Vocabulary) -> dict[str, int]:
    columns: dict[str, int] = {}
    for column, text in row.cells.items():
        name = vocabulary.headings.get(folded(text))
        if name is None:
            continue
        if name in columns:
            raise InvalidValue("import.heading-twice", heading=text)
        columns[name] = column
    return columns


def _row(row: SheetRow, columns: Mapping[str, int]) -> Row | None:
    texts = {name: row.cells[column] for name, column in columns.items() if row.cells.get(column, "").strip()}
    formulas = frozenset(name for name, column in columns.items() if column in row.formulas)
    return Row(row.number, texts, formulas) if texts or formulas else None


# ---------------------------------------------------------------- which rows


def judge_rows(
    rows: Iterable[Row],
    vocabulary: Vocabulary,
    *,
    register: Collection[tuple[str, str]],
    today: date,
    languages: Collection[str],
) -> tuple[Judged, ...]:
    """Return what becomes of each row, in their order.

    Args:
        rows: of the file.
        vocabulary: words for choices.
        register: the keys of the partners that stand in the register.
        today: of the kiosk.
        languages: in which partners can be written to.
    """
    names = {name for name, _ in register}
    first: dict[tuple[str, str], int] = {}
    judged = []
    for row in rows:
        partner, remarks = _read(row, vocabulary, today, languages)
        if partner is None:
            judged.append(Judged(row, Verdict.WRONG, remarks))
        elif partner.key in register:
            judged.append(Judged(row, Verdict.LEFT_OUT, (Remark("name", "import.in-register"),)))
        elif partner.key in first:
            twice = Remark("name", "import.twice", {"row": first[partner.key]})
            judged.append(Judged(row, Verdict.LEFT_OUT, (twice,)))
        else:
            first[partner.key] = row.number
            alike = (Remark("name", "import.same-name"),) if partner.key[0] in names else ()
            judged.append(Judged(row, Verdict.RIGHT, alike, partner))
    return tuple(judged)


def _read(
    row: Row, vocabulary: Vocabulary, today: date, languages: Collection[str]
) -> tuple[Partner | None, tuple[Remark, ...]]:
    """Return the partner of a row, or None with everything that is wrong with it."""
    faults: dict[str, Remark] = {}
    typed: dict[str, Any] = {}
    for name in FIELDS:
        try:
            typed[name] = _value(row, name, vocabulary)
        except InvalidValue as refusal:
            faults[name] = Remark(name, refusal.code, refusal.params)
            typed[name] = None if name in DAYS else _DEFAULTS.get(name, "")
    try:
        partner = read_partner(Partner(**typed), today=today, languages=languages)
    except FormFaults as refused:
        for name, fault in refused.faults.items():
            faults.setdefault(name, Remark(name, fault.code, fault.params))
    if faults:
        return None, tuple(faults[name] for name in FIELDS if name in faults)
    return partner, ()


def _value(row: Row, name: str, vocabulary: Vocabulary) -> str | date | None:
    """Return what the row says about a field.

    Raises:
        InvalidValue: ``import.formula``, ``import.formula-text``, ``import.cell-error``; ``action.day-shape``;
            of a choice, that of ``read_partner``.
    """
    text = row.texts.get(name, "").strip()
    if name in row.formulas:
        raise InvalidValue("import.formula")
    if text.startswith("="):
        raise InvalidValue("import.formula-text")
    if text in _ERRORS:
        raise InvalidValue("import.cell-error", text=text)
    if name in DAYS:
        return _day(text)
    if name not in CHOSEN:
        return text
    if not text:
        return _DEFAULTS.get(name, "")
    try:
        return vocabulary.values[name][folded(text)]
    except KeyError:
        raise InvalidValue(_UNKNOWN_VALUE[name]) from None


def _day(text: str) -> date | None:
    if not text:
        return None
    found = _DAY.fullmatch(clean_code(text, len(text) + 1))
    try:
        return date(*map(int, found.groups())) if found else _no_day()
    except ValueError:
        return _no_day()


def _no_day() -> date:
    raise InvalidValue("action.day-shape")


def counted(judged: Sequence[Judged]) -> dict[Verdict, int]:
    """Return how many rows there are of each kind."""
    return {verdict: sum(each.verdict is verdict for each in judged) for verdict in Verdict}
