"""Rotation of the keys of encrypted columns: whatever was encrypted with an older key is encrypted with the newest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Column, Table, Text, select, tuple_, type_coerce, update
from sqlmodel import Session, SQLModel

from ctpat_app.tables.columns import Encrypted

BATCH: Final = 500

Key = tuple[Any, ...]


@dataclass(frozen=True)
class EncryptedColumn:
    """A column whose values are encrypted, found by its type."""

    table: Table
    column: Column[Any]

    @property
    def name(self) -> str:
        """Table and column, as an operator reads them."""
        return f"{self.table.name}.{self.column.name}"


@dataclass(frozen=True)
class RotatedBatch:
    """What came of some rows: ``last`` is the key of the last one, None when there were none."""

    last: Key | None
    rotated: int = 0
    already: int = 0
    unreadable: int = 0


def encrypted_columns() -> Iterator[EncryptedColumn]:
    """Yield every encrypted column of every table; a new one needs no word here."""
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Encrypted):
                yield EncryptedColumn(table, column)


def rotate_batch(
    session: Session, found: EncryptedColumn, keys: Sequence[str], *, after: Key | None = None, limit: int = BATCH
) -> RotatedBatch:
    """Encrypt the next rows of a column with the first of ``keys``; all of them decrypt.

    What carries the first key already is left alone, so that a rotation that was stopped begins again where it was. A
    row that somebody writes at the same moment keeps what they wrote: it was encrypted with the first key.
    """
    newest, ring = Fernet(keys[0]), MultiFernet([Fernet(key) for key in keys])
    primary = list(found.table.primary_key.columns)
    stored = type_coerce(found.column, Text)
    query = select(*primary, stored.label("stored")).where(found.column.is_not(None)).order_by(*primary).limit(limit)
    if after is not None:
        query = query.where(tuple_(*primary) > after)
    last, rotated, already, unreadable = None, 0, 0, 0
    for *key, text in session.connection().execute(query).all():
        last = tuple(key)
        if _opens(newest, text):
            already += 1
        elif _opens(ring, text):
            rotated += _replace(session, found, primary, last, text, ring.rotate(text).decode())
        else:
            unreadable += 1
    return RotatedBatch(last, rotated, already, unreadable)


def _opens(ring: Fernet | MultiFernet, text: str) -> bool:
    try:
        ring.decrypt(text)
    except InvalidToken:
        return False
    return True


def _replace(session: Session, found: EncryptedColumn, primary: list[Column[Any]], key: Key, old: str, new: str) -> int:
    own = [column == value for column, value in zip(primary, key, strict=True)]
    changed = session.connection().execute(
        update(found.table)
        .where(*own, type_coerce(found.column, Text) == old)
        .values({found.column: type_coerce(new, Text)})
    )
    return changed.rowcount
