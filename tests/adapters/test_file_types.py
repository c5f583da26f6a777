"""What a file is, by its content: each type that is taken, and each way in which one is not."""

import io
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from ctpat_app.adapters import file_types
from ctpat_app.adapters.file_types import Judged, judge
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.uploads import FileType
from tests import files


def named(value: object) -> str:
    """Return how a parameter shows in the name of a test: files do not."""
    return value if isinstance(value, str) else type(value).__name__


Judge = Callable[[str, bytes], Judged]


@pytest.fixture
def look(tmp_path: Path) -> Judge:
    """Judge a file of this name and content."""

    def judged(name: str, content: bytes) -> Judged:
        file = tmp_path / "body"
        file.write_bytes(content)
        return judge(file, name, size_bytes=len(content), sha256="as it came")

    return judged


@pytest.mark.parametrize(
    ("name", "content", "file_type", "state", "pages", "says"),
    [
        ("a.pdf", files.a_pdf("Seals"), FileType.PDF, "read", 1, "Seals"),
        ("a.xlsx", files.a_sheet("Sellos"), FileType.XLSX, "read", 0, "Sellos"),
        ("a.csv", "Sello;Año\r\n1;2026\r\n".encode(), FileType.CSV, "read", 0, "Sello;Año"),
        ("old.csv", "Sello;Año\n".encode("cp1252"), FileType.CSV, "read", 0, "Sello;Año"),
        ("BMW.CSV", b"BMW;Seal\n1;2\n", FileType.CSV, "read", 0, "BMW"),
        ("a.txt", "سجل الأختام".encode("utf-16"), FileType.TXT, "read", 0, "سجل الأختام"),
        ("no-ending", files.a_pdf("Seals"), FileType.PDF, "read", 1, "Seals"),
        ("locked.pdf", files.a_locked_pdf(), FileType.PDF, "encrypted", 0, ""),
        ("free.pdf", files.a_locked_pdf(to_all=False), FileType.PDF, "read", 1, "Seals"),
        ("cut.pdf", files.a_pdf()[:200], FileType.PDF, "damaged", 0, ""),
        ("loop.pdf", files.a_pdf_that_refers_to_itself(), FileType.PDF, "damaged", 0, ""),
    ],
    ids=named,
)
def test_a_file_is_what_stands_in_it(
    look: Judge, name: str, content: bytes, file_type: FileType, state: str, pages: int, says: str
) -> None:
    judged = look(name, content)
    assert (judged.file_type, judged.state.value, judged.pages) == (file_type, state, pages)
    assert says in judged.text
    assert (judged.size_bytes, judged.sha256) == (len(content), "as it came")


@pytest.mark.parametrize(
    ("form", "options", "file_type"),
    [
        ("PNG", {}, FileType.PNG),
        ("PNG", {"mode": "RGBA"}, FileType.PNG),
        ("PNG", {"mode": "1"}, FileType.PNG),
        ("JPEG", {}, FileType.JPEG),
        ("JPEG", {"mode": "CMYK"}, FileType.JPEG),
        ("JPEG", {"mode": "L"}, FileType.JPEG),
        ("WEBP", {}, FileType.JPEG),
        ("WEBP", {"mode": "RGBA"}, FileType.PNG),
        ("TIFF", {"mode": "1"}, FileType.PNG),
        ("TIFF", {}, FileType.JPEG),
        ("GIF", {"mode": "P"}, FileType.PNG),
    ],
)
def test_a_picture_is_drawn_anew_in_one_of_two_forms(
    look: Judge, form: str, options: dict[str, Any], file_type: FileType
) -> None:
    judged = look("seal.bin", files.a_picture(form, **options))
    assert judged.file_type is file_type
    kept = judged.file.read_bytes()
    assert (judged.size_bytes, Image.open(io.BytesIO(kept)).size) == (len(kept), (60, 40))


def test_of_a_photograph_neither_place_nor_comment_is_kept(look: Judge) -> None:
    sent = files.a_photograph_with_a_place()
    judged = look("seal.jpg", sent)
    kept = judged.file.read_bytes()
    assert b"Quetzal-7319" in sent
    assert b"Quetzal-7319" not in kept
    picture = Image.open(io.BytesIO(kept))
    assert (dict(picture.getexif()), picture.size) == ({}, (40, 60)), "upright without being told"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
MACRO_TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml"'
    b' ContentType="application/vnd.ms-excel.sheet.&#109;acroEnabled.main+xml"/></Types>'
)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("report.pdf", files.a_program(), "upload.type-unknown"),
        ("report.txt", files.a_program(), "upload.type-unknown"),
        ("report.pdf", b"<html><script>alert(1)</script></html>", "upload.type-unknown"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "upload.type-unknown"),
        ("page.txt", b"\xef\xbb\xbf <!DOCTYPE html><script>", "upload.active-page"),
        ("table.csv", b"a;b\0c", "upload.type-unknown"),
        ("report.pdf", b"%PDF-1.7\nnothing else", "upload.damaged"),
        ("report.pdf", files.a_pdf_that_is_a_page(), "upload.two-types"),
        ("report.pdf", files.a_pdf() + b"<script>alert(1)</script>", "upload.two-types"),
        ("report.pdf", files.a_pdf_that_is_an_archive(), "upload.two-types"),
        ("report.pdf", files.a_pdf(root=b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"), "upload.pdf-acts"),
        ("report.pdf", files.a_pdf(root=b"/AA<</WC<</S/Launch/F(cmd.exe)>>>>"), "upload.pdf-acts"),
        ("report.pdf", files.a_pdf(root=b"/OpenAction<</S/J#61vaScript/J#53(x)>>"), "upload.pdf-acts"),
        ("report.pdf", files.a_pdf(root=b"/OpenAction<</S/JavaScript/JS(x)>>")[:-60], "upload.pdf-acts"),
        ("report.pdf", files.a_pdf_with_a_file_inside(), "upload.pdf-carries-files"),
        ("report.pdf", partial(files.a_pdf_that_unpacks_to, 1024 * files.MEBI), "upload.unpacks-too-large"),
        ("photo.png", partial(files.a_huge_png, 20_000), "upload.picture-too-large"),
        ("photo.png", files.a_picture()[:60], "upload.damaged"),
        ("photo.jpg", files.a_picture("JPEG")[:300], "upload.damaged"),
        (
            "scan.tif",
            files.a_picture("TIFF", save_all=True, append_images=[Image.new("L", (9, 9))]),
            "upload.many-pages",
        ),
        ("photo.heic", b"\0\0\0\x18ftypheic" + bytes(200), "upload.picture-heic"),
        ("book.xls", OLE, "upload.old-office"),
        ("book.xlsx", OLE, "upload.old-office"),
        ("files.zip", files.an_archive({"a.txt": b"a"}), "upload.archive"),
        ("files.xlsx", files.an_archive({"../../a.txt": b"a"}), "upload.archive"),
        ("book.xlsx", files.a_sheet()[:-300], "upload.damaged"),
        ("book.xlsm", files.a_sheet_with({"xl/vbaProject.bin": b"x"}), "upload.macros"),
        ("book.xlsx", files.a_sheet_with({"[Content_Types].xml": MACRO_TYPES}), "upload.macros"),
        ("book.xlsx", files.a_sheet_with({"xl/embeddings/oleObject1.bin": b"x"}), "upload.carries-programs"),
        (
            "book.xlsx",
            files.a_sheet_with({"xl/_rels/x.rels": files.relations("oleObject", "http://example.com/a.doc")}),
            "upload.carries-programs",
        ),
        ("book.xlsx", partial(files.a_sheet_that_unpacks_to, 300 * files.MEBI), "upload.unpacks-too-large"),
        (
            "book.xlsx",
            partial(files.a_sheet_with, {f"xl/media/{each}": b"" for each in range(6000)}),
            "upload.unpacks-too-large",
        ),
    ],
    ids=named,
)
def test_what_is_not_taken_is_refused_with_its_reason(
    look: Judge, name: str, content: bytes | Callable[[], bytes], code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        look(name, content if isinstance(content, bytes) else content())
    assert refused.value.code == code


def test_a_link_to_a_page_is_no_danger(look: Judge) -> None:
    linked = files.a_sheet_with({"xl/_rels/x.rels": files.relations("hyperlink", "https://www.cbp.gov/")})
    assert look("book.xlsx", linked).file_type is FileType.XLSX


@pytest.mark.parametrize("script", ["import time; time.sleep(60)", "import resource, os; os.kill(os.getpid(), 9)"])
def test_a_program_that_never_answers_or_dies_refuses_the_file(
    look: Judge, script: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_types, "PROBE", (sys.executable, "-c", script))
    monkeypatch.setattr(file_types, "SECONDS", 1)
    with pytest.raises(Refusal, match=r"upload\.unpacks-too-large"):
        look("a.pdf", files.a_pdf())
