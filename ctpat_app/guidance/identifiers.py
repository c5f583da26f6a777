"""Load the formats of identifiers, the MID rules, and the names of countries from their content files."""

from functools import cache
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import TypeAdapter

from ctpat_app.guidance.schema import Country, IdentifierKind, Mid

T = TypeVar("T")

CONTENT = Path(__file__).parent / "content"


@cache
def load_identifiers() -> dict[str, IdentifierKind]:
    """The formats by id, in the order of ``content/identifiers.yaml``."""
    return {kind.id: kind for kind in _load("identifiers.yaml", TypeAdapter(tuple[IdentifierKind, ...]))}


@cache
def load_mid() -> Mid:
    """The one record of ``content/mid.yaml``."""
    (mid,) = _load("mid.yaml", TypeAdapter(tuple[Mid, ...]))
    return mid


@cache
def load_countries() -> dict[str, Country]:
    """Every ISO 3166-1 country by its code, with English names beyond those of CLDR."""
    return {country.id: country for country in _load("countries.yaml", TypeAdapter(tuple[Country, ...]))}


def _load(name: str, shape: TypeAdapter[tuple[T, ...]]) -> tuple[T, ...]:
    with (CONTENT / name).open(encoding="utf-8") as file:
        return shape.validate_python(yaml.load(file, Loader=yaml.CSafeLoader))
