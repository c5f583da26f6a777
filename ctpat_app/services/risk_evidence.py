"""A finished risk assessment as evidence: a document of the open application, beside the criteria that ask for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.uploads import JudgedFile, Target, folded_name
from ctpat_app.guidance.questions import CRITERION
from ctpat_app.services.access import DraftAccess, require_draft
from ctpat_app.services.attachments import attach_document
from ctpat_app.services.audit import write_audit
from ctpat_app.services.drafts import APPLICATION, read_situation
from ctpat_app.services.evidence import evidence_of
from ctpat_app.services.risk_assessments import AssessmentResult, read_result
from ctpat_app.services.uploads import keep_upload
from ctpat_app.tables.documents import DocumentRow
from ctpat_app.tables.drafts import DraftRow

KIND: Final = "risk-assessment"
"""Id of the kind of evidence in the content."""


@dataclass(frozen=True)
class Filed:
    """Where an assessment stands as evidence; ``application`` is 0 while the company has no open one."""

    application: int
    criteria: tuple[str, ...]
    """Criteria that ask for it."""
    attached: tuple[str, ...]
    """Those of them beside which it stands already."""


def name_of_result(reference: str) -> str:
    """Return how the file of an assessment is called."""
    return f"{KIND}-{reference}.pdf"


def where_filed(session: Session, actor: Actor, *, draft_id: int, now: datetime) -> Filed:
    """Return beside which criteria of the open application the assessment stands, and could stand.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    result = read_result(session, actor, draft_id=draft_id, now=now)
    application = _application(session, actor, result.access.trade_account_id, Permission.APPLICATION_READ)
    if application is None:
        return Filed(0, (), ())
    criteria = _criteria(session, application, now)
    document = _document(session, application, result)
    standing = _standing(session, application, document) if document else frozenset()
    attached = tuple(key for key in criteria if CRITERION + key in standing)
    return Filed(application.draft_id, criteria, attached)


def file_result(session: Session, actor: Actor, *, draft_id: int, file: JudgedFile, now: datetime) -> Filed:
    """Keep the assessment's document in the open application, beside each criterion that asks for one.

    The file lies in the store. A second call attaches what is not attached yet and keeps the document of the first.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        Refusal: ``risk.not-finished``, ``risk.no-application``.
    """
    result = read_result(session, actor, draft_id=draft_id, now=now)
    result.access.require(Permission.DOCUMENTS_REPLACE)
    if result.finished_at is None:
        raise Refusal("risk.not-finished")
    application = _application(session, actor, result.access.trade_account_id, Permission.DOCUMENTS_REPLACE)
    criteria = _criteria(session, application, now) if application else ()
    if application is None or not criteria:
        raise Refusal("risk.no-application")
    document = _document(session, application, result)
    if document is None:
        target = Target(draft_id=application.draft_id, key=CRITERION + criteria[0])
        name = name_of_result(result.reference)
        kept = keep_upload(session, actor, target=target, name=name, kind=KIND, file=file, now=now)
        document = session.get_one(DocumentRow, kept.document_id)
        document.stands_for, document.language = result.finished_at.date(), "en"
        session.add(document)
        session.flush()
    for key in criteria:
        attach_document(
            session,
            actor,
            draft_id=application.draft_id,
            key=CRITERION + key,
            document_id=document.id or 0,
            now=now,
        )
    write_audit(
        session,
        trade_account_id=application.trade_account_id,
        user_id=actor.user_id,
        action="assessment.attached",
        subject=f"draft:{application.draft_id}",
        now=now,
        document=document.id or 0,
    )
    return Filed(application.draft_id, criteria, criteria)


def _application(session: Session, actor: Actor, account: int, permission: Permission) -> DraftAccess | None:
    """Return the application that is not sent yet, for who may do this in it; None when there is none."""
    query = select(col(DraftRow.id)).where(
        col(DraftRow.trade_account_id) == account,
        col(DraftRow.flow) == APPLICATION,
        col(DraftRow.frozen_at).is_(None),
        col(DraftRow.removed_at).is_(None),
    )
    found = session.scalars(query.order_by(col(DraftRow.id).desc())).first()
    return require_draft(session, actor, found, permission) if found else None


def _criteria(session: Session, application: DraftAccess, now: datetime) -> tuple[str, ...]:
    asked = read_situation(session, application, now=now).criteria
    return tuple(item.criterion.id for item in asked if KIND in item.criterion.evidence)


def _document(session: Session, application: DraftAccess, result: AssessmentResult) -> DocumentRow | None:
    query = select(DocumentRow).where(
        col(DocumentRow.security_model_id) == application.subject_id,
        col(DocumentRow.folded_name) == folded_name(name_of_result(result.reference)),
    )
    return session.scalars(query).first()


def _standing(session: Session, application: DraftAccess, document: DocumentRow) -> frozenset[str]:
    """Return the keys of the answers beside which the document stands."""
    beside = evidence_of(session, application.draft_id)
    return frozenset(key for key, files in beside.items() if any(each.document_id == document.id for each in files))
