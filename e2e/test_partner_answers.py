"""A partner without an account answers in Arabic on a telephone: interrupted, with a colleague, signed, shared."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from ctpat_app.adapters import clock
from ctpat_app.domain.inquiries import InquiryState
from ctpat_app.tables.inquiries import InquiryAnswerRow, InquiryLinkRow, InquiryRow
from e2e.companies import Company, a_company
from e2e.conftest import NewPerson
from e2e.partners import TELEPHONE, answer_box, come_by_link, sign_answers, type_the_code, write_answer
from e2e.person import LIBRARY, Person
from e2e.site import Site
from tests import files
from tests.partner_links import Asked, an_inquiry

pytestmark = pytest.mark.browser

ARABIC = "يفحص مشرف الوردية كل ختم قبل التحميل، ويسجّل رقمه في السجل اليومي، ويُحفظ السجل ثلاث سنوات."
NAME = "Suppliers"
"""Of the questionnaire."""


@pytest.fixture
def company(site: Site) -> Company:
    """Who asks."""
    return a_company(site, name="Lakeshore Imports")


@pytest.fixture
def asked(site: Site, company: Company) -> Asked:
    """A questionnaire of three statements that was just sent."""
    return _asked(site, company, "farid")


def _asked(site: Site, company: Company, who: str, language: str = "ar") -> Asked:
    with site.database() as session:
        return an_inquiry(
            session, officer=company.ana, account=company.account, email=f"{who}-{company.account}@nile.example",
            language=language, introduction="Please answer for your plant in Alexandria.", now=clock.now(),
            library=LIBRARY,
        )  # fmt: skip


def _telephone(site: Site, new_person: NewPerson, language: str = "ar") -> Person:
    return new_person(site, language, width=TELEPHONE[0], height=TELEPHONE[1])


def _email(asked: Asked, site: Site) -> str:
    with site.database() as session:
        return session.get_one(InquiryLinkRow, asked.link).email


def test_farid_answers_on_a_telephone_in_arabic_signs_and_shares(
    own_site: Site, new_person: NewPerson, tmp_path: Path
) -> None:
    company = a_company(own_site, name="Lakeshore Imports")
    asked = _asked(own_site, company, "farid")
    email = _email(asked, own_site)
    farid = _telephone(own_site, new_person)
    farid.forgiven += ["WebSocket", "ERR_CONNECTION_REFUSED", "Failed to load resource"]

    farid.visit(f"inquiry-link/?token={asked.token}")
    expect(farid.main).to_contain_text("Lakeshore Imports")
    expect(farid.main).to_contain_text("f•••@nile.example")
    assert asked.token not in farid.page.url
    farid.visited("inquiry-link", pictures=True)
    type_the_code(farid, email, NAME)
    farid.visited("inquiry-answers", pictures=True)

    farid.main.get_by_role("link", name=farid.say("Go to the next open statement")).click()
    expect(answer_box(farid)).to_be_visible()
    answer_box(farid).fill(ARABIC)
    answer_box(farid).blur()
    farid.sees_saved()
    sheet = tmp_path / "Seals.pdf"
    sheet.write_bytes(files.a_pdf())
    farid.main.locator("#inquiry-upload").set_input_files(sheet)
    expect(farid.main.get_by_role("link", name="Seals.pdf")).to_be_visible()
    farid.visited("inquiry-answer", pictures=True)

    # Interrupted: the server is gone while Farid writes, and comes back.
    own_site.kill()
    answer_box(farid).fill(f"{ARABIC} {ARABIC}")
    answer_box(farid).blur()
    own_site.start()
    farid.page.reload()
    expect(answer_box(farid)).to_have_value(f"{ARABIC} {ARABIC}")
    farid.sees_saved()

    # A second tab of the same browser.
    second = farid.context.new_page()
    second.goto(farid.page.url)
    expect(second.locator("#answer")).to_have_value(f"{ARABIC} {ARABIC}")
    answer_box(farid).fill("من التبويب الأول.")
    answer_box(farid).blur()
    farid.sees_saved()
    second.locator("#answer").fill("من التبويب الثاني.")
    second.locator("#answer").blur()
    conflict = second.get_by_role("alert").filter(has_text="من التبويب الأول.")
    expect(conflict).to_contain_text("من التبويب الثاني.")
    second.get_by_role("button", name=farid.say("Keep my text")).click()
    expect(second.locator("#answer")).to_have_value("من التبويب الثاني.")
    second.close()

    # What is missing leads to the statements.
    farid.visit(f"inquiry-sign/?inquiry={asked.inquiry}")
    farid.sees(farid.say("Answer these statements first. Then you can sign."))
    farid.visited("inquiry-sign-missing", pictures=True)
    for criterion in ("1.2", "2.1"):
        write_answer(farid, asked.inquiry, criterion, ARABIC)

    # A colleague, in English.
    farid.visit(f"inquiry-colleagues/?inquiry={asked.inquiry}")
    farid.field(farid.say("Name of the colleague")).fill("Mona")
    farid.field(farid.say("Email address")).fill(f"mona-{company.account}@nile.example")
    farid.main.locator("#colleague-language").select_option("en")
    farid.button("Send the link").click()
    farid.sees(
        farid.say("The link is on its way to {address}.", address=f"\u2068mona-{company.account}@nile.example\u2069")
    )
    farid.visited("inquiry-colleagues", pictures=True)
    mona = _telephone(own_site, new_person, "en")
    mona.visit("outbox")
    mona.newest_mail_to(f"mona-{company.account}@nile.example").get_by_role("link").click()
    expect(mona.heading).to_have_text("Questions about supply chain security")
    mona.visited("inquiry-link", pictures=True)
    type_the_code(mona, f"mona-{company.account}@nile.example", NAME)
    mona.visited("inquiry-answers", pictures=True)
    mona.visit(f"inquiry-answer/?inquiry={asked.inquiry}&criterion=1.2")
    expect(answer_box(mona)).to_have_value(ARABIC)
    mona.visited("inquiry-answer", pictures=True)
    for page in ("inquiry-offline", "inquiry-grants", "inquiry-sign", "inquiry-colleagues"):
        mona.visit(f"{page}/?inquiry={asked.inquiry}")
        expect(mona.heading).to_be_visible()
        mona.visited(page, pictures=True)

    # Farid takes Mona's link back: her next step is the door.
    farid.button("Take this link back").click()
    farid.sees(farid.say("The link is taken back. It opens nothing any more."))
    mona.visit(f"inquiry-answers/?inquiry={asked.inquiry}")
    expect(mona.heading).to_have_text("Questions about supply chain security")

    # Signing, and the copy.
    farid.visit(f"inquiry-sign/?inquiry={asked.inquiry}")
    farid.button("Sign and send").click()
    expect(farid.page.locator("#error-summary")).to_be_visible()
    farid.visited("inquiry-sign-faults", pictures=True)
    sign_answers(farid, asked.inquiry, "فريد نور", "مدير المصنع")
    farid.visited("inquiry-sign", pictures=True)
    with own_site.database() as session:
        assert session.get_one(InquiryRow, asked.inquiry).state == InquiryState.SIGNED
    with farid.page.expect_download() as download:
        farid.main.get_by_role("link", name=farid.say("Download what was signed (PDF)")).click()
    assert download.value.path().read_bytes().startswith(b"%PDF")

    # Another customer reads it, and no longer after that.
    farid.visit(f"inquiry-grants/?inquiry={asked.inquiry}")
    farid.field(farid.say("Name of the customer")).fill("Blue Imports")
    farid.field(farid.say("Email address")).fill("buyer@blue.example")
    farid.main.locator("#grant-language").select_option("en")
    farid.main.locator("#grant-until").fill((clock.now().date() + timedelta(days=30)).isoformat())
    farid.button("Send the link").click()
    expect(farid.main.get_by_role("listitem").filter(has_text="Blue Imports")).to_be_visible()
    farid.visited("inquiry-grants", pictures=True)
    buyer = new_person(own_site, "en")
    buyer.visit("outbox")
    buyer.newest_mail_to("buyer@blue.example").get_by_role("link").click()
    buyer.sees("lets")
    buyer.visited("partner-answers-before", pictures=True)
    buyer.button("Show the answers").click()
    buyer.sees("من التبويب الثاني.")
    buyer.visited("partner-answers", pictures=True)
    farid.page.reload()
    farid.sees("Blue Imports")
    expect(farid.main).not_to_contain_text(farid.say("Not read yet."))
    farid.button("End the reading").click()
    farid.sees(farid.say("Taken back. The link opens nothing any more."))
    buyer.page.reload()
    buyer.sees("Ask the company that sent you this link for a new one. This link opens nothing.")
    buyer.visit("partner-answers/?token=never-made")
    buyer.sees("Ask the company that sent you this link for a new one. This link opens nothing.")


@pytest.mark.parametrize("language", ["en", "vi", "ar"])
def test_a_questionnaire_is_answered_one_question_at_a_time(
    site: Site, company: Company, new_person: NewPerson, language: str
) -> None:
    asked = _asked(site, company, "hoa", language)
    hoa = _telephone(site, new_person, language)
    come_by_link(hoa, asked.token, _email(asked, site), NAME)
    hoa.main.get_by_role("link", name=hoa.say("Answer one question at a time")).click()
    expect(hoa.page).to_have_url(re.compile("criterion=1.1$"))
    expect(hoa.heading).to_be_visible()
    hoa.visited("inquiry-talk", pictures=True)

    # Nothing written: it says what to do. Then each answer brings the next question, and stands above it.
    hoa.press("Send and go on")
    expect(answer_box(hoa)).to_have_attribute("aria-invalid", "true")
    hoa.sees(hoa.say("Write the answer here, or skip the statement for now."))
    answer_box(hoa).fill("The shift leader checks every seal and notes it in the log.")
    answer_box(hoa).press("Control+Enter")
    expect(hoa.page).to_have_url(re.compile("criterion=1.2$"))
    expect(hoa.page.get_by_role("log")).to_contain_text("checks every seal")
    hoa.main.get_by_role("link", name=hoa.say("Skip for now")).click()
    expect(hoa.page).to_have_url(re.compile("criterion=2.1$"))
    hoa.press("This does not apply to us")
    expect(hoa.button(hoa.say("This applies to us after all"))).to_be_visible()
    answer_box(hoa).fill("We have no yard of our own.")
    hoa.press("Send and go on")

    # One was skipped: the end leads back to it, in the dialogue and in the form.
    expect(hoa.page).to_have_url(re.compile("criterion=end$"))
    hoa.visited("inquiry-talk-end", pictures=True)
    hoa.main.get_by_role("link", name=hoa.say("Go to the first open question")).click()
    expect(hoa.page).to_have_url(re.compile("criterion=1.2$"))
    hoa.main.get_by_role("link", name=hoa.say("Answer in the form")).click()
    expect(answer_box(hoa)).to_have_value("")
    hoa.main.get_by_role("link", name=hoa.say("Answer one question at a time")).click()
    expect(hoa.page.get_by_role("log")).to_be_visible()
    answer_box(hoa).fill("The manager reads the log each Friday.")
    hoa.press("Send and go on")
    hoa.main.get_by_role("link", name=hoa.say("Sign the answers")).click()
    expect(hoa.field(hoa.say("Your full name"))).to_be_visible()
    with site.database() as session:
        rows = session.exec(select(InquiryAnswerRow).where(InquiryAnswerRow.inquiry_id == asked.inquiry)).all()
    assert {row.criterion: row.applies for row in rows} == {"1.1": True, "1.2": True, "2.1": False}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_link_that_opens_nothing_says_so_and_what_to_do(
    site: Site, company: Company, asked: Asked, new_person: NewPerson, language: str
) -> None:
    person = _telephone(site, new_person, language)
    person.visit("inquiry-link/?token=forged")
    person.sees(
        person.say("Open the link in the mail that you received. This browser knows of none, or it is not complete.")
    )
    with site.database() as session:
        session.get_one(InquiryLinkRow, asked.link).revoked_at = clock.now()
    person.visit(f"inquiry-link/?token={asked.token}")
    person.sees(person.say("This link was taken back."))
    person.visited("inquiry-link-revoked", pictures=True)
    with site.database() as session:
        row = session.get_one(InquiryLinkRow, asked.link)
        row.revoked_at, row.expires_at = None, clock.now() - timedelta(days=1)
    person.page.reload()
    person.sees(person.say("This link is too old."))
    person.button("Ask the company for a new link").click()
    person.sees(person.say("The company is told that you want a new link. It comes by mail if the company agrees."))
    with site.database() as session:
        session.get_one(InquiryRow, asked.inquiry).state = InquiryState.REVOKED
    person.page.reload()
    person.sees(person.say("This questionnaire is not wanted any more."))


def test_somebody_else_with_the_link_gets_no_further_than_the_code(
    site: Site, company: Company, asked: Asked, new_person: NewPerson
) -> None:
    stranger = _telephone(site, new_person, "en")
    stranger.visit(f"inquiry-link/?token={asked.token}")
    stranger.button("Mail me the code").click()
    stranger.field("Code from the mail").fill("000000")
    stranger.button("Open the questionnaire").click()
    stranger.sees("Check the digits and try again, or have a new code mailed.")
    stranger.visited("inquiry-link-wrong-code", pictures=True)
    stranger.visit(f"inquiry-answers/?inquiry={asked.inquiry}")
    expect(stranger.heading).to_have_text("Questions about supply chain security")


def test_a_sheet_that_was_filled_in_offline_is_compared_and_loaded(
    site: Site, company: Company, asked: Asked, new_person: NewPerson, tmp_path: Path
) -> None:
    import openpyxl  # type: ignore[import-untyped]

    farid = _telephone(site, new_person, "en")
    come_by_link(farid, asked.token, _email(asked, site), NAME)
    farid.visit(f"inquiry-offline/?inquiry={asked.inquiry}")
    with farid.page.expect_download() as download:
        farid.main.get_by_role("link", name="Download the questionnaire as a sheet to fill in (XLSX)").click()
    blank = tmp_path / "blank.xlsx"
    download.value.save_as(blank)
    book = openpyxl.load_workbook(blank)
    book.worksheets[0]["G2"] = ARABIC
    filled = tmp_path / "filled.xlsx"
    book.save(filled)
    farid.main.locator("#sheet-upload").set_input_files(filled)
    farid.sees("What")
    expect(farid.main.get_by_role("listitem").filter(has_text=ARABIC)).to_be_visible()
    farid.visited("inquiry-offline-preview", pictures=True)
    farid.button("Load these answers").click()
    farid.sees("The sheet is loaded. Answers changed: 1.")
    farid.visit(f"inquiry-answer/?inquiry={asked.inquiry}&criterion=1.1")
    expect(answer_box(farid)).to_have_value(ARABIC)
    farid.button("Leave this questionnaire").click()
    farid.sees("You have left the questionnaire.")
