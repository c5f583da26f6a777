"""What a supervisor writes when a specialist is given a company."""

from typing import Final

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.texts import clean_line

MAX_REASON: Final = 500


def read_reason(typed: str) -> str:
    """Return why this specialist looks after the company, in one line.

    Raises:
        InvalidValue: ``assignment.reason-missing``, ``text.…``.
    """
    reason = clean_line(typed, MAX_REASON)
    if not reason:
        raise InvalidValue("assignment.reason-missing")
    return reason
