"""What all tests share: a scratch database of each kind, a fixed clock, and the cast."""

import functools
import os
import shutil
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel

from ctpat_app import tables as _tables  # noqa: F401  registers all tables
from ctpat_app.adapters import database
from ctpat_app.guidance.library import load_library
from ctpat_app.services import library

NOW = datetime(2026, 3, 2, 14, 2, tzinfo=UTC)
KEY = Fernet.generate_key().decode()
POSTGRES = os.environ.get("KIOSK_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")


def _has_postgres() -> bool:
    try:
        psycopg.connect(POSTGRES, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


# Under CI a missing server is a failure, not a silent gap; elsewhere SQLite alone is what a user's machine has.
KINDS = ["sqlite", "postgresql"] if os.environ.get("CI") == "true" or _has_postgres() else ["sqlite"]


@pytest.fixture(scope="session", autouse=True)
def content_is_read_once() -> Iterator[None]:
    """Nobody changes the kiosk's own content while tests run: each process reads it once, and not for each test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library, "load_library", functools.cache(load_library))
        yield


@pytest.fixture(scope="session", params=KINDS)
def shared_engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One database a test process and kind, with all tables."""
    if request.param == "sqlite":
        yield _prepare(f"sqlite:///{tmp_path_factory.mktemp('database') / 'kiosk.db'}")
        return
    name = f"kiosk_test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(POSTGRES, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
    try:
        yield (engine := _prepare(f"postgresql+psycopg{POSTGRES.removeprefix('postgresql').rsplit('/', 1)[0]}/{name}"))
        engine.dispose()
    finally:
        with psycopg.connect(POSTGRES, autocommit=True) as admin:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _prepare(url: str) -> Engine:
    engine = database.open_database(url, [KEY])
    SQLModel.metadata.create_all(engine)
    return engine


@pytest.fixture
def session(shared_engine: Engine) -> Iterator[Session]:
    """A session in a transaction of its own; everything it wrote is gone after the test."""
    connection = shared_engine.connect()
    outer = connection.begin()
    with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as opened:
        yield opened
    outer.rollback()
    connection.close()


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and nothing in them, to be copied."""
    file = tmp_path_factory.mktemp("empty") / "kiosk.db"
    _prepare(f"sqlite:///{file}").dispose()
    return file


@pytest.fixture
def sqlite_file(empty_file: Path, tmp_path: Path) -> Iterator[Engine]:
    """A scratch SQLite file of its own, for tests that need real commits, locks or kills."""
    file = shutil.copy(empty_file, tmp_path / "kiosk.db")
    engine = database.open_database(f"sqlite:///{file}", [KEY])
    yield engine
    engine.dispose()


@pytest.fixture
def now() -> datetime:
    """The fixed moment of all service tests."""
    return NOW
