"""What trade accounts hold, as the rules about merging and splitting them look at it. The caller authorizes."""

from typing import Final

from sqlmodel import Session, col, func, or_, select

from ctpat_app.domain.account_changes import ON_ITS_OWN, AccountPart, AccountSide, MemberPart, ModelPart
from ctpat_app.domain.permissions import Role, effective_role
from ctpat_app.guidance.answers import split
from ctpat_app.services.drafts import APPLICATION, SECURITY_MODEL
from ctpat_app.services.organizations import open_requests, parents, standing_links
from ctpat_app.services.security_models import model_facts
from ctpat_app.services.trade_accounts import account_facts
from ctpat_app.tables.accounts import InvitationRow, MembershipRow, TradeAccountRow, UserAccountRow
from ctpat_app.tables.drafts import AnswerRow, DraftRow
from ctpat_app.tables.organizations import HandoverRow, OrganizationRequestRow
from ctpat_app.tables.security_models import SecurityModelRow

ADDRESS_KEYS: Final = ("primary_address", "mailing_address", "secondary_addresses")


def account_side(session: Session, account: int, *, but: int = 0) -> AccountSide:
    """Return the account as the rules look at it; ``but`` is the request that asks, which is not in its own way."""
    unsent = select(DraftRow.id).where(
        DraftRow.trade_account_id == account,
        DraftRow.flow == APPLICATION,
        col(DraftRow.frozen_at).is_(None),
        col(DraftRow.removed_at).is_(None),
    )
    asked = open_requests().where(
        or_(OrganizationRequestRow.trade_account_id == account, OrganizationRequestRow.other_account_id == account),
        OrganizationRequestRow.id != but,
    )
    offered = select(HandoverRow.id).where(HandoverRow.trade_account_id == account, HandoverRow.outcome == "")
    return AccountSide(
        account_part(session, account),
        parents(session).get(account, ON_ITS_OWN),
        has_unsent_form=session.exec(unsent).first() is not None,
        is_asked_about=session.exec(asked).first() is not None,
        office_is_offered=session.exec(offered).first() is not None,
    )


def account_part(session: Session, account: int) -> AccountPart:
    """Return what the account holds now."""
    row = session.get_one(TradeAccountRow, account)
    return AccountPart(
        account,
        row.legal_name,
        row.closed_at is None,
        models=_models(session, account),
        members=_members(session, account),
        addresses=tuple(sorted(each.label for each in account_facts(session, account).addresses)),
        invitations=_invitations(session, account),
        below=_below(session, account),
    )


def named_addresses(session: Session, account: int, model: int) -> dict[int, str]:
    """Return the addresses of the account that the forms of a security model name, as id and words."""
    query = (
        select(AnswerRow.value)
        .join(DraftRow, col(DraftRow.id) == col(AnswerRow.draft_id))
        .where(
            DraftRow.subject_kind == SECURITY_MODEL,
            DraftRow.subject_id == model,
            DraftRow.trade_account_id == account,
            col(AnswerRow.key).in_(ADDRESS_KEYS),
        )
    )
    named = {number for value in session.exec(query) for number in split(value)}
    return {int(each.id): each.label for each in account_facts(session, account).addresses if each.id in named}


def _models(session: Session, account: int) -> tuple[ModelPart, ...]:
    query = select(SecurityModelRow.id).where(SecurityModelRow.trade_account_id == account)
    found = [
        model_facts(session, account, each or 0) for each in session.exec(query.order_by(col(SecurityModelRow.id)))
    ]
    return tuple(ModelPart(each.id, each.name, each.types, each.status) for each in found)


def _members(session: Session, account: int) -> tuple[MemberPart, ...]:
    query = (
        select(MembershipRow, UserAccountRow.name)
        .join(UserAccountRow, col(UserAccountRow.id) == col(MembershipRow.user_id))
        .where(MembershipRow.trade_account_id == account, col(MembershipRow.removed_at).is_(None))
        .order_by(col(MembershipRow.user_id))
    )
    return tuple(
        MemberPart(row.user_id, name, effective_role(Role(row.role), row.officer_declared_at, None))
        for row, name in session.exec(query)
    )


def _invitations(session: Session, account: int) -> int:
    query = select(func.count()).where(
        InvitationRow.trade_account_id == account,
        col(InvitationRow.used_at).is_(None),
        col(InvitationRow.withdrawn_at).is_(None),
    )
    return session.exec(query).one()


def _below(session: Session, account: int) -> tuple[str, ...]:
    children = [link.child_id for link in session.exec(standing_links()) if link.parent_id == account]
    return tuple(sorted(session.get_one(TradeAccountRow, child).legal_name for child in children))
