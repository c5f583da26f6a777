"""A Mexican manufacturer's Arabic-speaking manager fills in several parts: mirrored, with codes left as they are."""

import re

import pytest
from playwright.sync_api import Locator, expect

from e2e import parts
from e2e.companies import a_company, an_application, come_in, stored
from e2e.conftest import NewPerson
from e2e.person import ARTIFACTS, Person
from e2e.site import Site

pytestmark = pytest.mark.browser

PLACE = "المصنع الرئيسي"
RESPONSE = "يراجع مدير الأمن كل حاوية يوم الاثنين ويحفظ النموذج F-12 في الملف."


def test_several_parts_in_arabic_are_mirrored_and_the_switch_keeps_page_and_text(
    site: Site, new_person: NewPerson
) -> None:
    company = a_company(site, name="شركة النور للنسيج", language="ar")
    draft = an_application(company)
    ana = new_person(site, "ar")
    come_in(ana, company.ana)
    ana.visit(f"application/?draft={draft}")
    expect(ana.heading).to_have_text(ana.say("Your application to CTPAT"))
    _is_mirrored(ana)
    ana.visited("task list")
    ana.main.get_by_role("link", name=ana.say("Next: {part}", part="")).click()
    parts.choose_types(ana, "foreign-manufacturer")
    parts.agree_to_statements(ana, legal_form="company")
    _leaves_codes_as_they_are(ana)
    parts.choose_countries(ana, "MX", "US", "EG")
    parts.choose_addresses(ana, "Main office")
    ana.visit(f"profile/?draft={draft}&criterion=1.2")
    _switches_language_while_writing(ana)
    assert stored(company, draft, "criterion.1.2") == RESPONSE


def _is_mirrored(ana: Person) -> None:
    root = ana.page.locator("html")
    expect(root).to_have_attribute("dir", "rtl")
    expect(root).to_have_attribute("lang", "ar")
    assert _middle(ana.page.get_by_role("navigation", name=ana.say("Languages"))) < 640
    assert _middle(ana.page.get_by_role("banner").locator(".kiosk-brand")) > 640
    status = ana.main.locator(".kiosk-task").first.locator(".kiosk-tag")
    assert _middle(status) < _middle(ana.main.locator(".kiosk-task__link").first)


def _middle(place: Locator) -> float:
    box = place.bounding_box()
    assert box
    return box["x"] + box["width"] / 2


def _leaves_codes_as_they_are(ana: Person) -> None:
    parts.is_at(ana, "identifiers")
    number = parts.add_identifier(ana, "mid")
    assert number.evaluate("each => getComputedStyle(each).direction") == "ltr"
    number.fill("mx acm 123 mon")
    number.blur()
    code = ana.main.locator("bdi[dir=ltr]").get_by_text("MXACM123MON", exact=True)
    expect(code.first).to_be_visible()
    assert code.first.evaluate("each => getComputedStyle(each).direction") == "ltr"
    ana.visited("identifiers")
    parts.enter_identifier(ana, "rfc-company", "ABC010203AB9", stored="ABC010203AB9")
    ana.go_on()


def _switches_language_while_writing(ana: Person) -> None:
    box = parts.response_field(ana)
    box.press_sequentially(RESPONSE)
    ana.page.screenshot(path=ARTIFACTS / "arabic-journey.png", full_page=True)
    ana.visited("criterion")
    ana.page.get_by_role("link", name="English", exact=True).click()
    expect(ana.page).to_have_url(re.compile(r"/en/profile/\?draft=\d+&criterion=1\.2$"))
    expect(ana.page.locator("html")).to_have_attribute("dir", "ltr")
    response = ana.page.get_by_role("textbox", name="Your response")
    expect(response).to_have_value(RESPONSE)
    expect(ana.main.locator(".kiosk-status__saved")).to_contain_text("Saved")
    assert response.evaluate("each => getComputedStyle(each).direction") == "rtl"
    ana.page.get_by_role("link", name="العربية", exact=True).click()
    expect(ana.page.locator("html")).to_have_attribute("dir", "rtl")
    expect(parts.response_field(ana)).to_have_value(RESPONSE)
