"""Bring the typed name, address and city of a maker to the capital Latin letters and digits a MID is made of."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from anyascii import anyascii

from ctpat_app.domain.identifier_formats import drop_invisible

LETTER_MAP = {"ß": "SS", "ẞ": "SS", "Ø": "O", "Æ": "AE", "Œ": "OE", "Ł": "L", "Đ": "D", "Þ": "TH", "ı": "I"}
"""Letters that have no accent-free base; they are met in capitals."""

_APOSTROPHE_LETTERS = dict.fromkeys(map(ord, "ʹʼʻʾʿꞌ"), "'")
# Compatibility forms would turn the acute accent into a space, and the trade mark into letters of the name.
_BEFORE_COMPATIBILITY = {ord("´"): "'", ord("™"): None, ord("℠"): None}
_SEPARATORS = frozenset(",/\\:;|،、⁄")
_WORD_CHARACTERS = re.compile(r"[A-Z0-9.&]")
_INITIALS = re.compile(r"[.&]*[A-Z](?:[.&]+[A-Z])+[.&]*")
_INITIALS_THEN_WORD = re.compile(r"[.&]*([A-Z](?:\.[A-Z])+)\.([A-Z][A-Z0-9].*)")


@dataclass(frozen=True)
class Word:
    """One word of a name in capital Latin letters and digits, its typed text, and the rules that made it."""

    text: str
    source_text: str
    rule_ids: tuple[str, ...] = field(default=())
    initials: bool = False


def prepare(text: str) -> str:
    """Full-width forms become plain, digits of any script become 0 to 9, invisible characters go."""
    plain = unicodedata.normalize("NFKC", text.translate(_BEFORE_COMPATIBILITY)).translate(_APOSTROPHE_LETTERS)
    return drop_invisible("".join(map(_plain_digit, plain)))


def _plain_digit(character: str) -> str:
    return str(unicodedata.decimal(character)) if character.isdecimal() else character


def to_latin(prepared: str) -> str:
    """Capitals without accents, with the letters of ``LETTER_MAP`` written out; other letters stay as they are."""
    decomposed = unicodedata.normalize("NFD", prepared.upper())
    return "".join(LETTER_MAP.get(character, character) for character in decomposed if not _is_accent(character))


def _is_accent(character: str) -> bool:
    return unicodedata.category(character) == "Mn"


def is_latin(text: str) -> bool:
    """Whether nothing but A to Z, digits and punctuation is left once the text is brought to Latin letters."""
    return not any(map(_is_foreign, to_latin(prepare(text))))


def _is_foreign(character: str) -> bool:
    if character.isascii():
        return False
    category = unicodedata.category(character)
    return category[0] == "L" or category in {"Nl", "Mc", "Cs", "Co", "Cn"} or character == "\N{REPLACEMENT CHARACTER}"


def suggest_latin(text: str) -> str:
    """Return a spelling in Latin letters to be checked by a person; empty when there is none."""
    spelled = " ".join(anyascii(drop_invisible(text)).split())
    return spelled if any(character.isalpha() for character in spelled) else ""


def words_of(name: str) -> Iterator[Word]:
    """The words of a name, rules 4 to 6: accents dropped, dotted initials joined, punctuation ignored."""
    for chunk in _chunks(prepare(name)):
        latin = to_latin(chunk)
        core = "".join(_WORD_CHARACTERS.findall(latin))
        rules = ("name-ascii",) if latin != chunk.upper() else ()
        if _INITIALS.fullmatch(core):
            yield Word(_letters(core), chunk, (*rules, "name-initials-dotted"), initials=True)
        elif apart := _INITIALS_THEN_WORD.fullmatch(core):
            yield Word(_letters(apart[1]), chunk, (*rules, "name-initials-dotted"), initials=True)
            yield Word(_letters(apart[2]), chunk, (*rules, "name-punctuation"))
        elif text := _letters(core):
            yield Word(text, chunk, (*rules, "name-punctuation") if text != latin else rules)


def _letters(text: str) -> str:
    return text.replace(".", "").replace("&", "")


def _chunks(prepared: str) -> list[str]:
    """Pieces between spaces, commas, slashes, brackets and colons; a dash between spaces is a piece of its own."""
    return "".join(" " if _separates(character) else character for character in prepared).split()


def _separates(character: str) -> bool:
    return character in _SEPARATORS or unicodedata.category(character) in {"Ps", "Pe", "Zs", "Zl", "Zp"}


# ---------------------------------------------------------------- city


def city_letters(city: str) -> str:
    """The letters of a city, rule 16, without numerals, punctuation, spaces and a leading The."""
    latin = to_latin(prepare(city))
    without_article = re.sub(r"^[^A-Z]*THE(?=[^A-Z])", "", latin)
    return "".join(re.findall(r"[A-Z]", without_article))


# ---------------------------------------------------------------- street number

_THOUSANDS_OR_NUMBER = r"(?<![0-9])(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
_ORDINAL = re.compile(_THOUSANDS_OR_NUMBER + r"(?:(?<=1)ST|(?<=2)ND|(?<=3)RD|TH)(?![A-Z0-9])")


def numbers_of(address: str, city: str) -> list[tuple[str, str]]:
    """The numbers on the line of the street or box, rules 11 to 13, each with the piece of text it comes from.

    All digits of one unspaced piece are one number; a number with an ordinal ending is the name of a street.
    """
    # A fraction such as ½ would become two digits more.
    whole = "".join(character for character in address if "⁄" not in unicodedata.normalize("NFKC", character))
    found = []
    for piece in _street(prepare(whole), city).split():
        digits = "".join(re.findall(r"[0-9]", _ORDINAL.sub("", piece.upper())))
        if digits:
            found.append((digits, piece))
    return found


def _street(prepared: str, city: str) -> str:
    """The lines, and on them the pieces after ", ", that are not the postal code and city."""
    place = to_latin(prepare(city)).split()
    lines = [line for line in prepared.splitlines() if line.strip()]
    street_lines = [line for line in lines if not _is_postal(line, place, least_digits=1)] or lines[:1]
    pieces = [piece for line in street_lines for piece in line.split(", ")]
    return " ".join(piece for piece in pieces if not _is_postal(piece, place, least_digits=4) or len(pieces) == 1)


def _is_postal(text: str, place: list[str], *, least_digits: int) -> bool:
    """Whether the text is the city, a number, and no more than short codes beside them."""
    words = re.sub(r"[^A-Z0-9'\s-]", " ", to_latin(text)).split()
    for start in range(len(words) - len(place) + 1):
        rest = words[:start] + words[start + len(place) :]
        if place and words[start : start + len(place)] == place:
            digits = sum(character.isdigit() for word in rest for character in word)
            return digits >= least_digits and all(len(word) <= 3 or re.search(r"[0-9]", word) for word in rest)
    return False
