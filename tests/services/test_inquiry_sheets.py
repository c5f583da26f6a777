"""Answering offline: a sheet out, a sheet back; changes are shown first, and loaded as a whole."""

from dataclasses import replace
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest
from sqlmodel import Session

from ctpat_app.adapters.sheets import sheet
from ctpat_app.adapters.table_files import read_table_file
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.table_files import ReadTable, Sheet
from ctpat_app.domain.table_files import SheetRow as FilledRow
from ctpat_app.services.inquiry_answers import read_inquiry
from ctpat_app.services.inquiry_sheets import (
    COLUMNS,
    SheetEffect,
    SheetRow,
    load_sheet,
    preview_sheet,
    rows_for_sheet,
    rows_in,
)
from ctpat_app.services.inquiry_visits import Visit
from ctpat_app.words.localiser import localiser_for
from tests.factories import WHEN
from tests.partner_links import a_visit, an_inquiry, write


@pytest.fixture
def farid(session: Session) -> Visit:
    visit = a_visit(session, an_inquiry(session).token)
    write(session, visit, "1.1", "First answer.")
    return visit


def rows_of(session: Session, visit: Visit) -> list[SheetRow]:
    """The sheet as it goes out, read back as it is."""
    inquiry = read_inquiry(session, visit, inquiry_id=visit.inquiry_id)
    filled = tuple(
        FilledRow(number, {column: str(cell) for column, cell in enumerate(row, start=1)})
        for number, row in enumerate(rows_for_sheet(inquiry, localiser_for("ar")), start=2)
    )
    return rows_in(ReadTable((Sheet("", filled),)))


def load(session: Session, visit: Visit, rows: list[SheetRow], *, newer: bool = False) -> int:
    stamp = preview_sheet(session, visit, inquiry_id=visit.inquiry_id, rows=rows).stamp
    return load_sheet(
        session, visit, inquiry_id=visit.inquiry_id, rows=rows, stamp=stamp, replace_newer=newer, language="ar",
        now=WHEN,
    )  # fmt: skip


def text(session: Session, visit: Visit, criterion: str) -> str:
    found = read_inquiry(session, visit, inquiry_id=visit.inquiry_id).answer(criterion)
    return found.text if found else ""


def test_an_unchanged_sheet_changes_nothing(session: Session, farid: Visit) -> None:
    found = preview_sheet(session, farid, inquiry_id=farid.inquiry_id, rows=rows_of(session, farid))
    assert (found.changes, found.faults, found.same) == ((), (), 3)


def test_a_filled_sheet_is_previewed_and_loaded(session: Session, farid: Visit) -> None:
    one, two, three = rows_of(session, farid)
    rows = [
        replace(one, text="Second answer."),
        replace(two, text="New.", english="New in English."),
        replace(three, applies=False, text="No warehouse."),
    ]
    found = preview_sheet(session, farid, inquiry_id=farid.inquiry_id, rows=rows)
    assert [each.effect for each in found.changes] == [SheetEffect.CHANGED, SheetEffect.NEW, SheetEffect.NEW]
    assert text(session, farid, "1.1") == "First answer."
    assert load(session, farid, rows) == 3
    last = read_inquiry(session, farid, inquiry_id=farid.inquiry_id).answers
    assert [(each.text, each.applies, each.english) for each in last] == [
        ("Second answer.", True, ""),
        ("New.", True, "New in English."),
        ("No warehouse.", False, ""),
    ]


def test_a_newer_answer_stays_unless_the_sheet_is_wanted(session: Session, farid: Visit) -> None:
    rows = [replace(rows_of(session, farid)[0], text="From the sheet.")]
    write(session, farid, "1.1", "Newer here.")
    found = preview_sheet(session, farid, inquiry_id=farid.inquiry_id, rows=rows)
    assert [each.effect for each in found.changes] == [SheetEffect.NEWER]
    assert load(session, farid, rows) == 0
    assert text(session, farid, "1.1") == "Newer here."
    assert load(session, farid, rows, newer=True) == 1
    assert text(session, farid, "1.1") == "From the sheet."


def test_with_one_bad_row_nothing_is_loaded(session: Session, farid: Visit) -> None:
    one, two, three = rows_of(session, farid)
    rows = [
        replace(one, text="Good."),
        replace(two, criterion="9.9"),
        replace(three, has_formula=True),
        replace(one, number=5),
        replace(two, number=6, text="x" * 5001),
    ]
    found = preview_sheet(session, farid, inquiry_id=farid.inquiry_id, rows=rows)
    assert [(number, fault.code) for number, fault in found.faults] == [
        (3, "reply.sheet-row-unknown"),
        (4, "reply.sheet-row-formula"),
        (5, "reply.sheet-row-twice"),
        (6, "text.too-long"),
    ]
    with pytest.raises(InvalidValue) as refusal:
        load(session, farid, rows)
    assert refusal.value.code == "reply.sheet-faulty"
    assert text(session, farid, "1.1") == "First answer."


def test_the_sheet_of_another_inquiry_is_refused(session: Session, farid: Visit) -> None:
    other = a_visit(session, an_inquiry(session, email="else@other.example").token)
    with pytest.raises(InvalidValue) as refusal:
        preview_sheet(session, farid, inquiry_id=farid.inquiry_id, rows=rows_of(session, other))
    assert refusal.value.code == "reply.sheet-of-another"
    with pytest.raises(NotPermitted):
        preview_sheet(session, other, inquiry_id=farid.inquiry_id, rows=rows_of(session, farid))


def test_what_changed_after_the_preview_is_looked_at_again(session: Session, farid: Visit) -> None:
    rows = [replace(rows_of(session, farid)[1], text="From the sheet.")]
    stamp = preview_sheet(session, farid, inquiry_id=farid.inquiry_id, rows=rows).stamp
    write(session, farid, "1.2", "Meanwhile.")
    with pytest.raises(Refusal) as refusal:
        load_sheet(
            session, farid, inquiry_id=farid.inquiry_id, rows=rows, stamp=stamp, replace_newer=True, language="ar",
            now=WHEN,
        )  # fmt: skip
    assert refusal.value.code == "reply.changed-meanwhile"
    assert text(session, farid, "1.2") == "Meanwhile."


def test_a_sheet_comes_back_as_it_went_out_and_runs_no_formula(tmp_path: Path) -> None:
    made = tmp_path / "made.xlsx"
    made.write_bytes(sheet("Q-1", COLUMNS, [("Q-1", "1.1", 3, "S", "G", "", "=1+1", "")], right_to_left=True))
    [row] = rows_in(read_table_file(made, made.name))
    assert row == SheetRow(2, "Q-1", "1.1", 3, applies=True, text="=1+1", english="")
    book = openpyxl.load_workbook(made)
    book.worksheets[0]["G2"] = "=HYPERLINK(1)"
    book.save(made)
    [row] = rows_in(read_table_file(made, made.name))
    assert (row.text, row.has_formula) == ("", True)


def test_a_file_without_rows_changes_nothing() -> None:
    assert rows_in(ReadTable(())) == []
