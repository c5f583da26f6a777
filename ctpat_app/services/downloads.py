"""Handing a stored file out: to whom, and the note of who read what."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.documents import UploadState
from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.history import READ_DOCUMENT
from ctpat_app.domain.permissions import Actor, Permission, staff_may
from ctpat_app.domain.uploads import TYPE_OF_MEDIA, may_be_shown, named_as
from ctpat_app.services.access import LARGEST_ID, memberships_of
from ctpat_app.services.audit import NO_ACCOUNT, write_audit
from ctpat_app.services.given_documents import find_given_reader
from ctpat_app.services.model_access import require_model
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.documents import DocumentRow, DocumentVersionRow

ONE_READING: Final = timedelta(hours=1)
"""A viewer fetches a file in many parts; within this time they are one reading."""

_LOOKED_BACK: Final = 500
"""Events of a chain that are looked at for it: what is further back is noted once more, which harms nobody."""


@dataclass(frozen=True)
class StoredFile:
    """One version of a document, as it may be handed out."""

    name: str
    media_type: str
    size_bytes: int
    sha256: str
    blob_key: str
    may_be_shown: bool
    """Whether a browser may show it instead of keeping it."""


def require_download(session: Session, actor: Actor, *, document_id: int, number: int, now: datetime) -> StoredFile:
    """Return the version ``number`` of a document, and note that the actor read it.

    Raises:
        NotPermitted: ``access.not-yours``, also when it does not exist; ``access.not-your-role``.
    """
    if not (0 < document_id <= LARGEST_ID and 0 < number <= LARGEST_ID):
        raise NotPermitted
    document = session.get(DocumentRow, document_id)
    if document is None:
        raise NotPermitted
    account = _require_reader(session, actor, document, number)
    query = select(DocumentVersionRow).where(
        col(DocumentVersionRow.document_id) == document_id, col(DocumentVersionRow.number) == number
    )
    version = session.scalars(query).first()
    if version is None:
        raise NotPermitted
    _note_reading(session, actor, account, f"document:{document_id}/{number}", now)
    file_type = TYPE_OF_MEDIA[version.media_type]
    return StoredFile(
        # A later version may be of another type than the one that gave the document its name.
        name=named_as(document.name, file_type),
        media_type=version.media_type,
        size_bytes=version.size_bytes,
        sha256=version.sha256,
        blob_key=version.blob_key,
        may_be_shown=may_be_shown(file_type, UploadState(version.state)),
    )


def _require_reader(session: Session, actor: Actor, document: DocumentRow, number: int) -> int:
    """Return in whose chain the reading is noted."""
    if document.security_model_id is not None:
        try:
            access = require_model(session, actor, document.security_model_id, Permission.DOCUMENTS_READ)
        except NotPermitted:
            given = find_given_reader(session, actor, document.id or 0, number)
            if given is None:
                raise
            return given.trade_account_id
        return access.trade_account_id
    if not staff_may(actor.staff_role, Permission.LIBRARY_READ) and not memberships_of(session, actor):
        raise NotPermitted
    return NO_ACCOUNT


def _note_reading(session: Session, actor: Actor, account: int, subject: str, now: datetime) -> None:
    newest = (
        select(col(AuditEventRow.user_id), col(AuditEventRow.action), col(AuditEventRow.subject), col(AuditEventRow.at))
        .where(col(AuditEventRow.chain) == account)
        .order_by(col(AuditEventRow.number).desc())
        .limit(_LOOKED_BACK)
        .subquery()
    )
    noted = select(newest.c.at).where(
        newest.c.user_id == actor.user_id,
        newest.c.action == READ_DOCUMENT,
        newest.c.subject == subject,
        newest.c.at > now - ONE_READING,
    )
    if session.scalar(noted.limit(1)) is None:
        write_audit(
            session, trade_account_id=account, user_id=actor.user_id, action=READ_DOCUMENT, subject=subject, now=now
        )
