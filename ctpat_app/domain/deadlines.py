"""Days that are counted from others. What the law sets for CBP is told as an aim, never as a promise."""

import calendar
from datetime import date, timedelta
from typing import Final

CERTIFICATION: Final = timedelta(days=90)
"""From receiving an application to the decision on certification. Source: 6 U.S.C. 964(c)."""


def certification_due(submitted_on: date) -> date:
    """Return the day by which the decision on an application sent on ``submitted_on`` is due."""
    return submitted_on + CERTIFICATION


def months_later(day: date, months: int) -> date:
    """Return the same day of the month ``months`` later; its last day where the month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
