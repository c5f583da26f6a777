"""The parts of the application, filled in with the mouse by whoever walks through them."""

import re
from typing import Final

from playwright.sync_api import Locator, expect

from ctpat_app.guidance.questions import name_of_type
from ctpat_app.guidance.texts import Ref, ref
from ctpat_app.words.messages import message
from e2e.person import LIBRARY, Person

FLOW: Final = "application"


def title_of(step: str) -> Ref:
    """Return the reference to the question that stands over a part."""
    found = next(each for each in LIBRARY.flows[FLOW].steps if each.id == step)
    return ref(f"flows/{FLOW}/{step}", "title", found.i18n.title)


def label_of(step: str, field: str) -> Ref:
    """Return the reference to the label of a field."""
    own = next(each for each in LIBRARY.flows[FLOW].steps if each.id == step)
    found = next(each for each in (*own.fields, *own.row_fields) if each.id == field)
    return ref(f"flows/{FLOW}/{step}/{field}", "label", found.i18n.label)


def option_of(step: str, field: str, option: str) -> Ref:
    """Return the reference to the label of an option."""
    own = next(each for each in LIBRARY.flows[FLOW].steps if each.id == step)
    found = next(each for each in (*own.fields, *own.row_fields) if each.id == field)
    label = next(each for each in found.options if each.id == option).i18n.label
    return ref(f"flows/{FLOW}/{step}/{field}/{option}", "label", label)


def is_at(person: Person, step: str) -> None:
    """See that the part is on show."""
    expect(person.heading).to_have_text(person.read(title_of(step)))


def enter_company(person: Person, name: str, *, country: str, telephone: str, description: str) -> None:
    """Create a trade account and fill in the company."""
    person.field(person.say("Legal name of the company")).fill(name)
    person.press("Create account")
    expect(person.heading).to_have_text(name)
    person.field(person.say("Country of registration")).select_option(country)
    person.sees_saved()
    phone = person.page.get_by_role("textbox", name=person.say("Telephone"), exact=True).first
    phone.fill(telephone)
    phone.blur()
    expect(phone).to_have_value(telephone)
    about = person.field(person.say("What the company does"))
    about.fill(description)
    about.blur()


def enter_address(person: Person, label: str, country: str, parts: dict[str, str]) -> None:
    """Add an address and fill in the form of its country; ``parts`` holds texts by English label."""
    form = person.main.locator("form").filter(has=person.page.get_by_role("button", name=person.say("Add address")))
    form.get_by_label(person.say("Name of this place")).fill(label)
    form.get_by_label(person.say("Country")).select_option(country)
    person.press("Add address")
    card = person.page.get_by_role("group", name=label)
    for part, text in parts.items():
        card.get_by_label(person.say(part)).fill(text)
    person.press("Done")


def choose_types(person: Person, *types: str) -> None:
    """Answer what kind of company it is."""
    is_at(person, "business-types")
    for key in types:
        person.tick(person.read(name_of_type(LIBRARY.business_types[key])))
    person.go_on()


def agree_to_statements(person: Person, *, legal_form: str = "") -> None:
    """Answer every eligibility statement with yes."""
    is_at(person, "eligibility")
    if legal_form:
        person.tick(person.read(option_of("eligibility", "legal_form", legal_form)))
        person.sees_saved()
    yes = message("word.yes", person.language)
    for group in person.page.get_by_role("group").filter(has=person.page.get_by_role("radio", name=yes)).all():
        person.choose(group.get_by_role("radio", name=yes, exact=True))
    person.go_on()


def add_identifier(person: Person, kind: str) -> Locator:
    """Add an entry of ``kind``; return the field for the number."""
    boxes = person.page.get_by_role("region", name=re.compile(rf"^{person.read(row_name())} \d+"))
    before = boxes.count()
    person.page.get_by_role("button", name=person.read(add_name())).click()
    expect(boxes).to_have_count(before + 1)
    found = LIBRARY.identifiers[kind]
    person.tick(person.read(ref(f"identifiers/{kind}", "name", found.i18n.name)), inside=boxes.last)
    number = boxes.last.get_by_label(person.read(label_of("identifiers", "identifier_value")), exact=True)
    expect(boxes.last.get_by_text(person.say("Pattern (A letter, N digit, X either):"))).to_be_visible()
    return number


def row_name() -> Ref:
    """Return the reference to what an entry of the identifiers is called."""
    step = next(each for each in LIBRARY.flows[FLOW].steps if each.id == "identifiers")
    return ref(f"flows/{FLOW}/identifiers", "row", step.i18n.row)


def add_name() -> Ref:
    """Return the reference to the words of the button that adds an identifier."""
    step = next(each for each in LIBRARY.flows[FLOW].steps if each.id == "identifiers")
    return ref(f"flows/{FLOW}/identifiers", "add", step.i18n.add)


def enter_identifier(person: Person, kind: str, value: str, *, stored: str) -> None:
    """Add an identifier and see how it is stored."""
    number = add_identifier(person, kind)
    number.fill(value)
    number.blur()
    expect(person.main.get_by_text(stored, exact=True).last).to_be_visible()


def choose_countries(person: Person, *codes: str) -> None:
    """Answer with which countries the company does business."""
    is_at(person, "countries")
    chosen = person.page.get_by_role("list", name=person.say("Chosen")).get_by_role("listitem")
    for number, code in enumerate(codes, 1):
        person.field(person.read(label_of("countries", "countries"))).select_option(code)
        person.press("Add country")
        expect(chosen).to_have_count(number)
        expect(chosen.filter(has_text=person.country(code))).to_be_visible()
    person.go_on()


def choose_addresses(person: Person, label: str) -> None:
    """Take one address as the primary and the mailing one."""
    is_at(person, "addresses")
    for field in ("primary_address", "mailing_address"):
        person.tick(label, inside=person.group(person.read(label_of("addresses", field))))
    person.go_on()


def choose_contacts(person: Person, roles: dict[str, str], primary: str) -> None:
    """Give each member a role; ``roles`` holds the ids of roles by name."""
    is_at(person, "contacts")
    for name, role in roles.items():
        box = person.page.get_by_role("region", name=name)
        person.tick(person.read(option_of("contacts", "contact_role", role)), inside=box)
    person.tick(primary, inside=person.group(person.read(label_of("contacts", "primary_contact"))))
    person.go_on()


def give_consent(person: Person, name: str) -> None:
    """Sign the consent to share data abroad, as the officer."""
    consent = person.page.get_by_role("region", name=person.say("Consent to share company information"))
    person.tick(person.say("I have read the text and consent for the company."), inside=consent)
    consent.get_by_label(person.say("Your full name")).fill(name)
    person.press("Give consent")
    expect(consent.get_by_text(person.say("Consent given"))).to_be_visible()


def response_field(person: Person) -> Locator:
    """Return the box for the response to the criterion on show."""
    return person.page.get_by_role("textbox", name=message("profile.response-label", person.language))


def respond(person: Person, text: str) -> None:
    """Write a response and go on to whatever comes next."""
    here = person.page.url
    response_field(person).fill(text)
    person.press("Save and go to the next open statement")
    expect(person.page).not_to_have_url(here)


def criterion_on_show(person: Person) -> str:
    """Return the id of the criterion that the address names; empty when the profile is left."""
    found = re.search(r"/profile/\?.*criterion=([\w.]+)", person.page.url)
    return found.group(1) if found else ""


def sign_and_send(person: Person, name: str) -> str:
    """Sign as the officer, send, and return the reference."""
    expect(person.heading).to_have_text(person.say("Sign and send"))
    person.tick(person.say("I am the officer, I have read the agreement, and I agree for the company."))
    person.field(person.say("Your full name")).fill(name)
    person.press("Sign and send")
    return reference_on_show(person)


def reference_on_show(person: Person) -> str:
    """Return the reference of the page that says "sent"."""
    expect(person.heading).to_have_text(person.say("Application sent"))
    confirmation = person.main.locator(".kiosk-confirmation strong")
    expect(confirmation).to_be_visible()
    return confirmation.inner_text().strip("\u2066\u2069 ")
