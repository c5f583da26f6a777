"""Brings the database to the newest schema, and tells when tables and migrations differ."""

from pathlib import Path
from tempfile import TemporaryDirectory

from ctpat_app.adapters.clock import follow_file, pretend_today
from ctpat_app.adapters.database import make_engine, open_database
from ctpat_app.adapters.migrations import drift, migrate
from ctpat_app.cli.output import CommandError, say
from ctpat_app.settings import Settings


def open_migrated(settings: Settings) -> None:
    """Bring the database to the newest schema and open it for this process; the clock shows what the settings say."""
    settings.data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    pretend_today(settings.today)
    follow_file(settings.clock_file)
    migrate(open_database(settings.database_url, settings.encryption_keys))


def check_migrations() -> None:
    """Say whether the migrations lead exactly to the tables.

    Raises:
        CommandError: a table or column differs.
    """
    with TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'scratch.db'}")
        migrate(engine)
        differences = drift(engine)
        engine.dispose()
    for difference in differences:
        say(difference)
    if differences:
        raise CommandError("Tables and migrations differ: write the missing migration.")
    say("Tables and migrations agree.")
