"""What of the database runs at once on the event loop, and what waits in a thread."""

import asyncio
import sqlite3
import threading
from contextlib import closing

import pytest
from sqlalchemy import Engine, bindparam, select
from sqlmodel import Session, col

from ctpat_app.adapters import database
from ctpat_app.tables.accounts import UserAccountRow
from tests.factories import WHEN, a_person

PEOPLE = select(col(UserAccountRow.name), col(UserAccountRow.created_at)).where(
    col(UserAccountRow.email_key) == bindparam("key")
)


def thread_of(_session: Session) -> int:
    return threading.get_ident()


@pytest.fixture
def file(sqlite_file: Engine) -> str:
    """A database file with one person in it."""
    with Session(sqlite_file) as session:
        a_person(session, "ana")
        session.commit()
    sqlite_file.dispose()  # an open connection would keep others from locking the file
    assert sqlite_file.url.database
    return sqlite_file.url.database


async def glance(name: str) -> tuple[object, ...] | None:
    return await database.at_a_glance(PEOPLE, {"key": f"{name}@example.com"})


@pytest.mark.usefixtures("file")
def test_a_glance_answers_before_anything_else_runs_and_in_the_types_of_the_columns() -> None:
    async def turns() -> tuple[object, ...] | None:
        looking = glance("ana")
        with pytest.raises(StopIteration) as ended:
            looking.send(None)
        found: tuple[object, ...] | None = ended.value.value
        return found

    assert asyncio.run(turns()) == ("Ana", WHEN)


@pytest.mark.usefixtures("file")
def test_a_glance_at_nothing_finds_nothing() -> None:
    assert asyncio.run(glance("nobody")) is None


@pytest.mark.usefixtures("file")
def test_a_reading_runs_in_a_thread() -> None:
    assert asyncio.run(database.in_reading(thread_of)) != threading.get_ident()


def test_a_glance_at_a_locked_file_waits_in_a_thread_while_the_loop_goes_on(file: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:

        async def looked() -> tuple[object, ...] | None:
            other.execute("PRAGMA locking_mode=EXCLUSIVE")
            other.execute("BEGIN EXCLUSIVE")
            other.execute("DELETE FROM user_account WHERE id = 0")
            looking = asyncio.create_task(glance("ana"))
            for _ in range(100):
                await asyncio.sleep(0)
            assert not looking.done()
            other.execute("COMMIT")
            other.close()
            return await looking

        assert asyncio.run(looked()) == ("Ana", WHEN)


def test_a_glance_sees_what_was_committed_a_moment_ago(file: str) -> None:
    async def glances() -> list[tuple[object, ...] | None]:
        seen = [await glance("ben")]
        with database.transaction() as session:
            a_person(session, "ben")
        return [*seen, await glance("ben")]

    assert asyncio.run(glances()) == [None, ("Ben", WHEN)]
