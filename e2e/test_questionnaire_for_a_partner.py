"""A company asks a partner: build a questionnaire, send it, review what was signed, return, close, keep as evidence."""

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from ctpat_app.adapters import clock
from ctpat_app.tables.inquiries import InquiryRow
from ctpat_app.tables.outbox import OutboxRow
from ctpat_app.tables.partners import PartnerRow
from e2e.companies import Company, a_company, a_complete_application, come_in
from e2e.conftest import NewPerson
from e2e.partners import answer_card, grade_answer, in_days, newest_inquiry, unfold
from e2e.person import Person
from e2e.site import Site
from tests.inquiries import a_partner, a_partners_file, answered, asked, signed

pytestmark = pytest.mark.browser

SEALS = "Cada precinto se controla con el método VVTT y se anota en la bitácora."
COMMENT = "Say who looks at the seals at night."


def answer_and_sign(company: Company, inquiry: int, text: str) -> None:
    """Answer everything and sign, as the partner would."""
    with company.site.database() as session:
        for criterion in asked(session, inquiry):
            answered(session, inquiry, criterion, f"{text} ({criterion})", now=clock.now())
        signed(session, inquiry, now=clock.now())


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_partner_is_asked_judged_and_kept_as_evidence(site: Site, new_person: NewPerson, language: str) -> None:
    company = a_company(site, name=f"Asking Importer {language}", language=language)
    a_complete_application(company, "us-importer")
    with site.database() as session:
        a_partner(
            session, company.account, company.ana, name="Transportes del Norte", email=f"ines-{language}@norte.example"
        )
        a_partner(session, company.account, company.ana, name="Silent Ltd", email="")
    ana = new_person(site, language)
    come_in(ana, company.ana)

    # Put a questionnaire together by type and risk, then change a single box.
    ana.visit(f"questionnaire/?account={company.account}")
    ana.page.locator("#choose-business_type").select_option("highway-carrier-mexico")
    ana.page.locator("#choose-risk").select_option("low")
    ana.press("Tick these statements")
    ana.page.locator("#questionnaire-name").fill("Carriers")
    ana.press("Save the questionnaire")
    ana.sees(ana.say("The questionnaire is saved. Look at it as the partner sees it, then send it."))
    ana.page.locator("#preview-language").select_option("es")
    expect(ana.page.locator("section[aria-labelledby=preview] [lang=es]").filter(visible=True).first).to_be_visible()
    ana.visited(f"questionnaire-{language}", pictures=True)
    ana.visit(f"questionnaires/?account={company.account}")
    ana.sees("Carriers")
    ana.visited(f"questionnaires-{language}", pictures=True)

    # Send it: what is missing is told, nothing typed is lost.
    ana.main.get_by_role("link", name="Carriers").click()
    ana.link("Send it to partners").click()
    expect(ana.page.locator("#send-questionnaire")).to_have_value(newest_questionnaire(ana))
    ana.press("Send it")
    expect(ana.page.locator("#send-partners")).to_be_visible()
    ana.visited(f"send-questionnaire-{language}", pictures=True)
    ana.page.locator("label", has_text="Transportes del Norte").click()
    ana.page.locator("#send-due_on").fill(in_days(21))
    ana.press("Send it")
    ana.sees(ana.say("Sent. Each partner gets a mail with a link of its own. Partners: {count}.", count=1))
    ana.visited(f"inquiries-{language}", pictures=True)
    inquiry = newest_inquiry(company)
    with site.database() as session:
        mail = session.exec(select(OutboxRow).where(OutboxRow.recipient == f"ines-{language}@norte.example")).one()
        assert (mail.template, mail.language) == ("inquiry-sent", "es")
        row = session.get_one(InquiryRow, inquiry)
        first, *others = asked(session, inquiry)
        assert session.get_one(PartnerRow, row.partner_id).name == "Transportes del Norte"

    # Before the signature nothing is read.
    ana.visit(f"inquiry/?inquiry={inquiry}")
    ana.sees(ana.say("You read the answers once the partner has signed. Before that they are the partner's own."))
    answer_and_sign(company, inquiry, SEALS)
    with site.database() as session:
        a_partners_file(session, inquiry, first, now=clock.now(), name="bitácora.pdf")

    # Review: English beside the original, a grade, and back to the partner.
    ana.visit(f"inquiry/?inquiry={inquiry}")
    expect(answer_card(ana, first).locator("[lang=es]").first).to_have_attribute("dir", "ltr")
    answer_card(ana, first).locator("summary").first.click()
    answer_card(ana, first).locator("textarea[name=text]").fill("Each seal is checked by VVTT and written down.")
    ana.press("Save the English")
    ana.sees(ana.say("The English is saved."))
    grade_answer(ana, first, "partly", "Nobody is named.")
    ana.visited(f"inquiry-{language}", pictures=True)
    unfold(ana, "Return answers to the partner")
    ana.page.locator(f"textarea[name='comment-{first}']").fill(COMMENT)
    ana.page.locator("#return-due_on").fill(in_days(14))
    ana.press("Return these answers")
    ana.sees(ana.say("The answers are on their way back to the partner."))

    # The partner changes one answer and signs again: English and grade are known to be older.
    with site.database() as session:
        answered(session, inquiry, first, "Luis Vega lo controla cada noche.", now=clock.now())
        signed(session, inquiry, now=clock.now())
    ana.visit(f"inquiry/?inquiry={inquiry}")
    ana.sees(ana.say("The answer has changed since it was graded."))
    expect(answer_card(ana, first)).to_contain_text(COMMENT)
    grade_answer(ana, first, "met", "")
    for criterion in others:
        grade_answer(ana, criterion, "met", "")

    # An action, the end, and the evidence.
    place = answer_card(ana, others[0])
    place.locator("summary", has_text=ana.say("Ask the partner to put something right")).click()
    place.locator("textarea[name=finding]").fill("The fence has a hole.")
    place.locator("textarea[name=wanted]").fill("Mend it and send a picture.")
    place.locator("input[name=due_on]").fill(in_days(30))
    place.get_by_role("button", name=ana.say("Write the action down")).click()
    ana.sees(ana.say("The action is written down. The partner is told within the hour."))
    unfold(ana, "Close it")
    ana.page.locator("#close-outcome").select_option("accepted")
    ana.page.locator("#close-reason").fill("All is in order but the fence.")
    ana.press("Close the questionnaire")
    expect(ana.page.locator("#close-outcome-error")).to_be_visible()
    expect(ana.page.locator("#close-reason")).to_have_value("All is in order but the fence.")
    ana.page.locator("#close-outcome").select_option("with-actions")
    ana.press("Close the questionnaire")
    ana.sees(ana.say("The questionnaire is closed, and the partner is told."))
    with ana.page.expect_download() as download:
        ana.main.get_by_role("link", name=ana.say("Download the result (PDF)")).click()
    assert download.value.suggested_filename.endswith(f"-{language}.pdf")
    # The browser ends the connection before a download; the page that comes back begins anew.
    ana.visit(f"inquiry/?inquiry={inquiry}")
    ana.press("Put it into the exchange")
    ana.sees(ana.say("The result lies in the document exchange."))
    ana.sees(ana.say("It lies there"))
    ana.visited(f"inquiry-closed-{language}", pictures=True)


def newest_questionnaire(person: Person) -> str:
    """Return the number of the questionnaire that the address names."""
    return person.page.url.partition("questionnaire=")[2]


def test_a_consultant_reads_and_cannot_send(site: Site, new_person: NewPerson) -> None:
    company = a_company(site, name="Reading Importer")
    chloe = new_person(site, "en")
    come_in(chloe, company.chloe)
    chloe.visit(f"questionnaires/?account={company.account}")
    chloe.sees("There is none yet.")
    expect(chloe.link("Put a questionnaire together")).to_have_count(0)
    chloe.visit(f"send-questionnaire/?account={company.account}")
    expect(chloe.page.get_by_role("alert").first).to_be_visible()
