"""What the clock does about inquiries: partners are reminded, and the company is told what waits for it.

Everything may run as often as it likes, and in several processes at once. A day on which it did not run is caught up.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from ctpat_app.domain.inquiries import (
    WITH_PARTNER,
    ActionState,
    InquiryState,
    is_expired,
    is_overdue,
    is_renewal_due,
    reminder_day,
    renewal_day,
)
from ctpat_app.domain.permissions import Role, effective_role
from ctpat_app.services.inquiries import renewal_of
from ctpat_app.services.inquiry_rows import mail_holder, partner_of
from ctpat_app.services.notices import tell
from ctpat_app.tables.accounts import MembershipRow, TradeAccountRow
from ctpat_app.tables.inquiries import InquiryActionRow, InquiryReminderRow, InquiryRow
from ctpat_app.tables.partners import PartnerRow

_SIGNED, _LATE, _RENEW = "inquiry-signed", "inquiry-late", "inquiry-renew"
_KEEPERS = frozenset({Role.OFFICER, Role.EMPLOYEE})
"""Who keeps the register, and so is told."""


def inquiries_to_look_at(session: Session) -> tuple[int, ...]:
    """Return the inquiries about which somebody may have to be told something; nothing is changed."""
    query = select(col(InquiryRow.id)).where(col(InquiryRow.state) != InquiryState.REVOKED)
    return tuple(number or 0 for number in session.scalars(query.order_by(col(InquiryRow.id))))


def remind_of_inquiry(session: Session, *, inquiry_id: int, now: datetime) -> int:
    """Send the mails about one inquiry whose time has come; return how many things were told."""
    row = session.get_one(InquiryRow, inquiry_id, with_for_update=True, populate_existing=True)
    told = _tell_company(session, row, now)
    if session.get_one(PartnerRow, row.partner_id).removed_at is None and not is_expired(row.expires_at, now):
        told += _remind_partner(session, row, now) + _tell_of_actions(session, row, now)
    return told


# ---------------------------------------------------------------- the partner


def _remind_partner(session: Session, row: InquiryRow, now: datetime) -> int:
    today = now.date()
    since = max(row.sent_at.date(), row.reminded_on or row.sent_at.date())
    if row.state not in WITH_PARTNER or reminder_day(row.due_on, since=since, today=today) is None:
        return 0
    row.reminded_on = today
    session.add(row)
    late = is_overdue(InquiryState(row.state), row.due_on, today)
    return int(mail_holder(session, row, template="inquiry-overdue" if late else "inquiry-due", now=now))


def _tell_of_actions(session: Session, row: InquiryRow, now: datetime) -> int:
    """Tell of new actions and of those that are due, in one mail each."""
    today = now.date()
    query = select(InquiryActionRow).where(
        col(InquiryActionRow.inquiry_id) == row.id, col(InquiryActionRow.state) == ActionState.OPEN
    )
    actions = session.scalars(query.order_by(col(InquiryActionRow.due_on), col(InquiryActionRow.id))).all()
    new = [each for each in actions if each.reminded_on is None]
    due = [
        each for each in actions if each.reminded_on and reminder_day(each.due_on, since=each.reminded_on, today=today)
    ]
    told = 0
    for template, found in (("inquiry-actions", new), ("inquiry-actions-due", due)):
        if not found:
            continue
        first = found[0].due_on.isoformat()
        told += mail_holder(session, row, template=template, now=now, count=str(len(found)), date=first)
        for each in found:
            each.reminded_on = today
            session.add(each)
    session.flush()
    return told


# ---------------------------------------------------------------- the company


def _tell_company(session: Session, row: InquiryRow, now: datetime) -> int:
    state, today = InquiryState(row.state), now.date()
    if state is InquiryState.SIGNED and row.signed_at:
        return _tell_once(session, row, _SIGNED, row.signed_at.isoformat(), now)
    if is_overdue(state, row.due_on, today):
        return _tell_once(session, row, _LATE, row.due_on.isoformat(), now)
    if state is InquiryState.CLOSED and row.closed_at:
        closed_on = row.closed_at.date()
        day, gone = renewal_day(closed_on, row.renew_months), partner_of(session, row).removed_at
        is_due = is_renewal_due(closed_on, row.renew_months, today) and gone is None
        if day and is_due and renewal_of(session, row.id or 0) is None:
            return _tell_once(session, row, _RENEW, day.isoformat(), now)
    return 0


def _tell_once(session: Session, row: InquiryRow, kind: str, about: str, now: datetime) -> int:
    """Tell the company; 0 when another process, or an earlier run, did."""
    own = select(col(InquiryReminderRow.id)).where(
        col(InquiryReminderRow.inquiry_id) == row.id,
        col(InquiryReminderRow.kind) == kind,
        col(InquiryReminderRow.about) == about,
    )
    if session.scalar(own) is not None:
        return 0
    try:
        with session.begin_nested():
            session.add(InquiryReminderRow(inquiry_id=row.id or 0, kind=kind, about=about, told_at=now))
    except IntegrityError:
        return 0
    tell(
        session,
        keepers_of(session, row),
        template=kind,
        path=f"inquiry/?inquiry={row.id}",
        now=now,
        company=session.get_one(TradeAccountRow, row.trade_account_id).legal_name,
        partner=partner_of(session, row).name,
        questionnaire=row.name,
        date=about[:10],
    )
    return 1


def keepers_of(session: Session, row: InquiryRow) -> Collection[int]:
    """Return who sent the inquiry, or, when they keep the register no more, everybody of the company who does."""
    query = select(MembershipRow).where(
        col(MembershipRow.trade_account_id) == row.trade_account_id, col(MembershipRow.removed_at).is_(None)
    )
    keepers = [
        each.user_id
        for each in session.scalars(query.order_by(col(MembershipRow.id)))
        if effective_role(Role(each.role), each.officer_declared_at, None) in _KEEPERS
    ]
    return [row.sent_by] if row.sent_by in keepers else keepers
