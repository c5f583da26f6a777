"""A company as staff see it: facts, people, applications; never an answer. Every look is in the company's history."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.history import LOOKED_AT_COMPANY
from ctpat_app.domain.permissions import Actor, Permission, Role, StaffRole, effective_role
from ctpat_app.guidance.flow import Status as PartStatus
from ctpat_app.services.access import AccountAccess, require_account, require_draft
from ctpat_app.services.audit import write_audit
from ctpat_app.services.drafts import APPLICATION, read_situation
from ctpat_app.services.trade_accounts import account_facts, missing_in_trade_account
from ctpat_app.tables.accounts import (
    MembershipRow,
    StaffAssignmentRow,
    TradeAccountRow,
    UserAccountRow,
)
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.drafts import DraftRow, SubmissionRow
from ctpat_app.tables.security_models import SecurityModelRow

ONE_LOOK: Final = timedelta(hours=1)
"""Opening the same page again within this time is still the same look."""


@dataclass(frozen=True)
class SeenPerson:
    """Who belongs to the company, as what, since when."""

    name: str
    role: Role
    job_title: str
    since: datetime


@dataclass(frozen=True)
class SeenApplication:
    """Where an application stands; ``sent_at`` is None and ``reference`` empty until it is sent, parts are 0 after."""

    draft_id: int
    model_id: int
    status: str
    reference: str
    begun_at: datetime
    sent_at: datetime | None
    parts: int
    parts_open: int


@dataclass(frozen=True)
class CompanyView:
    """A company as staff see it; ``specialist`` is empty while nobody looks after it."""

    id: int
    legal_name: str
    trade_name: str
    country: str
    telephone: str
    website: str
    description: str
    created_at: datetime
    is_complete: bool
    specialist: str
    addresses: tuple[str, ...]
    """Each in one line, with what the company calls it."""
    people: tuple[SeenPerson, ...]
    applications: tuple[SeenApplication, ...]
    may_read_history: bool
    may_read_documents: bool
    may_read_profile: bool
    """Whether the answers of applications that were sent are open to the reader as well."""
    may_read_actions: bool


def look_at_company(session: Session, actor: Actor, *, trade_account_id: int, now: datetime) -> CompanyView:
    """Return the company for staff who may read it, and note the look in its history.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody else, its members too, and for what does not exist.
    """
    access = require_account(session, actor, trade_account_id, Permission.TRADE_ACCOUNT_READ)
    if not isinstance(access.role, StaffRole):
        raise NotPermitted
    note_look(session, actor, access, LOOKED_AT_COMPANY, now)
    account = session.get_one(TradeAccountRow, trade_account_id)
    return CompanyView(
        id=trade_account_id,
        legal_name=account.legal_name,
        trade_name=account.trade_name,
        country=account.country,
        telephone=account.telephone,
        website=account.website,
        description=account.description,
        created_at=account.created_at,
        is_complete=not missing_in_trade_account(session, trade_account_id),
        specialist=_specialist(session, trade_account_id),
        addresses=tuple(each.label for each in account_facts(session, trade_account_id).addresses),
        people=_people(session, trade_account_id),
        applications=_applications(session, actor, trade_account_id, now),
        may_read_history=access.allows(Permission.HISTORY_READ),
        may_read_documents=access.allows(Permission.DOCUMENTS_READ),
        may_read_profile=access.allows(Permission.PROFILE_REVIEW),
        may_read_actions=access.allows(Permission.ACTIONS_READ),
    )


def note_look(
    session: Session, actor: Actor, access: AccountAccess, action: str, now: datetime, *, subject: str = ""
) -> None:
    """Note that somebody of the staff looked, unless the same person did in the same role within the hour.

    ``subject`` is what they looked at, when that is not the whole company.
    """
    subject = subject or f"trade-account/{access.trade_account_id}"
    noted = select(col(AuditEventRow.id)).where(
        col(AuditEventRow.chain) == access.trade_account_id,
        col(AuditEventRow.user_id) == actor.user_id,
        col(AuditEventRow.action) == action,
        col(AuditEventRow.subject) == subject,
        col(AuditEventRow.acting_as) == access.role,
        col(AuditEventRow.at) > now - ONE_LOOK,
    )
    if session.scalar(noted.limit(1)) is not None:
        return
    write_audit(
        session,
        trade_account_id=access.trade_account_id,
        user_id=actor.user_id,
        action=action,
        subject=subject,
        now=now,
    )


def _specialist(session: Session, trade_account_id: int) -> str:
    query = (
        select(col(UserAccountRow.name))
        .join(StaffAssignmentRow, col(StaffAssignmentRow.specialist_id) == col(UserAccountRow.id))
        .where(
            col(StaffAssignmentRow.trade_account_id) == trade_account_id,
            col(StaffAssignmentRow.ended_at).is_(None),
        )
    )
    return session.scalar(query) or ""


def _people(session: Session, trade_account_id: int) -> tuple[SeenPerson, ...]:
    query = (
        select(
            col(UserAccountRow.name),
            col(MembershipRow.role),
            col(MembershipRow.officer_declared_at),
            col(MembershipRow.job_title),
            col(MembershipRow.created_at),
        )
        .join(UserAccountRow, col(UserAccountRow.id) == col(MembershipRow.user_id))
        .where(col(MembershipRow.trade_account_id) == trade_account_id, col(MembershipRow.removed_at).is_(None))
        .order_by(col(MembershipRow.id))
    )
    return tuple(
        SeenPerson(name, effective_role(Role(role), declared_at, None), job_title, since)
        for name, role, declared_at, job_title, since in session.connection().execute(query)
    )


def _applications(session: Session, actor: Actor, trade_account_id: int, now: datetime) -> tuple[SeenApplication, ...]:
    query = (
        select(
            col(DraftRow.id),
            col(SecurityModelRow.id),
            col(SecurityModelRow.status),
            col(SubmissionRow.reference),
            col(DraftRow.created_at),
            col(SubmissionRow.submitted_at),
        )
        .join(SecurityModelRow, col(SecurityModelRow.id) == col(DraftRow.subject_id))
        .join(SubmissionRow, col(SubmissionRow.draft_id) == col(DraftRow.id), isouter=True)
        .where(
            col(DraftRow.flow) == APPLICATION,
            col(DraftRow.trade_account_id) == trade_account_id,
            col(DraftRow.removed_at).is_(None),
        )
        .order_by(col(DraftRow.id).desc())
    )
    found = []
    rows = session.connection().execute(query)
    for draft_id, model_id, status, reference, begun_at, sent_at in rows.all():
        parts, still = (0, 0) if reference else _parts(session, actor, int(draft_id or 0), now)
        found.append(
            SeenApplication(
                int(draft_id or 0), int(model_id or 0), status, reference or "", begun_at, sent_at, parts, still
            )
        )
    return tuple(found)


def _parts(session: Session, actor: Actor, draft_id: int, now: datetime) -> tuple[int, int]:
    """Return how many parts an application has now, and how many of them are open; what they hold stays inside."""
    access = require_draft(session, actor, draft_id, Permission.TRADE_ACCOUNT_READ)
    situation = read_situation(session, access, now=now)
    return len(situation.path), sum(situation.status(step) is not PartStatus.COMPLETE for step in situation.path)
