"""Ask for a link, its end, a merge or a split; a rehearsal shows the outcome first and changes nothing."""

from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_

from ctpat_app.domain.emails import read_email
from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.security_models import (
    FIRST_STATE,
    SECOND_THOUGHTS,
    Operation,
    Outcome,
    clean_reason,
)
from ctpat_app.services.access import require_member
from ctpat_app.services.notices import tell_address
from ctpat_app.services.organizations import audit_request, open_requests, tell
from ctpat_app.services.security_models import (
    merge_facts,
    model_facts,
    preview_merge,
    preview_split,
)
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.organizations import AccountLinkRow, OrganizationRequestRow


def rehearse_merge(
    session: Session, actor: Actor, *, trade_account_id: int, first: int, second: int, identical_practices: bool
) -> Outcome:
    """Return what merging would lead to; nothing is changed.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: as ``domain.security_models.check_merge``.
    """
    require_member(session, actor, trade_account_id, Permission.MODEL_REQUEST_MERGE_SPLIT)
    return preview_merge(
        *merge_facts(session, trade_account_id, first, second), identical_practices=identical_practices
    )


def rehearse_split(
    session: Session, actor: Actor, *, trade_account_id: int, model: int, business_type: str, name: str
) -> Outcome:
    """Return what splitting would lead to; nothing is changed.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: as ``domain.security_models.check_split``.
    """
    require_member(session, actor, trade_account_id, Permission.MODEL_REQUEST_MERGE_SPLIT)
    return preview_split(model_facts(session, trade_account_id, model), business_type, name)


def request_link(
    session: Session,
    actor: Actor,
    *,
    trade_account_id: int,
    partner_email: str,
    asker_is_parent: bool,
    reason: str,
    language: str,
    now: datetime,
) -> int:
    """Ask the officer of another company to link both accounts; return the request's id.

    The answer is the same whether the address is known here or not: nobody can find out who uses the kiosk.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``email.…``, ``organization.reason-short``, ``organization.asked-already``.
    """
    require_member(session, actor, trade_account_id, Permission.MODEL_LINK)
    address, why = read_email(partner_email), clean_reason(reason)
    account = session.get_one(TradeAccountRow, trade_account_id, with_for_update=True)
    _refuse_second(session, trade_account_id, OrganizationRequestRow.partner_key == address.key)
    row = ask(
        session,
        actor,
        OrganizationRequestRow(
            operation=Operation.LINK,
            state=FIRST_STATE[Operation.LINK],
            trade_account_id=trade_account_id,
            partner_key=address.key,
            partner_email=address.address,
            asker_is_parent=asker_is_parent,
            reason=why,
            requested_by=actor.user_id,
            requested_at=now,
        ),
        now,
    )
    tell_address(
        session,
        address,
        language=language,
        template="link-asked",
        path="organization/",
        now=now,
        company=account.legal_name,
        inviter=actor.name,
        reason=why,
    )
    return row


def request_delink(
    session: Session, actor: Actor, *, trade_account_id: int, link_id: int, reason: str, now: datetime
) -> int:
    """Ask to end the link to another account; the other company is told, and need not agree. Return the request's id.

    Raises:
        NotPermitted: ``access.not-yours`` (also for a link of others), ``access.not-your-role``.
        InvalidValue: ``organization.reason-short``, ``organization.asked-already``.
    """
    require_member(session, actor, trade_account_id, Permission.MODEL_LINK)
    link = session.get(AccountLinkRow, link_id, with_for_update=True)
    if link is None or link.ended_at is not None or trade_account_id not in {link.parent_id, link.child_id}:
        raise NotPermitted
    why = clean_reason(reason)
    if session.exec(open_requests().where(OrganizationRequestRow.link_id == link_id)).first():
        raise InvalidValue("organization.asked-already")
    row = OrganizationRequestRow(
        operation=Operation.DELINK,
        state=FIRST_STATE[Operation.DELINK],
        trade_account_id=trade_account_id,
        other_account_id=link.parent_id if link.child_id == trade_account_id else link.child_id,
        link_id=link_id,
        reason=why,
        requested_by=actor.user_id,
        requested_at=now,
        takes_effect_at=now + SECOND_THOUGHTS,
    )
    number = ask(session, actor, row, now)
    tell(session, row, now)
    return number


def request_merge(
    session: Session,
    actor: Actor,
    *,
    trade_account_id: int,
    first: int,
    second: int,
    identical_practices: bool,
    reason: str,
    now: datetime,
) -> int:
    """Ask CTPAT management to merge the second model into the first; return the request's id.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``merge.…``, ``organization.reason-short``, ``organization.asked-already``.
    Source: Portal User Manual rev. 1.1, "Merging Security Models".
    """
    rehearse_merge(
        session,
        actor,
        trade_account_id=trade_account_id,
        first=first,
        second=second,
        identical_practices=identical_practices,
    )
    why = clean_reason(reason)
    session.get_one(TradeAccountRow, trade_account_id, with_for_update=True)
    _refuse_second(session, trade_account_id, _touches(first, second))
    return ask(
        session,
        actor,
        OrganizationRequestRow(
            operation=Operation.MERGE,
            state=FIRST_STATE[Operation.MERGE],
            trade_account_id=trade_account_id,
            first_model_id=first,
            second_model_id=second,
            reason=why,
            requested_by=actor.user_id,
            requested_at=now,
        ),
        now,
    )


def request_split(
    session: Session,
    actor: Actor,
    *,
    trade_account_id: int,
    model: int,
    business_type: str,
    name: str,
    reason: str,
    now: datetime,
) -> int:
    """Ask CTPAT management to move one business type to a model of its own; return the request's id.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``split.…``, ``organization.reason-short``, ``organization.asked-already``.
    Source: Portal User Manual rev. 1.1, "Splitting a Security Model".
    """
    why = clean_reason(reason)
    outcome = rehearse_split(
        session, actor, trade_account_id=trade_account_id, model=model, business_type=business_type, name=name
    )
    session.get_one(TradeAccountRow, trade_account_id, with_for_update=True)
    _refuse_second(session, trade_account_id, _touches(model))
    return ask(
        session,
        actor,
        OrganizationRequestRow(
            operation=Operation.SPLIT,
            state=FIRST_STATE[Operation.SPLIT],
            trade_account_id=trade_account_id,
            first_model_id=model,
            business_type=business_type,
            model_name=outcome.models[1].name,
            reason=why,
            requested_by=actor.user_id,
            requested_at=now,
        ),
        now,
    )


def _touches(*models: int) -> ColumnElement[bool]:
    return or_(
        col(OrganizationRequestRow.first_model_id).in_(models), col(OrganizationRequestRow.second_model_id).in_(models)
    )


def _refuse_second(session: Session, trade_account_id: int, condition: ColumnElement[bool] | bool) -> None:
    own = open_requests().where(OrganizationRequestRow.trade_account_id == trade_account_id, condition)
    if session.exec(own).first() is not None:
        raise InvalidValue("organization.asked-already")


def ask(session: Session, actor: Actor, row: OrganizationRequestRow, now: datetime) -> int:
    """Keep a request that its caller has authorized and checked; return its id."""
    session.add(row)
    session.flush()
    audit_request(session, row, f"{row.operation}.requested", actor.user_id, now)
    return row.id or 0
