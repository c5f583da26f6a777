"""Rules of the desk: clocks, who does which work, who has the least to do, milestones, figures, numbers in part."""

from datetime import UTC, date, datetime

import pytest

from ctpat_app.domain.assignments import Load, Unassigned, least_loaded, spread
from ctpat_app.domain.desk import RULES, Clock, DueFilter, Work, clock_of, due_until, work_of
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.figures import Period, Times, months_from, percentile, read_period, times_of
from ctpat_app.domain.identifiers import ending
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.milestones import Milestone, milestones
from ctpat_app.domain.model_history import ModelEvent
from ctpat_app.domain.permissions import StaffRole

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("since", "due", "expected"),
    [
        (date(2026, 1, 3), date(2026, 4, 3), Clock(58, 90, 32)),
        (TODAY, TODAY, Clock(0, 0, 0)),
        (date(2025, 11, 20), date(2026, 2, 18), Clock(102, 90, -12)),
        (date(2026, 3, 1), None, Clock(1, None, None)),
        (date(2026, 3, 4), None, Clock(0, None, None)),
    ],
)
def test_a_clock_counts_days(since: date, due: date | None, expected: Clock) -> None:
    assert clock_of(since, due, TODAY) == expected


@pytest.mark.parametrize(
    ("left", "over", "soon"), [(-1, True, False), (0, False, True), (14, False, True), (15, False, False)]
)
def test_the_due_day_itself_is_soon_and_not_over(left: int, over: bool, soon: bool) -> None:
    clock = Clock(10, 90, left)
    assert (clock.is_over, clock.is_soon) == (over, soon)


@pytest.mark.parametrize(
    ("due", "until"), [(DueFilter.OVERDUE, date(2026, 3, 1)), (DueFilter.DAYS_30, date(2026, 4, 1))]
)
def test_a_filter_ends_on_a_day(due: DueFilter, until: date) -> None:
    assert due_until(due, TODAY) == until


def test_every_kind_of_work_has_a_rule_and_somebody_who_does_it() -> None:
    assert set(RULES) == set(Work)
    assert set(Work) == {work for role in StaffRole for work in work_of(role, is_assigned=True)}


def test_a_specialist_does_the_work_of_assigned_companies_alone() -> None:
    assert work_of(StaffRole.SPECIALIST, is_assigned=False) == frozenset()
    assert Work.APPLICATION in work_of(StaffRole.SPECIALIST, is_assigned=True)
    assert Work.REQUEST not in work_of(StaffRole.SPECIALIST, is_assigned=True)


EVA, GUS, IVY = Load(1, "Eva", 3, "en"), Load(2, "Gus", 3, "es"), Load(3, "Ivy", 2, "fr")


@pytest.mark.parametrize(
    ("loads", "company", "chosen"),
    [
        ((EVA, GUS, IVY), Unassigned(9, 1), IVY),
        ((EVA, GUS), Unassigned(9, 1, languages=frozenset({"es", "ar"})), GUS),
        ((GUS, EVA), Unassigned(9, 1, languages=frozenset({"ar"})), EVA),
        ((EVA, IVY), Unassigned(9, 1, members=frozenset({3})), EVA),
        ((EVA,), Unassigned(9, 1, members=frozenset({1})), None),
        ((), Unassigned(9, 1), None),
    ],
)
def test_who_has_the_least_to_do_then_speaks_the_language_then_is_here_longest(
    loads: tuple[Load, ...], company: Unassigned, chosen: Load | None
) -> None:
    assert least_loaded(loads, company) == chosen


def test_what_one_gets_counts_for_the_next_company() -> None:
    companies = [Unassigned(11, 2), Unassigned(12, 1), Unassigned(13, 1), Unassigned(14, 1)]
    assert spread((EVA, GUS, IVY), companies) == {11: 3, 12: 1, 13: 2, 14: 1}
    assert spread((), companies) == {}


def moved(step: str, source: Status | None, target: Status, *day: int) -> ModelEvent:
    return ModelEvent(step, source, target, datetime(*day, 12, tzinfo=UTC))  # type: ignore[arg-type,misc]


MEMBER = (
    moved("t.start", None, Status.DRAFT, 2025, 1, 2),
    moved("t.submit", Status.DRAFT, Status.SUBMITTED, 2025, 2, 3),
    moved("t.assign", Status.SUBMITTED, Status.UNDER_REVIEW, 2025, 2, 4),
    moved("t.certify", Status.UNDER_REVIEW, Status.CERTIFIED, 2025, 3, 20),
)


def test_milestones_tell_what_is_behind_and_what_lies_ahead() -> None:
    assert [(each.what, each.day.isoformat(), each.is_ahead) for each in milestones(MEMBER, TODAY)] == [
        (Milestone.SENT, "2025-02-03", False),
        (Milestone.REVIEW_BEGUN, "2025-02-04", False),
        (Milestone.CERTIFIED, "2025-03-20", False),
        (Milestone.WINDOW_OPENS, "2025-12-20", False),
        (Milestone.VALIDATION_DUE, "2026-03-20", True),
        (Milestone.ANNUAL_REVIEW_DUE, "2026-03-20", True),
    ]
    late = {each.what for each in milestones(MEMBER, date(2026, 3, 21)) if each.is_late}
    assert late == {Milestone.VALIDATION_DUE}


def test_a_decision_and_a_revalidation_have_their_days() -> None:
    assert milestones(MEMBER[:3], TODAY)[-1].what is Milestone.DECISION_DUE
    validated = (
        *MEMBER,
        moved("t.validate-importer", Status.CERTIFIED, Status.CERTIFIED_VALIDATED, 2025, 9, 1),
    )
    last = milestones(validated, TODAY)[-1]
    assert (last.what, last.day, last.is_ahead) == (Milestone.REVALIDATION_DUE, date(2029, 9, 1), True)


@pytest.mark.parametrize(
    ("counts", "share", "expected"),
    [({}, 0.5, None), ({7: 1}, 0.5, 7), ({1: 1, 9: 1}, 0.5, 1), ({1: 9, 50: 1}, 0.9, 1), ({1: 8, 50: 2}, 0.9, 50)],
)
def test_a_percentile_is_a_value_that_occurred(counts: dict[int, int], share: float, expected: int | None) -> None:
    assert percentile(counts, share) == expected


def test_times_tell_how_many_kept_to_the_days_of_the_law() -> None:
    assert times_of({30: 2, 90: 1, 91: 1}) == Times(4, 30, 91, 3)


def test_a_period_is_the_last_year_unless_something_else_is_asked_for() -> None:
    assert read_period(None, None, TODAY) == Period(date(2025, 3, 2), TODAY)
    assert read_period(date(2026, 1, 1), None, TODAY) == Period(date(2026, 1, 1), TODAY)
    assert read_period(None, date(2024, 1, 1), TODAY).until_on == date(2024, 1, 1)
    with pytest.raises(InvalidValue, match=r"figures\.period-backwards"):
        read_period(date(2026, 3, 3), None, TODAY)


def test_twelve_months_go_over_the_end_of_the_year() -> None:
    months = months_from(date(2026, 11, 30))
    assert (months[0], months[2], months[-1], len(months)) == ((2026, 11), (2027, 1), (2027, 10), 12)


@pytest.mark.parametrize(("stored", "shown"), [("12-345678900", "•••900"), ("ABCD", "•••"), ("", "•••")])
def test_of_a_number_only_its_end_is_shown(stored: str, shown: str) -> None:
    assert ending(stored) == shown
