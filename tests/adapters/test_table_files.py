"""Tables that people send: workbooks and text in every usual encoding, and what is refused before it does harm."""

import io
import time
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook  # type: ignore[import-untyped]

from ctpat_app.adapters.sheets import sheet
from ctpat_app.adapters.table_files import read_table_file
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.table_files import MAX_CHARACTERS, MAX_COLUMNS, MAX_ROWS, ReadTable

SPANISH = "Nombre;País;Contacto\r\nLogística Peñón;México;María\r\n"
CHINESE = "名称,国家\r\n上海镕基货运有限公司,中国\r\n"


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., ReadTable]:
    def read_content(content: bytes, name: str = "partners.csv") -> ReadTable:
        file = tmp_path / "body"
        file.write_bytes(content)
        return read_table_file(file, name)

    return read_content


def a_book(*rows: list[Any], **sheets: list[list[Any]]) -> bytes:
    book, buffer = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    for name, lines in sheets.items():
        page = book.create_sheet(name)
        for line in lines:
            page.append(line)
    book.save(buffer)
    return buffer.getvalue()


def packed(**parts: bytes) -> bytes:
    """Return a workbook with other parts in place of its own; ``__`` stands for a slash, ``_`` before xml for a dot."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(a_book(["a"]))) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            key = name.replace("/", "__").replace(".", "_")
            new.writestr(name, parts.get(key, old.read(name)))
    return buffer.getvalue()


def test_cells_are_read_as_people_see_them(read: Callable[..., ReadTable]) -> None:
    book = a_book(
        ["Name", "Day", "Number", "Yes", "Moment"],
        ["Ñandú & Söhne", date(2026, 1, 5), 12, True, datetime.fromisoformat("2026-03-31T23:59")],
        [None, None, 1.5],
        ["  "],
        ["line\none"],
    )
    [page] = read(book, "p.xlsx").sheets
    assert [row.number for row in page.rows] == [1, 2, 3, 5]
    assert dict(page.rows[1].cells) == {1: "Ñandú & Söhne", 2: "2026-01-05", 3: "12", 4: "TRUE", 5: "2026-03-31"}
    assert dict(page.rows[2].cells) == {3: "1.5"}
    assert page.rows[3].cells[1] == "line\none"


def test_a_formula_is_marked_and_what_it_came_to_is_not_looked_at(read: Callable[..., ReadTable]) -> None:
    book = a_book(["Name", "=1+1", '=HYPERLINK("https://evil.example","x")'])
    cell = b'<c r="B1"><f>1+1</f><v></v></c>'
    assert cell in zipfile.ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml").replace(b"<v />", b"<v></v>")
    cached = packed(
        xl__worksheets__sheet1_xml=b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c>'
        b'<c r="B1"><f>1+1</f><v>2</v></c></row></sheetData></worksheet>'
    )
    for content, formulas in ((book, {2, 3}), (cached, {2})):
        [row] = read(content, "p.xlsx").sheets[0].rows
        assert (set(row.formulas), len(row.cells)) == (formulas, 1)


def test_hidden_sheets_are_not_read(read: Callable[..., ReadTable]) -> None:
    book, buffer = Workbook(), io.BytesIO()
    book.active.append(["seen"])
    book.create_sheet("secret").sheet_state = "hidden"
    book.save(buffer)
    assert [each.name for each in read(buffer.getvalue(), "p.xlsx").sheets] == ["Sheet"]


@pytest.mark.parametrize(
    ("content", "encoding", "separator", "first"),
    [
        (SPANISH.encode("utf-8"), "UTF-8", ";", "Logística Peñón"),
        (SPANISH.encode("utf-8-sig"), "UTF-8", ";", "Logística Peñón"),
        (SPANISH.encode("utf-16"), "UTF-16", ";", "Logística Peñón"),
        (SPANISH.encode("utf-16-be"), "UTF-16", ";", "Logística Peñón"),
        (SPANISH.encode("utf-16-le"), "UTF-16", ";", "Logística Peñón"),
        (SPANISH.encode("cp1252"), "Windows-1252", ";", "Logística Peñón"),
        (SPANISH.replace(";", "\t").encode("cp1252"), "Windows-1252", "\t", "Logística Peñón"),
        (CHINESE.encode("gb18030"), "GB18030", ",", "上海镕基货运有限公司"),
        (CHINESE.encode("utf-8"), "UTF-8", ",", "上海镕基货运有限公司"),
        (b"sep=;\r\nName;Country\r\nA, B & C;MX\r\n", "UTF-8", ";", "A, B & C"),
        (b'"Name, legal";Country\nA;MX\n', "UTF-8", ";", "A"),
        (b'Name,Country\n"A ""one"", Inc",MX\n', "UTF-8", ",", 'A "one", Inc'),
    ],
)
def test_text_is_read_in_its_encoding_and_with_its_separator(
    read: Callable[..., ReadTable], content: bytes, encoding: str, separator: str, first: str
) -> None:
    table = read(content)
    assert (table.encoding, table.separator) == (encoding, separator)
    assert table.sheets[0].rows[1].cells[1] == first


@pytest.mark.parametrize("content", [b"", b"\n \r\n", "\ufeff".encode()])
def test_an_empty_text_has_no_rows(read: Callable[..., ReadTable], content: bytes) -> None:
    assert not any(page.rows for page in read(content).sheets)


BOMB = b"<worksheet><sheetData>" + b"<row><c><v>1</v></c></row>" * 3_000_000 + b"</sheetData></worksheet>"
WIDE = b"<worksheet><sheetData><row>" + b"<c><v>1</v></c>" * 1_000_000 + b"</row></sheetData></worksheet>"
LAUGHS = (
    b'<!DOCTYPE w [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 20 if n else b"&a;" * 20) for n in range(9))
    + b"]><worksheet><sheetData><row><c t='inlineStr'><is><t>&a8;</t></is></c></row></sheetData></worksheet>"
)


@pytest.mark.parametrize(
    ("content", "name", "codes"),
    [
        (b"a," * 1_000_000 + b"\n", "p.csv", {"import.too-many-columns"}),
        (b"a," * MAX_COLUMNS + b"a\n", "p.csv", {"import.too-many-columns"}),
        (b"a\n" * (MAX_ROWS + 2), "p.csv", {"import.too-many-rows"}),
        ((b"x" * 90_000 + b"\n") * (MAX_CHARACTERS // 90_000 + 1), "p.csv", {"import.too-much-text"}),
        (b'Name\n"' + b"x" * 200_000, "p.csv", {"import.text-broken"}),
        (b"\xff\xfe\x00\xd8\x00", "p.csv", {"import.encoding-unknown"}),
        (b"\x81\x8d\x8f\x90", "p.csv", {"import.encoding-unknown"}),
        (b"%PDF-1.7", "p.csv", {"import.type-unknown"}),
        (b"Name,Country", "p.docx", {"import.type-unknown"}),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "p.xls", {"import.old-book"}),
        (a_book(["a"])[:-200], "p.xlsx", {"import.type-unknown", "import.damaged"}),
        (packed(xl__worksheets__sheet1_xml=b"<worksheet><sheetData>"), "p.xlsx", {"import.damaged"}),
        (packed(xl__worksheets__sheet1_xml=BOMB), "p.xlsx", {"upload.unpacks-too-large"}),
        (packed(xl__worksheets__sheet1_xml=WIDE), "p.xlsx", {"upload.unpacks-too-large", "import.too-many-columns"}),
        (packed(xl__worksheets__sheet1_xml=LAUGHS), "p.xlsx", {"import.damaged", "import.too-much-text"}),
    ],
    ids=[
        *("million-columns", "a-column-more", "rows", "text", "quotes", "half-utf-16", "no-encoding", "pdf", "docx"),
        *("old", "cut-off", "open-xml", "bomb", "wide", "laughs"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(
    read: Callable[..., ReadTable], content: bytes, name: str, codes: set[str]
) -> None:
    began = time.monotonic()
    with pytest.raises(InvalidValue) as refused:
        read(content, name)
    assert refused.value.code in codes
    assert time.monotonic() - began < 60


def test_a_sheet_that_is_wide_within_the_ratio_is_refused_by_its_columns(read: Callable[..., ReadTable]) -> None:
    book = a_book([str(number) for number in range(MAX_COLUMNS + 1)])
    with pytest.raises(InvalidValue, match=r"import\.too-many-columns"):
        read(book, "p.xlsx")


def test_ten_thousand_rows_are_read(read: Callable[..., ReadTable]) -> None:
    rows = [(f"Proveedor {number}", "MX", date(2026, 1, 5)) for number in range(MAX_ROWS)]
    table = read(sheet("Partners", ("Name", "Country", "Day"), rows, right_to_left=False), "p.xlsx")
    assert len(table.sheets[0].rows) == MAX_ROWS + 1
