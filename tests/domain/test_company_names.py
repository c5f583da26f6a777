"""A part of a company's name finds it in any script, case and width; every sign stands for itself."""

import pytest

from ctpat_app.domain.company_names import folded, read_part
from ctpat_app.domain.errors import InvalidValue


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("ACM", "Acme Carriers SA"),
        ("carriers s", "Acme Carriers SA"),
        ("pena", "Transportes Peña e Hijos"),
        ("PEÑA", "Transportes Pena"),
        ("strasse", "Straße Logistik GmbH"),
        ("ａｃｍｅ", "ACME"),
        ("山田", "山田運輸株式会社"),
        ("الشمال", "شركة الشمّال للنقل"),
        ("  acme  ", "Acme"),
        ("50%_", "Only 50%_ Cargo"),
    ],
)
def test_a_consecutive_part_is_found(part: str, name: str) -> None:
    assert read_part(part) in folded(name)


@pytest.mark.parametrize(("part", "name"), [("%%%", "Acme"), ("___", "Acme"), ("a_m", "Acme"), ("acm car", "Acme Car")])
def test_nothing_else_is_found(part: str, name: str) -> None:
    assert read_part(part) not in folded(name)


@pytest.mark.parametrize("part", ["", "  ", "ab", " a b"[:2], "a ", "山", "é́a"])
def test_a_part_under_three_characters_is_refused(part: str) -> None:
    with pytest.raises(InvalidValue, match=r"assignment\.part-short"):
        read_part(part)
