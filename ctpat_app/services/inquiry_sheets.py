"""Answering offline: an inquiry as rows of a sheet, what a filled sheet would change, and loading it as a whole."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from ctpat_app.domain.answers import check_text
from ctpat_app.domain.errors import InvalidValue, Refusal
from ctpat_app.domain.inquiries import InquiryEvent
from ctpat_app.domain.inquiry_access import MAX_ANSWER
from ctpat_app.domain.numbers import number_in
from ctpat_app.domain.table_files import ReadTable
from ctpat_app.domain.table_files import SheetRow as FilledRow
from ctpat_app.guidance.texts import Localiser, ref
from ctpat_app.services.answer_files import require_own_file
from ctpat_app.services.downloads import StoredFile
from ctpat_app.services.inquiry_answers import (
    OpenInquiry,
    PartnerAnswer,
    read_inquiry,
    require_writable,
    save_answer,
    save_english,
)
from ctpat_app.services.inquiry_signing import stamp_of
from ctpat_app.services.inquiry_trail import note_step
from ctpat_app.services.inquiry_visits import Visit

COLUMNS = ("reference", "criterion", "version", "statement", "guidance", "not-applicable", "answer", "english")
"""Of the sheet, in their order; the first three say what a row belongs to."""


class SheetEffect(StrEnum):
    """What a row of a filled sheet does."""

    NEW = "new"
    CHANGED = "changed"
    NEWER = "newer"
    """The answer here was changed since the sheet was made: it stays unless the person wants the sheet's."""


@dataclass(frozen=True)
class SheetRow:
    """One row as it came; ``has_formula``: a program was to compute something in it."""

    number: int
    reference: str
    criterion: str
    version: int
    applies: bool
    text: str
    english: str
    has_formula: bool = False


@dataclass(frozen=True)
class SheetChange:
    """An answer that would be changed: what stands here, and what the sheet says."""

    row: SheetRow
    effect: SheetEffect
    here: PartnerAnswer


@dataclass(frozen=True)
class SheetPreview:
    """What loading a sheet would do; with ``faults`` it cannot be loaded at all."""

    changes: tuple[SheetChange, ...]
    faults: tuple[tuple[int, InvalidValue], ...]
    """Number of the row, and what is wrong with it."""
    same: int
    stamp: str
    """Names what was compared: loading refuses when something was changed since."""


def rows_for_sheet(inquiry: OpenInquiry, localiser: Localiser) -> list[tuple[str | int, ...]]:
    """Return the inquiry as rows of ``COLUMNS``, each with the answer so far."""
    rows: list[tuple[str | int, ...]] = []
    for each in inquiry.answers:
        words = inquiry.library.criteria[each.criterion].i18n
        path = f"criteria/{each.criterion}"
        statement = localiser.text(ref(path, "statement", words.statement))
        guidance = localiser.text(ref(path, "guidance", words.guidance))
        mark = "" if each.applies else "x"
        rows.append(
            (inquiry.reference, each.criterion, each.version, statement, guidance, mark, each.text, each.english)
        )
    return rows


def preview_sheet(session: Session, visit: Visit, *, inquiry_id: int, rows: Sequence[SheetRow]) -> SheetPreview:
    """Return what loading ``rows`` would change; nothing is written.

    Raises:
        NotPermitted: ``access.not-yours``.
        InvalidValue: ``reply.sheet-of-another``, ``reply.sheet-empty``.
        Refusal: ``reply.signed-already``, ``reply.over``.
    """
    require_writable(session, visit, inquiry_id)
    inquiry = read_inquiry(session, visit, inquiry_id=inquiry_id)
    if any(row.reference != inquiry.reference for row in rows):
        raise InvalidValue("reply.sheet-of-another", reference=inquiry.reference)
    if not rows:
        raise InvalidValue("reply.sheet-empty")
    faults: list[tuple[int, InvalidValue]] = []
    changes: list[SheetChange] = []
    seen: set[str] = set()
    for row in rows:
        here = inquiry.answer(row.criterion)
        try:
            changes += _changes(row, here, seen)
        except InvalidValue as fault:
            faults.append((row.number, fault))
        seen.add(row.criterion)
    parts = [stamp_of(inquiry), *(f"{row.criterion} {row.applies} {row.text} {row.english}" for row in rows)]
    stamp = hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    same = len(rows) - len(changes) - len(faults)
    return SheetPreview(tuple(changes), tuple(faults), same, stamp)


def load_sheet(
    session: Session,
    visit: Visit,
    *,
    inquiry_id: int,
    rows: Sequence[SheetRow],
    stamp: str,
    replace_newer: bool,
    language: str,
    now: datetime,
) -> int:
    """Write what the preview ``stamp`` showed, all of it or nothing, and return how many answers were changed.

    Raises:
        NotPermitted, InvalidValue, Refusal: as ``preview_sheet``; ``reply.sheet-faulty`` (``count``),
            ``reply.changed-meanwhile``.
    """
    preview = preview_sheet(session, visit, inquiry_id=inquiry_id, rows=rows)
    if preview.faults:
        raise InvalidValue("reply.sheet-faulty", count=len(preview.faults))
    if preview.stamp != stamp:
        raise Refusal("reply.changed-meanwhile")
    wanted = [each for each in preview.changes if replace_newer or each.effect is not SheetEffect.NEWER]
    for change in wanted:
        _write(session, visit, inquiry_id, change, language, now)
    inquiry = require_writable(session, visit, inquiry_id)
    note_step(session, inquiry, InquiryEvent.LOADED, now=now, link_id=visit.link_id, answers=len(wanted))
    return len(wanted)


def require_sheet(session: Session, visit: Visit, *, inquiry_id: int, file_id: int) -> StoredFile:
    """Return a sheet that was sent here to be loaded.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    visit.require(inquiry_id)
    return require_own_file(session, visit, file_id=file_id)


def _changes(row: SheetRow, here: PartnerAnswer | None, seen: set[str]) -> Iterator[SheetChange]:
    if here is None:
        raise InvalidValue("reply.sheet-row-unknown")
    if row.criterion in seen:
        raise InvalidValue("reply.sheet-row-twice")
    if row.has_formula:
        raise InvalidValue("reply.sheet-row-formula")
    text, english = check_text(row.text, MAX_ANSWER), check_text(row.english, MAX_ANSWER)
    if row.applies and not text:
        return  # an empty cell takes nothing away
    is_same = (text, row.applies) == (here.text, here.applies)
    if is_same and english in {"", here.english}:
        return
    if not here.is_answered:
        yield SheetChange(row, SheetEffect.NEW, here)
    else:
        yield SheetChange(row, SheetEffect.CHANGED if row.version == here.version else SheetEffect.NEWER, here)


def _write(session: Session, visit: Visit, inquiry_id: int, change: SheetChange, language: str, now: datetime) -> None:
    row, here = change.row, change.here
    saved = save_answer(
        session,
        visit,
        inquiry_id=inquiry_id,
        criterion=row.criterion,
        seen_version=here.version,
        applies=row.applies,
        text=row.text,
        language=language,
        tab="",
        now=now,
    )
    if row.english.strip():
        save_english(
            session,
            visit,
            inquiry_id=inquiry_id,
            criterion=row.criterion,
            of_version=saved.version,
            seen=here.english,
            text=row.english,
        )


def rows_in(table: ReadTable) -> list[SheetRow]:
    """Return the rows of a filled sheet, the first of the file, below its headings."""
    filled = table.sheets[0].rows if table.sheets else ()
    return [_row(each) for each in filled if each.number > 1]


def _row(row: FilledRow) -> SheetRow:
    reference, criterion, version, _statement, _guidance, mark, text, english = (
        row.cells.get(column, "").strip() for column in range(1, len(COLUMNS) + 1)
    )
    return SheetRow(row.number, reference, criterion, number_in(version), not mark, text, english, bool(row.formulas))
