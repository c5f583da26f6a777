"""Business-entity identifiers: check what was typed, warn about it, mask what is stored.

What is said about a value that does not fit comes from ``identifier_faults``.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from ctpat_app.domain.identifier_faults import find_faults
from ctpat_app.domain.identifier_formats import IdentifierFormat, WarnRule, fits, matches, normalise, without_shape
from ctpat_app.domain.problems import Level, Problem

MAX_TYPED = 1_000
"""More characters than this, spaces not counted, are refused before any pattern runs."""

_RFC_ALPHABET = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ"
_FIRST_YEAR_OF_ASSIGNED_NUMBERS = 80
_SHOWN_AT_END = 3


@dataclass(frozen=True)
class IdentifierCheckResult:
    """Whether the value is taken, as what it is stored, and what is to be said; warnings and hints keep it valid."""

    valid: bool
    stored: str | None
    problems: tuple[Problem, ...]


def check_identifier(
    identifier_format: IdentifierFormat,
    typed: str,
    *,
    today: date,
    business_types: Collection[str] | None = None,
    purposes: Collection[str] = (),
) -> IdentifierCheckResult:
    """Check any text against a format; never raises on text, never changes what a person meant.

    Args:
        business_types: ids of the chosen business types; ``None`` when nobody knows them, then every warning is given.
        purposes: what the value is for, such as ``mutual-recognition``; some warnings are errors there.
    """
    if is_over_long(typed):
        return IdentifierCheckResult(False, None, (Problem("identifier.far-too-long", params={"most": MAX_TYPED}),))
    value = normalise(identifier_format.normalise, typed)
    if not fits(identifier_format, value):
        return IdentifierCheckResult(False, None, find_faults(identifier_format, typed, value))
    remarks = _remarks(identifier_format, typed, value, today, business_types, purposes)
    if any(remark.level == "error" for remark in remarks):
        return IdentifierCheckResult(False, None, remarks)
    return IdentifierCheckResult(True, value, remarks)


def is_over_long(typed: str) -> bool:
    """Whether the text holds more than ``MAX_TYPED`` characters that are neither space nor invisible."""
    if len(typed) <= MAX_TYPED:
        return False
    left = MAX_TYPED
    for character in typed:
        if not character.isspace() and unicodedata.category(character) != "Cf":
            left -= 1
            if left < 0:
                return True
    return False


def mask(identifier_format: IdentifierFormat, stored: str) -> str:
    """Return the value as it may be shown: ``***-**-1120`` for ``***-**-{last4}``, whole when there is no mask."""
    places = re.findall(r"\{(first|last)([0-9]+)\}", identifier_format.mask)
    if not places:
        return identifier_format.mask or stored
    if len(stored) <= sum(int(count) for _, count in places):
        return "*" * len(stored)
    return re.sub(r"\{(first|last)([0-9]+)\}", lambda place: _shown(place, stored), identifier_format.mask)


def ending(stored: str) -> str:
    """Return only the last characters of a number: enough to recognise it on a paper, too little to use it."""
    return f"•••{stored[-_SHOWN_AT_END:]}" if len(stored) > 2 * _SHOWN_AT_END else "•••"


def _shown(place: re.Match[str], stored: str) -> str:
    count = int(place[2])
    return stored[:count] if place[1] == "first" else stored[-count:]


# ---------------------------------------------------------------- warnings


def _remarks(
    identifier_format: IdentifierFormat,
    typed: str,
    value: str,
    today: date,
    business_types: Collection[str] | None,
    purposes: Collection[str],
) -> tuple[Problem, ...]:
    found = []
    for rule in identifier_format.warnings:
        text = normalise(without_shape(identifier_format.normalise), typed) if rule.as_typed else value
        if _concerns(rule, business_types) and _speaks(rule, text, today):
            level: Level = "error" if set(rule.error_for) & set(purposes) else rule.level
            found.append(Problem(rule.code, level))
    return tuple(found)


def _concerns(rule: WarnRule, business_types: Collection[str] | None) -> bool:
    return business_types is None or not rule.business_types or bool(set(rule.business_types) & set(business_types))


def _speaks(rule: WarnRule, text: str, today: date) -> bool:
    if matches(rule.match, text) == rule.unless:
        return False
    if rule.test == "future-year":
        return is_future_year(text[:2], today)
    if rule.test == "rfc-check-digit":
        return text[-1:] != rfc_check_digit(text[:-1])
    return True


def is_future_year(two_digits: str, today: date) -> bool:
    """Whether a two-digit year lies after this one; 80 to 99 are years of the last century.

    Source: project decision, since the first electronic importer numbers date from the 1980s.
    """
    year = int(two_digits)
    century = today.year // 100 * 100
    return year < _FIRST_YEAR_OF_ASSIGNED_NUMBERS and century + year > today.year


def rfc_check_digit(body: str) -> str:
    """Return the check digit for the 11 leading characters of a company RFC or the 12 of a person's.

    Source: SAT (Mexico), as computed by python-stdnum 2.2, module ``stdnum.mx.rfc``.
    """
    places = body.rjust(12)
    total = sum(_RFC_ALPHABET.index(character) * (13 - place) for place, character in enumerate(places))
    digit = (11 - total) % 11
    return "A" if digit == 10 else str(digit)
