"""Documents as they are stored: found by what is known of them, with their versions and where they stand.

For services that have authorized the reader: nothing here asks who that is.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from ctpat_app.domain.uploads import folded_name
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.documents import AttachmentRow, DocumentRow, DocumentVersionRow
from ctpat_app.tables.drafts import DraftRow

PAGE: Final = 50
"""So many documents stand on one page."""
_MOST_WORDS: Final = 8


@dataclass(frozen=True)
class Place:
    """An answer beside which a document stands; ``is_open``: its form may still be written."""

    draft_id: int
    key: str
    is_open: bool


@dataclass(frozen=True)
class StoredVersion:
    """One state of a document as it was uploaded, and by whom."""

    document_id: int
    name: str
    number: int
    media_type: str
    size_bytes: int
    pages: int
    state: str
    scan: str
    uploaded_at: datetime
    uploaded_by: str


@dataclass(frozen=True)
class DocumentItem:
    """A document with its facts, its current version, the older ones (newest first), and where it stands."""

    id: int
    name: str
    kind: str
    origin: str
    stands_from: date | None
    stands_for: date | None
    valid_until: date | None
    note: str
    language: str
    facts_version: int
    current: StoredVersion
    older: tuple[StoredVersion, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; everything empty finds all."""

    words: str = ""
    """All of them stand in the name, the note or the text."""
    kinds: Collection[str] | None = None
    """Ids of kinds of evidence, any of them."""
    outdated_on: date | None = None
    """Only what no longer counts on this day."""
    key: str = ""
    """Only what was uploaded at this answer, or stands beside it."""
    after: int = 0
    """How many to leave out: the pages before."""


def in_model(model_id: int) -> ColumnElement[bool]:
    """Return the condition for the documents of a security model."""
    return col(DocumentRow.security_model_id) == model_id


def in_library() -> ColumnElement[bool]:
    """Return the condition for the documents of the public library."""
    return col(DocumentRow.security_model_id).is_(None)


def find_documents(session: Session, where: ColumnElement[bool], wanted: Wanted) -> tuple[list[int], int]:
    """Return the ids of one page of documents, newest first, and how many there are in all."""
    query = select(col(DocumentRow.id)).where(where, *_matching(wanted))
    found = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    page = query.order_by(col(DocumentRow.id).desc()).offset(wanted.after).limit(PAGE)
    return [number for number in session.scalars(page) if number], found


def read_documents(session: Session, ids: Iterable[int]) -> tuple[DocumentItem, ...]:
    """Return documents in the order of ``ids``."""
    wanted = list(ids)
    rows = session.scalars(select(DocumentRow).where(col(DocumentRow.id).in_(wanted)))
    documents = {row.id or 0: row for row in rows}
    versions: dict[int, list[StoredVersion]] = {}
    newest_first = _versions().where(col(DocumentRow.id).in_(wanted)).order_by(col(DocumentVersionRow.number).desc())
    for row in session.connection().execute(newest_first):
        versions.setdefault(row.document_id, []).append(StoredVersion(*row))
    places = _places(session, wanted)
    return tuple(
        _item(documents[each], versions[each], places.get(each, []))
        for each in wanted
        if each in documents and each in versions
    )


def read_replaced(
    session: Session, where: ColumnElement[bool], *, after: int = 0
) -> tuple[tuple[StoredVersion, ...], int]:
    """Return one page of the states that newer ones have replaced, latest first, and how many there are in all."""
    query = _versions().where(where, col(DocumentVersionRow.number) < _newest_number())
    found = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    page = query.order_by(col(DocumentVersionRow.id).desc()).offset(after).limit(PAGE)
    return tuple(StoredVersion(*row) for row in session.connection().execute(page)), found


def kinds_and_keys(session: Session, where: ColumnElement[bool]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return of which kinds the documents are, and at which answers they were uploaded or stand, each once."""
    kinds = select(col(DocumentRow.kind)).where(where, col(DocumentRow.kind) != "").distinct()
    origins = select(col(DocumentRow.origin)).where(where, col(DocumentRow.origin) != "")
    beside = (
        select(col(AttachmentRow.key))
        .join(DocumentRow, col(DocumentRow.id) == col(AttachmentRow.document_id))
        .where(where, col(AttachmentRow.removed_at).is_(None))
    )
    return tuple(sorted(session.scalars(kinds))), tuple(sorted(session.scalars(origins.union(beside))))


def _item(row: DocumentRow, versions: Sequence[StoredVersion], places: Sequence[Place]) -> DocumentItem:
    return DocumentItem(
        id=row.id or 0,
        name=row.name,
        kind=row.kind,
        origin=row.origin,
        stands_from=row.stands_from,
        stands_for=row.stands_for,
        valid_until=row.valid_until,
        note=row.note,
        language=row.language,
        facts_version=row.version,
        current=versions[0],
        older=tuple(versions[1:]),
        places=tuple(places),
    )


def _places(session: Session, ids: Sequence[int]) -> Mapping[int, list[Place]]:
    query = (
        select(
            col(AttachmentRow.document_id), col(AttachmentRow.draft_id), col(AttachmentRow.key), col(DraftRow.frozen_at)
        )
        .join(DraftRow, col(DraftRow.id) == col(AttachmentRow.draft_id))
        .where(
            col(AttachmentRow.document_id).in_(ids),
            col(AttachmentRow.removed_at).is_(None),
            col(DraftRow.removed_at).is_(None),
        )
        .order_by(col(AttachmentRow.id))
    )
    found: dict[int, dict[str, Place]] = {}
    for document, draft, key, frozen_at in session.connection().execute(query):
        # Changes to what was sent repeat its places: the newest form in which a file stands there is told.
        found.setdefault(document, {})[key] = Place(draft, key, frozen_at is None)
    return {document: list(places.values()) for document, places in found.items()}


def _matching(wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [_holds(word) for word in wanted.words.split()[:_MOST_WORDS]]
    if wanted.kinds is not None:
        found.append(col(DocumentRow.kind).in_(wanted.kinds))
    if wanted.outdated_on:
        found.append(col(DocumentRow.valid_until) < wanted.outdated_on)
    if wanted.key:
        beside = select(col(AttachmentRow.document_id)).where(
            col(AttachmentRow.key) == wanted.key, col(AttachmentRow.removed_at).is_(None)
        )
        found.append(or_(col(DocumentRow.origin) == wanted.key, col(DocumentRow.id).in_(beside)))
    return found


def _holds(word: str) -> ColumnElement[bool]:
    """Whether a word stands in the name, the note, or what the current version says."""
    says = select(col(DocumentVersionRow.id)).where(
        col(DocumentVersionRow.document_id) == col(DocumentRow.id),
        col(DocumentVersionRow.number) == _newest_number(),
        col(DocumentVersionRow.text).icontains(word, autoescape=True),
    )
    return or_(
        col(DocumentRow.folded_name).contains(folded_name(word), autoescape=True),
        col(DocumentRow.note).icontains(word, autoescape=True),
        says.correlate(DocumentRow).exists(),
    )


def _newest_number() -> ScalarSelect[Any]:
    each = aliased(DocumentVersionRow)
    query = select(func.max(each.number)).where(col(each.document_id) == col(DocumentRow.id))
    return query.correlate(DocumentRow).scalar_subquery()


def _versions() -> Select[*tuple[Any, ...]]:
    """Return the query of versions, with the columns of ``StoredVersion`` in its order."""
    version = DocumentVersionRow
    return (
        select(
            col(version.document_id),
            col(DocumentRow.name),
            col(version.number),
            col(version.media_type),
            col(version.size_bytes),
            col(version.pages),
            col(version.state),
            col(version.scan),
            col(version.uploaded_at),
            col(UserAccountRow.name),
        )
        .join(DocumentRow, col(DocumentRow.id) == col(version.document_id))
        .join(UserAccountRow, col(UserAccountRow.id) == col(version.uploaded_by))
    )
