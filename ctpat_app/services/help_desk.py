"""The queue of the help desk: all cases that somebody wants to see, the one whose answer is due next first."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, and_, case, false, func, literal, or_, select
from sqlmodel import Session, col

from ctpat_app.domain.case_codes import read_failure_code, read_help_case_code
from ctpat_app.domain.company_names import folded, name_key
from ctpat_app.domain.help_cases import (
    SOON,
    UNSOLVED,
    WITH_DESK,
    CasePriority,
    CaseState,
    ProblemKind,
    is_due_soon,
    is_overdue,
)
from ctpat_app.domain.help_desk import Due
from ctpat_app.domain.permissions import Actor, Permission, StaffRole
from ctpat_app.services.access import LARGEST_ID, require_staff
from ctpat_app.tables.accounts import StaffRow, TradeAccountRow, UserAccountRow
from ctpat_app.tables.help_cases import HelpCaseRow

PAGE: Final = 25
ANYBODY: Final = 0
NOBODY: Final = -1
_LEAST_OF_NAME: Final = 2
_NO_DUE: Final = datetime(9999, 12, 31, tzinfo=UTC)
"""Sorts cases whose next move is not the help desk's behind all others."""


@dataclass(frozen=True)
class CasePlace:
    """Where a case stands in the list; the next page begins behind one."""

    due_at: datetime
    case_id: int


@dataclass(frozen=True)
class CaseWish:
    """Which cases somebody wants to see; everything empty: all that are not solved."""

    state: CaseState | None = None
    every_state: bool = False
    kind: ProblemKind | None = None
    priority: CasePriority | None = None
    owner: int = ANYBODY
    language: str = ""
    due: Due | None = None
    search: str = ""
    """A code of a case or of a failure, a mail address, or part of a name of a person or company."""
    behind: CasePlace | None = None


@dataclass(frozen=True)
class CaseLine:
    """A case in the list; ``company`` is empty where the person is not known."""

    id: int
    code: str
    kind: str
    topic: str
    state: CaseState
    priority: CasePriority
    language: str
    name: str
    mail: str
    company: str
    owner_id: int
    owner: str
    opened_at: datetime
    answer_due_at: datetime | None
    is_overdue: bool
    is_due_soon: bool

    @property
    def place(self) -> CasePlace:
        """Where it stands in the list."""
        return CasePlace(self.answer_due_at or _NO_DUE, self.id)


@dataclass(frozen=True)
class CaseCounts:
    """How much waits: of all cases, whatever is filtered."""

    unsolved: int = 0
    unowned: int = 0
    late: int = 0
    soon: int = 0
    mine: int = 0


@dataclass(frozen=True)
class CaseQueue:
    """A page of the list; ``goes_on`` says that more follows behind its last case."""

    counts: CaseCounts
    lines: tuple[CaseLine, ...]
    found: int
    goes_on: bool


@dataclass(frozen=True)
class Agent:
    """Somebody of the help desk."""

    user_id: int
    name: str


def read_case_queue(session: Session, actor: Actor, *, wish: CaseWish, now: datetime) -> CaseQueue:
    """Return the cases that the reader wants to see: one query for them, one for all counts.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody but the help desk.
    """
    require_staff(session, actor, Permission.HELP_CASE_WORK)
    matching = _matching(session, wish, now)
    counts, found = _counts(session, actor, matching, now)
    rows = _rows(session, matching, wish.behind)
    return CaseQueue(counts, tuple(_line(row, now) for row in rows[:PAGE]), found, len(rows) > PAGE)


def list_agents(session: Session, actor: Actor) -> tuple[Agent, ...]:
    """Return who works at the help desk.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    require_staff(session, actor, Permission.HELP_CASE_WORK)
    return tuple(Agent(user_id, name) for user_id, name in session.connection().execute(_agents()))


def agent_ids(session: Session) -> tuple[int, ...]:
    """Return the user ids of the help desk; the caller authorizes."""
    return tuple(row[0] for row in session.connection().execute(_agents()))


def _agents() -> Select[*tuple[Any, ...]]:
    return (
        select(col(UserAccountRow.id), col(UserAccountRow.name))
        .join(StaffRow, col(StaffRow.user_id) == col(UserAccountRow.id))
        .where(col(StaffRow.role) == StaffRole.HELP_DESK, col(StaffRow.ended_at).is_(None))
        .order_by(col(UserAccountRow.name), col(UserAccountRow.id))
    )


# ---------------------------------------------------------------- the queries


def _counts(
    session: Session, actor: Actor, matching: list[ColumnElement[bool]], now: datetime
) -> tuple[CaseCounts, int]:
    """Return the counters, and how many cases fit the filters."""
    row, open_ = HelpCaseRow, col(HelpCaseRow.state).in_(UNSOLVED)
    found = session.scalar(select(func.count()).select_from(row).where(*matching)) or 0
    query = select(
        func.count(),
        _number_of(col(row.owner_id).is_(None)),
        _number_of(_is_late(now)),
        _number_of(_is_soon(now)),
        _number_of(col(row.owner_id) == actor.user_id),
    ).where(open_)
    counted = session.connection().execute(query).one()
    return CaseCounts(*(int(each or 0) for each in counted)), found


def _number_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _is_late(now: datetime) -> ColumnElement[bool]:
    return and_(col(HelpCaseRow.state).in_(WITH_DESK), col(HelpCaseRow.answer_due_at) < now)


def _is_soon(now: datetime) -> ColumnElement[bool]:
    return and_(
        col(HelpCaseRow.state).in_(WITH_DESK),
        col(HelpCaseRow.answer_due_at) >= now,
        col(HelpCaseRow.answer_due_at) <= now + SOON,
    )


def _due() -> ColumnElement[datetime]:
    return func.coalesce(col(HelpCaseRow.answer_due_at), literal(_NO_DUE, HelpCaseRow.answer_due_at.type))  # type: ignore[union-attr]


def _rows(
    session: Session, matching: list[ColumnElement[bool]], behind: CasePlace | None
) -> list[Row[*tuple[Any, ...]]]:
    query: Select[*tuple[Any, ...]] = (
        select(
            HelpCaseRow,
            col(UserAccountRow.name).label("owner"),
            col(TradeAccountRow.legal_name).label("company"),
        )
        .join(UserAccountRow, col(UserAccountRow.id) == col(HelpCaseRow.owner_id), isouter=True)
        .join(TradeAccountRow, col(TradeAccountRow.id) == col(HelpCaseRow.trade_account_id), isouter=True)
        .where(*matching)
    )
    due, number = _due(), col(HelpCaseRow.id)
    if behind is not None:
        at = literal(behind.due_at, HelpCaseRow.answer_due_at.type)  # type: ignore[union-attr]
        query = query.where(or_(due > at, and_(due == at, number > min(behind.case_id, LARGEST_ID))))
    return list(session.execute(query.order_by(due, number).limit(PAGE + 1)))


def _matching(session: Session, wish: CaseWish, now: datetime) -> list[ColumnElement[bool]]:
    row, found = HelpCaseRow, _searched(session, wish.search)
    if wish.state is not None:
        found.append(col(row.state) == wish.state)
    elif not (wish.every_state or wish.search.strip()):
        found.append(col(row.state).in_(UNSOLVED))
    if wish.kind is not None:
        found.append(col(row.kind) == wish.kind)
    if wish.priority is not None:
        found.append(col(row.priority) == wish.priority)
    if wish.language:
        found.append(col(row.language) == wish.language)
    if wish.owner == NOBODY:
        found.append(col(row.owner_id).is_(None))
    elif wish.owner != ANYBODY:
        found.append(col(row.owner_id) == wish.owner if 0 < wish.owner <= LARGEST_ID else false())
    if wish.due is not None:
        found.append(_is_late(now) if wish.due is Due.LATE else _is_soon(now))
    return found


def _searched(session: Session, typed: str) -> list[ColumnElement[bool]]:
    """Return the condition for what somebody looks for: first what is exact, then a part of a name."""
    text, row = " ".join(typed.split()), HelpCaseRow
    if not text:
        return []
    if code := read_help_case_code(text):
        return [col(row.code) == code]
    if code := read_failure_code(text):
        return [or_(col(row.failure_code) == code, _named(session, text))]
    if "@" in text:
        return [col(row.mail_key).startswith(text.casefold(), autoescape=True)]
    return [_named(session, text)]


def _named(session: Session, text: str) -> ColumnElement[bool]:
    if len(text) < _LEAST_OF_NAME:
        return false()
    wanted = folded(text)
    names = select(col(TradeAccountRow.id), col(TradeAccountRow.legal_name)).where(
        col(TradeAccountRow.id).in_(select(col(HelpCaseRow.trade_account_id)).distinct())
    )
    accounts = [number for number, name in session.connection().execute(names) if wanted in _key(name)]
    person = col(HelpCaseRow.name).icontains(text, autoescape=True)
    return or_(col(HelpCaseRow.trade_account_id).in_(accounts), person) if accounts else person


@lru_cache(maxsize=20_000)
def _key(name: str) -> str:
    """Return ``name_key(name)``: names hardly change, and neither database can leave accents out of account."""
    return name_key(name)


def _line(row: Row[*tuple[Any, ...]], now: datetime) -> CaseLine:
    item: HelpCaseRow = row[0]
    return CaseLine(
        id=item.id or 0,
        code=item.code,
        kind=item.kind,
        topic=item.topic,
        state=CaseState(item.state),
        priority=CasePriority(item.priority),
        language=item.language,
        name=item.name,
        mail=item.mail,
        company=row.company or "",
        owner_id=item.owner_id or 0,
        owner=row.owner or "",
        opened_at=item.opened_at,
        answer_due_at=item.answer_due_at,
        is_overdue=is_overdue(item.answer_due_at, now),
        is_due_soon=is_due_soon(item.answer_due_at, now),
    )
