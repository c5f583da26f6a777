"""The office of officer passes to a named colleague, who must accept and declare; and members leave by themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.handovers import MemberRole, check_leaving, check_offer
from ctpat_app.domain.permissions import Actor, Permission, Role, effective_role, require_recent_proof
from ctpat_app.services.access import require_member, require_membership
from ctpat_app.services.audit import write_audit
from ctpat_app.services.members import declare_officer, step_down
from ctpat_app.services.notices import tell
from ctpat_app.services.signatures import AgreementText
from ctpat_app.tables.accounts import MembershipRow, TradeAccountRow, UserAccountRow
from ctpat_app.tables.organizations import HandoverRow


@dataclass(frozen=True)
class HandoverView:
    """An offer of the office that stands, and what the person who looks may do with it."""

    id: int
    giver: str
    receiver: str
    giver_leaves: bool
    offered_at: datetime
    may_take_back: bool
    may_accept: bool


def standing_handover(session: Session, actor: Actor, *, trade_account_id: int) -> HandoverView | None:
    """Return the offer that stands in the account; None when there is none, or its people are no longer there.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    require_membership(session, actor, trade_account_id)
    row = _open(session, trade_account_id)
    if row is None or not _still_stands(session, row):
        return None
    giver, receiver = (session.get_one(MembershipRow, each) for each in (row.giver_id, row.receiver_id))
    return HandoverView(
        row.id or 0,
        _name(session, giver),
        _name(session, receiver),
        row.giver_leaves,
        row.offered_at,
        giver.user_id == actor.user_id,
        receiver.user_id == actor.user_id,
    )


def offer_office(
    session: Session, actor: Actor, *, trade_account_id: int, member_id: int, leaves: bool, now: datetime
) -> int:
    """Offer the office to another member; the offer's id. Until they accept, everything stays as it is.

    Args:
        session: an open session.
        actor: the officer who hands over.
        trade_account_id: which account.
        member_id: who is to become the officer.
        leaves: whether ``actor`` leaves the account once the other has accepted.
        now: the present moment.

    Raises:
        NotPermitted: ``access.not-yours`` (also for a member of another account), ``access.not-your-role``,
            ``access.prove-again``.
        InvalidValue: ``handover.…``; ``handover.offered-already`` while another offer stands.
    """
    mine = require_member(session, actor, trade_account_id, Permission.TRADE_ACCOUNT_MANAGE_USERS)
    require_recent_proof(actor, now)
    account = _hold(session, trade_account_id)
    receiver = next((row for row in _members(session, trade_account_id) if row.id == member_id), None)
    if receiver is None:
        raise NotPermitted
    check_offer(MemberRole(mine.membership_id, mine.role), _member_role(receiver))
    _clear_way(session, trade_account_id, now)
    row = HandoverRow(
        trade_account_id=trade_account_id,
        giver_id=mine.membership_id,
        receiver_id=member_id,
        giver_leaves=leaves,
        offered_at=now,
    )
    session.add(row)
    session.flush()
    _audit(session, actor, row, "handover.offered", now)
    _tell(session, "handover-offered", receiver.user_id, account, actor, now)
    return row.id or 0


def accept_office(
    session: Session, actor: Actor, *, handover_id: int, agreement: AgreementText, name: str, now: datetime
) -> int:
    """Take over the office: the old officer's declaration ends and ``actor`` declares, both or neither.

    Returns the trade account's id.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody but the named member, ``access.prove-again``.
        InvalidValue: ``handover.over``; ``members.…`` and ``name.…`` as ``members.declare_officer``.
    """
    row, giver, _receiver = _mine(session, actor, handover_id, as_receiver=True)
    require_recent_proof(actor, now)
    account = _hold(session, row.trade_account_id)
    session.refresh(row)
    session.refresh(giver)
    if row.outcome or not _still_stands(session, row):
        raise InvalidValue("handover.over")
    old = session.get_one(UserAccountRow, giver.user_id)
    old_actor = Actor(user_id=giver.user_id, name=old.name, email=old.email, proved_at=now)
    step_down(session, old_actor, trade_account_id=row.trade_account_id, now=now)
    declare_officer(session, actor, trade_account_id=row.trade_account_id, agreement=agreement, name=name, now=now)
    if row.giver_leaves:
        _take_out(session, giver, now)
        _audit_member(session, giver, "member.left", giver.user_id, now)
    _end(session, row, "accepted", now)
    _audit(session, actor, row, "handover.accepted", now)
    _tell(session, "handover-accepted", giver.user_id, account, actor, now)
    return row.trade_account_id


def decline_office(session: Session, actor: Actor, *, handover_id: int, now: datetime) -> None:
    """Say no to the office; the officer is told.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody but the named member.
        InvalidValue: ``handover.over``.
    """
    row, giver, _receiver = _mine(session, actor, handover_id, as_receiver=True)
    account = _hold(session, row.trade_account_id)
    _end_open(session, row, "declined", now)
    _audit(session, actor, row, "handover.declined", now)
    _tell(session, "handover-declined", giver.user_id, account, actor, now)


def take_back_office(session: Session, actor: Actor, *, handover_id: int, now: datetime) -> None:
    """Take the offer back before it was accepted; the other is told.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody but who offered.
        InvalidValue: ``handover.over``.
    """
    row, _giver, receiver = _mine(session, actor, handover_id, as_receiver=False)
    account = _hold(session, row.trade_account_id)
    _end_open(session, row, "taken-back", now)
    _audit(session, actor, row, "handover.taken-back", now)
    _tell(session, "handover-taken-back", receiver.user_id, account, actor, now)


def leave_account(session: Session, actor: Actor, *, trade_account_id: int, now: datetime) -> None:
    """Leave the account; what the person wrote stays, under their name.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.prove-again``.
        InvalidValue: ``members.only-officer``, ``members.last-member``, ``members.last-manager``.
    """
    mine = require_membership(session, actor, trade_account_id)
    require_recent_proof(actor, now)
    _hold(session, trade_account_id)
    rows = _members(session, trade_account_id)
    row = next(each for each in rows if each.id == mine.membership_id)
    check_leaving(_member_role(row), [_member_role(each) for each in rows])
    if _member_role(row).role is Role.OFFICER:
        step_down(session, actor, trade_account_id=trade_account_id, now=now)
    _take_out(session, row, now)
    _audit_member(session, row, "member.left", actor.user_id, now)


# ---------------------------------------------------------------- helpers


def _hold(session: Session, trade_account_id: int) -> TradeAccountRow:
    # Whoever changes who may act for a company waits here: two at once could leave it without anybody.
    return session.get_one(TradeAccountRow, trade_account_id, with_for_update=True, populate_existing=True)


def _open(session: Session, trade_account_id: int) -> HandoverRow | None:
    query = select(HandoverRow).where(HandoverRow.trade_account_id == trade_account_id, HandoverRow.outcome == "")
    return session.exec(query).first()


def _clear_way(session: Session, trade_account_id: int, now: datetime) -> None:
    """End an offer whose people are no longer there.

    Raises:
        InvalidValue: ``handover.offered-already``.
    """
    row = _open(session, trade_account_id)
    if row is None:
        return
    if _still_stands(session, row):
        raise InvalidValue("handover.offered-already")
    _end(session, row, "ended", now)


def _still_stands(session: Session, row: HandoverRow) -> bool:
    giver, receiver = (session.get_one(MembershipRow, each) for each in (row.giver_id, row.receiver_id))
    both_here = giver.removed_at is None and receiver.removed_at is None
    return both_here and _member_role(giver).role is Role.OFFICER and _member_role(receiver).role is Role.EMPLOYEE


def _mine(
    session: Session, actor: Actor, handover_id: int, *, as_receiver: bool
) -> tuple[HandoverRow, MembershipRow, MembershipRow]:
    row = session.get(HandoverRow, handover_id)
    if row is None:
        raise NotPermitted
    require_membership(session, actor, row.trade_account_id)
    giver, receiver = (session.get_one(MembershipRow, each) for each in (row.giver_id, row.receiver_id))
    if (receiver if as_receiver else giver).user_id != actor.user_id:
        raise NotPermitted
    return row, giver, receiver


def _end_open(session: Session, row: HandoverRow, outcome: str, now: datetime) -> None:
    session.refresh(row)
    if row.outcome:
        raise InvalidValue("handover.over")
    _end(session, row, outcome, now)


def _end(session: Session, row: HandoverRow, outcome: str, now: datetime) -> None:
    row.outcome, row.ended_at = outcome, now
    session.add(row)
    session.flush()


def _take_out(session: Session, row: MembershipRow, now: datetime) -> None:
    row.removed_at = now
    session.add(row)
    session.flush()


def _members(session: Session, trade_account_id: int) -> Sequence[MembershipRow]:
    query = select(MembershipRow).where(
        MembershipRow.trade_account_id == trade_account_id, col(MembershipRow.removed_at).is_(None)
    )
    # What this session read before it held the account may be old by now.
    return session.exec(query.order_by(col(MembershipRow.id)).execution_options(populate_existing=True)).all()


def _member_role(row: MembershipRow) -> MemberRole:
    return MemberRole(row.id or 0, effective_role(Role(row.role), row.officer_declared_at, None))


def _name(session: Session, row: MembershipRow) -> str:
    return session.get_one(UserAccountRow, row.user_id).name


def _tell(session: Session, template: str, user_id: int, account: TradeAccountRow, actor: Actor, now: datetime) -> None:
    path = f"trade-account/?account={account.id}"
    tell(session, [user_id], template=template, path=path, now=now, company=account.legal_name, person=actor.name)


def _audit(session: Session, actor: Actor, row: HandoverRow, action: str, now: datetime) -> None:
    write_audit(
        session,
        trade_account_id=row.trade_account_id,
        user_id=actor.user_id,
        action=action,
        subject=f"handover/{row.id}",
        now=now,
        giver=row.giver_id,
        receiver=row.receiver_id,
    )


def _audit_member(session: Session, row: MembershipRow, action: str, user_id: int, now: datetime) -> None:
    write_audit(
        session,
        trade_account_id=row.trade_account_id,
        user_id=user_id,
        action=action,
        subject=f"member/{row.id}",
        now=now,
    )
