"""The help desk is warned of answers that come due: once before, once after, whoever has the case."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from ctpat_app.domain.help_cases import CaseStep
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.services.help_cases import add_to_case
from ctpat_app.services.help_desk_case import find_case, read_case
from ctpat_app.services.help_desk_work import answer_case, take_case, typed_reply
from ctpat_app.services.help_targets import warn_of_answers
from ctpat_app.services.library import keep_current
from ctpat_app.tables.accounts import StaffRow
from ctpat_app.tables.notices import NoticeRow
from tests.applicants import LIBRARY
from tests.factories import a_person, a_staff_member
from tests.help_cases import a_token, an_open_case

HOUR = timedelta(hours=1)


@pytest.fixture
def agents(session: Session, now: datetime) -> tuple[Actor, Actor]:
    keep_current(session, now=now, library=LIBRARY)
    finn, fay = (a_staff_member(session, a_person(session, each), StaffRole.HELP_DESK) for each in ("finn", "fay"))
    return finn, fay


def notices(session: Session) -> list[tuple[int, Mapping[str, str], str]]:
    query = select(NoticeRow).where(NoticeRow.template == "help-answers-due").order_by(col(NoticeRow.id))
    return [(each.user_id, json.loads(each.params), each.path) for each in session.exec(query)]


def taken(session: Session, who: Actor, now: datetime) -> int:
    """Return a case that somebody has, to be answered within 24 hours."""
    case = find_case(session, who, code=an_open_case(session, now))
    seen = read_case(session, who, case_id=case, now=now).version
    take_case(session, who, case_id=case, seen_version=seen, now=now)
    return case


def test_the_owner_is_warned_once_before_and_once_after(
    session: Session, now: datetime, agents: tuple[Actor, Actor]
) -> None:
    finn, _ = agents
    taken(session, finn, now)
    assert warn_of_answers(session, now=now + 22 * HOUR) == 0
    assert [warn_of_answers(session, now=now + 23 * HOUR + timedelta(minutes=each)) for each in (1, 2, 3)] == [1, 0, 0]
    assert [warn_of_answers(session, now=now + 25 * HOUR + timedelta(minutes=each)) for each in (1, 2, 3)] == [1, 0, 0]
    assert notices(session) == [
        (finn.user_id, {"late": "0", "soon": "1"}, "staff/help/?due=soon"),
        (finn.user_id, {"late": "1", "soon": "0"}, "staff/help/?due=late"),
    ]


def test_everybody_hears_of_cases_that_nobody_has_in_one_notice(
    session: Session, now: datetime, agents: tuple[Actor, Actor]
) -> None:
    for _ in range(3):
        an_open_case(session, now)
    taken(session, agents[1], now)
    assert warn_of_answers(session, now=now + 30 * HOUR) == 4
    assert {user: params["late"] for user, params, _ in notices(session)} == {
        agents[0].user_id: "3",
        agents[1].user_id: "4",
    }


def test_what_waits_for_the_person_or_is_solved_is_left_alone(
    session: Session, now: datetime, agents: tuple[Actor, Actor]
) -> None:
    for step in (CaseStep.ASK, CaseStep.SOLVE):
        case = taken(session, agents[0], now)
        answer_case(
            session, agents[0], case_id=case, seen_version=2, reply=typed_reply("Well?", "en"), step=step, now=now
        )
    assert warn_of_answers(session, now=now + timedelta(days=9)) == 0


def test_a_new_target_is_warned_of_anew(session: Session, now: datetime, agents: tuple[Actor, Actor]) -> None:
    code = an_open_case(session, now)
    case = find_case(session, agents[0], code=code)
    assert warn_of_answers(session, now=now + 25 * HOUR) == 1
    later = now + 26 * HOUR
    answer_case(
        session, agents[0], case_id=case, seen_version=1, reply=typed_reply("Well?", "en"), step=CaseStep.ASK, now=later
    )
    add_to_case(session, code, text="No", language="en", token=a_token(), user_id=None, now=later)
    assert warn_of_answers(session, now=later + 25 * HOUR) == 1


def test_cases_of_somebody_who_left_the_help_desk_are_told_to_the_others(
    session: Session, now: datetime, agents: tuple[Actor, Actor]
) -> None:
    taken(session, agents[0], now)
    row = session.exec(select(StaffRow).where(StaffRow.user_id == agents[0].user_id)).one()
    row.ended_at = now
    session.add(row)
    session.flush()
    warn_of_answers(session, now=now + 30 * HOUR)
    assert [user for user, _, _ in notices(session)] == [replace(agents[1]).user_id]
