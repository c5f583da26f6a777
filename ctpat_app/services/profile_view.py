"""The security profile of an application that was sent, as the specialist reads it; each look is in the history."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.history import LOOKED_AT_PROFILE
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.guidance.flow import Situation
from ctpat_app.services.access import AccountAccess, require_draft
from ctpat_app.services.company_view import note_look
from ctpat_app.services.evidence import EvidenceFile, evidence_of
from ctpat_app.services.profile_reviews import Review, StatementDecision, decisions_of, review_of
from ctpat_app.services.returned import CommentNote, notes_of
from ctpat_app.services.reviews import AnswerReview, reviews_of
from ctpat_app.services.sent_drafts import find_submission, frozen_situation
from ctpat_app.services.sent_versions import ProfileComparison, compare_with_earlier
from ctpat_app.tables.accounts import TradeAccountRow


@dataclass(frozen=True)
class SentProfile:
    """The answers as they were sent, the files beside them by the answer's key, what there is to object to, and the
    review: how the answers compare with what was decided before, and what is decided now.
    """

    trade_account_id: int
    company: str
    reference: str
    sent_at: datetime
    language: str
    """In which the company sent it."""
    situation: Situation
    evidence: dict[str, tuple[EvidenceFile, ...]]
    reviews: tuple[AnswerReview, ...]
    review: Review | None
    """None for what was sent and decided before reviews were kept."""
    comparison: ProfileComparison | None
    decisions: dict[str, StatementDecision]
    notes: dict[str, CommentNote]
    """Why the company left what came back as it was, by the answer's key."""


def look_at_profile(session: Session, actor: Actor, *, draft_id: int, now: datetime) -> SentProfile:
    """Return the profile for staff who review it, and note the look in the company's history.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody else, ``access.not-your-role`` for people of the company.
        Refusal: ``review.not-sent``.
    """
    access = require_draft(session, actor, draft_id, Permission.PROFILE_REVIEW)
    submission = find_submission(session, draft_id)
    if submission is None:
        raise Refusal("review.not-sent")
    company = session.get_one(TradeAccountRow, access.trade_account_id).legal_name
    account = AccountAccess(access.trade_account_id, company, access.role, access.is_assigned)
    note_look(session, actor, account, LOOKED_AT_PROFILE, now, subject=f"draft:{draft_id}")
    situation, review = frozen_situation(session, submission), review_of(session, draft_id)
    return SentProfile(
        access.trade_account_id,
        company,
        submission.reference,
        submission.submitted_at,
        submission.language,
        situation,
        evidence_of(session, draft_id),
        reviews_of(session, situation, draft_id),
        review,
        compare_with_earlier(session, review, situation) if review else None,
        decisions_of(session, draft_id),
        notes_of(session, draft_id),
    )
