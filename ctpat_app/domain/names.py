"""A person's name: one free field, any script, no guess at its parts."""

import unicodedata
from typing import Final

from ctpat_app.domain.errors import InvalidValue

MAX_CHARACTERS: Final = 200


def read_name(text: str) -> str:
    """Return the name in ``text``, with runs of space made one.

    Raises:
        InvalidValue: ``name.missing``, ``name.too-long``.
    """
    name = " ".join("".join(_kept(text)).split())
    if not name:
        raise InvalidValue("name.missing")
    if len(name) > MAX_CHARACTERS:
        raise InvalidValue("name.too-long", maximum=MAX_CHARACTERS)
    return name


def _kept(text: str) -> list[str]:
    """Return the characters without controls; joiners stay, since Arabic and Indic names need them."""
    normal = unicodedata.normalize("NFC", text)
    return [" " if unicodedata.category(character) == "Cc" else character for character in normal]
