"""The database: one engine, one transaction a use case, run in a worker thread so that the event loop never waits."""

import asyncio
import contextlib
import functools
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any, Concatenate, ParamSpec, TypeVar

import structlog
from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import Connection, Dialect, Engine, Select, event
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlmodel import Session, create_engine

from ctpat_app.domain.errors import NotPermitted, Unavailable
from ctpat_app.tables.columns import Encrypted

P = ParamSpec("P")
R = TypeVar("R")

log = structlog.get_logger(__name__)

_engine: Engine | None = None
# Few threads are enough: a use case takes about a millisecond.
_workers = ThreadPoolExecutor(max_workers=8, thread_name_prefix="database")
# SQLite has one writer: more threads would only wait for its lock, and for each other's turn at the interpreter.
_writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database-writer")


def open_database(url: str, encryption_keys: Sequence[str]) -> Engine:
    """Open the database at ``url`` for this process and set the keys of encrypted columns, newest first."""
    global _engine
    Encrypted.ring = MultiFernet([Fernet(key) for key in encryption_keys])
    _engine = make_engine(url)
    return _engine


def make_engine(url: str, *, patience_seconds: float = 5) -> Engine:
    """Return an engine with the project's settings for SQLite (WAL, durable commits) or PostgreSQL.

    Args:
        url: where the database is.
        patience_seconds: how long SQLite waits for a locked file.
    """
    if not url.startswith("sqlite"):
        return create_engine(url, pool_size=10, pool_pre_ping=True, hide_parameters=True)
    connect_args = {"timeout": patience_seconds, "check_same_thread": False}
    engine = create_engine(url, connect_args=connect_args, hide_parameters=True)
    event.listen(engine, "connect", _sqlite_settings)
    event.listen(engine, "begin", _sqlite_begin)
    return engine


def _sqlite_settings(connection: sqlite3.Connection, _record: object) -> None:
    # The driver would begin a transaction late; we begin it ourselves, so that a read and a write see one state.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "wal_autocheckpoint=4000"):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("writes", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def engine() -> Engine:
    """Return the open engine."""
    if _engine is None:
        raise RuntimeError("No database is open: call open_database first")
    return _engine


def transaction(*, writes: bool = True) -> AbstractContextManager[Session]:
    """Yield a session; commit on a normal end, roll back on any exception.

    Raises:
        Unavailable: ``database.busy``, ``database.full``, ``database.read-only`` or ``database.failed``.
    """
    return _transaction(engine() if writes else engine().execution_options(writes=False))


@contextlib.contextmanager
def _transaction(bind: Engine) -> Iterator[Session]:
    session = Session(bind, expire_on_commit=False)
    try:
        yield session
        session.commit()
    except DBAPIError as error:
        session.rollback()
        raise _unavailable(error) from error
    except BaseException:
        session.rollback()
        raise
    finally:
        session.close()


def _unavailable(error: DBAPIError) -> Exception:
    if isinstance(error, IntegrityError | DataError | ProgrammingError):
        return error  # their texts quote names and values, in which any of the words below may stand
    text = str(error.orig).lower()
    if "locked" in text or "busy" in text:
        return Unavailable("database.busy")
    if "full" in text:
        return Unavailable("database.full")
    if "readonly" in text or "read-only" in text:
        return Unavailable("database.read-only")
    if error.connection_invalidated or "unable to open" in text or "connection" in text:
        return Unavailable("database.failed")
    return error  # a fault of the program, such as a missing column, is no trouble of the database


async def in_session(use_case: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run ``use_case(session, …)`` in one transaction in a worker thread; its result when the commit is durable."""
    return await _in_thread(True, use_case, *args, **kwargs)


async def in_reading(use_case: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run ``use_case(session, …)``, which only reads, without waiting for writers."""
    return await _in_thread(False, use_case, *args, **kwargs)


async def at_a_glance(statement: Select[*tuple[Any, ...]], values: Mapping[str, object]) -> tuple[Any, ...] | None:
    """Return the first row of ``statement``, which finds it by an index; it may run for every event.

    With SQLite it runs at once, on a connection that stays open: a thread, or a transaction, costs more than the read.
    It waits for nothing: should the file be locked, a thread waits.
    """
    glance = _glance(engine())
    if glance is not None:
        with contextlib.suppress(sqlite3.Error):
            return glance.first(statement, values)

    def first(session: Session) -> tuple[Any, ...] | None:
        row = session.connection().execute(statement, values).first()
        return None if row is None else tuple(row)

    return await in_reading(first)


class _Prepared:
    """A statement as the driver takes it, with what turns values into columns and columns into values."""

    def __init__(self, statement: Select[*tuple[Any, ...]], dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.text = str(compiled)
        self.parameters = [
            (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
            for name in compiled.positiontup or ()
        ]
        self.columns = [
            column.type.dialect_impl(dialect).result_processor(dialect, None) for column in statement.selected_columns
        ]


class _Glance:
    """Reads rows of a SQLite file past SQLAlchemy, whose work for one row is ten times that of the file's engine.

    Without a transaction each statement sees what is committed by then.
    """

    def __init__(self, file: str, dialect: Dialect) -> None:
        self._connection = sqlite3.connect(file, timeout=0, isolation_level=None, check_same_thread=False)
        self._dialect = dialect
        self._prepared: dict[Select[*tuple[Any, ...]], _Prepared] = {}

    def first(self, statement: Select[*tuple[Any, ...]], values: Mapping[str, object]) -> tuple[Any, ...] | None:
        """Return the first row.

        Raises:
            sqlite3.Error: the file cannot be read at once.
        """
        prepared = self._prepared.get(statement)
        if prepared is None:
            prepared = self._prepared[statement] = _Prepared(statement, self._dialect)
        given = [process(values[name]) if process else values[name] for name, process in prepared.parameters]
        cursor = self._connection.execute(prepared.text, given)
        row = cursor.fetchone()
        cursor.close()  # or it would hold on to what was committed when it began
        if row is None:
            return None
        pairs = zip(row, prepared.columns, strict=True)
        return tuple(process(value) if process else value for value, process in pairs)


@functools.lru_cache(maxsize=4)
def _glance(opened: Engine) -> _Glance | None:
    """Return what reads the same SQLite file on the event loop; None for another database, or one in memory."""
    file = opened.url.database
    return _Glance(file, opened.dialect) if opened.dialect.name == "sqlite" and file and file != ":memory:" else None


async def _in_thread(writes: bool, use_case: Callable[..., R], *args: object, **kwargs: object) -> R:
    def run() -> R:
        try:
            with transaction(writes=writes) as session:
                return use_case(session, *args, **kwargs)
        except NotPermitted as refusal:
            who = getattr(args[0], "user_id", None) if args else None
            log.warning("refused", code=refusal.code, use_case=use_case.__name__, user=who)
            raise

    workers = _writer if writes and engine().dialect.name == "sqlite" else _workers
    return await asyncio.get_running_loop().run_in_executor(workers, run)
