"""Files that partners put beside their answers, for the company that asked; who reads what is noted."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.documents import UploadState
from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.inquiries import InquiryEvent
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.uploads import TYPE_OF_MEDIA, may_be_shown, named_as
from ctpat_app.services.access import LARGEST_ID
from ctpat_app.services.downloads import ONE_READING, StoredFile
from ctpat_app.services.inquiry_rows import may_be_read, note_event, require_inquiry
from ctpat_app.tables.inquiries import InquiryEventRow, InquiryFileRow, InquiryRow


def require_inquiry_file(session: Session, actor: Actor, *, file_id: int, now: datetime) -> StoredFile:
    """Return a file of a partner as it may be handed out, and note that the actor read it.

    Raises:
        NotPermitted: ``access.not-yours``, also when it does not exist, was taken away, or is not signed yet;
            ``access.not-your-role``.
    """
    file = session.get(InquiryFileRow, file_id) if 0 < file_id <= LARGEST_ID else None
    if file is None:
        raise NotPermitted
    row, _access = require_inquiry(session, actor, file.inquiry_id, Permission.PARTNERS_READ)
    if file.removed_at is not None or not may_be_read(row, file.uploaded_at):
        raise NotPermitted
    _note_reading(session, actor, row, file, now)
    file_type = TYPE_OF_MEDIA[file.media_type]
    return StoredFile(
        name=named_as(file.name, file_type),
        media_type=file.media_type,
        size_bytes=file.size_bytes,
        sha256=file.sha256,
        blob_key=file.blob_key,
        may_be_shown=may_be_shown(file_type, UploadState(file.state)),
    )


def _note_reading(session: Session, actor: Actor, row: InquiryRow, file: InquiryFileRow, now: datetime) -> None:
    """A viewer fetches a file in parts: within an hour they are one reading."""
    query = select(col(InquiryEventRow.details)).where(
        col(InquiryEventRow.inquiry_id) == row.id,
        col(InquiryEventRow.kind) == InquiryEvent.FILE_READ,
        col(InquiryEventRow.user_id) == actor.user_id,
        col(InquiryEventRow.at) > now - ONE_READING,
    )
    mark = f'"file": {file.id}'
    if not any(mark in details for details in session.scalars(query)):
        note_event(
            session,
            row,
            InquiryEvent.FILE_READ,
            user_id=actor.user_id,
            now=now,
            details={"criterion": file.criterion, "file": file.id},
        )
