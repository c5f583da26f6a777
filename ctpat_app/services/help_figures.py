"""Figures of the help: how topics and steps fare, what nobody could answer, and how fast the help desk is."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlmodel import Session, col

from ctpat_app.domain.figures import Period, percentile
from ctpat_app.domain.help_cases import (
    ANSWER_HOURS,
    UNSOLVED,
    WITH_DESK,
    AnswerHours,
    CasePriority,
    CaseState,
    answer_due,
)
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.guidance.texts import Ref, ref
from ctpat_app.services.access import require_staff
from ctpat_app.services.help_statistics import HelpStatistics, StepFigures, read_statistics
from ctpat_app.services.library import current_library
from ctpat_app.tables.help_cases import HelpCaseRow

MOST_SHOWN: Final = 20
_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class KindFigures:
    """How many cases of a kind were opened in the period, by the state that they are in now."""

    kind: str
    name: Ref | None
    """None for a kind that is offered no more."""
    by_state: dict[CaseState, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_state.values())


@dataclass(frozen=True)
class FirstAnswers:
    """How long the first answer to cases of the period took; ``late`` counts those after their hours."""

    answered: int
    median_minutes: int | None
    ninety_minutes: int | None
    late: int


@dataclass(frozen=True)
class LanguageFigures:
    """How many cases were opened in a language, and how many of them are not solved."""

    language: str
    opened: int
    unsolved: int


@dataclass(frozen=True)
class HelpFigures:
    """The figures of a period; ``late_now`` is of today, whatever the period."""

    period: Period
    use: HelpStatistics
    left: tuple[StepFigures, ...]
    """Steps after which people said nothing any more, the most often left first."""
    kinds: tuple[KindFigures, ...]
    languages: tuple[LanguageFigures, ...]
    answers: FirstAnswers
    late_now: int


def read_help_figures(
    session: Session, actor: Actor, *, period: Period, now: datetime, hours: AnswerHours = ANSWER_HOURS
) -> HelpFigures:
    """Return the figures of cases that were opened in ``period`` and of the help that was used then.

    Raises:
        NotPermitted: ``access.not-yours`` for who is no staff that betters the help.
    """
    require_staff(session, actor, Permission.HELP_STATISTICS_READ)
    use = read_statistics(session, actor, since=period.from_on, until=period.until_on)
    left = sorted((each for each in use.steps if each.left), key=lambda each: (-each.left, each.topic, each.step))
    kinds = _kinds(session, period)
    late_now = select(func.count()).where(col(HelpCaseRow.state).in_(WITH_DESK), col(HelpCaseRow.answer_due_at) < now)
    return HelpFigures(
        period,
        use,
        tuple(left[:MOST_SHOWN]),
        kinds,
        _languages(session, period),
        _answers(session, period, hours),
        session.scalar(late_now) or 0,
    )


def _bounds(period: Period) -> tuple[datetime, datetime]:
    """Return the first moment of the period, and the first one behind it."""
    behind = period.until_on + timedelta(days=1)
    return datetime.combine(period.from_on, time(), UTC), datetime.combine(behind, time(), UTC)


def _kinds(session: Session, period: Period) -> tuple[KindFigures, ...]:
    begin, end = _bounds(period)
    row, number = HelpCaseRow, func.count()
    query = (
        select(col(row.kind), col(row.state), number)
        .where(col(row.opened_at) >= begin, col(row.opened_at) < end)
        .group_by(col(row.kind), col(row.state))
    )
    found: dict[str, dict[CaseState, int]] = {}
    for kind, state, count in session.connection().execute(query):
        found.setdefault(kind, {})[CaseState(state)] = count
    figures = (KindFigures(kind, _kind_name(kind), by_state) for kind, by_state in found.items())
    return tuple(sorted(figures, key=lambda each: (-each.total, each.kind)))


def _kind_name(kind: str) -> Ref | None:
    found = current_library().problem_kinds.get(kind)
    return ref(f"problem_kinds/{kind}", "name", found.i18n.name) if found else None


def _languages(session: Session, period: Period) -> tuple[LanguageFigures, ...]:
    begin, end = _bounds(period)
    row = HelpCaseRow
    query = (
        select(col(row.language), col(row.state), func.count())
        .where(col(row.opened_at) >= begin, col(row.opened_at) < end)
        .group_by(col(row.language), col(row.state))
    )
    opened: Counter[str] = Counter()
    unsolved: Counter[str] = Counter()
    for language, state, count in session.connection().execute(query):
        opened[language] += count
        unsolved[language] += count if CaseState(state) in UNSOLVED else 0
    return tuple(LanguageFigures(each, count, unsolved[each]) for each, count in opened.most_common())


def _answers(session: Session, period: Period, hours: AnswerHours) -> FirstAnswers:
    begin, end = _bounds(period)
    row = HelpCaseRow
    query = select(col(row.opened_at), col(row.answered_at), col(row.priority)).where(
        col(row.opened_at) >= begin, col(row.opened_at) < end, col(row.answered_at).is_not(None)
    )
    return _of(session.connection().execute(query), hours)


def _of(rows: Iterable[tuple[datetime, datetime, str]], hours: AnswerHours) -> FirstAnswers:
    """Return the figures of first answers; each is held against the hours of the priority that the case has."""
    minutes: Counter[int] = Counter()
    late = 0
    for opened_at, answered_at, priority in rows:
        minutes[(answered_at - opened_at) // _MINUTE] += 1
        late += answered_at > answer_due(opened_at, CasePriority(priority), hours)
    return FirstAnswers(minutes.total(), percentile(minutes, 0.5), percentile(minutes, 0.9), late)
