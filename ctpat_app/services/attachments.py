"""Documents beside the statements of an application, as their evidence; one document may stand beside many."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.guidance.questions import CRITERION
from ctpat_app.services.access import LARGEST_ID, DraftAccess, require_draft
from ctpat_app.services.audit import write_audit
from ctpat_app.services.drafts import SECURITY_MODEL, read_situation
from ctpat_app.services.evidence import evidence_of
from ctpat_app.services.given import or_given
from ctpat_app.services.given_documents import as_given
from ctpat_app.services.stored_documents import DocumentItem, read_documents
from ctpat_app.tables.documents import AttachmentRow, DocumentRow


def read_beside(session: Session, actor: Actor, *, draft_id: int, key: str) -> tuple[DocumentItem, ...]:
    """Return the documents beside one answer, in the order in which they were attached; a contributor reads own ones.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    access = or_given(session, actor, draft_id, _require_reader)
    access.require_answer(Permission.DOCUMENTS_READ, key)
    files = evidence_of(session, access.draft_id).get(key, ())
    return as_given(access, read_documents(session, [each.document_id for each in files])) if files else ()


def list_statements(session: Session, actor: Actor, *, draft_id: int, now: datetime) -> tuple[str, ...]:
    """Return the keys of the statements that the application asks for: beside these a document can be put.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    access = require_draft(session, actor, draft_id, Permission.DOCUMENTS_REPLACE)
    return tuple(CRITERION + item.criterion.id for item in read_situation(session, access, now=now).criteria)


def attach_document(
    session: Session, actor: Actor, *, draft_id: int, key: str, document_id: int, now: datetime
) -> None:
    """Put a document of the exchange beside an answer; where it stands already, nothing happens.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``, ``draft.frozen``.
        InvalidValue: ``document.no-statement`` when the application does not ask for this statement.
    """
    access = _require_open(session, actor, draft_id)
    _require_asked(session, access, key, now)
    row = _document(session, access, document_id)
    if _attachment(session, draft_id, key, document_id) is None:
        _attach(session, actor, access, row, key, now)
        _note(session, actor, access, "document.attached", row, key, now)


def detach_document(
    session: Session, actor: Actor, *, draft_id: int, key: str, document_id: int, now: datetime
) -> None:
    """Take a document away from an answer; it stays in the exchange.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``, ``draft.frozen``.
    """
    access = _require_open(session, actor, draft_id)
    row = _document(session, access, document_id)
    if _detach(session, access, row, key, now):
        _note(session, actor, access, "document.detached", row, key, now)


def move_document(
    session: Session, actor: Actor, *, draft_id: int, key: str, to_key: str, document_id: int, now: datetime
) -> None:
    """Take a document from one answer to another one of the same application, in one step.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``, ``draft.frozen``.
        InvalidValue: ``document.no-statement``; ``document.moved-already`` when it stands no longer where it was.
    """
    access = _require_open(session, actor, draft_id)
    _require_asked(session, access, to_key, now)
    row = _document(session, access, document_id)
    if key == to_key:
        return
    if not _detach(session, access, row, key, now):
        raise InvalidValue("document.moved-already")
    if _attachment(session, draft_id, to_key, document_id) is None:
        _attach(session, actor, access, row, to_key, now)
    _note(session, actor, access, "document.moved", row, to_key, now, was=key)


def _require_reader(session: Session, actor: Actor, draft_id: int) -> DraftAccess:
    return require_draft(session, actor, draft_id, Permission.DOCUMENTS_READ)


def _require_open(session: Session, actor: Actor, draft_id: int) -> DraftAccess:
    access = require_draft(session, actor, draft_id, Permission.DOCUMENTS_REPLACE)
    access.require_open()
    return access


def _require_asked(session: Session, access: DraftAccess, key: str, now: datetime) -> None:
    if key not in {CRITERION + item.criterion.id for item in read_situation(session, access, now=now).criteria}:
        raise InvalidValue("document.no-statement")


def _document(session: Session, access: DraftAccess, document_id: int) -> DocumentRow:
    """Return a document of the exchange to which the draft belongs; others who attach it wait meanwhile."""
    if not 0 < document_id <= LARGEST_ID:
        raise NotPermitted
    row = session.get(DocumentRow, document_id, with_for_update=True)
    is_same = access.subject_kind == SECURITY_MODEL and row and row.security_model_id == access.subject_id
    if row is None or not is_same:
        raise NotPermitted
    return row


def _attachment(session: Session, draft_id: int, key: str, document_id: int) -> AttachmentRow | None:
    query = select(AttachmentRow).where(
        col(AttachmentRow.draft_id) == draft_id,
        col(AttachmentRow.key) == key,
        col(AttachmentRow.document_id) == document_id,
        col(AttachmentRow.removed_at).is_(None),
    )
    return session.scalar(query)


def _attach(session: Session, actor: Actor, access: DraftAccess, row: DocumentRow, key: str, now: datetime) -> None:
    assert row.id is not None
    session.add(
        AttachmentRow(draft_id=access.draft_id, key=key, document_id=row.id, attached_at=now, attached_by=actor.user_id)
    )
    session.flush()


def _detach(session: Session, access: DraftAccess, row: DocumentRow, key: str, now: datetime) -> bool:
    """Whether it stood there."""
    found = _attachment(session, access.draft_id, key, row.id or 0)
    if found is None:
        return False
    found.removed_at = now
    session.add(found)
    session.flush()
    return True


def _note(
    session: Session,
    actor: Actor,
    access: DraftAccess,
    action: str,
    row: DocumentRow,
    key: str,
    now: datetime,
    **detail: str,
) -> None:
    write_audit(
        session,
        trade_account_id=access.trade_account_id,
        user_id=actor.user_id,
        action=action,
        subject=f"draft:{access.draft_id}/{key}",
        now=now,
        document=row.id or 0,
        **detail,
    )
