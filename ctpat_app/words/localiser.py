"""Makes the localiser of a language from the catalogues and Babel's names of countries."""

from collections.abc import Sequence
from functools import cache, partial

from babel import Locale
from babel.lists import format_list

from ctpat_app.guidance.texts import Localiser
from ctpat_app.words.catalogues import content_text
from ctpat_app.words.languages import locale_name


@cache
def localiser_for(language: str) -> Localiser:
    """Return what shows content in ``language`` (BCP 47)."""
    locale = Locale.parse(locale_name(language))

    def country_name(code: str) -> str:
        return str(locale.territories.get(code, code))

    def join(names: Sequence[str]) -> str:
        return format_list(list(names), locale=locale) if names else ""

    return Localiser(language, partial(content_text, language), country_name, join)
