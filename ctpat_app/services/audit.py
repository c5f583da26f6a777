"""The audit trail: append an event to the chain of a trade account, and prove that a chain is whole."""

import hashlib
import json
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import Session, col

from ctpat_app.tables.audit import AuditEventRow, AuditHeadRow

NO_ACCOUNT = 0

# Built once: every saved answer comes through here, and building them costs more than running them.
_OF_CHAIN = col(AuditHeadRow.chain) == bindparam("of_chain")
_HEAD = select(col(AuditHeadRow.number), col(AuditHeadRow.hash)).where(_OF_CHAIN).with_for_update()
_NEW_EVENT, _NEW_HEAD = insert(AuditEventRow), insert(AuditHeadRow)
_MOVE_HEAD = update(AuditHeadRow).where(_OF_CHAIN)


def write_audit(
    session: Session,
    *,
    trade_account_id: int,
    user_id: int | None,
    action: str,
    subject: str,
    now: datetime,
    **detail: str | int | bool,
) -> None:
    """Append one event to the chain of ``trade_account_id`` (0: none); ``detail`` never holds an answer."""
    connection = session.connection()
    head = connection.execute(_HEAD, {"of_chain": trade_account_id}).first()
    number, previous = (head[0] + 1, head[1]) if head else (1, "")
    text = json.dumps(detail, sort_keys=True) if detail else ""
    digest = _digest(previous, number, now, user_id, action, subject, text)
    event = {"at": now, "user_id": user_id, "action": action, "subject": subject, "detail": text}
    link = {"chain": trade_account_id, "number": number, "previous_hash": previous, "hash": digest}
    connection.execute(_NEW_EVENT, {**link, **event})
    if head:
        connection.execute(_MOVE_HEAD, {"of_chain": trade_account_id, "number": number, "hash": digest})
    else:
        connection.execute(_NEW_HEAD, {"chain": trade_account_id, "number": number, "hash": digest})


def _digest(
    previous: str, number: int, at: datetime, user_id: int | None, action: str, subject: str, detail: str
) -> str:
    parts = [previous, str(number), f"{at.timestamp():.6f}", str(user_id or ""), action, subject, detail]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def broken_links(session: Session, chain: int) -> list[int]:
    """Return the numbers of the events of ``chain`` that do not follow from the one before; empty when it is whole.

    One number more than the last says that the end was cut off or exchanged.
    """
    broken, previous, expected = [], "", 1
    query = select(AuditEventRow).where(col(AuditEventRow.chain) == chain).order_by(col(AuditEventRow.number))
    for event in session.scalars(query):
        digest = _digest(previous, event.number, event.at, event.user_id, event.action, event.subject, event.detail)
        if event.number != expected or event.previous_hash != previous or event.hash != digest:
            broken.append(event.number)
        previous, expected = event.hash, event.number + 1
    head = session.execute(
        select(col(AuditHeadRow.number), col(AuditHeadRow.hash)).where(col(AuditHeadRow.chain) == chain)
    ).first()
    if (head or (0, "")) != (expected - 1, previous):
        broken.append(expected)
    return broken


def chains(session: Session) -> tuple[int, ...]:
    """Return the numbers of all chains: of each trade account, and 0 for what belongs to none."""
    of_events, of_heads = select(col(AuditEventRow.chain)), select(col(AuditHeadRow.chain))
    return tuple(sorted(session.connection().execute(of_events.union(of_heads)).scalars()))
