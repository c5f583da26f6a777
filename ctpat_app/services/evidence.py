"""The files that stand beside the answers of a draft, for whoever reads the draft; the caller has authorized that.

Beside a draft in the making stands the current version of each file. Sending pins the versions, and what was noted
about each file: what was sent shows them for ever.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, func, insert, select
from sqlmodel import Session, col

from ctpat_app.tables.documents import AttachmentRow, DocumentRow, DocumentVersionRow, SentFileRow
from ctpat_app.tables.drafts import SubmissionRow


@dataclass(frozen=True)
class EvidenceFile:
    """One file beside an answer, in its current version, or in the one that was sent."""

    document_id: int
    name: str
    kind: str
    """Id of a kind of evidence of the content, or empty."""
    stands_for: date | None
    valid_until: date | None
    language: str
    note: str
    number: int
    """Of the version."""
    media_type: str
    size_bytes: int
    pages: int
    state: str
    scan: str
    blob_key: str
    sha256: str = ""
    """Of its bytes: two files with the same one are the same."""


_NOTED: Final = ("name", "kind", "stands_for", "valid_until", "language", "note")
"""What is noted about a file, and pinned with it."""
_OF_VERSION: Final = ("number", "media_type", "size_bytes", "pages", "state", "scan", "blob_key", "sha256")


def evidence_of(session: Session, draft_id: int) -> dict[str, tuple[EvidenceFile, ...]]:
    """Return the files of a draft by the key of the answer they stand beside (``criterion.2.1``), oldest first."""
    was_sent = session.scalar(select(col(SubmissionRow.id)).where(col(SubmissionRow.draft_id) == draft_id))
    rows = session.execute(_pinned(draft_id) if was_sent else _current(draft_id))
    found: dict[str, list[EvidenceFile]] = {}
    for key, noted, version in rows:
        found.setdefault(key, []).append(_file(noted, version))
    return {key: tuple(files) for key, files in found.items()}


def pin_evidence(session: Session, draft_id: int) -> None:
    """Keep which version of each file stands beside the answers of a draft that is being sent."""
    rows = [
        {"draft_id": draft_id, "key": key, "document_id": document.id, "number": version.number}
        | {name: getattr(document, name) for name in _NOTED}
        for key, document, version in session.execute(_current(draft_id))
    ]
    if rows:
        session.execute(insert(SentFileRow), rows)


def newest_versions(documents: Select[Any]) -> Select[int, int]:
    """Return the query for the number of the current version of each of the documents that a query finds."""
    return (
        select(col(DocumentVersionRow.document_id), func.max(col(DocumentVersionRow.number)).label("number"))
        .where(col(DocumentVersionRow.document_id).in_(documents))
        .group_by(col(DocumentVersionRow.document_id))
    )


def _current(draft_id: int) -> Select[str, DocumentRow, DocumentVersionRow]:
    beside = select(col(AttachmentRow.document_id)).where(col(AttachmentRow.draft_id) == draft_id)
    newest = newest_versions(beside).subquery()
    return (
        select(col(AttachmentRow.key), DocumentRow, DocumentVersionRow)
        .join(DocumentRow, col(DocumentRow.id) == col(AttachmentRow.document_id))
        .join(newest, newest.c.document_id == col(DocumentRow.id))
        .join(
            DocumentVersionRow,
            (col(DocumentVersionRow.document_id) == col(DocumentRow.id))
            & (col(DocumentVersionRow.number) == newest.c.number),
        )
        .where(col(AttachmentRow.draft_id) == draft_id, col(AttachmentRow.removed_at).is_(None))
        .order_by(col(AttachmentRow.id))
    )


def _pinned(draft_id: int) -> Select[str, SentFileRow, DocumentVersionRow]:
    return (
        select(col(SentFileRow.key), SentFileRow, DocumentVersionRow)
        .join(
            DocumentVersionRow,
            (col(DocumentVersionRow.document_id) == col(SentFileRow.document_id))
            & (col(DocumentVersionRow.number) == col(SentFileRow.number)),
        )
        .where(col(SentFileRow.draft_id) == draft_id)
        .order_by(col(SentFileRow.id))
    )


def _file(noted: DocumentRow | SentFileRow, version: DocumentVersionRow) -> EvidenceFile:
    facts: dict[str, Any] = {name: getattr(noted, name) for name in _NOTED}
    return EvidenceFile(
        document_id=version.document_id, **facts, **{name: getattr(version, name) for name in _OF_VERSION}
    )
