"""An EU AEO ties its EORI number to its MIDs: a specialist refuses, then registers, and it is withdrawn."""

import pytest
from playwright.sync_api import expect

from ctpat_app.domain.permissions import StaffRole
from e2e.companies import a_company, come_in
from e2e.conftest import NewPerson
from e2e.person import name_of
from e2e.site import Site
from tests.factories import a_person, a_staff_member, an_assignment

pytestmark = pytest.mark.browser
AEOC = "AEOC alone is not recognized. Only authorizations with the security part count (AEOS and AEOF)."


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_eu_aeo_is_registered(site: Site, new_person: NewPerson, language: str) -> None:
    company = a_company(site, name=f"Bavarian Looms {language}", country="DE", language=language)
    number = {"en": "123456789", "ar": "987654321"}[language]
    with site.database() as session:
        eva = a_staff_member(session, a_person(session, email=f"eva-aeo-{language}@example.com"), StaffRole.SPECIALIST)
        an_assignment(session, company.account, eva)
    ana, specialist = new_person(site, language), new_person(site, language)
    come_in(ana, company.ana)
    come_in(specialist, eva)

    ana.visit(f"aeo-registration/?account={company.account}")
    for question in ("established", "role", "consent"):
        ana.page.locator(f"label[for=aeo-{question}]").click()
    ana.page.locator("#aeo-kind").select_option("AEOC")
    ana.page.locator("#aeo-certificate").fill(f"DEAEOF{number}")
    ana.page.locator("#aeo-eori").fill(f"de {number}")
    ana.page.locator("#aeo-mids").fill("DEBAVLOO12MUN\nXM???\nCNSHALOO88SHA")
    ana.press("Send to CTPAT staff")
    expect(ana.page.locator("#aeo-kind-error")).to_contain_text(
        ana.read(name_of("aeo_rules", "type", "otherwise", AEOC))
    )
    expect(ana.page.locator("#aeo-mids-error")).to_contain_text("XM???")
    expect(ana.page.locator("#aeo-outside-error")).to_contain_text("CNSHALOO88SHA")
    expect(ana.page.locator("#aeo-eori")).to_have_value(f"de {number}")  # nothing typed is lost
    expect(ana.page.locator("#aeo-established")).to_be_checked()
    ana.visited(f"aeo-registration-wrong-{language}", pictures=True)

    ana.page.locator("#aeo-kind").select_option("AEOF")
    ana.page.locator("#aeo-mids").fill("DEBAVLOO12MUN\nCNSHALOO88SHA")
    ana.page.locator("label[for=aeo-outside]").click()
    ana.press("Send to CTPAT staff")
    expect(ana.page.locator(".kiosk-told")).to_be_visible()
    ana.sees(ana.say("Waits for CTPAT staff"))

    specialist.visit("staff/queue/")
    specialist.main.get_by_role("link", name=f"Bavarian Looms {language}").first.click()
    specialist.visit(f"staff/aeo/?account={company.account}")
    specialist.visited(f"staff-aeo-{language}", pictures=True)
    specialist.page.locator("label[for^=refuse-]").click()
    specialist.press("Save the decision")
    specialist.sees(specialist.say("Write the reason. The company reads it."))
    specialist.page.locator("textarea[name=reason]").fill("The MID of Shanghai is not yours.")
    specialist.press("Save the decision")
    specialist.sees(specialist.say("Refused. The company is told, with your reason."))

    ana.visit(f"aeo-registration/?account={company.account}")
    ana.sees("The MID of Shanghai is not yours.")
    for question in ("established", "role", "consent"):
        ana.page.locator(f"label[for=aeo-{question}]").click()
    ana.page.locator("#aeo-kind").select_option("AEOF")
    ana.page.locator("#aeo-certificate").fill(f"DEAEOF{number}")
    ana.page.locator("#aeo-eori").fill(f"DE{number}")
    ana.page.locator("#aeo-mids").fill("DEBAVLOO12MUN")
    ana.press("Send to CTPAT staff")
    expect(ana.page.locator(".kiosk-told")).to_be_visible()

    specialist.visit(f"staff/aeo/?account={company.account}")
    specialist.page.locator("label[for^=register-]").click()
    specialist.press("Save the decision")
    specialist.sees(specialist.say("Registered. The company is told."))

    ana.visit(f"aeo-registration/?account={company.account}")
    ana.sees(ana.say("Registered"))
    ana.visited(f"aeo-registration-{language}", pictures=True)
    ana.main.get_by_role("link", name=ana.say("Change it")).first.click()
    expect(ana.page.locator("#aeo-mids")).to_have_value("DEBAVLOO12MUN")
    ana.main.get_by_role("button", name=ana.say("Withdraw it")).first.click()
    ana.sees(ana.say("The registration is withdrawn."))
