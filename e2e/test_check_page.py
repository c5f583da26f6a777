"""The check page is long: its ways past the answers, its folded categories, and paper."""

import re
from typing import Final

import pytest
from playwright.sync_api import Locator, expect

from ctpat_app.guidance.questions import CRITERION
from e2e.companies import Company, a_company, a_complete_application, an_application, answer, come_in
from e2e.conftest import NewPerson
from e2e.person import Person
from e2e.site import Site

pytestmark = pytest.mark.browser

TELEPHONE: Final = {"width": 320, "height": 700}


@pytest.fixture
def company(site: Site) -> Company:
    """A complete trade account with ana, ben and chloe."""
    return a_company(site)


@pytest.fixture
def ana(site: Site, company: Company, new_person: NewPerson) -> Person:
    """The officer, signed in, with a telephone."""
    person = new_person(site)
    person.page.set_viewport_size({"width": 320, "height": 700})
    come_in(person, company.ana)
    return person


def _folds(person: Person) -> Locator:
    return person.main.locator("details.kiosk-fold")


def _jump_list(person: Person) -> Locator:
    return person.page.get_by_role("navigation", name="On this page")


def test_the_jump_list_leads_past_the_answers_by_keyboard(company: Company, ana: Person) -> None:
    draft = an_application(company, "foreign-manufacturer")
    ana.visit(f"check/?draft={draft}")
    to_open = _jump_list(ana).get_by_role("link", name=re.compile(r"^Still to be done: \d+"))
    to_open.press("Enter")
    expect(ana.main.locator("#to-be-done")).to_be_focused()
    _jump_list(ana).get_by_role("link", name="Go to “Sign and send”").press("Enter")
    expect(ana.page.get_by_role("group", name="Sign and send")).to_be_focused()
    ana.page.keyboard.press("Tab")
    expect(ana.button("Sign and send")).to_be_focused()
    ana.page.keyboard.press("Enter")
    expect(ana.page.locator("#error-summary")).to_be_focused()
    ana.button("Sign and send").focus()
    to_open.press("Enter")
    expect(ana.page.locator("#error-summary")).to_be_focused()


def test_categories_are_folded_on_a_telephone_but_where_something_is_to_be_done(company: Company, ana: Person) -> None:
    draft = a_complete_application(company, "foreign-manufacturer")
    answer(company, company.ana, draft, CRITERION + "2.1", "")
    ana.visit(f"check/?draft={draft}")
    expect(_folds(ana).first).to_be_visible()
    states = [fold.get_attribute("open") is not None for fold in _folds(ana).all()]
    assert states.count(True) == 1, states
    opened = _folds(ana).nth(states.index(True)).locator("summary")
    expect(opened).to_contain_text(re.compile(r"1 of \d+ open"))
    expect(_folds(ana).first.locator("summary")).to_contain_text("All answered")
    ana.visited("check page, folded", pictures=True)
    ana.page.set_viewport_size({"width": 1280, "height": 900})
    expect(ana.main.locator("details.kiosk-fold:not([open])")).to_have_count(0)
    ana.page.set_viewport_size({"width": 320, "height": 700})
    expect(ana.main.locator("details.kiosk-fold[open]")).to_have_count(1)


def test_what_a_person_unfolds_stays_so_when_the_page_is_looked_at_again(company: Company, ana: Person) -> None:
    draft = a_complete_application(company, "foreign-manufacturer")
    answer(company, company.ana, draft, CRITERION + "2.1", "")
    ana.visit(f"check/?draft={draft}")
    _folds(ana).first.locator("summary").click()
    expect(_folds(ana).first).to_have_attribute("open", "")
    ana.press("Sign and send")
    expect(ana.page.locator("#error-summary")).to_be_focused()
    expect(_folds(ana).first).to_have_attribute("open", "")


def test_a_part_in_the_list_of_parts_is_reached(company: Company, ana: Person) -> None:
    draft = a_complete_application(company, "foreign-manufacturer")
    ana.visit(f"check/?draft={draft}")
    ana.main.get_by_text("Parts on this page").click()
    title = str(_folds(ana).nth(3).get_by_role("heading").text_content())
    ana.main.get_by_role("link", name=title).click()
    expect(_folds(ana).nth(3)).to_have_attribute("open", "")
    expect(_folds(ana).nth(3).get_by_role("heading")).to_be_in_viewport()


def test_paper_shows_every_answer(company: Company, ana: Person) -> None:
    draft = a_complete_application(company, "foreign-manufacturer")
    ana.visit(f"check/?draft={draft}")
    expect(_folds(ana).first).to_be_visible()
    expect(ana.main.locator("details.kiosk-fold[open]")).to_have_count(0)
    ana.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(ana.main.locator("details.kiosk-fold:not([open])")).to_have_count(0)
    ana.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(ana.main.locator("details.kiosk-fold[open]")).to_have_count(0)
