"""The company profile in the annual review: what there is to look through, and noting that somebody did."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.services.annual_rows import require_open
from ctpat_app.services.audit import write_audit
from ctpat_app.services.model_access import require_model
from ctpat_app.services.trade_accounts import account_facts
from ctpat_app.tables.accounts import MembershipRow, TradeAccountRow, UserAccountRow
from ctpat_app.tables.security_models import SecurityModelMemberRow, SecurityModelRow


@dataclass(frozen=True)
class ContactLine:
    """A contact of the security model, as it was sent last."""

    name: str
    role: str
    is_primary: bool


@dataclass(frozen=True)
class CompanyProfile:
    """What the annual review looks through of the company."""

    trade_account_id: int
    legal_name: str
    trade_name: str
    country: str
    telephone: str
    website: str
    addresses: tuple[str, ...]
    contacts: tuple[ContactLine, ...]


def read_company(session: Session, actor: Actor, *, security_model_id: int) -> CompanyProfile:
    """Return the facts, addresses and contacts as they stand.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    access = require_model(session, actor, security_model_id, Permission.APPLICATION_READ)
    account = session.get_one(TradeAccountRow, access.trade_account_id)
    return CompanyProfile(
        access.trade_account_id,
        account.legal_name,
        account.trade_name,
        account.country,
        account.telephone,
        account.website,
        tuple(each.label for each in account_facts(session, access.trade_account_id).addresses),
        _contacts(session, security_model_id),
    )


def look_through_company(session: Session, actor: Actor, *, security_model_id: int, now: datetime) -> None:
    """Note that somebody looked the company profile through in this review; the first one who did stands.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        Refusal: as ``annual_rows.require_open``.
    """
    require_model(session, actor, security_model_id, Permission.TRADE_ACCOUNT_EDIT)
    row = require_open(session, security_model_id, now)
    if row.company_checked_at is not None:
        return
    row.company_checked_at, row.company_checked_by = now, actor.user_id
    session.add(row)
    session.flush()
    write_audit(
        session,
        trade_account_id=session.get_one(SecurityModelRow, security_model_id).trade_account_id,
        user_id=actor.user_id,
        action="annual-review.company-checked",
        subject=f"model:{security_model_id}",
        now=now,
        due=row.due_on.isoformat(),
    )


def _contacts(session: Session, model_id: int) -> tuple[ContactLine, ...]:
    query = (
        select(col(UserAccountRow.name), col(SecurityModelMemberRow.role), col(SecurityModelMemberRow.primary_contact))
        .join(MembershipRow, col(MembershipRow.id) == col(SecurityModelMemberRow.membership_id))
        .join(UserAccountRow, col(UserAccountRow.id) == col(MembershipRow.user_id))
        .where(col(SecurityModelMemberRow.security_model_id) == model_id, col(MembershipRow.removed_at).is_(None))
        .order_by(col(SecurityModelMemberRow.id))
    )
    return tuple(ContactLine(name, role, primary) for name, role, primary in session.execute(query))
