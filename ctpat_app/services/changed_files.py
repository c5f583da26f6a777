"""Files beside the answers of changes that differ from those beside what was sent; the caller authorizes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.services.evidence import EvidenceFile, evidence_of
from ctpat_app.services.profile_changes import base_of
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.documents import AttachmentRow, DocumentVersionRow


@dataclass(frozen=True)
class ChangedFile:
    """A file that came, went, or has a newer version than the one that was sent."""

    key: str
    document_id: int
    name: str
    came: bool
    went: bool
    who: str
    at: datetime | None


def changed_files(session: Session, draft_id: int) -> tuple[ChangedFile, ...]:
    """Return which files differ from those beside the draft that ``draft_id`` came from."""
    base = base_of(session, draft_id)
    if base is None:
        return ()
    before, after = _by_place(evidence_of(session, base)), _by_place(evidence_of(session, draft_id))
    return tuple(_changes(session, draft_id, before, after))


_Files = dict[tuple[str, str], EvidenceFile]


def _by_place(evidence: dict[str, tuple[EvidenceFile, ...]]) -> _Files:
    # By name, not by number: after a merge or split the same file may stand in another model under another number.
    return {(key, file.name): file for key, files in evidence.items() for file in files}


def _changes(session: Session, draft: int, before: _Files, after: _Files) -> Iterator[ChangedFile]:
    for (key, name), file in after.items():
        was = before.get((key, name))
        if was is None:
            who, at = _attached(session, draft, key, file.document_id)
            yield ChangedFile(key, file.document_id, name, True, False, who, at)
        elif was.sha256 != file.sha256 or was.number != file.number:
            who, at = _uploaded(session, file)
            yield ChangedFile(key, file.document_id, name, False, False, who, at)
    for (key, name), file in before.items():
        if (key, name) not in after:
            yield ChangedFile(key, file.document_id, name, False, True, "", None)


def _attached(session: Session, draft: int, key: str, document: int) -> tuple[str, datetime | None]:
    query = (
        select(col(UserAccountRow.name), col(AttachmentRow.attached_at))
        .join(UserAccountRow, col(UserAccountRow.id) == col(AttachmentRow.attached_by))
        .where(
            col(AttachmentRow.draft_id) == draft,
            col(AttachmentRow.key) == key,
            col(AttachmentRow.document_id) == document,
            col(AttachmentRow.removed_at).is_(None),
        )
    )
    row = session.execute(query).first()
    return (row[0], row[1]) if row else ("", None)


def _uploaded(session: Session, file: EvidenceFile) -> tuple[str, datetime | None]:
    query = (
        select(col(UserAccountRow.name), col(DocumentVersionRow.uploaded_at))
        .join(UserAccountRow, col(UserAccountRow.id) == col(DocumentVersionRow.uploaded_by))
        .where(col(DocumentVersionRow.document_id) == file.document_id, col(DocumentVersionRow.number) == file.number)
    )
    row = session.execute(query).first()
    return (row[0], row[1]) if row else ("", None)
