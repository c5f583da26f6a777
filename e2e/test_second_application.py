"""A further application: earlier answers are offered, taken over, and checked one by one."""

import pytest
from playwright.sync_api import expect

from e2e.companies import a_company, a_complete_application, an_application, come_in, send, situation
from e2e.conftest import NewPerson
from e2e.site import Site

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["en", "ar"])
def test_earlier_answers_are_taken_over_and_checked(site: Site, new_person: NewPerson, language: str) -> None:
    company = a_company(site, language=language)
    send(company, a_complete_application(company, "foreign-manufacturer"))
    draft = an_application(company, "us-exporter")
    ana = new_person(site, language)
    come_in(ana, company.ana)
    ana.visit(f"application/?draft={draft}")
    expect(ana.page.locator("#taken-offer")).to_be_visible()
    assert not situation(company, draft).book.taken
    ana.visited("taken-offered", pictures=True)
    ana.page.set_viewport_size({"width": 320, "height": 700})
    ana.visited("taken-offered-telephone")
    ana.page.set_viewport_size({"width": 1280, "height": 900})
    ana.press("Take these answers over")
    expect(ana.page.locator("#taken-offer")).to_have_count(0)
    taken = situation(company, draft).book.taken
    assert ("countries", "") in taken

    ana.visit(f"apply/?draft={draft}&step=countries")
    note = ana.page.locator("#f-countries-taken")
    expect(note).to_be_visible()
    ana.visited("taken-marked", pictures=True)
    ana.press("Save and continue")
    expect(ana.page.get_by_role("alert").first).to_contain_text(
        ana.say("Check this answer and confirm it, or change it. It was taken over from an earlier form.")
    )
    ana.press("It is still right")
    expect(note).to_have_count(0)
    assert ("countries", "") not in situation(company, draft).book.taken
    ana.go_on()

    ana.visit(f"profile/?draft={draft}&criterion=1.1")
    ana.press("It is still right")
    expect(ana.page.locator("#f-criterion_1_1-taken")).to_have_count(0)
    assert set(taken) - set(situation(company, draft).book.taken) == {("countries", ""), ("criterion.1.1", "")}
