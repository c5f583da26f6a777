"""Mail and other effects: written in the transaction that causes them, delivered by a job."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from ctpat_app.domain.mails import MailRefused
from ctpat_app.services.bounces import note_bounce
from ctpat_app.tables.outbox import OutboxRow

MAX_ATTEMPTS = 12


@dataclass(frozen=True)
class Mail:
    """A mail as the outbox keeps it: template and parameters, not yet a text."""

    id: int
    template: str
    language: str
    recipient: str
    params: dict[str, str]
    created_at: datetime


def put_mail(session: Session, *, template: str, language: str, recipient: str, now: datetime, **params: str) -> None:
    """Queue one mail; it leaves only when the caller's transaction commits."""
    session.add(
        OutboxRow(
            template=template,
            language=language,
            recipient=recipient,
            params=json.dumps(params),
            created_at=now,
            next_try_at=now,
        )
    )


def due_mails(session: Session, *, now: datetime, limit: int = 50) -> list[Mail]:
    """Return the mails that wait for delivery, oldest first."""
    query = (
        select(OutboxRow)
        .where(
            col(OutboxRow.delivered_at).is_(None),
            col(OutboxRow.refused_at).is_(None),
            OutboxRow.next_try_at <= now,
            OutboxRow.attempts < MAX_ATTEMPTS,
        )
        .order_by(col(OutboxRow.id))
        .limit(limit)
    )
    return [_mail(row) for row in session.exec(query)]


def newest_mails(session: Session, *, limit: int = 50) -> list[Mail]:
    """Return the newest mails, delivered or not: the demo's outbox page shows them."""
    return [_mail(row) for row in session.exec(select(OutboxRow).order_by(col(OutboxRow.id).desc()).limit(limit))]


def deliver(session: Session, mail_id: int, send: Callable[[], None], *, now: datetime) -> None:
    """Send one mail by ``send`` and note the outcome; a failure is tried again later, at growing distances.

    What the recipient's server refuses for good is not tried again; the help desk and the person are told.
    """
    row = session.get_one(OutboxRow, mail_id)
    row.attempts += 1
    try:
        send()
    except MailRefused as refused:
        row.last_error, row.refused_at = str(refused), now
        note_bounce(session, email=row.recipient, reason=refused.reason, source="smtp", now=now)
    except OSError as error:
        row.last_error = str(error)[:500]
        row.next_try_at = now + timedelta(minutes=2**row.attempts)
    else:
        row.delivered_at = now
    session.add(row)


def _mail(row: OutboxRow) -> Mail:
    assert row.id is not None
    return Mail(row.id, row.template, row.language, row.recipient, json.loads(row.params), row.created_at)
