"""``kiosk keys rotate`` and ``kiosk audit verify`` on a database of their own, of each kind."""

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from ctpat_app.adapters import database
from ctpat_app.adapters.migrations import migrate
from ctpat_app.cli.audit import compare_models, verify_trail
from ctpat_app.cli.keys import rotate
from ctpat_app.cli.output import CommandError
from ctpat_app.domain.permissions import Role
from ctpat_app.services.audit import write_audit
from ctpat_app.services.model_steps import start_model
from ctpat_app.tables.columns import Encrypted
from ctpat_app.tables.drafts import AnswerRow
from ctpat_app.tables.security_models import SecurityModelRow
from tests.audit_guard import take_guard_away
from tests.conftest import KINDS, POSTGRES
from tests.factories import a_draft, a_person, a_trade_account, an_answer, the_cast

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))
NOW = datetime(2026, 3, 2, 14, 2, tzinfo=UTC)


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'kiosk.db'}"
        return
    name = f"kiosk_cli_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(POSTGRES, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
    try:
        yield f"postgresql+psycopg{POSTGRES.removeprefix('postgresql').rsplit('/', 1)[0]}/{name}"
    finally:
        with psycopg.connect(POSTGRES, autocommit=True) as admin:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def engine(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """A migrated database with the cast and one secret, and the settings of a command that works on it."""
    monkeypatch.setenv("KIOSK_DATABASE_URL", url)
    monkeypatch.setenv("KIOSK_DATA_FOLDER", str(tmp_path))
    monkeypatch.setenv("KIOSK_ENCRYPTION_KEYS", OLD)
    monkeypatch.setattr(database, "_engine", None)
    ring = Encrypted.ring
    opened = database.open_database(url, [OLD])
    migrate(opened)
    with Session(opened) as session:
        cast = the_cast(session)
        for account in (cast.account, cast.dans_account):
            write_audit(
                session, trade_account_id=account, user_id=None, action="trade-account.created", subject="", now=NOW
            )
        answer = an_answer(session, a_draft(session, cast.account, cast.ana), cast.ana, "identifier", "•••")
        session.get_one(AnswerRow, answer).secret = "123-45-6789"
        session.commit()
    yield opened
    opened.dispose()
    Encrypted.ring = ring


def run(command: Callable[..., None], **arguments: int) -> None:
    """Run a command as a process of its own would: what it opened is closed at its end."""
    try:
        command(**arguments)
    finally:
        database.engine().dispose()


def test_rotating_prints_each_column_and_ends_with_the_first_key(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KIOSK_ENCRYPTION_KEYS", f"{NEW},{OLD}")
    run(rotate)
    told = capsys.readouterr().out
    assert "answer.secret: 1 rotated, 0 had the first key, 0 unreadable." in told
    assert "123-45-6789" not in told
    run(rotate)
    assert "answer.secret: 0 rotated, 1 had the first key" in capsys.readouterr().out
    with engine.connect() as connection:
        stored = str(connection.scalar(text("SELECT secret FROM answer WHERE secret IS NOT NULL")))
    assert Fernet(NEW).decrypt(stored) == b"123-45-6789"
    with pytest.raises(InvalidToken):
        Fernet(OLD).decrypt(stored)


def test_rotating_without_the_old_key_says_what_is_missing_and_changes_nothing(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_ENCRYPTION_KEYS", NEW)
    with pytest.raises(CommandError, match="1 values open with none of the keys"):
        run(rotate)
    Encrypted.ring = MultiFernet([Fernet(OLD)])
    with Session(engine) as session:
        assert session.exec(select(AnswerRow.secret).where(col(AnswerRow.secret).is_not(None))).one() == "123-45-6789"


def test_a_whole_trail_is_counted(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    run(verify_trail)
    assert "The audit trail is whole: 2 events in 2 chains." in capsys.readouterr().out


def test_the_first_broken_row_is_named_and_ends_the_command_with_1(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    with Session(engine) as session:
        chain = session.scalar(text("SELECT max(chain) FROM audit_event"))
        for number in range(3):
            write_audit(session, trade_account_id=chain, user_id=None, action="a", subject=str(number), now=NOW)
        take_guard_away(session)
        session.execute(text("UPDATE audit_event SET subject = 'x' WHERE number IN (2, 3)"))
        session.commit()
    with pytest.raises(CommandError, match="broken in 1 of 2 chains"):
        run(verify_trail)
    assert capsys.readouterr().out == f"First broken row: event 2 of trade account {chain}.\n"
    run(verify_trail, account=chain - 1)
    assert "1 events in 1 chains" in capsys.readouterr().out


def test_an_account_that_never_existed_is_no_broken_trail(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    with Session(engine) as session:
        never = int(session.scalar(text("SELECT max(id) FROM trade_account"))) + 1
    with pytest.raises(CommandError, match=f"There is no trade account {never}\\."):
        run(verify_trail, account=never)
    assert "broken" not in capsys.readouterr().out


def test_an_account_whose_trail_was_taken_away_whole_is_broken(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    with Session(engine) as session:
        chain = int(session.scalar(text("SELECT max(id) FROM trade_account")))
        take_guard_away(session)
        for table in ("audit_event", "audit_head"):
            session.execute(text(f"DELETE FROM {table} WHERE chain = {chain}"))  # noqa: S608  names from this test
        session.commit()
    with pytest.raises(CommandError, match="broken in 1 of 1 chains"):
        run(verify_trail, account=chain)
    assert f"event 1 of trade account {chain}" in capsys.readouterr().out


# ---------------------------------------------------------------- kiosk audit models


def test_models_that_are_what_their_events_say_are_told(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    with Session(engine) as session:
        _started(session)
        session.commit()
    run(compare_models)
    assert "Every security model is what its events say." in capsys.readouterr().out


def test_a_status_that_was_set_by_hand_is_told(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    with Session(engine) as session:
        session.get_one(SecurityModelRow, _started(session)).status = "certified"
        session.commit()
    with pytest.raises(CommandError, match="1 places"):
        run(compare_models)
    assert "status: stored 'certified', by its events 'draft'" in capsys.readouterr().out


def _started(session: Session) -> int:
    ana = a_person(session)
    account = a_trade_account(session, ana, name="Third Ltd", role=Role.OFFICER, complete=True)
    return start_model(session, ana, trade_account_id=account, now=NOW)
