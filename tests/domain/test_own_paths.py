"""Where a person may be sent on."""

import pytest

from ctpat_app.domain.own_paths import language_of, own_path


@pytest.mark.parametrize("path", ["/", "/es/", "/es/apply/?step=scac#top", "/zh-Hans/公司/"])
def test_addresses_of_the_kiosk_are_kept(path: str) -> None:
    assert own_path(path, "/en/") == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "es/",
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/a\\b",
        "/ a",
        "/\tevil",
        "/a\r\nSet-Cookie: x=y",
        "javascript:alert(1)",
        "/auth/confirm?token=x",
        "/" + "a" * 500,
    ],
)
def test_everything_else_leads_to_the_default(path: str) -> None:
    assert own_path(path, "/en/") == "/en/"


@pytest.mark.parametrize(
    ("path", "language"), [("/es/apply/", "es"), ("/fr/", "en"), ("/", "en"), ("", "en"), ("/es", "es")]
)
def test_the_first_part_of_the_address_names_the_language(path: str, language: str) -> None:
    assert language_of(path, ("en", "es")) == language
