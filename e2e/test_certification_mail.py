"""A member certifies its status to a partner outside of the program by mail, the partner looks, and it ends."""

import pytest
from playwright.sync_api import expect

from ctpat_app.adapters import clock
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.svi import Settings
from ctpat_app.services.svi_membership import join_svi
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.partners import PartnerRow
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.words.localiser import localiser_for
from e2e.companies import Company, a_company, a_complete_application, come_in
from e2e.conftest import NewPerson
from e2e.site import Site

pytestmark = pytest.mark.browser


def a_member_with_a_partner(company: Company, email: str) -> int:
    """Certify the company, let it join SVI, put a partner into its register; return its security model."""
    draft = a_complete_application(company, "us-importer")
    now = clock.now()
    with company.site.database() as session:
        row = session.get_one(DraftRow, draft)
        row.frozen_at = now
        session.get_one(SecurityModelRow, row.subject_id).status = Status.CERTIFIED
        session.flush()
        join_svi(
            session,
            company.ana,
            security_model_id=row.subject_id,
            typed_name=company.ana.name,
            agreed=True,
            settings=Settings(),
            localiser=localiser_for("en"),
            now=now,
        )
        session.add(
            PartnerRow(
                trade_account_id=company.account,
                name="Hanoi Textiles",
                folded_name="hanoi textiles",
                role="supplier",
                contact_name="Lan",
                email=email,
                language="ar",
                created_at=now,
                created_by=company.ana.user_id,
                changed_at=now,
            )
        )
        return row.subject_id


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_status_is_certified_by_mail_and_withdrawn(site: Site, new_person: NewPerson, language: str) -> None:
    company = a_company(site, name=f"Certifying Importer {language}", language=language)
    lan = f"lan-{language}@hanoi.example"
    model = a_member_with_a_partner(company, lan)
    ana = new_person(site, language)
    come_in(ana, company.ana)

    ana.visit(f"svi/?model={model}")
    ana.main.get_by_role("link", name=ana.say("Certification mails"), exact=True).click()
    expect(ana.heading).to_have_text(ana.say("Certification mails"))
    ana.page.locator("#letter-words").fill("See www.example.com")
    ana.press("Show the preview")
    expect(ana.page.locator("#letter-email-error")).to_be_visible()
    expect(ana.page.locator("#letter-words")).to_have_value("See www.example.com")
    ana.visited(f"svi-letters-wrong-{language}")

    ana.page.locator("#letter-words").fill("Our first shipment leaves on Monday.")
    ana.page.locator("#letter-partner").select_option(index=1)
    ana.press("Show the preview")
    mail = ana.page.get_by_role("region", name=ana.say("Text of the mail"))
    expect(mail).to_have_attribute("dir", "rtl")  # the partner's language, whatever ana's own is
    expect(mail).to_contain_text("Our first shipment leaves on Monday.")
    expect(ana.page.locator("#preview")).to_be_focused()
    ana.visited(f"svi-letters-preview-{language}", pictures=True)
    text = mail.inner_text()

    ana.press("Send this mail")
    expect(ana.page.locator(".kiosk-told")).to_contain_text(lan)
    line = ana.main.locator("section[aria-labelledby=sent] li")
    expect(line).to_contain_text(ana.say("Nobody has opened its page yet."))
    ana.visited(f"svi-letters-{language}", pictures=True)

    lan_there = new_person(site, "ar")
    lan_there.visit("outbox/")
    received = lan_there.newest_mail_to(lan)
    expect(received).to_contain_text("Our first shipment leaves on Monday.")
    link = received.get_by_role("link")
    assert link.inner_text().strip() in text
    address = link.get_attribute("href") or ""
    lan_there.page.goto(address if address.startswith("http") else f"{site.url}{address}")
    lan_there.sees(lan_there.say("This company is a CTPAT member in good standing"))
    lan_there.sees(f"Certifying Importer {language}")
    lan_there.visited(f"verify-letter-{language}", pictures=True)

    ana.visit(f"svi-letters/?model={model}")
    expect(line).not_to_contain_text(ana.say("Nobody has opened its page yet."))
    line.get_by_role("button", name=ana.say("Withdraw")).click()
    ana.sees(ana.say("Withdrawn. Its link says nothing about your company any more."))
    lan_there.page.reload()
    nothing = (
        "Nothing counts under this code. Compare it letter by letter with the one on the certificate or in the mail."
    )
    lan_there.sees(lan_there.say(nothing))
    expect(lan_there.main).not_to_contain_text("Certifying Importer")


def test_a_mail_can_be_vietnamese_though_no_page_is(site: Site, new_person: NewPerson) -> None:
    company = a_company(site, name="Vietnamese Partner Importer")
    model = a_member_with_a_partner(company, "lan-vi@hanoi.example")
    ana = new_person(site, "en")
    come_in(ana, company.ana)
    ana.visit(f"svi-letters/?model={model}")
    ana.page.locator("#letter-addressee").fill("Nguyễn Văn An")
    ana.page.locator("#letter-email").fill("an@saigon.example")
    ana.page.locator("#letter-language").select_option("vi")
    ana.press("Show the preview")
    mail = ana.page.get_by_role("region", name="Text of the mail")
    expect(mail).to_have_attribute("lang", "vi")
    expect(mail).to_contain_text("Thư này gửi đến Nguyễn Văn An.")
    ana.press("Send this mail")
    expect(ana.page.locator(".kiosk-told")).to_contain_text("an@saigon.example")
    ana.main.get_by_role("button", name="Withdraw").click()
    ana.sees("Withdrawn. Its link says nothing about your company any more.")
