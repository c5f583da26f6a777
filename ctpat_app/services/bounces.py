"""Mail that cannot be delivered: which addresses, why, and who is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, insert, select, update
from sqlmodel import Session, col

from ctpat_app.domain.emails import read_email
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.services.access import require_staff
from ctpat_app.services.audit import NO_ACCOUNT, write_audit
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.outbox import OutboxRow
from ctpat_app.tables.recovery import MailBounceRow

REPORTS_COUNT_FOR: Final = timedelta(days=14)
"""A report that comes back later than this after the mail is not believed."""
MOST_SHOWN: Final = 200


@dataclass(frozen=True)
class Bounced:
    """An address to which mail cannot be delivered."""

    email: str
    reason: str
    source: str
    first_at: datetime
    last_at: datetime
    times: int
    has_account: bool


def note_bounce(session: Session, *, email: str, reason: str, source: str, now: datetime) -> None:
    """Note that mail to ``email`` was refused for good, with the status alone."""
    try:
        address = read_email(email)
    except InvalidValue:
        return
    again = session.connection().execute(
        update(MailBounceRow)
        .where(col(MailBounceRow.email_key) == address.key)
        .values(reason=reason, source=source, last_at=now, times=col(MailBounceRow.times) + 1, settled_at=None)
    )
    if again.rowcount:
        return
    session.connection().execute(
        insert(MailBounceRow).values(
            email_key=address.key,
            email=address.address,
            reason=reason,
            source=source,
            first_at=now,
            last_at=now,
            times=1,
        )
    )


def note_report(session: Session, *, email: str, reason: str, now: datetime) -> bool:
    """Note what a message that came back says; False when no mail went to that address lately.

    Anybody can write such a message; it counts only for an address that the kiosk has mailed.
    """
    try:
        address = read_email(email)
    except InvalidValue:
        return False
    recipients = session.scalars(
        select(col(OutboxRow.recipient))
        .where(
            col(OutboxRow.delivered_at) > now - REPORTS_COUNT_FOR,
            func.lower(col(OutboxRow.recipient)) == address.address.lower(),
        )
        .limit(1)
    ).all()
    if not recipients:
        return False
    note_bounce(session, email=email, reason=reason, source="report", now=now)
    return True


def settle_address(session: Session, email_key: str, *, now: datetime) -> None:
    """Note that mail reaches the address: a link from it was used."""
    session.connection().execute(
        update(MailBounceRow)
        .where(col(MailBounceRow.email_key) == email_key, col(MailBounceRow.settled_at).is_(None))
        .values(settled_at=now)
    )


def settle_bounce(session: Session, actor: Actor, *, email: str, now: datetime) -> None:
    """Take an address off the list of staff, because it was looked after.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody but the help desk.
    """
    require_staff(session, actor, Permission.ACCESS_RESET)
    settle_address(session, read_email(email).key, now=now)
    write_audit(
        session, trade_account_id=NO_ACCOUNT, user_id=actor.user_id, action="bounce.settled", subject="mail", now=now
    )


def list_bounces(session: Session, actor: Actor) -> Sequence[Bounced]:
    """Return the addresses that need looking after, the newest first.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody but the help desk.
    """
    require_staff(session, actor, Permission.ACCESS_RESET)
    rows = session.execute(
        select(MailBounceRow, col(UserAccountRow.id))
        .join(UserAccountRow, col(UserAccountRow.email_key) == col(MailBounceRow.email_key), isouter=True)
        .where(col(MailBounceRow.settled_at).is_(None))
        .order_by(col(MailBounceRow.last_at).desc())
        .limit(MOST_SHOWN)
    )
    return [
        Bounced(row.email, row.reason, row.source, row.first_at, row.last_at, row.times, user_id is not None)
        for row, user_id in rows
    ]


def is_bouncing(session: Session, actor: Actor) -> bool:
    """Whether mail to the actor's own address cannot be delivered."""
    key = read_email(actor.email).key
    found = select(func.count()).where(col(MailBounceRow.email_key) == key, col(MailBounceRow.settled_at).is_(None))
    return bool(session.connection().scalar(found))
