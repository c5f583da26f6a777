"""Keeping an uploaded file: beside an answer, in the exchange of a security model, or in the public library.

The bytes are in the file store before the rows are written. What is rolled back leaves bytes that no row knows; a job
removes these.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from ctpat_app.domain.doings import Doing, require_doing
from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.uploads import JudgedFile, Target, clean_name, folded_name, named_as
from ctpat_app.guidance.questions import questions_of
from ctpat_app.services.access import LARGEST_ID, DraftAccess, require_draft, require_staff
from ctpat_app.services.audit import NO_ACCOUNT, write_audit
from ctpat_app.services.drafts import SECURITY_MODEL
from ctpat_app.services.finding_files import put_beside, require_finding
from ctpat_app.services.given import GivenAccess, or_given
from ctpat_app.services.given_documents import name_from_outside
from ctpat_app.services.library import current_library, library_version
from ctpat_app.services.model_access import require_model
from ctpat_app.tables.documents import AttachmentRow, DocumentRow, DocumentVersionRow
from ctpat_app.tables.security_models import SecurityModelRow

_TRIES: Final = 3


@dataclass(frozen=True)
class KeptUpload:
    """What became of an upload: a new document with version 1, or a further version of one."""

    document_id: int
    number: int
    name: str
    new_version: bool


@dataclass(frozen=True)
class _Place:
    """Where a file goes; ``model_id`` is None for the library, ``draft_id`` 0 unless it stands beside an answer."""

    trade_account_id: int | None
    model_id: int | None
    draft_id: int = 0
    key: str = ""
    document_id: int = 0
    finding_id: int = 0
    given: GivenAccess | None = None
    """Whoever brings the file is a contributor."""


def require_upload(session: Session, actor: Actor, target: Target) -> None:
    """Return nothing when the actor may put a file there; asked before the first byte of it is read.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``; ``draft.frozen`` beside an answer of a draft that
            was sent or signed (the exchange of its security model still takes files).
        InvalidValue: ``upload.no-place``, ``question.unknown``; ``validation.moved-on`` beside an answer that was
            sent, ``standing.ended`` after the end of a membership.
    """
    _place(session, actor, target)


def keep_upload(
    session: Session, actor: Actor, *, target: Target, name: str, kind: str, file: JudgedFile, now: datetime
) -> KeptUpload:
    """Note a file that lies in the store, and return what it became.

    A file of the same name in the same place is a new version, also when two come at the same moment.

    Args:
        session: an open session.
        actor: who uploaded it.
        target: where it goes.
        name: as the person's computer called it.
        kind: id of a kind of evidence; empty when nobody said.
        file: what looking at it came to.
        now: the present moment.

    Raises:
        NotPermitted, InvalidValue: as ``require_upload``; ``choice.unknown`` for a kind that the content lacks.
    """
    place = _place(session, actor, target)
    if kind and kind not in current_library().evidence_kinds:
        raise InvalidValue("choice.unknown")
    document, is_new = _document(session, actor, place, named_as(clean_name(name), file.file_type), now)
    if kind:
        document.kind = kind
    number = _add_version(session, actor, document, file, now)
    if place.draft_id:
        _attach(session, actor, place, document, now)
    if place.finding_id:
        put_beside(session, actor, finding_id=place.finding_id, document_id=document.id or 0, now=now)
    session.flush()
    write_audit(
        session,
        trade_account_id=place.trade_account_id or NO_ACCOUNT,
        user_id=actor.user_id,
        action="document.added" if is_new else "document.replaced",
        subject=f"document:{document.id}",
        now=now,
        version=number,
        beside=place.key,
    )
    return KeptUpload(document.id or 0, number, document.name, not is_new)


def known_blobs(session: Session, keys: Collection[str]) -> set[str]:
    """Return which of the ``keys`` of the file store a document refers to."""
    query = select(col(DocumentVersionRow.blob_key)).where(col(DocumentVersionRow.blob_key).in_(keys))
    return set(session.scalars(query))


# ---------------------------------------------------------------- where it goes


def _place(session: Session, actor: Actor, target: Target) -> _Place:
    if not target.is_clear:
        raise InvalidValue("upload.no-place")
    if target.library:
        return _library(session, actor)
    if target.document_id:
        return _of_document(session, actor, target.document_id)
    if target.finding_id:
        access = require_finding(session, actor, target.finding_id).access
        return _Place(access.trade_account_id, access.subject_id, finding_id=target.finding_id)
    if target.model_id:
        access = require_model(session, actor, target.model_id, Permission.DOCUMENTS_REPLACE)
        _require_status(session, target.model_id)
        return _Place(access.trade_account_id, access.subject_id)
    return _beside_answer(session, actor, target)


def _library(session: Session, actor: Actor, document_id: int = 0) -> _Place:
    require_staff(session, actor, Permission.LIBRARY_ADD)
    return _Place(None, None, document_id=document_id)


def _of_document(session: Session, actor: Actor, document_id: int) -> _Place:
    row = session.get(DocumentRow, document_id) if 0 < document_id <= LARGEST_ID else None
    if row is None:
        raise NotPermitted
    if row.security_model_id is None:
        return _library(session, actor, document_id)
    access = require_model(session, actor, row.security_model_id, Permission.DOCUMENTS_REPLACE)
    _require_status(session, row.security_model_id)
    return _Place(access.trade_account_id, access.subject_id, document_id=document_id)


def _require_status(session: Session, model_id: int) -> None:
    require_doing(Status(session.get_one(SecurityModelRow, model_id).status), Doing.DOCUMENTS)


def _beside_answer(session: Session, actor: Actor, target: Target) -> _Place:
    access = or_given(session, actor, target.draft_id, _require_writer)
    access.require_answer(Permission.DOCUMENTS_REPLACE, target.key)
    access.require_open()
    if access.subject_kind != SECURITY_MODEL:
        raise InvalidValue("upload.no-place")
    library = library_version(session, access.library_hash)
    if target.key not in questions_of(library, access.flow):
        raise InvalidValue("question.unknown")
    given = access if isinstance(access, GivenAccess) else None
    return _Place(access.trade_account_id, access.subject_id, target.draft_id, target.key, given=given)


def _require_writer(session: Session, actor: Actor, draft_id: int) -> DraftAccess:
    return require_draft(session, actor, draft_id, Permission.DOCUMENTS_REPLACE)


# ---------------------------------------------------------------- rows


def _document(session: Session, actor: Actor, place: _Place, name: str, now: datetime) -> tuple[DocumentRow, bool]:
    """Return the document, held until the transaction ends, and whether it is new.

    Two first files of one name at one moment: PostgreSQL lets the second one run into the constraint, and then it sees
    the document of the first.
    """
    if place.document_id:
        return session.get_one(DocumentRow, place.document_id, with_for_update=True), False
    sent = name
    for _try in range(_TRIES):
        name = name_from_outside(session, place.given, sent) if place.given else sent
        if found := _same_name(session, place, name):
            return found, False
        row = DocumentRow(
            trade_account_id=place.trade_account_id,
            security_model_id=place.model_id,
            name=name,
            folded_name=folded_name(name),
            origin=place.key,
            created_at=now,
            created_by=actor.user_id,
        )
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError:
            continue
        return row, True
    raise RuntimeError("A document is neither there nor can it be made")


def _same_name(session: Session, place: _Place, name: str) -> DocumentRow | None:
    query = select(DocumentRow).where(
        col(DocumentRow.folded_name) == folded_name(name),
        col(DocumentRow.security_model_id).is_not_distinct_from(place.model_id),
    )
    return session.scalars(query.with_for_update()).first()


def _add_version(session: Session, actor: Actor, document: DocumentRow, file: JudgedFile, now: datetime) -> int:
    newest = select(func.max(col(DocumentVersionRow.number))).where(col(DocumentVersionRow.document_id) == document.id)
    number = (session.scalar(newest) or 0) + 1
    session.add(
        DocumentVersionRow(
            document_id=document.id or 0,
            number=number,
            blob_key=file.blob_key,
            size_bytes=file.size_bytes,
            sha256=file.sha256,
            media_type=file.media_type,
            pages=file.pages,
            state=file.state.value,
            scan=file.scan.value,
            text=file.text,
            uploaded_at=now,
            uploaded_by=actor.user_id,
        )
    )
    return number


def _attach(session: Session, actor: Actor, place: _Place, document: DocumentRow, now: datetime) -> None:
    standing = select(col(AttachmentRow.id)).where(
        col(AttachmentRow.draft_id) == place.draft_id,
        col(AttachmentRow.key) == place.key,
        col(AttachmentRow.document_id) == document.id,
        col(AttachmentRow.removed_at).is_(None),
    )
    # The document is held: nobody attaches it at the same moment.
    if session.scalar(standing) is None:
        session.add(
            AttachmentRow(
                draft_id=place.draft_id,
                key=place.key,
                document_id=document.id or 0,
                attached_at=now,
                attached_by=actor.user_id,
            )
        )
