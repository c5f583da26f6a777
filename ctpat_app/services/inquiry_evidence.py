"""A closed questionnaire as evidence: a document in the exchange of one of the company's security models."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.inquiries import InquiryEvent, InquiryState
from ctpat_app.domain.lifecycle import ENDED
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.uploads import JudgedFile, Target, folded_name
from ctpat_app.services.inquiry_rows import hold_inquiry, note_event, require_inquiry
from ctpat_app.services.model_access import require_model
from ctpat_app.services.uploads import keep_upload
from ctpat_app.tables.documents import DocumentRow
from ctpat_app.tables.inquiries import InquiryRow
from ctpat_app.tables.security_models import SecurityModelRow

KIND: Final = "partner-questionnaire"
"""Id of the kind of evidence in the content."""


@dataclass(frozen=True)
class Place:
    """A security model whose exchange can take the result; ``is_filed``: it lies there already."""

    security_model_id: int
    name: str
    is_filed: bool


def name_of_inquiry(reference: str) -> str:
    """Return how the file of a questionnaire is called."""
    return f"{KIND}-{reference}.pdf"


def places_for(session: Session, actor: Actor, *, inquiry_id: int) -> tuple[Place, ...]:
    """Return the security models of the company into whose exchange the actor may put the result.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    row, _access = require_inquiry(session, actor, inquiry_id, Permission.PARTNERS_READ)
    query = select(SecurityModelRow).where(
        col(SecurityModelRow.trade_account_id) == row.trade_account_id, col(SecurityModelRow.status).not_in(ENDED)
    )
    models = session.scalars(query.order_by(col(SecurityModelRow.id))).all()
    return tuple(
        Place(model.id or 0, model.name, _document(session, row, model.id or 0) is not None)
        for model in models
        if _may_file(session, actor, model.id or 0)
    )


def require_closed(session: Session, actor: Actor, *, inquiry_id: int) -> str:
    """Return the reference of an inquiry whose result can be filed: asked before it is printed.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        Refusal: ``inquiry.not-closed``.
    """
    row, _access = require_inquiry(session, actor, inquiry_id, Permission.PARTNERS_MANAGE)
    if row.state != InquiryState.CLOSED:
        raise Refusal("inquiry.not-closed")
    return row.reference


def file_inquiry(
    session: Session, actor: Actor, *, inquiry_id: int, security_model_id: int, file: JudgedFile, now: datetime
) -> int:
    """Keep the printed result in the exchange of a security model; return the number of the document.

    The file lies in the store. A second call makes a further version of the document.

    Raises:
        NotPermitted: ``access.not-yours`` also for a security model of somebody else; ``access.not-your-role``.
        InvalidValue: ``standing.ended``.
        Refusal: ``inquiry.not-closed``.
    """
    row = hold_inquiry(session, actor, inquiry_id)
    if row.state != InquiryState.CLOSED or row.closed_at is None:
        raise Refusal("inquiry.not-closed")
    access = require_model(session, actor, security_model_id, Permission.DOCUMENTS_REPLACE)
    if access.trade_account_id != row.trade_account_id:
        raise NotPermitted
    name = name_of_inquiry(row.reference)
    kept = keep_upload(
        session, actor, target=Target(model_id=security_model_id), name=name, kind=KIND, file=file, now=now
    )
    document = session.get_one(DocumentRow, kept.document_id)
    document.stands_for, document.language = row.closed_at.date(), "en"
    session.add(document)
    note_event(session, row, InquiryEvent.FILED, user_id=actor.user_id, now=now, details={"document": kept.document_id})
    return kept.document_id


def _may_file(session: Session, actor: Actor, model_id: int) -> bool:
    try:
        require_model(session, actor, model_id, Permission.DOCUMENTS_REPLACE)
    except (NotPermitted, InvalidValue):
        return False
    return True


def _document(session: Session, row: InquiryRow, model_id: int) -> DocumentRow | None:
    query = select(DocumentRow).where(
        col(DocumentRow.security_model_id) == model_id,
        col(DocumentRow.folded_name) == folded_name(name_of_inquiry(row.reference)),
    )
    return session.scalars(query).first()
