"""Changing the key of encrypted columns: every value is read with any of the keys and written with the newest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Column, Text, literal, select, tuple_, type_coerce, update
from sqlmodel import Session, SQLModel

from ctpat_app.tables.columns import Encrypted


@dataclass(frozen=True)
class Rotated:
    """What became of one batch: the key of its last row (None: there was none), and how many values of each kind."""

    last: tuple[Any, ...] | None
    changed: int = 0
    unreadable: int = 0


def encrypted_columns() -> tuple[Column[Any], ...]:
    """Return every encrypted column of every table, found by its type: a new one cannot be forgotten."""
    tables = SQLModel.metadata.sorted_tables
    return tuple(column for table in tables for column in table.columns if isinstance(column.type, Encrypted))


def rotate_batch(
    session: Session, column: Column[Any], keys: Sequence[str], *, after: tuple[Any, ...] | None, limit: int
) -> Rotated:
    """Write the next ``limit`` values of ``column`` with the first of ``keys``; those that have it already stay.

    A value that somebody writes meanwhile is left as it is: it has the newest key. So it can be stopped at any moment
    and begun again.

    Args:
        column: one of ``encrypted_columns``.
        keys: the Fernet keys, newest first.
        after: the key of the last row of the batch before.
    """
    newest, ring = Fernet(keys[0]), MultiFernet([Fernet(key) for key in keys])
    primary = list(column.table.primary_key)
    stored = type_coerce(column, Text)
    query = select(*primary, stored).where(column.is_not(None)).order_by(*primary).limit(limit)
    if after is not None:
        query = query.where(tuple_(*primary) > tuple_(*(literal(value) for value in after)))
    rows = session.connection().execute(query).all()
    changed = unreadable = 0
    for *key, token in rows:
        if _reads(newest, token):
            continue
        if not _reads(ring, token):
            unreadable += 1
            continue
        mine = [own == value for own, value in zip(primary, key, strict=True)]
        renewed = literal(ring.rotate(token.encode()).decode(), Text)
        statement = update(column.table).where(*mine, stored == token).values({column: renewed})
        changed += session.connection().execute(statement).rowcount
    return Rotated(tuple(rows[-1][:-1]) if rows else None, changed, unreadable)


def _reads(key: Fernet | MultiFernet, token: str) -> bool:
    try:
        key.decrypt(token.encode())
    except InvalidToken:
        return False
    return True
