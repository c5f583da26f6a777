"""Figures of the program for management: what waits how long, how fast decisions are, what is due when."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, Select, Subquery, case, extract, func, literal, select, union_all
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from ctpat_app.domain.desk import Work
from ctpat_app.domain.figures import AGES, Period, Times, months_from, times_of, totals
from ctpat_app.domain.lifecycle import IN_GOOD_STANDING
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.profile_reviews import Decision
from ctpat_app.guidance.answers import split
from ctpat_app.guidance.eligibility import TYPES_KEY
from ctpat_app.guidance.questions import CRITERION, name_of_type
from ctpat_app.guidance.texts import Ref, ref
from ctpat_app.services.access import require_staff
from ctpat_app.services.desk_queue import all_work
from ctpat_app.services.desk_sources import first_validations, revalidations
from ctpat_app.services.drafts import APPLICATION, SECURITY_MODEL
from ctpat_app.services.library import current_library
from ctpat_app.services.sql_days import days_between, utc_day
from ctpat_app.tables.drafts import AnswerRow, DraftRow, SubmissionRow
from ctpat_app.tables.profile_reviews import CriterionDecisionRow
from ctpat_app.tables.security_models import ModelEventRow, SecurityModelRow

MOST_RETURNED: Final = 20
_CERTIFY: Final = "t.certify"
_RECEIVED: Final = ("t.submit", "m.recorded")


@dataclass(frozen=True)
class Ages:
    """How much work of a kind has waited how long, in the groups of ``domain.figures.AGES``; and how much is over."""

    kind: Work
    groups: tuple[int, ...]
    overdue: int


@dataclass(frozen=True)
class Month:
    """How many annual reviews and validations are due in a month."""

    year: int
    month: int
    annual_reviews: int
    validations: int


@dataclass(frozen=True)
class Group:
    """Times of part of the applications; ``name`` is None for a language, and for a type that is offered no more."""

    key: str
    name: Ref | None
    times: Times


@dataclass(frozen=True)
class Returned:
    """A statement (by its number), or another part, and in how many reviews it was returned."""

    key: str
    number: str
    title: Ref | None
    """Of the statement; None for another part."""
    count: int


@dataclass(frozen=True)
class Figures:
    """All of them; what concerns the past is that of ``period``."""

    period: Period
    ages: tuple[Ages, ...]
    times: Times
    times_by_type: tuple[Group, ...]
    times_by_language: tuple[Group, ...]
    """By the language in which the application was signed."""
    returned: tuple[Returned, ...]
    """The most first."""
    months: tuple[Month, ...]


def read_figures(session: Session, actor: Actor, *, period: Period, now: datetime) -> Figures:
    """Return the figures for who may read every company; a company with several business types counts with each.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody else.
    """
    require_staff(session, actor, Permission.TRADE_ACCOUNT_READ)
    today = now.date()
    rows = _certified(session, period)
    by_type = totals((each, days, count) for days, types, _, count in rows for each in split(types or ""))
    by_language = totals((language or "", days, count) for days, _, language, count in rows)
    everything = totals(("", days, count) for days, _, _, count in rows)
    return Figures(
        period,
        _ages(session, today),
        times_of(everything.get("", {})),
        tuple(Group(each, _type_name(each), times_of(counts)) for each, counts in sorted(by_type.items())),
        tuple(Group(each, None, times_of(counts)) for each, counts in sorted(by_language.items())),
        _returned(session, period),
        _months(session, today),
    )


def _ages(session: Session, today: date) -> tuple[Ages, ...]:
    work = all_work()
    waited = days_between(utc_day(work.c.since_at), literal(today, Date))
    bounds = (-1, *AGES)
    groups = [_count(waited.between(low + 1, high)) for low, high in zip(bounds, AGES, strict=False)]
    query = select(
        work.c.kind, *groups, _count(waited > AGES[-1]), _count(work.c.due_on < literal(today, Date))
    ).group_by(work.c.kind)
    # Validations are counted by their day alone: that nobody is late with one says nothing about its age.
    planned = {Work.FIRST_VALIDATION, Work.REVALIDATION}
    found = {row[0]: [int(each) for each in row[1:]] for row in session.connection().execute(query)}
    return tuple(
        Ages(kind, tuple(found[kind][:-1]), found[kind][-1]) for kind in Work if kind in found and kind not in planned
    )


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _certified(session: Session, period: Period) -> list[tuple[int, str | None, str | None, int]]:
    """Return days from receiving to certifying, business types, language, and how often that occurred."""
    certified, received = aliased(ModelEventRow), aliased(ModelEventRow)
    received_at = (
        select(func.max(col(received.at)))
        .where(
            col(received.security_model_id) == col(certified.security_model_id),
            col(received.step).in_(_RECEIVED),
            col(received.at) <= col(certified.at),
        )
        .correlate(certified)
        .scalar_subquery()
    )
    day = utc_day(col(certified.at))
    days = days_between(utc_day(received_at), day).label("days")
    draft, types = _newest(), aliased(AnswerRow)
    query = (
        select(days, col(types.value), col(SubmissionRow.language), func.count())
        .select_from(certified)
        .join(draft, draft.c.model_id == col(certified.security_model_id), isouter=True)
        .join(types, (col(types.draft_id) == draft.c.draft_id) & (col(types.key) == TYPES_KEY), isouter=True)
        .join(SubmissionRow, col(SubmissionRow.draft_id) == draft.c.draft_id, isouter=True)
        .where(
            col(certified.step) == _CERTIFY,
            day.between(literal(period.from_on, Date), literal(period.until_on, Date)),
            received_at.is_not(None),
        )
        .group_by(days, col(types.value), col(SubmissionRow.language))
    )
    return [tuple(row) for row in session.connection().execute(query)]


def _newest() -> Subquery:
    return (
        select(col(DraftRow.subject_id).label("model_id"), col(DraftRow.id).label("draft_id"))
        .where(col(DraftRow.id).in_(_newest_drafts()))
        .subquery("newest")
    )


def _newest_drafts() -> Select[int | None]:
    """Return the query of the newest application of each security model that was sent."""
    return (
        select(func.max(col(DraftRow.id)))
        .where(
            col(DraftRow.subject_kind) == SECURITY_MODEL,
            col(DraftRow.flow) == APPLICATION,
            col(DraftRow.frozen_at).is_not(None),
        )
        .group_by(col(DraftRow.subject_id))
    )


def _type_name(key: str) -> Ref | None:
    found = current_library().business_types.get(key)
    return name_of_type(found) if found else None


def _returned(session: Session, period: Period) -> tuple[Returned, ...]:
    """Return what was returned most; a decision that another one replaced does not count."""
    row, newer = CriterionDecisionRow, aliased(CriterionDecisionRow)
    replaced = select(col(newer.id)).where(
        col(newer.draft_id) == col(row.draft_id),
        col(newer.key) == col(row.key),
        col(newer.version) > col(row.version),
    )
    times = func.count()
    query = (
        select(col(row.key), times)
        .where(
            col(row.decision) == Decision.RETURNED,
            utc_day(col(row.decided_at)).between(literal(period.from_on, Date), literal(period.until_on, Date)),
            ~replaced.correlate(row).exists(),
        )
        .group_by(col(row.key))
        .order_by(times.desc(), col(row.key))
        .limit(MOST_RETURNED)
    )
    return tuple(_named(key, count) for key, count in session.connection().execute(query))


def _named(key: str, count: int) -> Returned:
    number = key.removeprefix(CRITERION) if key.startswith(CRITERION) else ""
    found = current_library().criteria.get(number)
    title = ref(f"criteria/{number}", "title", found.i18n.title) if found else None
    return Returned(key, number, title, count)


def _months(session: Session, today: date) -> tuple[Month, ...]:
    reviews, validations = _annual_reviews(session), _validations(session, today)
    return tuple(
        Month(year, month, reviews.get(month, 0), validations.get((year, month), 0))
        for year, month in months_from(today)
    )


def _annual_reviews(session: Session) -> dict[int, int]:
    """Return how many anniversaries each month of the year has: they come back every year."""
    month: ColumnElement[Any] = extract("month", col(SecurityModelRow.anniversary))
    query = select(month, func.count()).where(
        col(SecurityModelRow.status).in_(IN_GOOD_STANDING), col(SecurityModelRow.anniversary).is_not(None)
    )
    return {int(number): count for number, count in session.connection().execute(query.group_by(month))}


def _validations(session: Session, today: date) -> dict[tuple[int, int], int]:
    work = union_all(first_validations(), revalidations()).subquery("work")
    year, month = extract("year", work.c.due_on), extract("month", work.c.due_on)
    (first_year, first_month), *_, (last_year, last_month) = months_from(today)
    begin = date(first_year, first_month, 1)
    end = date(last_year, last_month, 28) + timedelta(days=4)
    query = select(year, month, func.count()).where(work.c.due_on.between(literal(begin, Date), literal(end, Date)))
    rows = session.connection().execute(query.group_by(year, month))
    return {(int(each_year), int(each_month)): count for each_year, each_month, count in rows}
