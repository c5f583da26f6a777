"""Somebody whose browser makes trouble finds out what it is, and what to do about it."""

import json
import re
from typing import Final

import pytest
from playwright.sync_api import Locator, Route, expect

from e2e.conftest import NewPerson
from e2e.person import Person
from e2e.site import Site

pytestmark = pytest.mark.browser

ANSWERED_BY_ITSELF: Final = ("user-agent", "document-mode", "cookies-enabled", "storage-available", "viewport")
ANSWERED_BY_THE_KIOSK: Final = ("clock-skew", "online-state", "websocket", "cached-version")
FINE: Final = "Everything the kiosk needs is in order."
ONE_THING: Final = "Things to look at: {count}. Each says below what to do."
OLD_CHROME: Final = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/90.0 Safari/537.36"
)
IE_MODE: Final = "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko"
FORGET_HINTS: Final = "Object.defineProperty(navigator, 'userAgentData', { value: undefined });"
NO_COOKIES: Final = """
Object.defineProperty(Document.prototype, 'cookie', { get: () => '', set: () => {} });
Object.defineProperty(navigator, 'cookieEnabled', { value: false });
"""
FAST_CLOCK: Final = "const trueTime = Date.now; Date.now = () => trueTime() + 10 * 60 * 1000;"
NO_SOCKET: Final = "window.WebSocket = class { constructor() { throw new Error('blocked'); } };"


def _row(person: Person, check: str) -> Locator:
    return person.main.locator(f"[data-check='{check}']")


def _finds(person: Person, check: str, outcome: str) -> Locator:
    """Wait for the outcome of a check; exactly one is on show, with its mark in words."""
    row = _row(person, check)
    expect(row).to_have_attribute("data-result", outcome)
    expect(row.locator("[data-outcome]").filter(visible=True)).to_have_count(1)
    expect(row.locator(".kiosk-tag").filter(visible=True)).to_have_count(1)
    return row


def _summary(person: Person) -> Locator:
    return person.main.locator("[data-check-summary]")


def _visitor(site: Site, new_person: NewPerson, script: str = "", *, language: str = "en") -> Person:
    visitor = new_person(site, language)
    if script:
        visitor.context.add_init_script(script)
    visitor.visit("check-browser/")
    return visitor


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_browser_that_is_fit_is_told_so_and_its_facts_are_copied(
    site: Site, new_person: NewPerson, language: str
) -> None:
    visitor = _visitor(site, new_person, language=language)
    for check in (*ANSWERED_BY_ITSELF, *ANSWERED_BY_THE_KIOSK):
        _finds(visitor, check, "ok")
    expect(_summary(visitor)).to_have_text(visitor.say(FINE))
    expect(_row(visitor, "user-agent")).to_contain_text(re.compile(r"Chrom\w+ \d+"))
    expect(_row(visitor, "websocket")).to_contain_text(re.compile(r"\d+ ms"))
    visitor.visited("check-browser")
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.press("Copy these facts")
    expect(visitor.main.get_by_text(visitor.say("The facts are copied."))).to_be_visible()
    copied = str(visitor.page.evaluate("navigator.clipboard.readText()"))
    assert "websocket: ok" in copied
    assert "cookies-enabled: ok" in copied
    assert "kiosk_check" not in str(visitor.page.evaluate("document.cookie"))


def test_the_footer_leads_there_and_the_script_is_loaded_nowhere_else(site: Site, new_person: NewPerson) -> None:
    visitor = new_person(site)
    visitor.visit("")
    assert visitor.page.locator("script[src*='check-browser']").count() == 0
    visitor.page.get_by_role("contentinfo").get_by_role("link", name="Check my browser").click()
    expect(visitor.heading).to_have_text("Check my browser")
    expect(_summary(visitor)).to_have_text(FINE)


def test_blocked_cookies_are_told(site: Site, new_person: NewPerson) -> None:
    visitor = _visitor(site, new_person, NO_COOKIES)
    expect(_finds(visitor, "cookies-enabled", "blocked")).to_contain_text("allow them for this one site")
    expect(_summary(visitor)).to_have_text(visitor.say(ONE_THING, count=1))


def test_a_clock_that_is_fast_is_told_with_by_how_much(site: Site, new_person: NewPerson) -> None:
    visitor = _visitor(site, new_person, FAST_CLOCK)
    expect(_finds(visitor, "clock-skew", "ahead")).to_contain_text(re.compile(r"(10 min 0|9 min 59) s"))


@pytest.mark.parametrize(
    ("agent", "outcome", "mode", "named"),
    [(OLD_CHROME, "old", "ok", "Chrome 90, Windows"), (IE_MODE, "ie", "legacy", "Internet Explorer 11, Windows")],
)
def test_a_browser_that_is_too_old_is_named(
    site: Site, new_person: NewPerson, agent: str, outcome: str, mode: str, named: str
) -> None:
    pretended = f"Object.defineProperty(navigator, 'userAgent', {{ value: {json.dumps(agent)} }});"
    visitor = _visitor(site, new_person, FORGET_HINTS + pretended)
    expect(_finds(visitor, "user-agent", outcome)).to_contain_text(named)
    _finds(visitor, "document-mode", mode)


def test_offline_is_told_and_everything_is_checked_again_when_the_line_is_back(
    site: Site, new_person: NewPerson
) -> None:
    visitor = _visitor(site, new_person)
    visitor.forgiven += ["ERR_INTERNET_DISCONNECTED", "WebSocket connection to"]
    expect(_summary(visitor)).to_have_text(FINE)
    visitor.context.set_offline(True)
    _finds(visitor, "online-state", "offline")
    for check in ("clock-skew", "websocket", "cached-version"):
        _finds(visitor, check, "unknown")
    visitor.context.set_offline(False)
    expect(_summary(visitor)).to_have_text(FINE)


def test_a_kiosk_that_is_gone_is_told_and_a_press_checks_again(own_site: Site, new_person: NewPerson) -> None:
    visitor = _visitor(own_site, new_person)
    visitor.forgiven += ["ERR_CONNECTION", "WebSocket connection to", "ERR_EMPTY_RESPONSE"]
    expect(_summary(visitor)).to_have_text(FINE)
    own_site.kill()
    link = visitor.page.get_by_role("link", name="Check my browser (opens a new tab)")
    expect(link.first).to_be_visible()  # beside the word about the lost connection
    visitor.press("Check again")
    _finds(visitor, "online-state", "unreachable")
    _finds(visitor, "websocket", "down")
    own_site.start()
    expect(link.first).to_be_hidden()
    visitor.press("Check again")
    expect(_summary(visitor)).to_have_text(FINE)


def test_where_no_live_connection_opens_everything_else_is_still_checked(site: Site, new_person: NewPerson) -> None:
    visitor = _visitor(site, new_person, NO_SOCKET)
    expect(_finds(visitor, "websocket", "down")).to_contain_text("a proxy or firewall")
    for check in ("online-state", "clock-skew", "cached-version", "cookies-enabled"):
        _finds(visitor, check, "ok")
    expect(_summary(visitor)).to_have_text(visitor.say(ONE_THING, count=1))


def test_a_page_of_an_earlier_build_is_told(site: Site, new_person: NewPerson) -> None:
    def newer(route: Route) -> None:
        facts = route.fetch().json()
        route.fulfill(json=facts | {"build": "/assets/manifest-of-tomorrow.js"})

    visitor = new_person(site)
    visitor.context.route("**/server-facts", newer)
    visitor.visit("check-browser/")
    expect(_finds(visitor, "cached-version", "stale")).to_contain_text("Load the page again.")


def test_width_and_zoom_are_told_and_follow_the_window(site: Site, new_person: NewPerson) -> None:
    visitor = _visitor(site, new_person)
    _finds(visitor, "viewport", "ok")
    visitor.page.set_viewport_size({"width": 640, "height": 450})  # as 1280 at 200 percent
    expect(_finds(visitor, "viewport", "folded")).to_contain_text("640 × 450")
    visitor.page.set_viewport_size({"width": 300, "height": 600})
    expect(_finds(visitor, "viewport", "narrow")).to_contain_text("zoom out")
