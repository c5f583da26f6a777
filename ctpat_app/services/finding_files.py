"""Documents beside the answers to the findings of a validation: they lie in the exchange of the security model.

Source: Portal User Manual rev. 1.1, "Partner Document Exchange": what is uploaded with a response is stored there.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.validations import ANSWERABLE
from ctpat_app.services.access import LARGEST_ID
from ctpat_app.services.audit import write_audit
from ctpat_app.services.stored_documents import DocumentItem, StoredVersion, read_documents
from ctpat_app.services.validation_rows import Held, finding_in, hold, require_state, require_validation
from ctpat_app.tables.documents import DocumentRow, DocumentVersionRow
from ctpat_app.tables.validations import FindingDocumentRow


@dataclass(frozen=True)
class FindingFile:
    """A document beside an answer, in the version that was sent, or in the current one before it is sent."""

    document_id: int
    version: StoredVersion
    is_sent: bool


def require_finding(session: Session, actor: Actor, finding_id: int) -> Held:
    """Return the validation when the actor may put documents beside the answer to its finding.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``validation.moved-on`` when the answer to it was accepted, or nothing can be answered now.
    """
    row = finding_in(session, finding_id)
    held = require_validation(session, actor, row.validation_id, Permission.VALIDATION_RESPONSE_WRITE)
    held.access.require(Permission.DOCUMENTS_REPLACE)
    require_state(held, ANSWERABLE if row.closed_at is None else frozenset())
    return held


def _hold(session: Session, actor: Actor, finding_id: int) -> Held:
    """Return the same, held: who sends the response or decides on it at this moment goes first or waits."""
    hold(session, actor, finding_in(session, finding_id).validation_id, Permission.VALIDATION_RESPONSE_WRITE)
    return require_finding(session, actor, finding_id)


def put_beside(session: Session, actor: Actor, *, finding_id: int, document_id: int, now: datetime) -> None:
    """Put a document of the security model beside the answer; where it stands already, its newest version counts.

    Raises:
        NotPermitted, InvalidValue: as ``require_finding``.
    """
    held = _hold(session, actor, finding_id)
    document = session.get(DocumentRow, document_id) if 0 < document_id <= LARGEST_ID else None
    if document is None or document.security_model_id != held.row.security_model_id:
        raise NotPermitted
    row = _standing(session, finding_id, document_id)
    if row is None:
        row = FindingDocumentRow(
            finding_id=finding_id, document_id=document_id, attached_at=now, attached_by=actor.user_id
        )
    row.sent_number = 0
    session.add(row)
    session.flush()
    _note(session, actor, held, "response.document-added", document_id, now)


def take_away(session: Session, actor: Actor, *, finding_id: int, document_id: int, now: datetime) -> None:
    """Take a document away from an answer; it stays in the exchange, and a second press finds it gone.

    Raises:
        NotPermitted, InvalidValue: as ``require_finding``.
    """
    held = _hold(session, actor, finding_id)
    row = _standing(session, finding_id, document_id)
    if row is None:
        return
    row.removed_at = now
    session.add(row)
    session.flush()
    _note(session, actor, held, "response.document-taken-away", document_id, now)


def files_of(session: Session, findings: Collection[int]) -> dict[int, tuple[FindingFile, ...]]:
    """Return the documents beside each of ``findings``, the oldest first; the caller has authorized."""
    query = select(FindingDocumentRow).where(
        col(FindingDocumentRow.finding_id).in_(findings), col(FindingDocumentRow.removed_at).is_(None)
    )
    rows = session.exec(query.order_by(col(FindingDocumentRow.id))).all()
    documents = {each.id: each for each in read_documents(session, {row.document_id for row in rows})}
    found: dict[int, tuple[FindingFile, ...]] = {}
    for row in rows:
        if row.document_id in documents:
            file = _file(documents[row.document_id], row.sent_number)
            found[row.finding_id] = (*found.get(row.finding_id, ()), file)
    return found


def pin_sent(session: Session, findings: Collection[int]) -> None:
    """Keep which version of each document is sent: a newer one of the exchange does not change the response."""
    query = select(FindingDocumentRow).where(
        col(FindingDocumentRow.finding_id).in_(findings), col(FindingDocumentRow.removed_at).is_(None)
    )
    for row in session.exec(query).all():
        newest = select(func.max(col(DocumentVersionRow.number))).where(
            DocumentVersionRow.document_id == row.document_id
        )
        row.sent_number = session.scalar(newest) or 0
        session.add(row)
    session.flush()


def changed_since(session: Session, finding_id: int, moment: datetime) -> bool:
    """Whether a document was put beside the answer or taken away after ``moment``."""
    query = select(FindingDocumentRow.id).where(
        FindingDocumentRow.finding_id == finding_id,
        (col(FindingDocumentRow.attached_at) > moment)
        | (col(FindingDocumentRow.removed_at) > moment)
        | (col(FindingDocumentRow.removed_at).is_(None) & (FindingDocumentRow.sent_number == 0)),
    )
    return session.exec(query).first() is not None


def _file(document: DocumentItem, number: int) -> FindingFile:
    versions = {each.number: each for each in (document.current, *document.older)}
    return FindingFile(document.id, versions.get(number, document.current), number in versions)


def _standing(session: Session, finding_id: int, document_id: int) -> FindingDocumentRow | None:
    query = select(FindingDocumentRow).where(
        FindingDocumentRow.finding_id == finding_id,
        FindingDocumentRow.document_id == document_id,
        col(FindingDocumentRow.removed_at).is_(None),
    )
    return session.exec(query).first()


def _note(session: Session, actor: Actor, held: Held, action: str, document_id: int, now: datetime) -> None:
    write_audit(
        session,
        trade_account_id=held.access.trade_account_id,
        user_id=actor.user_id,
        action=action,
        subject=f"validation/{held.id}",
        now=now,
        document=document_id,
    )
