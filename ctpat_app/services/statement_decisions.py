"""Accept or return one statement or part of a profile that was sent; each decision is kept."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from ctpat_app.domain.errors import InvalidValue, Refusal, StaleVersion
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.profile_reviews import Decision, ReviewState, check_decision
from ctpat_app.guidance.decided import part_keys, statement_keys
from ctpat_app.guidance.flow import Situation
from ctpat_app.services.access import DraftAccess, require_draft
from ctpat_app.services.audit import write_audit
from ctpat_app.services.profile_reviews import (
    Review,
    StatementDecision,
    as_review,
    decision_on,
    decisions_of,
)
from ctpat_app.services.sent_drafts import find_submission, frozen_situation
from ctpat_app.services.sent_versions import compare_with_earlier
from ctpat_app.tables.profile_reviews import CriterionDecisionRow, ProfileReviewRow


@dataclass(frozen=True)
class Held:
    """A review that nobody else can decide on before the transaction ends."""

    access: DraftAccess
    row: ProfileReviewRow
    situation: Situation

    @property
    def review(self) -> Review:
        """The review as plain values."""
        return as_review(self.row)


def hold_review(session: Session, actor: Actor, draft_id: int) -> Held:
    """Return the review of what was sent from the draft, for who may decide on it; others wait for the transaction.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        Refusal: ``review.not-sent``.
    """
    access = require_draft(session, actor, draft_id, Permission.PROFILE_REVIEW)
    query = select(ProfileReviewRow).where(col(ProfileReviewRow.draft_id) == draft_id).with_for_update()
    row, submission = session.scalars(query).first(), find_submission(session, draft_id)
    if row is None or submission is None:
        raise Refusal("review.not-sent")
    return Held(access, row, frozen_situation(session, submission))


def decide_statement(
    session: Session,
    actor: Actor,
    *,
    draft_id: int,
    key: str,
    seen_version: int,
    decision: str,
    reason_kind: str = "",
    comment: str = "",
    now: datetime,
) -> StatementDecision:
    """Accept or return a statement or part, or take the decision back; the same once more writes nothing.

    Args:
        key: ``criterion.2.1`` or ``part.addresses``.
        seen_version: of the decision on show; 0 where there was none.
        decision: a value of ``Decision``.
        reason_kind: a value of ``ReturnReason``, for what goes back.
        comment: for what goes back; the company reads it.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``question.unknown``, ``case.part-not-accepted``, and those of ``check_decision``.
        StaleVersion: ``case.decided-meanwhile`` (``who``), when somebody else decided since.
        Refusal: ``review.not-sent``, ``case.closed``.
    """
    held = _hold_open(session, actor, draft_id)
    wanted = _wanted(held.situation, key, decision)
    kept = check_decision(wanted, reason_kind, comment)
    current = decision_on(session, draft_id, key)
    if current is not None and (current.decision, current.reason_kind, current.comment) == (wanted, *kept):
        return current
    if (current.version if current else 0) != seen_version:
        raise _stale(current)
    _write(session, actor, held, key, (current.version if current else 0) + 1, wanted, *kept, now)
    _note(session, actor, held.access, now, decision=wanted.value, key=key)
    decided = decision_on(session, draft_id, key)
    assert decided
    return decided


def accept_unchanged(session: Session, actor: Actor, *, draft_id: int, now: datetime) -> int:
    """Accept each statement that was approved as it stands and about which nothing is decided; return how many.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        Refusal: ``review.not-sent``, ``case.closed``.
    """
    held = _hold_open(session, actor, draft_id)
    compared = compare_with_earlier(session, held.review, held.situation).statements
    decided = decisions_of(session, draft_id)
    unchanged = [key for key, each in compared.items() if each.is_unchanged and key not in decided]
    for key in unchanged:
        _write(session, actor, held, key, 1, Decision.ACCEPTED, "", "", now)
    if unchanged:
        _note(session, actor, held.access, now, decision=Decision.ACCEPTED.value, count=str(len(unchanged)))
    return len(unchanged)


def newest_decision(session: Session, draft_id: int) -> int:
    """Return the number of the newest decision about a statement of the draft, 0 without one; the caller authorizes."""
    query = select(func.max(col(CriterionDecisionRow.id))).where(col(CriterionDecisionRow.draft_id) == draft_id)
    return session.scalar(query) or 0


def _hold_open(session: Session, actor: Actor, draft_id: int) -> Held:
    held = hold_review(session, actor, draft_id)
    if held.review.state is not ReviewState.OPEN:
        raise Refusal("case.closed")
    return held


def _wanted(situation: Situation, key: str, decision: str) -> Decision:
    if decision not in frozenset(Decision) or key not in {*statement_keys(situation), *part_keys(situation)}:
        raise InvalidValue("question.unknown")
    if decision == Decision.ACCEPTED and key in part_keys(situation):
        raise InvalidValue("case.part-not-accepted")  # the vetting looks at them; here they only go back
    return Decision(decision)


def _stale(current: StatementDecision | None) -> StaleVersion:
    if current is None:
        return StaleVersion("case.decided-meanwhile", theirs="", version=0)
    return StaleVersion("case.decided-meanwhile", theirs=current.comment, version=current.version, who=current.who)


def _write(
    session: Session,
    actor: Actor,
    held: Held,
    key: str,
    version: int,
    decision: Decision,
    reason_kind: str,
    comment: str,
    now: datetime,
) -> None:
    session.add(
        CriterionDecisionRow(
            draft_id=held.row.draft_id,
            key=key,
            version=version,
            decision=decision,
            reason_kind=reason_kind,
            comment=comment,
            decided_at=now,
            decided_by=actor.user_id,
        )
    )
    session.flush()


def _note(session: Session, actor: Actor, access: DraftAccess, now: datetime, **what: str) -> None:
    write_audit(
        session,
        trade_account_id=access.trade_account_id,
        user_id=actor.user_id,
        action="profile.statements-reviewed",
        subject=f"draft:{access.draft_id}",
        now=now,
        **what,
    )
