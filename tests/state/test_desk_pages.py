"""What the pages of the desk make of addresses and figures."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session

from ctpat_app.domain.desk import Clock, DueFilter, Order, Work
from ctpat_app.services.desk_queue import EVERYBODY, NOBODY, Place
from ctpat_app.services.library import keep_current
from ctpat_app.state.desk_queue import Filters, place_in, place_text, wanted_by
from ctpat_app.state.desk_views import OVER, SOON, clock_text, mark_of
from ctpat_app.state.plain_form import Typed
from ctpat_app.state.staff_assign import choices_in
from tests.applicants import LIBRARY

PLACE = Place(date(2026, 4, 3), datetime(2026, 1, 3, 9, 0, 5, 17, tzinfo=UTC), "application", 7)


def test_a_place_in_the_list_stands_in_the_address() -> None:
    assert place_in(place_text(PLACE)) == PLACE
    assert place_in(place_text(PLACE).replace("+", " ")) == PLACE


@pytest.mark.parametrize(
    "typed",
    ["", "x", "~~~", "2026-04-03~2026-01-03~application~7", "0001-01-01~0001-01-01T00:00:00+14:00~a~1", "a~b~c~d~e"],
)
def test_what_is_no_place_begins_the_list(typed: str) -> None:
    assert place_in(typed) is None


def test_what_the_address_names_and_does_not_exist_is_left_out(session: Session, now: datetime) -> None:
    keep_current(session, now=now, library=LIBRARY)
    strange = Filters("x", "x", "15", "x\x00", "zz", "tlh", "", "x")
    found = wanted_by(strange, None)
    assert (found.who, found.kind, found.due, found.order) == (EVERYBODY, None, None, Order.DUE)
    assert (found.business_type, found.country, found.language) == ("", "", "")
    wanted = Filters("nobody", "request", "overdue", "us-importer", "MX", "es", "peña", "age")
    known = wanted_by(wanted, PLACE)
    assert (known.who, known.kind, known.due, known.order) == (NOBODY, Work.REQUEST, DueFilter.OVERDUE, Order.AGE)
    assert (known.business_type, known.country, known.language, known.behind) == ("us-importer", "MX", "es", PLACE)


@pytest.mark.parametrize(
    ("clock", "words", "mark"),
    [
        (Clock(58, 90, 32), "58 of 90 days; days left: 32", ""),
        (Clock(80, 90, 10), "80 of 90 days; days left: 10", SOON),
        (Clock(90, 90, 0), "90 of 90 days; due today", SOON),
        (Clock(102, 90, -12), "Days over: 12", OVER),
        (Clock(5, None, None), "Days it has waited: 5", ""),
    ],
)
def test_a_clock_is_told_in_words(clock: Clock, words: str, mark: str) -> None:
    assert (clock_text(clock, "en"), mark_of(clock)) == (words, mark)


def test_only_ticked_companies_are_chosen() -> None:
    typed: Typed = {
        "take-3": True,
        "who-3": "8",
        "who-4": "8",
        "take-5": "on",
        "who-5": "",
        "reason": "x",
        "take-x": True,
    }
    assert choices_in(typed) == ((3, 8), (5, 0), (0, 0))
