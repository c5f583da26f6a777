"""Invitations to a trade account: a mailed link, bound to one address, one account and one role, that works once."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import urlencode

from sqlmodel import Session, col, select

from ctpat_app.domain.emails import EmailAddress, read_email
from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.names import read_name
from ctpat_app.domain.permissions import Actor, Contributor, Permission, Role
from ctpat_app.domain.tokens import token_hash
from ctpat_app.domain.trade_accounts import MAX_INVITATIONS_A_DAY, MAX_OPEN_INVITATIONS, clean_invited_role
from ctpat_app.services.access import require_member
from ctpat_app.services.audit import act_as, write_audit
from ctpat_app.services.given import claim_shares, drop_shares
from ctpat_app.services.outbox import put_mail
from ctpat_app.tables.accounts import InvitationRow, MembershipRow, TradeAccountRow, UserAccountRow

LIFETIME: Final = timedelta(days=7)
_TEMPLATES: Final[dict[str, str]] = {
    Role.OFFICER: "invitation-officer",
    Contributor.CONTRIBUTOR: "invitation-statements",
}


class InvitationState(StrEnum):
    """Whether an invitation can still be accepted."""

    OPEN = "open"
    USED = "used"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True)
class InvitationView:
    """An invitation as those who manage the account see it."""

    id: int
    email: str
    name: str
    role: str
    state: InvitationState
    invited_by: str
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class InvitationLook:
    """What the holder of a link may see before signing in; ``masked_email`` hides most of the address."""

    state: InvitationState
    company: str
    role: str
    invited_by: str
    masked_email: str
    expires_at: datetime


def invite(
    session: Session,
    actor: Actor,
    *,
    trade_account_id: int,
    email: str,
    role: str,
    name: str,
    language: str,
    now: datetime,
) -> InvitationView:
    """Invite a person to the account; an earlier open invitation to the same address is replaced.

    Args:
        session: an open session.
        actor: who invites.
        trade_account_id: which account.
        email: where the link goes.
        role: ``officer``, ``employee`` or ``consultant``.
        name: how the mail greets the person; may be empty.
        language: BCP 47 tag of mail and page, unless the invited person already uses the kiosk in another one.
        now: the present moment.

    Raises:
        NotPermitted: ``actor`` may not manage the users of the account.
        InvalidValue: ``email.…``, ``name.…``, ``invitation.role-unknown``, ``invitation.already-member``,
            ``invitation.too-many`` or ``invitation.too-many-today`` (``limit``).
    """
    require_member(session, actor, trade_account_id, Permission.TRADE_ACCOUNT_MANAGE_USERS)
    offered = clean_invited_role(role)
    return send_invitation(
        session,
        actor,
        trade_account_id=trade_account_id,
        email=email,
        role=offered,
        name=name,
        language=language,
        now=now,
    )


def send_invitation(
    session: Session,
    actor: Actor,
    *,
    trade_account_id: int,
    email: str,
    role: str,
    name: str,
    language: str,
    now: datetime,
) -> InvitationView:
    """Send an invitation, also to somebody who shall only answer statements (``role``: contributor).

    The caller has authorized it.

    Raises:
        InvalidValue: as ``invite``, but for the role.
    """
    address = read_email(email)
    account = session.get_one(TradeAccountRow, trade_account_id, with_for_update=True)
    _refuse_member(session, trade_account_id, address)
    _replace_open(session, trade_account_id, address, now)
    token = secrets.token_urlsafe(32)
    row = InvitationRow(
        token_hash=token_hash(token),
        trade_account_id=trade_account_id,
        email_key=address.key,
        email=address.address,
        role=role,
        name=read_name(name) if name.strip() else "",
        invited_by=actor.user_id,
        created_at=now,
        expires_at=now + LIFETIME,
    )
    session.add(row)
    session.flush()
    spoken = _language(session, address, language)
    put_mail(
        session,
        template=_TEMPLATES.get(role, "invitation"),
        language=spoken,
        recipient=address.address,
        now=now,
        path=f"/{spoken}/invitation/?{urlencode({'token': token})}",
        company=account.legal_name,
        inviter=actor.name,
        role=role,
        days=str(LIFETIME.days),
    )
    _audit(session, actor, row, "invitation.sent", now)
    return _view(row, actor.name, now)


def _refuse_member(session: Session, trade_account_id: int, address: EmailAddress) -> None:
    query = (
        select(MembershipRow.id)
        .join(UserAccountRow, col(MembershipRow.user_id) == col(UserAccountRow.id))
        .where(
            MembershipRow.trade_account_id == trade_account_id,
            col(MembershipRow.removed_at).is_(None),
            UserAccountRow.email_key == address.key,
        )
    )
    if session.exec(query).first() is not None:
        raise InvalidValue("invitation.already-member")


def _replace_open(session: Session, trade_account_id: int, address: EmailAddress, now: datetime) -> None:
    rows = _rows(session, trade_account_id)
    if sum(row.created_at > now - timedelta(days=1) for row in rows) >= MAX_INVITATIONS_A_DAY:
        raise InvalidValue("invitation.too-many-today", limit=MAX_INVITATIONS_A_DAY)
    waiting = [row for row in rows if _state(row, now) is InvitationState.OPEN]
    for row in waiting:
        if row.email_key == address.key:
            row.withdrawn_at = now
            session.add(row)
    if sum(row.email_key != address.key for row in waiting) >= MAX_OPEN_INVITATIONS:
        raise InvalidValue("invitation.too-many", limit=MAX_OPEN_INVITATIONS)


def _language(session: Session, address: EmailAddress, language: str) -> str:
    known = session.exec(select(UserAccountRow.language).where(UserAccountRow.email_key == address.key)).first()
    return known or language


def list_invitations(
    session: Session, actor: Actor, *, trade_account_id: int, now: datetime
) -> tuple[InvitationView, ...]:
    """Return the invitations that are open or ran out unused, newest first.

    Raises:
        NotPermitted: ``actor`` may not manage the users of the account.
    """
    require_member(session, actor, trade_account_id, Permission.TRADE_ACCOUNT_MANAGE_USERS)
    views = [_view(row, _name(session, row.invited_by), now) for row in _rows(session, trade_account_id)]
    shown = {InvitationState.OPEN, InvitationState.EXPIRED}
    return tuple(view for view in reversed(views) if view.state in shown)


def withdraw_invitation(
    session: Session, actor: Actor, *, trade_account_id: int, invitation_id: int, now: datetime
) -> None:
    """Make the link of an invitation worthless; withdrawing twice is the same as once.

    Raises:
        NotPermitted: ``actor`` may not manage the users of the account, or the invitation is not of this account.
        InvalidValue: ``invitation.used``.
    """
    require_member(session, actor, trade_account_id, Permission.TRADE_ACCOUNT_MANAGE_USERS)
    row = session.get(InvitationRow, invitation_id, with_for_update=True)
    if row is None or row.trade_account_id != trade_account_id:
        raise NotPermitted
    if row.used_at is not None:
        raise InvalidValue("invitation.used")
    if row.withdrawn_at is None:
        row.withdrawn_at = now
        session.add(row)
        drop_shares(session, row, by=actor.user_id, now=now)
        _audit(session, actor, row, "invitation.withdrawn", now)


def send_again(
    session: Session, actor: Actor, *, trade_account_id: int, invitation_id: int, language: str, now: datetime
) -> InvitationView:
    """Send an invitation anew, with a new link and seven new days; the link before stops working.

    Raises:
        NotPermitted: ``actor`` may not manage the users of the account, or the invitation is not of this account.
        InvalidValue: ``invitation.used``; else as ``invite``.
    """
    require_member(session, actor, trade_account_id, Permission.TRADE_ACCOUNT_MANAGE_USERS)
    row = session.get(InvitationRow, invitation_id)
    if row is None or row.trade_account_id != trade_account_id:
        raise NotPermitted
    if row.used_at is not None:
        raise InvalidValue("invitation.used")
    if row.withdrawn_at is None:
        row.withdrawn_at = now
        session.add(row)
    return send_invitation(
        session,
        actor,
        trade_account_id=trade_account_id,
        email=row.email,
        role=row.role,
        name=row.name,
        language=language,
        now=now,
    )


def look_at_invitation(session: Session, *, token: str, now: datetime) -> InvitationLook:
    """Return what the holder of a link may know, signed in or not.

    Raises:
        NotPermitted: ``invitation.unknown``: no invitation has this link.
    """
    row = _by_token(session, token)
    account = session.get_one(TradeAccountRow, row.trade_account_id)
    return InvitationLook(
        state=_state(row, now),
        company=account.legal_name,
        role=row.role,
        invited_by=_name(session, row.invited_by),
        masked_email=mask_email(row.email),
        expires_at=row.expires_at,
    )


def accept_invitation(session: Session, actor: Actor, *, token: str, now: datetime) -> int:
    """Make ``actor`` a member with the role of the invitation; return the id of the trade account.

    Who was invited to answer statements alone becomes no member: the statements are theirs, and 0 is returned. An
    officer acts as an employee until the authority is declared. Who was a member before comes back with the new role.
    Pressing twice is the same as once.

    Raises:
        NotPermitted: ``invitation.unknown``, ``invitation.other-address`` (``email``: masked),
            ``invitation.address-not-confirmed``.
        InvalidValue: ``invitation.used``, ``invitation.withdrawn``, ``invitation.expired``.
    """
    row = _by_token(session, token)
    person = session.get_one(UserAccountRow, actor.user_id)
    if person.email_key != row.email_key:
        raise NotPermitted("invitation.other-address", email=mask_email(row.email))
    if person.email_confirmed_at is None:
        raise NotPermitted("invitation.address-not-confirmed")
    state = _state(row, now)
    if row.role == Contributor.CONTRIBUTOR:
        return _accept_statements(session, actor, row, state, now)
    member = _membership(session, row.trade_account_id, actor.user_id)
    if state is InvitationState.USED and member is not None and member.removed_at is None:
        return row.trade_account_id
    if state is not InvitationState.OPEN:
        raise InvalidValue(f"invitation.{state}")
    row.used_at = now
    session.add_all([row, _joined(member, row, actor, now)])
    claim_shares(session, row, actor.user_id)
    _audit(session, actor, row, "invitation.accepted", now)
    return row.trade_account_id


def _accept_statements(
    session: Session, actor: Actor, row: InvitationRow, state: InvitationState, now: datetime
) -> int:
    if state is InvitationState.OPEN:
        row.used_at = now
        session.add(row)
        claim_shares(session, row, actor.user_id)
        act_as(session, actor, row.trade_account_id, Contributor.CONTRIBUTOR)
        _audit(session, actor, row, "statements.accepted", now)
    elif state is not InvitationState.USED:
        raise InvalidValue(f"invitation.{state}")
    return 0


def _joined(member: MembershipRow | None, row: InvitationRow, actor: Actor, now: datetime) -> MembershipRow:
    if member is None:
        return MembershipRow(
            trade_account_id=row.trade_account_id, user_id=actor.user_id, role=row.role, created_at=now
        )
    if member.removed_at is not None:
        member.role, member.removed_at, member.officer_declared_at = row.role, None, None
    return member


def mask_email(email: str) -> str:
    """Return ``email`` with all but its first letter and its domain hidden: ``a•••@example.com``."""
    local, _at, domain = email.partition("@")
    return f"{local[:1]}•••@{domain}"


def _by_token(session: Session, token: str) -> InvitationRow:
    query = select(InvitationRow).where(InvitationRow.token_hash == token_hash(token)).with_for_update()
    row = session.exec(query).first()
    if row is None:
        raise NotPermitted("invitation.unknown")
    return row


def _membership(session: Session, trade_account_id: int, user_id: int) -> MembershipRow | None:
    query = select(MembershipRow).where(
        MembershipRow.trade_account_id == trade_account_id, MembershipRow.user_id == user_id
    )
    return session.exec(query.with_for_update()).first()


def _rows(session: Session, trade_account_id: int) -> list[InvitationRow]:
    query = select(InvitationRow).where(InvitationRow.trade_account_id == trade_account_id)
    return list(session.exec(query.order_by(col(InvitationRow.id))))


def _state(row: InvitationRow, now: datetime) -> InvitationState:
    if row.used_at is not None:
        return InvitationState.USED
    if row.withdrawn_at is not None:
        return InvitationState.WITHDRAWN
    return InvitationState.OPEN if now < row.expires_at else InvitationState.EXPIRED


def _view(row: InvitationRow, invited_by: str, now: datetime) -> InvitationView:
    return InvitationView(
        row.id or 0, row.email, row.name, row.role, _state(row, now), invited_by, row.created_at, row.expires_at
    )


def _name(session: Session, user_id: int) -> str:
    return session.get_one(UserAccountRow, user_id).name


def _audit(session: Session, actor: Actor, row: InvitationRow, action: str, now: datetime) -> None:
    write_audit(
        session,
        trade_account_id=row.trade_account_id,
        user_id=actor.user_id,
        action=action,
        subject=f"invitation/{row.id}",
        now=now,
        role=row.role,
    )
