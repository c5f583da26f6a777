"""The clock: real, on a pretended day, or as a file says that may change at any time."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from structlog.testing import capture_logs

from ctpat_app.adapters import clock

REAL = datetime(2026, 11, 29, 14, 2, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def real_time() -> Iterator[None]:
    with time_machine.travel(REAL, tick=False):
        yield
    clock.pretend_today(None)
    clock.follow_file(None)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "clock"


def write(file: Path, text: str) -> None:
    """Put the file in place whole, written at the present moment of the test."""
    fresh = file.with_name("fresh")
    fresh.write_text(text)
    os.utime(fresh, (clock.real_now().timestamp(),) * 2)
    fresh.replace(file)


def test_without_pretence_the_time_is_the_real_one() -> None:
    assert (clock.now(), clock.is_pretended(), clock.as_pretended(REAL)) == (REAL, False, REAL)


def test_a_pretended_day_keeps_the_time_of_day() -> None:
    clock.pretend_today(date(2027, 3, 1))
    assert clock.now() == datetime(2027, 3, 1, 14, 2, 5, tzinfo=UTC)
    assert clock.real_now() == REAL
    assert clock.as_pretended(REAL - timedelta(minutes=5)) == clock.now() - timedelta(minutes=5)


def test_a_file_moves_the_clock_while_the_kiosk_runs(file: Path) -> None:
    clock.follow_file(file)
    seen = []
    for text in ("2027-03-01", "2028-02-29\n", "2026-01-01"):
        write(file, text)
        seen.append(clock.now().date().isoformat())
    assert seen == ["2027-03-01", "2028-02-29", "2026-01-01"]
    file.unlink()
    assert clock.now() == REAL


@pytest.mark.parametrize("text", ["2027-03-01T09:00+00:00", "2027-03-01T01:00-08:00", "2027-03-01T09:00"])
def test_from_a_moment_in_the_file_the_clock_goes_on(file: Path, text: str) -> None:
    write(file, text)
    clock.follow_file(file)
    assert clock.now() == datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
    with time_machine.travel(REAL + timedelta(minutes=7), tick=False):
        assert clock.now() == datetime(2027, 3, 1, 9, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "  ", "soon", "2027-13-01", "0001-01-01", "9999-12-31", "2027-03-01T25:00", "٢٠٢٧-٠٣-٠١", "2027" * 99]
)
def test_a_file_that_says_nothing_usable_leaves_the_real_time_and_one_line_in_the_log(file: Path, text: str) -> None:
    write(file, text)
    clock.follow_file(file)
    with capture_logs() as lines:
        assert [clock.now() for _ in range(3)] == [REAL] * 3
    assert [line["event"] for line in lines] == ["clock-file-unusable"]


def test_a_missing_file_a_folder_and_one_nobody_may_read_leave_the_real_time(file: Path) -> None:
    clock.follow_file(file)
    assert clock.now() == REAL
    file.mkdir()
    assert clock.now() == REAL


def test_the_file_goes_before_the_setting_which_holds_until_there_is_one(file: Path) -> None:
    clock.pretend_today(date(2027, 3, 1))
    clock.follow_file(file)
    assert clock.now().date() == date(2027, 3, 1)
    write(file, "2028-01-01")
    assert clock.now().date() == date(2028, 1, 1)
