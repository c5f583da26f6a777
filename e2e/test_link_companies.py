"""Two officers link their companies, each at their own screen; management looks at what waits for it."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import update
from sqlmodel import Session, col

from ctpat_app.domain.permissions import StaffRole
from ctpat_app.domain.security_models import RequestState
from ctpat_app.tables.organizations import OrganizationRequestRow
from e2e.companies import a_company, come_in
from e2e.conftest import NewPerson
from e2e.site import Site
from tests.factories import a_person, a_staff_member

pytestmark = pytest.mark.browser


def nothing_waits(session: Session) -> None:
    """Take back what other tests asked for in this kiosk and left undecided."""
    waiting = col(OrganizationRequestRow.state) == RequestState.WAITING_APPROVAL
    session.execute(update(OrganizationRequestRow).where(waiting).values(state=RequestState.WITHDRAWN))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_link_is_asked_for_and_agreed_to(site: Site, new_person: NewPerson, language: str) -> None:
    company = a_company(site, language=language)
    ana, dan = new_person(site, language), new_person(site, language)
    come_in(ana, company.ana)
    ana.visit(f"organization/?account={company.account}")
    ana.page.locator("details:has(#link-email) > summary").click()
    ana.page.locator("#link-email").fill(company.dan.email)
    ana.page.locator("#link-reason").fill("Dan Freight carries everything that we make.")
    ana.press("Ask for the link")
    ana.sees(ana.say("Your request is on its way. Nothing changes until it takes effect."))

    come_in(dan, company.dan)
    dan.visit("organization/")
    asked = dan.page.locator("#to-answer").locator("xpath=ancestor::section[1]")
    expect(asked).to_contain_text("Acme Carriers SA")
    dan.visited(f"organization-asked-{language}", pictures=True)
    dan.page.set_viewport_size({"width": 320, "height": 700})
    dan.visited(f"organization-asked-{language}-telephone")
    dan.page.set_viewport_size({"width": 1280, "height": 900})
    dan.press("Agree to the link")
    dan.sees(dan.say("You have agreed. It takes effect in 24 hours; until then either side can undo it."))
    expect(dan.page.locator("#to-answer")).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_management_finds_its_desk_on_the_own_page(site: Site, new_person: NewPerson, language: str) -> None:
    with site.database() as session:
        supervisor = a_person(session, "sue", email=f"sue-{language}@example.com", language=language)
        a_staff_member(session, supervisor, StaffRole.SUPERVISOR)
        nothing_waits(session)
    sue = new_person(site, language)
    come_in(sue, supervisor)
    sue.visit("home/")
    expect(sue.main).not_to_contain_text(sue.say("Your companies"))
    sue.visited("home-staff", pictures=True)
    sue.link("Requests to merge and split").click()
    expect(sue.heading).to_have_text(sue.say("Requests to merge and split"))
    expect(sue.main).to_contain_text(sue.say("No request waits for a decision."))
    sue.visited("staff-requests", pictures=True)
