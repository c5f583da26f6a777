"""``kiosk keys``: the keys of encrypted columns."""

from typing import Any, Final

from cryptography.fernet import Fernet
from cyclopts import App
from sqlalchemy import Column

from ctpat_app.adapters.database import transaction
from ctpat_app.cli.database import open_migrated
from ctpat_app.cli.output import say
from ctpat_app.services.keys import encrypted_columns, rotate_batch
from ctpat_app.settings import Settings

app = App(name="keys", help="The keys of encrypted columns.")

UNREADABLE: Final = 1
_BATCH: Final = 500


@app.command
def new() -> None:
    """Print a new key for KIOSK_ENCRYPTION_KEYS."""
    say(Fernet.generate_key().decode())


@app.command
def rotate() -> int:
    """Encrypt every encrypted value with the first key of KIOSK_ENCRYPTION_KEYS.

    Before: print a new key (kiosk keys new), put it in front of the others, and start the kiosk anew. Then run this,
    while people work; it can be stopped and begun again. Afterwards: take the other keys out, and start anew.
    """
    settings = Settings.from_environment()
    open_migrated(settings)
    unreadable = sum(_rotated(column, settings.encryption_keys) for column in encrypted_columns())
    if unreadable:
        say(f"{unreadable} values cannot be read with any key. Put the key back that they were written with.")
        return UNREADABLE
    say("Every value has the first key now. The others may be taken out.")
    return 0


def _rotated(column: Column[Any], keys: tuple[str, ...]) -> int:
    """Rotate one column, a transaction a batch, and return how many values cannot be read."""
    after: tuple[Any, ...] | None = None
    changed = unreadable = 0
    while True:
        with transaction() as session:
            batch = rotate_batch(session, column, keys, after=after, limit=_BATCH)
        changed, unreadable = changed + batch.changed, unreadable + batch.unreadable
        if batch.last is None:
            break
        after = batch.last
    say(f"{column.table.name}.{column.name}: {changed} values written anew.")
    return unreadable
