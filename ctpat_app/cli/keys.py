"""``kiosk keys``: the keys of encrypted columns."""

from cyclopts import App

from ctpat_app.adapters.database import transaction
from ctpat_app.cli.database import open_migrated
from ctpat_app.cli.output import CommandError, say
from ctpat_app.services.keys import EncryptedColumn, RotatedBatch, encrypted_columns, rotate_batch
from ctpat_app.settings import Settings

app = App(name="keys", help="Change the keys with which personal numbers and other secrets are encrypted.")


@app.command
def rotate() -> None:
    """Encrypt every secret in the database with the first key of KIOSK_ENCRYPTION_KEYS.

    Before: back up the database. Put a new key in front (python -c "from cryptography.fernet import Fernet;
    print(Fernet.generate_key().decode())"), keep the old ones behind it, and restart every worker.

    This command then works in small steps beside the running kiosk. It may be stopped and started again at any time.

    After: when it says that nothing was unreadable, remove the old keys from KIOSK_ENCRYPTION_KEYS and restart again.
    Keep the old keys as long as you keep backups that were made with them.
    """
    settings = Settings.from_environment()
    open_migrated(settings)
    unreadable = sum(_rotate(column, settings) for column in encrypted_columns())
    if unreadable:
        raise CommandError(
            f"{unreadable} values open with none of the keys. Put the key with which they were written behind the"
            " others, and run the command again. Remove no key before."
        )
    say("Every secret carries the first key. The other keys may go once no backup needs them.")


def _rotate(column: EncryptedColumn, settings: Settings) -> int:
    """Rotate one column and return how many values none of the keys opens; each batch is a transaction of its own."""
    done = RotatedBatch(None)
    while True:
        with transaction() as session:
            batch = rotate_batch(session, column, settings.encryption_keys, after=done.last)
        done = RotatedBatch(
            batch.last,
            done.rotated + batch.rotated,
            done.already + batch.already,
            done.unreadable + batch.unreadable,
        )
        if batch.last is None:
            break
    say(f"{column.name}: {done.rotated} rotated, {done.already} had the first key, {done.unreadable} unreadable.")
    return done.unreadable
