"""How a review can end just now: every way rehearsed, with the questions that the decision asks again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from ctpat_app.domain.deadlines import FIRST_VALIDATION, months_later
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.lifecycle import IN_GOOD_STANDING, Status
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.profile_reviews import RULES, ReviewState, Tally, Way, blocked_by, tally, ways_of
from ctpat_app.guidance.decided import statement_keys
from ctpat_app.guidance.flow import Situation
from ctpat_app.services.access import DraftAccess, require_draft
from ctpat_app.services.model_needs import PROOFS, Proof
from ctpat_app.services.model_steps import rehearse_step
from ctpat_app.services.notices import contacts_of
from ctpat_app.services.profile_reviews import Review, StatementDecision, decisions_of, review_of
from ctpat_app.services.sent_drafts import find_submission, frozen_situation
from ctpat_app.services.statement_decisions import newest_decision
from ctpat_app.tables.security_models import SecurityModelRow

_CHANGED: Final = IN_GOOD_STANDING | {Status.SUSPENDED}
"""Statuses in which what a member changed can be decided about."""
_ANY_REASON: Final = "-"
"""A rehearsal does not ask for the reason, which is written when the way is chosen."""


@dataclass(frozen=True)
class WayAhead:
    """One way to decide, as of now: where it leads, or why it cannot be taken yet."""

    way: Way
    status: str
    """Of the security model afterwards."""
    blocked: str = ""
    """Code of what is to be done before; empty when nothing is."""
    needs_reason: bool = False


@dataclass(frozen=True)
class CaseEnd:
    """What stands at the end of a review: how far it is, the ways, and what goes with them."""

    review: Review
    decisions: Mapping[str, StatementDecision]
    tally: Tally
    ways: tuple[WayAhead, ...]
    contacts: int
    """How many people of the company are told."""
    status: str
    newest: int
    """Number of the newest decision about a statement; travels with the decision about the case."""
    validation_by: date
    review_on: date
    """When the first validation and the first annual review are due if the company is certified today."""


def read_case_end(
    session: Session, actor: Actor, *, draft_id: int, now: datetime, proofs: Mapping[str, Proof] = PROOFS
) -> CaseEnd:
    """Return how the review can end just now, without a change.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        Refusal: ``review.not-sent``.
    """
    access = require_draft(session, actor, draft_id, Permission.PROFILE_REVIEW)
    review, submission = review_of(session, draft_id), find_submission(session, draft_id)
    if review is None or submission is None:
        raise Refusal("review.not-sent")
    decisions = decisions_of(session, draft_id)
    found = tally_in(decisions, frozen_situation(session, submission))
    ways = ways_of(review.kind) if review.state is ReviewState.OPEN else ()
    day = now.date()
    return CaseEnd(
        review,
        decisions,
        found,
        tuple(_ahead(session, actor, access, way, found, now, proofs) for way in ways),
        len(contacts_of(session, review.security_model_id)),
        session.get_one(SecurityModelRow, review.security_model_id).status,
        newest_decision(session, draft_id),
        day + FIRST_VALIDATION,
        months_later(day, 12),
    )


def tally_in(decisions: Mapping[str, StatementDecision], situation: Situation) -> Tally:
    """Return how far a review is."""
    return tally(statement_keys(situation), {key: each.decision for key, each in decisions.items()})


def _ahead(
    session: Session,
    actor: Actor,
    access: DraftAccess,
    way: Way,
    found: Tally,
    now: datetime,
    proofs: Mapping[str, Proof],
) -> WayAhead:
    rule = RULES[way]
    status = session.get_one(SecurityModelRow, access.subject_id).status
    if code := what_blocks(session, access, way, found):
        return WayAhead(way, status, code, rule.needs_reason)
    if not rule.step:
        return WayAhead(way, status)
    try:
        after = rehearse_step(
            session,
            actor,
            security_model_id=access.subject_id,
            step=rule.step,
            reason=_ANY_REASON,
            now=now,
            proofs=proofs,
        )
    except Refusal as refusal:
        return WayAhead(way, status, _why_not(refusal), rule.needs_reason)
    return WayAhead(way, after.value, needs_reason=rule.needs_reason)


def _why_not(refusal: Refusal) -> str:
    """Return the code that says what is to be done, for a step that cannot be taken."""
    if refusal.params.get("need") == "vetting-passed":
        return "case.vetting-not-passed"
    return "case.not-under-review" if refusal.code == "lifecycle.wrong-status" else refusal.code


def what_blocks(session: Session, access: DraftAccess, way: Way, found: Tally) -> str:
    """Return the code of what is to be done before ``way``, whatever the step of the model asks for; or empty."""
    status = Status(session.get_one(SecurityModelRow, access.subject_id).status)
    if not RULES[way].step and status not in _CHANGED:
        return "case.no-member"
    return blocked_by(way, found)
