"""Texts of pages: bound to the language under construction."""

import pytest
import reflex as rx

from ctpat_app.components.text import (
    Site,
    address,
    address_in,
    building,
    current_direction,
    current_language,
    language_of_page,
    languages_of_this_page,
    t,
)


def test_the_language_holds_inside_the_block_only() -> None:
    with building("ar"):
        assert (current_language(), current_direction()) == ("ar", "rtl")
    assert (current_language(), current_direction()) == ("en", "ltr")


def test_a_named_placeholder_is_filled_in() -> None:
    assert t("Run by {operator}.", operator="Example") == "Run by Example."


def test_a_text_without_values_keeps_its_braces() -> None:
    assert t("Write {name}") == "Write {name}"


def test_a_placeholder_may_follow_the_state() -> None:
    text = t("Hello {name}", name=rx.Var("state.name").to(str))
    assert "state.name" in str(rx.el.p(text))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", "/es/"),
        ("apply", "/es/apply/"),
        ("/apply/sign/", "/es/apply/sign/"),
        ("apply?step=sign", "/es/apply/?step=sign"),
        ("help#scac", "/es/help/#scac"),
    ],
)
def test_addresses_stay_in_the_language(path: str, expected: str) -> None:
    with building("es"):
        assert address(path) == expected


def test_a_page_has_the_same_address_in_another_language() -> None:
    with building("es", "apply/sign"):
        assert address_in("zh-Hans") == "/zh-Hans/apply/sign/"


PARTNERS = Site(languages=("es", "en", "vi"), pages=frozenset({"verify"}), fallback="es")


@pytest.mark.parametrize(
    ("path", "expected"),
    [("verify", "/vi/verify/"), ("verify?code=A", "/vi/verify/?code=A"), ("", "/es/"), ("help#scac", "/es/help/#scac")],
)
def test_a_page_that_is_not_in_the_language_is_reached_in_the_fallback(path: str, expected: str) -> None:
    with building("vi", "verify", PARTNERS):
        assert address(path) == expected
        assert language_of_page(path.partition("?")[0].partition("#")[0]) == expected.split("/")[1]


def test_the_menu_offers_the_languages_of_the_page() -> None:
    with building("vi", "verify", PARTNERS):
        assert languages_of_this_page() == ("es", "en", "vi")
    with building("es"):
        assert languages_of_this_page() == ("es",)
