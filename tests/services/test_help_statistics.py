"""Counts of the use of help: of days and never of people, added up by the database, for staff alone."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.help_events import HelpEvent, HelpEventKind
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.services.help_statistics import count_help, read_statistics
from ctpat_app.services.library import keep_current
from ctpat_app.tables.help_events import HelpEventRow
from tests.applicants import LIBRARY
from tests.factories import WHEN, Cast, a_staff_member, the_cast

TODAY = date(2026, 3, 2)
TOPIC, OTHER, PAGE = "browser-unsupported", "tls-settings", "check-browser"


@pytest.fixture
def cast(session: Session) -> Cast:
    """The cast, and the content by whose names topics are called."""
    keep_current(session, now=WHEN, library=LIBRARY)
    return the_cast(session)


@pytest.fixture
def finn(session: Session, cast: Cast) -> Actor:
    """Somebody of the help desk."""
    return a_staff_member(session, cast.finn, StaffRole.HELP_DESK)


def count(session: Session, *events: HelpEvent, language: str = "en", day: date = TODAY) -> None:
    count_help(session, events, language=language, day=day)


def rows(session: Session) -> list[HelpEventRow]:
    return list(session.exec(select(HelpEventRow).order_by(col(HelpEventRow.id))))


def test_the_same_thing_of_a_day_is_one_row(session: Session, finn: Actor) -> None:
    shown = HelpEvent(HelpEventKind.SHOWN, TOPIC, PAGE)
    count(session, shown, shown)
    count(session, shown)
    count(session, shown, day=TODAY - timedelta(days=1))
    count(session, shown, language="es")
    assert [(row.language, row.day, row.count) for row in rows(session)] == [
        ("en", TODAY, 3),
        ("en", TODAY - timedelta(days=1), 1),
        ("es", TODAY, 1),
    ]


@pytest.mark.parametrize(
    "event",
    [
        HelpEvent(HelpEventKind.SHOWN, "ana@example.com"),
        HelpEvent(HelpEventKind.ASKED_UNKNOWN, page="my password is 1234"),
        HelpEvent(HelpEventKind.STEP, TOPIC, step=1_000_000),
    ],
)
def test_what_the_content_does_not_know_is_never_written(session: Session, finn: Actor, event: HelpEvent) -> None:
    count(session, event)
    assert rows(session) == []


def test_topics_stand_by_how_often_they_were_opened_and_did_not_help(session: Session, finn: Actor) -> None:
    count(session, *[HelpEvent(HelpEventKind.SHOWN, TOPIC)] * 2, HelpEvent(HelpEventKind.END, TOPIC))
    count(session, *[HelpEvent(HelpEventKind.SHOWN, OTHER)] * 3, HelpEvent(HelpEventKind.SOLVED, OTHER, step=1))
    count(session, HelpEvent(HelpEventKind.NOT_IT, OTHER))
    found = read_statistics(session, finn, since=TODAY, until=TODAY)
    assert [(each.topic, each.shown, each.solved, each.unsolved, each.not_it) for each in found.topics] == [
        (OTHER, 3, 1, 0, 1),
        (TOPIC, 2, 0, 1, 0),
    ]
    assert [each.topic for each in found.unsolved] == [TOPIC]
    assert found.topics[0].title is not None
    assert found.topics[0].title.english == LIBRARY.help_topics[OTHER].i18n.title


def test_steps_tell_by_language_where_people_leave(session: Session, finn: Actor) -> None:
    step = HelpEvent(HelpEventKind.STEP, TOPIC, step=2)
    count(session, *[step] * 5, HelpEvent(HelpEventKind.SOLVED, TOPIC, step=2))
    count(session, HelpEvent(HelpEventKind.UNSOLVED, TOPIC, step=2))
    count(session, step, language="es")
    found = read_statistics(session, finn, since=TODAY, until=TODAY).steps
    assert [(each.language, each.step, each.shown, each.solved, each.unsolved, each.left) for each in found] == [
        ("en", 2, 5, 1, 1, 3),
        ("es", 2, 1, 0, 0, 1),
    ]


def test_unknown_questions_count_by_the_page_people_came_from(session: Session, finn: Actor) -> None:
    count(session, HelpEvent(HelpEventKind.ASKED_UNKNOWN), *[HelpEvent(HelpEventKind.ASKED_UNKNOWN, page=PAGE)] * 2)
    found = read_statistics(session, finn, since=TODAY, until=TODAY).unknown
    assert [(each.page, each.count) for each in found] == [(PAGE, 2), ("", 1)]
    assert [each.title is None for each in found] == [False, True]


def test_only_the_days_asked_for_count(session: Session, finn: Actor) -> None:
    for days in range(4):
        count(session, HelpEvent(HelpEventKind.SHOWN, TOPIC), day=TODAY - timedelta(days=days))
    found = read_statistics(session, finn, since=TODAY - timedelta(days=2), until=TODAY - timedelta(days=1))
    assert [each.shown for each in found.topics] == [2]


def test_dan_and_a_specialist_cannot_read_the_counts(session: Session, cast: Cast) -> None:
    eva = a_staff_member(session, cast.eva, StaffRole.SPECIALIST)
    for actor in (cast.dan, cast.ana, eva):
        with pytest.raises(NotPermitted, match=r"access\.not-yours"):
            read_statistics(session, actor, since=TODAY, until=TODAY)
