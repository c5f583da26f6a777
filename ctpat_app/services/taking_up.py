"""What follows when a company has a specialist: the review of what it sent begins, and the company is told."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, select
from sqlmodel import Session, col

from ctpat_app.domain.lifecycle import ENDED, Status
from ctpat_app.domain.permissions import Actor
from ctpat_app.services.model_steps import take_step
from ctpat_app.services.notices import contacts_of, tell
from ctpat_app.tables.accounts import MembershipRow, StaffAssignmentRow, TradeAccountRow
from ctpat_app.tables.security_models import SecurityModelRow


def take_up(session: Session, actor: Actor | None, trade_account_id: int, *, now: datetime) -> None:
    """Begin the review of every application of the company that was sent and waits for a specialist.

    ``actor`` is the supervisor, or None when the kiosk itself does it; the caller has authorized.
    """
    for model in session.scalars(_models(trade_account_id, {Status.SUBMITTED})).all():
        take_step(session, actor, security_model_id=model or 0, step="t.assign", now=now, tells=False)


def take_up_sent(session: Session, trade_account_id: int, *, now: datetime) -> None:
    """Begin the review of what was just sent, when the company has a specialist already."""
    standing = select(col(StaffAssignmentRow.id)).where(
        col(StaffAssignmentRow.trade_account_id) == trade_account_id, col(StaffAssignmentRow.ended_at).is_(None)
    )
    if session.scalar(standing) is not None:
        take_up(session, None, trade_account_id, now=now)


def tell_company(session: Session, trade_account_id: int, *, template: str, now: datetime) -> None:
    """Tell the contacts of the company's security models; everybody there while it has none."""
    models = session.scalars(_models(trade_account_id, set(Status) - ENDED)).all()
    people = {person for model in models for person in contacts_of(session, model or 0)}
    company = session.get_one(TradeAccountRow, trade_account_id).legal_name
    everybody = people or set(_members(session, trade_account_id))
    tell(session, everybody, template=template, path="home/", now=now, company=company)


def _models(trade_account_id: int, statuses: Collection[Status]) -> Select[int | None]:
    return (
        select(col(SecurityModelRow.id))
        .where(
            col(SecurityModelRow.trade_account_id) == trade_account_id,
            col(SecurityModelRow.status).in_([each.value for each in statuses]),
        )
        .order_by(col(SecurityModelRow.id))
    )


def _members(session: Session, trade_account_id: int) -> Collection[int]:
    query = select(col(MembershipRow.user_id)).where(
        col(MembershipRow.trade_account_id) == trade_account_id, col(MembershipRow.removed_at).is_(None)
    )
    return session.scalars(query).all()
