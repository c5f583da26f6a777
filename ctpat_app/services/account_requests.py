"""Ask for a merge or split of whole trade accounts, and agree to it; a rehearsal shows the outcome first."""

import hashlib
import json
from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, or_, select

from ctpat_app.domain.account_changes import AccountPart, AccountsRehearsal, SplitWish, check_free
from ctpat_app.domain.emails import read_email
from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.names import read_name
from ctpat_app.domain.permissions import Actor, Permission, Role, require_recent_proof
from ctpat_app.domain.security_models import FIRST_STATE, Operation, RequestState, clean_reason
from ctpat_app.services.access import require_member, require_membership
from ctpat_app.services.account_changes import rehearse_asked, wish_of
from ctpat_app.services.account_facts import account_side
from ctpat_app.services.account_splitting import REQUEST, rehearse_splitting
from ctpat_app.services.members import DECLARATION
from ctpat_app.services.notices import tell_address
from ctpat_app.services.organization_decisions import asked_of, require_state, settle
from ctpat_app.services.organization_requests import ask
from ctpat_app.services.signatures import AgreementText
from ctpat_app.tables.accounts import MembershipRow, TradeAccountRow, UserAccountRow
from ctpat_app.tables.agreements import AgreementSignatureRow
from ctpat_app.tables.organizations import OrganizationRequestRow

_PERMISSION = Permission.MODEL_REQUEST_MERGE_SPLIT


def rehearse_own_side(session: Session, actor: Actor, *, trade_account_id: int) -> AccountPart:
    """Return what the own account would bring into a merge; of the other company nothing is known before it agrees.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: as ``domain.account_changes.check_free``.
    """
    require_member(session, actor, trade_account_id, _PERMISSION)
    side = account_side(session, trade_account_id)
    check_free(side)
    return side.part


def request_merge_accounts(
    session: Session,
    actor: Actor,
    *,
    trade_account_id: int,
    partner_email: str,
    asker_stays: bool,
    reason: str,
    language: str,
    now: datetime,
) -> int:
    """Ask the officer of another company to merge both accounts; return the request's id.

    The answer is the same whether the address is known here or not: nobody can find out who uses the kiosk. Who asks
    agrees that the other officer sees what the account holds, so that they can decide.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``email.…``, ``organization.reason-short``; as ``domain.account_changes.check_free``.
    Source: Portal User Manual rev. 1.1, glossary, "Merge Trade Accounts"; both sides and management: project proposal.
    """
    require_member(session, actor, trade_account_id, _PERMISSION)
    address, why = read_email(partner_email), clean_reason(reason)
    account = session.get_one(TradeAccountRow, trade_account_id, with_for_update=True)
    check_free(account_side(session, trade_account_id))
    row = OrganizationRequestRow(
        operation=Operation.MERGE_ACCOUNTS,
        state=FIRST_STATE[Operation.MERGE_ACCOUNTS],
        trade_account_id=trade_account_id,
        partner_key=address.key,
        partner_email=address.address,
        asker_is_parent=asker_stays,
        reason=why,
        requested_by=actor.user_id,
        requested_at=now,
    )
    number = ask(session, actor, row, now)
    _mail_asked(session, actor, row, "merge-asked", account.legal_name, language, now)
    return number


def rehearse_agreeing(session: Session, actor: Actor, *, request_id: int, trade_account_id: int) -> AccountsRehearsal:
    """Return what agreeing for ``trade_account_id`` would lead to; nothing is changed.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody who was not asked, ``access.not-your-role``.
        InvalidValue: ``organization.over``; as ``domain.account_changes.check_merge_accounts``.
    """
    row = _asked_to_merge(session, actor, request_id, trade_account_id)
    return rehearse_asked(session, row, other=trade_account_id)


def agree_to_merge_accounts(
    session: Session, actor: Actor, *, request_id: int, trade_account_id: int, now: datetime
) -> None:
    """Agree, as the officer of ``trade_account_id``, to the merge; CTPAT management then decides.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody who was not asked, ``access.not-your-role``.
        InvalidValue: as ``rehearse_agreeing``.
    """
    row = _asked_to_merge(session, actor, request_id, trade_account_id)
    rehearse_asked(session, row, other=trade_account_id)
    row.other_account_id = trade_account_id
    settle(session, row, actor.user_id, RequestState.WAITING_APPROVAL, now)


def _asked_to_merge(session: Session, actor: Actor, request_id: int, trade_account_id: int) -> OrganizationRequestRow:
    row = asked_of(session, actor, request_id)
    if row.operation != Operation.MERGE_ACCOUNTS:
        raise NotPermitted
    require_member(session, actor, trade_account_id, _PERMISSION)
    require_state(row, RequestState.WAITING_PARTNER)
    return row


# ---------------------------------------------------------------- splitting


def rehearse_split_account(
    session: Session,
    actor: Actor,
    *,
    trade_account_id: int,
    name: str,
    officer: int,
    movers: Collection[int],
    model: int,
) -> AccountsRehearsal:
    """Return what splitting would lead to; nothing is changed.

    Args:
        session: an open session.
        actor: the officer who would ask.
        trade_account_id: the account that is split.
        name: the new company's legal name.
        officer: the membership of who becomes its officer.
        movers: the memberships of who goes along.
        model: the security model that moves, 0 for none.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: as ``domain.account_changes.check_split_account``.
    """
    require_member(session, actor, trade_account_id, _PERMISSION)
    wish = _wish(session, trade_account_id, name, officer, movers, model)
    return rehearse_splitting(session, trade_account_id, wish)[0]


def request_split_account(
    session: Session,
    actor: Actor,
    *,
    trade_account_id: int,
    name: str,
    officer: int,
    movers: Collection[int],
    model: int,
    reason: str,
    now: datetime,
) -> int:
    """Ask a member to become the officer of a company that is split off; return the request's id.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``organization.reason-short``; as ``domain.account_changes.check_split_account``.
    Source: Portal User Manual rev. 1.1, glossary, "Split Trade Account"; who agrees is a project proposal.
    """
    require_member(session, actor, trade_account_id, _PERMISSION)
    why = clean_reason(reason)
    account = session.get_one(TradeAccountRow, trade_account_id, with_for_update=True)
    wish = _wish(session, trade_account_id, name, officer, movers, model)
    _rehearsal, wish = rehearse_splitting(session, trade_account_id, wish)
    future = session.get_one(UserAccountRow, wish.officer)
    row = OrganizationRequestRow(
        operation=Operation.SPLIT_ACCOUNT,
        state=FIRST_STATE[Operation.SPLIT_ACCOUNT],
        trade_account_id=trade_account_id,
        partner_key=future.email_key,
        partner_email=future.email,
        model_name=wish.name,
        detail=json.dumps({"officer": wish.officer, "movers": sorted(wish.movers), "model": wish.model}),
        reason=why,
        requested_by=actor.user_id,
        requested_at=now,
    )
    number = ask(session, actor, row, now)
    _mail_asked(session, actor, row, "split-asked", account.legal_name, future.language, now)
    return number


def accept_split_account(
    session: Session, actor: Actor, *, request_id: int, agreement: AgreementText, name: str, now: datetime
) -> None:
    """Accept to become the officer of the new company, and declare the authority to bind it; management then decides.

    Args:
        session: an open session.
        actor: who was asked.
        request_id: the request.
        agreement: the declaration as it was shown; its text comes from the content, never from the browser.
        name: the name that the person typed under it.
        now: the present moment.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody who was not asked, ``access.prove-again``.
        InvalidValue: ``organization.over``, ``name.…``; as ``domain.account_changes.check_split_account``.
    Source: membership rule m.declare (project proposal).
    """
    row = asked_of(session, actor, request_id)
    if row.operation != Operation.SPLIT_ACCOUNT or wish_of(row).officer != actor.user_id:
        raise NotPermitted
    membership = require_membership(session, actor, row.trade_account_id)
    require_state(row, RequestState.WAITING_PARTNER)
    rehearse_asked(session, row)
    signer = read_name(name)
    require_recent_proof(actor, now)
    session.add(
        AgreementSignatureRow(
            agreement_id=DECLARATION,
            subject_kind=REQUEST,
            subject_id=request_id,
            trade_account_id=membership.trade_account_id,
            text=agreement.whole,
            text_hash=hashlib.sha256(agreement.whole.encode()).hexdigest(),
            language=agreement.language,
            signer_id=actor.user_id,
            signer_name=signer,
            role=Role.OFFICER,
            acting_for=row.model_name,
            signed_at=now,
        )
    )
    settle(session, row, actor.user_id, RequestState.WAITING_APPROVAL, now)


def _wish(session: Session, account: int, name: str, officer: int, movers: Collection[int], model: int) -> SplitWish:
    query = select(MembershipRow.id, MembershipRow.user_id).where(
        MembershipRow.trade_account_id == account, col(MembershipRow.removed_at).is_(None)
    )
    people = dict(session.exec(query).all())
    if not {officer, *movers} <= set(people):
        raise InvalidValue("split-account.member-gone")
    return SplitWish(name, people[officer], frozenset(people[each] for each in movers), model)


# ---------------------------------------------------------------- what stands


def rehearsals_of(session: Session, actor: Actor, *, trade_account_id: int) -> dict[int, AccountsRehearsal | None]:
    """Return what each open request about the account would lead to today, once its other side has agreed.

    None: the rules refuse it today. Only the officer sees it: it names the people of both companies.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    require_member(session, actor, trade_account_id, _PERMISSION)
    query = select(OrganizationRequestRow).where(
        or_(
            OrganizationRequestRow.trade_account_id == trade_account_id,
            OrganizationRequestRow.other_account_id == trade_account_id,
        ),
        col(OrganizationRequestRow.operation).in_((Operation.MERGE_ACCOUNTS, Operation.SPLIT_ACCOUNT)),
        col(OrganizationRequestRow.state).in_((RequestState.WAITING_APPROVAL, RequestState.AGREED)),
    )
    return {row.id or 0: _rehearsal(session, row) for row in session.exec(query)}


def rehearse_accepting(session: Session, actor: Actor, *, request_id: int) -> AccountsRehearsal | None:
    """Return what accepting the office in the new company would lead to; None: the rules refuse it today.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody who was not asked.
    """
    row = asked_of(session, actor, request_id)
    if row.operation != Operation.SPLIT_ACCOUNT:
        raise NotPermitted
    require_membership(session, actor, row.trade_account_id)
    return _rehearsal(session, row)


def _rehearsal(session: Session, row: OrganizationRequestRow) -> AccountsRehearsal | None:
    try:
        return rehearse_asked(session, row)
    except InvalidValue:
        return None


def _mail_asked(
    session: Session,
    actor: Actor,
    row: OrganizationRequestRow,
    template: str,
    company: str,
    language: str,
    now: datetime,
) -> None:
    tell_address(
        session,
        read_email(row.partner_email),
        language=language,
        template=template,
        path="organization/",
        now=now,
        company=company,
        inviter=actor.name,
        reason=row.reason,
        **({"name": row.model_name} if row.model_name else {}),
    )
