"""Set up an authenticator app, sign in with its code and with a printed code; staff are led to the set-up."""

from datetime import UTC, date, datetime
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import expect

from ctpat_app.adapters import clock
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.tables.accounts import StaffRow
from e2e.companies import a_company, come_in, give_password
from e2e.conftest import NewPerson
from e2e.person import PASSWORD, Person
from e2e.site import Site

pytestmark = pytest.mark.browser


def set_up(person: Person) -> pyotp.TOTP:
    """Set up an app on the page that is open; return the app."""
    person.press("Set up an authenticator app")
    key = person.main.locator("bdi.kiosk-code").first
    expect(key).to_be_visible()
    expect(
        person.page.get_by_role("img", name=person.say("Code to scan; the key below says the same."))
    ).to_be_visible()
    app = pyotp.TOTP(key.inner_text().replace(" ", ""))
    person.visited("security-set-up", pictures=True)
    person.field(person.say("Code of the app")).fill(app.at(clock.now()))
    person.press("Confirm the app")
    expect(person.main.get_by_role("list", name=person.say("Recovery codes")).get_by_role("listitem")).to_have_count(10)
    return app


def begin_sign_in(person: Person, actor: Actor) -> None:
    """Sign out, and give the password again."""
    person.press("Sign out")
    expect(person.heading).to_have_text(person.say("Sign in"))
    person.fill_in(email=actor.email, password=PASSWORD)
    person.main.get_by_role("button", name=person.say("Sign in"), exact=True).click()
    expect(person.heading).to_have_text(person.say("Second step of signing in"))


def enter(person: Person, code: str) -> None:
    person.page.get_by_role("textbox", name=person.say("Code"), exact=True).fill(code)
    person.main.get_by_role("button", name=person.say("Sign in"), exact=True).click()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_app_is_set_up_and_its_codes_and_a_printed_one_let_in(
    site: Site, new_person: NewPerson, language: str
) -> None:
    company = a_company(site, language=language)
    give_password(company, company.ana, PASSWORD)
    ana = new_person(site, language)
    come_in(ana, company.ana)
    ana.visit("security/")
    app = set_up(ana)
    printed = ana.main.get_by_role("list", name=ana.say("Recovery codes")).get_by_role("listitem").first.inner_text()
    ana.visited("security-codes", pictures=True)
    with ana.page.expect_download() as saved:
        ana.link("Save as text file").click()
    assert printed in saved.value.path().read_text("utf-8")
    begin_sign_in(ana, company.ana)
    ana.visited("second-factor-asked", pictures=True)
    enter(ana, "000000")
    expect(ana.page.get_by_role("alert")).to_be_visible()
    # The code of the set-up is used up; that of the next half minute is taken already.
    enter(ana, app.at(clock.now(), counter_offset=1))
    expect(ana.link("My applications")).to_be_visible()
    begin_sign_in(ana, company.ana)
    enter(ana, printed)
    expect(ana.link("My applications")).to_be_visible()
    begin_sign_in(ana, company.ana)
    enter(ana, printed)
    expect(ana.page.get_by_role("alert")).to_be_visible()


def test_staff_are_led_to_the_set_up_and_get_on_afterwards(site: Site, new_person: NewPerson) -> None:
    company = a_company(site)
    with site.database() as session:
        session.add(StaffRow(user_id=company.dan.user_id, role=StaffRole.SPECIALIST, added_at=clock.now()))
    eva = new_person(site)
    come_in(eva, company.dan)
    eva.visit("home/")
    expect(eva.heading).to_have_text(eva.say("Signing in and security"))
    set_up(eva)
    eva.visit("home/")
    expect(eva.heading).to_have_text(eva.say("Your applications"))
    expect(eva.link("Add another company")).to_be_visible()


def test_codes_are_those_of_the_real_day(built_pages: None, tmp_path: Path, new_person: NewPerson) -> None:
    """The kiosk's clock stands at a day of its own, which no app knows: the code of the real day counts."""
    day = date(2026, 3, 2)
    site = Site(tmp_path / "kiosk", KIOSK_TODAY=day.isoformat())
    site.start()
    try:
        company = a_company(site)
        ana = new_person(site)
        come_in(ana, company.ana)
        ana.visit("security/")
        ana.press("Set up an authenticator app")
        app = pyotp.TOTP(ana.main.locator("bdi.kiosk-code").first.inner_text().replace(" ", ""))
        for moment, taken in ((datetime.combine(day, clock.now().time(), UTC), False), (clock.now(), True)):
            ana.field("Code of the app").fill(app.at(moment))
            ana.press("Confirm the app")
            codes = ana.main.get_by_role("list", name="Recovery codes").get_by_role("listitem")
            expect(codes).to_have_count(10 if taken else 0)
            expect(ana.page.get_by_role("alert")).to_have_count(0 if taken else 1)
    finally:
        site.stop()
