"""A company's register of partners: by hand and from a file, filtered, changed by two, removed and taken back."""

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook  # type: ignore[import-untyped]
from playwright.sync_api import Locator, expect

from ctpat_app.adapters import clock
from ctpat_app.domain.permissions import Actor
from ctpat_app.words.messages import message
from ctpat_app.words.partner_words import choice_name
from e2e.companies import Company, a_company, come_in
from e2e.conftest import NewPerson
from e2e.person import Person
from e2e.site import Site
from tests.factories import a_partner, an_inquiry

pytestmark = pytest.mark.browser

BOTH = pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 320)])


def arrive(new_person: NewPerson, company: Company, actor: Actor, language: str = "en", width: int = 1280) -> Person:
    person = new_person(company.site, language, width=width)
    come_in(person, actor)
    return person


def told(person: Person, code: str, **values: object) -> None:
    expect(person.main.locator(".kiosk-told")).to_have_text(message(code, person.language, **values))


def row(person: Person, name: str) -> Locator:
    return person.main.get_by_role("row").filter(has_text=name)


def downloaded(person: Person, link: str, folder: Path) -> Any:
    """Return the sheet that a link hands out, read by another program."""
    with person.page.expect_download() as waiting:
        person.link(link).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return load_workbook(path)


@BOTH
def test_a_partner_from_the_form_to_removal_and_back(
    site: Site, new_person: NewPerson, language: str, width: int
) -> None:
    company = a_company(site, language=language)
    ben = arrive(new_person, company, company.ben, language, width)
    ben.visit("home/")
    ben.page.locator(f"main a[href*='/partners/?account={company.account}']").click()
    expect(ben.heading).to_have_text(ben.say("Business partners"))
    ben.visited("partners-empty", pictures=True)
    ben.link("Add a partner").click()
    ben.page.locator("#partner-risk").select_option("high")
    ben.press("Add it to the register")
    expect(ben.page.locator("#error-summary")).to_be_focused()
    expect(ben.page.locator("#partner-name-error")).to_contain_text(message("partner.name-missing", language))
    expect(ben.page.locator("#partner-risk_reason-error")).to_contain_text(
        message("partner.risk-reason-missing", language)
    )
    expect(ben.page.locator("#partner-risk")).to_have_value("high")
    ben.visited("partner-refused", pictures=True)
    ben.page.locator("#partner-name").fill("Bravo Trucking")
    ben.page.locator("#partner-role").select_option("trucker")
    ben.page.locator("#partner-country").select_option("MX")
    ben.page.locator("#partner-email").fill("ops@bravo.example")
    ben.page.locator("#partner-risk_reason").fill("Crosses the border every day.")
    ben.press("Add it to the register")
    told(ben, "partner.told-added")
    expect(ben.heading).to_have_text("Bravo Trucking")
    ben.sees(message("partner.due-never-asked", language))
    send = ben.link("Send a questionnaire")
    assert "/questionnaires/?account=" in (send.get_attribute("href") or "")
    ben.main.get_by_text(ben.say("Change this partner")).click()
    ben.page.locator("#partner-note").fill("Two trucks a week.")
    ben.press("Save the change")
    told(ben, "partner.told-changed")
    ben.sees("Two trucks a week.")
    ben.main.get_by_text(ben.say("Remove this partner")).click()
    ben.visited("partner", pictures=True)
    ben.press("Remove it from the register")
    told(ben, "partner.told-removed")
    ben.link(ben.say("Removed partners: {count}", count=1)).click()
    ben.link("Bravo Trucking").click()
    ben.press("Take it back")
    told(ben, "partner.told-taken-back")


@BOTH
def test_the_list_narrows_sorts_and_tells_what_is_due(
    site: Site, new_person: NewPerson, language: str, width: int
) -> None:
    company = a_company(site, language=language)
    with site.database() as session:
        now = clock.now()
        asked = a_partner(session, company.account, company.ana, "Łódź Cargo", country="PL", role="forwarder",
                          risk="low", risk_reason="Known")  # fmt: skip
        inquiry = an_inquiry(
            session, asked, company.ana, state="closed", sent_at=now, signed_at=now, outcome="accepted", score=92,
            due_on=now.date(),
        )  # fmt: skip
        a_partner(session, company.account, company.ana, "Bravo Trucking", risk="high", risk_reason="Border")
        for number in range(26):
            a_partner(session, company.account, company.ana, f"Carrier {number:02}", country="US")
    chloe = arrive(new_person, company, company.chloe, language, width)
    chloe.visit(f"partners/?account={company.account}")
    chloe.sees(message("partner.page", language, page=1, pages=2))
    chloe.visited("partners", pictures=True)
    chloe.link("Next page").click()
    chloe.sees(message("partner.page", language, page=2, pages=2))
    chloe.main.get_by_text(chloe.say("Search, narrow and sort the list")).click()
    chloe.page.locator("#find-part").fill("lodz")
    chloe.press("Show these")
    chloe.sees(message("partner.found", language, count=1))
    expect(row(chloe, "Łódź Cargo")).to_contain_text(choice_name("country", "PL", language))
    expect(row(chloe, "Łódź Cargo")).to_contain_text(message("partner.outcome-accepted", language))
    chloe.visited("partners-filtered", pictures=True)
    chloe.link("Łódź Cargo").click()
    chloe.sees(chloe.say("Nothing is due now."))
    assert chloe.page.locator("#partner-name").count() == 0  # who only reads finds no form
    chloe.visited("partner-read", pictures=True)
    expect(chloe.main.get_by_role("link", name="Basics")).to_have_attribute(
        "href", f"/{language}/inquiry/?inquiry={inquiry}"
    )


@BOTH
def test_a_table_comes_in_after_it_was_shown(
    site: Site, new_person: NewPerson, tmp_path: Path, language: str, width: int
) -> None:
    company = a_company(site, language=language)
    ben = arrive(new_person, company, company.ben, language, width)
    ben.visit(f"partners-import/?account={company.account}")
    template = downloaded(ben, "Download the template (XLSX)", tmp_path)
    # The browser ends the connection before a download; the page that comes back begins anew.
    ben.visit(f"partners-import/?account={company.account}")
    page = template.worksheets[0]
    page.append(["Alfa Cargo", choice_name("role", "trucker", language), choice_name("country", "MX", language)])
    page.append(["Delta Cargo", "pilot", choice_name("country", "US", language), "=1+1"])
    page.append(["alfa CARGO", choice_name("role", "trucker", language), choice_name("country", "MX", language)])
    file = io.BytesIO()
    template.save(file)
    ben.page.locator("#partners-file").set_input_files(
        {"name": "partners.xlsx", "mimeType": "application/octet-stream", "buffer": file.getvalue()}
    )
    told(ben, "import.read")
    ben.sees(message("partner.role-missing", language))
    ben.sees(message("import.formula", language))
    ben.sees(message("import.twice", language, row=2))
    ben.visited("partners-import", pictures=True)
    left = downloaded(ben, "Download the rows that do not come in (XLSX)", tmp_path).active
    assert [cell.value for cell in left["A"]][1:] == [3, 4]
    ben.visit(f"partners-import/?account={company.account}")  # as above
    ben.press(ben.say("Load only the right rows: {count}", count=1))
    told(ben, "import.told-loaded", count=1)
    ben.visited("partners-import-loaded", pictures=True)
    ben.link("Show the register").click()
    expect(row(ben, "Alfa Cargo")).to_be_visible()
    register = downloaded(ben, "Download the partners (XLSX)", tmp_path).active
    assert register["A2"].value == "Alfa Cargo"


def test_a_file_that_is_no_table_is_refused_with_what_to_do(site: Site, new_person: NewPerson) -> None:
    company = a_company(site)
    ben = arrive(new_person, company, company.ben)
    ben.forgiven.append("422")
    ben.visit(f"partners-import/?account={company.account}")
    wrong = Workbook()
    wrong.active.append(["Invoice", "Amount"])
    wrong.active.append(["1", "2"])
    file = io.BytesIO()
    wrong.save(file)
    ben.page.locator("#partners-file").set_input_files(
        {"name": "invoices.xlsx", "mimeType": "application/octet-stream", "buffer": file.getvalue()}
    )
    ben.sees("Use the headings of the template in the first row. No sheet of this file has them: Sheet")
    ben.visited("partners-import-refused")


def test_two_people_on_one_partner_and_nothing_typed_is_lost(site: Site, new_person: NewPerson) -> None:
    company = a_company(site)
    with site.database() as session:
        partner = a_partner(session, company.account, company.ana, language="en")
    ana, ben = (arrive(new_person, company, each) for each in (company.ana, company.ben))
    for person in (ana, ben):
        person.visit(f"partner/?account={company.account}&partner={partner}")
        person.main.get_by_text("Change this partner").click()
    ben.page.locator("#partner-contact_name").fill("Olga Ruiz")
    ben.press("Save the change")
    told(ben, "partner.told-changed")
    ana.page.locator("#partner-note").fill("Visited in May.")
    ana.press("Save the change")
    ana.sees("Somebody changed this partner meanwhile.")
    expect(ana.page.locator("#partner-note")).to_have_value("Visited in May.")
    ana.press("Save the change")
    told(ana, "partner.told-changed")
    ana.sees("Visited in May.")
