"""Decide the case as a whole: return, certify, reject, not eligible; accept or return what a member changed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlmodel import Session

from ctpat_app.domain.deadlines import FIRST_VALIDATION, months_later
from ctpat_app.domain.errors import InvalidValue, Refusal, StaleVersion
from ctpat_app.domain.permissions import Actor, require_recent_proof
from ctpat_app.domain.profile_reviews import (
    MAX_COMMENT,
    RULES,
    ReviewState,
    Tally,
    Way,
    WayRule,
    ways_of,
)
from ctpat_app.domain.texts import clean_text
from ctpat_app.services.audit import write_audit
from ctpat_app.services.case_ways import tally_in, what_blocks
from ctpat_app.services.model_needs import PROOFS, Proof
from ctpat_app.services.model_steps import take_step
from ctpat_app.services.notices import contacts_of, tell
from ctpat_app.services.profile_reviews import Review, decisions_of
from ctpat_app.services.statement_decisions import Held, hold_review, newest_decision
from ctpat_app.tables.accounts import TradeAccountRow

_TEMPLATES: Final[Mapping[Way, tuple[str, str]]] = {
    Way.RETURN: ("profile-returned", "returned/"),
    Way.CERTIFY: ("application-certified", "application/"),
    Way.REJECT: ("application-decided", "application/"),
    Way.VETTING_FAILS: ("application-decided", "application/"),
    Way.ACCEPT_CHANGES: ("profile-accepted", "application/"),
    Way.RETURN_CHANGES: ("profile-returned", "returned/"),
}
"""What the company is told, and the page that it leads to."""


def decide_case(
    session: Session,
    actor: Actor,
    *,
    draft_id: int,
    way: str,
    reason: str,
    seen: int,
    now: datetime,
    proofs: Mapping[str, Proof] = PROOFS,
) -> Review:
    """End the review, move the security model where the way says so, and tell the company; twice is once.

    Args:
        way: a value of ``Way``.
        reason: in words; the company reads it.
        seen: number of the newest decision about a statement that was on show.
        proofs: what proves the needs of a step.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``, ``access.prove-again``.
        InvalidValue: ``case.way-missing``, ``case.reason-missing``, ``text.too-long``, ``lifecycle.wrong-status``.
        StaleVersion: ``case.changed-meanwhile``, when statements were decided since.
        Refusal: ``review.not-sent``, ``case.closed``, ``lifecycle.not-proved``, or a code of ``blocked_by``.
    """
    held = hold_review(session, actor, draft_id)
    if way not in frozenset(ways_of(held.review.kind)):
        raise InvalidValue("case.way-missing")
    chosen, rule = Way(way), RULES[Way(way)]
    if held.review.state is not ReviewState.OPEN:
        if (held.row.state, held.row.decided_by) == (rule.outcome, actor.user_id):
            return held.review
        raise Refusal("case.closed")
    if newest_decision(session, draft_id) != seen:
        raise StaleVersion("case.changed-meanwhile", theirs="", version=seen)
    told = _reason(rule, reason)
    found = tally_in(decisions_of(session, draft_id), held.situation)
    if code := what_blocks(session, held.access, chosen, found):
        raise Refusal(code)
    require_recent_proof(actor, now)
    _move(session, actor, held, rule, told, now, proofs)
    _close(session, actor, held, rule, told, now)
    _tell(session, held, chosen, found, now)
    return held.review


def _reason(rule: WayRule, typed: str) -> str:
    reason = clean_text(typed, MAX_COMMENT)
    if rule.needs_reason and not reason:
        raise InvalidValue("case.reason-missing")
    return reason


def _move(
    session: Session, actor: Actor, held: Held, rule: WayRule, reason: str, now: datetime, proofs: Mapping[str, Proof]
) -> None:
    if rule.step:
        take_step(
            session,
            actor,
            security_model_id=held.row.security_model_id,
            step=rule.step,
            reason=reason,
            now=now,
            proofs=proofs,
            tells=False,
        )


def _close(session: Session, actor: Actor, held: Held, rule: WayRule, reason: str, now: datetime) -> None:
    row = held.row
    row.state, row.decided_at, row.decided_by, row.reason = rule.outcome, now, actor.user_id, reason
    session.add(row)
    session.flush()
    if rule.step:
        return  # the step itself is in the trail
    write_audit(
        session,
        trade_account_id=held.access.trade_account_id,
        user_id=actor.user_id,
        action="profile.accepted" if rule.outcome is ReviewState.ACCEPTED else "profile.returned",
        subject=f"draft:{row.draft_id}",
        now=now,
    )


def _tell(session: Session, held: Held, way: Way, found: Tally, now: datetime) -> None:
    template, page = _TEMPLATES[way]
    company = session.get_one(TradeAccountRow, held.access.trade_account_id).legal_name
    day = now.date()
    tell(
        session,
        contacts_of(session, held.row.security_model_id),
        template=template,
        path=f"{page}?draft={held.row.draft_id}",
        now=now,
        company=company,
        count=str(found.sent_back),
        date=held.row.opened_at.date().isoformat(),
        validation_by=(day + FIRST_VALIDATION).isoformat(),
        review_on=months_later(day, 12).isoformat(),
    )
