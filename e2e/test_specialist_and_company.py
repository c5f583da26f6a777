"""The specialist and the company: messages in two languages, a locked number, and a vetting that is signed twice."""

from dataclasses import dataclass
from typing import Final

import pytest
from playwright.sync_api import Locator, expect

from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.domain.vetting import Part
from ctpat_app.words.messages import message
from e2e.companies import Company, a_company, a_complete_application, come_in, send
from e2e.conftest import NewPerson
from e2e.person import Person
from e2e.site import Site
from e2e.stored_files import a_pdf
from tests.factories import a_person, a_staff_member, an_assignment

pytestmark = pytest.mark.browser

NEW_MID: Final = "MXACMCAR400MON"


@dataclass(frozen=True)
class Case:
    """A company with an application that was sent, and the specialist who looks after it."""

    company: Company
    draft: int
    eva: Actor


@pytest.fixture
def case(site: Site) -> Case:
    company = a_company(site, name="Transportes Peña e Hijos")
    draft = a_complete_application(company)
    send(company, draft)
    with site.database() as session:
        eva = a_staff_member(session, a_person(session), StaffRole.SPECIALIST)
        an_assignment(session, company.account, eva)
    return Case(company, draft, eva)


def person(new_person: NewPerson, case: Case, actor: Actor, language: str) -> Person:
    someone = new_person(case.company.site, language)
    come_in(someone, actor)
    return someone


def told(someone: Person, code: str, **values: str) -> None:
    expect(someone.page.locator(".kiosk-told")).to_have_text(message(code, someone.language, **values))


def newest(someone: Person) -> Locator:
    """The message at the end of the log."""
    return someone.main.get_by_role("log").get_by_role("article").last


# ---------------------------------------------------------------- messages


@pytest.mark.parametrize("language", ["en", "ar"])
def test_ana_and_eva_write_to_each_other_each_in_her_language(case: Case, new_person: NewPerson, language: str) -> None:
    eva = person(new_person, case, case.eva, "en")
    ana = person(new_person, case, case.company.ana, language)
    ana.visit("home/")
    ana.main.get_by_role("link", name=ana.say("Messages with CTPAT")).first.click()
    expect(ana.heading).to_have_text(ana.say("Messages with CTPAT"))
    ana.press("Send the message")
    expect(ana.page.locator("#error-summary")).to_contain_text(message("conversation.text-missing", language))
    ana.visited("messages-refused")
    ana.main.get_by_text(ana.say("Add a file from your computer")).click()
    ana.main.get_by_label(ana.say("Choose files")).set_input_files([a_pdf("Folio 12345.pdf")])
    ana.main.get_by_text(ana.say("Files that go with it")).click()
    box = ana.main.get_by_role("checkbox", name="Folio 12345.pdf")
    expect(box).to_be_checked()
    text = ana.main.get_by_label(ana.say("Message"), exact=True)
    text.fill("¿Basta con el folio 12345?\nمع تحياتنا")
    ana.main.get_by_label(ana.say("Written in"), exact=True).select_option("es")
    ana.page.reload()
    # What was typed waits in the tab; nothing was sent.
    expect(text).to_have_value("¿Basta con el folio 12345?\nمع تحياتنا")
    ana.main.get_by_label(ana.say("Written in"), exact=True).select_option("es")
    ana.main.get_by_text(ana.say("Files that go with it")).click()
    box.check()
    ana.press("Send the message")
    told(ana, "conversation.told-sent")
    expect(text).to_have_value("")
    expect(newest(ana)).to_contain_text("¿Basta con el folio 12345?")
    expect(newest(ana).locator(".kiosk-message__text")).to_have_attribute("lang", "es")
    ana.page.reload()
    expect(ana.main.get_by_role("article")).to_have_count(1)
    expect(text).to_have_value("")

    eva.visit(f"staff/messages/?account={case.company.account}")
    expect(newest(eva)).to_contain_text("Ana")
    eva.sees("Written in \u2068Español\u2069")
    expect(newest(eva).get_by_role("link", name="Folio 12345.pdf")).to_be_visible()
    expect(eva.main).to_contain_text("The company waits for an answer since")
    with eva.page.expect_download() as arriving:
        newest(eva).get_by_role("link", name="Folio 12345.pdf").click()
    assert arriving.value.suggested_filename == "Folio 12345.pdf"
    # The browser ends the connection before a download; the page that comes back begins anew.
    eva.visit(f"staff/messages/?account={case.company.account}")
    eva.main.get_by_label("Message", exact=True).fill("Yes. Send the page with the stamp, too.")
    eva.page.keyboard.press("Control+Enter")
    told(eva, "conversation.told-sent")
    expect(eva.main).not_to_contain_text("The company waits for an answer since")
    eva.visited("staff-messages", pictures=True)

    ben = person(new_person, case, case.company.ben, language)
    ben.visit("home/")
    ben.sees(message("conversation.unread", language, count=1))
    ben.main.get_by_role("link", name=ben.say("Messages with CTPAT")).first.click()
    expect(newest(ben)).to_contain_text("Send the page with the stamp")
    expect(ben.main).not_to_contain_text(case.eva.name)
    ben.visited("messages", pictures=True)


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_change_of_a_locked_number_is_asked_for_and_approved(
    case: Case, new_person: NewPerson, language: str
) -> None:
    ana = person(new_person, case, case.company.ana, language)
    ana.visit(f"sent/?draft={case.draft}")
    ana.link("Ask to change a locked number").click()
    expect(ana.heading).to_have_text(ana.say("Numbers of your company"))
    ana.main.get_by_text(ana.say("Change a number"), exact=True).click()
    form = ana.main.locator("form").filter(has=ana.page.locator("#ask-change-value"))
    form.get_by_label(ana.say("The number now")).select_option(index=1)
    form.get_by_label(ana.say("The number that it shall be")).fill("MX 12")
    form.get_by_role("button", name=ana.say("Ask your specialist")).click()
    expect(ana.page.locator("#error-summary")).to_be_visible()
    expect(form.get_by_label(ana.say("The number that it shall be"))).to_have_value("MX 12")
    ana.visited("identifier-changes-refused")
    form.get_by_label(ana.say("The number that it shall be")).fill(NEW_MID.lower())
    form.get_by_label(ana.say("Reason")).fill("Nos mudamos a otra calle.")
    form.get_by_role("button", name=ana.say("Ask your specialist")).click()
    told(ana, "identifier-change.told-asked")
    expect(ana.main.get_by_role("listitem").filter(has_text=ana.say("A change is asked for"))).to_have_count(1)
    ana.visited("identifier-changes", pictures=True)

    eva = person(new_person, case, case.eva, language)
    eva.visit(f"staff/company/?account={case.company.account}")
    eva.link("Changes of locked numbers").click()
    request = eva.main.get_by_role("region").first
    expect(request).to_contain_text(NEW_MID)
    request.get_by_role("button", name=eva.say("Save the decision")).click()
    expect(request.get_by_role("alert")).to_contain_text(message("identifier-change.decision-missing", language))
    eva.visited("staff-identifier-changes", pictures=True)
    request.get_by_role("radio", name=eva.say("Approve: it counts at once")).locator("xpath=..").click()
    request.get_by_role("button", name=eva.say("Save the decision")).click()
    told(eva, "identifier-change.told-approve")

    ana.page.reload()
    numbers = ana.main.get_by_role("region", name=ana.say("As of today"))
    expect(numbers).to_contain_text(NEW_MID)
    expect(ana.main.get_by_role("region").last).to_contain_text(ana.say("Approved by CTPAT"))
    expect(ana.main).not_to_contain_text(case.eva.name)
    ana.visit(f"history/?account={case.company.account}")
    specialist = f"\u2068{ana.say('A CTPAT specialist')}\u2069"
    ana.sees(ana.say("{person} approved a change of a number that was locked.", person=specialist))


# ---------------------------------------------------------------- vetting


def look_at(eva: Person, part: Part, outcome: str, notes: str) -> None:
    """Note a source and what was found about a part."""
    name = message(f"vetting.part-{part}", eva.language)
    section = eva.main.get_by_role("region", name=name, exact=True)
    section.get_by_text(eva.say("Note what you looked at")).click()
    section.get_by_label(eva.say("What it is")).select_option("company-register")
    section.get_by_label(eva.say("Where it is found")).fill("Folio 12345")
    section.get_by_label(eva.say("Looked at on")).fill("2026-01-15")
    section.get_by_role("button", name=eva.say("Note this source")).click()
    told(eva, "vetting.source-added", part=name)
    section.get_by_label(eva.say("Outcome of this part")).select_option(outcome)
    section.get_by_label(eva.say("Notes on this part")).fill(notes)
    section.get_by_role("button", name=eva.say("Save this part")).click()
    told(eva, "vetting.part-saved", part=name)


def sign(eva: Person, outcome: str, reason: str, name: str) -> None:
    form = eva.main.locator("form").filter(has=eva.page.locator("#sign-reason"))
    form.get_by_label(eva.say("Outcome of the whole vetting")).select_option(outcome)
    form.get_by_label(eva.say("Reason")).fill(reason)
    form.get_by_role("checkbox").locator("xpath=..").click()
    form.get_by_label(eva.say("Type your name to sign")).fill(name)
    form.get_by_role("button", name=eva.say("Sign and end the vetting")).click()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_vetting_is_signed_and_then_a_second_one(case: Case, new_person: NewPerson, language: str) -> None:
    eva = person(new_person, case, case.eva, language)
    eva.visit(f"staff/company/?account={case.company.account}")
    eva.main.get_by_role("link", name=eva.say("Vetting"), exact=True).click()
    expect(eva.heading).to_have_text(eva.say("Vetting"))
    eva.press("Begin the vetting")
    expect(eva.page.get_by_role("heading", name=eva.say("Vetting number {number}", number=1))).to_be_visible()
    sign(eva, "passed", "Alles stimmt.", case.eva.name)
    expect(eva.page.locator("#error-summary")).to_contain_text(message("vetting.part-open", language))
    eva.visited("vetting-refused", pictures=True)
    for part in Part:
        look_at(eva, part, "fits", "Visto en el registro. كل شيء صحيح.")
    eva.visited("vetting-open", pictures=True)
    # The reason was typed before, and is still there.
    expect(eva.main.locator("#sign-reason")).to_have_value("Alles stimmt.")
    eva.press("Sign and end the vetting")
    told(eva, "vetting.done")
    eva.sees(eva.say("Passed, and it counts"))

    ana = person(new_person, case, case.company.ana, language)
    ana.visit(f"sent/?draft={case.draft}")
    ana.sees(message("vetting.standing-done", language))
    ana.visit(f"staff/vetting/?draft={case.draft}")
    expect(ana.page.get_by_role("alert")).to_contain_text("access.not-your-role")
    expect(ana.main).not_to_contain_text("Visto en el registro")

    eva.press("Begin a new vetting")
    for part in Part:
        look_at(eva, part, "does-not-fit" if part is Part.CONTACTS else "fits", "Otra vez.")
    sign(eva, "passed", "Casi.", case.eva.name)
    expect(eva.page.locator("#error-summary")).to_contain_text(message("vetting.part-does-not-fit", language))
    eva.main.get_by_label(eva.say("Outcome of the whole vetting")).select_option("failed")
    eva.press("Sign and end the vetting")
    told(eva, "vetting.done")
    expect(eva.main.get_by_text(eva.say("Passed, and it counts"))).to_have_count(0)
    first = eva.main.get_by_role("region", name=eva.say("Vetting number {number}", number=1))
    first.get_by_text(eva.say("Everything as it was signed")).click()
    expect(first).to_contain_text("Visto en el registro")
    eva.visited("vetting-signed", pictures=True)


def test_dan_sees_nothing_of_it(case: Case, new_person: NewPerson) -> None:
    dan = person(new_person, case, case.company.dan, "en")
    for path in (
        f"messages/?account={case.company.account}",
        f"identifier-changes/?draft={case.draft}",
        f"staff/messages/?account={case.company.account}",
        f"staff/identifier-changes/?account={case.company.account}",
        f"staff/vetting/?draft={case.draft}",
    ):
        dan.visit(path)
        expect(dan.page.get_by_role("alert")).to_contain_text("access.not-yours")
        expect(dan.main).not_to_contain_text("Transportes Peña")
