"""Sheets for spreadsheet programs. What people typed is text in them: no program runs it as a formula or opens it."""

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from datetime import date

import xlsxwriter
from xlsxwriter.utility import xl_range_abs

Cell = str | int | date | None
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A text that begins so can be run as a formula."""
_LONGEST_TITLE = 31
"""So long a name of a sheet may be. Source: the limits of the file format."""
_WIDTH = 24
_TEMPLATE_ROWS = 10_000
"""So far down a template offers its lists."""


def sheet(title: str, headings: Sequence[str], rows: Sequence[Sequence[Cell]], *, right_to_left: bool) -> bytes:
    """Return an XLSX file with one sheet: ``headings`` in its first row, one record in each row below.

    Source: OWASP on "CSV injection": cells that begin with ``=``, ``+``, ``-`` or ``@`` can be run as formulas.
    """
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(buffer, options) as book:
        page = book.add_worksheet(_sheet_name(title))
        if right_to_left:
            page.right_to_left()
        bold, days = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        page.freeze_panes(1, 0)
        page.set_column(0, max(len(headings) - 1, 0), _WIDTH)
        page.write_row(0, 0, headings, bold)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    page.write_datetime(number, column, cell, days)
                elif isinstance(cell, int):
                    page.write_number(number, column, cell, wrapped)
                elif cell:
                    page.write_string(number, column, cell, wrapped)
    return buffer.getvalue()


def template(
    title: str, headings: Sequence[str], choices: Mapping[int, Sequence[str]], days: Collection[int], *,
    choices_title: str, right_to_left: bool,
) -> bytes:  # fmt: skip
    """Return an XLSX file to fill in: a sheet with ``headings``, and behind it one with what can be chosen.

    Args:
        title: of the first sheet.
        headings: of its columns.
        choices: by column, from 0, what a cell there may say; spreadsheet programs offer it as a list.
        days: columns whose cells hold days.
        choices_title: of the second sheet.
        right_to_left: whether the sheets are read so.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "in_memory": True}) as book:
        page, lists = (book.add_worksheet(_sheet_name(each)) for each in (title, choices_title))
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        text = book.add_format({"num_format": "@"})
        for column in range(len(headings)):
            page.set_column(column, column, _WIDTH, day if column in days else text)
        page.write_row(0, 0, headings, bold)
        page.freeze_panes(1, 0)
        lists.set_column(0, max(len(choices) - 1, 0), _WIDTH)
        for place, (column, names) in enumerate(choices.items()):
            lists.write_string(0, place, headings[column], bold)
            lists.write_column(1, place, names)
            cells = xl_range_abs(1, place, len(names), place)
            source = f"='{_sheet_name(choices_title)}'!{cells}"
            page.data_validation(1, column, _TEMPLATE_ROWS, column, {"validate": "list", "source": source})
        for each in (page, lists):
            if right_to_left:
                each.right_to_left()
    return buffer.getvalue()


def _sheet_name(title: str) -> str:
    return title.translate({ord(each): "-" for each in r"[]:*?/\\'"})[:_LONGEST_TITLE]


def comma_separated(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return the same records as text with commas between, in UTF-8 with the mark by which programs know it.

    A text that a program could run as a formula begins with an apostrophe; numbers stay numbers.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(_plain(each) for each in headings)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> str | int:
    if isinstance(cell, int):
        return cell
    text = cell.isoformat() if isinstance(cell, date) else cell or ""
    return f"'{text}" if text.startswith(_RUNS) else text
