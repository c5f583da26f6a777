"""The annual review of a security model: where it stands, and beginning it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.annual_review import ReviewState, Window
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.guidance.affirmations import Ledger
from ctpat_app.services.access import DraftAccess, require_draft
from ctpat_app.services.annual_answers import carry_marks, draft_of, ledger_of
from ctpat_app.services.annual_rows import Standing, require_open, standing_of
from ctpat_app.services.audit import write_audit
from ctpat_app.services.drafts import SECURITY_MODEL
from ctpat_app.services.model_access import require_model
from ctpat_app.services.profile_changes import start_changes
from ctpat_app.services.risk_assessments import newest_assessment
from ctpat_app.services.submissions import find_submission
from ctpat_app.services.time_zones import CompanyZone
from ctpat_app.tables.accounts import TradeAccountRow, UserAccountRow
from ctpat_app.tables.annual_reviews import AnnualReviewRow
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.security_models import SecurityModelRow


@dataclass(frozen=True)
class YearlyAssessment:
    """The risk assessment that was finished last; ``counts`` says that it is the one of this review's year."""

    draft_id: int
    finished_on: date
    counts: bool


@dataclass(frozen=True)
class AnnualReview:
    """Where the review stands; ``draft_id`` is 0 until somebody begins, ``following`` the window after this one."""

    model_id: int
    trade_account_id: int
    company: str
    zone: CompanyZone
    today: date
    window: Window
    state: ReviewState
    draft_id: int
    assessment: YearlyAssessment | None
    company_checked_at: datetime | None
    company_checked_by: str
    statements: int
    open: int
    sent_at: datetime | None
    is_late: bool
    reference: str
    is_member: bool
    may_answer: bool
    may_check_company: bool
    may_submit: bool

    @property
    def can_be_worked_on(self) -> bool:
        """Whether it is time, and nothing was sent yet."""
        return self.is_member and self.state in {
            ReviewState.WINDOW_OPEN,
            ReviewState.IN_PROGRESS,
            ReviewState.OVERDUE,
        }

    @property
    def lacks(self) -> tuple[str, ...]:
        """What is still to be done before it can be sent, as codes, in the order of the page."""
        missing = (
            ("annual.assessment-missing", self.assessment is None or not self.assessment.counts),
            ("annual.answers-open", not self.draft_id or self.open > 0),
            ("annual.company-not-checked", self.company_checked_at is None),
        )
        return tuple(code for code, is_missing in missing if is_missing)


def is_review_draft(session: Session, draft_id: int) -> bool:
    """Whether an annual review is worked on in the draft, or was sent from it; the caller authorizes."""
    query = (
        select(col(AnnualReviewRow.id))
        .join(DraftRow, col(DraftRow.subject_id) == col(AnnualReviewRow.security_model_id))
        .where(
            col(AnnualReviewRow.draft_id) == draft_id,
            col(DraftRow.id) == draft_id,
            col(DraftRow.subject_kind) == SECURITY_MODEL,
        )
    )
    return session.scalars(query).first() is not None


def read_review(session: Session, actor: Actor, *, security_model_id: int, now: datetime) -> AnnualReview:
    """Return where the annual review of the model stands, for its people.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        Refusal: ``annual.never-certified``.
    """
    access = require_model(session, actor, security_model_id, Permission.APPLICATION_READ)
    standing = standing_of(session, session.get_one(SecurityModelRow, security_model_id), now)
    return _view(session, actor, access, standing, now)


def begin_review(session: Session, actor: Actor, *, security_model_id: int, now: datetime) -> int:
    """Return the draft in which the review is worked on, made on the first press.

    Changes that the company has not sent yet become part of the review.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        Refusal: ``annual.never-certified``, ``annual.not-open`` (``day``), ``annual.sent-already``.
    """
    account = require_model(session, actor, security_model_id, Permission.PROFILE_ANSWER).trade_account_id
    row = require_open(session, security_model_id, now)
    earlier = _ledger(session, actor, row, now)
    if earlier and not earlier[0].frozen:
        return earlier[0].draft_id
    draft = start_changes(session, actor, security_model_id=security_model_id, now=now)
    if earlier:
        carry_marks(session, earlier[1], actor.user_id, draft, now)
    row.draft_id = draft
    session.add(row)
    session.flush()
    write_audit(
        session,
        trade_account_id=account,
        user_id=actor.user_id,
        action="annual-review.begun",
        subject=f"model:{security_model_id}",
        now=now,
        due=row.due_on.isoformat(),
    )
    return draft


def _view(session: Session, actor: Actor, access: DraftAccess, standing: Standing, now: datetime) -> AnnualReview:
    model, row = standing.model, standing.row
    found = _ledger(session, actor, row, now) if row else None
    draft, ledger = (found[0].draft_id, found[1]) if found else (0, None)
    submission = find_submission(session, draft) if row and row.sent_at else None
    checker = session.get(UserAccountRow, row.company_checked_by) if row and row.company_checked_by else None
    return AnnualReview(
        model_id=model.id or 0,
        trade_account_id=model.trade_account_id,
        company=session.get_one(TradeAccountRow, model.trade_account_id).legal_name,
        zone=standing.zone,
        today=standing.today,
        window=standing.window,
        state=standing.state,
        draft_id=draft,
        assessment=_assessment(session, standing),
        company_checked_at=row.company_checked_at if row else None,
        company_checked_by=checker.name if checker else "",
        statements=len(ledger.statements) if ledger else 0,
        open=len(ledger.open) if ledger else 0,
        sent_at=row.sent_at if row else None,
        is_late=bool(row and row.is_late),
        reference=submission.reference if submission else "",
        is_member=standing.is_member,
        may_answer=access.allows(Permission.PROFILE_ANSWER),
        may_check_company=access.allows(Permission.TRADE_ACCOUNT_EDIT),
        may_submit=access.allows(Permission.ANNUAL_REVIEW_SUBMIT),
    )


def _ledger(session: Session, actor: Actor, row: AnnualReviewRow, now: datetime) -> tuple[DraftAccess, Ledger] | None:
    """Return the draft of the review and what is marked in it; None before, and when it was discarded."""
    draft = draft_of(session, row)
    if not draft:
        return None
    access = require_draft(session, actor, draft, Permission.APPLICATION_READ)
    return access, ledger_of(session, access, row, now)


def _assessment(session: Session, standing: Standing) -> YearlyAssessment | None:
    found = newest_assessment(session, standing.model.trade_account_id)
    if found is None:
        return None
    day = standing.zone.today(found.submitted_at)
    return YearlyAssessment(found.draft_id, day, standing.window.is_this_years(day))
