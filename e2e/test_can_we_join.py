"""Can we join? A visitor answers a few questions and learns what fits; what they said is offered in the application."""

import re

import pytest
from playwright.sync_api import expect

from ctpat_app.guidance.questions import ELIGIBILITY, name_of_type, questions_of
from ctpat_app.guidance.texts import ref
from ctpat_app.words.messages import message
from e2e.companies import a_company, an_application, come_in, stored
from e2e.conftest import NewPerson
from e2e.person import LIBRARY, Person
from e2e.site import Site

pytestmark = pytest.mark.browser

KIND = "foreign-manufacturer"


def says(person: Person, code: str) -> str:
    return message(code, person.language)


def words(person: Person, statement: str) -> str:
    return person.read(questions_of(LIBRARY, "application")[ELIGIBILITY + statement].label)


def answer(person: Person, label: str) -> None:
    """Choose with the keyboard alone, and see the next question or the result."""
    before = str(person.heading.text_content())
    option = person.option(label)
    option.focus()
    person.page.keyboard.press("Space")
    expect(option).to_be_checked()
    person.button("Continue").focus()
    person.page.keyboard.press("Enter")
    expect(person.heading).not_to_have_text(before)


def begin(person: Person) -> None:
    person.visit("")
    person.link("Find out whether you can join").click()
    expect(person.heading).to_have_text(says(person, "joining.where"))
    person.visited("can-we-join-where")
    answer(person, person.country("MX"))
    expect(person.heading).to_have_text(says(person, "joining.types"))
    person.visited("can-we-join-types")
    answer(person, person.read(name_of_type(LIBRARY.business_types[KIND])))


def finish(person: Person, **said: str) -> None:
    """Answer what is left: yes, but for the statements of the type in ``said``."""
    by_text = {words(person, f"{KIND}.{key}"): code for key, code in said.items()}
    legal_form = person.read(questions_of(LIBRARY, "application")["legal_form"].label)
    while person.main.get_by_role("button", name=person.say("Continue")).count():
        title = str(person.heading.text_content())
        if title == legal_form:
            answer(person, person.read(questions_of(LIBRARY, "application")["legal_form"].options[0].label))
        else:
            answer(person, says(person, by_text.get(title, "joining.yes")))
    expect(person.heading).to_have_text(person.say("Can we join?"))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_visitor_learns_what_fits_prints_it_and_finds_it_again_in_the_application(
    site: Site, new_person: NewPerson, language: str
) -> None:
    visitor = new_person(site, language, width=320, height=700)
    begin(visitor)
    finish(visitor)
    visitor.sees(visitor.say("Fits your company"))
    for key in ("mid", "rfc-company"):
        visitor.sees(visitor.read(ref(f"identifiers/{key}", "found_on", LIBRARY.identifiers[key].i18n.found_on)))
    kind = LIBRARY.evidence_kinds["program-review"]
    for key, text in (("name", kind.i18n.name), ("description", kind.i18n.description)):
        visitor.sees(visitor.read(ref("evidence_kinds/program-review", key, text)))
    expect(visitor.button("Print this page")).to_have_count(2)
    visitor.visited("can-we-join-result")
    visitor.page.emulate_media(media="print")
    expect(visitor.button("Print this page").first).to_be_hidden()
    expect(visitor.main.locator(".kiosk-print-only")).to_be_visible()
    expect(visitor.button("Apply now")).to_be_hidden()
    expect(visitor.main.get_by_role("heading", name=visitor.say("Documents to gather"))).to_be_visible()
    visitor.page.emulate_media(media="screen")
    visitor.press("Apply now")
    expect(visitor.page).to_have_url(re.compile(rf"/{language}/register/\?next="))
    _is_offered_it(site, visitor)


def _is_offered_it(site: Site, ana: Person) -> None:
    company = a_company(site, name="Norte", language=ana.language)
    draft = an_application(company)
    come_in(ana, company.ana)
    ana.visit(f"apply/?draft={draft}&step=business-types")
    name = ana.read(name_of_type(LIBRARY.business_types[KIND]))
    ana.sees(ana.say("You said on “Can we join?”: {types}", types=name))
    expect(ana.option(name)).not_to_be_checked()
    ana.press("Use it")
    expect(ana.option(name)).to_be_checked()
    expect(ana.main.get_by_text(says(ana, "joining.used"))).to_be_focused()
    expect(ana.button("Use it")).to_have_count(0)
    assert stored(company, draft, "business_types") == KIND
    ana.visited("can-we-join-used")


def test_what_stands_against_it_is_told_with_what_to_do_and_can_be_corrected(site: Site, new_person: NewPerson) -> None:
    visitor = new_person(site)
    begin(visitor)
    finish(visitor, mid="joining.no", active="joining.unsure")
    visitor.sees(visitor.say("Does not fit today"))
    (against,) = [each for each in LIBRARY.business_types[KIND].statements if each.id == f"{KIND}.mid"]
    visitor.sees(against.i18n.why)
    visitor.sees(against.i18n.next)
    expect(visitor.button("Apply now")).to_have_count(0)
    visitor.visited("can-we-join-against")
    visitor.main.get_by_role("link", name=f"Change {words(visitor, f'{KIND}.mid')}").click()
    expect(visitor.heading).to_have_text(words(visitor, f"{KIND}.mid"))
    expect(visitor.option(says(visitor, "joining.no"))).to_be_checked()
    answer(visitor, says(visitor, "joining.yes"))
    visitor.sees(visitor.say("May fit: find out what is open"))
    expect(visitor.button("Apply now")).to_be_visible()


def test_who_presses_continue_without_an_answer_is_told_and_loses_nothing(site: Site, new_person: NewPerson) -> None:
    visitor = new_person(site)
    begin(visitor)
    title = str(visitor.heading.text_content())
    visitor.press("Continue")
    expect(visitor.page.locator("#error-summary")).to_be_focused()
    expect(visitor.heading).to_have_text(title)
    visitor.visited("can-we-join-error")
    visitor.page.locator("#error-summary a").click()
    expect(visitor.page.locator("input[type=radio], input[type=checkbox]").first).to_be_focused()
    visitor.link("Back").click()
    expect(visitor.option(visitor.read(name_of_type(LIBRARY.business_types[KIND])))).to_be_checked()
