"""What proves that a step of headquarters may be taken: a decision on record, its letter, a plan, a consent.

A suspension that an appeal reversed ends without plan and consent: there is nothing left that they would answer
(decision 26).
"""

from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from ctpat_app.domain.actions import ActionState
from ctpat_app.domain.appeals import AppealState
from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.standing import REAPPLY_DAYS, Decision, Ground, reapply_day
from ctpat_app.services.drafts import SECURITY_MODEL
from ctpat_app.services.signatures import signatures_of
from ctpat_app.services.standing_records import (
    DecisionView,
    appeal_against,
    decisions_of,
    newest_decision,
    plan_for,
    standing_suspension,
)
from ctpat_app.tables.actions import ActionRow
from ctpat_app.tables.security_models import ModelEventRow, SecurityModelRow

VISITS_CONSENT = "unannounced-visits"
"""The agreement under which an officer consents to visits without notice."""


def is_documented(session: Session, model_id: int, now: datetime) -> bool:
    """Whether the step that is taken now has its decision on record, with a reason."""
    found = newest_decision(session, model_id)
    return found is not None and found.decided_at == now and bool(found.reason)


def has_letter(session: Session, model_id: int, now: datetime) -> bool:
    """Whether the decision of now has a letter."""
    found = newest_decision(session, model_id)
    return found is not None and found.decided_at == now and found.letter is not None


def is_plan_agreed(session: Session, model_id: int) -> bool:
    """Whether headquarters agreed to the company's plan of actions, or the suspension was reversed."""
    found = standing_suspension(session, model_id)
    return found is not None and (is_reversed(session, found) or plan_for(session, found.id) is not None)


def is_plan_fulfilled(session: Session, model_id: int) -> bool:
    """Whether every action of the agreed plan is closed; one that was dropped is not."""
    found = standing_suspension(session, model_id)
    if found is None:
        return False
    plan = plan_for(session, found.id)
    if plan is None:
        return is_reversed(session, found)
    closed = select(func.count()).where(
        col(ActionRow.id).in_(plan.actions),
        col(ActionRow.security_model_id) == model_id,
        col(ActionRow.state) == ActionState.CLOSED,
    )
    return is_reversed(session, found) or session.scalar(closed) == len(plan.actions)


def has_consent(session: Session, model_id: int) -> bool:
    """Whether the officer consented to visits without notice since the suspension; only an incident asks for it."""
    found = standing_suspension(session, model_id)
    if found is None:
        return False
    if found.ground is not Ground.INCIDENT or is_reversed(session, found):
        return True
    return any(
        each.agreement_id == VISITS_CONSENT and each.voided_at is None and each.signed_at >= found.decided_at
        for each in signatures_of(session, SECURITY_MODEL, model_id)
    )


def is_reversed(session: Session, decision: DecisionView) -> bool:
    """Whether an appeal reversed the decision."""
    found = appeal_against(session, decision.id)
    return found is not None and found.state is AppealState.REVERSED


def has_waited(session: Session, model_id: int, now: datetime, *, days: int = REAPPLY_DAYS) -> bool:
    """Whether the time between the end of a model and a new application is over."""
    row = session.get(SecurityModelRow, model_id)
    if row is None:
        raise NotPermitted
    if row.status == Status.INELIGIBLE:
        return row.first_submitted_at is not None  # before that the same application is simply corrected
    day = reapply_day(Status(row.status), ended_at(session, model_id, now).date(), waiting_days=days)
    return day is not None and (now.date() >= day or _removal_reversed(session, model_id))


def require_waited(session: Session, trade_account_id: int, *, days: int, now: datetime) -> None:
    """Return nothing unless a removed model of the company lets it wait: a new one is no way around that.

    Raises:
        InvalidValue: ``reapply.wait`` (``day``).
    """
    removed = select(SecurityModelRow).where(
        col(SecurityModelRow.trade_account_id) == trade_account_id, col(SecurityModelRow.status) == Status.REMOVED
    )
    for row in session.scalars(removed).all():
        if not has_waited(session, row.id or 0, now, days=days):
            day = reapply_day(Status.REMOVED, ended_at(session, row.id or 0, now).date(), waiting_days=days)
            raise InvalidValue("reapply.wait", day=day.isoformat() if day else "")


def ended_at(session: Session, model_id: int, now: datetime) -> datetime:
    """Return when the model came to the status that it has."""
    query = select(col(ModelEventRow.at)).where(col(ModelEventRow.security_model_id) == model_id)
    return session.scalars(query.order_by(col(ModelEventRow.id).desc()).limit(1)).first() or now


def _removal_reversed(session: Session, model_id: int) -> bool:
    found = next(iter(decisions_of(session, model_id)), None)
    return found is not None and found.decision is Decision.REMOVE and is_reversed(session, found)
