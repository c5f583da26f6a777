"""The life of a validation: what follows on what, by whom, with which reason, and the days that are counted."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.lifecycle import Party, Status
from ctpat_app.domain.validations import (
    Kind,
    Mode,
    Move,
    Plan,
    State,
    Visit,
    check_day,
    check_language,
    check_move,
    check_notice,
    check_other_person,
    kinds_for,
    moves_from,
    read_plan,
    read_visit,
    response_due,
    response_reminder_day,
    restarts_the_clock,
    shown_state,
    validation_due,
)

TODAY = date(2026, 3, 2)
VISIT = Visit("Plant", TODAY, Mode.ON_SITE, 2)


def refused(call: object, *args: object, **kwargs: object) -> str:
    with pytest.raises(InvalidValue) as refusal:
        call(*args, **kwargs)  # type: ignore[operator]
    return refusal.value.code


@pytest.mark.parametrize(
    ("state", "specialist", "supervisor", "officer"),
    [
        (State.PLAN_WAITING, "plan-changed cancelled", "plan-approved plan-returned", ""),
        (State.PLAN_RETURNED, "plan-changed cancelled", "", ""),
        (State.PLAN_APPROVED, "scheduled cancelled", "", ""),
        (State.SCHEDULED, "scheduled begun cancelled", "", ""),
        (State.IN_PROGRESS, "report-sent", "", ""),
        (State.REPORT_WAITING, "", "report-issued report-returned", ""),
        (State.REPORT_RETURNED, "report-sent", "", ""),
        (State.REPORT_ISSUED, "passed not-passed", "", ""),
        (State.RESPONSE_PENDING, "not-passed", "", "response-submitted"),
        (State.RESPONSE_RETURNED, "not-passed", "", "response-submitted"),
        (State.RESPONSE_SUBMITTED, "response-accepted response-returned not-passed", "", ""),
        (State.RESPONSE_ACCEPTED, "passed not-passed", "", ""),
        (State.CLOSED, "", "", ""),
        (State.CANCELLED, "", "", ""),
    ],
)
def test_each_state_allows_its_moves_and_no_others(
    state: State, specialist: str, supervisor: str, officer: str
) -> None:
    """A supervisor may do what a specialist may, and decides besides."""
    assert moves_from(state, Party.SPECIALIST) == set(specialist.split())
    assert moves_from(state, Party.SUPERVISOR) == {*specialist.split(), *supervisor.split()}
    assert moves_from(state, Party.OFFICER) == set(officer.split())
    for party in (Party.EMPLOYEE, Party.CONSULTANT, Party.HEADQUARTERS, Party.SYSTEM):
        assert moves_from(state, party) == set()


@pytest.mark.parametrize(
    ("move", "state"),
    [
        (Move.RETURN_PLAN, State.PLAN_WAITING),
        (Move.RETURN_REPORT, State.REPORT_WAITING),
        (Move.CANCEL, State.SCHEDULED),
        (Move.FAIL, State.RESPONSE_PENDING),
    ],
)
def test_what_goes_against_somebody_has_a_reason(move: Move, state: State) -> None:
    assert refused(check_move, move, state, Party.SUPERVISOR, "  ") == "validation.reason-missing"
    assert check_move(move, state, Party.SUPERVISOR, " عيب ") == "عيب"


def test_a_move_that_cannot_follow_or_is_not_theirs_is_refused() -> None:
    assert refused(check_move, Move.BEGIN, State.PLAN_WAITING, Party.SPECIALIST) == "validation.moved-on"
    assert refused(check_move, Move.APPROVE_PLAN, State.PLAN_WAITING, Party.SPECIALIST) == "validation.wrong-party"
    assert refused(check_other_person, 7, 7) == "validation.own-work"
    check_other_person(7, 8)


@pytest.mark.parametrize(
    ("status", "was_validated", "has_earlier", "kinds"),
    [
        (Status.SUBMITTED, False, False, ()),
        (Status.WITHDRAWN, True, True, ()),
        (Status.CERTIFIED, False, False, (Kind.INITIAL,)),
        (Status.CERTIFIED, False, True, (Kind.INITIAL, Kind.FOLLOW_UP)),
        (Status.CERTIFIED_VALIDATED, True, True, (Kind.REVALIDATION, Kind.FOLLOW_UP)),
        (Status.CERTIFIED_EXCEEDING, True, False, (Kind.REVALIDATION, Kind.FOLLOW_UP)),
        (Status.SUSPENDED, True, True, (Kind.FOLLOW_UP,)),
    ],
)
def test_which_validations_a_member_may_have(
    status: Status, was_validated: bool, has_earlier: bool, kinds: tuple[Kind, ...]
) -> None:
    assert kinds_for(status, was_validated=was_validated, has_earlier=has_earlier) == kinds


def test_a_plan_names_an_allowed_kind_and_its_basis() -> None:
    plan = Plan(Kind.INITIAL, with_visit=True, risk_basis=" Lane from 上海 ")
    assert read_plan(plan, (Kind.INITIAL,)).risk_basis == "Lane from 上海"
    assert refused(read_plan, plan, ()) == "validation.not-a-member"
    assert refused(read_plan, plan, (Kind.REVALIDATION,)) == "validation.kind-unknown"
    assert refused(read_plan, Plan(Kind.INITIAL, True, " "), (Kind.INITIAL,)) == "validation.basis-missing"


@pytest.mark.parametrize(
    ("visit", "code"),
    [
        (Visit(" ", TODAY, Mode.ON_SITE, 2), "validation.site-missing"),
        (Visit("Plant", None, Mode.ON_SITE, 2), "validation.day-missing"),
        (Visit("Plant", TODAY - timedelta(days=1), Mode.VIRTUAL, 2), "validation.day-past"),
        (Visit("Plant", date(9999, 1, 1), Mode.VIRTUAL, 2), "validation.day-far"),
        (Visit("Plant", TODAY, Mode.TELEPHONE, 0), "validation.team-size"),
        (Visit("Plant", TODAY, Mode.TELEPHONE, 21), "validation.team-size"),
        (Visit("Plant", TODAY, Mode.RECOGNISED, 1), "validation.recognition-missing"),
    ],
)
def test_a_visit_names_site_day_and_team(visit: Visit, code: str) -> None:
    assert refused(read_visit, visit, TODAY) == code


def test_a_recognised_validation_stands_for_a_visit() -> None:
    visit = Visit("مصنع", TODAY, Mode.RECOGNISED, 1, recognised="AEO Mexico, 2025-11")
    assert read_visit(visit, TODAY) == visit


def test_a_short_notice_has_a_reason() -> None:
    assert check_notice(TODAY + timedelta(days=30), TODAY, "") == ""
    assert refused(check_notice, TODAY + timedelta(days=29), TODAY, " ") == "validation.notice-short"
    assert check_notice(TODAY, TODAY, "Asked for") == "Asked for"
    assert refused(check_day, None, TODAY) == "validation.day-missing"


@pytest.mark.parametrize(("days", "due"), [(1, date(2026, 3, 3)), (90, date(2026, 5, 31))])
def test_the_answer_is_due_within_90_days(days: int, due: date) -> None:
    assert response_due(TODAY, days) == due


@pytest.mark.parametrize("days", [0, 91, -1])
def test_other_numbers_of_days_are_refused(days: int) -> None:
    assert refused(response_due, TODAY, days) == "validation.response-days"


@pytest.mark.parametrize(
    ("certified", "validated", "due"),
    [
        (None, None, None),
        (date(2026, 1, 5), None, date(2027, 1, 5)),
        (date(2023, 3, 1), None, date(2024, 2, 29)),
        (date(2024, 1, 1), date(2024, 2, 29), date(2028, 2, 29)),
        (date(2095, 1, 1), date(2096, 2, 29), date(2100, 2, 28)),
    ],
)
def test_the_first_within_a_year_then_every_four(
    certified: date | None, validated: date | None, due: date | None
) -> None:
    assert validation_due(certified, validated) == due


def test_a_follow_up_does_not_restart_the_clock() -> None:
    assert [kind for kind in Kind if restarts_the_clock(kind)] == [Kind.INITIAL, Kind.REVALIDATION]


def test_a_company_sees_a_report_on_its_way_as_being_made() -> None:
    assert shown_state(State.REPORT_WAITING) is State.IN_PROGRESS
    assert shown_state(State.REPORT_RETURNED) is State.IN_PROGRESS
    assert shown_state(State.RESPONSE_PENDING) is State.RESPONSE_PENDING


@pytest.mark.parametrize(("tag", "is_known"), [("es", True), ("zh-Hans", True), ("", False), ("<b>", False)])
def test_the_language_of_an_answer_is_a_tag(tag: str, is_known: bool) -> None:
    if is_known:
        check_language(tag)
    else:
        assert refused(check_language, tag) == "validation.language-unknown"


@pytest.mark.parametrize(
    ("days_left", "reminded"),
    [(8, None), (7, 7), (2, 7), (1, 1), (0, 1), (-1, -1), (-7, -1), (-8, -8), (-15, -15)],
)
def test_a_response_is_reminded_of_on_staged_days(days_left: int, reminded: int | None) -> None:
    due = date(2026, 5, 20)
    expected = None if reminded is None else due - timedelta(days=reminded)
    assert response_reminder_day(due, due - timedelta(days=days_left)) == expected


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(-400, 400))
def test_no_reminder_day_lies_ahead_or_more_than_a_week_back_once_it_is_late(due: date, after: int) -> None:
    today = due + timedelta(days=after)
    day = response_reminder_day(due, today)
    assert day is None or day <= today
    assert after <= 0 or (day and (today - day).days < 7)
