"""``kiosk check``: the content passes, and each way of breaking it is told."""

import shutil
from pathlib import Path

import pytest

from ctpat_app.cli import check as command
from ctpat_app.cli import messages
from ctpat_app.cli.check import FAULTY, UNVERIFIED, check, content_faults, notes, unverified
from ctpat_app.guidance.library import CONTENT
from tests.applicants import LIBRARY, changed_library, record

EIN = "^[0-9]{2}-[0-9]{7}$"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the content that a test may break."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_content_has_no_fault() -> None:
    assert content_faults(CONTENT) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("flows/application.yaml", "required: true", "requird: true", "requird: Extra inputs"),
        (
            "flows/application.yaml",
            '{field: international, is: "yes"}',
            "{field: international, is: maybe}",
            "flows/application/international/mra_consent: international has no option maybe",
        ),
        (
            "flows/application.yaml",
            '{field: account.mra_consent, is: "yes"}',
            '{field: international, is: "no"}',
            "flows/application/international/mra_partners: the condition can never hold",
        ),
        ("identifiers.yaml", EIN, "^[0-9]{2}-([0-9]{7}$", "identifiers/ein: "),
        ("identifiers.yaml", EIN, "^[0-9]{3}-[0-9]{6}$", "identifiers/ein: the valid example"),
        ("identifiers.yaml", EIN, "^.*$", "identifiers/ein: the invalid example"),
        ("identifiers.yaml", "identifier.looks-like-ssn", "identifier.odd", "there is no message identifier.odd"),
        ("identifiers.yaml", "  - drop-spaces", "  - drop-everything", "a normalisation step cannot be carried out"),
        ("samples/01-security-vision.yaml", '- id: "1.1"', '- id: "1.0"', "criteria/1.1: there is no sample"),
        ("samples/01-security-vision.yaml", '- id: "1.1"', '- id: "1.0"', "samples/1.0: there is no such criterion"),
        ("mid.yaml", "mid: 'FRLAVIE243BRE'", "mid: FRLAVIE243XXX", "mid/mid: the example FRLAVIE243XXX comes out as"),
    ],
)
def test_what_is_broken_is_named(folder: Path, file: str, old: str, new: str, said: str) -> None:
    replace(folder / file, old, new)
    assert [fault for fault in content_faults(folder) if said in fault]


def test_what_nobody_cites_or_lists_is_only_noted() -> None:
    def add(raw: dict[str, list[dict[str, object]]]) -> None:
        raw["sources"].append({"id": "lonely", "title": "A book", "status": "read"})
        record(raw, "business_types", "us-importer")["optional_identifiers"] = []

    said = list(notes(changed_library(add)))
    assert "lonely" in said[0]
    assert said[1].startswith("Note: Identifiers that no business type lists:")


def test_a_verified_fact_is_not_listed() -> None:
    def verify(raw: dict[str, list[dict[str, object]]]) -> None:
        criterion = record(raw, "criteria", "1.1")
        criterion["number_verified"], criterion["level_unverified"] = True, []
        record(raw, "agreements", "partner-agreement")["unverified"] = False
        record(raw, "business_types", "us-importer")["booklet_verification"] = "read"
        record(raw, "identifiers", "sct-permit").update(format_known=True, verification="confirmed for six digits")

    gone = set(unverified(LIBRARY)) - set(unverified(changed_library(verify)))
    assert {line.partition(":")[0] for line in gone} == {
        "criteria/1.1",
        "agreements/partner-agreement",
        "business_types/us-importer",
        "identifiers/sct-permit",
    }


@pytest.mark.parametrize(
    ("verification", "listed"),
    [
        ("read", False),
        ("confirmed", False),
        ("confirmed for six digits; prefix spellings are a project decision", False),
        ("memory", True),
        ("older", True),
        ("readable", True),
        ("conflict", True),
        ("format unknown", True),
        ("general form read; country list from memory", True),
        ("confirmed for nine digits; the check digit remark is from memory", True),
    ],
)
def test_only_what_was_read_or_confirmed_counts_as_verified(verification: str, listed: bool) -> None:
    def change(raw: dict[str, list[dict[str, object]]]) -> None:
        record(raw, "identifiers", "duns")["verification"] = verification

    assert (f"identifiers/duns: {verification}" in unverified(changed_library(change))) is listed


@pytest.fixture
def translated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """English alone, with an up-to-date template: no language lacks a text."""
    monkeypatch.setenv("KIOSK_LANGUAGES", "en")
    monkeypatch.setenv("KIOSK_PARTNER_LANGUAGES", "en")
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    messages._write(tmp_path / "content.pot", messages.collected("content"))


@pytest.mark.usefixtures("translated")
def test_the_exit_code_is_0_when_all_is_well_and_2_when_strict_finds_something(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert check() == 0
    assert "The content holds together: 138 criteria" in capsys.readouterr().out
    assert check(strict=True) == UNVERIFIED
    assert "agreements/partner-agreement: wording" in capsys.readouterr().out


@pytest.mark.usefixtures("translated")
def test_the_exit_code_is_1_when_content_is_broken(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    replace(folder / "flows/application.yaml", "required: true", "requird: true")
    monkeypatch.setattr(command, "CONTENT", folder)
    assert check() == FAULTY
    assert "requird" in capsys.readouterr().out


@pytest.mark.usefixtures("translated")
def test_the_exit_code_is_1_when_a_translation_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KIOSK_LANGUAGES", "en,fr")
    assert check() == FAULTY
    assert "fr content: not translated" in capsys.readouterr().out


def test_other_content_is_checked_where_the_settings_name_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KIOSK_CONTENT_FOLDER", str(folder))
    assert check() == 0
    replace(folder / "identifiers.yaml", EIN, "^[0-9]{3}-[0-9]{6}$")
    assert check() == FAULTY
    assert "identifiers/ein: the valid example" in capsys.readouterr().out


def test_a_new_sentence_in_other_content_is_told_as_untranslated(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KIOSK_CONTENT_FOLDER", str(folder))
    replace(folder / "flows" / "application.yaml", "What kind of company are you?", "What does your company do?")
    assert check() == FAULTY
    assert "not translated" in capsys.readouterr().out
