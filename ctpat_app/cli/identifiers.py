"""The batch tools ``kiosk check-identifiers`` and ``kiosk build-mid``, on the rules the pages use."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.countries import country_table
from ctpat_app.cli.json_lines import BadLine, answer_lines, text_of
from ctpat_app.domain.country_names import CountryTable
from ctpat_app.domain.identifiers import check_identifier
from ctpat_app.domain.mid import build_mid as built_mid
from ctpat_app.domain.problems import Problem
from ctpat_app.guidance.identifiers import load_countries, load_identifiers, load_mid
from ctpat_app.words.identifier_messages import IDENTIFIER_MESSAGES


def check_identifiers() -> None:
    """Check identifiers: JSON Lines with ``kind`` and ``value`` in; ``valid``, ``stored`` and ``problems`` out."""
    answer_lines(check_line)


def build_mid() -> None:
    """Build MIDs: JSON Lines with ``name``, ``address``, ``city`` and ``country`` in; ``mid`` and ``notes`` out."""
    answer_lines(build_line)


def check_line(asked: Mapping[str, Any]) -> Mapping[str, object]:
    """Answer one object of ``check-identifiers``; the business types are not known here, so every warning is given."""
    kind, value = text_of(asked, "kind"), text_of(asked, "value")
    identifier = load_identifiers().get(kind)
    if identifier is None:
        raise BadLine(f"kind: there is no {kind}")
    result = check_identifier(identifier, value, today=now().date())
    problems = [{"code": problem.code, "message": _sentence(problem)} for problem in result.problems]
    return {"valid": result.valid, "stored": result.stored, "problems": problems}


def build_line(asked: Mapping[str, Any]) -> Mapping[str, object]:
    """Answer one object of ``build-mid``."""
    name, address, city, country = (text_of(asked, key) for key in ("name", "address", "city", "country"))
    result = built_mid(name, address, city, country, countries())
    return {"mid": result.mid, "notes": [_sentence(note) for note in result.notes]}


@cache
def countries() -> CountryTable:
    """The names of countries and Canadian provinces, from CLDR and the content."""
    names = {country.id: country.names for country in load_countries().values()}
    return country_table(names, {province.id: province.i18n.name for province in load_mid().provinces})


def _sentence(problem: Problem) -> str:
    told = IDENTIFIER_MESSAGES[problem.code].format_map(problem.params)
    # A suggested Latin spelling stands in its note already.
    if not problem.offers or "suggestion" in problem.params:
        return told
    offer = IDENTIFIER_MESSAGES["identifier.offer"].format(offers=", ".join(problem.offers))
    return f"{told} {offer}"
