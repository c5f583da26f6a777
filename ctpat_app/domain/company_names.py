"""Finding a company by a consecutive part of its name, whatever its case, width and accents.

Both sides are folded to one key, so that a database only compares characters and every sign stands for itself.

Source: Portal User Manual rev. 1.1, "Status Verification Interface" (a consecutive part of the name, three characters
at least, blanks and special characters included); the rest is a project proposal.
"""

import unicodedata
from bisect import bisect_left
from enum import IntEnum
from typing import Final

from ctpat_app.domain.errors import InvalidValue

FOLD_VERSION: Final = 1
"""Goes up when ``folded`` answers differently: keys that are stored are then made anew."""
MIN_PART: Final = 3
"""A lighter part would list half the register. An ideograph, kana or Hangul syllable weighs two."""
MAX_PART: Final = 200
"""What a page lets people type; a longer part finds nothing."""

_QUOTES: Final = dict.fromkeys(map(ord, "‘’‚‛ʼʹ′´`＇"), "'") | dict.fromkeys(map(ord, "“”„‟″«»＂"), '"')
_DASHES: Final = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
# Letters that Unicode does not take apart into a letter and its accent.
_LETTERS: Final = {
    ord(letter): plain
    for letters, plain in (
        *(("øØ", "o"), ("łŁ", "l"), ("đĐðÐ", "d"), ("þÞ", "th"), ("æÆ", "ae"), ("œŒ", "oe"), ("ı", "i"), ("ħĦ", "h")),
        *(("ŧŦ", "t"), ("Ёё", "е")),
    )
    for letter in letters
}
_ARABIC: Final = {
    ord(letter): plain for letters, plain in (("آأإٱ", "ا"), ("ىی", "ي"), ("ک", "ك"), ("ة", "ه")) for letter in letters
}
_SOFT_HYPHEN, _TATWEEL = 0x00AD, 0x0640
_PLAIN: Final = {**_QUOTES, **_DASHES, **_LETTERS, **_ARABIC, _SOFT_HYPHEN: None, _TATWEEL: None}
_CYRILLIC_IE, _DIAERESIS = "е", "\u0308"
_WIDE: Final = (
    *((0x2E80, 0x2FDF), (0x3005, 0x3007), (0x3040, 0x30FF), (0x3130, 0x318F), (0x31F0, 0x31FF), (0x3400, 0x9FFF)),
    *((0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0x20000, 0x3FFFF)),
)
_ROUNDS: Final = 3
"""So often folding is repeated at most until nothing changes any more."""


class Tier(IntEnum):
    """How well a part fits a name; the best first."""

    WHOLE = 0
    START = 1
    WORD = 2
    """A word of the name begins with it."""
    INSIDE = 3


def folded(name: str) -> str:
    """Return ``name`` as it is compared; folding twice changes nothing.

    Width and compatibility forms, case, accents of Latin and Greek, vowel marks and alternate letters of Arabic, digits
    of any script, typographic quotes and dashes, invisible signs and the kind of blanks do not count. Marks stay on
    every other script, because there they make another letter.
    """
    if name.isascii():  # most names; a search folds every one
        return " ".join(name.replace("`", "'").lower().split())
    for _ in range(_ROUNDS):
        before, name = name, _fold_once(name)
        if name == before:
            break
    return name


def _fold_once(text: str) -> str:
    text = unicodedata.normalize("NFKC", text.translate(_PLAIN))
    text = unicodedata.normalize("NFKD", text.translate(_PLAIN).casefold())
    kept, base = [], " "
    for character in text:
        if unicodedata.combining(character):
            if not _is_accent(character, base):
                kept.append(character)
        elif visible := _visible(character):
            base = visible
            kept.append(visible)
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).translate(_PLAIN).split())


def _is_accent(mark: str, base: str) -> bool:
    """Whether ``mark`` only decorates ``base``, and does not make another letter of it."""
    letter = ord(base)
    if letter < 0x250 or 0x1E00 <= letter <= 0x1FFF or 0x370 <= letter <= 0x3FF:
        return True
    return 0x064B <= ord(mark) <= 0x065F or ord(mark) == 0x0670 or (base == _CYRILLIC_IE and mark == _DIAERESIS)


def _visible(character: str) -> str:
    """Return the character, a digit of any script as 0 to 9, and nothing for what cannot be seen."""
    category = unicodedata.category(character)
    if category == "Cf" or (category == "Cc" and not character.isspace()):
        return ""
    if category == "Cs":  # half a character, which no database takes
        return "\ufffd"
    return str(unicodedata.decimal(character)) if category == "Nd" else character


def name_key(name: str) -> str:
    """Return what is searched of a name: the folded name between two blanks, so that an edge is an edge of a word."""
    return f" {folded(name)} "


def part_key(typed: str) -> str:
    """Return what is looked for: the folded part; one blank at either end stays when any was typed there."""
    part = folded(typed)
    if not part:
        return ""
    seen = "".join(character for character in typed if unicodedata.category(character) != "Cf")
    return f"{' ' if seen[:1].isspace() else ''}{part}{' ' if seen[-1:].isspace() else ''}"


def weight_of(part: str) -> int:
    """Return what a folded part weighs: two for each ideograph, kana and Hangul syllable, one for anything else."""
    return sum(2 if is_wide(character) else 1 for character in part)


def is_wide(character: str) -> bool:
    """Whether a character says as much as two letters."""
    return any(first <= ord(character) <= last for first, last in _WIDE)


def tier_of(key: str, part: str) -> Tier:
    """Return how well ``part`` fits the key of a name that contains it."""
    if key == f" {part.strip()} ":
        return Tier.WHOLE
    if key.startswith((part, f" {part}")):
        return Tier.START
    return Tier.WORD if part.startswith(" ") or f" {part}" in key else Tier.INSIDE


def matching_part(name: str, typed: str) -> tuple[str, str, str] | None:
    """Return ``name`` in three pieces, the middle one being what ``typed`` finds in it; None when it finds nothing.

    Folding may change lengths, so the edges are looked for: the shortest beginning of the name that holds the part,
    and its shortest ending that still does.
    """
    part = part_key(typed).strip()
    if not part or part_key(typed) not in name_key(name):
        return None
    end = bisect_left(range(len(name)), True, key=lambda at: part in folded(name[: at + 1])) + 1
    while end < len(name) and unicodedata.combining(name[end]):
        end += 1
    start = bisect_left(range(end), True, key=lambda at: part not in folded(name[at + 1 : end]))
    return name[:start], name[start:end], name[end:]


def read_part(typed: str) -> str:
    """Return the folded part of a name to look for; every sign stands for itself, ``%`` and ``_`` too.

    Raises:
        InvalidValue: ``assignment.part-short`` (``least``).
    """
    part = part_key(typed)
    if weight_of(part) < MIN_PART:
        raise InvalidValue("assignment.part-short", least=MIN_PART)
    return part
