"""Optimistic saving of one field of a row: two people may edit different fields, never one over the other."""

import json
from typing import Protocol

from sqlmodel import Session

from ctpat_app.domain.errors import StaleVersion
from ctpat_app.domain.permissions import Actor
from ctpat_app.tables.accounts import UserAccountRow


class VersionedRow(Protocol):
    """A row whose fields are saved one by one; ``field_versions`` is JSON: field -> [version, user id]."""

    version: int
    field_versions: str


FIRST_VERSION = 1


def field_version(row: VersionedRow, field: str) -> int:
    """Return the row's version at which ``field`` last changed."""
    version, _who = _last_change(row, field)
    return version


def write_field(session: Session, actor: Actor, row: VersionedRow, field: str, stored: str, seen_version: int) -> bool:
    """Put ``stored`` into ``field`` of ``row`` and return whether anything changed; the same text writes nothing.

    The caller holds the row (``with_for_update``), so that a check and its write see one state.

    Raises:
        StaleVersion: somebody changed the field after ``seen_version``; carries their text.
    """
    current = str(getattr(row, field))
    if current == stored:
        return False
    version, who = _last_change(row, field)
    if version > seen_version:
        raise StaleVersion(theirs=current, version=version, who=_name(session, who))
    setattr(row, field, stored)
    row.version += 1
    changes = json.loads(row.field_versions)
    row.field_versions = json.dumps({**changes, field: [row.version, actor.user_id]})
    session.add(row)
    session.flush()
    return True


def _last_change(row: VersionedRow, field: str) -> tuple[int, int | None]:
    version, who = json.loads(row.field_versions).get(field, (FIRST_VERSION, None))
    return version, who


def _name(session: Session, user_id: int | None) -> str:
    person = session.get(UserAccountRow, user_id) if user_id is not None else None
    return person.name if person else ""
