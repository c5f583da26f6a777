"""Which passwords are accepted: long and hard to guess, whatever capitals, digits or signs; and for how long."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from ctpat_app.domain.errors import InvalidValue

MIN_CHARACTERS: Final = 12
MAX_CHARACTERS: Final = 200
WARN_DAYS: Final = 14
"""So many days before a password is too old, the person is told."""


def check_password(password: str, weakness: Callable[[str], str | None]) -> None:
    """Return nothing when ``password`` may be used.

    Args:
        password: as typed; spaces count, any script counts.
        weakness: says why a password is easy to guess, as a code ``password.…``; None when it is not.

    Raises:
        InvalidValue: ``password.missing``, ``password.too-short``, ``password.too-long``, or the code of ``weakness``.
    """
    if not password:
        raise InvalidValue("password.missing")
    if len(password) < MIN_CHARACTERS:
        raise InvalidValue("password.too-short", minimum=MIN_CHARACTERS)
    if len(password) > MAX_CHARACTERS:
        raise InvalidValue("password.too-long", maximum=MAX_CHARACTERS)
    if code := weakness(password):
        raise InvalidValue(code)


def is_expired(changed_at: datetime, days: int, now: datetime) -> bool:
    """Whether a password that may be ``days`` old is too old now; 0 for any age.

    Source: Portal User Manual rev. 1.1: a password is changed every 90 days.
    """
    return days > 0 and now - changed_at >= timedelta(days=days)


def days_left(changed_at: datetime, days: int, now: datetime) -> int | None:
    """Return for how many days, counted up, the password may still be used; None for any age, never below 0."""
    if days == 0:
        return None
    left = changed_at + timedelta(days=days) - now
    return max(0, -(-left // timedelta(days=1)))
