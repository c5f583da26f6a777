"""Days and moments in the words of each language."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from ctpat_app.words.dates import day_text, moment_text

MOMENT = datetime(2026, 3, 2, 14, 2, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "March 2, 2026, 2:02\u202fPM UTC"),
        ("es", "2 de marzo de 2026, 14:02 UTC"),
        ("zh-Hans", "2026年3月2日 14:02 UTC"),
        ("ar", "2 مارس 2026، 2:02 م UTC"),
    ],
)
def test_a_moment_names_its_month_minute_and_zone(language: str, expected: str) -> None:
    assert moment_text(MOMENT, language).replace("\u00a0", " ") == expected


def test_a_moment_of_another_zone_is_told_in_utc() -> None:
    elsewhere = MOMENT.astimezone(timezone(timedelta(hours=-6)))
    assert moment_text(elsewhere, "es") == moment_text(MOMENT, "es")


def test_a_day_names_its_month() -> None:
    assert day_text(date(2028, 2, 29), "es") == "29 de febrero de 2028"
