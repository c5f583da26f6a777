"""A validation with two required actions, from the plan to the outcome: desk and company, in two directions."""

import re
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect

from ctpat_app.adapters import clock
from ctpat_app.domain.permissions import StaffRole
from ctpat_app.services.model_steps import take_step
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.security_models import SecurityModelRow
from e2e.companies import Company, a_company, a_complete_application, come_in, send
from e2e.conftest import NewPerson
from e2e.person import Person
from e2e.site import Site
from tests.cases import ALL_PROVED
from tests.factories import a_person, a_staff_member, an_assignment

pytestmark = pytest.mark.browser

ANSWERS: Final = ("A guard checks every seal since May.", "The log lies at the gate.", "Two lamps were put up.")


def certified(company: Company) -> int:
    """Return the security model of a company that has just been certified."""
    draft = a_complete_application(company, "us-importer")
    send(company, draft)
    with company.site.database() as session:
        model = session.get_one(DraftRow, draft).subject_id
        supervisor = a_staff_member(session, a_person(session), StaffRole.SUPERVISOR)
        for step in ("t.assign", "t.certify"):
            take_step(session, supervisor, security_model_id=model, step=step, now=clock.now(), proofs=ALL_PROVED)
    return model


def at_the_desk(new_person: NewPerson, company: Company, role: StaffRole, language: str) -> Person:
    with company.site.database() as session:
        actor = a_staff_member(session, a_person(session), role)
        if role is StaffRole.SPECIALIST:
            an_assignment(session, company.account, actor)
    person = new_person(company.site, language)
    come_in(person, actor)
    return person


def member(new_person: NewPerson, company: Company, who: str, language: str) -> Person:
    person = new_person(company.site, language)
    come_in(person, getattr(company, who))
    return person


def fold_out(person: Person, summary: str) -> None:
    person.main.locator("summary", has_text=person.say(summary)).click()


def told(person: Person, text: str) -> None:
    expect(person.page.locator(".kiosk-told")).to_contain_text(person.say(text))


def plan(eva: Person, model: int) -> str:
    """Let eva plan a first validation; return the address of its page."""
    eva.visit(f"staff/validations/?model={model}")
    eva.press("Send the plan to a supervisor")
    expect(eva.page.get_by_role("alert")).to_be_visible()
    eva.visited("validation-plan-refused")
    eva.field(eva.say("On what the plan rests")).fill("First year; a new warehouse in Saltillo.")
    eva.press("Send the plan to a supervisor")
    told(eva, "The plan is written down. A supervisor is asked to approve it.")
    eva.visited("validation-planned")
    found = re.search(r"id=(\d+)", eva.page.url)
    assert found
    return f"staff/validation/?id={found[1]}"


def schedule(eva: Person, page: str) -> None:
    eva.visit(page)
    fold_out(eva, "Add a site")
    site = eva.main.locator("details", has_text=eva.say("Add a site"))
    site.locator("[name=site]").fill("Planta Saltillo")
    site.locator("[name=day]").fill(clock.now().date().isoformat())
    site.locator("[name=team]").fill("Eva, Sue")
    eva.press("Add this site")
    expect(eva.main.get_by_role("listitem").filter(has_text="Planta Saltillo")).to_be_visible()
    eva.press("Set the day and tell the company")
    expect(eva.page.get_by_role("alert")).to_be_visible()
    eva.field(eva.say("Why the notice is short")).fill("The company asked for it.")
    eva.press("Set the day and tell the company")
    told(eva, "The day is set, and the company is told.")
    eva.visited("validation-scheduled", pictures=True)


def report(eva: Person) -> None:
    eva.press("The validation has begun")
    told(eva, "The validation has begun. Record the visits and write the findings.")
    eva.field(eva.say("What was seen")).fill("Two gates, one guard.")
    eva.press("Record the visit")
    eva.sees("Two gates, one guard.")
    points = (
        ("Action required", "Seals are not checked."),
        ("Action required", "Nobody keeps the visitors' log."),
        ("Recommendation", "Light the yard."),
        ("Best practice", "Drivers report each stop."),
    )
    for kind, text in points:
        eva.field(eva.say("Kind of point")).select_option(label=eva.say(kind))
        eva.field(eva.say("What was found")).fill(text)
        eva.press("Save the point")
        expect(eva.main.get_by_role("region").filter(has_text=text).first).to_be_visible()
    eva.field(eva.say("Summary for the company")).fill("A good site with two gaps.")
    eva.visited("validation-report", pictures=True)
    eva.press("Send the report to a supervisor")
    told(eva, "The report is finished. A supervisor is asked to issue it.")


def answer(person: Person, about: str, text: str) -> None:
    """Write an answer to the point that says ``about``, and save it."""
    box = person.main.locator("section.kiosk-card", has_text=about)
    box.get_by_role("textbox").fill(text)
    box.get_by_role("button", name=person.say("Save this answer")).click()
    told(person, "Saved. The officer sends it when every answer is ready.")


def prove(person: Person, about: str, file: Path) -> None:
    """Put a file beside an answer."""
    box = person.main.locator("section.kiosk-card", has_text=about)
    box.locator("input[type=file]").set_input_files(file)
    expect(box.get_by_role("link", name=file.name)).to_be_visible()


def decide(eva: Person, about: str, *, comment: str = "") -> None:
    """Accept the answer to the point that says ``about``, or return it with ``comment``."""
    box = eva.main.locator("section.kiosk-card", has_text=about)
    if not comment:
        box.get_by_role("button", name=eva.say("Accept this answer")).click()
        expect(box.get_by_text(eva.say("Answer accepted"))).to_be_visible()
        return
    box.locator("summary", has_text=eva.say("Return this answer")).click()
    box.get_by_role("textbox").fill(comment)
    box.get_by_role("button", name=eva.say("Return with this comment")).click()
    expect(box.get_by_text(eva.say("Answer returned"))).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_two_required_actions_from_the_plan_to_the_outcome(
    site: Site, new_person: NewPerson, tmp_path: Path, language: str
) -> None:
    company = a_company(site, name=f"Transportes Peña {language}")
    model = certified(company)
    eva = at_the_desk(new_person, company, StaffRole.SPECIALIST, language)
    sue = at_the_desk(new_person, company, StaffRole.SUPERVISOR, language)
    page = plan(eva, model)
    sue.visit(page)
    sue.press("Approve the plan")
    told(sue, "The plan is approved, and its author is told.")
    schedule(eva, page)
    report(eva)
    sue.page.reload()
    sue.press("Issue the report to the company")
    told(sue, "The report is issued, and the company is told.")

    # The company answers: ben two points, ana the third; saving one leaves the others as they were typed.
    ben = member(new_person, company, "ben", language)
    ben.visit(f"validations/?account={company.account}")
    ben.visited("validations", pictures=True)
    ben.main.get_by_role("listitem").get_by_role("link").first.click()
    ben.sees(ben.say("The officer of your company sends it. You can write and save answers."))
    open_box = ben.main.locator("section.kiosk-card", has_text="Nobody keeps").get_by_role("textbox")
    open_box.fill("Not saved yet.")
    answer(ben, "Seals are not checked.", ANSWERS[0])
    expect(open_box).to_have_value("Not saved yet.")
    answer(ben, "Nobody keeps", ANSWERS[1])
    for number, about in enumerate(("Seals are not checked.", "Nobody keeps")):
        file = tmp_path / f"proof-{language}-{number}.txt"
        file.write_text("Checked, signed, dated.", encoding="utf-8")
        prove(ben, about, file)
    ben.visited("validation-answering", pictures=True)

    ana = member(new_person, company, "ana", language)
    ana.visit(f"validation/{page[page.index('?') :]}")
    ana.press("Send the response to CTPAT")
    expect(ana.main.get_by_role("alert").first).to_be_visible()
    answer(ana, "Light the yard.", ANSWERS[2])
    ana.press("Send the response to CTPAT")
    told(ana, "The response is sent. CTPAT now looks at each answer.")
    ana.visited("validation-sent", pictures=True)

    # Eva returns one answer, the company corrects it, eva accepts all and closes it.
    eva.page.reload()
    decide(eva, "Seals are not checked.", comment="Show the log of last month.")
    decide(eva, "Nobody keeps")
    decide(eva, "Light the yard.")
    eva.visited("validation-deciding", pictures=True)
    eva.press("Finish and tell the company")
    expect(eva.main.get_by_text(eva.say("Response returned")).first).to_be_visible()
    ana.page.reload()
    ana.sees("Show the log of last month.")
    answer(ana, "Seals are not checked.", "The log of last month lies here.")
    ana.visited("validation-returned", pictures=True)
    ana.press("Send the response to CTPAT")
    told(ana, "The response is sent. CTPAT now looks at each answer.")
    eva.page.reload()
    decide(eva, "Seals are not checked.")
    eva.press("Finish and tell the company")
    expect(eva.main.get_by_text(eva.say("Response accepted")).first).to_be_visible()
    eva.press("Close it as passed")
    told(eva, "The validation is closed. It was passed.")
    with site.database() as session:
        row = session.get_one(SecurityModelRow, model)
        assert (row.status, row.validated_on) == ("certified-validated", clock.now().date())
    ana.page.reload()
    ana.sees(ana.say("Closed: passed"))
    expect(ana.main).not_to_contain_text("Two gates, one guard.")
    ana.visited("validation-closed", pictures=True)
    with ana.page.expect_download() as download:
        ana.main.get_by_role("link", name=ana.say("Download the report (PDF)")).click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
