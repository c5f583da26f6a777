"""Time zones as readers call them: by the city that stands for each."""

from functools import cache

from babel.dates import get_timezone_location

from ctpat_app.words.languages import locale_name


@cache
def zone_name(zone: str, language: str) -> str:
    """Return the zone (``America/Tijuana``) as "Mexico (Tijuana) Time" in the reader's language; UTC as it is."""
    return "UTC" if zone == "UTC" else str(get_timezone_location(zone, locale=locale_name(language)))
