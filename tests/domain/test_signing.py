"""A typed name as signature: the signer's own, whatever its case and spaces."""

import pytest

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.signing import read_typed_name, signing_faults


@pytest.mark.parametrize(
    ("typed", "own_name", "stored"),
    [
        ("Ana Ruiz", "Ana Ruiz", "Ana Ruiz"),
        ("  ana   RUIZ ", "Ana Ruiz", "ana RUIZ"),
        ("Ana\u00a0Ruiz", "Ana Ruiz", "Ana Ruiz"),
        ("Jose\u0301", "José", "José"),
        ("GROSS", "Groß", "GROSS"),
        ("李小龍", "李小龍", "李小龍"),
        ("ليلى حداد", "ليلى حداد", "ليلى حداد"),
    ],
)
def test_the_own_name_is_a_signature(typed: str, own_name: str, stored: str) -> None:
    assert read_typed_name(typed, own_name) == stored


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "sign.name-missing"),
        (" \u00a0 ", "sign.name-missing"),
        ("Ana", "sign.name-differs"),
        ("Ben Ruiz", "sign.name-differs"),
    ],
)
def test_anything_else_is_not(typed: str, code: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        read_typed_name(typed, "Ana Ruiz")
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("typed", "agreed", "codes"),
    [
        ("Ana", True, []),
        ("Ana", False, ["sign.not-agreed"]),
        ("", True, ["sign.name-missing"]),
        ("Ben", False, ["sign.not-agreed", "sign.name-differs"]),
    ],
)
def test_everything_that_is_missing_is_told_at_once(typed: str, agreed: bool, codes: list[str]) -> None:
    assert [fault.code for fault in signing_faults(typed, "Ana", agreed=agreed)] == codes
