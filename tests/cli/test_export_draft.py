"""``kiosk export-draft``: what was answered, as a file that can be compared."""

import json
from pathlib import Path

import pytest

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import transaction
from ctpat_app.cli import COMMANDS
from ctpat_app.cli.database import open_migrated
from ctpat_app.cli.export_draft import export_draft
from ctpat_app.cli.output import CommandError
from ctpat_app.settings import Settings
from tests.applicants import a_filled_draft
from tests.factories import Cast, the_cast


@pytest.fixture
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Cast, int]:
    """A filled-in application in the database that the settings name."""
    monkeypatch.setenv("KIOSK_DATA_FOLDER", str(tmp_path / "data"))
    open_migrated(Settings.from_environment())
    with transaction() as session:
        cast = the_cast(session)
        return cast, a_filled_draft(session, cast.ana, cast.account, "us-importer", now=clock.now())


def test_the_command_is_on_the_command_line() -> None:
    assert COMMANDS["export-draft"] == "ctpat_app.cli.export_draft:export_draft"


def test_the_file_holds_what_was_answered(filled: tuple[Cast, int], tmp_path: Path) -> None:
    (cast, draft), out = filled, tmp_path / "draft.json"
    export_draft(draft, person=cast.ana.email, out=out)
    (types,) = json.loads(out.read_text("utf-8"))["parts"]["business-types"]
    assert types["answer"] == ["us-importer"]


def test_who_may_not_read_it_gets_no_file(filled: tuple[Cast, int], tmp_path: Path) -> None:
    (cast, draft), out = filled, tmp_path / "draft.json"
    for email in (cast.dan.email, "nobody@example.com"):
        with pytest.raises(CommandError):
            export_draft(draft, person=email, out=out)
    assert not out.exists()


def test_a_file_that_cannot_be_written_is_told(filled: tuple[Cast, int], tmp_path: Path) -> None:
    cast, draft = filled
    with pytest.raises(CommandError, match="Cannot write"):
        export_draft(draft, person=cast.ana.email, out=tmp_path / "no-such-folder" / "draft.json")
