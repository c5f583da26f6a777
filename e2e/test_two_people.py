"""Several people work on one application: nobody overwrites anybody, and each may do what the role allows."""

import pytest
from playwright.sync_api import Locator, expect

from ctpat_app.guidance.questions import CRITERION
from e2e import parts
from e2e.companies import (
    Company,
    a_company,
    a_complete_application,
    an_application,
    answer,
    come_in,
    stored,
)
from e2e.conftest import NewPerson
from e2e.person import Person
from e2e.site import Site

pytestmark = pytest.mark.browser

CRITERION_ID = "1.1"
KEY = CRITERION + CRITERION_ID
ANAS, BENS = "Ana: our president signed it in May.", "Ben: the plant manager signed it in June."


@pytest.fixture
def company(site: Site) -> Company:
    """A complete trade account with ana, ben and chloe."""
    return a_company(site)


@pytest.fixture
def draft(company: Company) -> int:
    """An application in which the criterion stands open."""
    return an_application(company, "foreign-manufacturer")


@pytest.fixture
def ana(site: Site, company: Company, new_person: NewPerson) -> Person:
    """The officer, signed in."""
    person = new_person(site)
    come_in(person, company.ana)
    return person


@pytest.fixture
def ben(site: Site, company: Company, new_person: NewPerson) -> Person:
    """An employee, signed in."""
    person = new_person(site)
    come_in(person, company.ben)
    return person


def _open(person: Person, draft: int) -> Locator:
    person.visit(f"profile/?draft={draft}&criterion={CRITERION_ID}")
    box = parts.response_field(person)
    expect(box).to_be_visible()
    return box


def _conflict(person: Person) -> Locator:
    return person.page.get_by_role("alert").filter(has_text="Somebody changed this answer while you were writing")


def _in_conflict(company: Company, draft: int, ana: Person, ben: Person) -> Locator:
    """Let ana save first and ben second; return ben's box, beside which both texts stand."""
    anas_box, bens_box = _open(ana, draft), _open(ben, draft)
    anas_box.fill(ANAS)
    anas_box.blur()
    ana.sees_saved()
    bens_box.fill(BENS)
    bens_box.blur()
    conflict = _conflict(ben)
    expect(conflict).to_contain_text("Saved by Ana")
    expect(conflict).to_contain_text(ANAS)
    expect(conflict).to_contain_text(BENS)
    assert stored(company, draft, KEY) == ANAS
    return bens_box


def test_the_second_writer_sees_both_texts_and_can_keep_the_own_one(
    company: Company, draft: int, ana: Person, ben: Person
) -> None:
    box = _in_conflict(company, draft, ana, ben)
    ben.visited("conflict")
    ben.button("Keep my text").click()
    expect(_conflict(ben)).to_have_count(0)
    expect(box).to_have_value(BENS)
    assert stored(company, draft, KEY) == BENS


def test_the_second_writer_can_take_the_text_of_the_first(
    company: Company, draft: int, ana: Person, ben: Person
) -> None:
    box = _in_conflict(company, draft, ana, ben)
    ben.button("Keep this text").click()
    expect(_conflict(ben)).to_have_count(0)
    expect(box).to_have_value(ANAS)
    assert stored(company, draft, KEY) == ANAS
    box.fill(f"{ANAS} Ben adds where it hangs.")
    box.blur()
    ben.sees_saved()
    expect(_conflict(ben)).to_have_count(0)
    assert stored(company, draft, KEY) == f"{ANAS} Ben adds where it hangs."


def test_continue_does_not_leave_a_conflict_behind(company: Company, draft: int, ana: Person, ben: Person) -> None:
    _open(ana, draft)
    box = _open(ben, draft)
    answer(company, company.ana, draft, KEY, ANAS)
    box.fill(BENS)
    ben.press("Save and go to the next open statement")
    expect(_conflict(ben)).to_contain_text(ANAS)
    expect(_conflict(ben)).to_contain_text(BENS)
    assert parts.criterion_on_show(ben) == CRITERION_ID
    assert stored(company, draft, KEY) == ANAS
    ben.button("Keep my text").click()
    expect(box).to_have_value(BENS)
    assert stored(company, draft, KEY) == BENS


def test_a_second_tab_of_the_same_person_does_not_overwrite_the_first(
    company: Company, draft: int, ana: Person
) -> None:
    first = _open(ana, draft)
    second_tab = ana.context.new_page()
    second_tab.goto(ana.page.url)
    second = second_tab.get_by_role("textbox", name="Your response")
    expect(second).to_be_visible()
    first.fill(ANAS)
    first.blur()
    ana.sees_saved()
    second.fill("The same person, in another tab.")
    second.blur()
    alert = second_tab.get_by_role("alert").filter(has_text="Somebody changed this answer")
    expect(alert).to_contain_text(ANAS)
    assert stored(company, draft, KEY) == ANAS


def test_two_choices_at_once_are_shown_in_words(company: Company, draft: int, ana: Person, ben: Person) -> None:
    for person in (ana, ben):
        person.visit(f"apply/?draft={draft}&step=international")
        parts.is_at(person, "international")
    ana.tick("Yes")
    ana.sees_saved()
    ben.choose(ben.option("No"))
    conflict = _conflict(ben)
    expect(conflict).to_contain_text("Saved by Ana")
    expect(conflict.locator(".kiosk-conflict__text").first).to_have_text("Yes")
    expect(conflict.locator(".kiosk-conflict__text").last).to_have_text("No")
    ben.button("Keep this text").click()
    expect(_conflict(ben)).to_have_count(0)
    expect(ben.option("Yes")).to_be_checked()


def test_an_employee_sees_for_whom_the_signature_waits(company: Company, ben: Person) -> None:
    draft = a_complete_application(company, "foreign-manufacturer")
    ben.visit(f"sign/?draft={draft}")
    expect(ben.page.get_by_role("heading", name="Waiting for the officer")).to_be_visible()
    ben.sees("Only the officer can sign and send.")
    expect(ben.main).to_contain_text(company.ana.name)
    expect(ben.button("Sign and send")).to_have_count(0)
    ben.visited("waiting for the signature")


def test_a_consultant_writes_answers_but_cannot_sign(company: Company, site: Site, new_person: NewPerson) -> None:
    draft = a_complete_application(company, "foreign-manufacturer")
    chloe = new_person(site)
    come_in(chloe, company.chloe)
    box = _open(chloe, draft)
    box.fill("Chloe wrote this one.")
    box.blur()
    chloe.sees_saved()
    assert stored(company, draft, KEY) == "Chloe wrote this one."
    chloe.visit(f"sign/?draft={draft}")
    chloe.sees("Only the officer can sign and send.")
    expect(chloe.page.get_by_role("checkbox")).to_have_count(0)


def test_the_consent_waits_for_the_officer_and_holds_up_nobody(company: Company, draft: int, ben: Person) -> None:
    ben.visit(f"apply/?draft={draft}&step=international")
    parts.is_at(ben, "international")
    ben.tick("Yes")
    consent = ben.page.get_by_role("region", name="Consent to share company information")
    expect(consent).to_contain_text("Waiting for the officer")
    expect(consent.get_by_role("button", name="Give consent")).to_have_count(0)
    ben.press("Save and continue")
    expect(parts.response_field(ben)).to_be_visible()
    ben.visit(f"application/?draft={draft}")
    task = ben.main.get_by_role("listitem").filter(has=ben.page.get_by_role("link", name="International"))
    expect(task).to_contain_text("Waiting for the officer")


def test_an_edit_after_signing_voids_the_signature_visibly(company: Company, ana: Person, ben: Person) -> None:
    draft = a_complete_application(company, "foreign-manufacturer")
    ana.visit(f"sign/?draft={draft}")
    ana.tick("I am the officer")
    ana.field("Your full name").fill(company.ana.name)
    ana.press("Sign now, send later")
    expect(ana.page.get_by_role("heading", name="It is signed")).to_be_visible()
    ana.visited("signed, not sent")
    box = _open(ben, draft)
    box.fill("Ben corrects this after the signature.")
    box.blur()
    ben.sees_saved()
    ana.page.reload()
    ana.sees("No longer valid")
    expect(ana.button("Sign and send")).to_be_visible()


def test_a_colleague_accepts_an_invitation(company: Company, site: Site, ana: Person, new_person: NewPerson) -> None:
    email = f"nora-{company.account}@example.com"
    ana.visit(f"trade-account/?account={company.account}")
    form = ana.main.locator("form").filter(has=ana.button("Send invitation"))
    form.get_by_label("Email address").fill(email)
    form.get_by_label("Name").fill("Nora")
    ana.press("Send invitation")
    ana.sees(f"The invitation to {email} is on its way.")
    nora = new_person(site)
    nora.visit("outbox")
    nora.newest_mail_to(email).get_by_role("link").click()
    expect(nora.heading).to_have_text("You are invited to a company")
    nora.visited("invitation")
    nora.main.get_by_role("link", name="Create an account").click()
    nora.fill_in(name="Nora Quist", email=email, password="umbrella teapot river 44")
    nora.press("Create account")
    nora.link("Open the outbox").click()
    nora.newest_mail_to(email).get_by_role("link").click()
    nora.press("Confirm my address")
    expect(nora.heading).to_have_text("Sign in")
    nora.fill_in(email=email, password="umbrella teapot river 44")
    nora.main.get_by_role("button", name="Sign in", exact=True).click()
    expect(nora.heading).to_have_text("You are invited to a company")
    nora.button("Accept and open the company").click()
    expect(nora.heading).to_have_text("Acme Carriers SA")
    expect(nora.page.get_by_role("region", name="Nora Quist")).to_contain_text("Employee")
    ana.page.reload()
    expect(ana.page.get_by_role("region", name="Nora Quist")).to_be_visible()


def test_the_task_list_says_who_else_is_working(company: Company, draft: int, ana: Person, ben: Person) -> None:
    box = _open(ben, draft)
    box.fill(BENS)
    box.blur()
    ben.sees_saved()
    ana.visit(f"application/?draft={draft}")
    task = ana.main.get_by_role("listitem").filter(has=ana.page.get_by_role("link", name="Security profile"))
    expect(task).to_contain_text("Worked on in the last hour:")
    expect(task).to_contain_text(company.ben.name)
