"""How the risk of a supply chain is reckoned: threat of a lane, score, band, and what a source must tell.

Source: five-step supply chain risk assessment. The steps and the ratings high, medium and low were read in several
public copies of the 2010 guide; the numbers, the rule for the lane, the product and the bands are this project's
working choice, to be confirmed against the guide.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, Protocol, TypeVar

from ctpat_app.domain.deadlines import months_later

LOW, MEDIUM, HIGH = 1, 2, 3
"""The three ratings of a threat and of a weak point."""
UNRATED: Final = 0
REVIEW_MONTHS: Final = 12
"""The next review comes at most so many months after the assessment (criterion 2.3)."""
_YEAR: Final = re.compile(r"(?<!\d)\d{4}(?!\d)")


class Band(Protocol):
    """The scores from ``least`` to ``most``, and how they are called."""

    @property
    def id(self) -> str:
        """Stable name of the band."""

    @property
    def least(self) -> int:
        """Lowest score that belongs to it."""

    @property
    def most(self) -> int:
        """Highest score that belongs to it."""


B = TypeVar("B", bound=Band)


def lane_threat(ratings: Iterable[int]) -> int:
    """Return the threat of a lane: the highest single rating found on it, 0 while nothing is rated.

    Unverified: that one high threat makes the whole lane high risk is remembered from the guide.
    """
    return max(ratings, default=UNRATED)


def risk_score(threat: int, vulnerability: int) -> int:
    """Return the score of a risk: threat times vulnerability (1 to 9), 0 while one of them is not rated."""
    return threat * vulnerability


def band_of(score: int, bands: Sequence[B]) -> B | None:
    """Return the band that ``score`` belongs to; None while there is no score."""
    return next((band for band in bands if band.least <= score <= band.most), None)


def names_a_date(text: str) -> bool:
    """Whether the name of a source tells of which year it is, in digits of any script."""
    return any(1900 <= int(found) < 2100 for found in _YEAR.findall(text))


def reviewed_in_time(assessed_on: date, next_review: date) -> bool:
    """Whether the next review comes after the assessment, and at most twelve months later."""
    return assessed_on < next_review <= months_later(assessed_on, REVIEW_MONTHS)
