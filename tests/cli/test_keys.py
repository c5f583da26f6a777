"""``kiosk keys``: a new key, and every value written with it."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlmodel import select

from ctpat_app.adapters import clock, database
from ctpat_app.adapters.database import transaction
from ctpat_app.cli import COMMANDS
from ctpat_app.cli.database import open_migrated
from ctpat_app.cli.keys import UNREADABLE, new, rotate
from ctpat_app.settings import Settings
from ctpat_app.tables.columns import Encrypted
from ctpat_app.tables.second_factors import AuthenticatorRow
from tests.factories import a_person


def test_the_command_is_on_the_command_line() -> None:
    assert COMMANDS["keys"] == "ctpat_app.cli.keys:app"


def test_a_new_key_is_one_that_the_settings_take(capsys: pytest.CaptureFixture[str]) -> None:
    new()
    key = Fernet(capsys.readouterr().out.strip())
    assert key.decrypt(key.encrypt(b"text")) == b"text"


def test_the_former_key_can_be_taken_out_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old, newest, ring = Fernet.generate_key().decode(), Fernet.generate_key().decode(), Encrypted.ring
    monkeypatch.setenv("KIOSK_DATA_FOLDER", str(tmp_path))
    monkeypatch.setattr(database, "_engine", None)
    monkeypatch.setattr(Encrypted, "ring", ring)

    def opened(*keys: str) -> None:
        monkeypatch.setenv("KIOSK_ENCRYPTION_KEYS", ",".join(keys))
        open_migrated(Settings.from_environment())

    opened(old)
    with transaction() as session:
        ana = a_person(session, "ana")
        session.add(AuthenticatorRow(user_id=ana.user_id, seed="SEED", added_at=clock.now()))
    monkeypatch.setenv("KIOSK_ENCRYPTION_KEYS", newest)
    assert rotate() == UNREADABLE
    assert "1 values cannot be read" in capsys.readouterr().out
    monkeypatch.setenv("KIOSK_ENCRYPTION_KEYS", f"{newest},{old}")
    assert rotate() == 0
    assert "authenticator.seed: 1 values written anew." in capsys.readouterr().out
    opened(newest)
    with transaction() as session:
        assert session.exec(select(AuthenticatorRow)).one().seed == "SEED"
    database.engine().dispose()
