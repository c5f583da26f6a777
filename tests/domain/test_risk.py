"""Threat of a lane, score, band, and what a source must tell."""

from datetime import date

import pytest

from ctpat_app.domain.risk import band_of, lane_threat, names_a_date, reviewed_in_time, risk_score
from ctpat_app.guidance.risk import method_of
from tests.applicants import LIBRARY


def test_a_lane_takes_its_highest_single_rating() -> None:
    assert lane_threat([1, 1, 3, 2]) == 3
    assert lane_threat([]) == 0


# Source: five-step risk assessment, matrix "risk" (working choice of the project).
@pytest.mark.parametrize(
    ("threat", "scores"), [(1, [1, 2, 3]), (2, [2, 4, 6]), (3, [3, 6, 9])], ids=["low", "medium", "high"]
)
def test_the_score_is_threat_times_vulnerability(threat: int, scores: list[int]) -> None:
    assert [risk_score(threat, weak) for weak in (1, 2, 3)] == scores


@pytest.mark.parametrize(
    ("score", "band"), [(0, None), (1, "low"), (2, "low"), (3, "medium"), (4, "medium"), (6, "high"), (9, "high")]
)
def test_each_score_belongs_to_a_band(score: int, band: str | None) -> None:
    found = band_of(score, method_of(LIBRARY).bands)
    assert (found.id if found else None) == band


@pytest.mark.parametrize("text", ["Insurer notice, May 2026", "2026年5月", "إشعار ٢٠٢٦", "1999-12-31"])
def test_a_source_with_a_year_is_dated(text: str) -> None:
    assert names_a_date(text)


@pytest.mark.parametrize("text", ["", "Insurer notice", "Report 12345", "Act 1776", "No. 20261"])
def test_a_source_without_one_is_not(text: str) -> None:
    assert not names_a_date(text)


@pytest.mark.parametrize(
    ("following", "in_time"), [("2026-09-30", False), ("2026-10-01", True), ("2027-09-30", True), ("2027-10-01", False)]
)
def test_the_next_review_comes_within_twelve_months(following: str, in_time: bool) -> None:
    assert reviewed_in_time(date(2026, 9, 30), date.fromisoformat(following)) is in_time
