"""Codes of cases and failures: short enough to read out, without letters that look or sound alike."""

from typing import Final

from ctpat_app.domain.texts import clean_code

LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ"

CLEAR_LETTERS: Final = "ACDEFHJKMNPRTVWXY"
"""Also told apart on the telephone: failures and cases of the help desk are read out there."""
FAILURE_LETTERS: Final = 8
HELP_CASE_LETTERS: Final = 12
"""17^12 codes (49 bits): who has no code does not come upon one, the more so as tries are limited."""
_MAX_TYPED: Final = 60


def grouped_code(letters: str) -> str:
    """Return letters in groups of four, such as ``HKDR-WMNA-CFJP``."""
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def read_failure_code(typed: str) -> str:
    """Return the code of a failure however it was typed, empty when ``typed`` is none."""
    return _read(typed, FAILURE_LETTERS)


def read_help_case_code(typed: str) -> str:
    """Return the code of a help-desk case however it was typed, empty when ``typed`` is none."""
    return _read(typed, HELP_CASE_LETTERS)


def _read(typed: str, count: int) -> str:
    plain = clean_code("".join(each for each in typed[:_MAX_TYPED] if each.isprintable()), _MAX_TYPED).upper()
    letters = "".join(each for each in plain if each.isalnum())
    return grouped_code(letters) if len(letters) == count and set(letters) <= set(CLEAR_LETTERS) else ""
