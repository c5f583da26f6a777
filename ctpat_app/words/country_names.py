"""Names of countries in a language, sorted as its readers expect."""

import unicodedata
from functools import cache

from babel import Locale

from ctpat_app.domain.countries import COUNTRY_CODES
from ctpat_app.words.languages import locale_name


@cache
def country_names(language: str) -> tuple[tuple[str, str], ...]:
    """Return (ISO code, name) of every country, sorted by name."""
    names = Locale.parse(locale_name(language)).territories
    return tuple(sorted(((code, str(names[code])) for code in COUNTRY_CODES), key=lambda pair: _sort_key(pair[1])))


def _sort_key(name: str) -> str:
    # Accents do not change the place of a name; a full collation would need ICU.
    return "".join(c for c in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(c))
