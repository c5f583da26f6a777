"""Two companies in two browsers: search by a part of the name, ask, accept, watch, decline and block, leave."""

import pytest
from playwright.sync_api import Locator, expect

from ctpat_app.adapters import clock
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import Actor
from ctpat_app.services.svi_standing import follow_status
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.security_models import SecurityModelRow
from e2e.companies import Company, a_company, a_complete_application, come_in
from e2e.conftest import NewPerson
from e2e.person import Person
from e2e.site import Site

pytestmark = pytest.mark.browser


def certified(company: Company) -> int:
    """Certify what the company has applied for, as a specialist would, and return its security model."""
    draft = a_complete_application(company, "us-importer")
    with company.site.database() as session:
        row = session.get_one(DraftRow, draft)
        row.frozen_at = clock.now()
        session.get_one(SecurityModelRow, row.subject_id).status = Status.CERTIFIED
        return row.subject_id


def moved(site: Site, model: int, status: Status) -> None:
    """Give the security model another status; SVI follows as it does after every step."""
    with site.database() as session:
        row = session.get_one(SecurityModelRow, model)
        before, row.status = Status(row.status), status
        follow_status(session, row, before, clock.now())


def at_svi(new_person: NewPerson, company: Company, officer: Actor, language: str, model: int) -> Person:
    """Return the officer, who has joined SVI by signing its agreement."""
    person = new_person(company.site, language)
    come_in(person, officer)
    person.visit(f"svi-agreement/?model={model}")
    person.page.locator("#svi-name").fill(officer.name)
    person.press("Sign and join SVI")
    expect(person.page.locator("#svi-agreed-error")).to_be_visible()
    person.page.locator("label[for=svi-agreed]").click()
    person.press("Sign and join SVI")
    person.sees(person.say("You take part in SVI now. Other participants can send you requests."))
    return person


def partner(person: Person, section: str, name: str) -> Locator:
    """Return the line of a partner in one of both lists."""
    return person.page.locator(f"section[aria-labelledby={section}] li").filter(has_text=name)


def looks_for(person: Person, part: str) -> None:
    """Type a part of a name once the page has arrived; before that its field is not there for people."""
    field = person.page.locator("#svi-name-part")
    expect(field).to_be_visible()
    field.press_sequentially(part)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_two_partners_find_each_other_and_watch(site: Site, new_person: NewPerson, language: str) -> None:
    importer = a_company(site, name=f"Importer {language} Inc", language=language)
    carrier = a_company(site, name=f"ABC Trucking {language}", language="en")
    mine, theirs = certified(importer), certified(carrier)
    ana = at_svi(new_person, importer, importer.ana, language, mine)
    ana.visited(f"svi-agreement-{language}", pictures=True)
    dan = at_svi(new_person, carrier, carrier.ana, "en", theirs)

    ana.visit(f"svi-find/?model={mine}")
    looks_for(ana, f"g {language}")
    found = ana.main.locator("li").filter(has_text=carrier_name(language))
    expect(found.locator("mark")).to_have_text(f"g {language}")
    ana.visited(f"svi-find-{language}", pictures=True)
    found.get_by_role("button", name=ana.say("Ask to monitor them")).click()
    expect(found).to_contain_text(ana.say("Request waits"))

    dan.visit(f"svi/?model={theirs}")
    asked = partner(dan, "watching-me", f"Importer {language} Inc")
    asked.get_by_role("button", name="Accept").click()
    expect(partner(dan, "watching-me", f"Importer {language} Inc")).to_contain_text("Linked")

    ana.visit(f"svi/?model={mine}")
    line = partner(ana, "i-watch", carrier_name(language))
    expect(line).to_contain_text(ana.say("Linked"))
    ana.visited(f"svi-{language}", pictures=True)
    ana.page.set_viewport_size({"width": 320, "height": 700})
    ana.visited(f"svi-{language}-telephone", pictures=True)
    before = line.inner_text()
    moved(site, theirs, Status.CERTIFIED_VALIDATED)
    expect(line).not_to_have_text(before, timeout=30_000)  # nobody has loaded the page again
    with ana.page.expect_download() as download:
        ana.main.locator("a[href*='.xlsx']").click()
    assert download.value.suggested_filename.endswith(f"-{language}.xlsx")

    dan.visit(f"svi-agreement/?model={theirs}")
    dan.main.get_by_text("Leave SVI", exact=True).click()
    dan.press("Leave SVI and end every link")
    dan.sees("You no longer take part in SVI. Links ended: 1.")
    expect(line).to_have_count(0, timeout=30_000)
    ana.visit(f"svi-find/?model={mine}")
    looks_for(ana, f"Trucking {language}")
    expect(ana.page.locator("#svi-nothing")).to_be_visible()


def carrier_name(language: str) -> str:
    """Return the name of the carrier."""
    return f"ABC Trucking {language}"


def test_declining_blocks_until_it_is_allowed_again(site: Site, new_person: NewPerson) -> None:
    importer, carrier = a_company(site, name="Second Importer"), a_company(site, name="Second Carrier")
    mine, theirs = certified(importer), certified(carrier)
    ana = at_svi(new_person, importer, importer.ana, "en", mine)
    dan = at_svi(new_person, carrier, carrier.ana, "en", theirs)

    def ask() -> None:
        ana.visit(f"svi-find/?model={mine}")
        looks_for(ana, "Second Carr")
        found = ana.main.locator("li").filter(has_text="Second Carrier")
        found.get_by_role("button", name="Ask them to monitor you").click()

    ask()
    dan.visit(f"svi/?model={theirs}")
    partner(dan, "i-watch", "Second Importer").get_by_role("button", name="Decline and block").click()
    dan.sees("Declined. \u2068Second Importer\u2069 can send no further request until you allow it again.")
    ask()
    ana.sees("Ask your contact at this company to allow requests again.")
    dan.visit(f"svi/?model={theirs}&show=declined")
    partner(dan, "i-watch", "Second Importer").get_by_role("button", name="Allow requests again").click()
    dan.sees("\u2068Second Importer\u2069 can send you requests again.")
    ask()
    expect(ana.main).to_contain_text("They monitor you: Request waits")
