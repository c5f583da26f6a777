"""Somebody who is stuck gets help: types or chooses, follows steps, comes to a person, with and without a mouse."""

from typing import Final

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from ctpat_app.guidance.help_schema import HelpTopic
from ctpat_app.guidance.texts import ref
from e2e.companies import a_company, an_application, an_identifier, come_in
from e2e.conftest import NewPerson
from e2e.keyboard import Keyboard
from e2e.person import LIBRARY, Person
from e2e.site import Site
from tests.state.test_help import vague

pytestmark = pytest.mark.browser

QUOTED: Final = "It says ERR_SSL_VERSION_OR_CIPHER_MISMATCH"
"""A message that a rule knows, whatever the phrases are."""
TLS: Final = LIBRARY.help_topics["tls-settings"]
BROWSER: Final = LIBRARY.help_topics["browser-unsupported"]
REFUSED: Final = "ABC\x07010203AB9"
"""A number with a hidden sign in it."""
ASKS: Final = "What do you need help with?"


def title_of(person: Person, topic: HelpTopic) -> str:
    return person.read(ref(f"help_topics/{topic.id}", "title", topic.i18n.title))


def now(person: Person) -> Locator:
    """What stands there at the moment."""
    return person.main.locator(".kiosk-help-now")


def answer(person: Person, topic: HelpTopic, question: int, option: str) -> Locator:
    """The button of an answer."""
    asked = topic.questions[question]
    found = next(each for each in asked.answers if each.id == option)
    label = person.read(ref(f"help_topics/{topic.id}/{asked.id}/{option}", "label", found.i18n.label))
    return now(person).get_by_role("button", name=label, exact=True)


def ask(person: Person, text: str) -> None:
    person.field(person.say(ASKS)).fill(text)
    person.press("Find help")


@pytest.fixture
def visitor(site: Site, new_person: NewPerson) -> Person:
    """Somebody without an account, at the help."""
    person = new_person(site)
    person.visit("help/")
    return person


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_a_question_leads_through_steps_to_a_person(site: Site, new_person: NewPerson, language: str) -> None:
    person = new_person(site, language)
    person.visit("help/")
    ask(person, QUOTED)
    expect(now(person)).to_be_focused()
    expect(now(person).get_by_role("heading", level=2)).to_have_text(title_of(person, TLS))
    person.visited("help-question")
    answer(person, TLS, 0, "someone-told-me-to-tick-tls-1-0").click()
    for number in range(1, len(TLS.i18n.steps) + 1):
        expect(now(person)).to_contain_text(
            person.say("Step {number} of {count}", number=number, count=len(TLS.i18n.steps))
        )
        now(person).get_by_role("button", name=person.say("No"), exact=True).click()
    report = now(person).get_by_role("link", name=person.say("Report a problem"))
    expect(report).to_be_visible()
    assert report.get_attribute("target") is None  # it reads what was said in this tab
    person.visited("help-end")
    person.press("Start over")
    expect(person.field(person.say(ASKS))).to_have_value("")
    expect(now(person)).to_have_count(0)


def test_a_step_that_helps_ends_it_and_going_back_undoes_one_press(visitor: Person) -> None:
    visitor.visit("help/?topic=tls-settings")
    answer(visitor, TLS, 0, "certificate-or-date").click()
    visitor.sees("Step 3 of 5")
    visitor.press("Yes, that solved it")
    expect(now(visitor)).to_contain_text(LIBRARY.help_frame["assistant"].ends[0].i18n.meaning)
    visitor.press("Back")
    visitor.sees("Step 3 of 5")
    visitor.page.reload()
    visitor.sees("Step 3 of 5")


def test_what_was_not_meant_is_taken_back_and_another_is_chosen(visitor: Person) -> None:
    ask(visitor, QUOTED)
    visitor.press("This is not it")
    expect(visitor.main.get_by_role("heading", name="Did you mean one of these?")).to_be_visible()
    expect(now(visitor).get_by_role("button", name=title_of(visitor, TLS))).to_have_count(0)
    visitor.press("None of these")
    visitor.sees("We do not know this")
    ask(visitor, vague())
    expect(now(visitor).get_by_role("heading", name="Did you mean one of these?")).to_be_visible()
    visitor.visited("help-choices")
    now(visitor).get_by_role("button").first.click()
    expect(now(visitor).get_by_role("group")).to_be_visible()


def test_who_is_not_understood_comes_to_a_person(visitor: Person) -> None:
    ask(visitor, "what is the capital of Peru")
    expect(now(visitor)).to_contain_text("We do not know this")
    expect(now(visitor)).to_be_focused()
    expect(now(visitor).get_by_role("link", name="Report a problem")).to_be_visible()
    visitor.visited("help-unknown")
    ask(visitor, "   ")
    expect(visitor.page.locator("#error-summary")).to_be_focused()
    visitor.sees("Write in a few words what you need help with.")


def test_by_keyboard_alone(visitor: Person) -> None:
    keyboard = Keyboard(visitor)
    keyboard.type_into(visitor.field(ASKS), QUOTED)
    keyboard.press(visitor.button("Find help"))
    expect(now(visitor)).to_be_focused()
    keyboard.press(answer(visitor, TLS, 0, "certificate-or-date"))
    expect(now(visitor)).to_be_focused()
    keyboard.press(visitor.button("Yes, that solved it"))
    expect(now(visitor)).to_be_focused()
    keyboard.press(visitor.button("Start over"))
    expect(visitor.field(ASKS)).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_on_a_telephone_nothing_is_cut(site: Site, new_person: NewPerson, language: str) -> None:
    person = new_person(site, language, width=360, height=740)
    person.visit("help/?topic=browser-unsupported")
    expect(now(person)).to_contain_text(title_of(person, BROWSER))
    width = person.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 360
    person.visited("help-telephone")


def test_what_the_browser_tells_by_itself_is_not_asked(visitor: Person) -> None:
    visitor.visit("help/?topic=browser-unsupported")
    seen = now(visitor).get_by_role("listitem")
    expect(seen).to_contain_text("No, it is current")
    answer(visitor, BROWSER, 1, "yes")
    seen.get_by_role("button", name="That is not so").click()
    answer(visitor, BROWSER, 0, "i-do-not-know").click()
    visitor.sees("Step 1 of 4")
    with visitor.context.expect_page() as opened:
        now(visitor).get_by_role("link", name="Check my browser").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Check my browser")


def test_all_topics_are_there_without_scripts(site: Site, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, ignore_https_errors=True)
    page = context.new_page()
    page.goto(f"{site.url}/en/help/")
    for group in page.locator("main details summary").all():
        group.click()
    links = page.locator("main a[href*='topic=']")
    assert links.count() == len(LIBRARY.help_topics) - 1
    expect(links.first).to_be_visible()
    context.close()


def test_a_topic_of_the_list_opens(visitor: Person) -> None:
    visitor.main.locator("details summary").first.click()
    visitor.main.get_by_role("link", name=title_of(visitor, BROWSER)).click()
    expect(now(visitor).get_by_role("heading", level=2)).to_have_text(title_of(visitor, BROWSER))
    visitor.page.reload()
    expect(now(visitor).get_by_role("heading", level=2)).to_have_text(title_of(visitor, BROWSER))


# ---------------------------------------------------------------- the way there


def help_from(person: Person, link: Locator | None = None) -> Page:
    """Follow the link to the help, which opens a tab of its own."""
    with person.context.expect_page() as opened:
        (link or person.page.locator(".kiosk-header__help")).click()
    return opened.value


def test_help_knows_the_step_and_the_field_that_was_refused(site: Site, new_person: NewPerson) -> None:
    company = a_company(site)
    draft = an_application(company, "foreign-manufacturer")
    row = an_identifier(company, draft, "rfc-company", "ABC010203AB9")
    person = new_person(site)
    come_in(person, company.ana)
    person.visit(f"apply/?draft={draft}&step=identifiers")
    refused = person.page.locator(f"[id='f-identifier_value-{row}']")
    refused.fill(REFUSED)
    refused.blur()
    expect(refused).to_have_attribute("aria-invalid", "true")
    page = help_from(person)
    expect(page.get_by_role("main")).to_contain_text("You come from the page “Identifiers”.")
    expect(page.get_by_role("main")).to_contain_text("There, these fields need another look:")
    expect(refused).to_have_value(REFUSED)
    assert "ABC" not in page.url
    page.goto(f"{page.url}&topic=bei-rejected-format")
    back = page.get_by_role("main").get_by_role("link", name="Identifiers").first
    expect(back).to_have_attribute("href", f"/en/apply/?draft={draft}&step=identifiers#f-identifier_value-{row}")


def test_the_help_is_at_the_same_place_for_visitors_and_people_with_an_account(
    site: Site, new_person: NewPerson
) -> None:
    places = []
    for is_member in (False, True):
        person = new_person(site)
        if is_member:
            come_in(person, a_company(site).ana)
        person.visit("privacy/")
        link = person.page.locator(".kiosk-header__help")
        expect(link).to_be_visible()
        places.append(link.bounding_box())
    assert places[0] == places[1]


def test_a_refused_sign_in_offers_help_that_is_the_same_for_everybody(site: Site, new_person: NewPerson) -> None:
    company = a_company(site)
    seen = []
    for email in (company.ana.email, "nobody-at-all@example.com"):
        visitor = new_person(site)
        visitor.visit("sign-in/")
        visitor.fill_in(email=email, password="wrong-wrong-wrong")
        visitor.main.get_by_role("button", name="Sign in", exact=True).click()
        expect(visitor.page.locator("#error-summary")).to_be_visible()
        link = visitor.main.get_by_role("link", name="Help: my address or password is refused")
        page = help_from(visitor, link)
        expect(page.locator(".kiosk-help-now")).to_be_visible()
        seen.append(page.locator(".kiosk-help-now").inner_text())
    assert seen[0] == seen[1]


def test_signing_in_meanwhile_does_not_end_the_dialogue(site: Site, new_person: NewPerson) -> None:
    company = a_company(site)
    person = new_person(site)
    person.visit("help/?topic=tls-settings")
    answer(person, TLS, 0, "certificate-or-date").click()
    person.sees("Step 3 of 5")
    come_in(person, company.ana)
    person.page.reload()
    expect(person.link("My applications")).to_be_visible()
    person.sees("Step 3 of 5")
    person.press("Yes, that solved it")
    expect(now(person)).to_contain_text(LIBRARY.help_frame["assistant"].ends[0].i18n.meaning)
    person.page.go_back()
    person.sees("Step 3 of 5")
