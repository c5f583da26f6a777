"""Mail and other effects: written in the transaction that causes them, delivered by a job.

An attempt has three marks, each committed before the next begins: *claimed* (this process sends it), *handed* (its text
begins to leave), and the outcome. Where a process ends in between tells what may have happened (decision 19): a mail
that was only claimed is sent anew; one that was handed may have been taken, and is never sent again by itself.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, update
from sqlmodel import Session, col, or_, select

from ctpat_app.domain.mails import MailRefused, MailUnknown
from ctpat_app.services.bounces import note_bounce
from ctpat_app.tables.outbox import OutboxRow

MAX_ATTEMPTS = 12


class NotOurs(Exception):  # noqa: N818  as the refusals of domain/errors
    """Another process has taken the mail over: this one lets go of it."""


@dataclass(frozen=True)
class Mail:
    """A mail as the outbox keeps it: template and parameters, not yet a text."""

    id: int
    template: str
    language: str
    recipient: str
    params: dict[str, str]
    created_at: datetime

    @property
    def key(self) -> str:
        """What names this mail for ever, in every attempt."""
        return f"kiosk-{self.id}-{self.created_at:%Y%m%d%H%M%S%f}"


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


def waits() -> ColumnElement[bool]:
    """Return the condition for mails that are still to be delivered."""
    return (
        col(OutboxRow.delivered_at).is_(None)
        & col(OutboxRow.refused_at).is_(None)
        & col(OutboxRow.unknown_at).is_(None)
        & (col(OutboxRow.attempts) < MAX_ATTEMPTS)
    )


def due_mails(session: Session, *, now: datetime, limit: int = 50) -> list[Mail]:
    """Return the mails that wait for delivery, oldest first; ``now`` is real, and no new mail waits for a day."""
    # A first attempt is always due: the moment at which it was written may be one of a pretended day.
    due = or_(OutboxRow.attempts == 0, col(OutboxRow.next_try_at) <= now)
    query = select(OutboxRow).where(waits(), OutboxRow.claimed_by == "", due)
    return [_mail(row) for row in session.exec(query.order_by(col(OutboxRow.id)).limit(limit))]


def newest_mails(session: Session, *, limit: int = 50) -> list[Mail]:
    """Return the newest mails, delivered or not: the demo's outbox page shows them."""
    return [_mail(row) for row in session.exec(select(OutboxRow).order_by(col(OutboxRow.id).desc()).limit(limit))]


def claim_mail(session: Session, mail_id: int, *, holder: str, now: datetime) -> bool:
    """Take the mail for one attempt by the process ``holder``; False when it is taken, or waits no longer."""
    claimed = session.connection().execute(
        update(OutboxRow)
        .where(col(OutboxRow.id) == mail_id, col(OutboxRow.claimed_by) == "", waits())
        .values(claimed_by=holder, claimed_at=now, handed_at=None, attempts=OutboxRow.attempts + 1)
    )
    return claimed.rowcount == 1


def note_handing_over(session: Session, mail_id: int, *, holder: str, now: datetime) -> None:
    """Note that the text of the mail begins to leave.

    Raises:
        NotOurs: the mail was taken away from ``holder`` meanwhile, so it must not leave.
    """
    noted = session.connection().execute(
        update(OutboxRow).where(col(OutboxRow.id) == mail_id, col(OutboxRow.claimed_by) == holder).values(handed_at=now)
    )
    if noted.rowcount != 1:
        raise NotOurs


def note_outcome(session: Session, mail_id: int, failure: OSError | None, *, now: datetime) -> None:
    """Note what came of the attempt: None for delivered. A failure is tried again later, at growing distances.

    What the recipient's server refuses for good is not tried again; the help desk and the person are told. Nor is what
    may have been taken: somebody of the staff decides.
    """
    row = session.get_one(OutboxRow, mail_id, with_for_update=True)
    row.claimed_by, row.unknown_at = "", None
    match failure:
        case None:
            row.delivered_at = now
        case MailRefused():
            row.last_error, row.refused_at = str(failure), now
            note_bounce(session, email=row.recipient, reason=failure.reason, source="smtp", now=now)
        case MailUnknown():
            row.last_error, row.unknown_at = str(failure), now
        case _:
            row.last_error, row.next_try_at = str(failure)[:500], now + timedelta(minutes=2**row.attempts)


def has_leftovers(session: Session) -> bool:
    """Whether a process ended, or lost its lease, in the middle of an attempt; asked before the first one of a run."""
    return session.exec(_left(OutboxRow.id).limit(1)).first() is not None


def settle_leftovers(session: Session, *, now: datetime) -> int:
    """Free the mails whose attempt ended before their text left, and return how many others there are.

    Of those nobody knows whether they were taken, and they wait for a decision of the staff.
    """
    unknown = 0
    for row in session.exec(_left(OutboxRow).with_for_update()):
        row.claimed_by = ""
        if row.handed_at is not None:
            row.unknown_at, row.last_error = now, "cut off"
            unknown += 1
    return unknown


def _left(what: Any) -> Any:
    # The index of what is due finds them: what is delivered is claimed by nobody.
    return select(what).where(col(OutboxRow.delivered_at).is_(None), OutboxRow.claimed_by != "")


def _mail(row: OutboxRow) -> Mail:
    assert row.id is not None
    return Mail(row.id, row.template, row.language, row.recipient, json.loads(row.params), row.created_at)
