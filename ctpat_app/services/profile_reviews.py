"""Reviews of profiles that were sent: open one, read what was decided, and which profile of a model is approved."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from ctpat_app.domain.profile_reviews import Decision, ReviewKind, ReviewState
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.profile_reviews import CriterionDecisionRow, ProfileReviewRow


@dataclass(frozen=True)
class Review:
    """One review of a profile that was sent."""

    id: int
    draft_id: int
    security_model_id: int
    kind: ReviewKind
    state: ReviewState
    opened_at: datetime
    decided_at: datetime | None
    reason: str


@dataclass(frozen=True)
class StatementDecision:
    """What counts about one statement or part: the newest decision; ``who`` is for staff alone."""

    number: int
    """Of the row; later ones are higher."""
    key: str
    decision: Decision
    reason_kind: str
    comment: str
    version: int
    who_id: int
    who: str
    at: datetime


@dataclass(frozen=True)
class ReturnedComment:
    """What a specialist sent back, and what the company is to do about it.

    ``key`` is ``criterion.2.1`` for a statement and ``part.addresses`` for another step of the form as a whole;
    ``row_key`` is empty, since a part goes back as a whole.
    """

    key: str
    row_key: str
    reason_kind: str
    comment: str
    at: datetime


def open_review(session: Session, *, draft_id: int, kind: ReviewKind, now: datetime) -> None:
    """Let what was sent from the draft wait for a review; one that nobody decided yet ends. The caller authorizes."""
    model = session.get_one(DraftRow, draft_id).subject_id
    for earlier in session.scalars(_reviews_of(model).where(col(ProfileReviewRow.state) == ReviewState.OPEN)):
        earlier.state, earlier.decided_at = ReviewState.SUPERSEDED, now
        session.add(earlier)
    session.add(
        ProfileReviewRow(draft_id=draft_id, security_model_id=model, kind=kind, state=ReviewState.OPEN, opened_at=now)
    )
    session.flush()


def review_of(session: Session, draft_id: int) -> Review | None:
    """Return the review of what was sent from the draft; None when nothing was. The caller authorizes."""
    row = session.scalars(select(ProfileReviewRow).where(col(ProfileReviewRow.draft_id) == draft_id)).first()
    return as_review(row) if row else None


def open_review_of(session: Session, model_id: int) -> Review | None:
    """Return the review of a model that waits for a decision; None when none does. The caller authorizes."""
    row = session.scalars(_reviews_of(model_id).where(col(ProfileReviewRow.state) == ReviewState.OPEN)).first()
    return as_review(row) if row else None


def earlier_reviews(session: Session, review: Review) -> tuple[Review, ...]:
    """Return the reviews of the same model that began before this one, newest first; the caller authorizes."""
    rows = session.scalars(_reviews_of(review.security_model_id).where(col(ProfileReviewRow.id) < review.id))
    return tuple(map(as_review, rows))


def returned_comments(session: Session, draft_id: int) -> tuple[ReturnedComment, ...]:
    """Return what staff sent back of the profile that was sent from the draft; the caller authorizes.

    Empty until the case as a whole was returned: until then a specialist may still think again.
    """
    review = review_of(session, draft_id)
    if review is None or review.state is not ReviewState.RETURNED:
        return ()
    return tuple(
        ReturnedComment(each.key, "", each.reason_kind, each.comment, each.at)
        for each in decisions_of(session, draft_id).values()
        if each.decision is Decision.RETURNED
    )


def decisions_of(session: Session, draft_id: int) -> dict[str, StatementDecision]:
    """Return the newest decision about each statement and part, by key; the caller authorizes."""
    return decisions_in(session, (draft_id,)).get(draft_id, {})


def decision_on(session: Session, draft_id: int, key: str) -> StatementDecision | None:
    """Return the newest decision about one statement or part, without reading those about the others."""
    newest = select(func.max(col(CriterionDecisionRow.id))).where(
        col(CriterionDecisionRow.draft_id) == draft_id, col(CriterionDecisionRow.key) == key
    )
    return _decisions(session, newest).get(draft_id, {}).get(key)


def decisions_in(session: Session, drafts: Collection[int]) -> dict[int, dict[str, StatementDecision]]:
    """Return the same for several drafts with one query."""
    newest = (
        select(func.max(col(CriterionDecisionRow.id)))
        .where(col(CriterionDecisionRow.draft_id).in_(drafts))
        .group_by(col(CriterionDecisionRow.draft_id), col(CriterionDecisionRow.key))
    )
    return _decisions(session, newest)


def _decisions(session: Session, newest: Select[int | None]) -> dict[int, dict[str, StatementDecision]]:
    query = (
        select(CriterionDecisionRow, col(UserAccountRow.name))
        .join(UserAccountRow, col(UserAccountRow.id) == col(CriterionDecisionRow.decided_by))
        .where(col(CriterionDecisionRow.id).in_(newest))
        .order_by(col(CriterionDecisionRow.id))
    )
    found: dict[int, dict[str, StatementDecision]] = {}
    for row, name in session.execute(query):
        found.setdefault(row.draft_id, {})[row.key] = _as_decision(row, name)
    return found


def as_review(row: ProfileReviewRow) -> Review:
    """Return a stored review as plain values."""
    return Review(
        row.id or 0,
        row.draft_id,
        row.security_model_id,
        ReviewKind(row.kind),
        ReviewState(row.state),
        row.opened_at,
        row.decided_at,
        row.reason,
    )


def _as_decision(row: CriterionDecisionRow, name: str) -> StatementDecision:
    return StatementDecision(
        row.id or 0,
        row.key,
        Decision(row.decision),
        row.reason_kind,
        row.comment,
        row.version,
        row.decided_by,
        name,
        row.decided_at,
    )


def _reviews_of(model_id: int) -> Select[ProfileReviewRow]:
    own = select(ProfileReviewRow).where(col(ProfileReviewRow.security_model_id) == model_id)
    return own.order_by(col(ProfileReviewRow.id).desc())
