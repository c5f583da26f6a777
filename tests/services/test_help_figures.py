"""Figures of the help: counted by kind and state, answers held against their hours, for who betters the help."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.figures import Period
from ctpat_app.domain.help_cases import CaseState, CaseStep
from ctpat_app.domain.help_events import HelpEvent, HelpEventKind
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.services.help_desk_case import find_case
from ctpat_app.services.help_desk_work import answer_case, typed_reply
from ctpat_app.services.help_figures import HelpFigures, read_help_figures
from ctpat_app.services.help_statistics import count_help
from ctpat_app.services.library import keep_current
from tests.applicants import LIBRARY
from tests.factories import a_person, a_staff_member
from tests.help_cases import an_open_case

PERIOD = Period(date(2026, 3, 1), date(2026, 3, 31))
READERS = (StaffRole.HELP_DESK, StaffRole.SUPERVISOR, StaffRole.HEADQUARTERS, StaffRole.CONTENT_EDITOR)
HOUR = timedelta(hours=1)


@pytest.fixture
def finn(session: Session, now: datetime) -> Actor:
    keep_current(session, now=now, library=LIBRARY)
    return a_staff_member(session, a_person(session, "finn"), StaffRole.HELP_DESK)


def answered(session: Session, finn: Actor, opened: datetime, after: timedelta, **more: Any) -> None:
    case = find_case(session, finn, code=an_open_case(session, opened, **more))
    reply = typed_reply("Try again", "en")
    answer_case(session, finn, case_id=case, seen_version=1, reply=reply, step=CaseStep.SOLVE, now=opened + after)


def figures(session: Session, finn: Actor, now: datetime, period: Period = PERIOD) -> HelpFigures:
    return read_help_figures(session, finn, period=period, now=now)


def test_cases_are_counted_by_kind_and_state_and_language(session: Session, finn: Actor, now: datetime) -> None:
    an_open_case(session, now, kind="file", language="es")
    answered(session, finn, now, HOUR, kind="file")
    an_open_case(session, now, kind="other")
    found = figures(session, finn, now)
    assert [(each.kind, each.total) for each in found.kinds] == [("file", 2), ("other", 1)]
    assert found.kinds[0].by_state == {CaseState.NEW: 1, CaseState.SOLVED: 1}
    assert found.kinds[0].name
    assert {(each.language, each.opened, each.unsolved) for each in found.languages} == {("es", 1, 1), ("en", 2, 1)}


def test_first_answers_are_held_against_their_hours(session: Session, finn: Actor, now: datetime) -> None:
    for hours in (1, 2, 30):
        answered(session, finn, now, hours * HOUR)
    answered(session, finn, now, 9 * HOUR, kind="cannot-get-in")
    answers = figures(session, finn, now).answers
    assert (answers.answered, answers.median_minutes, answers.ninety_minutes, answers.late) == (4, 120, 1800, 2)


def test_without_an_answer_there_is_no_time(session: Session, finn: Actor, now: datetime) -> None:
    an_open_case(session, now)
    answers = figures(session, finn, now).answers
    assert (answers.answered, answers.median_minutes, answers.late) == (0, None, 0)


def test_late_now_is_of_today_whatever_the_period(session: Session, finn: Actor, now: datetime) -> None:
    an_open_case(session, now)
    before = Period(date(2025, 1, 1), date(2025, 1, 31))
    found = figures(session, finn, now + 25 * HOUR, before)
    assert (found.kinds, found.late_now) == ((), 1)


def test_the_last_day_of_the_period_is_inside(session: Session, finn: Actor, now: datetime) -> None:
    an_open_case(session, now)
    assert len(figures(session, finn, now, Period(now.date(), now.date())).kinds) == 1
    day_before = now.date() - timedelta(days=1)
    assert figures(session, finn, now, Period(day_before, day_before)).kinds == ()


def test_steps_that_people_left_come_most_often_first(session: Session, finn: Actor, now: datetime) -> None:
    topic = "forgot-password"
    steps = [HelpEvent(HelpEventKind.STEP, topic, step=1)] * 3 + [HelpEvent(HelpEventKind.STEP, topic, step=2)]
    count_help(session, [*steps, HelpEvent(HelpEventKind.SOLVED, topic, step=1)], language="es", day=now.date())
    count_help(session, [HelpEvent(HelpEventKind.ASKED_UNKNOWN, page="svi")], language="en", day=now.date())
    found = figures(session, finn, now)
    assert [(each.step, each.language, each.left) for each in found.left] == [(1, "es", 2), (2, "es", 1)]
    assert [(each.page, each.count) for each in found.use.unknown] == [("svi", 1)]


def test_dan_cannot_and_only_who_betters_the_help_can(session: Session, finn: Actor, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        figures(session, a_person(session, "dan"), now)
    for role in StaffRole:
        person = a_staff_member(session, a_person(session), role)
        if role in READERS:
            assert figures(session, person, now).kinds == ()
        else:
            with pytest.raises(NotPermitted):
                figures(session, person, now)
