"""A questionnaire goes abroad and back: answered on a telephone, interrupted, reviewed by the importer in English."""

import pytest
from playwright.sync_api import expect

from ctpat_app.adapters import clock
from ctpat_app.tables.inquiries import InquiryRow
from ctpat_app.words.languages import direction
from e2e.companies import a_company, come_in
from e2e.conftest import NewPerson
from e2e.partners import (
    TELEPHONE,
    answer_box,
    answer_card,
    grade_answer,
    in_days,
    newest_inquiry,
    sign_answers,
    type_the_code,
    unfold,
    write_answer,
)
from e2e.site import Site
from tests.inquiries import CRITERIA, a_partner, a_questionnaire

pytestmark = pytest.mark.browser

ANSWERS = {
    "vi": "Trưởng ca kiểm tra từng niêm phong trước khi xếp hàng và ghi số vào sổ hằng ngày; sổ được lưu ba năm.",
    "ar": "يفحص مشرف الوردية كل ختم قبل التحميل، ويسجّل رقمه في السجل اليومي، ويُحفظ السجل ثلاث سنوات.",
}
ENGLISH = "The shift leader checks every seal before loading and notes its number; the log is kept for three years."


@pytest.mark.parametrize("language", sorted(ANSWERS))
def test_a_partner_abroad_answers_on_a_telephone_and_the_importer_reviews_in_english(
    own_site: Site, new_person: NewPerson, language: str
) -> None:
    company = a_company(own_site, name="Lakeshore Imports")
    mail = f"plant-{language}@abroad.example"
    with own_site.database() as session:
        a_partner(session, company.account, company.ana, name="Plant Abroad", email=mail, language=language)
        questionnaire = a_questionnaire(session, company.account, company.ana, now=clock.now())
    ana = new_person(own_site, "en")
    ana.forgiven += ["WebSocket", "ERR_CONNECTION_REFUSED", "Failed to load resource"]
    come_in(ana, company.ana)
    ana.visit(f"send-questionnaire/?account={company.account}&questionnaire={questionnaire}")
    ana.page.locator("label", has_text="Plant Abroad").click()
    ana.page.locator("#send-due_on").fill(in_days(21))
    ana.press("Send it")
    ana.sees("Sent. Each partner gets a mail with a link of its own. Partners: 1.")
    inquiry = newest_inquiry(company)
    ana.visit("outbox")
    link = ana.newest_mail_to(mail).get_by_role("link").get_attribute("href")
    assert link
    assert f"/{language}/" in link

    partner = new_person(own_site, language, width=TELEPHONE[0], height=TELEPHONE[1])
    partner.forgiven += ["WebSocket", "ERR_CONNECTION_REFUSED", "Failed to load resource"]
    partner.page.goto(link)
    expect(partner.page.locator("html")).to_have_attribute("lang", language)
    expect(partner.page.locator("html")).to_have_attribute("dir", direction(language))
    partner.visited(f"abroad-link-{language}", pictures=True)
    type_the_code(partner, mail, _name_of(own_site, inquiry))
    partner.visited(f"abroad-answers-{language}", pictures=True)
    first, *others = CRITERIA
    write_answer(partner, inquiry, first, ANSWERS[language])
    partner.visited(f"abroad-answer-{language}", pictures=True)

    # Interrupted, and resumed by the same browser without a new code.
    own_site.kill()
    own_site.start()
    for criterion in others:
        write_answer(partner, inquiry, criterion, ANSWERS[language])
    partner.visit(f"inquiry-answer/?inquiry={inquiry}&criterion={first}")
    expect(answer_box(partner)).to_have_value(ANSWERS[language])
    sign_answers(partner, inquiry, "Linh", "Plant manager")
    partner.visited(f"abroad-signed-{language}", pictures=True)

    ana.visit(f"inquiry/?inquiry={inquiry}")
    original = answer_card(ana, first).locator(f"[lang={language}]").filter(has_text=ANSWERS[language]).first
    expect(original).to_have_attribute("dir", direction(language))
    answer_card(ana, first).locator("summary").first.click()
    answer_card(ana, first).locator("textarea[name=text]").fill(ENGLISH)
    ana.press("Save the English")
    ana.sees("The English is saved.")
    for criterion in CRITERIA:
        grade_answer(ana, criterion, "met", "")
    ana.visited(f"abroad-reviewed-{language}", pictures=True)
    unfold(ana, "Close it")
    ana.page.locator("#close-outcome").select_option("accepted")
    ana.page.locator("#close-reason").fill("All is in order.")
    ana.press("Close the questionnaire")
    ana.sees("The questionnaire is closed, and the partner is told.")


def _name_of(site: Site, inquiry: int) -> str:
    with site.database() as session:
        return session.get_one(InquiryRow, inquiry).name
