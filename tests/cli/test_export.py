"""``kiosk export``: a sent application as a file; what no font can print is told."""

from pathlib import Path

import pypdfium2
import pytest
from sqlmodel import col, update

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import transaction
from ctpat_app.cli import COMMANDS
from ctpat_app.cli.database import open_migrated
from ctpat_app.cli.export import export
from ctpat_app.cli.output import CommandError
from ctpat_app.services.sending import sign_and_send
from ctpat_app.settings import Settings
from ctpat_app.tables.drafts import AnswerRow
from ctpat_app.words.localiser import localiser_for
from tests.applicants import a_filled_draft
from tests.factories import the_cast

HIEROGLYPH = "\U00014400"
"""An Anatolian hieroglyph, which none of the kiosk's fonts has."""


@pytest.fixture
def reference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The reference of an application in the database that the settings name."""
    monkeypatch.setenv("KIOSK_DATA_FOLDER", str(tmp_path / "data"))
    monkeypatch.setenv("KIOSK_LANGUAGES", "en,es,ar")
    open_migrated(Settings.from_environment())
    with transaction() as session:
        cast = the_cast(session)
        draft = a_filled_draft(session, cast.ana, cast.account, now=clock.now())
        session.execute(
            update(AnswerRow).where(col(AnswerRow.key) == "criterion.1.1").values(value=f"Signed {HIEROGLYPH} by all")
        )
        return sign_and_send(
            session,
            cast.ana,
            draft_id=draft,
            typed_name="Ana",
            agreed=True,
            localiser=localiser_for("en"),
            summarise=lambda situation, language: (),
            now=clock.now(),
        ).reference


def test_the_command_is_on_the_command_line() -> None:
    assert COMMANDS["export"] == "ctpat_app.cli.export:export"


def test_the_file_is_the_application(reference: str, tmp_path: Path) -> None:
    out = tmp_path / "application.pdf"
    export(reference, out=out)
    document = pypdfium2.PdfDocument(out)
    assert reference in document[0].get_textpage().get_text_range()
    assert len(document) > 10


def test_any_language_of_the_kiosk_can_be_exported(reference: str, tmp_path: Path) -> None:
    for language in ("en", "es", "ar"):
        export(reference, out=tmp_path / f"{language}.pdf", lang=language)
    first_pages = {pypdfium2.PdfDocument(file)[0].get_textpage().get_text_range() for file in tmp_path.glob("*.pdf")}
    assert len(first_pages) == 3


def test_a_character_without_a_font_is_named(
    reference: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export(reference, out=tmp_path / "application.pdf")
    told = capsys.readouterr().out
    assert "Note: no font has U+14400 ANATOLIAN HIEROGLYPH A001" in told


@pytest.mark.parametrize(
    ("given", "language", "said"),
    [("CT-NOTHING2", "en", "No application was sent under it"), ("", "xx", "There is no language xx")],
)
def test_what_cannot_be_exported_is_told(reference: str, tmp_path: Path, given: str, language: str, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        export(given or reference, out=tmp_path / "application.pdf", lang=language)
    assert not (tmp_path / "application.pdf").exists()


def test_a_file_that_cannot_be_written_is_told(reference: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Cannot write"):
        export(reference, out=tmp_path / "missing" / "application.pdf")
