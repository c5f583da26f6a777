"""The case about a membership as staff see it: headquarters decides, the desk proposes; each look is noted."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from ctpat_app.domain.appeals import WAITING
from ctpat_app.domain.deadlines import SUSPENSION_ANSWER
from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.history import LOOKED_AT_ACTIONS, LOOKED_AT_COMPANY
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.model_history import Dates
from ctpat_app.domain.permissions import Actor, Permission, StaffRole
from ctpat_app.domain.standing import PROPOSED, Decision, Ground, decisions_from
from ctpat_app.services.access import AccountAccess, require_account
from ctpat_app.services.agreed_plans import PlannedAction, planned_actions
from ctpat_app.services.appeals import headquarters
from ctpat_app.services.company_view import note_look
from ctpat_app.services.model_standing import StandingLine, lines_of
from ctpat_app.services.model_steps import dates_of, events_of
from ctpat_app.services.standing_proofs import has_consent
from ctpat_app.services.standing_proposals import ProposalView, proposals_of
from ctpat_app.services.standing_records import (
    AnswerView,
    AppealView,
    DecisionView,
    PlanView,
    answer_to,
    appeal_against,
    decisions_of,
    model_row,
    plan_for,
    standing_suspension,
)


@dataclass(frozen=True)
class StaffAppeal:
    """An appeal with the decision that it is against; ``may_judge``: by the reader."""

    appeal: AppealView
    decision: DecisionView
    may_judge: bool


@dataclass(frozen=True)
class StandingCase:
    """Everything on one page; ``decisions_possible`` is empty for who only proposes."""

    model_id: int
    trade_account_id: int
    company: str
    status: Status
    dates: Dates
    seen: int
    """The newest event: what a decision was made for."""
    lines: tuple[StandingLine, ...]
    decisions: tuple[DecisionView, ...]
    proposals: tuple[ProposalView, ...]
    appeals: tuple[StaffAppeal, ...]
    answer: AnswerView | None
    answer_by: date | None
    actions: tuple[PlannedAction, ...]
    plan: PlanView | None
    asks_consent: bool
    has_consent: bool
    decisions_possible: tuple[Decision, ...]
    proposals_possible: tuple[Decision, ...]


def read_case(session: Session, actor: Actor, *, security_model_id: int, now: datetime) -> StandingCase:
    """Return the case for headquarters, for who looks after the company, or for a supervisor; the look is noted.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody else.
    """
    row = model_row(session, security_model_id)
    access, decides = _reader(session, actor, row.trade_account_id)
    note_look(session, actor, access, LOOKED_AT_COMPANY, now)
    note_look(session, actor, access, LOOKED_AT_ACTIONS, now)
    status, events = Status(row.status), events_of(session, security_model_id)
    suspension, decisions = standing_suspension(session, security_model_id), decisions_of(session, security_model_id)
    possible = decisions_from(status)
    return StandingCase(
        model_id=security_model_id,
        trade_account_id=row.trade_account_id,
        company=access.legal_name,
        status=status,
        dates=dates_of(row),
        seen=(events[-1].id or 0) if events else 0,
        lines=lines_of(session, events),
        decisions=decisions,
        proposals=proposals_of(session, security_model_id),
        appeals=_appeals(session, actor, decisions, decides=decides),
        answer=_sent_answer(session, suspension),
        answer_by=suspension.decided_at.date() + SUSPENSION_ANSWER if suspension else None,
        actions=planned_actions(session, security_model_id),
        plan=plan_for(session, suspension.id) if suspension else None,
        asks_consent=suspension is not None and suspension.ground is Ground.INCIDENT,
        has_consent=has_consent(session, security_model_id),
        decisions_possible=possible if decides else (),
        proposals_possible=() if decides else tuple(each for each in PROPOSED if each in possible),
    )


def _reader(session: Session, actor: Actor, trade_account_id: int) -> tuple[AccountAccess, bool]:
    """Return as whom the actor reads the case, and whether they decide it."""
    access = require_account(session, actor, trade_account_id, Permission.TRADE_ACCOUNT_READ)
    if not isinstance(access.role, StaffRole):
        raise NotPermitted
    return access, access.allows(Permission.MEMBERSHIP_SUSPEND)


def _appeals(
    session: Session, actor: Actor, decisions: tuple[DecisionView, ...], *, decides: bool
) -> tuple[StaffAppeal, ...]:
    """Return the appeals that were filed: what the company is still writing is its own."""
    others = set(headquarters(session)) - {actor.user_id}
    found = []
    for decision in decisions:
        appeal = appeal_against(session, decision.id)
        if appeal is None or appeal.filed_at is None:
            continue
        is_own = decision.decided_by == actor.user_id and bool(others)
        found.append(StaffAppeal(appeal, decision, decides and appeal.state in WAITING and not is_own))
    return tuple(found)


def _sent_answer(session: Session, suspension: DecisionView | None) -> AnswerView | None:
    answer = answer_to(session, suspension.id) if suspension else None
    return answer if answer and answer.sent_at else None
