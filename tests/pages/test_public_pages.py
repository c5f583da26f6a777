"""Privacy and accessibility: public, in every language, and true to what the kiosk does."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import reflex as rx

from ctpat_app.adapters.flash import FLASH_COOKIE, LIFETIME_SECONDS
from ctpat_app.adapters.link_ticket import LINK_COOKIE as INQUIRY_COOKIE
from ctpat_app.adapters.link_ticket import LINK_SECONDS
from ctpat_app.adapters.reset_ticket import RESET_COOKIE, RESET_SECONDS
from ctpat_app.adapters.said_types import SAID_COOKIE
from ctpat_app.adapters.shared_terminal import PHONE_COOKIE, PHONE_SECONDS, TERMINAL_COOKIE
from ctpat_app.components import contacts
from ctpat_app.components.browser_checks import TEST_COOKIE
from ctpat_app.components.text import building
from ctpat_app.domain.inquiry_access import LONGEST_VISIT, SHARED_VISIT
from ctpat_app.domain.retention import LEAVING_TAKES, WARNED_BEFORE, WAY_BACK
from ctpat_app.pages import privacy
from ctpat_app.pages.accessibility import accessibility_page
from ctpat_app.pages.privacy import privacy_page
from ctpat_app.routes import PAGES
from ctpat_app.services.sessions import LONGEST, LONGEST_IDLE
from ctpat_app.settings import Settings
from ctpat_app.web import auth
from ctpat_app.web.gate import PARTNER_COOKIE, SESSION_COOKIE
from ctpat_app.web.headers import SHARED_COOKIE
from ctpat_app.web.languages import COOKIE as LANGUAGE_COOKIE
from ctpat_app.web.oidc import FLOW_COOKIE, FLOW_SECONDS


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Build every page in the language of the source."""
    with building("en"):
        yield


def run_by(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    for module in (contacts, privacy):
        monkeypatch.setattr(module, "kiosk_settings", lambda: settings)


@pytest.mark.parametrize("path", ["privacy", "accessibility", "terms", "check-browser"])
def test_the_page_is_public_and_loads_nothing_of_a_person(path: str) -> None:
    (page,) = [page for page in PAGES if page.path == path]
    assert (page.access, page.on_load) == ("public", ())


def test_every_cookie_that_the_kiosk_sets_is_listed() -> None:
    listed = set(re.findall(r"kiosk_[a-z]+", str(privacy_page().render())))
    assert listed == {
        SESSION_COOKIE,
        SHARED_COOKIE,
        FLASH_COOKIE,
        LANGUAGE_COOKIE,
        RESET_COOKIE,
        auth.LINK_COOKIE,
        auth.DEVICE_COOKIE,
        auth.HALF_COOKIE,
        FLOW_COOKIE,
        TEST_COOKIE,
        SAID_COOKIE,
        PARTNER_COOKIE,
        INQUIRY_COOKIE,
        TERMINAL_COOKIE,
        PHONE_COOKIE,
    }


def test_the_times_that_are_told_are_those_of_the_code() -> None:
    text = str(privacy_page().render())
    assert f"{LONGEST.total_seconds() / 3600:.0f} hours at most" in text
    assert f"{LONGEST_IDLE.total_seconds() / 60:.0f} minutes without use" in text
    assert f"{LONGEST_IDLE.total_seconds() / 60:.0f} minutes without use" in str(accessibility_page().render())
    assert f"at a shared computer after {Settings().shared_idle_minutes} minutes" in text
    assert f"{Settings().draft_months} months after the last word" in text
    assert f"{WARNED_BEFORE.days} days before" in text
    assert f"{WAY_BACK.days} days afterwards" in text
    assert f"{LEAVING_TAKES.days} days more" in text
    assert f"{LIFETIME_SECONDS / 60:.0f} minutes" in text
    assert f"{auth._LINK_SECONDS / 60:.0f} minutes" in text
    assert RESET_SECONDS == auth._LINK_SECONDS
    assert timedelta(days=1).total_seconds() == LINK_SECONDS
    assert f"{LONGEST_VISIT.days} days, or two hours on a shared computer" in text
    assert timedelta(hours=2) == SHARED_VISIT
    assert f"{PHONE_SECONDS / 60:.0f} minutes" in text
    assert auth.HALF_SECONDS == FLOW_SECONDS
    assert f"{FLOW_SECONDS / 60:.0f} minutes" in text


@pytest.mark.parametrize("build", [privacy_page, accessibility_page])
def test_the_contact_lines_of_the_operator_are_links(
    build: Callable[[], rx.Component], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_by(monkeypatch, Settings(operator_mail="help@kiosk.example", operator_telephone="+1 202 555 0100"))
    text = str(build().render())
    assert "mailto:help@kiosk.example" in text
    assert "tel:+1 202 555 0100" in text


def test_without_contact_lines_a_person_is_told_whom_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    run_by(monkeypatch, Settings())
    assert "No contact lines are set here." in str(accessibility_page().render())


@pytest.mark.parametrize(
    ("operator", "said"),
    [("Trade Help", "Trade Help runs this kiosk"), ("", "Whoever runs this kiosk answers for what it stores.")],
)
def test_it_is_told_who_answers_for_the_data(operator: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run_by(monkeypatch, Settings(operator_name=operator))
    assert said in str(privacy_page().render())
