"""What a specialist sent back, straight in the tables, for tests of the company's side."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.profile_reviews import Decision, ReturnReason, ReviewState
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.profile_reviews import CriterionDecisionRow, ProfileReviewRow
from ctpat_app.tables.security_models import ModelEventRow, SecurityModelRow


def came_back(session: Session, staff: Actor, draft: int, comments: Mapping[str, str], *, now: datetime) -> None:
    """Let what was sent from the draft come back with a comment for each key; the model is returned since."""
    review = session.exec(select(ProfileReviewRow).where(ProfileReviewRow.draft_id == draft)).one()
    review.state, review.decided_at, review.decided_by = ReviewState.RETURNED, now, staff.user_id
    for key, comment in comments.items():
        session.add(
            CriterionDecisionRow(
                draft_id=draft,
                key=key,
                decision=Decision.RETURNED,
                reason_kind=next(iter(ReturnReason)),
                comment=comment,
                version=1,
                decided_by=staff.user_id,
                decided_at=now,
            )
        )
    model = session.get_one(SecurityModelRow, session.get_one(DraftRow, draft).subject_id)
    _step(session, model, Status.RETURNED, now)
    session.flush()


def _step(session: Session, model: SecurityModelRow, target: Status, now: datetime) -> None:
    events = select(ModelEventRow).where(ModelEventRow.security_model_id == model.id)
    last = session.exec(events.order_by(col(ModelEventRow.id).desc())).first()
    if last and last.target == Status.SUBMITTED:
        _write(session, model, "t.assign", Status.SUBMITTED, Status.UNDER_REVIEW, now)
    _write(session, model, "t.return", Status.UNDER_REVIEW, target, now)
    model.status = target


def _write(session: Session, model: SecurityModelRow, step: str, source: Status, target: Status, now: datetime) -> None:
    session.add(
        ModelEventRow(
            security_model_id=model.id or 0, step=step, source=source, target=target, at=now, party="specialist"
        )
    )
    session.flush()
