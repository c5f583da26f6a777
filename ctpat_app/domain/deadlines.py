"""Periods that the law sets for CBP; as far as practicable, so they are told as aims, never as promises."""

from datetime import date, timedelta
from typing import Final

CERTIFICATION: Final = timedelta(days=90)
"""From receiving an application to the decision on certification. Source: 6 U.S.C. 964(c)."""


def certification_due(submitted_on: date) -> date:
    """Return the day by which the decision on an application sent on ``submitted_on`` is due."""
    return submitted_on + CERTIFICATION
