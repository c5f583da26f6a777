"""When the database cannot: locked, full, read-only, gone. The person is told, nothing is half done, it works again."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError, ProgrammingError
from sqlmodel import Session, select

from ctpat_app.adapters import database
from ctpat_app.adapters.database import in_reading, in_session, make_engine, transaction
from ctpat_app.domain.errors import NotPermitted, Unavailable
from ctpat_app.tables.audit import FailureRow
from ctpat_app.words.messages import refusal_text

NOW = datetime(2026, 3, 2, 14, 2, tzinfo=UTC)


def note(session: Session, code: str, message: str = "") -> None:
    session.add(FailureRow(code=code, at=NOW, message=message))
    session.flush()


def noted() -> list[str]:
    with transaction(writes=False) as session:
        return sorted(session.exec(select(FailureRow.code)).all())


def path_of(engine: Engine) -> Path:
    assert engine.url.database is not None
    return Path(engine.url.database)


def write_two(code: str, message: str = "") -> None:
    with transaction() as session:
        note(session, f"{code}-1")
        note(session, f"{code}-2", message)


def write_and_fail(error: BaseException) -> None:
    with transaction() as session:
        note(session, "A")
        raise error


def write_and_execute(statement: str) -> None:
    with transaction() as session:
        note(session, statement[:2])
        session.execute(text(statement))


def read_then_write_behind_another() -> None:
    with transaction(writes=False) as session:
        session.exec(select(FailureRow)).all()
        with transaction() as other:
            note(other, "B")
        note(session, "A")


def refused(code: str, message: str = "") -> Unavailable:
    """Write two rows in one transaction, and return how that was refused."""
    with pytest.raises(Unavailable) as raised:
        write_two(code, message)
    assert refusal_text(raised.value, "en") != raised.value.code
    return raised.value


@pytest.fixture(autouse=True)
def kept_engine() -> Iterator[None]:
    before = database._engine
    yield
    database._engine = before


# ---------------------------------------------------------------- one transaction


def test_a_transaction_is_written_at_its_end(sqlite_file: Engine) -> None:
    with transaction() as session:
        note(session, "A")
    with closing(sqlite3.connect(path_of(sqlite_file))) as other:
        assert other.execute("SELECT code FROM failure").fetchall() == [("A",)]


@pytest.mark.parametrize("error", [NotPermitted(), RuntimeError("bug"), KeyboardInterrupt()])
def test_whatever_is_raised_undoes_all_of_it(sqlite_file: Engine, error: BaseException) -> None:
    with pytest.raises(type(error)):
        write_and_fail(error)
    assert noted() == []


@pytest.mark.parametrize(
    ("statement", "failure"),
    [
        ("INSERT INTO failure (code) VALUES (NULL)", IntegrityError),
        ("SELECT 1; SELECT 2", ProgrammingError),
        ("SELECT nothing", OperationalError),
    ],
)
def test_a_statement_that_fails_undoes_all_of_it(sqlite_file: Engine, statement: str, failure: type[Exception]) -> None:
    with pytest.raises(failure):
        write_and_execute(statement)
    assert noted() == []


def test_the_words_of_an_error_are_not_taken_for_its_kind(sqlite_file: Engine) -> None:
    write_and_execute("CREATE TABLE half_full_and_locked (value INTEGER NOT NULL)")
    with pytest.raises(IntegrityError, match="half_full_and_locked"):
        write_and_execute("INSERT INTO half_full_and_locked VALUES (NULL)")


@pytest.mark.parametrize(
    ("pragma", "expected"), [("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 2), ("busy_timeout", 5000)]
)
def test_sqlite_is_durable_and_strict(sqlite_file: Engine, pragma: str, expected: str | int) -> None:
    with transaction() as session:
        assert session.execute(text(f"PRAGMA {pragma}")).scalar_one() == expected


def test_use_cases_run_in_a_thread_and_commit(sqlite_file: Engine) -> None:
    async def both() -> list[str]:
        await in_session(note, "A", message="x")
        return await in_reading(lambda session: list(session.exec(select(FailureRow.code)).all()))

    assert asyncio.run(both()) == ["A"]


# ---------------------------------------------------------------- locked


@pytest.fixture
def impatient(sqlite_file: Engine) -> Engine:
    """The same file behind an engine that waits 20 ms for a lock instead of five seconds."""
    engine = make_engine(str(sqlite_file.url))
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=20"))
    database._engine = engine
    return engine


def test_a_locked_database_is_busy_and_works_when_the_lock_is_gone(impatient: Engine) -> None:
    with closing(sqlite3.connect(path_of(impatient), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert refused("A").code == "database.busy"
        assert noted() == []
        other.execute("ROLLBACK")
    with transaction() as session:
        note(session, "A")
    assert noted() == ["A"]
    impatient.dispose()


def test_readers_do_not_wait_for_a_writer(impatient: Engine) -> None:
    with transaction() as session:
        note(session, "A")
    with closing(sqlite3.connect(path_of(impatient), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute(
            "INSERT INTO failure (code, at, page, handler, library_hash, message) VALUES ('B','','','','','')"
        )
        assert noted() == ["A"]
        other.execute("COMMIT")
    assert noted() == ["A", "B"]
    impatient.dispose()


def test_a_read_turned_into_a_write_while_others_wrote_is_busy_and_not_lost(impatient: Engine) -> None:
    with pytest.raises(Unavailable) as raised:
        read_then_write_behind_another()
    assert raised.value.code == "database.busy"
    assert noted() == ["B"]
    impatient.dispose()


# ---------------------------------------------------------------- full


def test_a_full_disk_is_told_and_nothing_is_half_written(sqlite_file: Engine) -> None:
    with transaction() as session:
        note(session, "A")

    def no_more_pages(connection: sqlite3.Connection, _record: object) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={pages + 2}")

    full = make_engine(str(sqlite_file.url))
    event.listen(full, "connect", no_more_pages)
    database._engine = full
    assert refused("B", "x" * 1_000_000).code == "database.full"
    assert noted() == ["A"]
    with transaction() as session:
        note(session, "small")
    full.dispose()
    database._engine = sqlite_file
    with transaction() as session:
        note(session, "B", "x" * 1_000_000)
    assert noted() == ["A", "B", "small"]


# ---------------------------------------------------------------- read-only, gone


def test_a_file_that_cannot_be_written_is_told_and_can_still_be_read(sqlite_file: Engine) -> None:
    with transaction() as session:
        note(session, "A")
    read_only = make_engine(f"sqlite:///file:{path_of(sqlite_file)}?mode=ro&uri=true")
    database._engine = read_only
    assert refused("B").code == "database.read-only"
    assert noted() == ["A"]
    read_only.dispose()
    database._engine = sqlite_file
    with transaction() as session:
        note(session, "B")
    assert noted() == ["A", "B"]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    gone = make_engine(f"sqlite:///{tmp_path / 'no-such-folder' / 'kiosk.db'}")
    database._engine = gone
    assert refused("A").code == "database.failed"
    gone.dispose()


def test_a_file_that_is_no_database_is_never_written_over(tmp_path: Path) -> None:
    letter = tmp_path / "kiosk.db"
    letter.write_text("Dear reader, " * 1_000, encoding="utf-8")
    engine = make_engine(f"sqlite:///{letter}")
    database._engine = engine
    with pytest.raises(DatabaseError, match="not a database"):
        write_two("A")
    assert letter.read_text(encoding="utf-8").startswith("Dear reader, Dear reader")
    engine.dispose()


def test_without_an_open_database_nothing_can_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_engine", None)
    with pytest.raises(RuntimeError, match="open_database"), transaction():
        pass
