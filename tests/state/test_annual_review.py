"""What the pages of the annual review tell: how old evidence is, and days as the reader writes them."""

from datetime import date, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from ctpat_app.domain.deadlines import months_between
from ctpat_app.domain.errors import Refusal
from ctpat_app.services.evidence import EvidenceFile
from ctpat_app.services.library import keep_current
from ctpat_app.state.annual_answers import evidence_age
from ctpat_app.state.annual_review import in_words
from ctpat_app.words.time_zones import zone_name

TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _words(sqlite_file: Engine, now: datetime) -> None:
    """The content, which knows how long evidence counts."""
    with Session(sqlite_file) as session:
        keep_current(session, now=now)


def a_file(stands_for: date | None, valid_until: date | None = None) -> EvidenceFile:
    return EvidenceFile(
        1, "gate.jpg", "", stands_for, valid_until, "", "", 1, "image/jpeg", 2048, 0, "read", "clean", "blob"
    )


@pytest.mark.parametrize(
    ("stands_for", "valid_until", "age", "too_old"),
    [
        (date(2024, 12, 30), date(2025, 12, 30), "Shows December 30, 2024 (months ago: 14). Too old to count.", True),
        (date(2025, 4, 2), date(2026, 4, 2), "Shows April 2, 2025 (months ago: 11)", False),
        (date(2025, 4, 2), None, "Shows April 2, 2025 (months ago: 11)", False),
        (date(2026, 2, 20), None, "Shows February 20, 2026", False),
        (None, None, "Nobody said which day it shows", False),
    ],
)
def test_evidence_tells_how_old_it_is(
    stands_for: date | None, valid_until: date | None, age: str, too_old: bool
) -> None:
    found = evidence_age(a_file(stands_for, valid_until), TODAY, "en")
    assert (found.age, found.is_outdated) == (age, too_old)


@pytest.mark.parametrize(
    ("day", "later", "months"),
    [
        (date(2025, 1, 31), date(2025, 2, 28), 1),
        (date(2025, 1, 31), date(2025, 2, 27), 0),
        (date(2024, 12, 30), date(2026, 3, 2), 14),
        (date(2026, 3, 2), date(2026, 3, 2), 0),
        (date(2026, 5, 1), date(2026, 3, 2), 0),
    ],
)
def test_months_are_counted_when_they_are_whole(day: date, later: date, months: int) -> None:
    assert months_between(day, later) == months


def test_the_opening_day_is_written_as_the_reader_expects_it() -> None:
    refusal = in_words(Refusal("annual.not-open", day="2026-03-17"), "es")
    assert refusal.params["day"] == "17 de marzo de 2026"
    assert in_words(Refusal("annual.sent-already"), "es").code == "annual.sent-already"


def test_a_zone_is_called_by_its_city() -> None:
    assert zone_name("America/Tijuana", "en") == "Mexico (Tijuana) Time"
    assert "Tijuana" in zone_name("America/Tijuana", "es")
    assert zone_name("UTC", "ar") == "UTC"
