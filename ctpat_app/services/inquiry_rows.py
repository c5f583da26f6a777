"""What the use cases of a company about its inquiries share: whose it is, its next step, its events, its mails."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from ctpat_app.domain.emails import EmailAddress
from ctpat_app.domain.errors import NotPermitted, Refusal, StaleVersion
from ctpat_app.domain.inquiries import A_DAY, ANSWERS_SHOWN, MAX_A_DAY, InquiryEvent, InquiryState, Step, after, expiry
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.services.access import LARGEST_ID, AccountAccess, require_account
from ctpat_app.services.audit import write_audit
from ctpat_app.services.inquiry_links import PATH, make_link
from ctpat_app.services.outbox import put_mail
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.inquiries import InquiryEventRow, InquiryLinkRow, InquiryRow, InquiryVisitRow
from ctpat_app.tables.partners import PartnerRow

_COMMENTS: Final = "criteria"
"""Under which the event of a return keeps its comments, by criterion."""


def require_inquiry(
    session: Session, actor: Actor, inquiry_id: int, permission: Permission
) -> tuple[InquiryRow, AccountAccess]:
    """Return the inquiry for whoever of the company that asks may do this with it.

    Raises:
        NotPermitted: ``access.not-yours``, also when it does not exist; ``access.not-your-role``.
    """
    row = session.get(InquiryRow, inquiry_id) if 0 < inquiry_id <= LARGEST_ID else None
    if row is None:
        raise NotPermitted
    return row, require_account(session, actor, row.trade_account_id, permission)


def hold_inquiry(session: Session, actor: Actor, inquiry_id: int) -> InquiryRow:
    """Return the inquiry for who keeps the register, held until the transaction ends.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    row, _access = require_inquiry(session, actor, inquiry_id, Permission.PARTNERS_MANAGE)
    session.refresh(row, with_for_update=True)
    return row


def begin_step(session: Session, actor: Actor, inquiry_id: int, seen_version: int, step: Step) -> InquiryRow:
    """Return the inquiry, held and moved on by ``step``, of which its newest state was seen.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        StaleVersion: ``inquiry.changed-meanwhile``.
        InvalidValue: ``inquiry.moved-on``.
    """
    row = hold_inquiry(session, actor, inquiry_id)
    if row.version != seen_version:
        raise StaleVersion("inquiry.changed-meanwhile", theirs="", version=row.version)
    row.state = after(InquiryState(row.state), step)
    row.version += 1
    session.add(row)
    return row


def criteria_of(row: InquiryRow) -> tuple[str, ...]:
    """Return the ids of the criteria that the inquiry asks, in their order."""
    return tuple(row.criteria.split(","))


def may_be_read(row: InquiryRow, moment: datetime) -> bool:
    """Whether the company may read what the partner did at ``moment``: what is not signed is the partner's own."""
    if row.state not in ANSWERS_SHOWN:
        return False
    return row.state != InquiryState.RETURNED or row.signed_at is None or moment <= row.signed_at


def partner_of(session: Session, row: InquiryRow) -> PartnerRow:
    """Return whom the inquiry asks; the partner may have been removed from the register since."""
    return session.get_one(PartnerRow, row.partner_id)


def note_event(
    session: Session,
    row: InquiryRow,
    kind: InquiryEvent,
    *,
    user_id: int | None,
    now: datetime,
    details: Mapping[str, object] | None = None,
) -> None:
    """Keep for good what happened to the inquiry, in its own events and in the chain of the company that asks.

    ``details`` stay with the inquiry: the chain names the inquiry alone.
    """
    session.add(row)
    session.add(
        InquiryEventRow(
            inquiry_id=row.id or 0,
            at=now,
            kind=kind,
            user_id=user_id,
            details=json.dumps(details, ensure_ascii=False) if details else "",
        )
    )
    session.flush()
    write_audit(
        session,
        trade_account_id=row.trade_account_id,
        user_id=user_id,
        action=f"inquiry.{kind}",
        subject=f"inquiry/{row.id}",
        now=now,
        version=row.version,
    )


# ---------------------------------------------------------------- what the company wants changed


def return_details(comments: Mapping[str, str]) -> dict[str, object]:
    """Return what the event of a return keeps: the comment by criterion."""
    return {_COMMENTS: dict(comments)}


def returned_comments(session: Session, inquiry_id: int) -> dict[str, str]:
    """Return what the newest return said, by criterion; the caller has authorized. Nothing was returned: empty."""
    query = (
        select(col(InquiryEventRow.details))
        .where(col(InquiryEventRow.inquiry_id) == inquiry_id, col(InquiryEventRow.kind) == InquiryEvent.RETURNED)
        .order_by(col(InquiryEventRow.id).desc())
    )
    newest = session.scalars(query).first()
    found: dict[str, str] = json.loads(newest)[_COMMENTS] if newest else {}
    return found


# ---------------------------------------------------------------- links and mails


def require_room(session: Session, trade_account_id: int, wanted: int, now: datetime) -> None:
    """Return nothing while the people of the company may cause ``wanted`` more mails with links today.

    Raises:
        Refusal: ``inquiry.too-many`` (``most``, ``left``).
    """
    # Held, so that two who send at the same moment are counted one after the other.
    own = select(col(TradeAccountRow.id)).where(col(TradeAccountRow.id) == trade_account_id)
    session.execute(own.with_for_update())
    query = (
        select(func.count())
        .select_from(InquiryLinkRow)
        .join(InquiryRow, col(InquiryRow.id) == col(InquiryLinkRow.inquiry_id))
        .where(
            col(InquiryRow.trade_account_id) == trade_account_id,
            col(InquiryLinkRow.made_by).is_not(None),
            col(InquiryLinkRow.made_at) > now - A_DAY,
        )
    )
    left = MAX_A_DAY - (session.scalar(query) or 0)
    if wanted > left:
        raise Refusal("inquiry.too-many", most=MAX_A_DAY, left=max(0, left))


def mail_link(
    session: Session,
    row: InquiryRow,
    address: EmailAddress,
    *,
    name: str,
    template: str,
    now: datetime,
    user_id: int | None = None,
    **params: str,
) -> None:
    """Mail a new link to the inquiry; links to it that were mailed before go on working.

    Args:
        session: an open session.
        row: what the link opens.
        address: whose link it is.
        name: how the mail greets them; may be empty.
        template: of ``words/inquiry_mails.py``.
        now: the present moment.
        user_id: who of the company caused the mail; None: the kiosk by itself.
        params: what the template names besides company, questionnaire and day.
    """
    _link, token = make_link(session, row, address=address, name=name, language=row.language, now=now, user_id=user_id)
    path = f"/{row.language}/{PATH}/?token={token}"
    _put(session, row, address.address, template=template, now=now, path=path, **params)


def mail_without_link(session: Session, row: InquiryRow, *, template: str, now: datetime) -> None:
    """Mail whoever works on the inquiry that it opens no more, with the way to the kiosk's first page alone."""
    holder = newest_link(session, row)
    if holder is not None:
        _put(session, row, holder.email, template=template, now=now, path=f"/{row.language}/")


def _put(session: Session, row: InquiryRow, recipient: str, *, template: str, now: datetime, **params: str) -> None:
    put_mail(
        session,
        template=template,
        language=row.language,
        recipient=recipient,
        now=now,
        company=session.get_one(TradeAccountRow, row.trade_account_id).legal_name,
        partner=partner_of(session, row).name,
        questionnaire=row.name,
        **{"date": row.due_on.isoformat(), **params},
    )


def mail_holder(
    session: Session, row: InquiryRow, *, template: str, now: datetime, user_id: int | None = None, **params: str
) -> bool:
    """Mail a new link to whoever works on the inquiry now: the holder of the newest link; False when nobody does."""
    holder = newest_link(session, row)
    if holder is None:
        return False
    address = EmailAddress(holder.email, holder.email_key)
    mail_link(session, row, address, name=holder.name, template=template, now=now, user_id=user_id, **params)
    return True


def newest_link(session: Session, row: InquiryRow) -> InquiryLinkRow | None:
    """Return the newest link of the inquiry that was not revoked."""
    query = select(InquiryLinkRow).where(
        col(InquiryLinkRow.inquiry_id) == row.id, col(InquiryLinkRow.revoked_at).is_(None)
    )
    return session.scalars(query.order_by(col(InquiryLinkRow.id).desc())).first()


def revoke_links(session: Session, row: InquiryRow, now: datetime) -> int:
    """Let every link of the inquiry end, with the browsers that it let in; return how many ended."""
    of_inquiry = select(col(InquiryLinkRow.id)).where(col(InquiryLinkRow.inquiry_id) == row.id)
    session.execute(
        update(InquiryVisitRow)
        .where(col(InquiryVisitRow.link_id).in_(of_inquiry), col(InquiryVisitRow.ended_at).is_(None))
        .values(ended_at=now)
        .execution_options(synchronize_session="fetch")
    )
    standing = select(InquiryLinkRow).where(
        col(InquiryLinkRow.inquiry_id) == row.id, col(InquiryLinkRow.revoked_at).is_(None)
    )
    links = session.scalars(standing).all()
    for link in links:
        link.revoked_at = now
        session.add(link)
    session.flush()
    return len(links)


def move_due(session: Session, row: InquiryRow, due_on: date) -> None:
    """Give the inquiry another due day; its links open it so much longer."""
    row.due_on = due_on
    keep_open_until(session, row, expiry(due_on))


def keep_open_until(session: Session, row: InquiryRow, moment: datetime) -> None:
    """Let the links of the inquiry work until ``moment``."""
    row.expires_at = moment
    standing = select(InquiryLinkRow).where(
        col(InquiryLinkRow.inquiry_id) == row.id, col(InquiryLinkRow.revoked_at).is_(None)
    )
    for link in session.scalars(standing).all():
        link.expires_at = moment
        session.add(link)
    session.add(row)
    session.flush()
