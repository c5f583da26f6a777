"""Address forms and postal rules of countries."""

import pytest

from ctpat_app.adapters.addresses import (
    address_countries,
    address_form,
    address_lines,
    check_address,
    shown_value,
)
from ctpat_app.domain.addresses import MAX_CHARACTERS, PARTS, AddressParts, Level


def codes(parts: AddressParts) -> list[tuple[str, str]]:
    return [(problem.part, problem.code) for problem in check_address(parts).problems]


@pytest.mark.parametrize(
    ("country", "fields"),
    [
        ("MX", ["street_address", "city_area", "postal_code", "city", "country_area"]),
        ("US", ["street_address", "city", "country_area", "postal_code"]),
        ("CN", ["postal_code", "country_area", "city", "city_area", "street_address"]),
        ("JP", ["postal_code", "country_area", "street_address"]),
        ("AE", ["street_address", "country_area"]),
        ("ZZ", ["street_address", "city"]),
        ("", ["street_address", "city"]),
    ],
)
def test_the_form_follows_the_country(country: str, fields: list[str]) -> None:
    assert [field.part for field in address_form(AddressParts(country))] == fields


def test_the_form_names_parts_as_the_country_does() -> None:
    kinds = {field.part: field.kind for field in address_form(AddressParts("US"))}
    assert (kinds["country_area"], kinds["postal_code"]) == ("state", "zip")
    assert {field.part: field.kind for field in address_form(AddressParts("IE"))}["postal_code"] == "eircode"


def test_choices_of_a_city_follow_the_area() -> None:
    assert dict(address_form(AddressParts("CN"))[2].choices) == {}
    assert "安庆市" in dict(address_form(AddressParts("CN", "安徽省"))[2].choices)


@pytest.mark.parametrize("country", sorted(address_countries()))
def test_every_country_has_a_form_whose_parts_can_be_stored(country: str) -> None:
    form = address_form(AddressParts(country))
    assert "street_address" in [field.part for field in form]
    for field in form:
        assert field.part in PARTS
        assert all(len(key) <= MAX_CHARACTERS[field.part] for key, _name in field.choices)
    assert all(problem.level is Level.ERROR for problem in check_address(AddressParts(country)).problems)


@pytest.mark.parametrize(
    ("country", "typed", "stored"),
    [
        ("MX", "nuevo leon", "N.L."),
        ("MX", "N.L.", "N.L."),
        ("US", "CALIFORNIA", "CA"),
        ("VN", "Lam Dong", "Lâm Đồng"),
        ("CN", "Anhui", "安徽省"),
        ("AE", "Dubai", "إمارة دبيّ"),
        ("KR", "Gyeonggi", "경기도"),
        ("DE", "Bayern", "Bayern"),
        ("MX", "Atlantis", "Atlantis"),
    ],
)
def test_an_area_is_found_by_any_of_its_names(country: str, typed: str, stored: str) -> None:
    assert check_address(AddressParts(country, country_area=typed)).parts.country_area == stored


def test_a_form_shows_the_name_of_an_area_not_its_key() -> None:
    assert shown_value(AddressParts("MX", "N.L."), "country_area") == "Nuevo León"
    assert shown_value(AddressParts("MX", "Atlantis"), "country_area") == "Atlantis"
    assert shown_value(AddressParts("MX", city="Monterrey"), "city") == "Monterrey"


@pytest.mark.parametrize(
    ("parts", "problems"),
    [
        (AddressParts("MX", "N.L.", "Monterrey", "", "Av. 1", "64000"), []),
        (AddressParts("MX", "N.L.", "Monterrey", "", "Av. 1", "99999"), [("postal_code", "address.postcode-area")]),
        (AddressParts("MX", "N.L.", "Monterrey", "", "Av. 1", "640"), [("postal_code", "address.postcode-shape")]),
        (AddressParts("MX", "Atlantis", "Monterrey", "", "Av. 1", "64000"), [("country_area", "address.not-in-list")]),
        (AddressParts("US", "CA", "San José", "", "1 Main St", "٩٥٠١٤"), []),
        (AddressParts("US", "CA", "San José", "", "1 Main St", "９５０１４"), []),
        (AddressParts("CA", "ON", "Ottawa", "", "1 Main St", "k1a0b1"), []),
        (AddressParts("GB", "", "London", "", "1 Mall", "GIR 0AAA"), [("postal_code", "address.postcode-shape")]),
        (AddressParts("GB", "", "London", "", "1 Mall", "sw1a 1aa"), []),
        (AddressParts("AE", "إمارة دبيّ", "", "", "PO Box 5"), []),
        (
            AddressParts("MX"),
            [(part, "address.part-missing") for part in ("street_address", "postal_code", "city", "country_area")],
        ),
    ],
)
def test_the_rules_of_the_country_are_asked(parts: AddressParts, problems: list[tuple[str, str]]) -> None:
    assert codes(parts) == problems


def test_a_doubtful_postcode_comes_with_an_example() -> None:
    [problem] = check_address(AddressParts("MX", "N.L.", "Monterrey", "", "Av. 1", "1")).problems
    assert (problem.level, problem.example) == (Level.WARNING, "64000")


def test_checking_twice_is_the_same_as_once() -> None:
    once = check_address(AddressParts("CN", "Anhui", "Anqing Shi", "", "1 路", "２４６０００")).parts
    assert check_address(once).parts == once


@pytest.mark.parametrize(
    ("parts", "lines"),
    [
        (
            AddressParts("MX", "N.L.", "Monterrey", "Centro", "Av. 1\nPiso 2", "64000"),
            ("Av. 1", "Piso 2", "Centro", "64000 MONTERREY, N.L."),
        ),
        (AddressParts("DE", "", "München", "", "Weg 1", "80331"), ("Weg 1", "80331 MÜNCHEN")),
        (AddressParts("MX"), ()),
    ],
)
def test_an_address_is_written_as_on_an_envelope(parts: AddressParts, lines: tuple[str, ...]) -> None:
    assert address_lines(parts) == lines


def test_an_address_can_be_written_in_latin_letters() -> None:
    parts = AddressParts("JP", "東京都", "", "", "1 Chiyoda", "100-0001")
    assert address_lines(parts, latin=True) == ("1 Chiyoda, TOKYO", "100-0001")


def test_what_was_typed_for_another_country_stays_out_of_sight() -> None:
    assert address_lines(AddressParts("AE", "", "Monterrey", "", "PO Box 5", "64000")) == ("PO Box 5",)
