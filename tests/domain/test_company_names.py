"""A part of a company's name finds it in any script, case and width; every sign stands for itself."""

import pytest

from ctpat_app.domain.company_names import matching_part, name_key, read_part
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
    assert read_part(part) in name_key(name)


@pytest.mark.parametrize(("part", "name"), [("%%%", "Acme"), ("___", "Acme"), ("a_m", "Acme"), ("acm car", "Acme Car")])
def test_nothing_else_is_found(part: str, name: str) -> None:
    assert read_part(part) not in name_key(name)


@pytest.mark.parametrize("part", ["", "  ", "ab", " a b"[:2], "a ", "山", "é́a"])
def test_a_part_under_three_characters_is_refused(part: str) -> None:
    with pytest.raises(InvalidValue, match=r"assignment\.part-short"):
        read_part(part)


@pytest.mark.parametrize(
    ("name", "typed", "pieces"),
    [
        ("ABC Trucking", "C T", ("AB", "C T", "rucking")),
        ("ABC Trucking", "kin", ("ABC Truc", "kin", "g")),
        ("ABC Trucking", "BCT", None),
        ("ABC Trucking", "abc trucking", ("", "ABC Trucking", "")),
        ("Peña y Hijos", "pena", ("", "Peña", " y Hijos")),
        ("Pen\u0303a y Hijos", "pen", ("", "Pen\u0303", "a y Hijos")),
        ("Straße & Co", "strasse", ("", "Straße", " & Co")),
        ("ＡＢＣ 物流有限公司", "abc", ("", "ＡＢＣ", " 物流有限公司")),
        ("国际物流", "物流", ("国际", "物流", "")),
        ("مؤسّسة النقل", "النقل", ("مؤسّسة ", "النقل", "")),
        ("100% Cargo_Co", "% c", ("100", "% C", "argo_Co")),
        ("3M", "3M ", ("", "3M", "")),
        ("Anna Annas", "annas", ("Anna ", "Annas", "")),
        ("", "abc", None),
        ("ABC", "", None),
    ],
)
def test_what_was_found_is_told_in_the_name_itself(name: str, typed: str, pieces: tuple[str, str, str] | None) -> None:
    assert matching_part(name, typed) == pieces
