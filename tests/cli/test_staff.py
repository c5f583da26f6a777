"""``kiosk staff``: people are named on the command line; what cannot be done is told with its remedy."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ctpat_app.adapters import database
from ctpat_app.adapters.database import transaction
from ctpat_app.cli import COMMANDS
from ctpat_app.cli.database import open_migrated
from ctpat_app.cli.output import CommandError
from ctpat_app.cli.staff import add, end, show
from ctpat_app.domain.permissions import StaffRole
from ctpat_app.settings import Settings
from tests.factories import a_person


@pytest.fixture(autouse=True)
def finn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Finn has an account in the database that the settings name."""
    monkeypatch.setenv("KIOSK_DATA_FOLDER", str(tmp_path))
    monkeypatch.setattr(database, "_engine", None)
    open_migrated(Settings.from_environment())
    with transaction() as session:
        a_person(session, "finn")
    yield
    database.engine().dispose()


def test_the_command_is_on_the_command_line() -> None:
    assert COMMANDS["staff"] == "ctpat_app.cli.staff:app"


def test_somebody_is_added_listed_and_taken_off(capsys: pytest.CaptureFixture[str]) -> None:
    show()
    add("finn@example.com", role=StaffRole.HELP_DESK)
    show()
    end("finn@example.com")
    show()
    out = capsys.readouterr().out
    assert out.count("Nobody holds a role of staff.") == 2
    assert "help-desk        Finn (finn@example.com), since " in out
    assert "set up a second factor first" in out


def test_what_cannot_be_done_says_what_to_do() -> None:
    with pytest.raises(CommandError, match="creates one on the kiosk first"):
        add("nobody@example.com", role=StaffRole.SUPERVISOR)
    with pytest.raises(CommandError, match=r"register at http://127\.0\.0\.1:8000/en/register/ and open the link"):
        add("nobody@example.com", role=StaffRole.SUPERVISOR)
    with pytest.raises(CommandError, match="holds no role"):
        end("finn@example.com")
