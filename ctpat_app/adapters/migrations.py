"""The schema of the database: bring it to the newest migration, and tell where it differs from the tables."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

FOLDER: Final = Path(__file__).parents[2] / "migrations"
_LOCK: Final = 7_283_640_551
"""Any fixed number: one process at a time migrates a PostgreSQL database; SQLite has one writer anyway."""


def migrate(engine: Engine) -> None:
    """Bring the database to the newest migration, in one transaction; nothing happens when it is there already."""
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        command.upgrade(configuration(connection), "head")


def drift(engine: Engine) -> list[str]:
    """Return where the database differs from the tables, one line each; empty when they agree."""
    differences: list[Any] = []
    with engine.begin() as connection:
        config = configuration(connection)

        def compare(_revision: object, context: MigrationContext) -> list[Any]:
            differences.extend(compare_metadata(context, context.opts["target_metadata"]))
            return []

        _run_environment(config, compare)
    return [repr(difference) for difference in differences]


def write_migration(engine: Engine, message: str, number: str) -> Path:
    """Write the migration ``number`` that takes the database to the tables; return its file for review."""
    with engine.begin() as connection:
        script = command.revision(configuration(connection), message=message, autogenerate=True, rev_id=number)
    if script is None or isinstance(script, list):
        raise RuntimeError("Alembic wrote no migration")
    return Path(script.path)


def configuration(connection: Connection) -> Config:
    """Return Alembic's configuration for ``connection``; there is no ``alembic.ini``."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    config.set_main_option("truncate_slug_length", "16")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def _run_environment(config: Config, step: Callable[[object, MigrationContext], list[Any]]) -> None:
    script = ScriptDirectory.from_config(config)
    with EnvironmentContext(config, script, fn=step):
        script.run_env()
