"""Certificates: which statuses have one, and the code under which anybody can check it."""

from typing import Final

from ctpat_app.domain.doings import Doing, doings
from ctpat_app.domain.lifecycle import Status

LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Letters and digits that cannot be mistaken for one another when read aloud."""
CODE_LETTERS: Final = 20
"""A hundred random bits: nobody guesses one, however many are asked for."""
_GROUP: Final = 4
MAX_TYPED: Final = 60


def has_certificate(status: Status) -> bool:
    """Whether a member of this status holds a certificate."""
    return Doing.CERTIFICATE in doings(status)


def code_of(letters: str) -> str:
    """Return twenty letters as a code such as ``ABCD-EFGH-JKLM-NPQR-STUV``."""
    return "-".join(letters[place : place + _GROUP] for place in range(0, CODE_LETTERS, _GROUP))


def read_code(typed: str) -> str:
    """Return the code as it is stored, whatever case, spaces and dashes were typed; empty for what is none."""
    letters = "".join(character for character in typed[:MAX_TYPED].upper() if character not in " -\u2010\u2011\u2013")
    is_code = len(letters) == CODE_LETTERS and all(character in LETTERS for character in letters)
    return code_of(letters) if is_code else ""
