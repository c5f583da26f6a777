"""Which passwords are accepted: long and hard to guess; nothing is said about capitals, digits or signs."""

from collections.abc import Callable
from typing import Final

from ctpat_app.domain.errors import InvalidValue

MIN_CHARACTERS: Final = 12
MAX_CHARACTERS: Final = 200


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
