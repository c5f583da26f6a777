"""The audit trail: append an event to the chain of a trade account, and prove that a chain is whole."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, func, insert, literal, select, update
from sqlmodel import Session, col

from ctpat_app.domain.permissions import Actor, Contributor, Role, StaffRole
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.audit import AuditEventRow, AuditHeadRow

NO_ACCOUNT = 0
EVERY_ACCOUNT: Final = -1
"""No chain of its own: staff act in their role wherever their transaction leads, members only for their company."""
_ACTING: Final = "acting"
"""Where a session keeps, by chain, as whom and from where the actor of its transaction acts."""
_BATCH: Final = 1000


@dataclass(frozen=True)
class Capacity:
    """As whom somebody acts in one transaction, and from where."""

    user_id: int
    role: str
    origin: str


@dataclass(frozen=True)
class Break:
    """The first event of a chain that does not follow from the one before."""

    chain: int
    number: int


@dataclass(frozen=True)
class Verdict:
    """What verifying came to: how much was read, and where chains are broken."""

    chains: int
    events: int
    breaks: tuple[Break, ...]


# Built once: every saved answer comes through here, and building them costs more than running them.
_OF_CHAIN = col(AuditHeadRow.chain) == bindparam("of_chain")
_HEAD = select(col(AuditHeadRow.number), col(AuditHeadRow.hash)).where(_OF_CHAIN).with_for_update()
_NEW_EVENT, _NEW_HEAD = insert(AuditEventRow), insert(AuditHeadRow)
_MOVE_HEAD = update(AuditHeadRow).where(_OF_CHAIN)


def act_as(session: Session, actor: Actor, trade_account_id: int, role: Role | StaffRole | Contributor) -> None:
    """Note for the events of this transaction in which role, and from where, ``actor`` acts for the trade account.

    What is noted for one trade account goes before what is noted for ``EVERY_ACCOUNT``.
    """
    capacities = session.info.setdefault(_ACTING, {})
    capacities[trade_account_id] = Capacity(actor.user_id, role.value, actor.network)


def write_audit(
    session: Session,
    *,
    trade_account_id: int,
    user_id: int | None,
    action: str,
    subject: str,
    now: datetime,
    origin: str = "",
    **detail: str | int | bool,
) -> None:
    """Append one event to the chain of ``trade_account_id`` (0: none).

    ``detail`` refers to what was before and after, by version numbers and the like; it never holds an answer. The role
    in which the person acts, and the first half of their network address, come from ``act_as``; who is not signed in
    yet hands ``origin`` in.
    """
    connection = session.connection()
    head = connection.execute(_HEAD, {"of_chain": trade_account_id}).first()
    number, previous = (head[0] + 1, head[1]) if head else (1, "")
    text = json.dumps(detail, sort_keys=True) if detail else ""
    capacity = _capacity(session, trade_account_id, user_id)
    role, place = (capacity.role, capacity.origin) if capacity else ("", origin)
    digest = _digest(previous, number, now, user_id, action, subject, text, role, place)
    event = {"at": now, "user_id": user_id, "action": action, "subject": subject, "detail": text}
    link = {"chain": trade_account_id, "number": number, "previous_hash": previous, "hash": digest}
    connection.execute(_NEW_EVENT, {**link, **event, "acting_as": role, "origin": place})
    if head:
        connection.execute(_MOVE_HEAD, {"of_chain": trade_account_id, "number": number, "hash": digest})
    else:
        connection.execute(_NEW_HEAD, {"chain": trade_account_id, "number": number, "hash": digest})


def _capacity(session: Session, trade_account_id: int, user_id: int | None) -> Capacity | None:
    capacities: dict[int, Capacity] = session.info.get(_ACTING, {})
    noted = (capacities.get(trade_account_id), capacities.get(EVERY_ACCOUNT))
    return next((each for each in noted if each and each.user_id == user_id), None)


def _digest(
    previous: str,
    number: int,
    at: datetime,
    user_id: int | None,
    action: str,
    subject: str,
    detail: str,
    acting_as: str,
    origin: str,
) -> str:
    parts = [previous, str(number), f"{at.timestamp():.6f}", str(user_id or ""), action, subject, detail]
    if acting_as or origin:
        # Events from before these columns existed keep their hash.
        parts += [acting_as, origin]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def verify(session: Session, *, chain: int | None = None) -> Verdict:
    """Read every chain, or one, and return where each is broken first; the machine's operator asks, nobody else.

    A trade account begins its chain when it is created, so one without a chain is a break as well.
    """
    chains = [chain] if chain is not None else _chains(session)
    events, breaks = 0, []
    for each in chains:
        broken = next(_broken(session, each), None)
        count = session.scalar(select(func.count()).where(col(AuditEventRow.chain) == each)) or 0
        events += count
        if not count and each != NO_ACCOUNT and broken is None:
            broken = 1
        if broken is not None:
            breaks.append(Break(each, broken))
    return Verdict(len(chains), events, tuple(breaks))


def has_chain(session: Session, chain: int) -> bool:
    """Return whether there is anything to verify: an event, a head, or a trade account that must have begun a chain."""
    keys = (col(AuditHeadRow.chain), col(AuditEventRow.chain), col(TradeAccountRow.id))
    return chain == NO_ACCOUNT or any(
        session.scalar(select(literal(1)).where(key == chain).limit(1)) is not None for key in keys
    )


def _chains(session: Session) -> list[int]:
    found = {NO_ACCOUNT} if session.get(AuditHeadRow, NO_ACCOUNT) else set()
    for query in (col(AuditHeadRow.chain), col(AuditEventRow.chain), col(TradeAccountRow.id)):
        found |= set(session.scalars(select(query).distinct()))
    return sorted(found)


def broken_links(session: Session, chain: int) -> list[int]:
    """Return the numbers of the events of ``chain`` that do not follow from the one before; empty when it is whole.

    One number more than the last says that the end was cut off or exchanged, or that the chain never began.
    """
    return list(_broken(session, chain))


def _broken(session: Session, chain: int) -> Iterator[int]:
    previous, expected = "", 1
    for event in _events(session, chain):
        digest = _digest(
            previous,
            event.number,
            event.at,
            event.user_id,
            event.action,
            event.subject,
            event.detail,
            event.acting_as,
            event.origin,
        )
        if event.number != expected or event.previous_hash != previous or event.hash != digest:
            yield event.number
        previous, expected = event.hash, event.number + 1
    head = session.execute(
        select(col(AuditHeadRow.number), col(AuditHeadRow.hash)).where(col(AuditHeadRow.chain) == chain)
    ).first()
    if (head or (0, "")) != (expected - 1, previous):
        yield expected


def _events(session: Session, chain: int) -> Iterator[AuditEventRow]:
    """Yield the events of a chain in batches, so that a long one needs no more memory than a short one."""
    query = select(AuditEventRow).where(col(AuditEventRow.chain) == chain).order_by(col(AuditEventRow.number))
    batch = session.scalars(query.limit(_BATCH)).all()
    while batch:
        yield from batch
        for event in batch:
            session.expunge(event)
        batch = session.scalars(query.where(col(AuditEventRow.number) > batch[-1].number).limit(_BATCH)).all()
