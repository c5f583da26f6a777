"""The annual review of a company in Tijuana: answers are affirmed and changed in the window, and sent; or too late."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from ctpat_app.adapters import clock
from ctpat_app.domain.annual_review import anniversary_in
from ctpat_app.domain.lifecycle import Status
from ctpat_app.services.annual_windows import models_to_tell, tell_of_review
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.security_models import SecurityModelRow
from e2e.companies import Company, a_company, a_complete_application, come_in, send
from e2e.conftest import NewPerson
from e2e.person import Person
from e2e.site import Site
from tests.factories import a_document, an_attachment
from tests.reviewed import TIJUANA, affirm_all, assess, every_task

pytestmark = pytest.mark.browser

NAME = "Asientos de Tijuana SA"
CHANGED = "Since May the shift leader checks each seal at the gate, writes it into the seal log, and calls the manager."


def a_member(site: Site, due_on: date, language: str = "en") -> tuple[Company, int]:
    """Return a company that was certified so that its review is due on a day, and its security model."""
    company = a_company(site, name=NAME, language=language)
    draft = a_complete_application(company)
    with site.database() as session:
        model_id = session.get_one(DraftRow, draft).subject_id
        photo = a_document(
            session,
            company.ana,
            model_id,
            name="seal-log.pdf",
            stands_for=due_on - timedelta(days=490),
            valid_until=due_on - timedelta(days=125),
        )
        an_attachment(session, company.ana, draft, photo)
    send(company, draft)
    with site.database() as session:
        session.get_one(TradeAccountRow, company.account).telephone = TIJUANA
        model = session.get_one(SecurityModelRow, model_id)
        model.status = Status.CERTIFIED
        model.certified_on = model.anniversary = anniversary_in(due_on, due_on.year - 1)
    return company, model_id


def today() -> date:
    return clock.now().date()


def officer(new_person: NewPerson, company: Company, language: str) -> Person:
    person = new_person(company.site, language)
    come_in(person, company.ana)
    return person


def remind(site: Site) -> None:
    """Let the job run that opens windows and tells people."""
    now = clock.now()
    with site.database() as session:
        for model in models_to_tell(session, now=now):
            tell_of_review(session, security_model_id=model, now=now)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_ana_affirms_two_answers_changes_one_and_sends_the_review(
    site: Site, new_person: NewPerson, language: str
) -> None:
    company, model = a_member(site, today() + timedelta(days=60), language)
    remind(site)
    ana = officer(new_person, company, language)
    ana.visit(f"annual-review/?model={model}")
    ana.sees(ana.say("The window is open"))
    ana.visited("annual-review-open", pictures=True)

    with site.database() as session:
        assess(session, company.ana, company.account, clock.now())
    ana.press("Each answer affirmed or changed")
    expect(ana.heading).to_have_text(ana.say("Affirm or change each answer"))
    ana.visited("annual-answers", pictures=True)
    for done in (1, 2):
        ana.button("Still right: affirm").press("Enter")
        expect(ana.main.locator(".kiosk-caption[role=status]")).to_contain_text(str(done))
        expect(ana.main.get_by_text(ana.say("Affirmed"), exact=True)).to_have_count(done)
    ana.link("Change this answer").click()
    response = ana.main.get_by_role("textbox").first
    response.fill(CHANGED)
    ana.press("Save and return to the annual review")
    expect(ana.heading).to_have_text(ana.say("Affirm or change each answer"))
    expect(ana.main.get_by_text(ana.say("Changed in this review"), exact=True)).to_have_count(2)
    ana.sees(ana.say("What was sent before"))
    ana.visited("annual-answers-changed", pictures=True)

    with site.database() as session:
        affirm_all(session, company.ben, model, clock.now())
    ana.visit(f"annual-review/?model={model}")
    ana.press("The company profile is right")
    expect(ana.page.locator(".kiosk-told")).to_have_text(ana.say("It is noted that the company profile is right."))
    with ana.page.expect_download() as download:
        ana.link("Add the due day to your calendar").click()
    assert download.value.path().read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")

    ana.link("Certify, sign and send").click()
    ana.button("Certify, sign and send").click()
    expect(ana.page.get_by_role("alert")).to_contain_text(ana.say("It is not sent yet"))
    ana.visited("annual-send-refused", pictures=True)
    ana.choose(ana.page.locator("#annual-certified"))
    ana.choose(ana.page.locator("#sign-agreed"))
    ana.page.locator("#sign-name").fill(company.ana.name)
    ana.button("Certify, sign and send").click()
    ana.sees(ana.say("It was sent inside the window, so it counts for this year."))
    ana.visited("annual-review-sent", pictures=True)


def test_a_late_review_is_told_and_taken_all_the_same(site: Site, new_person: NewPerson) -> None:
    company, model = a_member(site, today() - timedelta(days=2))
    before = clock.now() - timedelta(days=3)
    with site.database() as session:
        tell_of_review(session, security_model_id=model, now=before)
        every_task(session, company, model, clock.now())
    ana = officer(new_person, company, "en")
    ana.visit(f"annual-review/?model={model}")
    ana.sees("The due day has passed. A missed review is a reason for suspension.")
    ana.visited("annual-review-overdue", pictures=True)
    ana.link("Certify, sign and send").click()
    ana.choose(ana.page.locator("#annual-certified"))
    ana.choose(ana.page.locator("#sign-agreed"))
    ana.page.locator("#sign-name").fill(company.ana.name)
    ana.button("Certify, sign and send").click()
    ana.sees("It was sent after the due day. CTPAT sees that it came late.")


def test_before_the_window_the_opening_day_is_told_and_nothing_can_be_begun(site: Site, new_person: NewPerson) -> None:
    company, model = a_member(site, today() + timedelta(days=120))
    ana = officer(new_person, company, "en")
    ana.visit(f"annual-review/?model={model}")
    ana.sees("Nothing is to be done before the window opens. You will be told then.")
    expect(ana.button("Each answer affirmed or changed")).to_have_count(0)
    ana.visited("annual-review-not-due")
