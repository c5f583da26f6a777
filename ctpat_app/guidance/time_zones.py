"""The time zones of the world, from the libraries that keep up with them."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from babel.core import get_global
from phonenumbers import NumberParseException, timezone

_WINTER: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""When zones of one country are compared; which of them is the westernmost does not change with the season."""


@cache
def _zones() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, country in get_global("zone_territories").items():
        if _find(name) is not None:
            found[country].append(name)
    return {country: tuple(sorted(names)) for country, names in found.items()}


def zones_of(country: str) -> tuple[str, ...]:
    """Return the names of the zones of a country (ISO 3166-1 alpha-2), such as ``America/Tijuana``."""
    return _zones().get(country, ())


def likely_zone(country: str, telephone: str) -> str:
    """Return the zone in which a company most likely is: where its telephone is, or the only one of its country.

    Where neither tells, it is the westernmost one of the country, where a day ends last: a guess must make nobody late.
    Empty when nothing is known of the country.
    """
    zones = zones_of(country)
    by_telephone = _zones_of_telephone(telephone)
    if len(by_telephone) == 1 and by_telephone[0] in zones:
        return by_telephone[0]
    return min(zones, key=_offset, default="")


def zone_named(name: str) -> tzinfo:
    """Return the zone ``name``; UTC when there is none of this name."""
    return _find(name) or UTC


def _zones_of_telephone(telephone: str) -> tuple[str, ...]:
    try:
        return tuple(timezone.time_zones_for_number(phonenumbers.parse(telephone)))
    except NumberParseException:
        return ()


def _offset(name: str) -> timedelta:
    return _WINTER.astimezone(zone_named(name)).utcoffset() or timedelta()


def _find(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None
