"""Say precisely why an identifier is refused: which place, what stands there, and which repair could be meant."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from ctpat_app.domain.identifier_formats import (
    MAX_STORED,
    IdentifierFormat,
    RepairRule,
    dash_to_hyphen,
    drop_invisible,
    fits,
    normalise,
)
from ctpat_app.domain.problems import Level, Problem

Params = dict[str, str | int]

_LINE_ENDS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_LOOK_ALIKES = {"O": "0", "I": "1", "S": "5", "Z": "2", "0": "O", "1": "I", "5": "S", "2": "Z"}
_MAX_LOOK_ALIKES = 16
_MAX_SWAPS = 3
_MAX_OFFERS = 3


def find_faults(identifier_format: IdentifierFormat, typed: str, value: str) -> tuple[Problem, ...]:
    """Return at least one error for a value that does not fit; further ways to repair it follow as hints.

    Args:
        value: ``typed`` after the steps of the format.
    """
    seen = _visible(typed)
    for find in _FINDERS:
        problems = find(identifier_format, seen, value)
        if problems:
            return tuple(_discreet(identifier_format, problems))
    if not identifier_format.pattern:
        return (Problem("identifier.format-unknown"),)
    return (Problem("identifier.format", params={"pattern": identifier_format.pattern}),)


def _visible(typed: str) -> str:
    """What the person sees in the field, spaces included; places are counted in it."""
    return dash_to_hyphen(drop_invisible(unicodedata.normalize("NFKC", typed)).strip().upper())


def _discreet(identifier_format: IdentifierFormat, problems: list[Problem]) -> Iterator[Problem]:
    for problem in problems:
        # Several places of one repair are one error; another repair is another hint.
        same_repair = problem is problems[0] or (bool(problem.offers) and problem.offers == problems[0].offers)
        level: Level = "error" if same_repair else "hint"
        offers = () if identifier_format.sensitive else tuple(dict.fromkeys(problem.offers))
        yield replace(problem, level=level, offers=offers)


def _nothing(_: IdentifierFormat, seen: str, value: str) -> list[Problem]:
    if not seen:
        return [Problem("identifier.empty")]
    return [] if value else [Problem("identifier.number-missing")]


# ---------------------------------------------------------------- faults that the content knows


def _known_faults(identifier_format: IdentifierFormat, _seen: str, value: str) -> list[Problem]:
    if len(value) > MAX_STORED:
        return []
    return [
        problem
        for rule in identifier_format.repairs
        if (found := re.fullmatch(rule.match, value, re.ASCII))
        for problem in [_offered(identifier_format, rule, found)]
    ]


def _offered(identifier_format: IdentifierFormat, rule: RepairRule, found: re.Match[str]) -> Problem:
    value = found[0]
    offers = [found.expand(template) for template in rule.to]
    if rule.pad:
        offers.append(value.rjust(rule.pad, "0"))
    if rule.drop:
        offers.append("".join(character for character in value if character not in rule.drop))
    if rule.kind:
        return Problem(rule.code, offers=tuple(offers) or (value,), kind=rule.kind)
    return Problem(rule.code, offers=tuple(_valid(identifier_format, offers)))


def _valid(identifier_format: IdentifierFormat, candidates: list[str]) -> Iterator[str]:
    """The candidates that would be taken, as they would be stored: an offer never leads to another refusal."""
    for candidate in candidates:
        stored = normalise(identifier_format.normalise, candidate)
        if fits(identifier_format, stored):
            yield stored


# ---------------------------------------------------------------- several values, line breaks


def _several_values(identifier_format: IdentifierFormat, seen: str, value: str) -> list[Problem]:
    for separators in (r"[,;/|\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", r"[\s,;/|]"):
        parts = [part.strip() for part in re.split(separators, seen) if part.strip()]
        alike = len({any(map(str.isdigit, part)) for part in parts}) == 1
        if len(parts) > 1 and alike and len(list(_valid(identifier_format, parts))) == len(parts):
            return [Problem("identifier.several-values", params={"count": len(parts)})]
    if not _LINE_ENDS.isdisjoint(value):
        return [Problem("identifier.line-break")]
    return []


# ---------------------------------------------------------------- letters and digits that look alike


def _look_alikes(identifier_format: IdentifierFormat, seen: str, value: str) -> list[Problem]:
    problems = []
    for places in _swaps_that_fit(identifier_format, value):
        offer = normalise(identifier_format.normalise, _swap(value, places))
        problems += [_look_alike(seen, value, place, offer) for place in places]
    return problems


def _swaps_that_fit(identifier_format: IdentifierFormat, value: str) -> list[tuple[int, ...]]:
    """The smallest sets of places whose exchange makes the value fit; few places, few swaps, so never slow."""
    places = [place for place, character in enumerate(value) if character in _LOOK_ALIKES]
    if len(places) > _MAX_LOOK_ALIKES or len(value) > MAX_STORED:
        return []
    for size in range(1, _MAX_SWAPS + 1):
        found = [swap for swap in combinations(places, size) if any(_valid(identifier_format, [_swap(value, swap)]))]
        if found:
            return found[:_MAX_OFFERS]
    return []


def _swap(value: str, places: tuple[int, ...]) -> str:
    return "".join(_LOOK_ALIKES[character] if place in places else character for place, character in enumerate(value))


def _look_alike(seen: str, value: str, place: int, offer: str) -> Problem:
    found = value[place]
    code = "identifier.digit-for-letter" if found.isdigit() else "identifier.letter-for-digit"
    params: Params = {"position": _position(seen, value, place), "found": found, "expected": _LOOK_ALIKES[found]}
    return Problem(code, params=params, offers=(offer,))


def _position(seen: str, value: str, place: int) -> int:
    """The place of ``value[place]`` in what the person sees, counted from 1.

    Counted from the end, because steps take away a prefix that may hold the same character.
    """
    character = value[place]
    later = value[place + 1 :].count(character)
    position = len(seen)
    for _ in range(later + 1):
        position = seen.rfind(character, 0, position)
    return position + 1 if position >= 0 else place + 1


# ---------------------------------------------------------------- characters that do not belong


def _foreign_characters(identifier_format: IdentifierFormat, seen: str, value: str) -> list[Problem]:
    for place, character in enumerate(value):
        if not _belongs(identifier_format, character):
            return [_foreign(identifier_format, seen, value, place)]
    return []


def _belongs(identifier_format: IdentifierFormat, character: str) -> bool:
    if character in identifier_format.marks:
        return True
    if "A" <= character <= "Z":
        return identifier_format.letters
    return identifier_format.digits and "0" <= character <= "9"


def _foreign(identifier_format: IdentifierFormat, seen: str, value: str, place: int) -> Problem:
    character = value[place]
    params: Params = {
        "position": _position(seen, value, place),
        "found": character,
        "name": unicodedata.name(character, f"U+{ord(character):04X}"),
    }
    code = _foreign_code(character)
    if code == "identifier.unreadable-character":
        return Problem(code, params={key: params[key] for key in ("position", "name")})
    offers: tuple[str, ...] = ()
    if code == "identifier.mark-not-allowed":
        candidates = [value.replace(character, "-"), value.replace(character, ""), _bare(value)]
        offers = tuple(_valid(identifier_format, candidates))[:1]
    return Problem(code, params=params, offers=offers)


def _foreign_code(character: str) -> str:
    category = unicodedata.category(character)
    if character.isascii() and character.isalnum():
        return "identifier.digit-not-allowed" if character.isdigit() else "identifier.letter-not-allowed"
    if category[0] == "C" or character == "\N{REPLACEMENT CHARACTER}":
        return "identifier.unreadable-character"
    if category[0] == "N":
        return "identifier.other-digits"
    if category[0] in "LM":
        is_latin = unicodedata.name(character, "").startswith("LATIN")
        return "identifier.accent" if is_latin or category[0] == "M" else "identifier.other-script"
    return "identifier.mark-not-allowed"


def _bare(value: str) -> str:
    # The ampersand is a letter of company names, and so of the RFC made from them.
    return "".join(character for character in value if character.isalnum() or character == "&")


# ---------------------------------------------------------------- hyphens, places and length


def _mark_place(identifier_format: IdentifierFormat, _seen: str, value: str) -> list[Problem]:
    bare = _bare(value)
    offers = tuple(_valid(identifier_format, [bare])) if bare != value else ()
    if not offers:
        return []
    return [Problem("identifier.hyphen-place", params={"pattern": identifier_format.pattern}, offers=offers)]


def _place(identifier_format: IdentifierFormat, seen: str, value: str) -> list[Problem]:
    """The first letter where the pattern of a format of one length has a digit, or the other way round."""
    pattern = identifier_format.pattern
    if identifier_format.min_length != identifier_format.max_length or len(value) != len(pattern):
        return []
    for place, (expected, found) in enumerate(zip(pattern, value, strict=True)):
        params: Params = {"position": _position(seen, value, place), "found": found}
        if expected == "N" and found.isalpha():
            return [Problem("identifier.letter-not-allowed", params=params)]
        if expected == "A" and found.isdigit():
            return [Problem("identifier.digit-not-allowed", params=params)]
    return []


def _length(identifier_format: IdentifierFormat, _seen: str, value: str) -> list[Problem]:
    count = len(_bare(value))
    params: Params = {
        "count": count,
        "least": identifier_format.min_length,
        "most": identifier_format.max_length,
        "pattern": identifier_format.pattern,
    }
    if count < identifier_format.min_length:
        return [Problem("identifier.too-short", params=params)]
    if count > identifier_format.max_length:
        return [Problem("identifier.too-long", params=params)]
    return []


_FINDERS = (_nothing, _known_faults, _several_values, _look_alikes, _foreign_characters, _mark_place, _place, _length)
"""In this order, since the first that finds something speaks: what is known best comes first."""
