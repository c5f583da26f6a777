"""A person's own data: a copy to keep, leaving and coming back, an application that is taken back."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from ctpat_app.adapters import clock
from ctpat_app.domain.permissions import Actor
from ctpat_app.jobs import apply_retention
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.words.own_data import SECTION_NAMES
from e2e.companies import a_company, an_application, come_in, give_password
from e2e.conftest import NewPerson
from e2e.person import PASSWORD, Person
from e2e.site import Site

pytestmark = pytest.mark.browser


def at_my_data(site: Site, new_person: NewPerson, actor: Actor, language: str) -> Person:
    person = new_person(site, language)
    come_in(person, actor)
    person.visit("my-data/")
    expect(person.button("Delete my account")).to_be_visible()
    return person


def open_mail(person: Person, email: str) -> None:
    """Open the link of the newest mail to somebody."""
    person.visit("outbox/")
    person.newest_mail_to(email).get_by_role("link").click()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_copy_of_everything_can_be_read_and_processed(site: Site, new_person: NewPerson, language: str) -> None:
    company = a_company(site, language=language)
    ana = at_my_data(site, new_person, company.ana, language)
    ana.visited("my-data", pictures=True)
    with ana.page.expect_download() as download:
        ana.link("Download my data (ZIP)").click()
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as archive:
        data = json.loads(archive.read("my-data.json"))
        page = archive.read("my-data.html").decode()
    assert data["account"][0]["email"] == company.ana.email
    assert company.ben.email not in json.dumps(data)
    assert f'lang="{language}"' in page
    assert ana.say(SECTION_NAMES["answers"]) in page
    ana.forgiven.append("404")  # the page in the archive has no icon
    ana.page.set_content(page)
    ana.visited("my-data-copy")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_leaving_and_coming_back_by_the_mailed_link(site: Site, new_person: NewPerson, language: str) -> None:
    company = a_company(site, language=language)
    give_password(company, company.ben, PASSWORD)
    ben = at_my_data(site, new_person, company.ben, language)
    ben.press("Delete my account")
    ben.sees(ben.say("Tick the box if you are sure. Nothing was deleted."))
    ben.tick(ben.say("I want my account to be deleted."))
    ben.press("Delete my account")
    ben.sees(ben.say("You are signed out. Your account is deleted in 14 days. A link in our mail brings you back."))
    open_mail(ben, company.ben.email)
    expect(ben.heading).to_have_text(ben.say("Keep it"))
    ben.visited("keep", pictures=True)
    ben.press("Do not delete it")
    ben.sees(ben.say("Your account is kept. Sign in as usual."))
    ben.sign_in(company.ben.email)


def test_the_only_officer_hears_what_to_do_first(site: Site, new_person: NewPerson) -> None:
    company = a_company(site)
    an_application(company, "foreign-manufacturer")
    ana = at_my_data(site, new_person, company.ana, "en")
    ana.tick("I want my account to be deleted.")
    ana.press("Delete my account")
    ana.sees("Acme Carriers SA has no other officer.")
    ana.visited("my-data-refused", pictures=True)


def test_an_application_that_nobody_worked_on_is_taken_back(own_site: Site, new_person: NewPerson) -> None:
    site = own_site  # a year passes in it
    company = a_company(site, name="Sleepy Imports LLC")
    draft = an_application(company, "foreign-manufacturer")
    year = timedelta(days=366)
    with site.opened():
        now = clock.now()
        apply_retention(months=12, now=now + year)
        apply_retention(months=12, now=now + year + timedelta(days=31))
    with site.database() as session:
        assert session.get_one(DraftRow, draft).removed_at is not None
    ana = new_person(site)
    open_mail(ana, company.ana.email)
    ana.press("Do not delete it")
    ana.sees("The application is kept. Sign in to go on with it.")
    come_in(ana, company.ana)
    ana.visit(f"application/?draft={draft}")
    expect(ana.heading).to_be_visible()
    ana.visited("application-taken-back")


def test_the_terms_say_what_holds(site: Site, new_person: NewPerson) -> None:
    visitor = new_person(site, "ar")
    visitor.visit("")
    visitor.link("Terms of use").click()
    expect(visitor.heading).to_have_text(visitor.say("Terms of use"))
    visitor.visited("terms", pictures=True)
