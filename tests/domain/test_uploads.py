"""Names of uploaded files: what a person's computer, or an attacker, may call them."""

import unicodedata

import pytest

from ctpat_app.domain.documents import UploadState
from ctpat_app.domain.uploads import FileType, Target, clean_name, ending_of, folded_name, may_be_shown, named_as

RLO = "\u202e"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Seal log 2026.pdf", "Seal log 2026.pdf"),
        ("../../etc/passwd", "passwd"),
        (r"C:\fakepath\..\Política.pdf", "Política.pdf"),
        ("/absolute/", "file"),
        ("", "file"),
        ("..", "file"),
        (".pdf", "pdf"),
        ("a\0b\r\n\x1b[31m.pdf", "ab[31m.pdf"),
        (f"invoice{RLO}fdp.exe", "invoicefdp.exe"),
        ("\u2066x\u2069\u200f\ufeff.pdf", "x.pdf"),
        ("می\u200cشود.pdf", "می\u200cشود.pdf"),
        ("封条记录.pdf", "封条记录.pdf"),
        ("Poli\u0301tica.pdf", "Política.pdf"),
        ("  spaced \t out . ", "spaced out"),
        ("bad\ud800.pdf", "bad.pdf"),
    ],
)
def test_a_name_is_kept_without_path_and_without_what_cannot_be_seen(sent: str, kept: str) -> None:
    assert clean_name(sent) == kept


@pytest.mark.parametrize("sent", ["x" * 300 + ".pdf", "封" * 300 + ".xlsx", "x" * 300, "x." + "y" * 300, ". " * 400])
def test_a_long_name_is_cut_before_its_ending(sent: str) -> None:
    kept = clean_name(sent)
    assert 0 < len(kept) <= 255
    assert ending_of(kept) == ("" if len(ending_of(sent)) > 16 else ending_of(sent).strip())


@pytest.mark.parametrize(
    ("name", "file_type", "kept"),
    [
        ("a.pdf", FileType.PDF, "a.pdf"),
        ("a.PDF", FileType.PDF, "a.PDF"),
        ("a.jpeg", FileType.JPEG, "a.jpeg"),
        ("a.png", FileType.JPEG, "a.jpg"),
        ("a.webp", FileType.JPEG, "a.jpg"),
        ("a.docx", FileType.XLSX, "a.xlsx"),
        ("a.exe", FileType.PDF, "a.exe.pdf"),
        ("v1.2 of the plan", FileType.PDF, "v1.2 of the plan.pdf"),
        ("a", FileType.TXT, "a.txt"),
        ("x" * 255, FileType.PDF, "x" * 251 + ".pdf"),
    ],
)
def test_the_ending_follows_the_content(name: str, file_type: FileType, kept: str) -> None:
    assert named_as(name, file_type) == kept


def test_files_of_one_name_are_found_whatever_the_case_and_width() -> None:
    assert folded_name("ＳＥＡＬ Straße.PDF") == folded_name("seal STRASSE.pdf")
    assert folded_name("Política.pdf") == folded_name(unicodedata.normalize("NFD", "POLÍTICA.PDF"))
    assert folded_name("a.pdf") != folded_name("b.pdf")


def test_long_names_that_differ_at_their_end_stay_apart() -> None:
    first, second = ("ﷺ" * 200 + end for end in ("a.pdf", "b.pdf"))
    assert folded_name(first) != folded_name(second)
    assert max(len(folded_name(each)) for each in (first, second)) <= 255


@pytest.mark.parametrize(
    ("target", "clear"),
    [
        (Target(draft_id=1, key="criterion.1.1"), True),
        (Target(model_id=1), True),
        (Target(document_id=1), True),
        (Target(library=True), True),
        (Target(), False),
        (Target(draft_id=1), False),
        (Target(key="criterion.1.1"), False),
        (Target(model_id=1, library=True), False),
        (Target(draft_id=1, key="k", document_id=2), False),
    ],
)
def test_a_target_names_one_place(target: Target, clear: bool) -> None:
    assert target.is_clear is clear


def test_a_browser_shows_only_what_cannot_act() -> None:
    shown = {(each, state) for each in FileType for state in UploadState if may_be_shown(each, state)}
    pictures = {(each, state) for each in (FileType.JPEG, FileType.PNG) for state in UploadState}
    assert shown == pictures | {(FileType.PDF, UploadState.READ)}
