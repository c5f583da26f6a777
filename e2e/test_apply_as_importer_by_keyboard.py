"""A U.S. importer who also exports applies without a mouse."""

import re

import pytest
from playwright.sync_api import Locator, expect

from ctpat_app.guidance.questions import CRITERION, name_of_type
from ctpat_app.guidance.texts import ref
from ctpat_app.words.messages import message
from e2e import parts
from e2e.companies import Company, a_company, answer, give_password, situation
from e2e.conftest import NewPerson
from e2e.keyboard import Keyboard
from e2e.person import LIBRARY, PASSWORD, Person
from e2e.site import Site

pytestmark = pytest.mark.browser

BY_KEYBOARD = 4
"""How many criteria are answered by keyboard; the others would only repeat it."""


def test_an_importer_with_two_business_types_applies_by_keyboard_alone(site: Site, new_person: NewPerson) -> None:
    company = a_company(site, name="Harbor Lantern Imports", country="US")
    give_password(company, company.ana, PASSWORD)
    ana = new_person(site)
    keys = Keyboard(ana)
    _signs_in(keys, company)
    _fills_in_the_parts(keys, company)
    draft = int(re.search(r"draft=(\d+)", ana.page.url).group(1))  # type: ignore[union-attr]
    _answers_criteria_shared_by_both_types(keys, company, draft)
    _signs_and_sends(keys, company)


def _signs_in(keys: Keyboard, company: Company) -> None:
    ana = keys.person
    ana.visit("sign-in/")
    expect(ana.heading).to_have_text("Sign in")
    keys.type_into(ana.page.get_by_role("textbox", name="Email address"), company.ana.email)
    keys.tab_to(ana.page.get_by_role("textbox", name="Password", exact=True))
    ana.page.keyboard.type(PASSWORD)
    ana.page.keyboard.press("Enter")
    expect(ana.heading).to_have_text("Your applications")
    keys.press(ana.button("Apply for this company"))


def _fills_in_the_parts(keys: Keyboard, company: Company) -> None:
    ana = keys.person
    parts.is_at(ana, "business-types")
    for kind in ("us-importer", "us-exporter"):
        keys.tick(ana.option(ana.read(name_of_type(LIBRARY.business_types[kind]))))
    _goes_on(keys)
    parts.is_at(ana, "eligibility")
    for option in ana.page.get_by_role("radio", name="Yes", exact=True).all():
        keys.tick(option)
    _goes_on(keys)
    parts.is_at(ana, "identifiers")
    _adds_identifier(keys, "ior-ein", "12-345678900")
    _adds_identifier(keys, "continuous-bond-number", "123456789")
    _adds_identifier(keys, "ein", LIBRARY.identifiers["ein"].valid[0].value)
    _goes_on(keys)
    _adds_countries(keys, ("Uni", "Mex"))
    parts.is_at(ana, "addresses")
    keys.tick(_in_group(ana, "addresses", "primary_address", "Main office"))
    keys.tick(_in_group(ana, "addresses", "mailing_address", "Main office"))
    _goes_on(keys)
    parts.is_at(ana, "contacts")
    keys.tick(_in_group(ana, "contacts", "primary_contact", company.ana.name))
    _goes_on(keys)
    parts.is_at(ana, "international")
    keys.tab_to(ana.option("Yes"))
    keys.arrow_to(ana.option("No"))
    _goes_on(keys)
    expect(ana.page).to_have_url(re.compile("/profile/.*criterion="))


def _goes_on(keys: Keyboard) -> None:
    """Go to the button at the end of the step; the next page begins at its heading."""
    before = keys.person.heading.inner_text()
    keys.press(keys.person.button("Save and continue"))
    expect(keys.person.heading).not_to_have_text(before)
    keys.is_on_heading()


def _in_group(ana: Person, step: str, field: str, label: str) -> Locator:
    return ana.option(label, inside=ana.group(ana.read(parts.label_of(step, field))))


def _adds_identifier(keys: Keyboard, kind: str, value: str) -> None:
    ana = keys.person
    boxes = ana.page.get_by_role("region", name=re.compile(r"^Identifier \d+"))
    before = boxes.count()
    keys.press(ana.button("Add an identifier"), back=before > 0)
    expect(boxes).to_have_count(before + 1)
    name = ana.read(ref(f"identifiers/{kind}", "name", LIBRARY.identifiers[kind].i18n.name))
    expect(boxes.last.get_by_role("radio").first).to_be_focused()
    ana.page.keyboard.press("Space")
    keys.arrow_to(ana.option(name, inside=boxes.last))
    number = boxes.last.get_by_label("The number as it is printed", exact=True)
    expect(boxes.last.get_by_text("Pattern (A letter")).to_be_visible()
    keys.type_into(number, value)


def _adds_countries(keys: Keyboard, beginnings: tuple[str, ...]) -> None:
    ana = keys.person
    parts.is_at(ana, "countries")
    chosen = ana.page.get_by_role("list", name="Chosen").get_by_role("listitem")
    for number, letters in enumerate(beginnings, 1):
        keys.tab_to(ana.field("Countries"), back=number > 1)
        ana.page.keyboard.type(letters)
        keys.press(ana.button("Add country"))
        expect(chosen).to_have_count(number)
    _goes_on(keys)


def _answers_criteria_shared_by_both_types(keys: Keyboard, company: Company, draft: int) -> None:
    ana = keys.person
    asked = [item.criterion.id for item in situation(company, draft).criteria]
    both = [LIBRARY.criteria[key] for key in asked]
    assert len(asked) == len(set(asked))
    assert any({"us-importer", "us-exporter"} <= set(item.level) for item in both)
    ana.sees(f"{len(asked)} of {len(asked)} statements are open")
    ana.sees("Asked of you as:")
    ana.visited("criterion of two types")
    for key in asked[: BY_KEYBOARD - 1]:
        keys.type_into(parts.response_field(ana), f"The compliance manager checks {key} each Monday and files it.")
        keys.press(ana.button("Save and go to the next open statement"))
        expect(ana.page).not_to_have_url(re.compile(rf"criterion={re.escape(key)}$"))
        keys.is_on_heading()
    _says_it_does_not_apply(keys)
    ana.sees(f"{len(asked) - BY_KEYBOARD} of {len(asked)} statements are open")
    _the_others_are_answered(company, draft, asked[BY_KEYBOARD:-1])
    ana.page.reload()
    ana.sees(f"1 of {len(asked)} statements are open")
    ana.visit(f"profile/?draft={draft}")
    keys.type_into(parts.response_field(ana), "Every new colleague is trained in the first week.")
    keys.press(ana.button("Save and go to the next open statement"))


def _says_it_does_not_apply(keys: Keyboard) -> None:
    ana = keys.person
    keys.tab_to(ana.option(message("word.applies", "en")))
    keys.arrow_to(ana.option(message("word.not-applicable", "en")))
    why = ana.page.get_by_role("textbox", name=message("profile.reason-label", "en"))
    keys.type_into(why, "We have no yard of our own; containers stay at the terminal.")
    keys.press(ana.button("Save and go to the next open statement"))


def _the_others_are_answered(company: Company, draft: int, criteria: list[str]) -> None:
    for key in criteria:
        answer(company, company.ben, draft, CRITERION + key, f"Ben answers {key} from the handbook.")


def _signs_and_sends(keys: Keyboard, company: Company) -> None:
    ana = keys.person
    expect(ana.heading).to_have_text("Check your answers before you sign")
    keys.is_on_heading()
    keys.press(ana.button("Sign and send"))
    expect(ana.heading).to_have_text("Sign and send")
    keys.is_on_heading()
    keys.tick(ana.option("I am the officer"))
    keys.type_into(ana.field("Your full name"), company.ana.name)
    ana.page.keyboard.press("Enter")
    assert parts.reference_on_show(ana)
    keys.is_on_heading()
    assert keys.stops > BY_KEYBOARD
