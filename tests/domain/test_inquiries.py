"""How an inquiry goes: each step, the days around its due day, the score, and what closing asks for."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctpat_app.domain.errors import InvalidValue, Refusal
from ctpat_app.domain.inquiries import (
    ACTION_TRANSITIONS,
    MAX_DUE_DAYS,
    MAX_RENEW_MONTHS,
    OF_PARTNER,
    OPEN,
    OPEN_AFTER_DUE,
    RENEWAL_AHEAD,
    TRANSITIONS,
    WITH_PARTNER,
    ActionState,
    Decision,
    Grade,
    Graded,
    InquiryState,
    Outcome,
    Step,
    after,
    after_decision,
    check_outcome,
    decisions_on,
    expiry,
    is_expired,
    is_overdue,
    is_renewal_due,
    read_due,
    read_renewal,
    reminder_day,
    renewal_day,
    score_of,
    steps_from,
)

DUE = date(2026, 4, 20)
DAYS = st.dates(date(2020, 1, 1), date(2090, 1, 1))
GRADED = st.builds(Graded, st.sampled_from(Grade), st.sampled_from(["must", "should"]))


def test_the_way_of_an_inquiry_leads_to_its_end_and_through_a_return() -> None:
    state = InquiryState.SENT
    for step in (Step.BEGIN, Step.SIGN, Step.RETURN, Step.SIGN, Step.CLOSE):
        state = after(state, step)
    assert state is InquiryState.CLOSED


@pytest.mark.parametrize("state", InquiryState)
@pytest.mark.parametrize("step", Step)
def test_only_what_stands_in_the_table_can_happen(state: InquiryState, step: Step) -> None:
    if (state, step) in TRANSITIONS:
        assert after(state, step) is TRANSITIONS[state, step]
        assert step in steps_from(state)
    else:
        with pytest.raises(InvalidValue, match=r"inquiry\.moved-on"):
            after(state, step)
        assert step not in steps_from(state)


def test_the_end_is_the_end() -> None:
    assert steps_from(InquiryState.REVOKED) == frozenset()
    assert steps_from(InquiryState.CLOSED) == {Step.LINK}
    assert all(Step.REVOKE in steps_from(state) for state in OPEN)


@pytest.mark.parametrize(("state", "step"), [pair for pair in TRANSITIONS if pair[1] in OF_PARTNER])
def test_after_the_end_of_the_links_the_partner_can_do_nothing(state: InquiryState, step: Step) -> None:
    with pytest.raises(Refusal, match=r"inquiry\.expired"):
        after(state, step, is_expired=True)


def test_the_company_can_give_more_time_after_the_end_of_the_links() -> None:
    assert after(InquiryState.BEGUN, Step.EXTEND, is_expired=True) is InquiryState.BEGUN


@pytest.mark.parametrize(
    ("days", "code"),
    [
        (-1, "inquiry.due-past"),
        (0, "inquiry.due-past"),
        (1, ""),
        (MAX_DUE_DAYS, ""),
        (MAX_DUE_DAYS + 1, "inquiry.due-far"),
    ],
)
def test_the_due_day_lies_ahead_and_not_too_far(days: int, code: str) -> None:
    if not code:
        assert read_due(DUE + timedelta(days), DUE) == DUE + timedelta(days)
        return
    with pytest.raises(InvalidValue) as refused:
        read_due(DUE + timedelta(days), DUE)
    assert refused.value.code == code


def test_a_due_day_is_needed() -> None:
    with pytest.raises(InvalidValue, match=r"inquiry\.due-missing"):
        read_due(None, DUE)


@pytest.mark.parametrize("months", [-1, MAX_RENEW_MONTHS + 1])
def test_nobody_renews_in_the_past_or_after_a_lifetime(months: int) -> None:
    with pytest.raises(InvalidValue, match=r"inquiry\.renew-range"):
        read_renewal(months)
    assert [read_renewal(each) for each in (0, MAX_RENEW_MONTHS)] == [0, MAX_RENEW_MONTHS]


@given(DAYS, st.sampled_from(InquiryState), st.integers(-400, 400))
def test_only_what_waits_for_the_partner_is_overdue_and_only_after_its_day(
    due: date, state: InquiryState, days: int
) -> None:
    assert is_overdue(state, due, due + timedelta(days)) is (state in WITH_PARTNER and days > 0)


@given(DAYS)
def test_links_work_to_the_last_moment_of_their_last_day(due: date) -> None:
    end = expiry(due)
    last_day = datetime(end.year, end.month, end.day, tzinfo=UTC) - timedelta(days=1)
    assert last_day.date() == due + OPEN_AFTER_DUE
    assert not is_expired(end, end - timedelta(microseconds=1))
    assert is_expired(end, end)


@pytest.mark.parametrize(
    ("days", "told"),
    [(-8, None), (-7, -7), (-2, -7), (-1, -1), (0, -1), (1, 1), (7, 1), (8, 8), (14, 8), (15, 15), (300, 15)],
)
def test_the_partner_is_reminded_twice_before_and_three_times_after_the_day(days: int, told: int | None) -> None:
    wanted = None if told is None else DUE + timedelta(told)
    assert reminder_day(DUE, since=DUE - timedelta(60), today=DUE + timedelta(days)) == wanted


@given(DAYS, st.lists(st.integers(-30, 120), min_size=1, max_size=40, unique=True))
def test_whenever_it_runs_nobody_is_reminded_twice_of_a_day_or_more_than_five_times(due: date, runs: list[int]) -> None:
    since, told = due - timedelta(31), []
    for run in sorted(runs):
        today = due + timedelta(run)
        day = reminder_day(due, since=since, today=today)
        if day is not None:
            told.append(day)
            since = today
    assert len(told) == len(set(told)) <= 5
    if max(runs) >= 15:
        assert told, "a week without a run is caught up"


@given(DAYS, st.integers(1, MAX_RENEW_MONTHS))
def test_a_renewal_is_told_a_month_ahead(closed: date, months: int) -> None:
    day = renewal_day(closed, months)
    assert day is not None
    assert not is_renewal_due(closed, months, day - RENEWAL_AHEAD - timedelta(1))
    assert is_renewal_due(closed, months, day - RENEWAL_AHEAD)


def test_what_is_not_renewed_is_never_due() -> None:
    assert renewal_day(DUE, 0) is None
    assert not is_renewal_due(DUE, 0, date.max)


@given(st.lists(GRADED, min_size=1))
def test_the_score_is_full_only_when_everything_that_applies_is_met(graded: list[Graded]) -> None:
    score, applying = score_of(graded), [each.grade for each in graded if each.grade is not Grade.NOT_APPLICABLE]
    if not applying:
        assert score is None
        return
    assert score is not None
    assert 0 <= score <= 100
    assert (score == 100) is all(each is Grade.MET for each in applying)
    assert (score == 0) >= all(each is Grade.NOT_MET for each in applying)


@given(st.lists(GRADED), st.sampled_from(["must", "should"]))
def test_a_better_grade_never_lowers_the_score(graded: list[Graded], level: str) -> None:
    worse, middle, better = (
        score_of([*graded, Graded(grade, level)]) or 0 for grade in (Grade.NOT_MET, Grade.PARTLY, Grade.MET)
    )
    assert worse <= middle <= better


def test_a_must_weighs_three_times_as_much_as_a_should() -> None:
    met, not_met = Grade.MET, Grade.NOT_MET
    assert score_of([Graded(met, "must"), Graded(not_met, "should")]) == 75
    assert score_of([Graded(not_met, "must"), Graded(met, "should")]) == 25
    assert score_of([Graded(Grade.PARTLY, "must"), Graded(Grade.NOT_APPLICABLE, "must")]) == 50
    assert score_of([]) is None


@pytest.mark.parametrize(
    ("outcome", "open_actions", "code"),
    [
        (Outcome.ACCEPTED, 0, ""),
        (Outcome.ACCEPTED, 1, "inquiry.actions-open"),
        (Outcome.WITH_ACTIONS, 0, "inquiry.no-action"),
        (Outcome.WITH_ACTIONS, 1, ""),
        (Outcome.NOT_ACCEPTED, 0, ""),
        (Outcome.NOT_ACCEPTED, 2, ""),
    ],
)
def test_the_outcome_fits_what_is_still_to_be_done(outcome: Outcome, open_actions: int, code: str) -> None:
    if not code:
        check_outcome(outcome, open_actions=open_actions)
        return
    with pytest.raises(InvalidValue) as refused:
        check_outcome(outcome, open_actions=open_actions)
    assert refused.value.code == code


@pytest.mark.parametrize("state", ActionState)
@pytest.mark.parametrize("decision", Decision)
def test_an_action_is_decided_only_while_it_is_open(state: ActionState, decision: Decision) -> None:
    known = (state, decision) in ACTION_TRANSITIONS
    assert (decision in decisions_on(state)) is known
    if not known:
        with pytest.raises(InvalidValue, match=r"inquiry\.action-moved-on"):
            after_decision(state, decision)
