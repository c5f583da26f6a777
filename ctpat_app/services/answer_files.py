"""Files that a partner puts beside an answer: kept, listed, handed out to the partner, taken away."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlmodel import Session, col

from ctpat_app.domain.documents import UploadState
from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.uploads import TYPE_OF_MEDIA, JudgedFile, clean_name, may_be_shown, named_as
from ctpat_app.services.access import LARGEST_ID
from ctpat_app.services.downloads import StoredFile
from ctpat_app.services.inquiry_answers import note_begun, require_asked, require_writable
from ctpat_app.services.inquiry_visits import Visit
from ctpat_app.tables.inquiries import InquiryFileRow

MAX_FILES: Final = 20
"""Beside one answer."""
SHEET: Final = "-sheet"
"""In the place of a criterion: a sheet that was filled in offline, not a piece of evidence."""
_SHEETS_KEPT: Final = timedelta(days=1)


@dataclass(frozen=True)
class PartnerFile:
    """A file beside an answer."""

    id: int
    name: str
    size_bytes: int
    state: UploadState
    uploaded_at: datetime


def require_place(session: Session, visit: Visit, *, inquiry_id: int, criterion: str) -> None:
    """Return nothing when a file may be put beside the answer; asked before the first byte of it is read.

    Raises:
        NotPermitted: ``access.not-yours``.
        InvalidValue: ``question.unknown``, ``reply.too-many-files`` (``maximum``).
        Refusal: ``reply.signed-already``, ``reply.over``.
    """
    inquiry = require_writable(session, visit, inquiry_id)
    if criterion == SHEET:
        return
    require_asked(inquiry, criterion)
    if len(list_files(session, visit, inquiry_id=inquiry_id, criterion=criterion)) >= MAX_FILES:
        raise InvalidValue("reply.too-many-files", maximum=MAX_FILES)


def keep_file(
    session: Session,
    visit: Visit,
    *,
    inquiry_id: int,
    criterion: str,
    name: str,
    file: JudgedFile,
    now: datetime,
) -> PartnerFile:
    """Note a file whose bytes lie in the store.

    Raises:
        NotPermitted, InvalidValue, Refusal: as ``require_place``.
    """
    require_place(session, visit, inquiry_id=inquiry_id, criterion=criterion)
    row = InquiryFileRow(
        inquiry_id=inquiry_id,
        criterion=criterion,
        name=named_as(clean_name(name), file.file_type),
        blob_key=file.blob_key,
        size_bytes=file.size_bytes,
        sha256=file.sha256,
        media_type=file.media_type,
        pages=file.pages,
        state=file.state.value,
        scan=file.scan.value,
        uploaded_at=now,
        link_id=visit.link_id,
    )
    session.add(row)
    if criterion != SHEET:
        note_begun(require_writable(session, visit, inquiry_id))
    session.flush()
    return _file(row)


def list_files(session: Session, visit: Visit, *, inquiry_id: int, criterion: str) -> list[PartnerFile]:
    """Return the files beside one answer, in the order in which they came.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    visit.require(inquiry_id)
    query = select(InquiryFileRow).where(
        col(InquiryFileRow.inquiry_id) == inquiry_id,
        col(InquiryFileRow.criterion) == criterion,
        col(InquiryFileRow.removed_at).is_(None),
    )
    return [_file(row) for row in session.scalars(query.order_by(col(InquiryFileRow.id)))]


def remove_file(session: Session, visit: Visit, *, inquiry_id: int, file_id: int, now: datetime) -> None:
    """Take a file away from its answer; what was signed with it keeps its name and fingerprint.

    Raises:
        NotPermitted: ``access.not-yours``.
        Refusal: ``reply.signed-already``, ``reply.over``.
    """
    require_writable(session, visit, inquiry_id)
    _require_file(session, visit, inquiry_id, file_id).removed_at = now


def require_own_file(session: Session, visit: Visit, *, file_id: int) -> StoredFile:
    """Return a file of the visit's inquiry as it may be handed out to the partner.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    row = _require_file(session, visit, visit.inquiry_id, file_id)
    state = UploadState(row.state)
    shown = may_be_shown(TYPE_OF_MEDIA[row.media_type], state)
    return StoredFile(row.name, row.media_type, row.size_bytes, row.sha256, row.blob_key, shown)


def known_partner_blobs(session: Session, keys: Collection[str]) -> set[str]:
    """Return which of the ``keys`` of the file store belong to a file of a partner."""
    query = select(col(InquiryFileRow.blob_key)).where(col(InquiryFileRow.blob_key).in_(keys))
    return set(session.scalars(query))


def _require_file(session: Session, visit: Visit, inquiry_id: int, file_id: int) -> InquiryFileRow:
    visit.require(inquiry_id)
    row = session.get(InquiryFileRow, file_id) if 0 < file_id <= LARGEST_ID else None
    if row is None or row.inquiry_id != inquiry_id or row.removed_at is not None:
        raise NotPermitted
    return row


def _file(row: InquiryFileRow) -> PartnerFile:
    return PartnerFile(row.id or 0, row.name, row.size_bytes, UploadState(row.state), row.uploaded_at)


def forget_old_sheets(session: Session, *, now: datetime) -> None:
    """Forget the sheets that came in to be loaded a day ago: what was loaded of them stands in the answers."""
    old = (col(InquiryFileRow.criterion) == SHEET, col(InquiryFileRow.uploaded_at) < now - _SHEETS_KEPT)
    session.execute(delete(InquiryFileRow).where(*old))
