"""Migrations: an empty database that is migrated equals the tables, on every kind of database."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from alembic import command
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from ctpat_app.adapters.database import make_engine
from ctpat_app.adapters.migrations import configuration, drift, migrate
from ctpat_app.services.model_steps import find_differences
from ctpat_app.tables.audit_guard import GUARDED, GUARDS, REFUSAL, event_guards
from ctpat_app.tables.security_models import ModelEventRow
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
    kind = empty_engine.dialect.name
    statements = (*GUARDS[kind], *(each for name in GUARDED for each in event_guards(name)[kind]))
    wanted = {statement.split()[2] for statement in statements if "TRIGGER" in statement[:15]}
    assert wanted <= _triggers(empty_engine)


def test_models_from_before_their_events_get_a_first_one(empty_engine: Engine) -> None:
    with empty_engine.begin() as connection:
        command.upgrade(configuration(connection), "0016")
        for statement in (
            "INSERT INTO user_account (id, email_key, email, name, password_hash, language, created_at,"
            " password_changed_at) VALUES (1, 'a', 'a', 'Ana', 'x', 'en', '2026-01-01', '2026-01-01')",
            "INSERT INTO trade_account (id, legal_name, trade_name, country, telephone, website, description,"
            " created_at, created_by, version, field_versions)"
            " VALUES (1, 'Acme', '', '', '', '', '', '2026-01-01', 1, 1, '')",
            "INSERT INTO security_model (id, trade_account_id, status, first_submitted_at, created_at, created_by)"
            " VALUES (1, 1, 'draft', NULL, '2026-01-02', 1), (2, 1, 'submitted', '2026-02-03', '2026-01-02', 1)",
        ):
            connection.execute(text(statement))
    migrate(empty_engine)
    with Session(empty_engine) as session:
        rows = session.exec(select(ModelEventRow).order_by(col(ModelEventRow.id))).all()
        assert [(row.security_model_id, row.step, row.target, str(row.at)[:10]) for row in rows] == [
            (1, "m.recorded", "draft", "2026-01-02"),
            (2, "m.recorded", "submitted", "2026-02-03"),
        ]
        assert find_differences(session) == ()


def _triggers(engine: Engine) -> set[str]:
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with engine.begin() as connection:
        return set(connection.scalars(text(catalogue[engine.dialect.name])))
