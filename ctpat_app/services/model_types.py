"""Business types: an answer of a form, so which ones a security model has depends on the form that counts."""

from collections.abc import Collection

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.guidance.answers import split
from ctpat_app.guidance.eligibility import TYPES_KEY
from ctpat_app.services.drafts import APPLICATION, SECURITY_MODEL
from ctpat_app.tables.drafts import AnswerRow, DraftRow, SubmissionRow


def types_of_draft(session: Session, draft_id: int) -> tuple[str, ...]:
    """Return the ids of the business types that a form names; the caller authorizes."""
    query = select(col(AnswerRow.value)).where(col(AnswerRow.draft_id) == draft_id, col(AnswerRow.key) == TYPES_KEY)
    return split(session.scalar(query) or "")


def types_of_model(session: Session, model_id: int) -> tuple[str, ...]:
    """Return the business types of one security model; see ``types_of_models``."""
    return types_of_models(session, [model_id]).get(model_id, ())


def types_of_models(session: Session, models: Collection[int] | None = None) -> dict[int, tuple[str, ...]]:
    """Return the business types of each of ``models`` (None: of all) by what was sent last; the caller authorizes.

    Changes that are being written do not count; a model of which nothing was sent yet has those of its newest form.
    """
    query = (
        select(col(DraftRow.subject_id), col(AnswerRow.value))
        .join(AnswerRow, col(AnswerRow.draft_id) == col(DraftRow.id))
        .join(SubmissionRow, col(SubmissionRow.draft_id) == col(DraftRow.id), isouter=True)
        .where(
            col(DraftRow.subject_kind) == SECURITY_MODEL,
            col(DraftRow.flow) == APPLICATION,
            col(DraftRow.removed_at).is_(None),
            col(AnswerRow.key) == TYPES_KEY,
        )
        # Of each model the last one stays.
        .order_by(col(SubmissionRow.id).is_not(None), col(DraftRow.id))
    )
    if models is not None:
        query = query.where(col(DraftRow.subject_id).in_(models))
    return {model: split(value) for model, value in session.connection().execute(query)}
