"""Agree to, decline, approve or undo requests of trade organizations, and carry them out when they are due."""

import json
from datetime import datetime

from sqlmodel import Session, col, select

from ctpat_app.domain.account_changes import AccountsOutcome, AccountsRehearsal
from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.security_models import (
    OPEN,
    SECOND_THOUGHTS,
    Operation,
    Outcome,
    RequestState,
    check_link,
    clean_reason,
)
from ctpat_app.services.access import require_member, require_staff
from ctpat_app.services.account_changes import carry_out_asked, detail_of, rehearse_asked
from ctpat_app.services.account_splitting import drop_declaration
from ctpat_app.services.organizations import (
    RequestView,
    audit_request,
    open_requests,
    parents,
    request_view,
    sides,
    tell,
)
from ctpat_app.services.security_models import (
    carry_out_merge,
    carry_out_split,
    merge_facts,
    model_facts,
    preview_merge,
    preview_split,
)
from ctpat_app.tables.accounts import TradeAccountRow, UserAccountRow
from ctpat_app.tables.organizations import AccountLinkRow, OrganizationRequestRow

PERMISSION_FOR = {
    Operation.LINK: Permission.MODEL_LINK,
    Operation.DELINK: Permission.MODEL_LINK,
    Operation.MERGE: Permission.MODEL_REQUEST_MERGE_SPLIT,
    Operation.SPLIT: Permission.MODEL_REQUEST_MERGE_SPLIT,
    Operation.MERGE_ACCOUNTS: Permission.MODEL_REQUEST_MERGE_SPLIT,
    Operation.SPLIT_ACCOUNT: Permission.MODEL_REQUEST_MERGE_SPLIT,
}
_OF_ACCOUNTS = (Operation.MERGE_ACCOUNTS, Operation.SPLIT_ACCOUNT)
_OF_MANAGEMENT = (Operation.MERGE, Operation.SPLIT, *_OF_ACCOUNTS)


def agree_to_link(session: Session, actor: Actor, *, request_id: int, trade_account_id: int, now: datetime) -> None:
    """Agree, as the officer of ``trade_account_id``, to be linked with the company that asked.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody who was not asked, ``access.not-your-role``.
        InvalidValue: ``link.…``, ``organization.over``.
    """
    row = asked_of(session, actor, request_id)
    if row.operation != Operation.LINK:
        raise NotPermitted
    require_member(session, actor, trade_account_id, Permission.MODEL_LINK)
    require_state(row, RequestState.WAITING_PARTNER)
    parent, child = sides(row, trade_account_id)
    check_link(parent, child, parents(session))
    row.other_account_id = trade_account_id
    settle(session, row, actor.user_id, RequestState.AGREED, now, takes_effect_at=now + SECOND_THOUGHTS)


def decline_link(session: Session, actor: Actor, *, request_id: int, now: datetime) -> None:
    """Say no to what somebody asked for: a link or merge with another company, or the office in a new one.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody who was not asked.
        InvalidValue: ``organization.over``.
    """
    row = asked_of(session, actor, request_id)
    require_state(row, RequestState.WAITING_PARTNER)
    settle(session, row, actor.user_id, RequestState.DECLINED, now)


def decide_request(session: Session, actor: Actor, *, request_id: int, approve: bool, note: str, now: datetime) -> None:
    """Approve or decline a merge or split, as CTPAT management; ``note`` is the reason, which a refusal needs.

    What is approved about whole accounts is one outcome: when another one would come, nothing takes effect.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody else.
        InvalidValue: ``organization.reason-short``, ``organization.over``; of whole accounts, approved, what the rules
            refuse today.
    Source: Portal User Manual rev. 1.1, "Security Model Operations"; permission model:approve-merge-split.
    """
    require_staff(session, actor, Permission.MODEL_APPROVE_MERGE_SPLIT)
    row = _row(session, request_id)
    if row.operation not in _OF_MANAGEMENT:
        raise NotPermitted
    require_state(row, RequestState.WAITING_APPROVAL)
    row.decision_note = clean_reason(note) if note.strip() or not approve else ""
    if approve and row.operation in _OF_ACCOUNTS:
        seen = rehearse_asked(session, row).outcome.digest()
        row.detail = json.dumps({**detail_of(row), "agreed_to": seen})
    if approve:
        settle(session, row, actor.user_id, RequestState.AGREED, now, takes_effect_at=now + SECOND_THOUGHTS)
    else:
        settle(session, row, actor.user_id, RequestState.DECLINED, now)


def requests_to_decide(session: Session, actor: Actor, *, now: datetime) -> tuple[RequestView, ...]:
    """Return the merges and splits that wait for CTPAT management, oldest first; each look is in the audit trail.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody but management.
    """
    require_staff(session, actor, Permission.MODEL_APPROVE_MERGE_SPLIT)
    query = open_requests().where(OrganizationRequestRow.state == RequestState.WAITING_APPROVAL)
    rows = session.exec(query.order_by(col(OrganizationRequestRow.id))).all()
    for row in rows:
        audit_request(session, row, "request.seen-by-staff", actor.user_id, now)
    return tuple(request_view(session, row, may_undo=False) for row in rows)


def rehearse_request(session: Session, actor: Actor, *, request_id: int) -> Outcome | AccountsRehearsal | None:
    """Return what a merge or split would lead to today, for those who decide; None when the rules now refuse it.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody but management.
    """
    require_staff(session, actor, Permission.MODEL_APPROVE_MERGE_SPLIT)
    row = _row(session, request_id)
    try:
        return _preview(session, row)
    except InvalidValue:
        return None


def _preview(session: Session, row: OrganizationRequestRow) -> Outcome | AccountsRehearsal | None:
    if row.operation in _OF_ACCOUNTS:
        return rehearse_asked(session, row)
    first, account = row.first_model_id or 0, row.trade_account_id
    if row.operation == Operation.MERGE:
        return preview_merge(*merge_facts(session, account, first, row.second_model_id or 0), identical_practices=True)
    if row.operation == Operation.SPLIT:
        return preview_split(model_facts(session, account, first), row.business_type, row.model_name)
    return None


def undo_request(session: Session, actor: Actor, *, request_id: int, trade_account_id: int, now: datetime) -> None:
    """Take a request back before it has taken effect; either company's officer may, once both are known.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``organization.over``.
    """
    row = _row(session, request_id)
    if trade_account_id not in {row.trade_account_id, row.other_account_id}:
        raise NotPermitted
    require_member(session, actor, trade_account_id, PERMISSION_FOR[Operation(row.operation)])
    if row.state not in OPEN:
        raise InvalidValue("organization.over")
    row.state, row.ended_at = RequestState.WITHDRAWN, now
    drop_declaration(session, request_id, now)
    session.add(row)
    session.flush()
    audit_request(session, row, f"{row.operation}.withdrawn", actor.user_id, now)
    tell(session, row, now)


def settle(
    session: Session,
    row: OrganizationRequestRow,
    user_id: int,
    state: RequestState,
    now: datetime,
    takes_effect_at: datetime | None = None,
) -> None:
    """Write somebody's word into the request and tell everybody concerned; the caller has authorized them."""
    row.state, row.decided_by, row.decided_at = state, user_id, now
    row.takes_effect_at = takes_effect_at
    row.ended_at = None if state in OPEN else now
    if row.ended_at:
        drop_declaration(session, row.id or 0, now)
    session.add(row)
    session.flush()
    audit_request(session, row, f"{row.operation}.{state}", user_id, now)
    tell(session, row, now)


def asked_of(session: Session, actor: Actor, request_id: int) -> OrganizationRequestRow:
    """Return the request that ``actor`` is asked to agree to.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    row = _row(session, request_id)
    person = session.get_one(UserAccountRow, actor.user_id)
    if not row.partner_key or row.partner_key != person.email_key or person.email_confirmed_at is None:
        raise NotPermitted
    return row


def _row(session: Session, request_id: int) -> OrganizationRequestRow:
    row = session.get(OrganizationRequestRow, request_id, with_for_update=True)
    if row is None:
        raise NotPermitted
    return row


def require_state(row: OrganizationRequestRow, state: RequestState) -> None:
    """Return nothing while the request stands there.

    Raises:
        InvalidValue: ``organization.over``.
    """
    if row.state != state:
        raise InvalidValue("organization.over")


def due_requests(session: Session, *, now: datetime) -> tuple[int, ...]:
    """Return the requests whose time for second thoughts is over, oldest first."""
    query = select(OrganizationRequestRow.id).where(
        OrganizationRequestRow.state == RequestState.AGREED, col(OrganizationRequestRow.takes_effect_at) <= now
    )
    return tuple(each or 0 for each in session.exec(query.order_by(col(OrganizationRequestRow.id))))


def take_effect(session: Session, request_id: int, *, now: datetime) -> Outcome | AccountsOutcome | None:
    """Carry out an agreed request; return the outcome of a merge or split. Once done, it is not done again.

    When the rules no longer allow it, the request ends as failed and its people are told why; nothing else changes.
    """
    row = _row(session, request_id)
    if row.state != RequestState.AGREED:
        return None
    try:
        with session.begin_nested():
            outcome = _carry_out(session, row, now)
    except InvalidValue as refusal:
        row.state, row.failure, outcome = RequestState.FAILED, refusal.code, None
        drop_declaration(session, request_id, now)
    else:
        row.state = RequestState.DONE
    row.ended_at = now
    session.add(row)
    session.flush()
    audit_request(session, row, f"{row.operation}.{row.state}", None, now)
    tell(session, row, now)
    return outcome


def _carry_out(session: Session, row: OrganizationRequestRow, now: datetime) -> Outcome | AccountsOutcome | None:
    if row.operation in _OF_ACCOUNTS:
        return carry_out_asked(session, row, now)
    if row.operation == Operation.LINK:
        _link(session, row, now)
    elif row.operation == Operation.DELINK:
        session.get_one(AccountLinkRow, row.link_id, with_for_update=True).ended_at = now
    elif row.operation == Operation.MERGE:
        return carry_out_merge(
            session,
            trade_account_id=row.trade_account_id,
            first_id=row.first_model_id or 0,
            second_id=row.second_model_id or 0,
            user_id=row.requested_by,
            now=now,
        )
    else:
        outcome, row.second_model_id = carry_out_split(
            session,
            trade_account_id=row.trade_account_id,
            model_id=row.first_model_id or 0,
            business_type=row.business_type,
            name=row.model_name,
            user_id=row.requested_by,
            now=now,
        )
        return outcome
    return None


def _link(session: Session, row: OrganizationRequestRow, now: datetime) -> None:
    parent, child = sides(row, row.other_account_id or 0)
    # In one order, so that two links wait for each other: together they could make a circle.
    for account in sorted((parent, child)):
        session.get_one(TradeAccountRow, account, with_for_update=True)
    check_link(parent, child, parents(session))
    link = AccountLinkRow(parent_id=parent, child_id=child, linked_at=now)
    session.add(link)
    session.flush()
    row.link_id = link.id
