"""Actions that begin elsewhere: from a gap of the readiness, or from a risk that was assessed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from ctpat_app.domain.actions import OPEN_STATES, Origin
from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.guidance.readiness import Gap, GapKind
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.risk import Assessment, Risk, method_of, name_of_risk, read_assessment
from ctpat_app.guidance.texts import Ref
from ctpat_app.services.access import require_draft
from ctpat_app.services.action_plans import plans_of_company
from ctpat_app.services.readiness import read_readiness
from ctpat_app.services.risk_assessments import read_result
from ctpat_app.tables.actions import ActionRow


@dataclass(frozen=True)
class GapStart:
    """A gap that is still there, and the kind of evidence that would fill it; empty where none is missing."""

    gap: Gap
    evidence_kind: str


@dataclass(frozen=True)
class RiskStart:
    """A risk as its assessment names it; ``reference`` leads from the action back to it."""

    leg: Ref
    category: Ref
    finding: str
    criterion_id: str
    reference: str


@dataclass(frozen=True)
class RiskPlan:
    """The plan that takes the risks of a company in, and how many actions it has open for each weak point."""

    draft_id: int
    """0: there is none yet."""
    planned: Mapping[str, int]
    """By the row of the weak point."""


def gap_start(
    session: Session, actor: Actor, *, draft_id: int, criterion_id: str, code: str, now: datetime
) -> GapStart | None:
    """Return the gap with the finding ``code`` at the statement; None when it was mended meanwhile.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    ready = read_readiness(session, actor, draft_id=draft_id, now=now)
    for gap in ready.readiness.gaps:
        if (gap.criterion, gap.finding.code) == (criterion_id, code):
            fitting = ready.opened.situation.library.criteria[criterion_id].evidence
            return GapStart(gap, fitting[0] if gap.kind is GapKind.EVIDENCE and fitting else "")
    return None


def risk_start(
    session: Session, actor: Actor, *, draft_id: int, assessment_id: int, row: str, now: datetime
) -> RiskStart | None:
    """Return the risk of the weak point ``row`` for the plan of ``draft_id``; None when it is gone.

    Raises:
        NotPermitted: ``access.not-yours``, also when the assessment is of another company; ``access.not-your-role``.
    """
    access = require_draft(session, actor, draft_id, Permission.ACTIONS_READ)
    result = read_result(session, actor, draft_id=assessment_id, now=now)
    if result.access.trade_account_id != access.trade_account_id:
        raise NotPermitted
    assessment, library = read_assessment(result.situation.book), result.situation.library
    for risk in assessment.risks(method_of(library)):
        if risk.weak_point.row == row:
            return _start(library, assessment, risk, result.reference)
    return None


def _start(library: Library, assessment: Assessment, risk: Risk, reference: str) -> RiskStart:
    leg, category = name_of_risk(library, assessment, risk)
    weak = risk.weak_point
    return RiskStart(leg, category, weak.finding, weak.criterion, "/".join(filter(None, (reference, weak.row))))


def open_for_statements(session: Session, actor: Actor, *, draft_id: int) -> Mapping[str, int]:
    """Return how many actions are open for each statement that has any.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    access = require_draft(session, actor, draft_id, Permission.ACTIONS_READ)
    query = select(ActionRow.criterion_id).where(
        ActionRow.security_model_id == access.subject_id,
        ActionRow.criterion_id != "",
        col(ActionRow.state).in_(OPEN_STATES),
    )
    return Counter(session.exec(query))


def risk_plan(session: Session, actor: Actor, *, trade_account_id: int) -> RiskPlan:
    """Return where the risks of the company go: the newest of its plans that the actor may see.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    plans = plans_of_company(session, actor, trade_account_id=trade_account_id).plans
    if not plans:
        return RiskPlan(0, {})
    draft_id = plans[-1][0]
    access = require_draft(session, actor, draft_id, Permission.ACTIONS_READ)
    query = select(ActionRow.reference).where(
        ActionRow.security_model_id == access.subject_id,
        ActionRow.origin == Origin.RISK,
        col(ActionRow.state).in_(OPEN_STATES),
    )
    # Rows keep their keys in the assessment of the next year, so the open action is found there as well.
    return RiskPlan(draft_id, Counter(reference.rpartition("/")[2] for reference in session.exec(query)))
