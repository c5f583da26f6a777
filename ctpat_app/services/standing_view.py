"""The page about its standing that a company reads: what happened, what it means, what to do, by when."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.deadlines import SUSPENSION_ANSWER
from ctpat_app.domain.doings import Doing, doings
from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.standing import Ground
from ctpat_app.services.access import LARGEST_ID, DraftAccess, require_membership
from ctpat_app.services.agreed_plans import PlannedAction, planned_actions
from ctpat_app.services.certificates import CertificateView, list_certificates
from ctpat_app.services.enclosures import Choice, choices
from ctpat_app.services.model_access import require_model
from ctpat_app.services.standing_proofs import has_consent
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
from ctpat_app.services.withdrawing import Return, read_return
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.tables.standing import StandingDecisionRow

_TOLD: frozenset[Status] = frozenset({Status.SUSPENDED, Status.REMOVED})


@dataclass(frozen=True)
class Suspended:
    """What a suspended company has to do: answer, keep to the plan, and consent where an incident was the ground."""

    decision: DecisionView
    answer_by: date
    answer: AnswerView | None
    plan: PlanView | None
    actions: tuple[PlannedAction, ...]
    """Those of the plan that was agreed."""
    asks_consent: bool
    has_consent: bool


@dataclass(frozen=True)
class CompanyStanding:
    """The standing of one security model, for the people of the company."""

    model_id: int
    trade_account_id: int
    company: str
    status: Status
    decisions: tuple[DecisionView, ...]
    suspended: Suspended | None
    appeal: AppealView | None
    """Against the newest decision."""
    way_back: Return
    certificates: tuple[CertificateView, ...]
    documents: tuple[Choice, ...]
    doings: frozenset[Doing]
    may_write: bool
    may_sign: bool
    may_withdraw: bool
    may_reapply: bool


@dataclass(frozen=True)
class Banner:
    """What every page of a company says while a model of it is suspended or removed."""

    model_id: int
    status: Status


def read_company_standing(
    session: Session, actor: Actor, *, security_model_id: int, waiting_days: int, now: datetime
) -> CompanyStanding:
    """Return the standing of a security model, for its contacts.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    access = require_model(session, actor, security_model_id, Permission.APPLICATION_READ)
    status = Status(model_row(session, security_model_id).status)
    decisions = decisions_of(session, security_model_id)
    return CompanyStanding(
        security_model_id,
        access.trade_account_id,
        session.get_one(TradeAccountRow, access.trade_account_id).legal_name,
        status,
        decisions,
        _suspended(session, security_model_id),
        appeal_against(session, decisions[0].id) if decisions else None,
        read_return(session, model_id=security_model_id, waiting_days=waiting_days, now=now),
        list_certificates(session, actor, security_model_id=security_model_id),
        choices(session, security_model_id) if access.allows(Permission.DOCUMENTS_READ) else (),
        doings(status),
        access.allows(Permission.PROFILE_ANSWER),
        access.allows(Permission.APPLICATION_SUBMIT),
        _may_withdraw(session, actor, access),
        access.allows(Permission.APPLICATION_REAPPLY),
    )


def _suspended(session: Session, model_id: int) -> Suspended | None:
    decision = standing_suspension(session, model_id)
    if decision is None:
        return None
    plan = plan_for(session, decision.id)
    actions = [each for each in planned_actions(session, model_id) if plan and each.id in plan.actions]
    return Suspended(
        decision,
        decision.decided_at.date() + SUSPENSION_ANSWER,
        answer_to(session, decision.id),
        plan,
        tuple(actions),
        decision.ground is Ground.INCIDENT,
        has_consent(session, model_id),
    )


def _may_withdraw(session: Session, actor: Actor, access: DraftAccess) -> bool:
    # The mark of the primary contact is looked up for this permission alone.
    try:
        require_model(session, actor, access.subject_id, Permission.MEMBERSHIP_WITHDRAW)
    except NotPermitted:
        return False
    return True


def read_letter(session: Session, actor: Actor, *, decision_id: int) -> tuple[DecisionView, str]:
    """Return a decision with its letter, and the company's name, for the contacts of its security model.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    row = session.get(StandingDecisionRow, decision_id) if 0 < decision_id <= LARGEST_ID else None
    if row is None:
        raise NotPermitted
    access = require_model(session, actor, row.security_model_id, Permission.APPLICATION_READ)
    found = next(each for each in decisions_of(session, row.security_model_id) if each.id == decision_id)
    return found, session.get_one(TradeAccountRow, access.trade_account_id).legal_name


def find_banner(session: Session, actor: Actor, *, trade_account_id: int) -> Banner | None:
    """Return what every page of the company says about a suspension or removal, to its members.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    require_membership(session, actor, trade_account_id)
    query = select(col(SecurityModelRow.id), col(SecurityModelRow.status)).where(
        col(SecurityModelRow.trade_account_id) == trade_account_id, col(SecurityModelRow.status).in_(_TOLD)
    )
    found = session.execute(query.order_by(col(SecurityModelRow.id).desc())).first()
    return Banner(found[0] or 0, Status(found[1])) if found else None
