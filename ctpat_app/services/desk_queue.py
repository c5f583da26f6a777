"""The queue of the desk: everything that waits for staff, by due day, for who may do it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any, Final

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    Date,
    Row,
    Select,
    and_,
    bindparam,
    case,
    false,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from ctpat_app.domain.company_names import name_key, read_part
from ctpat_app.domain.desk import SHOWN_AHEAD, SOON, DueFilter, Order, Work, due_until, work_of
from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.services import standing_queue, validation_work
from ctpat_app.services.access import LARGEST_ID
from ctpat_app.services.aeo_rows import waiting_registrations
from ctpat_app.services.annual_desk import overdue_reviews, sent_reviews
from ctpat_app.services.conversations import waiting_messages
from ctpat_app.services.desk_sources import Source, applications, changes, first_validations, requests, revalidations
from ctpat_app.services.identifier_requests import waiting_changes
from ctpat_app.services.model_types import types_of_models
from ctpat_app.tables.accounts import MembershipRow, StaffAssignmentRow, TradeAccountRow, UserAccountRow
from ctpat_app.tables.security_models import SecurityModelRow

SOURCES: Final[tuple[Source, ...]] = (
    *(applications, changes, sent_reviews, overdue_reviews),
    *(first_validations, revalidations, requests),
    *(validation_work.to_approve, validation_work.to_hold, validation_work.answered),
    *(waiting_messages, waiting_changes, waiting_registrations),
    *standing_queue.SOURCES,
)
"""Everything that waits for staff: one function a kind of work, with the columns of ``desk_sources.work``."""
PAGE: Final = 25
EVERYBODY: Final = 0
NOBODY: Final = -1
_NO_DAY: Final = date(9999, 12, 31)
"""Sorts work without a due day behind all other."""


@dataclass(frozen=True)
class Place:
    """Where an item stands in the list; the next page begins behind one."""

    due_on: date
    since_at: datetime
    kind: str
    subject_id: int


@dataclass(frozen=True)
class Wanted:
    """What of the queue somebody wants to see; everything empty is all of it."""

    who: int = EVERYBODY
    """User id of a specialist, or ``NOBODY``: work of companies that nobody looks after."""
    kind: Work | None = None
    due: DueFilter | None = None
    business_type: str = ""
    country: str = ""
    language: str = ""
    """Of a person of the company."""
    part: str = ""
    """Of the company's legal or trade name."""
    order: Order = Order.DUE
    behind: Place | None = None


@dataclass(frozen=True)
class Item:
    """One case that waits: ``types`` and ``model_name`` are empty where it is about no security model."""

    kind: Work
    account_id: int
    company: str
    country: str
    model_id: int
    model_name: str
    types: tuple[str, ...]
    status: str
    subject_id: int
    since_at: datetime
    due_on: date | None
    specialist: str
    """Who looks after the company; empty while nobody does."""

    @property
    def place(self) -> Place:
        """Where it stands in the list."""
        return Place(self.due_on or _NO_DAY, self.since_at, self.kind.value, self.subject_id)


@dataclass(frozen=True)
class Count:
    """How much work of a kind waits for the reader, how much of it is over its day, and how much comes soon."""

    kind: Work
    waiting: int
    overdue: int
    soon: int


@dataclass(frozen=True)
class Queue:
    """A page of the queue; ``goes_on`` says that more follows behind its last item."""

    role: StaffRole
    counts: tuple[Count, ...]
    items: tuple[Item, ...]
    found: int
    goes_on: bool
    countries: tuple[str, ...] = ()
    """Of the companies that the reader may see here, to choose from."""


def read_queue(session: Session, actor: Actor, *, wanted: Wanted, now: datetime) -> Queue:
    """Return the part of the queue that ``actor`` may see and wants to see.

    A specialist sees the work of assigned companies, the others what their role does whatever the company; who does
    none of it finds nothing. It takes the same few queries however much waits.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody who is no staff.
        InvalidValue: ``assignment.part-short`` (``least``).
    """
    role = actor.staff_role
    if role is None:
        raise NotPermitted
    today = now.date()
    visible = _visible(actor, role, today)
    if visible is None:
        return Queue(role, (), (), 0, goes_on=False)
    matching = _matching(session, wanted, today)
    rows = _rows(session, [*visible, *matching], wanted)
    items = _with_types(session, [_item(row) for row in rows[:PAGE]])
    groups = _groups(session, visible, matching, today)
    found = sum(group.found for group in groups)
    countries = tuple(sorted({group.country for group in groups if group.country}))
    return Queue(role, _counts(groups), items, found, len(rows) > PAGE, countries)


@cache
def all_work() -> CTE:
    """Return all work as a table; made once, since putting it together costs more than a page of it."""
    work = union_all(*(source() for source in SOURCES)).cte("work")
    # PostgreSQL would look for each company through all work once more when it guesses that few are left.
    return work.prefix_with("MATERIALIZED", dialect="postgresql")


def work_of_specialists(today: date) -> ColumnElement[bool]:
    """Return the condition for what a specialist does once the company is theirs."""
    kinds = sorted(work_of(StaffRole.SPECIALIST, is_assigned=True))
    return and_(all_work().c.kind.in_(kinds), _is_near(today))


def _visible(actor: Actor, role: StaffRole, today: date) -> list[ColumnElement[bool]] | None:
    """Return the conditions for what ``actor`` may see; None when that is nothing."""
    everywhere = work_of(role, is_assigned=False)
    own = work_of(role, is_assigned=True) - everywhere
    if not everywhere and not own:
        return None
    kind = all_work().c.kind
    mine = and_(kind.in_(sorted(own)), col(StaffAssignmentRow.specialist_id) == actor.user_id)
    return [or_(kind.in_(sorted(everywhere)), mine) if everywhere else mine, _is_near(today)]


def _groups(
    session: Session, visible: list[ColumnElement[bool]], matching: list[ColumnElement[bool]], today: date
) -> list[Row[*tuple[Any, ...]]]:
    """Return how much waits by kind and country, and how much of it fits the filters: one query for all counts."""
    work, first, last = all_work(), literal(today, Date), literal(today + SOON, Date)
    query = with_companies(
        select(
            work.c.kind,
            col(TradeAccountRow.country),
            func.count().label("waiting"),
            _number_of(work.c.due_on < first).label("overdue"),
            _number_of(work.c.due_on.between(first, last)).label("soon"),
            _number_of(and_(true(), *matching)).label("found"),
        )
    )
    query = query.where(*visible).group_by(work.c.kind, col(TradeAccountRow.country))
    return list(session.connection().execute(query))


def _number_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _counts(groups: Sequence[Row[*tuple[Any, ...]]]) -> tuple[Count, ...]:
    """Return the counts in the order of the kinds; kinds of which nothing waits are left out."""
    found: dict[Work, list[int]] = {}
    for group in groups:
        sums = found.setdefault(Work(group.kind), [0, 0, 0])
        for place, number in enumerate((group.waiting, group.overdue, group.soon)):
            sums[place] += number
    return tuple(Count(kind, *found[kind]) for kind in Work if kind in found)


# ---------------------------------------------------------------- the query


def _is_near(today: date) -> ColumnElement[bool]:
    due_on = all_work().c.due_on
    return or_(due_on.is_(None), due_on <= literal(today + SHOWN_AHEAD, Date))


def with_companies(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Return ``query`` over all work, each with its company and who looks after it."""
    work = all_work()
    standing = and_(
        col(StaffAssignmentRow.trade_account_id) == work.c.trade_account_id, col(StaffAssignmentRow.ended_at).is_(None)
    )
    return (
        query.select_from(work)
        .join(TradeAccountRow, col(TradeAccountRow.id) == work.c.trade_account_id)
        .join(StaffAssignmentRow, standing, isouter=True)
    )


def _rows(session: Session, conditions: list[ColumnElement[bool]], wanted: Wanted) -> list[Row[*tuple[Any, ...]]]:
    work, specialist = all_work(), aliased(UserAccountRow)
    query = with_companies(
        select(
            *work.c,
            col(TradeAccountRow.legal_name),
            col(TradeAccountRow.country),
            col(specialist.name).label("specialist"),
            col(SecurityModelRow.name).label("model_name"),
            col(SecurityModelRow.status),
        )
    )
    query = query.join(specialist, col(specialist.id) == col(StaffAssignmentRow.specialist_id), isouter=True)
    query = query.join(SecurityModelRow, col(SecurityModelRow.id) == work.c.model_id, isouter=True)
    keys = _sort_keys(wanted.order)
    if wanted.behind:
        query = query.where(_behind(keys, _values(wanted.behind, wanted.order)))
    found = session.connection().execute(query.where(*conditions).order_by(*keys).limit(PAGE + 1))
    return list(found)


def _sort_keys(order: Order) -> list[ColumnElement[Any]]:
    work = all_work()
    due = func.coalesce(work.c.due_on, literal(_NO_DAY, Date), type_=Date())
    return [*([due] if order is Order.DUE else []), work.c.since_at, work.c.kind, work.c.subject_id]


def _values(place: Place, order: Order) -> list[object]:
    return [
        *([place.due_on] if order is Order.DUE else []),
        place.since_at,
        place.kind,
        min(place.subject_id, LARGEST_ID),
    ]


def _behind(keys: list[ColumnElement[Any]], values: list[object]) -> ColumnElement[bool]:
    """Return the condition for what sorts behind ``values``; the last key settles what the others leave open."""
    key, value = keys[0], literal(values[0], keys[0].type)
    if len(keys) == 1:
        return key > value
    return or_(key > value, and_(key == value, _behind(keys[1:], values[1:])))


def _matching(session: Session, wanted: Wanted, today: date) -> list[ColumnElement[bool]]:
    work, found = all_work(), _whose(wanted.who)
    if wanted.kind:
        found.append(work.c.kind == wanted.kind.value)
    if wanted.due:
        found.append(work.c.due_on <= literal(due_until(wanted.due, today), Date))
    if wanted.business_type:
        of_type = [model for model, types in types_of_models(session).items() if wanted.business_type in types]
        found.append(work.c.model_id.in_(_one_of("of_type", of_type)))
    if wanted.country:
        found.append(col(TradeAccountRow.country) == wanted.country)
    if wanted.language:
        found.append(work.c.trade_account_id.in_(_accounts_speaking(wanted.language)))
    if wanted.part:
        named = _accounts_named(session, wanted.part)
        found.append(work.c.trade_account_id.in_(_one_of("named", named)))
    return found


def _whose(who: int) -> list[ColumnElement[bool]]:
    if who == EVERYBODY:
        return []
    if who == NOBODY:
        return [col(StaffAssignmentRow.id).is_(None)]
    return [col(StaffAssignmentRow.specialist_id) == who if 0 < who <= LARGEST_ID else false()]


def _one_of(name: str, numbers: list[int]) -> BindParameter[list[int]]:
    """Return ``numbers`` as a list in the query itself: a subquery there is guessed at, and gone through once a row."""
    return bindparam(name, numbers, expanding=True, literal_execute=True)


def _accounts_speaking(language: str) -> Select[int]:
    return (
        select(col(MembershipRow.trade_account_id))
        .join(UserAccountRow, col(UserAccountRow.id) == col(MembershipRow.user_id))
        .where(col(MembershipRow.removed_at).is_(None), col(UserAccountRow.language) == language)
    )


def _accounts_named(session: Session, part: str) -> list[int]:
    """Return the companies with ``part`` in a name; neither kind of database can leave accents out of account."""
    wanted = read_part(part)
    names = select(col(TradeAccountRow.id), col(TradeAccountRow.legal_name), col(TradeAccountRow.trade_name))
    rows = session.connection().execute(names)
    return [row.id for row in rows if any(wanted in _key(name) for name in row[1:])]


@lru_cache(maxsize=20_000)
def _key(name: str) -> str:
    """Return ``name_key(name)``: names hardly change, and folding all of them takes as long as the queries."""
    return name_key(name)


# ---------------------------------------------------------------- what comes out of it


def _item(row: Row[*tuple[Any, ...]]) -> Item:
    return Item(
        Work(row.kind),
        row.trade_account_id,
        row.legal_name,
        row.country,
        row.model_id or 0,
        row.model_name or "",
        (),
        row.status or "",
        row.subject_id or 0,
        row.since_at if row.since_at.tzinfo else row.since_at.replace(tzinfo=UTC),
        row.due_on,
        row.specialist or "",
    )


def _with_types(session: Session, items: list[Item]) -> tuple[Item, ...]:
    types = types_of_models(session, {item.model_id for item in items if item.model_id})
    return tuple(replace(item, types=types.get(item.model_id, ())) for item in items)
