"""Figures of the program: ages, times and shares, computed from counts that the database made."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from ctpat_app.domain.deadlines import CERTIFICATION
from ctpat_app.domain.errors import InvalidValue

AGES: Final = (30, 60, 90)
"""Days up to which an age belongs to a group; the last group is older."""
MONTHS_AHEAD: Final = 12
_YEAR: Final = timedelta(days=365)


@dataclass(frozen=True)
class Period:
    """From one day to another, both inside."""

    from_on: date
    until_on: date


@dataclass(frozen=True)
class Times:
    """How long decisions took in days, and how many kept to the days of the law; None: there was none."""

    count: int
    median_days: int | None
    ninety_percent_days: int | None
    """Nine of ten took this long at most."""
    within: int


def read_period(from_on: date | None, until_on: date | None, today: date) -> Period:
    """Return the period; what is not given is the last year up to today.

    Raises:
        InvalidValue: ``figures.period-backwards``.
    """
    until = until_on or today
    begin = from_on or until - _YEAR
    if begin > until:
        raise InvalidValue("figures.period-backwards")
    return Period(begin, until)


def times_of(counts: Mapping[int, int]) -> Times:
    """Return the figures of decisions, given how many took how many days.

    Source: 6 U.S.C. 964(c): within 90 days, as far as practicable.
    """
    within = sum(count for days, count in counts.items() if days <= CERTIFICATION.days)
    return Times(sum(counts.values()), percentile(counts, 0.5), percentile(counts, 0.9), within)


def percentile(counts: Mapping[int, int], share: float) -> int | None:
    """Return the smallest value that ``share`` of all does not exceed (nearest rank), so it is one that occurred."""
    needed, passed = max(math.ceil(share * sum(counts.values())), 1), 0
    for value in sorted(counts):
        passed += counts[value]
        if passed >= needed:
            return value
    return None


def months_from(day: date) -> tuple[tuple[int, int], ...]:
    """Return year and month of the month of ``day`` and of those that follow it."""
    first = day.year * 12 + day.month - 1
    return tuple((number // 12, number % 12 + 1) for number in range(first, first + MONTHS_AHEAD))


def totals(rows: Iterable[tuple[str, int, int]]) -> dict[str, dict[int, int]]:
    """Return for each group its counts by days; ``rows`` are group, days, count."""
    found: dict[str, dict[int, int]] = {}
    for group, days, count in rows:
        own = found.setdefault(group, {})
        own[days] = own.get(days, 0) + count
    return found
