"""Staff and a company see each other: a supervisor assigns eva, eva looks, ana reads in the history that she did."""

import re
from typing import Final

import pytest
from playwright.sync_api import expect

from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.tables.accounts import StaffAssignmentRow
from e2e.companies import Company, a_company, an_application, come_in
from e2e.conftest import NewPerson
from e2e.person import Person
from e2e.site import Site
from tests.factories import a_person, a_staff_member, an_assignment

pytestmark = pytest.mark.browser

NAME: Final = "Transportes Peña e Hijos"


@pytest.fixture
def company(site: Site) -> Company:
    """A complete trade account with an application that has just been begun."""
    company = a_company(site, name=NAME)
    an_application(company, "foreign-manufacturer")
    return company


def at_the_desk(new_person: NewPerson, company: Company, role: StaffRole, language: str = "en") -> tuple[Person, Actor]:
    """Return somebody of the staff with a browser."""
    with company.site.database() as session:
        actor = a_staff_member(session, a_person(session), role)
    person = new_person(company.site, language)
    come_in(person, actor)
    return person, actor


def member(new_person: NewPerson, company: Company, who: str, language: str = "en") -> Person:
    person = new_person(company.site, language)
    come_in(person, getattr(company, who))
    return person


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_supervisor_assigns_eva_who_looks_and_ana_sees_it(
    company: Company, new_person: NewPerson, language: str
) -> None:
    eva, specialist = at_the_desk(new_person, company, StaffRole.SPECIALIST, language)
    eva.visit("home/")
    eva.link("Staff and companies").click()
    eva.sees(eva.say("No company is assigned to you. A supervisor assigns them."))
    sue, _ = at_the_desk(new_person, company, StaffRole.SUPERVISOR, language)
    sue.visit("staff/")
    sue.field(sue.say("Part of the company's name")).fill("PENA E")
    sue.press("Find")
    found = sue.main.get_by_role("region", name=NAME).last
    expect(found).to_contain_text(sue.say("No specialist looks after it."))
    found.get_by_text(sue.say("Assign a specialist")).click()
    found.get_by_role("button", name=sue.say("Assign"), exact=True).click()
    expect(found.get_by_role("alert")).to_be_visible()
    sue.visited("staff-desk-refused")
    found.get_by_label(sue.say("Specialist"), exact=True).select_option(value=str(specialist.user_id))
    found.get_by_label(sue.say("Why this specialist")).fill("Knows the region.")
    found.get_by_role("button", name=sue.say("Assign"), exact=True).click()
    expect(found).to_contain_text(specialist.name)
    expect(sue.page.locator(".kiosk-told")).to_contain_text(NAME)
    sue.visited("staff-desk-supervisor", pictures=True)

    eva.page.reload()
    eva.main.get_by_role("link", name=NAME).click()
    expect(eva.heading).to_have_text(NAME)
    people = eva.main.get_by_role("region", name=eva.say("People"), exact=True)
    expect(people.get_by_role("listitem").filter(has_text=company.ana.name)).to_be_visible()
    eva.sees(eva.say("Application that is not sent yet"))
    eva.visited("staff-company", pictures=True)
    eva.link("What happened in this company").click()
    supervisor = f"\u2068{eva.say('A CTPAT supervisor')}\u2069"
    eva.sees(eva.say("{person} assigned a specialist to the company.", person=supervisor))

    ana = member(new_person, company, "ana", language)
    ana.visit(f"trade-account/?account={company.account}")
    ana.link("What happened in this company").click()
    looked = ana.say(
        "{person} looked at the company: facts, people and applications, no answers.",
        person=f"\u2068{ana.say('A CTPAT specialist')}\u2069",
    )
    ana.sees(looked)
    expect(ana.main).not_to_contain_text(specialist.name)
    ana.visited("history-of-company", pictures=True)
    ana.main.get_by_role("navigation").get_by_role("link", name=ana.say("Application"), exact=True).click()
    expect(ana.main.get_by_text(looked)).to_have_count(0)
    expect(ana.page).to_have_url(re.compile("kind=application"))
    ana.sees(ana.say("{person} began an application.", person=f"\u2068{company.ana.name}\u2069"))


def test_a_specialist_whose_company_was_taken_away_meanwhile_sees_nothing_of_it(
    company: Company, new_person: NewPerson
) -> None:
    eva, specialist = at_the_desk(new_person, company, StaffRole.SPECIALIST)
    with company.site.database() as session:
        assignment = an_assignment(session, company.account, specialist)
    eva.visit(f"staff/company/?account={company.account}")
    expect(eva.heading).to_have_text(NAME)
    with company.site.database() as session:
        session.get_one(StaffAssignmentRow, assignment).ended_at = specialist.proved_at
    eva.page.reload()
    expect(eva.page.get_by_role("alert")).to_contain_text("access.not-yours")
    expect(eva.main).not_to_contain_text(NAME)
    eva.visited("staff-company-refused")


@pytest.mark.parametrize("role", [StaffRole.HELP_DESK, StaffRole.HEADQUARTERS])
def test_others_of_the_staff_find_what_their_role_holds(
    company: Company, new_person: NewPerson, role: StaffRole
) -> None:
    person, _ = at_the_desk(new_person, company, role)
    person.visit("staff/")
    expect(person.page.get_by_role("heading", name="Who works here")).to_be_visible()
    if role is StaffRole.HELP_DESK:
        expect(person.main.get_by_role("searchbox")).to_have_count(0)
        person.visit(f"staff/company/?account={company.account}")
        expect(person.page.get_by_role("alert")).to_contain_text("access.not-yours")
        return
    person.field("Part of the company's name").fill("Peña")
    person.press("Find")
    found = person.main.get_by_role("region", name=NAME).last
    expect(found).to_be_visible()
    expect(found.get_by_text("Assign a specialist")).to_have_count(0)


def test_dan_sees_neither_desk_nor_company_nor_history(company: Company, new_person: NewPerson) -> None:
    dan = member(new_person, company, "dan")
    for path in ("staff/", f"staff/company/?account={company.account}", f"history/?account={company.account}"):
        dan.visit(path)
        expect(dan.page.get_by_role("alert")).to_contain_text("access.not-yours")
        expect(dan.main).not_to_contain_text(NAME)
