"""A terminal in a lobby: set up, begun at, left behind, cleaned; and the way on to one's own phone."""

import re

import pytest
from playwright.sync_api import Locator, expect
from sqlmodel import col, select

from ctpat_app.adapters.shared_terminal import TERMINAL_COOKIE, Terminal, seal_terminal
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.guidance.questions import CRITERION
from ctpat_app.tables.accounts import UserSessionRow
from ctpat_app.words.languages import own_name
from ctpat_app.words.messages import message
from e2e import parts
from e2e.companies import Company, a_company, an_application, come_in, give_password, stored
from e2e.conftest import NewPerson
from e2e.person import PASSWORD, Person
from e2e.site import Site
from tests.factories import a_person, a_staff_member

pytestmark = pytest.mark.browser

LARGE = 64
BEGIN = "Begin here"
NAME = "Lobby, Laredo"


def is_a_terminal(person: Person) -> None:
    """Let the browser of ``person`` be a terminal whose first language is English."""
    sealed = seal_terminal(person.site.settings.secret_key, Terminal(NAME, "en"))
    person.context.add_cookies([{"name": TERMINAL_COOKIE, "value": sealed, "url": person.site.url}])


def begins(person: Person) -> None:
    person.visit("terminal/")
    expect(person.heading).to_have_text(person.say(BEGIN))


def begins_again(person: Person) -> None:
    """Everything starts over, in the first language of the terminal."""
    expect(person.heading).to_have_text(BEGIN)
    expect(person.page).to_have_url(re.compile(r"/en/terminal/$"))


def signs_in_here(person: Person, company: Company, actor: Actor) -> None:
    give_password(company, actor, PASSWORD)
    person.main.get_by_role("link", name=person.say("Go on with what you have begun")).click()
    person.sees(person.say("This is a shared terminal. When you finish, or walk away, it forgets you."))
    person.sign_in(actor.email)


def open_sessions(site: Site, actor: Actor) -> int:
    with site.database() as session:
        own = (col(UserSessionRow.user_id) == actor.user_id, col(UserSessionRow.ended_at).is_(None))
        return len(session.exec(select(UserSessionRow).where(*own)).all())


def goes_back(person: Person, *, forward: bool = False) -> None:
    """Press Back (or Forward); the page may send the browser on while it still loads."""
    person.page.evaluate("history.forward()" if forward else "history.back()")


def warning(person: Person) -> Locator:
    return person.page.get_by_role("dialog", name=person.say("Are you still there?"))


def test_staff_set_up_a_terminal_and_everybody_begins_with_large_targets(site: Site, new_person: NewPerson) -> None:
    with site.database() as session:
        finn = a_staff_member(session, a_person(session, email="finn-terminal@example.com"), StaffRole.HELP_DESK)
    lobby = new_person(site)
    come_in(lobby, finn)
    lobby.visit("staff/terminal/")
    expect(lobby.heading).to_have_text("Set up a shared terminal")
    lobby.visited("staff-terminal", pictures=True)
    lobby.press("Make this browser a terminal")
    expect(lobby.page.locator("#error-summary")).to_be_focused()
    lobby.field("Name of the terminal").fill(NAME)
    lobby.press("Make this browser a terminal")
    begins_again(lobby)
    assert open_sessions(site, finn) == 0
    lobby.visited("terminal", pictures=True)
    expect(lobby.page.get_by_role("banner")).to_have_count(0)
    expect(lobby.page.get_by_role("contentinfo")).to_have_count(0)
    links = lobby.main.get_by_role("link").all()
    assert len(links) == len(site.settings.languages) + 5
    for link in links:
        box = link.bounding_box()
        assert box
        assert box["height"] >= LARGE
    lobby.page.get_by_role("link", name=own_name("ar"), exact=True).click()
    expect(lobby.page.locator("html")).to_have_attribute("dir", "rtl")
    lobby.visited("terminal-ar", pictures=True)
    lobby.page.goto(f"{site.url}/es/")
    expect(lobby.page).to_have_url(re.compile(r"/es/terminal/$"))


def test_who_walks_away_is_asked_and_then_everything_goes(site: Site, new_person: NewPerson) -> None:
    lobby = new_person(site, "es")
    is_a_terminal(lobby)
    lobby.page.clock.install()
    begins(lobby)
    lobby.main.get_by_role("link", name=lobby.say("Apply")).click()
    name = lobby.page.get_by_role("textbox", name=lobby.say("Your name"), exact=True)
    name.fill("Nora of the lobby")
    lobby.page.clock.fast_forward("01:20")  # the real time goes on besides
    expect(warning(lobby)).to_be_hidden()
    lobby.page.clock.fast_forward("00:45")
    expect(warning(lobby)).to_be_visible()
    expect(lobby.button("I am still here")).to_be_focused()
    lobby.page.clock.fast_forward("00:30")
    expect(lobby.page.locator("[data-terminal-say]")).to_contain_text("30")
    lobby.press("I am still here")
    expect(warning(lobby)).to_be_hidden()
    expect(name).to_be_focused()
    expect(name).to_have_value("Nora of the lobby")
    lobby.page.clock.fast_forward("02:01")
    expect(warning(lobby)).to_be_visible()
    box = lobby.button("I am still here").bounding_box()
    assert box
    assert box["height"] >= LARGE
    lobby.visited("terminal-warning")
    more = lobby.say("I need more time: ask every {minutes} minutes", minutes=20)
    lobby.page.get_by_role("button", name=more).click()
    lobby.page.clock.fast_forward("18:00")
    expect(warning(lobby)).to_be_hidden()
    lobby.page.clock.fast_forward("02:05")
    expect(warning(lobby)).to_be_visible()
    lobby.page.clock.fast_forward("01:00")
    begins_again(lobby)
    assert {cookie["name"] for cookie in lobby.context.cookies()} == {TERMINAL_COOKIE, "kiosk_language"}
    goes_back(lobby)
    expect(lobby.page).not_to_have_url(re.compile(r"/en/terminal/$"))
    expect(lobby.heading).to_be_visible()
    assert "Nora of the lobby" not in lobby.page.content()


def test_a_machine_that_slept_does_not_ask_any_more(site: Site, new_person: NewPerson) -> None:
    company = a_company(site)
    lobby = new_person(site)
    is_a_terminal(lobby)
    lobby.page.clock.install()
    begins(lobby)
    signs_in_here(lobby, company, company.ana)
    assert open_sessions(site, company.ana) == 1
    lobby.page.keyboard.press("Tab")
    lobby.page.clock.fast_forward("08:00:00")
    begins_again(lobby)
    assert open_sessions(site, company.ana) == 0


def test_the_first_language_comes_back_when_nobody_went_on(site: Site, new_person: NewPerson) -> None:
    lobby = new_person(site)
    is_a_terminal(lobby)
    lobby.page.clock.install()
    begins(lobby)
    lobby.page.get_by_role("link", name=own_name("es"), exact=True).click()
    expect(lobby.page).to_have_url(re.compile(r"/es/terminal/$"))
    expect(lobby.heading).to_be_visible()
    lobby.page.clock.fast_forward("02:05")
    begins_again(lobby)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_back_shows_nothing_of_the_person_before(site: Site, new_person: NewPerson, language: str) -> None:
    company = a_company(site, language=language)
    draft = an_application(company, "foreign-manufacturer")
    lobby = new_person(site, language)
    is_a_terminal(lobby)
    begins(lobby)
    signs_in_here(lobby, company, company.ana)
    lobby.visit(f"profile/?draft={draft}&criterion=1.1")
    answer = parts.response_field(lobby)
    answer.fill("Secret of the company")
    lobby.sees_saved()
    assert lobby.page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('kiosk:typed')).length") == 0
    lobby.press("Finish and clear")
    begins_again(lobby)
    assert open_sessions(site, company.ana) == 0
    for _ in range(3):
        goes_back(lobby)
        begins_again(lobby)
        assert "Secret of the company" not in lobby.page.content()
        assert f"draft={draft}" not in lobby.page.url
    assert stored(company, draft, CRITERION + "1.1") == "Secret of the company"


def test_answers_in_an_address_are_out_of_reach_of_the_next_visitor(site: Site, new_person: NewPerson) -> None:
    lobby = new_person(site)
    is_a_terminal(lobby)
    begins(lobby)
    lobby.link("Can we join?").click()
    lobby.tick(lobby.country("MX"))
    lobby.press("Continue")
    expect(lobby.heading).to_have_text(message("joining.types", "en"))
    assert "MX" in lobby.page.url
    lobby.page.go_back()
    expect(lobby.heading).to_have_text(message("joining.where", "en"))
    lobby.page.go_forward()
    expect(lobby.heading).to_have_text(message("joining.types", "en"))
    lobby.button("Finish and start over").first.click()
    begins_again(lobby)
    goes_back(lobby)
    begins_again(lobby)
    goes_back(lobby, forward=True)
    begins_again(lobby)
    assert "MX" not in lobby.page.url


def test_a_draft_goes_on_on_ones_own_phone_in_spanish(site: Site, new_person: NewPerson) -> None:
    company = a_company(site, language="es")
    draft = an_application(company, "foreign-manufacturer")
    lobby, phone = new_person(site, "es"), new_person(site, "es", width=390, height=844)
    is_a_terminal(lobby)
    begins(lobby)
    signs_in_here(lobby, company, company.ana)
    lobby.visit(f"apply/?draft={draft}&step=business-types")
    title = str(lobby.heading.text_content())
    lobby.link("Go on with my phone").click()
    expect(lobby.heading).to_have_text(lobby.say("Go on with your phone"))
    lobby.visited("to-phone", pictures=True)
    lobby.press("Show the code")
    expect(lobby.page.get_by_role("img", name=lobby.say("QR code with the address and the code below"))).to_be_visible()
    code = str(lobby.main.locator("strong .kiosk-code").text_content())
    lobby.sees(f"{site.url}/es/phone/")
    lobby.visited("to-phone-code", pictures=True)

    phone.visit(f"phone/?code={code}")
    phone.sees(NAME)
    phone.visited("phone", pictures=True)
    phone.page.reload()  # looking uses nothing up
    phone.press("Use this phone")
    shown = phone.main.locator(".kiosk-digits")
    expect(shown).to_have_text(re.compile(r"\d\d"))
    phone.visited("phone-digits", pictures=True)
    expect(lobby.main.locator(".kiosk-digits")).to_have_text(str(shown.text_content()))
    lobby.visited("to-phone-digits", pictures=True)
    lobby.press("Yes, my phone shows them")
    begins_again(lobby)
    assert open_sessions(site, company.ana) == 0

    phone.sees(phone.say("The shared computer has signed you out. Sign in here to go on where you were."))
    phone.visited("phone-confirmed", pictures=True)
    phone.main.get_by_role("link", name=phone.say("Sign in"), exact=True).click()
    # The form learns from the server where it leads; nobody types an address and a password before that.
    expect(phone.page.locator("input[name=next]").first).to_have_value("/es/phone/")
    phone.sign_in(company.ana.email)
    expect(phone.heading).to_have_text(title)
    expect(phone.page).to_have_url(re.compile(rf"/es/apply/\?draft={draft}&step=business-types"))

    late = new_person(site, "es", width=390)
    late.visit("phone/")
    late.field(late.say("Code from the shared computer")).fill(code.lower())
    late.press("Continue")
    late.sees(late.say("This code does not work any more. Ask for a new one at the shared computer."))
    late.visited("phone-over")


def test_the_wrong_phone_is_refused_and_changes_nothing(site: Site, new_person: NewPerson) -> None:
    company = a_company(site)
    draft = an_application(company)
    lobby, dans, bystander = new_person(site), new_person(site, width=390), new_person(site, width=390)
    is_a_terminal(lobby)
    begins(lobby)
    signs_in_here(lobby, company, company.ana)
    lobby.visit(f"application/?draft={draft}")
    lobby.link("Go on with my phone").click()
    lobby.press("Show the code")
    code = str(lobby.main.locator("strong .kiosk-code").text_content())
    come_in(dans, company.dan)
    dans.visit(f"phone/?code={code}")
    dans.press("Use this phone")
    expect(dans.page.locator("#error-summary")).to_contain_text("Somebody else is signed in on this phone.")
    dans.visited("phone-other-person")
    bystander.visit(f"phone/?code={code}")
    bystander.press("Use this phone")
    expect(lobby.main.locator(".kiosk-digits")).to_be_visible()
    lobby.press("No, this is not my phone")
    lobby.sees("That phone was refused. Nothing of yours was shown on it.")
    bystander.sees("At the shared computer somebody said that this is not their phone.")
    assert open_sessions(site, company.ana) == 1
    lobby.press("Show a new code")
    expect(lobby.main.locator("strong .kiosk-code")).not_to_have_text(code)
