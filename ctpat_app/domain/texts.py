"""Shape rules for what people type: one line, a longer text, a code; any script, never a control character."""

import unicodedata
from typing import Final

from ctpat_app.domain.errors import InvalidValue

LINE_BREAKS: Final = "\r\n\t\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""What ends a line or jumps ahead in some script or system; in a single line each becomes a space."""

_BIDI_OVERRIDES: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They turn the text after them around, beyond the field: a name could rewrite the line that shows it."""

_DIRECTION_MARKS: Final = frozenset("\u061c\u200e\u200f")
_INVISIBLE: Final = _DIRECTION_MARKS | _BIDI_OVERRIDES | frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")


def clean_line(text: str, max_characters: int) -> str:
    """Return ``text`` as one stored line: composed (NFC), trimmed, white space inside reduced to single spaces.

    Direction marks and joiners stay, since names of several scripts need them.

    Args:
        text: what was typed, in any script, emoji included.
        max_characters: limit in code points after cleaning.

    Raises:
        InvalidValue: ``text.control-character`` or ``text.too-long`` (``limit``, ``count``).
    """
    flat = text.translate({ord(character): " " for character in LINE_BREAKS})
    return _checked(" ".join(flat.split()), max_characters, allowed="")


def clean_text(text: str, max_characters: int) -> str:
    r"""Return ``text`` as a stored long text: composed (NFC), trimmed, every line break a ``\n``.

    Tabs and empty lines inside stay.

    Raises:
        InvalidValue: ``text.control-character`` or ``text.too-long`` (``limit``, ``count``).
    """
    unified = text.replace("\r\n", "\n").translate({ord(character): "\n" for character in "\r\v\f\x85\u2028\u2029"})
    return _checked(unified.strip(), max_characters, allowed="\n\t")


def clean_code(text: str, max_characters: int) -> str:
    """Return ``text`` as a stored code: like ``clean_line``, without direction marks and other invisible signs.

    Digits of every script become those of ASCII, full-width letters become plain ones.

    Raises:
        InvalidValue: ``text.control-character`` or ``text.too-long`` (``limit``, ``count``).
    """
    visible = "".join(character for character in text if character not in _INVISIBLE)
    plain = unicodedata.normalize("NFKC", visible)
    return clean_line("".join(ascii_digit(character) for character in plain), max_characters)


def ascii_digit(character: str) -> str:
    """Return the ASCII digit of a decimal digit in any script; every other character as it is."""
    return str(unicodedata.decimal(character)) if character.isdecimal() else character


def _checked(text: str, max_characters: int, *, allowed: str) -> str:
    for character in text:
        if character not in allowed and _is_forbidden(character):
            raise InvalidValue("text.control-character", character=f"U+{ord(character):04X}")
    stored = unicodedata.normalize("NFC", text)
    if len(stored) > max_characters:
        raise InvalidValue("text.too-long", limit=max_characters, count=len(stored))
    return stored


def _is_forbidden(character: str) -> bool:
    """Control characters, lone surrogates (no database keeps them) and what turns foreign text around."""
    return unicodedata.category(character) in {"Cc", "Cs"} or character in _BIDI_OVERRIDES
