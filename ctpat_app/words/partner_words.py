"""The words by which a file may call the fields of a partner and their choices, in every language of the kiosk."""

from collections.abc import Sequence
from functools import cache
from typing import Final

from babel import Locale

from ctpat_app.domain.company_names import folded
from ctpat_app.domain.partner_imports import CHOSEN, FIELDS, Vocabulary
from ctpat_app.domain.partners import PartnerRole, Program, Risk
from ctpat_app.words.country_names import country_names
from ctpat_app.words.languages import SOURCE_LANGUAGE, locale_name, own_name
from ctpat_app.words.messages import message

_CODES: Final = {"role": tuple(PartnerRole), "risk": tuple(Risk), "program": tuple(Program)}


def field_name(name: str, language: str) -> str:
    """Return what a field of a partner is called."""
    return message(f"partner.field-{name.replace('_', '-')}", language)


def heading(name: str, language: str) -> str:
    """Return the heading of a column in the reader's language, and in English behind it."""
    own, english = field_name(name, language), field_name(name, SOURCE_LANGUAGE)
    return own if own == english else f"{own} ({english})"


def choice_name(name: str, code: str, language: str) -> str:
    """Return what a choice of a field is called: a role, a country, a language, a risk or a program; empty for none."""
    if not code:
        return ""
    if name == "country":
        return dict(country_names(language)).get(code, code)
    if name == "language":
        return own_name(code)
    return message(f"partner.{name}-{code}", language)


def choices(name: str, language: str, languages: Sequence[str]) -> list[tuple[str, str]]:
    """Return code and name of each choice of a field, in the order of lists; ``languages`` are those of the kiosk."""
    if name == "country":
        return list(country_names(language))
    codes: Sequence[str] = languages if name == "language" else _CODES[name]
    return [(str(code), choice_name(name, code, language)) for code in codes]


@cache
def vocabulary(languages: tuple[str, ...]) -> Vocabulary:
    """Return by which words the fields and choices are known in ``languages`` and in English."""
    known = tuple(dict.fromkeys((*languages, SOURCE_LANGUAGE)))
    headings: dict[str, str] = {}
    for name in FIELDS:
        spellings = [name, name.replace("_", " ")]
        for language in known:
            spellings += [field_name(name, language), heading(name, language)]
        headings |= {folded(each): name for each in spellings}
    values = {name: _values(name, known, languages) for name in CHOSEN}
    return Vocabulary(headings, values)


def _values(name: str, known: Sequence[str], languages: Sequence[str]) -> dict[str, str]:
    words: dict[str, str] = {}
    for language in known:
        for code, text in choices(name, language, languages):
            words.setdefault(folded(text), code)
            words.setdefault(folded(code), code)
            if name == "language":
                words.setdefault(folded(_language_name(code, language)), code)
    return words


def _language_name(code: str, language: str) -> str:
    return str(Locale.parse(locale_name(language)).languages.get(locale_name(code).partition("_")[0], code))
