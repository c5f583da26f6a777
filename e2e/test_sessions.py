"""Where somebody is signed in, the warning before the end, shared computers, and proving again who one is."""

import secrets
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlmodel import col, select

from ctpat_app.adapters import clock
from ctpat_app.domain.permissions import Actor
from ctpat_app.guidance.questions import CRITERION
from ctpat_app.services.sessions import Browser, open_session
from ctpat_app.tables.accounts import UserSessionRow
from e2e import parts
from e2e.companies import Company, a_company, a_complete_application, an_application, come_in, give_password, stored
from e2e.conftest import NewPerson
from e2e.person import PASSWORD, Person
from e2e.site import Site

pytestmark = pytest.mark.browser

SHARED = "This is a shared computer"


def time_passes(site: Site, actor: Actor, minutes: float) -> None:
    """Let time pass without use: for the server the sessions were used and proved that much earlier."""
    with site.database() as session:
        for row in session.exec(select(UserSessionRow).where(col(UserSessionRow.user_id) == actor.user_id)):
            row.last_seen_at -= timedelta(minutes=minutes)
            row.proved_at = row.last_seen_at
            session.add(row)


def signs_in(person: Person, actor: Actor, *, shared: bool = False) -> None:
    person.visit("sign-in/")
    if shared:
        person.tick(person.say(SHARED))
    person.sign_in(actor.email)


def looks_again(person: Person) -> None:
    """Come back to the tab: it asks the server how much time is left."""
    person.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def with_password(company: Company, actor: Actor) -> Actor:
    give_password(company, actor, PASSWORD)
    return actor


@pytest.mark.parametrize("language", ["en", "ar"])
def test_another_browser_is_seen_and_signed_out_on_its_next_step(
    site: Site, new_person: NewPerson, language: str
) -> None:
    company = a_company(site, language=language)
    draft = an_application(company, "foreign-manufacturer")
    here, there = new_person(site, language), new_person(site, language)
    come_in(there, company.ana)
    there.visit(f"profile/?draft={draft}&criterion=1.1")
    expect(parts.response_field(there)).to_be_visible()
    with site.database() as session:
        browser = Browser("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/145.0", "203.0.113.77")
        token = secrets.token_urlsafe(32)
        open_session(session, user_id=company.ana.user_id, token=token, device="", now=clock.now(), browser=browser)
    here.come_in_as(token)
    here.visit("sessions/")
    expect(here.main.get_by_text("203.0.x.x")).to_be_visible()
    expect(here.main.get_by_text(here.say("This browser"), exact=True)).to_have_count(1)
    here.visited("sessions", pictures=True)
    here.button("Sign out this one").click()
    expect(here.main.locator(".kiosk-told")).not_to_be_empty()
    expect(here.button("Sign out this one")).to_have_count(0)
    box = parts.response_field(there)
    box.fill("Typed after the sign-out")
    box.blur()
    expect(there.heading).to_have_text(there.say("Sign in"))
    assert stored(company, draft, CRITERION + "1.1") == ""


def test_signing_out_everywhere_ends_this_browser_too(site: Site, new_person: NewPerson) -> None:
    company = a_company(site)
    ana = new_person(site)
    signs_in(ana, with_password(company, company.ana))
    ana.visit("sessions/")
    ana.press("Sign out everywhere, here too")
    ana.sees("You are signed out everywhere.")
    ana.visit("sessions/")
    expect(ana.heading).to_have_text("Sign in")


def test_the_warning_asks_once_and_staying_costs_one_step_and_nothing_typed(site: Site, new_person: NewPerson) -> None:
    company = a_company(site)
    draft = an_application(company, "foreign-manufacturer")
    ana = new_person(site)
    come_in(ana, company.ana)
    ana.visit(f"profile/?draft={draft}&criterion=1.1")
    box = parts.response_field(ana)
    box.fill("Half a thought")
    ana.sees_saved()
    box.press_sequentially(", and more")
    time_passes(site, company.ana, 59)
    looks_again(ana)
    warning = ana.page.get_by_role("dialog", name="Are you still here?")
    expect(warning).to_be_visible()
    expect(warning.get_by_role("button", name="Stay signed in")).to_be_focused()
    ana.visited("idle-warning", pictures=True)
    ana.press("Stay signed in")
    expect(warning).to_be_hidden()
    expect(box).to_be_focused()
    expect(box).to_have_value("Half a thought, and more")


def test_use_in_another_tab_takes_the_warning_away(site: Site, new_person: NewPerson) -> None:
    company = a_company(site)
    ana = new_person(site)
    come_in(ana, company.ana)
    ana.page.clock.install()
    ana.visit("home/")
    expect(ana.link("My applications")).to_be_visible()
    time_passes(site, company.ana, 59)
    ana.page.clock.fast_forward("59:00")
    warning = ana.page.get_by_role("dialog", name="Are you still here?")
    expect(warning).to_be_visible()
    other = ana.context.new_page()
    other.goto(f"{site.url}/en/home/")
    expect(other.get_by_role("link", name="My applications")).to_be_visible()
    ana.page.clock.fast_forward("00:06")
    expect(warning).to_be_hidden()


def test_after_the_time_out_the_page_says_so_and_leads_back(site: Site, new_person: NewPerson) -> None:
    company = a_company(site)
    ana = new_person(site)
    signs_in(ana, with_password(company, company.ana))
    ana.visit("sessions/")
    expect(ana.main.get_by_text("This browser", exact=True)).to_be_visible()
    time_passes(site, company.ana, 61)
    looks_again(ana)
    ana.sees("You are signed out, because nothing was done for a while.")
    ana.visited("idle-over", pictures=True)
    ana.link("Sign in again").click()
    ana.sign_in(company.ana.email)
    expect(ana.heading).to_have_text("Where you are signed in")


def test_what_was_typed_after_the_time_out_is_saved_after_signing_in(site: Site, new_person: NewPerson) -> None:
    company = a_company(site)
    draft = an_application(company, "foreign-manufacturer")
    ana = new_person(site)
    signs_in(ana, with_password(company, company.ana))
    ana.visit(f"profile/?draft={draft}&criterion=1.1")
    box = parts.response_field(ana)
    expect(box).to_be_visible()
    time_passes(site, company.ana, 61)
    box.fill("Typed before the end")
    box.blur()
    expect(ana.heading).to_have_text("Sign in")
    ana.sign_in(company.ana.email)
    expect(parts.response_field(ana)).to_have_value("Typed before the end")
    ana.sees_saved()
    assert stored(company, draft, CRITERION + "1.1") == "Typed before the end"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_shared_computer_keeps_nothing(site: Site, new_person: NewPerson, language: str) -> None:
    company = a_company(site, language=language)
    draft = an_application(company, "foreign-manufacturer")
    ana = new_person(site, language)
    signs_in(ana, with_password(company, company.ana), shared=True)
    ana.visit(f"profile/?draft={draft}&criterion=1.1")
    box = parts.response_field(ana)
    expect(ana.button("Finish and clear")).to_be_visible()
    box.fill("Secret of the company")
    ana.sees_saved()
    box.press_sequentially(" and a little more")
    kept = ana.page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('kiosk:')).length")
    assert kept == 0
    names = {cookie["name"]: cookie["expires"] for cookie in ana.context.cookies()}
    assert "kiosk_device" not in names
    assert (names["__Host-kiosk_session"], names["kiosk_shared"]) == (-1, -1)
    ana.visited("shared-computer", pictures=True)
    ana.press("Finish and clear")
    expect(ana.heading).to_have_text(ana.say("You are signed out"))
    ana.visited("finished", pictures=True)
    assert {cookie["name"] for cookie in ana.context.cookies()} <= {"kiosk_language"}
    ana.page.go_back()
    expect(ana.heading).to_have_text(ana.say("Sign in"))
    assert "Secret of the company" not in ana.page.content()


def test_signing_after_a_while_asks_for_a_proof_and_loses_nothing(site: Site, new_person: NewPerson) -> None:
    company = a_company(site)
    draft = a_complete_application(company)
    ana = new_person(site)
    signs_in(ana, with_password(company, company.ana))
    ana.visit(f"sign/?draft={draft}")
    expect(ana.button("Sign and send")).to_be_visible()
    time_passes(site, company.ana, 16)
    ana.tick("I am the officer, I have read the agreement, and I agree for the company.")
    ana.field("Your full name").fill(company.ana.name)
    ana.press("Sign and send")
    expect(ana.heading).to_have_text("Show that it is you")
    ana.visited("prove", pictures=True)
    ana.fill_in(password="not my password")
    ana.press("Go on")
    ana.sees("This is not your present password. Check it and try again.")
    ana.fill_in(password=PASSWORD)
    ana.press("Go on")
    expect(ana.heading).to_have_text("Sign and send")
    expect(ana.field("Your full name")).to_have_value(company.ana.name)
    ana.press("Sign and send")
    assert parts.reference_on_show(ana)
