"""``kiosk audit verify``: whatever is done to the rows is found, and the first event is named."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from ctpat_app.adapters import clock, database
from ctpat_app.adapters.database import transaction
from ctpat_app.cli import COMMANDS
from ctpat_app.cli.audit import BROKEN, verify
from ctpat_app.cli.database import open_migrated
from ctpat_app.services.audit import write_audit
from ctpat_app.settings import Settings

TAMPERED = {
    "changed": "UPDATE audit_event SET action = 'answer.other' WHERE chain = 7 AND number = 2",
    "taken out": "DELETE FROM audit_event WHERE chain = 7 AND number = 2",
    "moved": "UPDATE audit_event SET number = CASE number WHEN 2 THEN 12 ELSE number END WHERE chain = 7",
    "hash made anew": "UPDATE audit_event SET detail = 'x', hash = 'made up' WHERE chain = 7 AND number = 2",
}


@pytest.fixture(autouse=True)
def trail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Three events of trade account 7, and one that belongs to none."""
    monkeypatch.setenv("KIOSK_DATA_FOLDER", str(tmp_path))
    monkeypatch.setattr(database, "_engine", None)
    open_migrated(Settings.from_environment())
    with transaction() as session:
        for chain, action in ((7, "one"), (7, "two"), (0, "sign-in.done"), (7, "three")):
            write_audit(session, trade_account_id=chain, user_id=None, action=action, subject="", now=clock.now())
    yield
    database.engine().dispose()


def tamper(statement: str) -> None:
    with transaction() as session:
        session.connection().execute(text(statement))


def test_the_command_is_on_the_command_line() -> None:
    assert COMMANDS["audit"] == "ctpat_app.cli.audit:app"


def test_a_trail_that_nobody_touched_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert verify() == 0
    assert "2 chains looked at, 0 broken." in capsys.readouterr().out


@pytest.mark.parametrize("statement", TAMPERED.values(), ids=TAMPERED)
def test_what_was_done_to_an_event_is_found_there(statement: str, capsys: pytest.CaptureFixture[str]) -> None:
    tamper(statement)
    assert verify() == BROKEN
    out = capsys.readouterr().out
    assert ("event 2 of trade account 7" in out) or ("event 3 of trade account 7" in out)
    assert "2 chains looked at, 1 broken." in out


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit_event WHERE chain = 7 AND number = 3",
        "DELETE FROM audit_event WHERE chain = 7",
        "DELETE FROM audit_head WHERE chain = 7",
    ],
    ids=["the last event", "all events", "the note of the end"],
)
def test_an_end_that_was_cut_off_is_found(statement: str) -> None:
    tamper(statement)
    assert verify(account=7) == BROKEN
    assert verify(account=0) == 0
