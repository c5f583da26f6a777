"""What of the database runs at once on the event loop, and what waits in a thread."""

import asyncio
import sqlite3
import threading
from contextlib import closing

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from ctpat_app.adapters import database
from tests.factories import a_person


def thread_and_people(session: Session) -> tuple[int, int]:
    """Return the thread that this runs in, and how many people there are."""
    people = session.connection().exec_driver_sql("SELECT count(*) FROM user_account").scalar_one()
    return threading.get_ident(), people


@pytest.fixture
def file(sqlite_file: Engine) -> str:
    """A database file with one person in it."""
    with Session(sqlite_file) as session:
        a_person(session, "ana")
        session.commit()
    sqlite_file.dispose()  # an open connection would keep others from locking the file
    assert sqlite_file.url.database
    return sqlite_file.url.database


@pytest.mark.usefixtures("file")
def test_a_glance_runs_on_the_event_loop_itself() -> None:
    assert asyncio.run(database.at_a_glance(thread_and_people)) == (threading.get_ident(), 1)


@pytest.mark.usefixtures("file")
def test_a_reading_runs_in_a_thread() -> None:
    thread, people = asyncio.run(database.in_reading(thread_and_people))
    assert (thread != threading.get_ident(), people) == (True, 1)


def test_a_glance_at_a_locked_file_waits_in_a_thread_while_the_loop_goes_on(file: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:

        async def glance() -> tuple[int, int]:
            other.execute("PRAGMA locking_mode=EXCLUSIVE")
            other.execute("BEGIN EXCLUSIVE")
            other.execute("DELETE FROM user_account WHERE id = 0")
            looking = asyncio.create_task(database.at_a_glance(thread_and_people))
            for _ in range(100):
                await asyncio.sleep(0)
            assert not looking.done()
            other.execute("COMMIT")
            other.close()
            return await looking

        thread, people = asyncio.run(glance())
    assert (thread != threading.get_ident(), people) == (True, 1)


def test_a_glance_sees_what_was_committed_a_moment_ago(file: str) -> None:
    async def glances() -> list[int]:
        seen = [(await database.at_a_glance(thread_and_people))[1]]
        with database.transaction() as session:
            a_person(session, "ben")
        return [*seen, (await database.at_a_glance(thread_and_people))[1]]

    assert asyncio.run(glances()) == [1, 2]
