"""Rows come and go: the focus goes to what came, or to the words about what went, never to nothing."""

import re

import pytest
from playwright.sync_api import Locator, expect

from e2e import parts
from e2e.companies import Company, a_company, an_application, an_identifier, another_address, come_in
from e2e.conftest import NewPerson
from e2e.person import Person
from e2e.site import Site

pytestmark = pytest.mark.browser


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


def _press(button: Locator) -> None:
    """Press a button by the keyboard."""
    button.focus()
    button.press("Enter")


# ---------------------------------------------------------------- identifiers


def test_a_new_identifier_takes_the_focus_in_its_first_field(company: Company, ana: Person) -> None:
    draft = an_application(company, "foreign-manufacturer")
    an_identifier(company, draft, "rfc-company", "ABC010203AB9")
    ana.visit(f"apply/?draft={draft}&step=identifiers")
    parts.is_at(ana, "identifiers")
    for number in (2, 3):
        _press(ana.button("Add an identifier"))
        box = ana.page.get_by_role("region", name=re.compile(rf" {number}$"))
        expect(box.get_by_role("radio").first).to_be_focused()


def test_a_deleted_identifier_leaves_the_focus_at_the_words_about_it_and_comes_back_with_it(
    company: Company, ana: Person
) -> None:
    draft = an_application(company, "foreign-manufacturer")
    for value in ("ABC010203AB9", "XYZ010203AB9"):
        an_identifier(company, draft, "rfc-company", value)
    ana.visit(f"apply/?draft={draft}&step=identifiers")
    boxes = ana.main.locator(".kiosk-row")
    for _ in range(2):
        name = boxes.last.get_by_role("heading").inner_text()
        count = boxes.count()
        _press(boxes.last.get_by_role("button", name="Delete this entry"))
        expect(boxes).to_have_count(count - 1)
        told = ana.page.get_by_role("group", name=f"Deleted: {name}.")
        expect(told).to_be_focused()
    ana.visited("an identifier was deleted")
    _press(told.get_by_role("button", name="Bring it back"))
    expect(boxes).to_have_count(1)
    expect(boxes.get_by_role("radio").first).to_be_focused()
    expect(told).to_have_count(0)


# ---------------------------------------------------------------- trade account


def test_a_new_address_takes_the_focus_in_the_first_field_that_is_empty(company: Company, ana: Person) -> None:
    ana.visit(f"trade-account/?account={company.account}")
    form = ana.main.locator("form").filter(has=ana.button("Add address"))
    form.get_by_label("Name of this place").fill("Plant Saltillo")
    form.get_by_label("Country").select_option("MX")
    _press(ana.button("Add address"))
    card = ana.page.get_by_role("group", name="Plant Saltillo")
    expect(card.get_by_label("Street and number")).to_be_focused()
    _press(card.get_by_role("button", name="Done"))
    expect(ana.page.get_by_role("button", name="Change Plant Saltillo")).to_be_focused()


def test_an_address_that_is_opened_takes_the_focus_and_gives_it_back(company: Company, ana: Person) -> None:
    another_address(company, "Plant Saltillo")
    ana.visit(f"trade-account/?account={company.account}")
    change = ana.page.get_by_role("button", name="Change Plant Saltillo")
    _press(change)
    card = ana.page.get_by_role("group", name="Plant Saltillo")
    expect(card.locator(":focus")).to_have_count(1)
    _press(card.get_by_role("button", name="Done"))
    expect(change).to_be_focused()


def test_a_removed_address_leaves_the_focus_at_the_words_about_it(company: Company, ana: Person) -> None:
    another_address(company, "Plant Saltillo")
    another_address(company, "Plant Puebla")
    ana.visit(f"trade-account/?account={company.account}")
    for name in ("Plant Saltillo", "Plant Puebla"):
        card = ana.page.get_by_role("region", name=name)
        card.get_by_text("Remove this address").click()
        _press(card.get_by_role("button", name=f"Remove {name}"))
        expect(card).to_have_count(0)
        told = ana.page.get_by_role("group", name=f"The address {name} was removed.")
        expect(told).to_be_focused()
        expect(told).to_be_in_viewport()
    ana.visited("an address was removed")


def test_an_address_in_use_says_aloud_why_it_stays(company: Company, ana: Person) -> None:
    address = another_address(company, "Plant Saltillo")
    an_application(company, "foreign-manufacturer", primary_address=str(address))
    ana.visit(f"trade-account/?account={company.account}")
    card = ana.page.get_by_role("region", name="Plant Saltillo")
    card.get_by_text("Remove this address").click()
    remove = card.get_by_role("button", name="Remove Plant Saltillo")
    _press(remove)
    expect(card.get_by_role("alert")).to_contain_text("An application uses this address")
    expect(remove).to_be_focused()


def test_invitations_and_people_that_go_leave_the_focus_at_the_words_about_them(company: Company, ana: Person) -> None:
    ana.visit(f"trade-account/?account={company.account}")
    ana.field("Email address").fill("gil@example.com")
    _press(ana.button("Send invitation"))
    expect(ana.page.get_by_role("group", name="The invitation to gil@example.com is on its way.")).to_be_focused()
    _press(ana.page.get_by_role("button", name="Withdraw gil@example.com"))
    expect(ana.page.get_by_role("group", name="The invitation to gil@example.com was withdrawn.")).to_be_focused()
    chloe = ana.page.get_by_role("region", name=company.chloe.name)
    chloe.get_by_text("Take this person out").click()
    _press(chloe.get_by_role("button", name=re.compile("^Remove")))
    expect(ana.page.get_by_role("group", name=f"{company.chloe.name} was taken out")).to_be_focused()
    ana.visited("a person was taken out")
