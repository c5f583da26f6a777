"""People and their companies: an office changes hands, one consultant works for three, two models are merged."""

from typing import Final

import pytest
from playwright.sync_api import expect

from ctpat_app.adapters import clock
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import Role, StaffRole
from ctpat_app.services.security_models import carry_out_merge
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.security_models import SecurityModelRow
from e2e.companies import Company, a_company, a_complete_application, an_application, come_in
from e2e.conftest import NewPerson
from e2e.person import Person
from e2e.site import Site
from tests.applicants import answer_row
from tests.factories import a_member, a_person, a_staff_member, a_trade_account

pytestmark = pytest.mark.browser

WHY: Final = "Both belong to one owner since the first of May."


@pytest.fixture
def company(site: Site) -> Company:
    """A complete trade account with ana, ben and chloe."""
    return a_company(site)


def signed_in(new_person: NewPerson, company: Company, who: str, language: str = "en") -> Person:
    person = new_person(company.site, language)
    come_in(person, getattr(company, who))
    return person


def account_page(person: Person, company: Company) -> None:
    person.visit(f"trade-account/?account={company.account}")
    expect(person.page.get_by_role("heading", name=person.say("Officer and leaving"))).to_be_visible()


def test_the_office_changes_hands_between_two_browsers(company: Company, new_person: NewPerson) -> None:
    ana, ben = signed_in(new_person, company, "ana"), signed_in(new_person, company, "ben")
    account_page(ana, company)
    ana.main.get_by_text("Leave this company").click()
    ana.sees("Hand over the office first.")
    ana.main.get_by_text("Hand over the office of officer", exact=True).click()
    ana.field("Who is to become the officer?").select_option(label=company.ben.name)
    ana.press("Ask this colleague")
    ana.sees("You stay the officer until they accept and declare.")
    ana.visited("office-offered", pictures=True)
    account_page(ben, company)
    expect(ben.button("Accept the office and declare this")).to_be_visible()
    ben.visited("office-to-accept", pictures=True)
    ben.page.locator("#office-name").fill("Ben Ortiz")
    ben.press("Accept the office and declare this")
    expect(ben.page.get_by_role("banner")).to_contain_text("as officer")
    ana.page.reload()
    expect(ana.page.get_by_role("region", name=company.ben.name)).to_contain_text("Officer")
    expect(ana.page.get_by_role("banner")).to_contain_text("as employee")


def test_an_offer_is_taken_back(company: Company, new_person: NewPerson) -> None:
    ana = signed_in(new_person, company, "ana")
    account_page(ana, company)
    ana.main.get_by_text("Hand over the office of officer", exact=True).click()
    ana.press("Ask this colleague")
    ana.press("Take the offer back")
    ana.sees("You are still the officer.")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_consultant_of_three_companies_sees_for_whom_they_act(
    company: Company, new_person: NewPerson, language: str
) -> None:
    draft = an_application(company, "foreign-manufacturer")
    others = {}
    with company.site.database() as session:
        for name in ("北方物流有限公司", "شركة الشمال للنقل"):
            founder = a_person(session)
            others[name] = a_trade_account(session, founder, name=name, role=Role.OFFICER, complete=True)
            a_member(session, others[name], company.chloe, role=Role.CONSULTANT)
    chloe = signed_in(new_person, company, "chloe", language)
    chloe.visit("home/")
    menu = chloe.page.get_by_role("navigation", name=chloe.say("Your companies"))
    expect(menu.get_by_role("listitem")).to_have_count(3)
    expect(menu.get_by_role("listitem").first).to_contain_text(chloe.say("Parts to do: {count}", count="").strip())
    banner = chloe.page.get_by_role("banner")
    for name, account in others.items():
        menu.get_by_role("link", name=name).click()
        chloe.page.wait_for_url(f"**/{language}/home/?account={account}")
        acting = chloe.say("acting for {company} as a consultant", company=f"\u2068{name}\u2069")
        expect(banner).to_contain_text(acting)
        expect(menu.get_by_role("link", name=name)).to_have_attribute("aria-current", "true")
    chloe.visited("companies-home", pictures=True)
    chloe.visit(f"trade-account/?account={company.account}")
    menu.get_by_role("link", name="北方物流有限公司").click()
    expect(chloe.heading).to_have_text("北方物流有限公司")
    menu.get_by_role("link", name="Acme Carriers SA").click()
    expect(chloe.heading).to_have_text("Acme Carriers SA")
    chloe.visit(f"apply/?draft={draft}&step=business-types")
    expect(banner).to_contain_text("Acme Carriers SA")
    chloe.visited("companies-step", pictures=True)
    menu.get_by_role("link", name="Acme Carriers SA").click()
    chloe.page.wait_for_url(f"**/{language}/application/?draft={draft}")


def test_two_tabs_show_two_companies(company: Company, new_person: NewPerson) -> None:
    with company.site.database() as session:
        other = a_trade_account(session, a_person(session), name="Other Ltd", role=Role.OFFICER, complete=True)
        a_member(session, other, company.chloe, role=Role.EMPLOYEE)
    chloe = signed_in(new_person, company, "chloe")
    chloe.visit(f"home/?account={company.account}")
    second = chloe.context.new_page()
    second.goto(f"{company.site.url}/en/home/?account={other}")
    expect(second.get_by_role("banner")).to_contain_text("for \u2068Other Ltd\u2069 as employee")
    chloe.page.reload()
    expect(chloe.page.get_by_role("banner")).to_contain_text("acting for \u2068Acme Carriers SA\u2069 as a consultant")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_merge_is_rehearsed_asked_for_and_approved(company: Company, new_person: NewPerson, language: str) -> None:
    for business_type in ("foreign-manufacturer", "us-exporter"):
        a_member_model(company, business_type)
    ana = signed_in(new_person, company, "ana", language)
    ana.visit(f"organization/?account={company.account}")
    ana.main.get_by_text(ana.say("Merge two security models"), exact=True).click()
    form = ana.main.locator("form").filter(has=ana.page.locator("#merge-first"))
    form.get_by_label(ana.say("First security model")).select_option(index=1)
    form.get_by_label(ana.say("Second security model")).select_option(index=2)
    form.get_by_label(ana.say("Reason, in detail")).fill(WHY)
    form.get_by_role("button").click()
    expect(ana.main.get_by_role("alert")).to_be_visible()
    form.locator("label[for=identical]").click()
    form.get_by_role("button").click()
    rehearsal = ana.page.get_by_role("heading", name=ana.say("Rehearsal: nothing has changed yet"))
    expect(rehearsal).to_be_visible()
    ana.visited("merge-rehearsed", pictures=True)
    ana.press(ana.say("Send this request"))
    ana.sees(ana.say("Your request is on its way. Nothing changes until it takes effect."))
    with company.site.database() as session:
        eva = a_person(session)
        a_staff_member(session, eva, StaffRole.SUPERVISOR)
    desk = new_person(company.site, language)
    come_in(desk, eva)
    desk.visit("staff/requests/")
    expect(desk.main.get_by_role("button", name=desk.say("Approve"), exact=True).first).to_be_visible()
    desk.visited("staff-requests", pictures=True)
    desk.main.get_by_role("button", name=desk.say("Approve"), exact=True).last.click()
    desk.sees(desk.say("Approved. It takes effect in 24 hours; until then the company can undo it."))
    ana.page.reload()
    ana.press(ana.say("Undo this request"))
    ana.sees(ana.say("The request is undone. Nothing has changed."))


def test_dan_sees_no_requests_of_others(company: Company, new_person: NewPerson) -> None:
    dan = signed_in(new_person, company, "dan")
    dan.visit("staff/requests/")
    expect(dan.page.get_by_role("alert")).to_be_visible()
    expect(dan.button("Approve")).to_have_count(0)


def test_a_split_is_rehearsed_and_asked_for(company: Company, new_person: NewPerson) -> None:
    a_member_model(company, "foreign-manufacturer", "us-exporter")
    ana = signed_in(new_person, company, "ana")
    ana.visit(f"organization/?account={company.account}")
    ana.main.get_by_text("Split a security model", exact=True).click()
    form = ana.main.locator("form").filter(has=ana.page.locator("#split-part"))
    form.get_by_label("Business type to move").select_option(label="U.S. exporter")
    form.get_by_label("Reason, in detail").fill(WHY)
    form.get_by_role("button").click()
    ana.sees("Give the new security model a name")
    form.get_by_label("Name of the new security model").fill("Export arm")
    form.get_by_role("button").click()
    expect(ana.page.get_by_role("heading", name="Rehearsal: nothing has changed yet")).to_be_visible()
    expect(ana.page.get_by_role("status").filter(has_text="Export arm")).to_contain_text("U.S. exporter")
    ana.visited("split-rehearsed", pictures=True)
    ana.press("Send this request")
    ana.sees("Your request is on its way.")
    request = ana.page.get_by_role("region", name="Split “U.S. exporter”")
    expect(request).to_contain_text("Waiting for approval by CTPAT management")


def test_the_officer_chooses_between_the_texts_of_merged_models(company: Company, new_person: NewPerson) -> None:
    first = a_member_model(company, "foreign-manufacturer")
    second = a_member_model(company, "us-exporter", text="Signed by the president in May.")
    with company.site.database() as session:
        carry_out_merge(
            session, trade_account_id=company.account, first_id=first, second_id=second, user_id=company.ana.user_id,
            now=clock.now(),
        )  # fmt: skip
    ben, ana = signed_in(new_person, company, "ben"), signed_in(new_person, company, "ana")
    ben.visit(f"organization/?account={company.account}")
    ben.sees("Signed by the president in May.")
    expect(ben.button("Keep this text")).to_have_count(0)
    ana.visit(f"organization/?account={company.account}")
    expect(ana.button("Keep this text")).to_have_count(2)
    ana.visited("two-texts", pictures=True)
    ana.button("Keep this text").last.click()
    ana.sees("The text is chosen.")
    expect(ana.button("Keep this text")).to_have_count(0)


def a_member_model(company: Company, *types: str, text: str = "") -> int:
    """Return the id of a certified security model; ``text`` is its answer to the first criterion."""
    draft = a_complete_application(company, *types)
    with company.site.database() as session:
        row = session.get_one(DraftRow, draft)
        if text:
            answer = answer_row(session, draft, "criterion.1.1")
            assert answer is not None
            answer.value = text
        row.frozen_at = clock.now()
        session.get_one(SecurityModelRow, row.subject_id).status = Status.CERTIFIED
        return row.subject_id
