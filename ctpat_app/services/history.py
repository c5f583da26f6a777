"""A company's own history: who did what, in which role, when; never an answer, an identifier or a secret."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select
from sqlmodel import Session, col

from ctpat_app.domain.history import LOOKED_AT_HISTORY, Kind, actions_of
from ctpat_app.domain.permissions import Actor, Contributor, Permission, StaffRole
from ctpat_app.domain.trade_accounts import CompanyField
from ctpat_app.services.access import require_account
from ctpat_app.services.company_view import note_look
from ctpat_app.tables.accounts import MembershipRow, UserAccountRow
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.organizations import HandoverRow

PAGE: Final = 50
_BATCH: Final = 500
_MANY: Final = frozenset(
    {
        "answer.saved",
        "answer.taken-over",
        "answer.confirmed",
        "answer.affirmed",
        "english.confirmed",
        "row.added",
        "row.deleted",
        "address.changed",
        "walk-through.pointed",
    }
)
"""One evening's work writes hundreds of these: what one person did in one day without a break is one line."""


@dataclass(frozen=True)
class HistoryEntry:
    """One line: ``role`` is that in which they acted, of staff too; of staff no name is told."""

    number: int
    at: datetime
    action: str
    person: str
    """Empty when no person did it, and for all who never belonged to the company."""
    role: str
    by_staff: bool
    from_outside: bool
    """Somebody of another company, such as the officer who agreed to a link."""
    concerned: str
    """Name of the member whom it was about, empty when that is nobody else."""
    field: str
    """Which fact of the company, a value of ``CompanyField``; empty for everything else."""
    times: int


@dataclass(frozen=True)
class History:
    """A page of the history, newest first; ``older`` is where the next page begins, 0 at its end."""

    company: str
    role: str
    """In which role the reader sees it."""
    by_staff: bool
    entries: tuple[HistoryEntry, ...]
    older: int


def read_history(
    session: Session, actor: Actor, *, trade_account_id: int, kind: Kind | None, before: int, now: datetime
) -> History:
    """Return a page of what happened in the company; that somebody of the staff read it is part of it.

    Args:
        session: an open session.
        actor: who reads.
        trade_account_id: which company.
        kind: of which kind; None for all.
        before: the number of the event below which the page begins, 0 for the newest.
        now: the present moment.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    access = require_account(session, actor, trade_account_id, Permission.HISTORY_READ)
    by_staff = isinstance(access.role, StaffRole)
    if by_staff:
        note_look(session, actor, access, LOOKED_AT_HISTORY, now)
    lines = [
        list(events)
        for _, events in islice(groupby(_events(session, trade_account_id, kind, before), _press), PAGE + 1)
    ]
    entries = tuple(_entry(session, events) for events in lines[:PAGE])
    older = entries[-1].number if len(lines) > PAGE else 0
    return History(access.legal_name, access.role.value, by_staff, entries, older)


def _events(session: Session, chain: int, kind: Kind | None, before: int) -> Iterator[Row[*tuple[Any, ...]]]:
    query = _of(chain, kind)
    last = before
    while True:
        page = query.where(col(AuditEventRow.number) < last) if last else query
        batch = session.connection().execute(page.limit(_BATCH)).all()
        if not batch:
            return
        yield from batch
        last = batch[-1].number


def _of(chain: int, kind: Kind | None) -> Select[*tuple[Any, ...]]:
    query: Select[*tuple[Any, ...]] = (
        select(
            col(AuditEventRow.number),
            col(AuditEventRow.at),
            col(AuditEventRow.user_id),
            col(AuditEventRow.action),
            col(AuditEventRow.subject),
            col(AuditEventRow.acting_as),
            col(UserAccountRow.name),
            col(MembershipRow.id).label("member"),
        )
        .join(UserAccountRow, col(UserAccountRow.id) == col(AuditEventRow.user_id), isouter=True)
        .join(
            MembershipRow,
            and_(
                col(MembershipRow.user_id) == col(AuditEventRow.user_id),
                col(MembershipRow.trade_account_id) == chain,
            ),
            isouter=True,
        )
        .where(col(AuditEventRow.chain) == chain)
        .order_by(col(AuditEventRow.number).desc())
    )
    return query if kind is None else query.where(_is(kind))


def _is(kind: Kind) -> ColumnElement[bool]:
    about = col(AuditEventRow.action).in_(actions_of(kind))
    return or_(about, col(AuditEventRow.acting_as).in_(list(StaffRole))) if kind is Kind.STAFF else about


def _press(event: Row[*tuple[Any, ...]]) -> tuple[object, ...]:
    """Return what events of one line have in common; only what people do many times in a row is put together."""
    if event.action not in _MANY:
        return (event.number,)
    thing = event.subject.partition("/")[0] if event.subject.startswith("draft:") else event.subject.rpartition("/")[0]
    return (event.action, event.user_id, event.acting_as, thing, event.at.date())


def _entry(session: Session, events: Sequence[Row[*tuple[Any, ...]]]) -> HistoryEntry:
    newest = events[0]
    by_staff = newest.acting_as in set(StaffRole) or newest.action.endswith("seen-by-staff")
    # Who answers statements is no member, and the company asked them by name.
    known = newest.member is not None or newest.acting_as == Contributor.CONTRIBUTOR
    return HistoryEntry(
        number=events[-1].number,
        at=newest.at,
        action=newest.action,
        person=newest.name if known and not by_staff else "",
        role=newest.acting_as,
        by_staff=by_staff,
        from_outside=newest.user_id is not None and not known and not by_staff,
        concerned=_concerned(session, newest.subject, newest.user_id),
        field=_field(newest.subject),
        times=len(events),
    )


def _field(subject: str) -> str:
    kind, _, rest = subject.partition("/")
    name = rest.partition("/")[2]
    return name if kind == "trade-account" and name in set(CompanyField) else ""


def _concerned(session: Session, subject: str, doer: int | None) -> str:
    kind, _, rest = subject.partition("/")
    member = int(rest) if kind in {"member", "handover"} and rest.isdigit() else 0
    if kind == "handover" and (offer := session.get(HandoverRow, member)):
        member = offer.receiver_id
    row = session.get(MembershipRow, member) if member else None
    if row is None or row.user_id == doer:
        return ""
    return session.get_one(UserAccountRow, row.user_id).name
