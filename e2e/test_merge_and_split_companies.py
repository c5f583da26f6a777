"""Whole companies are merged and split, a link ends, management declines: each person at their own screen."""

from datetime import timedelta
from typing import Final

import pytest
import time_machine
from playwright.sync_api import Locator, expect

from ctpat_app.adapters import clock
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.domain.security_models import SECOND_THOUGHTS
from ctpat_app.jobs import carry_out_requests
from ctpat_app.services.access import memberships_of
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.organizations import AccountLinkRow
from ctpat_app.tables.security_models import SecurityModelRow
from e2e.companies import Company, a_company, a_complete_application, come_in
from e2e.conftest import NewPerson
from e2e.person import Person
from e2e.site import Site
from tests.applicants import a_filled_draft
from tests.factories import a_person, a_staff_member

pytestmark = pytest.mark.browser

WHY: Final = "Both belong to one owner since the first of May."
ON_ITS_WAY: Final = "Your request is on its way. Nothing changes until it takes effect."


def signed_in(new_person: NewPerson, company: Company, actor: Actor, language: str) -> Person:
    person = new_person(company.site, language)
    come_in(person, actor)
    return person


def management(new_person: NewPerson, company: Company, language: str) -> Person:
    with company.site.database() as session:
        sue = a_person(session, language=language)
        a_staff_member(session, sue, StaffRole.SUPERVISOR)
    return signed_in(new_person, company, sue, language)


def organization(person: Person, account: int) -> None:
    person.visit(f"organization/?account={account}")
    expect(person.page.get_by_role("heading", name=person.say("Trade organization"), exact=True)).to_be_visible()


def opened(person: Person, title: str) -> Locator:
    """Open a part of the page and return it."""
    part = person.main.locator("details").filter(has=person.page.get_by_text(person.say(title), exact=True))
    part.locator("summary").first.click()
    return part


def card_of(person: Person, name: str) -> Locator:
    """Return the innermost part of the page about ``name`` that has a button."""
    return person.main.locator("section.kiosk-box").filter(has_text=name)


def on_a_telephone(person: Person, name: str) -> None:
    person.visited(name, pictures=True)
    person.page.set_viewport_size({"width": 320, "height": 700})
    person.visited(f"{name}-telephone")
    person.page.set_viewport_size({"width": 1280, "height": 900})


def a_day_later(site: Site) -> None:
    """Run the job as it runs when the time for second thoughts is over."""
    with site.opened(), time_machine.travel(clock.now() + SECOND_THOUGHTS + timedelta(minutes=1), tick=True):
        carry_out_requests()


def dans_account(company: Company) -> int:
    with company.site.database() as session:
        return memberships_of(session, company.dan)[0].trade_account_id


def renamed(company: Company, account: int, name: str) -> None:
    with company.site.database() as session:
        session.get_one(TradeAccountRow, account).legal_name = name


def certified(company: Company, actor: Actor, account: int, kind: str) -> int:
    with company.site.database() as session:
        now = clock.now()
        draft = session.get_one(DraftRow, a_filled_draft(session, actor, account, kind, now=now))
        draft.frozen_at = now
        session.get_one(SecurityModelRow, draft.subject_id).status = Status.CERTIFIED
        return draft.subject_id


@pytest.mark.parametrize("language", ["en", "ar"])
def test_two_companies_become_one(site: Site, new_person: NewPerson, language: str) -> None:
    company, mine, theirs = a_company(site, language=language), f"Norte {language} SA", f"Sur {language} SA"
    other = dans_account(company)
    renamed(company, company.account, mine)
    renamed(company, other, theirs)
    certified(company, company.ana, company.account, "foreign-manufacturer")
    certified(company, company.dan, other, "us-exporter")

    ana = signed_in(new_person, company, company.ana, language)
    organization(ana, company.account)
    form = opened(ana, "Merge this company with another")
    form.locator("#merge-email").fill(company.dan.email)
    form.locator("#merge-accounts-reason").fill(WHY)
    form.get_by_role("button", name=ana.say("Show what would change")).click()
    expect(ana.page.locator("#rehearsal-merge-accounts")).to_be_visible()
    expect(form.get_by_role("status")).to_contain_text(company.chloe.name)
    on_a_telephone(ana, "merge-accounts-rehearsed")
    ana.press("Send this request")
    ana.sees(ana.say(ON_ITS_WAY))

    dan = signed_in(new_person, company, company.dan, language)
    organization(dan, other)
    asked = card_of(dan, mine).first
    expect(asked).to_contain_text(WHY)
    asked.get_by_role("button", name=dan.say("Show what would change")).click()
    expect(asked.get_by_role("status")).to_contain_text(company.ben.name)
    expect(asked.get_by_role("status")).to_contain_text(theirs)
    on_a_telephone(dan, "merge-accounts-asked")
    dan.press("Agree to the merge")
    dan.sees(dan.say("You have agreed. Next, CTPAT management decides. Nothing has changed yet."))

    sue = management(new_person, company, language)
    sue.visit("staff/requests/")
    waiting = card_of(sue, mine)
    expect(waiting).to_contain_text(company.dan.name)
    on_a_telephone(sue, "staff-merge-accounts")
    waiting.get_by_role("button", name=sue.say("Approve"), exact=True).click()
    sue.sees(sue.say("Approved. It takes effect in 24 hours; until then the company can undo it."))
    organization(dan, other)
    expect(card_of(dan, mine).get_by_role("button", name=dan.say("Undo this request"))).to_be_visible()

    a_day_later(site)
    organization(ana, company.account)
    expect(card_of(ana, theirs).first).to_contain_text(ana.say("Has taken effect"))
    models = ana.page.get_by_role("region", name=ana.say("Security models"), exact=True)
    expect(models.locator(".kiosk-summary__row")).to_have_count(2)
    dan.visit("home/")
    expect(dan.main.get_by_text(mine).first).to_be_visible()
    expect(dan.main.get_by_text(theirs)).to_have_count(0)
    dan.visit(f"organization/?account={other}")
    expect(dan.page.get_by_role("alert")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_company_is_split_in_two(site: Site, new_person: NewPerson, language: str) -> None:
    company, name = a_company(site, language=language), f"Frontera {language} SA"
    certified(company, company.ana, company.account, "foreign-manufacturer")
    certified(company, company.ana, company.account, "us-exporter")
    ana = signed_in(new_person, company, company.ana, language)
    organization(ana, company.account)
    form = opened(ana, "Split this company in two")
    form.locator("#split-account-name").fill(name)
    form.locator("#split-account-model").select_option(index=2)
    form.locator("#split-account-officer").select_option(index=2)
    form.locator(".usa-checkbox").filter(has_text=company.chloe.name).locator("label").click()
    form.locator("#split-account-reason").fill(WHY)
    form.get_by_role("button", name=ana.say("Show what would change")).click()
    expect(form.get_by_role("status")).to_contain_text(name)
    expect(form.get_by_role("status")).to_contain_text(company.chloe.name)
    on_a_telephone(ana, "split-account-rehearsed")
    ana.press("Send this request")
    ana.sees(ana.say(ON_ITS_WAY))

    ben = signed_in(new_person, company, company.ben, language)
    organization(ben, company.account)
    asked = card_of(ben, name).first
    on_a_telephone(ben, "split-account-asked")
    asked.get_by_label(ben.say("Your name")).fill("Ben Ortiz")
    asked.get_by_role("button", name=ben.say("Accept the office and declare this")).click()
    ben.sees(ben.say("You have accepted. Next, CTPAT management decides. Nothing has changed yet."))

    sue = management(new_person, company, language)
    sue.visit("staff/requests/")
    card_of(sue, name).get_by_role("button", name=sue.say("Approve"), exact=True).click()
    sue.sees(sue.say("Approved. It takes effect in 24 hours; until then the company can undo it."))
    a_day_later(site)
    ben.visit("organization/")
    expect(ben.main.locator("#tree").locator("xpath=ancestor::section[1]")).to_contain_text(name)
    models = ben.page.get_by_role("region", name=ben.say("Security models"), exact=True)
    expect(models.locator(".kiosk-summary__row")).to_have_count(1)
    organization(ana, company.account)
    models = ana.page.get_by_role("region", name=ana.say("Security models"), exact=True)
    expect(models.locator(".kiosk-summary__row")).to_have_count(1)
    expect(card_of(ana, name).first).to_contain_text(ana.say("Has taken effect"))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_link_is_ended_by_one_side(site: Site, new_person: NewPerson, language: str) -> None:
    company = a_company(site, language=language)
    other = dans_account(company)
    with site.database() as session:
        session.add(AccountLinkRow(parent_id=company.account, child_id=other, linked_at=clock.now()))
    dan = signed_in(new_person, company, company.dan, language)
    organization(dan, other)
    items = dan.main.locator(".kiosk-tree__item")
    expect(items).to_have_count(2)
    form = dan.main.locator(".kiosk-tree details")
    form.locator("summary").click()
    form.get_by_role("button", name=dan.say("Ask for the end of this link")).click()
    expect(dan.main.get_by_role("alert")).to_be_visible()
    form.get_by_label(dan.say("Reason, in detail")).fill(WHY)
    on_a_telephone(dan, "delink")
    form.get_by_role("button", name=dan.say("Ask for the end of this link")).click()
    dan.sees(dan.say(ON_ITS_WAY))
    expect(items).to_have_count(2)
    ana = signed_in(new_person, company, company.ana, language)
    organization(ana, company.account)
    expect(card_of(ana, WHY).get_by_role("button", name=ana.say("Undo this request"))).to_be_visible()
    a_day_later(site)
    for person, account in ((ana, company.account), (dan, other)):
        organization(person, account)
        expect(person.main.locator(".kiosk-tree__item")).to_have_count(1)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_management_declines_with_a_reason_that_the_company_reads(
    site: Site, new_person: NewPerson, language: str
) -> None:
    company, name = a_company(site, language=language), f"Export arm {language}"
    draft = a_complete_application(company, "foreign-manufacturer", "us-exporter")
    with site.database() as session:
        row = session.get_one(DraftRow, draft)
        row.frozen_at = clock.now()
        session.get_one(SecurityModelRow, row.subject_id).status = Status.CERTIFIED
    ana = signed_in(new_person, company, company.ana, language)
    organization(ana, company.account)
    form = opened(ana, "Split a security model")
    form.locator("#split-part").select_option(index=2)
    form.locator("#split-name").fill(name)
    form.locator("#split-reason").fill(WHY)
    form.get_by_role("button", name=ana.say("Show what would change")).click()
    ana.press("Send this request")
    ana.sees(ana.say(ON_ITS_WAY))

    sue = management(new_person, company, language)
    sue.visit("staff/requests/")
    waiting = card_of(sue, name)
    waiting.locator("summary").click()
    waiting.get_by_role("button", name=sue.say("Decline with this reason")).click()
    expect(waiting.get_by_role("alert")).to_be_visible()
    on_a_telephone(sue, "staff-decline")
    waiting.get_by_label(sue.say("Reason, in detail")).fill("The export arm has no site of its own.")
    waiting.get_by_role("button", name=sue.say("Decline with this reason")).click()
    expect(card_of(sue, name)).to_have_count(0)
    organization(ana, company.account)
    answered = card_of(ana, name)
    expect(answered).to_contain_text("The export arm has no site of its own.")
    expect(answered).to_contain_text(ana.say("Declined"))
    expect(answered.get_by_role("button", name=ana.say("Undo this request"))).to_have_count(0)
