"""English names of countries from CLDR, joined with the official and other names that the content lists."""

from collections.abc import Iterator, Mapping, Sequence

from babel import Locale

from ctpat_app.domain.country_names import CountryTable, name_key


def country_table(names: Mapping[str, Sequence[str]], provinces: Mapping[str, str]) -> CountryTable:
    """Return what ``domain.country_names.recognise_country`` looks names up in.

    Args:
        names: other English names of each country by its ISO code; only these codes are countries.
        provinces: English name of each Canadian province by its code, such as ``XO``.

    Raises:
        ValueError: one name stands for two countries.
    """
    keys: dict[str, str] = {}
    for code, name in _all_names(names):
        if keys.setdefault(name_key(name), code) != code:
            raise ValueError(f"{name!r} stands for {keys[name_key(name)]} and {code}")
    return CountryTable(keys, {name_key(name): code for code, name in provinces.items()})


def _all_names(names: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    territories = Locale("en").territories
    for code, others in names.items():
        if code in territories:
            yield code, territories[code]
        for name in others:
            yield code, name
