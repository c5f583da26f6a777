"""The window of the annual review on the days around its edges, in three zones; leap days; reminders; states."""

from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest

from ctpat_app.domain.annual_review import (
    Progress,
    ReviewState,
    Verdict,
    Window,
    anniversary_in,
    last_reminder_day,
    local_day,
    next_window,
    state_of,
    window,
    window_of,
)

AUCKLAND, TIJUANA = ZoneInfo("Pacific/Auckland"), ZoneInfo("America/Tijuana")
ANNIVERSARY = date(2025, 6, 15)
DUE = date(2026, 6, 15)
OPENS = date(2026, 3, 17)
SECOND = timedelta(seconds=1)


def midnight(day: date, zone: tzinfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize("zone", [AUCKLAND, TIJUANA, UTC], ids=str)
@pytest.mark.parametrize(("days_before", "is_open"), [(91, False), (90, True), (89, True), (1, True), (0, True)])
def test_the_window_opens_on_the_90th_day_before_where_the_company_is(
    zone: tzinfo, days_before: int, is_open: bool
) -> None:
    begins = midnight(DUE - timedelta(days_before), zone)
    ends = midnight(DUE - timedelta(days_before - 1), zone) - SECOND
    for moment in (begins, ends):
        found = window(ANNIVERSARY, moment, zone)
        assert (found.opens_on, found.due_on) == (OPENS, DUE)
        assert found.holds(local_day(moment, zone)) is is_open


@pytest.mark.parametrize(
    ("moment", "zone", "is_open"),
    [
        # 17 March begins in Auckland (UTC+13) at 11:00 UTC of the 16th, in Tijuana (UTC-7) at 07:00 UTC of the 17th.
        ("2026-03-16T10:59:59", AUCKLAND, False),
        ("2026-03-16T11:00:00", AUCKLAND, True),
        ("2026-03-16T11:00:00", UTC, False),
        ("2026-03-17T00:00:00", UTC, True),
        ("2026-03-17T06:59:59", TIJUANA, False),
        ("2026-03-17T07:00:00", TIJUANA, True),
        # The 15 June ends in Auckland (UTC+12) at 12:00 UTC of the 15th, in Tijuana at 07:00 UTC of the 16th.
        ("2026-06-15T11:59:59", AUCKLAND, True),
        ("2026-06-15T12:00:00", AUCKLAND, False),
        ("2026-06-15T23:59:59", UTC, True),
        ("2026-06-16T00:00:00", UTC, False),
        ("2026-06-16T06:59:59", TIJUANA, True),
        ("2026-06-16T07:00:00", TIJUANA, False),
    ],
)
def test_the_same_second_is_inside_for_one_company_and_outside_for_another(
    moment: str, zone: tzinfo, is_open: bool
) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert window_of(DUE).holds(local_day(at, zone)) is is_open


@pytest.mark.parametrize(("year", "day"), [(2025, 28), (2026, 28), (2027, 28), (2028, 29), (2100, 28)])
def test_the_29th_of_february_is_the_28th_in_common_years(year: int, day: int) -> None:
    assert anniversary_in(date(2024, 2, 29), year) == date(year, 2, day)


def test_a_leap_day_inside_the_window_is_one_of_its_days() -> None:
    assert window_of(date(2028, 3, 1)).opens_on == date(2027, 12, 2)
    assert window_of(date(2027, 3, 1)).opens_on == date(2026, 12, 1)


def test_a_window_reaches_over_the_end_of_the_year() -> None:
    founded = date(2024, 1, 20)
    assert next_window(founded, founded, date(2026, 10, 21)) == Window(date(2026, 10, 22), date(2027, 1, 20))
    assert next_window(founded, founded, date(2026, 12, 31)) == Window(date(2026, 10, 22), date(2027, 1, 20))
    assert next_window(founded, founded, date(2027, 1, 20)) == Window(date(2026, 10, 22), date(2027, 1, 20))
    assert next_window(founded, founded, date(2027, 1, 21)).due_on == date(2028, 1, 20)


def test_the_first_review_comes_a_year_after_certification() -> None:
    assert next_window(ANNIVERSARY, ANNIVERSARY, ANNIVERSARY).due_on == DUE


def test_nothing_is_due_at_an_anniversary_whose_window_opened_before_the_certification() -> None:
    assert next_window(date(2024, 6, 15), date(2026, 5, 1), date(2026, 5, 2)).due_on == date(2027, 6, 15)
    assert next_window(date(2024, 6, 15), date(2026, 3, 17), date(2026, 5, 2)).due_on == date(2027, 6, 15)
    assert next_window(date(2024, 6, 15), date(2026, 3, 16), date(2026, 5, 2)).due_on == DUE


@pytest.mark.parametrize(
    ("day", "counts"),
    [(date(2025, 6, 15), False), (date(2025, 6, 16), True), (DUE, True), (DUE + timedelta(9), True)],
)
def test_the_yearly_risk_assessment_is_one_of_the_year_that_ends_on_the_due_day(day: date, counts: bool) -> None:
    assert window_of(DUE).is_this_years(day) is counts


def test_people_are_reminded_on_these_days_and_weekly_when_it_is_overdue() -> None:
    review = window_of(DUE)
    days = {last_reminder_day(review, DUE + timedelta(offset)) for offset in range(-100, 20)}
    assert sorted((day - DUE).days for day in days if day) == [-90, -30, -7, -1, 1, 8, 15]
    assert last_reminder_day(review, OPENS - timedelta(1)) is None


@pytest.mark.parametrize(
    ("offset", "newest"), [(-90, -90), (-31, -90), (-30, -30), (-2, -7), (0, -1), (1, 1), (7, 1), (8, 8)]
)
def test_a_reminder_day_on_which_nobody_looked_is_caught_up(offset: int, newest: int) -> None:
    assert last_reminder_day(window_of(DUE), DUE + timedelta(offset)) == DUE + timedelta(newest)


SENT = Progress(is_begun=True, is_sent=True)


@pytest.mark.parametrize(
    ("progress", "day", "state"),
    [
        (Progress(), OPENS - timedelta(1), ReviewState.NOT_DUE),
        (Progress(), OPENS, ReviewState.WINDOW_OPEN),
        (Progress(is_begun=True), OPENS, ReviewState.IN_PROGRESS),
        (Progress(is_begun=True), DUE, ReviewState.IN_PROGRESS),
        (Progress(is_begun=True), DUE + timedelta(1), ReviewState.OVERDUE),
        (Progress(), DUE + timedelta(1), ReviewState.OVERDUE),
        (SENT, DUE, ReviewState.SUBMITTED),
        (SENT, DUE + timedelta(9), ReviewState.SUBMITTED),
        (Progress(True, True, is_looked_at=True), DUE, ReviewState.UNDER_REVIEW),
        (Progress(True, True, Verdict.RETURNED, is_looked_at=True), DUE + timedelta(1), ReviewState.RETURNED),
        (Progress(True, True, Verdict.ACCEPTED, is_looked_at=True), DUE + timedelta(1), ReviewState.COMPLETED),
    ],
)
def test_where_a_review_stands(progress: Progress, day: date, state: ReviewState) -> None:
    assert state_of(window_of(DUE), progress, day) is state
