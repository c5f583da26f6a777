"""A business partner reads a page in a language that only the pages for partners exist in."""

import pytest
from playwright.sync_api import expect

from e2e.conftest import NewPerson
from e2e.site import Site

pytestmark = pytest.mark.browser

UNKNOWN_CODE = "ABCD-EFGH-JKLM-NPQR-STUV"


def test_a_partner_checks_a_certificate_in_vietnamese(site: Site, new_person: NewPerson) -> None:
    linh = new_person(site, "vi")
    linh.visit("verify/")
    expect(linh.heading).to_have_text("Kiểm tra giấy chứng nhận")
    expect(linh.page.locator("html")).to_have_attribute("lang", "vi")
    linh.visited("verify-partner", pictures=True)

    linh.page.get_by_label("Mã của giấy chứng nhận hoặc của thư").fill(UNKNOWN_CODE)
    linh.page.get_by_role("button", name="Kiểm tra", exact=True).click()
    expect(linh.main.get_by_text("Không có gì còn hiệu lực với mã này.")).to_be_visible()
    linh.visited("verify-partner-unknown")


def test_links_lead_to_the_english_page_where_there_is_no_other(site: Site, new_person: NewPerson) -> None:
    linh = new_person(site, "vi")
    linh.visit("verify/")
    linh.link("Privacy").click()
    expect(linh.page).to_have_url(f"{site.url}/en/privacy/")
    expect(linh.page.locator("html")).to_have_attribute("lang", "en")
    expect(linh.page.get_by_role("link", name="Tiếng Việt")).to_have_count(0)

    linh.visit("privacy/")
    expect(linh.page).to_have_url(f"{site.url}/en/privacy/")
    linh.forgiven.append("404")
    linh.visit("nowhere/")
    expect(linh.heading).to_have_text("Không có trang nào ở địa chỉ này")
    linh.fits_a_telephone("nowhere-partner")


def test_the_menu_of_a_page_for_partners_offers_their_languages(site: Site, new_person: NewPerson) -> None:
    visitor = new_person(site, "es")
    visitor.visit("verify/")
    visitor.page.get_by_role("link", name="Tiếng Việt").click()
    expect(visitor.page).to_have_url(f"{site.url}/vi/verify/")
    visitor.page.get_by_role("link", name="Español").click()
    expect(visitor.page).to_have_url(f"{site.url}/es/verify/")
