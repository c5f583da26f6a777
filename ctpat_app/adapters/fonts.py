"""The fonts the kiosk prints with: where they lie, which a language wants first, which characters they have."""

import importlib.resources
import re
import struct
import unicodedata
from array import array
from collections.abc import Iterator
from functools import cache, lru_cache, reduce
from pathlib import Path

REPLACEMENT = "\N{WHITE SQUARE}"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"

# Regular faces only: a bold face of the same family has the same characters.
_FILES = {
    "Noto Sans": ("fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf"),
    "Almarai": ("fontpkg_almarai", "files/Almarai-Regular.ttf"),
    "Noto Sans Hebrew": ("pylopdf_fonts_he", "NotoSansHebrew-Variable.ttf"),
    "Noto Sans Thai": ("pylopdf_fonts_th", "NotoSansThai-Variable.ttf"),
    "Noto Sans SC": ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"),
    "Noto Sans TC": ("pylopdf_fonts_zh_tw", "NotoSansTC-Regular.otf"),
    "Noto Sans JP": ("pylopdf_fonts_jp", "NotoSansJP-Regular.otf"),
    "Noto Sans KR": ("pylopdf_fonts_ko", "NotoSansKR-Regular.otf"),
}
_FIRST = {
    "ar": "Almarai",
    "fa": "Almarai",
    "ur": "Almarai",
    "he": "Noto Sans Hebrew",
    "yi": "Noto Sans Hebrew",
    "th": "Noto Sans Thai",
    "zh": "Noto Sans SC",
    "ja": "Noto Sans JP",
    "ko": "Noto Sans KR",
}
# Default_Ignorable_Code_Point of Unicode: they steer shaping and direction and are never drawn, so no font needs them.
_IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_TRADITIONAL_CHINESE = frozenset({"hant", "tw", "hk", "mo"})


def font_folders() -> list[str]:
    """Return the folders that hold the fonts, for a typesetter that searches folders."""
    return [str(_folder(package)) for package, _ in _FILES.values()]


def font_order(language: str) -> list[str]:
    """Return all font families, the one that suits ``language`` (BCP 47) first."""
    primary, *rest = language.lower().split("-")
    first = _FIRST.get(primary, "Noto Sans")
    if primary == "zh" and _TRADITIONAL_CHINESE.intersection(rest):
        first = "Noto Sans TC"
    return [first, *(family for family in _FILES if family != first)]


def printable(text: str) -> tuple[str, list[str]]:
    """Return ``text`` with an empty square for each character that no font has, and those characters in order.

    A mark is drawn by the font of its base letter, so one font has to have both; a mark without letter gets a space.
    """
    if text and _extends(text[0]):
        text = NO_BREAK_SPACE + text
    if all(map(_is_plain, set(text))):
        return text, []
    shown: list[str] = []
    missing: list[str] = []
    for cluster in clusters(text):
        shown_cluster, missing_here = _printable_cluster(cluster)
        shown.append(shown_cluster)
        missing.extend(missing_here)
    return "".join(shown), missing


def clusters(text: str) -> list[str]:
    """Split ``text`` into letters with the marks that stand on them."""
    starts = [i for i, character in enumerate(text) if i == 0 or not _extends(character)]
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


@lru_cache(maxsize=8192)
def _extends(character: str) -> bool:
    return unicodedata.category(character).startswith("M") or bool(_IGNORABLE.match(character))


@lru_cache(maxsize=8192)
def _is_plain(character: str) -> bool:
    return not _extends(character) and _fonts_with(character) != 0


@lru_cache(maxsize=2048)
def _printable_cluster(cluster: str) -> tuple[str, tuple[str, ...]]:
    drawn = _IGNORABLE.sub("", cluster)
    # The shaper composes and decomposes by itself, so it is enough when a font has one of the forms.
    if any(map(_fonts_with, (drawn, unicodedata.normalize("NFC", drawn), unicodedata.normalize("NFD", drawn)))):
        return cluster, ()
    font = _best_font(drawn)
    missing = tuple(character for character in drawn if not _fonts_with(character) & font)
    # Squares come last: a mark behind one would stand on it, in a font that need not have both.
    kept = "".join(character for character in drawn if character not in missing)
    return kept + REPLACEMENT * len(missing), missing


def _best_font(drawn: str) -> int:
    """Return the bit of the font that has the base letter and most of its marks, 0 when none has the letter."""
    candidates = [1 << i for i in range(len(_FILES)) if _fonts_with(drawn[0]) >> i & 1]
    return max(candidates, key=lambda font: sum(bool(_fonts_with(mark) & font) for mark in drawn), default=0)


def _fonts_with(text: str) -> int:
    """Return one bit for each font that has every character of ``text``."""
    coverage = _coverage()
    every_font = (1 << len(_FILES)) - 1
    return reduce(lambda fonts, c: fonts & coverage[ord(c)] if ord(c) < len(coverage) else 0, text, every_font)


@cache
def _coverage() -> "array[int]":
    """Return for each code point one bit for each font that has it; none has any beyond plane 3."""
    coverage = array("H", bytes(2 * 0x40000))
    for i, (package, name) in enumerate(_FILES.values()):
        for first, last in _character_ranges((_folder(package) / name).read_bytes()):
            for codepoint in range(first, min(last + 1, len(coverage))):
                coverage[codepoint] |= 1 << i
    return coverage


def _folder(package: str) -> Path:
    return Path(str(importlib.resources.files(package)))


def _character_ranges(font: bytes) -> Iterator[tuple[int, int]]:
    """Return first and last code point of each run of characters that the ``font`` maps to a glyph.

    Source: OpenType specification 1.9, "cmap - Character to Glyph Index Mapping Table", formats 4 and 12.
    """
    tables = (struct.unpack_from(">4sIII", font, 12 + 16 * i) for i in range(_uint16(font, 4)))
    cmap = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
    places = (struct.unpack_from(">I", font, cmap + 8 + 8 * i)[0] for i in range(_uint16(font, cmap + 2)))
    formats = {_uint16(font, cmap + place): cmap + place for place in places}
    # Where a font has both, format 12 holds all of format 4.
    return _groups(font, formats[12]) if 12 in formats else _segments(font, formats[4])


def _groups(font: bytes, at: int) -> Iterator[tuple[int, int]]:
    count = struct.unpack_from(">I", font, at + 12)[0]
    for first, last, _ in struct.iter_unpack(">III", font[at + 16 : at + 16 + 12 * count]):
        yield first, last


def _segments(font: bytes, at: int) -> Iterator[tuple[int, int]]:
    size = _uint16(font, at + 6)
    # Four columns of the same length, two unused bytes after the first.
    starts = (at + 14, at + 16 + size, at + 16 + 2 * size, at + 16 + 3 * size)
    columns = (struct.unpack_from(f">{size // 2}H", font, start) for start in starts)
    for i, (last, first, delta, offset) in enumerate(zip(*columns, strict=True)):
        for codepoint in range(first, min(last, 0xFFFE) + 1):
            # An offset counts in bytes from its own place in the last column.
            place = starts[3] + 2 * i + offset + 2 * (codepoint - first)
            if _uint16(font, place) if offset else (codepoint + delta) & 0xFFFF:
                yield codepoint, codepoint


def _uint16(font: bytes, at: int) -> int:
    return int.from_bytes(font[at : at + 2], "big")
