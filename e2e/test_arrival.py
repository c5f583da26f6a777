"""A page arrives: nobody sees what the tab showed before; the ways there and back lead to the right place."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from ctpat_app.guidance.questions import CRITERION
from e2e import parts
from e2e.companies import Company, a_company, a_complete_application, an_application, an_identifier, come_in
from e2e.conftest import NewPerson
from e2e.person import Person
from e2e.site import Site

pytestmark = pytest.mark.browser

COUNTRIES, IDENTIFIERS = parts.title_of("countries"), parts.title_of("identifiers")


@pytest.fixture
def company(site: Site) -> Company:
    """A complete trade account with ana, ben and chloe."""
    return a_company(site)


@pytest.fixture
def ana(site: Site, company: Company, new_person: NewPerson) -> Person:
    """The officer, signed in."""
    person = new_person(site)
    come_in(person, company.ana)
    return person


def _hold(page: Page, text: str) -> Callable[[], None]:
    """Hold back what the server sends from the first message on that holds ``text``; return what lets it through."""
    held: list[tuple[WebSocketRoute, str | bytes]] = []
    holds = True

    def connect(browser: WebSocketRoute) -> None:
        server = browser.connect_to_server()

        def pass_on(message: str | bytes) -> None:
            if holds and (held or text in str(message)):
                held.append((browser, message))
            else:
                browser.send(message)

        server.on_message(pass_on)

    def let_through() -> None:
        nonlocal holds
        holds = False
        for browser, message in held:
            browser.send(message)

    page.route_web_socket(re.compile("/_event"), connect)
    return let_through


def _sees_only_that_it_loads(ana: Person, earlier: str) -> None:
    expect(ana.main.get_by_text("Loading …")).to_be_visible()
    expect(ana.page.get_by_role("heading", name=earlier)).to_have_count(0)
    assert not re.search(re.escape(earlier), ana.page.title())
    for control in ("textbox", "radio", "checkbox", "combobox", "button"):
        expect(ana.main.get_by_role(control)).to_have_count(0)
    expect(ana.page.get_by_role("navigation", name="Your application")).to_have_count(0)


def test_a_link_in_the_address_bar_never_shows_the_step_before(company: Company, ana: Person) -> None:
    draft = an_application(company, "foreign-manufacturer")
    ana.visit(f"apply/?draft={draft}&step=countries")
    parts.is_at(ana, "countries")
    let_through = _hold(ana.page, ana.read(IDENTIFIERS))
    ana.visit(f"apply/?draft={draft}&step=identifiers")
    _sees_only_that_it_loads(ana, ana.read(COUNTRIES))
    expect(ana.page).to_have_url(re.compile("step=identifiers$"))
    ana.visited("while a step is loading")
    let_through()
    parts.is_at(ana, "identifiers")
    expect(ana.main.get_by_text("Loading …")).to_be_hidden()
    expect(ana.page).to_have_url(re.compile("step=identifiers$"))
    ana.page.go_back()
    parts.is_at(ana, "countries")


def test_a_link_in_the_address_bar_never_shows_the_statement_before(company: Company, ana: Person) -> None:
    draft = an_application(company, "foreign-manufacturer", **{CRITERION + "1.1": "The first answer."})
    ana.visit(f"profile/?draft={draft}&criterion=1.1")
    expect(parts.response_field(ana)).to_have_value("The first answer.")
    earlier = ana.heading.inner_text()
    let_through = _hold(ana.page, "criterion=1.2")
    ana.visit(f"profile/?draft={draft}&criterion=1.2")
    _sees_only_that_it_loads(ana, earlier)
    let_through()
    expect(parts.response_field(ana)).to_have_value("")
    assert ana.heading.inner_text() != earlier


def test_the_way_from_the_task_list_never_shows_the_step_before(company: Company, ana: Person) -> None:
    draft = an_application(company, "foreign-manufacturer")
    ana.visit(f"apply/?draft={draft}&step=countries")
    parts.is_at(ana, "countries")
    let_through = _hold(ana.page, ana.read(IDENTIFIERS))
    ana.visit(f"application/?draft={draft}")
    ana.main.get_by_role("link", name="Identifiers").first.click()
    expect(ana.page).to_have_url(re.compile("step=identifiers$"))
    expect(ana.page.get_by_role("heading", name=ana.read(COUNTRIES))).to_have_count(0)
    let_through()
    parts.is_at(ana, "identifiers")
    expect(ana.heading).to_be_focused()


def test_another_application_is_never_shown_in_place_of_the_one_asked_for(
    site: Site, company: Company, ana: Person
) -> None:
    draft = an_application(company, "foreign-manufacturer")
    ana.visit(f"application/?draft={draft}")
    expect(ana.main.get_by_role("listitem").first).to_be_visible()
    let_through = _hold(ana.page, "999999")
    ana.visit("application/?draft=999999")
    expect(ana.main.get_by_role("listitem")).to_have_count(0)
    let_through()
    expect(ana.page.locator("#notice")).to_be_focused()
    expect(ana.main.get_by_role("listitem")).to_have_count(0)


# ---------------------------------------------------------------- within the journey


def test_back_and_forward_follow_the_steps_that_continue_led_to(company: Company, ana: Person) -> None:
    draft = an_application(company, "foreign-manufacturer", countries="MX")
    ana.visit(f"apply/?draft={draft}&step=business-types")
    parts.is_at(ana, "business-types")
    ana.go_on()
    parts.is_at(ana, "eligibility")
    for _ in range(2):
        ana.page.go_back()
        parts.is_at(ana, "business-types")
        expect(ana.heading).to_be_focused()
        ana.page.go_forward()
        parts.is_at(ana, "eligibility")
        expect(ana.heading).to_be_focused()
    ana.page.go_back()
    parts.is_at(ana, "business-types")
    ana.go_on()
    parts.is_at(ana, "eligibility")


def test_continue_on_a_slow_line_says_that_it_is_under_way(company: Company, ana: Person) -> None:
    draft = an_application(company, "foreign-manufacturer")
    let_through = _hold(ana.page, ana.read(parts.title_of("eligibility")))
    ana.visit(f"apply/?draft={draft}&step=business-types")
    parts.is_at(ana, "business-types")
    # It stands in the bar and in the rail; only one of the two is on show.
    under_way = ana.page.get_by_text("Saving …").filter(visible=True)
    expect(under_way).to_have_count(0)
    ana.press("Save and continue")
    expect(under_way).to_have_count(1)
    let_through()
    parts.is_at(ana, "eligibility")
    expect(under_way).to_have_count(0)


def test_a_step_that_a_link_leads_to_takes_the_focus_and_begins_at_its_top(company: Company, ana: Person) -> None:
    draft = an_application(company, "foreign-manufacturer")
    ana.visit(f"apply/?draft={draft}&step=countries")
    parts.is_at(ana, "countries")
    ana.page.get_by_role("navigation", name="Your application").get_by_role("link", name="Identifiers").click()
    parts.is_at(ana, "identifiers")
    expect(ana.heading).to_be_focused()
    assert ana.page.evaluate("scrollY") == 0


def test_back_leaves_an_application_that_was_opened_without_a_step(company: Company, ana: Person) -> None:
    draft = an_application(company)
    ana.visit(f"apply/?draft={draft}&step=addresses")
    ana.link("Add or correct addresses in the trade account").click()
    ana.press("Apply")
    parts.is_at(ana, "business-types")
    expect(ana.page).to_have_url(re.compile("step=business-types"))
    ana.page.go_back()
    expect(ana.page).to_have_url(re.compile("/trade-account/"))


def test_a_link_to_one_field_leads_to_it_when_the_data_have_come(company: Company, ana: Person) -> None:
    draft = an_application(company, "foreign-manufacturer")
    row = an_identifier(company, draft, "rfc-company", "ABC010203AB9")
    ana.visit(f"apply/?draft={draft}&step=identifiers&return=check#f-identifier_value-{row}")
    number = ana.page.get_by_label("The number as it is printed", exact=True)
    expect(number).to_be_focused()


def test_a_change_link_leads_to_the_field_and_its_way_back_to_the_row(company: Company, ana: Person) -> None:
    draft = a_complete_application(company, "foreign-manufacturer")
    ana.page.set_viewport_size({"width": 320, "height": 700})
    ana.visit(f"check/?draft={draft}")
    fold = ana.main.locator("details.kiosk-fold").nth(4)
    expect(fold).not_to_have_attribute("open", "")
    fold.locator("summary").click()
    change = fold.get_by_role("link", name=re.compile("^Change")).nth(1)
    target = str(change.get_attribute("href"))
    change.click()
    expect(parts.response_field(ana)).to_be_focused()
    ana.press("Save and return to the check page")
    expect(ana.heading).to_have_text("Check your answers before you sign")
    again = ana.main.locator(f"a[href='{target}']").last  # the advice above leads to the same place
    expect(again).to_be_focused()
    expect(again).to_be_in_viewport()
    again.click()
    expect(parts.response_field(ana)).to_be_focused()
    ana.page.go_back()
    expect(again).to_be_focused()
    expect(again).to_be_in_viewport()
