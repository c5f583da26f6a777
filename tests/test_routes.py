"""Routes: which page exists in which language, and where its frame leads."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, cast

import pytest
import reflex as rx

from ctpat_app.routes import PAGES, add_pages, pages_in
from ctpat_app.settings import Settings
from ctpat_app.web.site import NOT_FOUND

SETTINGS = Settings(languages=("en", "ar"), partner_languages=("vi",))
Build = Callable[[], rx.Component]
Routes = dict[str, tuple[Build, str]]
FOR_PARTNERS = {page.path for page in PAGES if page.for_partners}


class Registry:
    """Takes down the pages instead of compiling them: how each is built, and its title."""

    def __init__(self) -> None:
        """Begin without pages."""
        self.found: dict[str, tuple[Build, str]] = {}

    def add_page(self, component: Build, *, route: str, title: str, **_: Any) -> None:
        """Take down one page."""
        self.found[route] = component, title


@pytest.fixture(scope="module")
def routes() -> Routes:
    """Every route with the function that builds it, and its title."""
    registry = Registry()
    add_pages(cast(rx.App, registry), SETTINGS)
    return registry.found


def parts(routes: Routes, route: str) -> list[dict[str, Any]]:
    """Return every element of the built page, the inner ones too."""
    return list(_within(routes[route][0]().render()))


def _within(rendered: Any) -> Iterator[dict[str, Any]]:
    if isinstance(rendered, dict):
        yield rendered
        for inner in rendered.values():
            yield from _within(inner)
    elif isinstance(rendered, list | tuple):
        for inner in rendered:
            yield from _within(inner)


def texts(routes: Routes, route: str) -> set[str]:
    """Return the fixed texts of the built page."""
    contents = (str(part["contents"]) for part in parts(routes, route) if "contents" in part)
    return {json.loads(text) for text in contents if text.startswith('"')}


def links(routes: Routes, route: str) -> dict[str, str]:
    """Return the addresses that the page's fixed links lead to, with the language that the link names."""
    found: dict[str, str] = {}
    for part in parts(routes, route):
        props = dict(str(prop).split(":", 1) for prop in part.get("props", ()) if ":" in str(prop))
        address = props.get("href", props.get("to", "")).strip('"')
        if address.startswith("/"):
            found[address] = props.get("hrefLang", "").strip('"')
    return found


def test_all_pages_exist_in_the_languages_and_those_for_partners_in_theirs(routes: Routes) -> None:
    expected = {f"{language}/{page.path}".rstrip("/") for language in ("en", "ar") for page in PAGES}
    assert routes.keys() == expected | {f"vi/{path}" for path in FOR_PARTNERS} | {"404"}
    assert {"verify", NOT_FOUND} <= FOR_PARTNERS


def test_a_language_of_all_pages_is_not_one_for_partners() -> None:
    settings = replace(SETTINGS, languages=("en", "vi"))
    assert pages_in("vi", settings) == PAGES
    assert settings.all_languages == ("en", "vi")


def test_a_page_for_partners_is_in_their_language(routes: Routes) -> None:
    assert routes["vi/verify"][1] == "Kiểm tra giấy chứng nhận – CTPAT kiosk"
    assert "Mã của giấy chứng nhận hoặc của thư" in texts(routes, "vi/verify")


def test_links_to_pages_that_do_not_exist_in_the_language_lead_to_the_first_one_and_say_so(routes: Routes) -> None:
    found = links(routes, "vi/verify")
    assert {"/en/", "/en/privacy/", "/en/sign-in/", "/vi/verify/", "/ar/verify/"} <= found.keys()
    assert {address for address in found if address.startswith("/vi/")} <= {f"/vi/{path}/" for path in FOR_PARTNERS}
    elsewhere = {address: language for address, language in found.items() if address.startswith("/en/")}
    assert {language for address, language in elsewhere.items() if address != "/en/verify/"} == {"en"}


def test_every_page_for_partners_leads_only_to_what_exists(routes: Routes) -> None:
    own = {f"/{route}/" for route in routes}
    for path in FOR_PARTNERS:
        bare = {address.partition("?")[0] for address in links(routes, f"vi/{path}")}
        assert {address for address in bare if not address.startswith(("/files/", "/auth/"))} <= own


def test_only_pages_for_partners_offer_the_languages_for_partners(routes: Routes) -> None:
    assert "Tiếng Việt" in texts(routes, "ar/verify")
    assert "Tiếng Việt" not in texts(routes, "ar/privacy")
