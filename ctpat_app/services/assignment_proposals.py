"""Give companies that nobody looks after to specialists by load: proposed to a supervisor, or by the kiosk itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Row, func, select
from sqlmodel import Session, col

from ctpat_app.domain.assignments import Load, Unassigned, read_reason, spread
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.permissions import Actor, Permission, StaffRole
from ctpat_app.services.access import require_staff
from ctpat_app.services.assignments import assign_specialist, begin_assignment, hold_company, standing_assignment
from ctpat_app.services.desk_queue import all_work, with_companies, work_of_specialists
from ctpat_app.tables.accounts import MembershipRow, StaffAssignmentRow, StaffRow, TradeAccountRow, UserAccountRow

MOST_PROPOSED: Final = 50


@dataclass(frozen=True)
class Proposal:
    """A company that waits, and who is proposed to look after it: 0 where there is nobody."""

    account_id: int
    company: str
    country: str
    languages: tuple[str, ...]
    """Of its people, by language tag."""
    open_work: int
    since_at: datetime
    due_on: date | None
    specialist_id: int


@dataclass(frozen=True)
class Proposals:
    """The companies with the earliest days, how many more there are, and who can be chosen."""

    companies: tuple[Proposal, ...]
    more: int
    loads: tuple[Load, ...]


@dataclass(frozen=True)
class Assigned:
    """What became of several choices: companies that have a specialist now, and why others have not."""

    done: tuple[int, ...]
    refused: tuple[tuple[int, InvalidValue], ...]


def propose_assignments(session: Session, actor: Actor, *, now: datetime) -> Proposals:
    """Return the companies that wait without a specialist, each with the one who has the least to do.

    Raises:
        NotPermitted: ``access.not-yours`` for all but supervisors.
    """
    require_staff(session, actor, Permission.CASE_ASSIGN)
    rows = _waiting(session, now.date())
    shown, loads = rows[:MOST_PROPOSED], _loads(session, now.date())
    companies = _unassigned(session, shown)
    chosen = spread(loads, companies)
    lines = tuple(_proposal(row, each, chosen) for row, each in zip(shown, companies, strict=True))
    return Proposals(lines, len(rows) - len(shown), loads)


def assign_several(
    session: Session, actor: Actor, *, choices: Sequence[tuple[int, int]], reason: str, now: datetime
) -> Assigned:
    """Give each company of ``choices`` (company, specialist) to its specialist; one that is refused stops no other.

    Raises:
        NotPermitted: ``access.not-yours``.
        InvalidValue: ``assignment.reason-missing``, ``assignment.none-chosen``, ``text.…``.
    """
    require_staff(session, actor, Permission.CASE_ASSIGN)
    if not choices:
        raise InvalidValue("assignment.none-chosen")
    why, done, refused = read_reason(reason), [], []
    for account, specialist in choices[:MOST_PROPOSED]:
        try:
            with session.begin_nested():
                assign_specialist(
                    session,
                    actor,
                    trade_account_id=account,
                    specialist_id=specialist,
                    seen_assignment=0,
                    reason=why,
                    now=now,
                )
        except InvalidValue as refusal:
            refused.append((account, refusal))
        else:
            done.append(account)
    return Assigned(tuple(done), tuple(refused))


def assign_by_load(session: Session, *, now: datetime) -> int:
    """Give every company that waits to who has the least to do, and return how many; the kiosk itself asks."""
    companies = _unassigned(session, _waiting(session, now.date()))
    chosen = spread(_loads(session, now.date()), companies)
    given = 0
    for account, specialist in chosen.items():
        hold_company(session, account)
        if standing_assignment(session, account) is None:
            begin_assignment(session, None, account, specialist, reason="", now=now)
            given += 1
    return given


def _waiting(session: Session, today: date) -> Sequence[Row[*tuple[Any, ...]]]:
    work = all_work()
    query = with_companies(
        select(
            work.c.trade_account_id,
            col(TradeAccountRow.legal_name),
            col(TradeAccountRow.country),
            func.count().label("open_work"),
            func.min(work.c.since_at).label("since_at"),
            func.min(work.c.due_on).label("due_on"),
        )
    )
    query = query.where(work_of_specialists(today), col(StaffAssignmentRow.id).is_(None))
    query = query.group_by(work.c.trade_account_id, col(TradeAccountRow.legal_name), col(TradeAccountRow.country))
    order = (func.min(work.c.due_on).is_(None), func.min(work.c.due_on), work.c.trade_account_id)
    return session.connection().execute(query.order_by(*order)).all()


def _loads(session: Session, today: date) -> tuple[Load, ...]:
    busy = with_companies(select(col(StaffAssignmentRow.specialist_id), func.count().label("open_work")))
    counts = busy.where(work_of_specialists(today)).group_by(col(StaffAssignmentRow.specialist_id)).subquery("busy")
    query = (
        select(
            col(StaffRow.user_id),
            col(UserAccountRow.name),
            func.coalesce(counts.c.open_work, 0),
            col(UserAccountRow.language),
        )
        .join(UserAccountRow, col(UserAccountRow.id) == col(StaffRow.user_id))
        .join(counts, counts.c.specialist_id == col(StaffRow.user_id), isouter=True)
        .where(col(StaffRow.role) == StaffRole.SPECIALIST, col(StaffRow.ended_at).is_(None))
        .order_by(col(UserAccountRow.name), col(StaffRow.user_id))
    )
    return tuple(Load(*row) for row in session.connection().execute(query))


def _unassigned(session: Session, rows: Sequence[Row[*tuple[Any, ...]]]) -> list[Unassigned]:
    """Return the companies of ``rows`` with their people and the languages of these."""
    query = (
        select(col(MembershipRow.trade_account_id), col(MembershipRow.user_id), col(UserAccountRow.language))
        .join(UserAccountRow, col(UserAccountRow.id) == col(MembershipRow.user_id))
        .where(
            col(MembershipRow.trade_account_id).in_([row.trade_account_id for row in rows]),
            col(MembershipRow.removed_at).is_(None),
        )
    )
    people: dict[int, list[tuple[int, str]]] = {}
    for account, person, language in session.connection().execute(query):
        people.setdefault(account, []).append((person, language))
    return [_company(row, people.get(row.trade_account_id, [])) for row in rows]


def _company(row: Row[*tuple[Any, ...]], people: Sequence[tuple[int, str]]) -> Unassigned:
    members, languages = frozenset(each for each, _ in people), frozenset(each for _, each in people)
    return Unassigned(row.trade_account_id, row.open_work, members, languages)


def _proposal(row: Row[*tuple[Any, ...]], company: Unassigned, chosen: dict[int, int]) -> Proposal:
    return Proposal(
        row.trade_account_id,
        row.legal_name,
        row.country,
        tuple(sorted(company.languages)),
        row.open_work,
        row.since_at,
        row.due_on,
        chosen.get(row.trade_account_id, 0),
    )
