"""Annual reviews that wait for staff: those that were sent, and those that were not sent in time."""

from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from ctpat_app.domain.desk import Work
from ctpat_app.domain.lifecycle import IN_GOOD_STANDING
from ctpat_app.domain.profile_reviews import ReviewKind, ReviewState
from ctpat_app.services.desk_sources import work
from ctpat_app.tables.annual_reviews import AnnualReminderRow, AnnualReviewRow
from ctpat_app.tables.profile_reviews import ProfileReviewRow
from ctpat_app.tables.security_models import SecurityModelRow


def sent_reviews() -> Select[*tuple[Any, ...]]:
    """Annual reviews that wait for the specialist's decision. The subject is the draft.

    No day is set for the decision. What was sent late carries the day on which it was due, so that the desk marks it.
    """
    row, late = ProfileReviewRow, AnnualReviewRow
    query = work(
        Work.ANNUAL_REVIEW,
        account=col(SecurityModelRow.trade_account_id),
        model=col(row.security_model_id),
        subject=col(row.draft_id),
        since=col(row.opened_at),
        due=col(late.due_on),
    )
    query = query.join(SecurityModelRow, col(SecurityModelRow.id) == col(row.security_model_id))
    query = query.join(late, and_(col(late.draft_id) == col(row.draft_id), col(late.is_late)), isouter=True)
    return query.where(col(row.state) == ReviewState.OPEN, col(row.kind) == ReviewKind.ANNUAL_REVIEW)


def overdue_reviews() -> Select[*tuple[Any, ...]]:
    """Annual reviews that a member did not send in time. The subject is the review.

    A review is overdue when its people were told so: that day depends on where the company is, which no query knows.
    """
    row = AnnualReviewRow
    told = (
        select(func.min(col(AnnualReminderRow.told_at)))
        .where(col(AnnualReminderRow.annual_review_id) == col(row.id), col(AnnualReminderRow.day) > col(row.due_on))
        .correlate(row)
        .scalar_subquery()
    )
    other = aliased(row)
    newest = select(func.max(col(other.id))).where(col(other.security_model_id) == col(row.security_model_id))
    query = work(
        Work.ANNUAL_OVERDUE,
        account=col(SecurityModelRow.trade_account_id),
        model=col(row.security_model_id),
        subject=col(row.id),
        since=told,
        due=col(row.due_on),
    )
    return query.join(SecurityModelRow, col(SecurityModelRow.id) == col(row.security_model_id)).where(
        col(row.sent_at).is_(None),
        told.is_not(None),
        col(row.id) == newest.correlate(row).scalar_subquery(),
        col(SecurityModelRow.status).in_(IN_GOOD_STANDING),
    )
