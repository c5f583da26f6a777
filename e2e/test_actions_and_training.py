"""A company's plan: an action from a statement to its closure by a colleague, reminders by mail, and training."""

import re
import secrets
from datetime import date, timedelta
from typing import Final

import pytest
from playwright.sync_api import Locator, expect

from ctpat_app.adapters import clock
from ctpat_app.adapters.tokens import new_token
from ctpat_app.domain.actions import Owner, Plan
from ctpat_app.domain.permissions import Actor
from ctpat_app.services.action_plans import model_of_draft
from ctpat_app.services.action_reminders import send_reminders
from ctpat_app.services.actions import add_action
from ctpat_app.services.sessions import open_session
from ctpat_app.words.dates import day_text
from ctpat_app.words.messages import message
from e2e.companies import Company, a_company, an_application, come_in
from e2e.conftest import NewPerson
from e2e.person import Person
from e2e.site import Site

pytestmark = pytest.mark.browser

FENCE: Final = "Fix the fence at the north gate"
WAIT: Final = timedelta(days=14)
DUE_IN: Final = timedelta(days=17)


def arrive(new_person: NewPerson, company: Company, actor: Actor, language: str = "en", width: int = 1280) -> Person:
    """Return a member of the company with a browser."""
    person = new_person(company.site, language, width=width)
    come_in(person, actor)
    return person


def remind(company: Company) -> None:
    """Let the reminders of the day in two weeks go out."""
    with company.site.database() as session:
        send_reminders(session, new_token=new_token, now=clock.now() + WAIT)


def due() -> date:
    return clock.now().date() + DUE_IN


def told(person: Person, code: str) -> Locator:
    words = person.main.locator(".kiosk-told")
    expect(words).to_have_text(message(code, person.language))
    return words


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 320)])
def test_from_a_statement_to_closure_by_a_colleague(
    site: Site, new_person: NewPerson, language: str, width: int
) -> None:
    company = a_company(site, language=language)
    draft = an_application(company, "foreign-manufacturer")
    ben = arrive(new_person, company, company.ben, language, width)
    ben.visit(f"profile/?draft={draft}&criterion=9.1")
    ben.sees(ben.say("No action is open."))
    ben.link("Add an action for this statement").click()
    expect(ben.heading).to_have_text(ben.say("Add to the action plan"))
    ben.page.get_by_role("textbox", name=ben.say("Why")).fill("The visit in May")
    ben.press("Add it to the plan")
    expect(ben.page.locator("#error-summary")).to_be_focused()
    expect(ben.page.locator("#plan-what-error")).to_contain_text(message("action.what-missing", language))
    expect(ben.page.locator("#plan-due_on")).to_have_attribute("aria-invalid", "true")
    ben.visited("action-refused", pictures=True)
    ben.page.locator("#plan-what").fill(FENCE)
    ben.page.locator("#plan-due_on").fill(due().isoformat())
    expect(ben.page.locator("#plan-why")).to_have_value("The visit in May")
    expect(ben.page.locator("#plan-owner")).to_have_value(str(company.ben.user_id))
    expect(ben.page.locator("#plan-criterion")).to_have_value("9.1")
    ben.press("Add it to the plan")
    told(ben, "action.told-added")
    expect(ben.heading).to_have_text(FENCE)
    ben.visited("action", pictures=True)
    ben.visit(f"profile/?draft={draft}&criterion=9.1")
    ben.link(ben.say("Open actions for this statement: {count}", count=1)).click()
    expect(ben.main.get_by_role("row").filter(has_text=FENCE)).to_contain_text(day_text(due(), language))
    ben.visited("actions", pictures=True)

    remind(company)
    ben.visit("outbox/")
    mail = ben.newest_mail_to(company.ben.email)
    expect(mail).to_contain_text(FENCE)
    mail.get_by_role("link").click()
    expect(ben.page).to_have_url(re.compile(f"/{language}/actions/.*show=mine"))
    ben.link(FENCE).click()
    ben.page.locator("#report-proof").fill("New posts and wire, photo in the yard book.")
    ben.press("Report it as done")
    expect(told(ben, "action.told-done")).to_be_focused()

    ana = arrive(new_person, company, company.ana, language, width)
    ana.visit(f"actions/?draft={draft}")
    ana.link(FENCE).click()
    ana.sees("New posts and wire, photo in the yard book.")
    ana.press("Close it")
    told(ana, "action.told-closed")
    ana.sees(message("action.step-closed", language, person=f"\u2068{company.ana.name}\u2069"))
    ana.link("Back to the action plan").click()
    ana.link("Closed and dropped").click()
    expect(ana.main.get_by_role("row").filter(has_text=FENCE)).to_contain_text(message("action.state-closed", language))
    ana.visited("actions-closed")


def test_two_people_on_one_action_and_nothing_typed_is_lost(site: Site, new_person: NewPerson) -> None:
    company = a_company(site)
    draft = an_application(company, "foreign-manufacturer")
    action = an_action(company, draft, Owner(company.ben.user_id))
    ana, ben = (arrive(new_person, company, each) for each in (company.ana, company.ben))
    for person in (ana, ben):
        person.visit(f"action/?draft={draft}&action={action}")
        person.main.get_by_text(person.say("Change this action")).click()
    ben.page.locator("#plan-what").fill("Replace the fence")
    ben.press("Save the change")
    told(ben, "action.told-changed")
    ana.page.locator("#plan-what").fill("Paint the fence")
    ana.press("Save the change")
    expect(ana.page.locator("#plan-form")).to_contain_text("Ben changed this action meanwhile")
    expect(ana.page.locator("#plan-what")).to_have_value("Paint the fence")
    ana.visited("action-stale")
    ana.press("Save the change")
    told(ana, "action.told-changed")
    expect(ana.heading).to_have_text("Paint the fence")


def an_action(company: Company, draft: int, owner: Owner) -> int:
    """Return the id of an action that ana wrote down."""
    with company.site.database() as session:
        model = model_of_draft(session, company.ana, draft_id=draft)
        plan = Plan(FENCE, owner, due())
        return add_action(session, company.ana, security_model_id=model, plan=plan, now=clock.now())


def test_somebody_outside_ends_the_mails_with_one_press(site: Site, new_person: NewPerson) -> None:
    company = a_company(site)
    draft = an_application(company, "foreign-manufacturer")
    an_action(company, draft, Owner(0, "Olga", f"olga-{draft}@example.com"))
    remind(company)
    olga = new_person(site)
    olga.visit("outbox/")
    mail = olga.newest_mail_to(f"olga-{draft}@example.com")
    expect(mail).to_contain_text("gave your address")
    mail.get_by_role("link").click()
    expect(olga.heading).to_have_text("End the reminders")
    olga.visited("stop-mails", pictures=True)
    olga.press("Send me no more reminders")
    olga.sees(message("action.stopped", "en"))
    ana = arrive(new_person, company, company.ana)
    ana.visit(f"actions/?draft={draft}")
    ana.sees("Wants no reminders.")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_training_is_overdue_after_a_year(own_site: Site, new_person: NewPerson, language: str) -> None:
    company = a_company(own_site, language=language)
    ben = arrive(new_person, company, company.ben, language, 320)
    ben.visit(f"training/?account={company.account}")
    ben.visited("training-empty")
    ben.link("Add a training").click()
    ben.press("Add it to the register")
    expect(ben.page.locator("#error-summary")).to_be_focused()
    ben.visited("training-refused")
    ben.page.locator("#training-topic").select_option("cybersecurity")
    ben.page.locator("#training-held_on").fill(clock.now().date().isoformat())
    ben.page.locator("#training-people").fill("Ana\nBen")
    ben.press("Add it to the register")
    told(ben, "training.added")
    expect(topic(ben)).to_contain_text(ben.say("Up to date"))
    ben.visited("training", pictures=True)

    ben.page.close()  # it would complain of the server that is gone meanwhile
    later = clock.now() + timedelta(days=367)
    own_site.restart(KIOSK_TODAY=later.date().isoformat())
    token = secrets.token_urlsafe(32)
    with own_site.database() as session:
        open_session(session, user_id=company.ana.user_id, token=token, device="a test", now=later)
    ana = new_person(own_site, language)
    ana.come_in_as(token)
    ana.visit(f"training/?account={company.account}")
    expect(topic(ana)).to_contain_text(ana.say("Overdue"))
    ana.visited("training-overdue", pictures=True)


def topic(person: Person) -> Locator:
    """The row of the topic that was trained, in the table of what is due next."""
    table = person.main.get_by_role("table").first
    name = {"en": "Cybersecurity for users", "ar": "الأمن السيبراني للمستخدمين"}[person.language]
    return table.get_by_role("row").filter(has_text=name)


def test_dan_sees_neither_plan_nor_register(site: Site, new_person: NewPerson) -> None:
    company = a_company(site)
    draft = an_application(company, "foreign-manufacturer")
    action = an_action(company, draft, Owner(company.ben.user_id))
    dan = arrive(new_person, company, company.dan)
    for path in (
        f"actions/?draft={draft}",
        f"action/?draft={draft}&action={action}",
        f"training/?account={company.account}",
        f"training-record/?account={company.account}",
    ):
        dan.visit(path)
        expect(dan.page.get_by_role("alert")).to_contain_text("access.not-yours")
        expect(dan.main).not_to_contain_text(FENCE)
