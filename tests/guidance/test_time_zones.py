"""Zones of countries, and the one in which a company most likely is."""

from datetime import UTC

import pytest

from ctpat_app.guidance.time_zones import likely_zone, zone_named, zones_of


@pytest.mark.parametrize(
    ("country", "telephone", "zone"),
    [
        ("MX", "+526641234567", "America/Tijuana"),
        ("MX", "+528181234567", "America/Mexico_City"),
        ("US", "+12125551234", "America/New_York"),
        ("NZ", "+6493001234", "Pacific/Auckland"),
        ("DE", "", "Europe/Berlin"),
        ("GB", "", "Europe/London"),
        # A telephone of another country tells nothing of where the days of this company begin.
        ("DE", "+526641234567", "Europe/Berlin"),
        # Nothing tells: where the day ends last.
        ("MX", "", "America/Tijuana"),
        ("NZ", "", "Pacific/Auckland"),
        ("", "", ""),
        ("MX", "not a number", "America/Tijuana"),
    ],
)
def test_where_a_company_most_likely_is(country: str, telephone: str, zone: str) -> None:
    assert likely_zone(country, telephone) == zone


def test_every_zone_of_a_country_can_be_used() -> None:
    assert "America/Tijuana" in zones_of("MX")
    assert all(str(zone_named(name)) == name for name in (*zones_of("MX"), *zones_of("US"), *zones_of("NZ")))


def test_what_is_no_zone_counts_as_utc() -> None:
    assert zone_named("Mars/Olympus") is UTC
    assert zone_named("") is UTC
    assert zone_named("../../etc/passwd") is UTC
