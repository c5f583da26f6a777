"""Set up a passkey with Chromium's virtual authenticator, sign in with it, prove oneself, remove it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import CDPSession, expect
from sqlmodel import select

from ctpat_app.adapters import clock
from ctpat_app.domain.permissions import StaffRole
from ctpat_app.tables.accounts import StaffRow, UserAccountRow, UserSessionRow
from e2e.companies import Company, a_company, come_in, give_password
from e2e.conftest import NewPerson
from e2e.person import PASSWORD, Person
from e2e.site import Site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def named_site(built_pages: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A kiosk that browsers reach by a name: no passkey belongs to a number."""
    kiosk = Site(tmp_path_factory.mktemp("named"))
    kiosk.url = kiosk.url.replace("127.0.0.1", "localhost")
    kiosk.start()
    yield kiosk
    kiosk.stop()


def with_device(person: Person) -> CDPSession:
    """Give the person's browser a device that recognises them."""
    session = person.context.new_cdp_session(person.page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return session


def a_person(site: Site, new_person: NewPerson, language: str) -> tuple[Person, Company]:
    company = a_company(site, language=language)
    give_password(company, company.ana, PASSWORD)
    ana = new_person(site, language)
    come_in(ana, company.ana)
    with_device(ana)
    return ana, company


def adds(person: Person, name: str) -> None:
    person.visit("security/")
    person.field(person.say("Name of the new passkey (may stay empty)")).fill(name)
    person.press("Set up a passkey")
    expect(person.main.get_by_role("list", name=person.say("Recovery codes")).get_by_role("listitem")).to_have_count(10)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_passkey_is_set_up_signs_in_and_is_removed(named_site: Site, new_person: NewPerson, language: str) -> None:
    ana, _ = a_person(named_site, new_person, language)
    adds(ana, "Laptop")
    ana.visited("security-passkey", pictures=True)
    ana.press("Sign out")
    ana.visited("sign-in-passkey", pictures=True)
    ana.press("Sign in with a passkey")
    expect(ana.link("My applications")).to_be_visible()
    ana.visit("security/")
    ana.press("Remove the passkey")
    expect(ana.main.get_by_text(ana.say("The passkey is removed. Delete it on your device as well."))).to_be_visible()
    expect(ana.main.get_by_text("Laptop")).to_have_count(0)


def test_after_the_password_the_passkey_is_the_second_step(named_site: Site, new_person: NewPerson) -> None:
    ana, company = a_person(named_site, new_person, "en")
    adds(ana, "")
    ana.press("Sign out")
    ana.fill_in(email=company.ana.email, password=PASSWORD)
    ana.main.get_by_role("button", name="Sign in", exact=True).click()
    expect(ana.heading).to_have_text("Second step of signing in")
    ana.visited("second-factor-passkey")
    ana.press("Use a passkey instead")
    expect(ana.link("My applications")).to_be_visible()


def test_a_passkey_proves_anew_who_one_is(named_site: Site, new_person: NewPerson) -> None:
    ana, company = a_person(named_site, new_person, "en")
    adds(ana, "")
    with named_site.database() as session:
        for row in session.exec(select(UserSessionRow).where(UserSessionRow.user_id == company.ana.user_id)):
            row.proved_at = clock.now() - timedelta(hours=1)
    ana.visit("security/")
    ana.press("Make new recovery codes")
    expect(ana.heading).to_have_text("Show that it is you")
    ana.visited("prove-passkey", pictures=True)
    ana.press("Use a passkey instead")
    expect(ana.heading).to_have_text("Signing in and security")


def test_a_passkey_is_the_second_factor_of_staff(named_site: Site, new_person: NewPerson) -> None:
    ana, company = a_person(named_site, new_person, "en")
    with named_site.database() as session:
        session.add(StaffRow(user_id=company.ana.user_id, role=StaffRole.SPECIALIST, added_at=clock.now()))
    ana.visit("home/")
    expect(ana.heading).to_have_text("Signing in and security")
    adds(ana, "Desk")
    ana.visit("home/")
    expect(ana.heading).to_have_text("Your applications")


def test_where_the_address_is_a_number_the_page_says_so(site: Site, new_person: NewPerson) -> None:
    company = a_company(site)
    ben = new_person(site)
    come_in(ben, company.ben)
    ben.visit("security/")
    expect(ben.main.get_by_text("This browser cannot use passkeys here.")).to_be_visible()
    expect(ben.button("Set up a passkey")).to_be_hidden()


def test_a_password_that_is_too_old_is_changed_before_anything_else(site: Site, new_person: NewPerson) -> None:
    company = a_company(site)
    give_password(company, company.ana, PASSWORD)
    with site.database() as session:
        session.get_one(UserAccountRow, company.ana.user_id).password_changed_at = clock.now() - timedelta(days=91)
    ana = new_person(site)
    ana.visit("sign-in/")
    ana.fill_in(email=company.ana.email, password=PASSWORD)
    ana.main.get_by_role("button", name="Sign in", exact=True).click()
    expect(ana.heading).to_have_text("Change your password")
    ana.visited("change-password-due", pictures=True)
    ana.visit("home/")
    expect(ana.heading).to_have_text("Change your password")
    ana.field("Password of today").fill(PASSWORD)
    ana.page.get_by_role("textbox", name="New password").fill("seven ponds behind the mill")
    ana.press("Change the password")
    expect(ana.main.get_by_text("Your password is changed.")).to_be_visible()
    ana.visit("home/")
    expect(ana.heading).to_have_text("Your applications")


def test_two_weeks_ahead_the_own_page_warns(site: Site, new_person: NewPerson) -> None:
    company = a_company(site)
    with site.database() as session:
        session.get_one(UserAccountRow, company.ana.user_id).password_changed_at = clock.now() - timedelta(days=77)
    ana = new_person(site)
    come_in(ana, company.ana)
    ana.visit("home/")
    expect(ana.main.get_by_text("Your password is getting old.")).to_be_visible()
