"""Finding a company by a consecutive part of its name, whatever its case, width and accents."""

import unicodedata
from typing import Final

from ctpat_app.domain.errors import InvalidValue

MIN_PART: Final = 3
"""A shorter part would list half the register. An ideograph, kana or Hangul syllable counts as two."""
MAX_PART: Final = 200


def folded(name: str) -> str:
    """Return ``name`` as it is compared: case, width, accents and the kind of blanks do not count."""
    if name.isascii():  # most names; a search folds every one
        return " ".join(name.lower().split())
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    bare = "".join(character for character in plain if not unicodedata.combining(character))
    return " ".join(unicodedata.normalize("NFC", bare).split())


def read_part(typed: str) -> str:
    """Return the folded part of a name to look for; every sign stands for itself, ``%`` and ``_`` too.

    Raises:
        InvalidValue: ``assignment.part-short`` (``least``).
    """
    part = folded(typed[:MAX_PART])
    if sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in part) < MIN_PART:
        raise InvalidValue("assignment.part-short", least=MIN_PART)
    return part
