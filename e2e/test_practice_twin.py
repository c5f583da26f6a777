"""Staff practise what a person is stuck with, record it, and send a guide that the person reads in their language."""

import re

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.guidance.questions import name_of_type, questions_of
from ctpat_app.guidance.texts import ref
from ctpat_app.tables.drafts import AnswerRow
from ctpat_app.tables.practice import PracticeRow
from ctpat_app.words.messages import message
from e2e.companies import a_company, an_application, come_in
from e2e.conftest import NewPerson
from e2e.person import LIBRARY, Person
from e2e.site import Site
from tests.factories import a_person, a_staff_member, an_assignment

pytestmark = pytest.mark.browser

MARK = "Practice: nothing here is real, and nothing is sent"
KIND = "foreign-manufacturer"
MID = "MXMAQ123TIJ"
NOTE = "It stands on the entry form of your broker."


def staff(site: Site, role: StaffRole, email: str) -> Actor:
    with site.database() as session:
        return a_staff_member(session, a_person(session, email=email), role)


def label(person: Person, key: str) -> str:
    return person.read(questions_of(LIBRARY, "application")[key].label)


def title(person: Person, step: str) -> str:
    found = next(each for each in LIBRARY.flows["application"].steps if each.id == step)
    return person.read(ref(f"flows/application/{step}", "title", found.i18n.title))


def begins(finn: Person) -> None:
    finn.visit("staff/practice/")
    expect(finn.heading).to_have_text("Practise a form")
    finn.visited("staff-practice", pictures=True)
    finn.tick(finn.read(name_of_type(LIBRARY.business_types[KIND])))
    finn.field("Country").select_option("MX")
    finn.field("As whom").select_option("officer")
    finn.field("Which part to practise").select_option("identifiers")
    finn.press("Begin to practise")
    expect(finn.heading).to_have_text(title(finn, "identifiers"))
    finn.sees(MARK)


def test_steps_are_practised_recorded_and_sent_and_read_in_spanish(site: Site, new_person: NewPerson) -> None:
    helper = staff(site, StaffRole.HELP_DESK, "finn-practice@example.com")
    finn = new_person(site)
    come_in(finn, helper)
    begins(finn)
    finn.visited("staff-practice-step", pictures=True)
    finn.press("Record my steps")
    finn.sees("Recording: what you do goes into the guide.")
    step = next(each for each in LIBRARY.flows["application"].steps if each.id == "identifiers")
    add = finn.read(ref("flows/application/identifiers", "add", step.i18n.add))
    finn.page.get_by_role("button", name=add).click()
    row = finn.main.locator(".kiosk-row").first
    mid = finn.read(ref("identifiers/mid", "name", LIBRARY.identifiers["mid"].i18n.name))
    kinds = row.get_by_label(label(finn, "identifier_kind"))
    if kinds.count():
        kinds.first.select_option(label=mid)
    else:
        finn.choose(finn.option(mid, inside=row))
    value = row.locator("input.kiosk-input--code")
    value.fill(MID)
    value.blur()
    expect(row.locator(".kiosk-readback")).to_contain_text(MID)
    finn.press("Save and continue")
    expect(finn.heading).not_to_have_text(title(finn, "identifiers"))
    finn.sees(MARK)
    finn.press("Stop recording")
    finn.main.get_by_role("link", name=re.compile(r"^Guide: \d+ steps")).click()

    expect(finn.heading).to_have_text("Guide of your steps")
    lines = finn.main.locator(".kiosk-guide__step")
    expect(lines.first).to_be_visible()
    before = lines.count()
    lines.last.get_by_role("button", name=re.compile("^Remove")).click()
    expect(lines).to_have_count(before - 1)
    note = lines.first.get_by_label("Note in your own words")
    note.fill(NOTE)
    note.blur()
    expect(lines.first.locator(".kiosk-inset")).to_have_text(NOTE)
    first = str(lines.nth(0).locator("strong").first.text_content())
    lines.nth(0).get_by_role("button", name=re.compile("^Move down")).click()
    expect(lines.nth(1).locator("strong").first).to_have_text(first)
    lines.nth(1).get_by_role("button", name=re.compile("^Move up")).click()
    expect(lines.nth(0).locator("strong").first).to_have_text(first)
    finn.visited("staff-practice-guide", pictures=True)
    finn.field("Email address").fill("nora-guide@example.com")
    finn.field("Language of the person").select_option("es")
    finn.press("Send the guide")
    finn.sees("The guide is on its way by mail.")
    assert MID not in finn.main.inner_text()

    nora = new_person(site, "es", width=390)
    nora.visit("outbox/")
    nora.newest_mail_to("nora-guide@example.com").get_by_role("link").click()
    expect(nora.heading).to_have_text(nora.say("Your guide, step by step"))
    steps = nora.main.locator(".kiosk-guide__step")
    expect(steps).to_have_count(before - 1)
    expect(steps.first).to_contain_text(message("guide.open", "es", place=title(nora, "identifiers")))
    expect(steps.first).to_contain_text(NOTE)
    typed = message("guide.type", "es", question=label(nora, "identifier_value"))
    expect(nora.main.get_by_text(typed)).to_be_visible()
    assert MID not in nora.page.content()
    expect(nora.page.get_by_role("img", name=re.compile(re.escape(title(nora, "identifiers")))).first).to_be_visible()
    nora.visited("guide", pictures=True)


def test_along_the_form_of_a_company_nothing_that_was_typed_is_shown(site: Site, new_person: NewPerson) -> None:
    company = a_company(site, name="Acme Carriers SA", country="MX")
    draft = an_application(company, KIND, legal_form="company")
    with site.database() as session:
        helper = a_staff_member(session, a_person(session, email="eva-practice@example.com"), StaffRole.SPECIALIST)
        an_assignment(session, company.account, helper)
    eva = new_person(site)
    come_in(eva, helper)
    eva.visit(f"staff/company/?account={company.account}")
    eva.link("Practise along this form").first.click()
    eva.sees("Along the form of a company")
    eva.field("As whom").select_option("employee")
    eva.field("Which part to practise").select_option("security-profile")
    eva.press("Begin to practise")
    eva.sees(MARK)
    expect(eva.heading).to_have_text(re.compile(r"\w"))
    eva.visited("staff-practice-criterion")
    assert "Acme Carriers SA" not in eva.main.inner_text()
    box = eva.main.locator("textarea").first
    box.fill("Only practised")
    eva.press("Save and continue")
    expect(box).not_to_have_value("Only practised")
    with site.database() as session:
        real = session.exec(select(AnswerRow.value).where(AnswerRow.draft_id == draft)).all()
        kept = session.exec(select(PracticeRow).where(PracticeRow.user_id == helper.user_id)).one()
    assert "Only practised" not in real
    assert "Only practised" in kept.answers
    eva.visit("staff/practice/")
    eva.page.get_by_role("button", name=re.compile("^Delete")).click()
    eva.sees("The practice is deleted.")
    eva.sees("You have none.")
