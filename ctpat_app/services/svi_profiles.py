"""What partners see of each other: business types for everybody who finds them, and what "share more" adds."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.services.model_types import types_of_model
from ctpat_app.services.trade_accounts import account_facts
from ctpat_app.tables.accounts import MembershipRow, TradeAccountRow, UserAccountRow
from ctpat_app.tables.security_models import SecurityModelMemberRow, SecurityModelRow


@dataclass(frozen=True)
class SharedFacts:
    """What a participant shows by "share more" (``domain.svi.SHARED``); empty where it has entered nothing."""

    company: str
    types: tuple[str, ...]
    country: str
    address: str
    website: str
    contact_name: str
    contact_email: str
    contact_telephone: str


def shared_facts(session: Session, security_model_id: int) -> SharedFacts:
    """Return what the model shows partners who may see more; the caller authorizes."""
    model = session.get_one(SecurityModelRow, security_model_id)
    account = session.get_one(TradeAccountRow, model.trade_account_id)
    addresses = account_facts(session, model.trade_account_id).addresses
    name, email, telephone = _primary_contact(session, security_model_id)
    return SharedFacts(
        company=account.legal_name,
        types=types_of_model(session, security_model_id),
        country=account.country,
        address=addresses[0].label if addresses else "",
        website=account.website,
        contact_name=name,
        contact_email=email,
        contact_telephone=telephone,
    )


def _primary_contact(session: Session, security_model_id: int) -> tuple[str, str, str]:
    query = (
        select(col(UserAccountRow.name), col(UserAccountRow.email), col(MembershipRow.telephone))
        .join(MembershipRow, col(MembershipRow.user_id) == col(UserAccountRow.id))
        .join(SecurityModelMemberRow, col(SecurityModelMemberRow.membership_id) == col(MembershipRow.id))
        .where(
            col(SecurityModelMemberRow.security_model_id) == security_model_id,
            col(SecurityModelMemberRow.primary_contact),
            col(MembershipRow.removed_at).is_(None),
        )
    )
    row = session.execute(query).first()
    return (row[0], row[1], row[2]) if row else ("", "", "")
