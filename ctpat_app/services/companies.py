"""The companies of a person for the side menu: which one is active, in which role, and what waits in each."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from ctpat_app.domain.permissions import Actor, Permission, Role, may
from ctpat_app.domain.security_models import Operation
from ctpat_app.services.access import Membership, memberships_of
from ctpat_app.services.application import ApplicationSummary, list_applications
from ctpat_app.services.handovers import standing_handover
from ctpat_app.services.organizations import RequestView, requests_to
from ctpat_app.services.security_models import texts_to_choose
from ctpat_app.tables.accounts import InvitationRow
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.security_models import SecurityModelRow


@dataclass(frozen=True)
class CompanyEntry:
    """A company in the menu; ``draft_id`` is its newest application that the person may read, 0 when there is none."""

    account_id: int
    name: str
    role: Role
    is_active: bool
    draft_id: int
    parts_to_do: int
    invitations: int
    """Sent and not accepted yet."""
    waiting: int
    """Requests and offers that need this person's word."""


def list_companies(
    session: Session, actor: Actor, *, account_id: int, draft_id: int, model_id: int = 0, now: datetime
) -> tuple[CompanyEntry, ...]:
    """Return the companies of ``actor``, oldest membership first; the address names the active one.

    A number in the address that is not theirs activates nothing: it answers like one that does not exist.

    Args:
        session: an open session.
        actor: whose companies.
        account_id: the trade account that the address names, 0 for none.
        draft_id: the draft that the address names, 0 for none; its company is the active one.
        model_id: the security model that the address names, 0 for none; its company is the active one.
        now: the present moment.
    """
    mine = memberships_of(session, actor)
    active = _active(session, mine, account_id, draft_id, model_id)
    if len(mine) < 2:  # one company: no menu, so nothing is counted
        return tuple(
            CompanyEntry(each.trade_account_id, each.legal_name, each.role, active > 0, 0, 0, 0, 0) for each in mine
        )
    applications = list_applications(session, actor, now=now)
    asks = requests_to(session, actor)
    return tuple(_entry(session, actor, each, active, applications, asks, now=now) for each in mine)


def _active(session: Session, mine: list[Membership], account_id: int, draft_id: int, model_id: int) -> int:
    own = [each.trade_account_id for each in mine]
    if draft_id:
        found = session.exec(select(DraftRow.trade_account_id).where(DraftRow.id == draft_id)).first()
        return found if found in own else 0
    if model_id:
        of_model = select(SecurityModelRow.trade_account_id).where(SecurityModelRow.id == model_id)
        found = session.exec(of_model).first()
        return found if found in own else 0
    if account_id:
        return account_id if account_id in own else 0
    return own[0] if own else 0


def _entry(
    session: Session,
    actor: Actor,
    member: Membership,
    active: int,
    applications: tuple[ApplicationSummary, ...],
    asks: tuple[RequestView, ...],
    *,
    now: datetime,
) -> CompanyEntry:
    account = member.trade_account_id
    own = [each for each in applications if each.trade_account_id == account]
    unsent = [each for each in own if not each.reference]
    manages = may(member.role, Permission.TRADE_ACCOUNT_MANAGE_USERS)
    return CompanyEntry(
        account,
        member.legal_name,
        member.role,
        account == active,
        (unsent or own)[0].draft_id if own else 0,
        sum(each.parts - each.parts_done for each in unsent),
        _open_invitations(session, account, now) if manages else 0,
        _waiting(session, actor, member, asks),
    )


def _open_invitations(session: Session, account: int, now: datetime) -> int:
    query = select(func.count(col(InvitationRow.id))).where(
        InvitationRow.trade_account_id == account,
        col(InvitationRow.used_at).is_(None),
        col(InvitationRow.withdrawn_at).is_(None),
        InvitationRow.expires_at > now,
    )
    return session.exec(query).one()


def _waiting(session: Session, actor: Actor, member: Membership, asks: tuple[RequestView, ...]) -> int:
    account, is_officer = member.trade_account_id, member.role is Role.OFFICER
    offer = standing_handover(session, actor, trade_account_id=account)
    texts = len(texts_to_choose(session, actor, trade_account_id=account)) if is_officer else 0
    # A link or merge waits for an officer of any company; the office of a new one is asked for within one company.
    within = [each for each in asks if each.operation is Operation.SPLIT_ACCOUNT]
    asked = is_officer and len(within) < len(asks)
    offices = sum(each.account_id == account for each in within)
    return int(offer is not None and offer.may_accept) + texts + int(asked) + offices
