"""Telephone numbers: what is taken, doubted and refused."""

import pytest

from ctpat_app.adapters.phones import display_phone, read_phone
from ctpat_app.domain.errors import InvalidValue


@pytest.mark.parametrize(
    ("typed", "country", "stored", "display"),
    [
        ("(212) 555-0123", "US", "+12125550123", "+1 212-555-0123"),
        ("+1 212 555 0123 ext. 42", "", "+12125550123;ext=42", "+1 212-555-0123 ext. 42"),
        ("+1-212-555-0123 x42", "MX", "+12125550123;ext=42", "+1 212-555-0123 ext. 42"),
        ("٠٥٠١٢٣٤٥٦٧", "AE", "+971501234567", "+971 50 123 4567"),
        ("＋５２ ８１ ８１２３ ４５６７", "", "+528181234567", "+52 81 8123 4567"),
        ("\u200e+52 81 8123 4567\u200f", "", "+528181234567", "+52 81 8123 4567"),
        ("81 8123 4567", "MX", "+528181234567", "+52 81 8123 4567"),
        ("tel:+49-89-123456", "", "+4989123456", "+49 89 123456"),
    ],
)
def test_a_number_is_stored_in_its_international_form(typed: str, country: str, stored: str, display: str) -> None:
    phone = read_phone(typed, country)
    assert (phone.stored, phone.display, phone.warning) == (stored, display, "")
    assert read_phone(phone.stored, "") == phone
    assert display_phone(phone.stored) == display


def test_a_number_that_its_country_does_not_use_is_taken_with_a_warning() -> None:
    phone = read_phone("+1 111 555 0123", "")
    assert (phone.stored, phone.warning) == ("+11115550123", "phone.unassigned")


@pytest.mark.parametrize(
    ("typed", "country", "code"),
    [
        ("abc", "US", "phone.not-a-number"),
        ("<script>", "US", "phone.not-a-number"),
        ("81 8123 4567", "", "phone.country-code"),
        ("+999 123 456", "", "phone.country-code"),
        ("2125", "US", "phone.too-short"),
        ("5550123", "US", "phone.area-code"),
        ("+52 1 81 8123 4567", "", "phone.too-long"),
        ("1" * 50, "US", "phone.too-long"),
        ("1" * 61, "US", "text.too-long"),
    ],
)
def test_what_cannot_be_a_number_is_refused_with_the_reason(typed: str, country: str, code: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        read_phone(typed, country)
    assert refused.value.code == code


def test_an_odd_text_in_the_store_is_shown_as_it_is() -> None:
    assert display_phone("call reception") == "call reception"
