"""What the form of a new action begins with: what the address names, read anew, never taken from the address itself."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_reading, in_session
from ctpat_app.domain.actions import MAX_WHAT, Origin, Owner, Plan
from ctpat_app.domain.numbers import number_in
from ctpat_app.services.action_starts import GapStart, RiskStart, gap_start, risk_start
from ctpat_app.state.session import SessionState
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message
from ctpat_app.words.reviews import finding_text, gap_name

_ORIGINS: Final = frozenset({Origin.OWN, Origin.GAP, Origin.CORRECTIVE, Origin.RISK})


async def proposed_plan(session: SessionState, draft: int, wanted: Mapping[str, str]) -> Plan:
    """Return the plan that ``wanted`` proposes: the reader as owner, and what the gap or the risk says.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    origin, about = wanted.get("origin", ""), wanted.get("about", "")
    plan = Plan(
        "",
        Owner(session.actor().user_id),
        None,
        origin=origin if origin in _ORIGINS else Origin.OWN.value,
        criterion_id=wanted.get("criterion", ""),
    )
    if about and plan.origin == Origin.GAP:
        gap = await in_session(
            gap_start, session.actor(), draft_id=draft, criterion_id=plan.criterion_id, code=about, now=now()
        )
        return from_gap(plan, gap, session.language) if gap else plan
    if about and plan.origin == Origin.RISK:
        assessment = number_in(wanted.get("assessment", ""))
        risk = await in_reading(
            risk_start, session.actor(), draft_id=draft, assessment_id=assessment, row=about, now=now()
        )
        return from_risk(plan, risk, session.language) if risk else plan
    return plan


def from_gap(plan: Plan, start: GapStart, language: str) -> Plan:
    """Return ``plan`` with what is missing at the statement, in the reader's language."""
    finding = start.gap.finding
    reason = gap_name(finding.code, language)
    return replace(
        plan,
        what=message("action.start-gap", language, number=start.gap.criterion, reason=reason)[:MAX_WHAT],
        why=finding_text(finding.code, language, words=finding.words, params=finding.params),
        evidence_kind=start.evidence_kind,
    )


def from_risk(plan: Plan, start: RiskStart, language: str) -> Plan:
    """Return ``plan`` with the risk as its assessment calls it, in the reader's language."""
    localiser = localiser_for(language)
    leg, category = localiser.text(start.leg), localiser.text(start.category)
    return replace(
        plan,
        what=message("action.start-risk", language, leg=leg, category=category)[:MAX_WHAT],
        why=start.finding,
        reference=start.reference,
        criterion_id=start.criterion_id,
    )
