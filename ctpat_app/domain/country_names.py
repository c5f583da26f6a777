"""Recognise a country typed as an ISO code or by its English name; nothing is guessed."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from ctpat_app.domain.problems import Problem

CANADA = "CA"
_FILLERS = frozenset({"the", "of", "and"})
_SHORT_FORMS = {"st": "saint", "is": "islands"}


@dataclass(frozen=True)
class CountryTable:
    """``names`` maps ``name_key`` of each English name to its ISO 3166-1 alpha-2 code; ``provinces`` so for Canada.

    Made by ``adapters.countries.country_table``.
    """

    names: Mapping[str, str]
    provinces: Mapping[str, str]


def name_key(name: str) -> str:
    """Return what two spellings of a name share: no capitals, accents, punctuation, fillers or order of words.

    The order is dropped for official names turned round, such as "Korea, Republic of".
    """
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ")).casefold()
    letters = "".join(character for character in plain if unicodedata.category(character)[0] not in "MC")
    words = re.sub(r"[^\w\s]", " ", re.sub(r"[.'’‘ʼ`´]", "", letters)).split()
    return " ".join(sorted(_SHORT_FORMS.get(word, word) for word in words if word not in _FILLERS))


def recognise_country(typed: str, table: CountryTable) -> str | Problem:
    """Return the two letters that open a MID: an ISO code, or for Canada the code of the province.

    The problems: ``mid.country-missing``, ``mid.country-unknown``, ``mid.province-missing``, ``mid.province-unknown``.
    Source: 19 CFR Part 102, appendix; the accepted spellings are a project decision.
    """
    text = unicodedata.normalize("NFKC", typed).strip()
    if not text:
        return Problem("mid.country-missing")
    if (outside := re.fullmatch(r"([^()]*)\(([^()]*)\)", text)) and _code(outside[1], table) == CANADA:
        return _province(outside[2].strip(), table)
    code = _code(text, table)
    if code == CANADA:
        return Problem("mid.province-missing")
    return code or Problem("mid.country-unknown", params={"country": text})


def _code(typed: str, table: CountryTable) -> str:
    text = typed.strip().upper()
    if len(text) == 2 and (text in table.names.values() or text in table.provinces.values()):
        return text
    return table.names.get(name_key(typed), "")


def _province(typed: str, table: CountryTable) -> str | Problem:
    if not typed:
        return Problem("mid.province-missing")
    if typed.upper() in table.provinces.values():
        return typed.upper()
    return table.provinces.get(name_key(typed)) or Problem("mid.province-unknown", params={"province": typed})
