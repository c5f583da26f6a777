"""Migrations: an empty database that is migrated equals the tables, on every kind of database."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from ctpat_app.adapters.database import make_engine
from ctpat_app.adapters.migrations import drift, migrate
from ctpat_app.tables.audit_guard import GUARDS, REFUSAL
from tests.conftest import KINDS, POSTGRES

SCRATCH = "kiosk_migrations"


@pytest.fixture(params=KINDS)
def empty_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without any table."""
    if request.param == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path / 'empty.db'}")
        yield engine
        engine.dispose()
        return
    name = f"{SCRATCH}_{tmp_path.name}".lower().replace("-", "_")[-60:]
    with psycopg.connect(POSTGRES, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
    try:
        engine = make_engine(f"postgresql+psycopg{POSTGRES.removeprefix('postgresql').rsplit('/', 1)[0]}/{name}")
        yield engine
        engine.dispose()
    finally:
        with psycopg.connect(POSTGRES, autocommit=True) as admin:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_a_migrated_empty_database_equals_the_tables(empty_engine: Engine) -> None:
    migrate(empty_engine)
    assert drift(empty_engine) == []


def test_migrating_twice_is_the_same_as_once(empty_engine: Engine) -> None:
    migrate(empty_engine)
    before = sorted(inspect(empty_engine).get_table_names())
    migrate(empty_engine)
    assert sorted(inspect(empty_engine).get_table_names()) == before


def test_drift_names_what_differs(empty_engine: Engine) -> None:
    migrate(empty_engine)
    with empty_engine.begin() as connection:
        connection.execute(text("ALTER TABLE outbox ADD COLUMN stray INTEGER"))
    [difference] = drift(empty_engine)
    assert "remove_column" in difference
    assert "stray" in difference


def test_an_empty_database_differs_by_every_table(empty_engine: Engine) -> None:
    assert len([line for line in drift(empty_engine) if "add_table" in line]) >= 20


def test_a_migration_says_why() -> None:
    for file in (Path(__file__).parents[1] / "migrations" / "versions").glob("*.py"):
        why = file.read_text(encoding="utf-8").partition('"""')[2].partition("Revision ID")[0]
        assert len(why.split()) >= 5, file.name


def test_a_migrated_database_guards_the_audit_trail_as_the_tables_do(empty_engine: Engine) -> None:
    migrate(empty_engine)
    with empty_engine.begin() as connection:
        connection.execute(text("INSERT INTO audit_head (chain, number, hash) VALUES (1, 1, 'x')"))
    with pytest.raises(DBAPIError, match=REFUSAL), empty_engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_head"))
    wanted = {statement.split()[2] for statement in GUARDS[empty_engine.dialect.name] if "TRIGGER" in statement[:15]}
    assert wanted <= _triggers(empty_engine)


def _triggers(engine: Engine) -> set[str]:
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with engine.begin() as connection:
        return set(connection.scalars(text(catalogue[engine.dialect.name])))
