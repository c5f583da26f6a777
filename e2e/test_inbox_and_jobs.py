"""A person reads what they were told and chooses what is mailed; a supervisor looks after the jobs; the clock moves."""

import re
from typing import Final

import pytest
from playwright.sync_api import Locator, expect

from ctpat_app.adapters import clock
from ctpat_app.domain.permissions import StaffRole
from ctpat_app.services.notices import tell
from ctpat_app.tables.outbox import OutboxRow
from ctpat_app.words.mails import notice_text
from e2e.companies import Company, a_company, come_in
from e2e.conftest import NewPerson
from e2e.person import Person
from e2e.site import Site
from tests.factories import a_person, a_staff_member

pytestmark = pytest.mark.browser

NAME: Final = "Transportes Peña e Hijos"
FIRST_DAY, NEXT_YEAR = "2027-03-01", "2028-02-29"


@pytest.fixture
def company(site: Site) -> Company:
    return a_company(site, name=NAME)


def told(company: Company, times: int) -> None:
    """Tell ana something, several times."""
    with company.site.database() as session:
        for _ in range(times):
            tell(
                session,
                [company.ana.user_id],
                template="model-moved",
                path=f"trade-account/?account={company.account}",
                now=clock.now(),
                company=NAME,
            )


def signed_in(new_person: NewPerson, company: Company, who: str, language: str = "en", width: int = 1280) -> Person:
    person = new_person(company.site, language, width=width)
    come_in(person, getattr(company, who))
    return person


def entries(person: Person) -> Locator:
    heading, _ = notice_text("model-moved", person.language, {"company": NAME}, kiosk="")
    return person.main.get_by_role("link", name=heading)


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 1280), ("en", 320), ("ar", 320)])
def test_ana_reads_what_she_was_told_and_chooses_what_is_mailed(
    company: Company, new_person: NewPerson, language: str, width: int
) -> None:
    told(company, 3)
    ana = signed_in(new_person, company, "ana", language, width)
    ana.visit("home/")
    ana.page.get_by_role("banner").get_by_role("link", name=ana.say("Inbox: {count} unread", count=3)).click()
    expect(ana.heading).to_have_text(ana.say("Inbox"))
    expect(entries(ana)).to_have_count(3)
    expect(ana.main.get_by_text(ana.say("Not read yet"))).to_have_count(3)
    ana.visited("inbox-unread", pictures=True)

    entries(ana).first.click()
    expect(ana.page).to_have_url(re.compile(rf"trade-account/\?account={company.account}&notice=\d+"))
    expect(ana.page.get_by_role("link", name=ana.say("Inbox: {count} unread", count=2))).to_be_visible()
    ana.visit("inbox/?show=unread")
    expect(entries(ana)).to_have_count(2)

    told(company, 1)  # meanwhile: it was not on show, so it stays unread
    ana.button("Mark all as read").click()
    expect(ana.page.locator(".kiosk-told")).to_have_text(ana.say("Everything is marked as read."))
    expect(entries(ana)).to_have_count(1)

    label = ana.main.locator("label[for='mail-status']")
    label.click()
    ana.press("Save the choice")
    chosen = ana.say("Your choice is saved. The inbox still gets everything.")
    expect(ana.page.locator(".kiosk-told")).to_have_text(chosen)
    ana.page.reload()
    expect(ana.page.locator("#mail-status")).not_to_be_checked()
    expect(ana.page.locator("#mail-reminders")).to_be_checked()
    ana.visited("inbox-chosen", pictures=True)


def test_dan_finds_nothing_of_anas_and_reads_nothing_of_hers(company: Company, new_person: NewPerson) -> None:
    told(company, 1)
    dan = signed_in(new_person, company, "dan")
    dan.visit("inbox/")
    dan.sees("Nothing has come in yet. What CTPAT or your company tells you will stand here.")
    ana = signed_in(new_person, company, "ana")
    ana.visit("inbox/")
    address = entries(ana).first.get_attribute("href") or ""
    dan.page.goto(company.site.url + address)
    ana.page.reload()
    expect(ana.main.get_by_text("Not read yet")).to_have_count(1)


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 1280), ("en", 320), ("ar", 320)])
def test_sue_looks_at_the_jobs_and_lets_one_run(
    company: Company, new_person: NewPerson, language: str, width: int
) -> None:
    with company.site.database() as session:
        sue = a_staff_member(session, a_person(session), StaffRole.SUPERVISOR)
        now = clock.now()
        session.add(
            OutboxRow(
                template="model-moved",
                language="en",
                recipient="gone@example.com",
                params="{}",
                created_at=now,
                next_try_at=now,
                attempts=1,
                unknown_at=now,
            )
        )
    person = new_person(company.site, language, width=width)
    come_in(person, sue)
    person.visit("home/")
    person.link("Jobs of the kiosk").click()
    expect(person.heading).to_have_text(person.say("Jobs of the kiosk"))
    person.sees(person.say("This process runs the jobs:"))
    title = person.say("Compare security models with their events")
    job = person.main.get_by_role("listitem").filter(has=person.page.get_by_role("heading", name=title))
    expect(job.get_by_text(person.say("The last run went well."))).to_be_visible()
    person.visited("staff-jobs", pictures=True)
    job.get_by_role("button").click()
    expect(person.page.locator(".kiosk-told")).to_have_text(
        person.say("{job}: the run begins within a few seconds.", job=title)
    )
    waiting = person.main.get_by_role("listitem").filter(has_text="gone@example.com").first
    waiting.get_by_role("button", name=re.compile(rf"^{re.escape(person.say('It arrived'))}")).click()
    expect(person.page.locator(".kiosk-told")).to_have_text(person.say("The mail counts as arrived."))
    person.visited("staff-jobs-settled")


def test_hugo_sees_the_jobs_and_runs_none_and_eva_sees_nothing(company: Company, new_person: NewPerson) -> None:
    with company.site.database() as session:
        hugo = a_staff_member(session, a_person(session), StaffRole.HEADQUARTERS)
        eva = a_staff_member(session, a_person(session), StaffRole.SPECIALIST)
    for actor, sees in ((hugo, True), (eva, False)):
        person = new_person(company.site)
        come_in(person, actor)
        person.visit("staff/jobs/")
        if sees:
            person.sees("This process runs the jobs:")
            expect(person.main.get_by_role("button", name=re.compile("^Run now"))).to_have_count(0)
        else:
            expect(person.page.get_by_role("alert")).to_contain_text("access.not-yours")


def test_the_clock_moves_while_the_kiosk_runs_and_signs_nobody_out(own_site: Site, new_person: NewPerson) -> None:
    company = a_company(own_site, name=NAME)
    ana = signed_in(new_person, company, "ana")
    ana.visit("home/")
    expect(ana.page.locator(".kiosk-pretended")).to_have_count(0)
    for day, words in ((FIRST_DAY, "1 March 2027"), (NEXT_YEAR, "29 February 2028")):
        own_site.today(day)
        ana.page.reload()
        spoken = re.compile("|".join([words, "March 1, 2027" if day == FIRST_DAY else "February 29, 2028"]))
        expect(ana.page.locator(".kiosk-pretended")).to_have_text(spoken)
        expect(ana.heading).to_have_text("Your applications")
        with own_site.database():
            assert clock.now().date().isoformat() == day
        own_site.run_jobs("compare-models", "remind-of-actions")
    # Who proved a moment ago who they are need not do so again, whatever the day.
    ana.visit("my-data/")
    expect(ana.link("Download my data").or_(ana.heading).first).to_be_visible()
    ana.visited("pretended-day", pictures=True)
    own_site.today("")
    ana.page.reload()
    expect(ana.page.locator(".kiosk-pretended")).to_have_count(0)
