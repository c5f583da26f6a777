"""A package: the tagged summary first, then the evidence with its outline; what cannot come along is named."""

import io
import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader

from ctpat_app.adapters.packages import FOLDER, forget_old_packages, kept_package, make_package
from ctpat_app.adapters.pdf import render_application
from ctpat_app.domain.errors import Unavailable
from ctpat_app.domain.packages import Enclosure, Left, Outcome
from tests.adapters.test_pdf import structure_of, with_answer
from tests.evidence import PDF, PNG, XLSX, a_pdf, a_picture

KEY = "k" * 64
BOMB = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n" + b"9" * 2000


class Files:
    """Stored files by key, and what the summary was told of them."""

    def __init__(self, **stored: bytes) -> None:
        self.stored = stored
        self.told: list[Mapping[str, Outcome]] = []
        self.summary = render_application(with_answer("A tagged answer.")).content

    def fetch(self, key: str) -> Iterator[bytes]:
        if key not in self.stored:
            raise Unavailable("storage.missing")
        yield self.stored[key]

    def print_summary(self, outcomes: Mapping[str, Outcome]) -> bytes:
        self.told.append(dict(outcomes))
        return self.summary

    def package(self, folder: Path, *enclosures: Enclosure) -> PdfReader:
        path = make_package(folder, KEY, "Attachments", enclosures, self.fetch, self.print_summary)
        return PdfReader(io.BytesIO(path.read_bytes()))


def a_file(criterion: str, key: str, media_type: str = PDF) -> Enclosure:
    return Enclosure(criterion, f"{criterion} Title", f"{key} file", (), media_type, key)


def outline_of(outline: list[Any]) -> list[Any]:
    """Return the titles; those below a title stand in a list behind it."""
    return [outline_of(each) if isinstance(each, list) else each["/Title"] for each in outline]


def pages_of(reader: PdfReader, outline: list[Any]) -> list[int | None]:
    flat: list[int | None] = []
    for each in outline:
        flat += pages_of(reader, each) if isinstance(each, list) else [reader.get_destination_page_number(each)]
    return flat


def test_the_evidence_follows_the_summary_with_its_place_in_the_outline(tmp_path: Path) -> None:
    files = Files(policy=a_pdf(2), photo=a_picture(), log=a_pdf(3))
    summary_pages = len(PdfReader(io.BytesIO(files.summary)).pages)
    package = files.package(tmp_path, a_file("1.1", "policy"), a_file("1.1", "photo", PNG), a_file("2.1", "log"))
    assert len(package.pages) == summary_pages + 2 + 1 + 3
    assert outline_of(package.outline) == [
        "Company",
        "Attachments",
        ["1.1 Title", ["policy file", "photo file"], "2.1 Title", ["log file"]],
    ]
    start = summary_pages
    assert pages_of(package, package.outline)[1:] == [start, start, start, start + 2, start + 3, start + 3]
    assert files.told == [{"policy": Outcome(2), "photo": Outcome(1), "log": Outcome(3)}]


def test_the_summary_stays_tagged_and_says_its_language(tmp_path: Path) -> None:
    files = Files(policy=a_pdf())
    package = files.package(tmp_path, a_file("1.1", "policy"))
    root: Any = package.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en", True)
    content = kept_package(tmp_path, KEY)
    assert content is not None
    before, after = structure_of(files.summary), structure_of(content.read_bytes())
    assert [each.get("/S") for each in after] == [each.get("/S") for each in before]
    assert "A tagged answer." in pypdfium2.PdfDocument(content)[1].get_textpage().get_text_range()


def test_pages_of_others_claim_no_tags_of_the_summary(tmp_path: Path) -> None:
    package = Files(policy=a_pdf(2)).package(tmp_path, a_file("1.1", "policy"))
    assert all("/StructParents" not in page for page in package.pages[-2:])
    root: Any = package.trailer["/Root"]
    # PDF/UA asks for tags on every page, which the evidence does not have.
    assert b"pdfuaid" not in root["/Metadata"].get_object().get_data()


def test_a_package_without_evidence_is_the_summary(tmp_path: Path) -> None:
    package = Files().package(tmp_path)
    assert outline_of(package.outline) == ["Company"]
    root: Any = package.trailer["/Root"]
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


@pytest.mark.parametrize(
    ("content", "media_type", "left"),
    [
        (b"PK\x03\x04 a sheet", XLSX, Left.NOT_PAGES),
        (a_pdf(password="secret"), PDF, Left.ENCRYPTED),
        (a_pdf()[:200], PDF, Left.DAMAGED),
        (BOMB, PDF, Left.DAMAGED),
        (b"", PDF, Left.DAMAGED),
        (a_picture()[:60], PNG, Left.DAMAGED),
        (None, PDF, Left.NOT_FOUND),
    ],
)
def test_a_file_that_cannot_come_along_breaks_nothing_and_is_told(
    tmp_path: Path, content: bytes | None, media_type: str, left: Left
) -> None:
    stored = {"good": a_pdf()} | ({} if content is None else {"bad": content})
    files = Files(**stored)
    package = files.package(tmp_path, a_file("1.1", "bad", media_type), a_file("1.2", "good"))
    assert files.told == [{"bad": Outcome(left=left), "good": Outcome(1)}]
    assert outline_of(package.outline)[1:] == ["Attachments", ["1.2 Title", ["good file"]]]


def test_a_pdf_with_an_empty_password_can_be_read_by_everybody(tmp_path: Path) -> None:
    files = Files(open=a_pdf())
    reader = files.package(tmp_path, a_file("1.1", "open"))
    assert not reader.is_encrypted


def test_a_file_beside_two_answers_is_there_once(tmp_path: Path) -> None:
    files = Files(policy=a_pdf(2))
    summary_pages = len(PdfReader(io.BytesIO(files.summary)).pages)
    package = files.package(tmp_path, a_file("1.1", "policy"), a_file("2.1", "policy"))
    assert len(package.pages) == summary_pages + 2
    assert outline_of(package.outline)[2] == ["1.1 Title", ["policy file"], "2.1 Title", ["policy file"]]


def test_nothing_that_acts_comes_along(tmp_path: Path) -> None:
    package = Files(acting=a_pdf(acts=True)).package(tmp_path, a_file("1.1", "acting"))
    assert "/AA" not in package.pages[-1]
    content = kept_package(tmp_path, KEY)
    assert content is not None
    assert b"JavaScript" not in content.read_bytes()


def test_what_lets_the_ground_through_stands_on_white_paper(tmp_path: Path) -> None:
    Files(photo=a_picture()).package(tmp_path, a_file("1.1", "photo", PNG))
    content = kept_package(tmp_path, KEY)
    assert content is not None
    drawn = pypdfium2.PdfDocument(content)[2].render().to_pil().convert("RGB")
    red, green, blue = drawn.getpixel((drawn.width // 2, drawn.height // 2))
    assert red > 200
    assert min(green, blue) > 100


def test_what_is_made_already_is_not_made_again(tmp_path: Path) -> None:
    files = Files(policy=a_pdf())
    files.package(tmp_path, a_file("1.1", "policy"))
    files.package(tmp_path, a_file("1.1", "policy"))
    assert len(files.told) == 1
    assert [path.name for path in (tmp_path / FOLDER).iterdir()] == [f"{KEY}.pdf"]


def test_packages_are_kept_for_a_day(tmp_path: Path) -> None:
    Files().package(tmp_path)
    path = kept_package(tmp_path, KEY)
    assert path is not None
    forget_old_packages(tmp_path)
    assert path.exists()
    long_ago = time.time() - 25 * 3600
    os.utime(path, (long_ago, long_ago))
    forget_old_packages(tmp_path)
    assert kept_package(tmp_path, KEY) is None
