"""Codes of cases: short enough to read out, without letters that look alike."""

import re
from typing import Final

LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_SHAPE: Final = re.compile(rf"[{LETTERS}]{{4}}-[{LETTERS}]{{4}}")


def case_code(letters: str) -> str:
    """Return eight letters as a code such as ``ABCD-EFGH``."""
    return f"{letters[:4]}-{letters[4:8]}"


def is_case_code(text: str) -> bool:
    """Whether ``text`` has the shape of a code."""
    return bool(_SHAPE.fullmatch(text))
