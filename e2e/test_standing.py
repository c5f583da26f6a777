"""A membership from suspension to withdrawal: headquarters decides, the company answers and appeals, anybody checks."""

import re
from dataclasses import dataclass
from typing import Final

import pytest
from playwright.sync_api import expect

from ctpat_app.adapters import clock
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.services.certificates import certificate_of
from ctpat_app.services.model_steps import take_step
from ctpat_app.tables.drafts import DraftRow
from e2e.companies import Company, a_company, a_complete_application, come_in, send
from e2e.conftest import NewPerson
from e2e.person import Person
from e2e.site import Site
from tests.cases import ALL_PROVED
from tests.factories import a_document, a_person, a_staff_member

pytestmark = pytest.mark.browser

NAME: Final = "Transportes Peña e Hijos"
REASON: Final = "Drugs were found in a container that left the plant of the company."
LOOKED_AT: Final = "The seizure report of 2 March and the seal log."


@dataclass(frozen=True)
class Member:
    """A certified company, and who decides about it."""

    company: Company
    model: int
    hugo: Actor
    holly: Actor

    def code(self) -> str:
        """Return the code of the certificate that counts now."""
        with self.company.site.database() as session:
            found = certificate_of(session, self.model)
        assert found is not None
        return found.code


def a_certified_company(site: Site, language: str) -> Member:
    company = a_company(site, name=NAME, language=language)
    draft = a_complete_application(company)
    send(company, draft)
    with site.database() as session:
        model = session.get_one(DraftRow, draft).subject_id
        sue = a_staff_member(session, a_person(session), StaffRole.SUPERVISOR)
        hugo, holly = (a_staff_member(session, a_person(session), StaffRole.HEADQUARTERS) for _ in range(2))
        for step in ("t.assign", "t.certify"):
            take_step(session, sue, security_model_id=model, step=step, reason="x", now=clock.now(), proofs=ALL_PROVED)
        a_document(session, company.ana, model, name="seal-log.pdf")
    return Member(company, model, hugo, holly)


def somebody(new_person: NewPerson, member: Member, actor: Actor, language: str) -> Person:
    person = new_person(member.company.site, language)
    come_in(person, actor)
    return person


def checks(visitor: Person, code: str, words: str) -> None:
    visitor.visit("verify/")
    visitor.field(visitor.say("Code of the certificate or mail")).fill(code.lower())
    visitor.press("Check it")
    expect(visitor.page).to_have_url(re.compile("code="))
    visitor.sees(visitor.say(words))


def suspend(hugo: Person, member: Member) -> None:
    hugo.visit(f"staff/company/?account={member.company.account}")
    hugo.main.get_by_role("link", name=hugo.say("Standing of the membership")).click()
    expect(hugo.heading).to_have_text(NAME)
    hugo.press("Show what it changes")
    expect(hugo.page.get_by_role("alert").first).to_be_visible()
    hugo.visited("staff-standing-refused")
    hugo.main.get_by_label(hugo.say("Decision"), exact=True).select_option(value="suspend")
    hugo.main.get_by_label(hugo.say("Ground")).select_option(value="security-incident")
    hugo.main.get_by_label(hugo.say("Reason"), exact=True).fill(REASON)
    hugo.main.get_by_label(hugo.say("What was looked at"), exact=True).fill(LOOKED_AT)
    hugo.press("Show what it changes")
    hugo.sees(hugo.say("Hold a certificate that counts"))
    expect(hugo.main.locator(".kiosk-rehearsal .kiosk-document").first).to_contain_text(REASON)
    hugo.visited("staff-standing-rehearsal", pictures=True)
    hugo.press("Take this decision and send the letter")
    hugo.sees(hugo.say("The decision is taken. The company has its letter."))


def answer(ana: Person, member: Member) -> None:
    ana.visit(f"standing/?model={member.model}")
    ana.sees(ana.say("The membership is suspended."))
    ana.visited("standing-suspended", pictures=True)
    ana.main.get_by_label(ana.say("Your answer")).fill("We changed the seals and the guards.")
    ana.tick("seal-log.pdf")
    ana.press("Go on with the answer")
    ana.sees(ana.say("Saved."))
    ana.page.reload()
    expect(ana.main.get_by_label(ana.say("Your answer"))).to_have_value("We changed the seals and the guards.")
    ana.tick(ana.say("Send it to CTPAT. Then it cannot be changed."))
    ana.press("Go on with the answer")
    ana.sees(ana.say("Your answer is sent. CTPAT has been told."))


def appeal(ana: Person) -> None:
    ana.link("Open the appeal").click()
    expect(ana.heading).to_have_text(ana.say("Appeal against the decision"))
    ana.main.get_by_label(ana.say("What happened"), exact=True).fill("A driver opened the trailer.")
    ana.tick(ana.say("File it with CTPAT headquarters. Then it cannot be changed."))
    ana.press("Go on with the appeal")
    expect(ana.page.locator("#error-summary")).to_be_visible()
    ana.main.get_by_label(ana.say("How it was put right"), exact=True).fill("We ended his contract.")
    ana.main.get_by_label(ana.say("How the company will keep to the criteria"), exact=True).fill("Two people seal.")
    ana.visited("appeal", pictures=True)
    ana.press("Go on with the appeal")
    ana.sees(ana.say("Your appeal is filed. CTPAT headquarters has been told."))


def reverse(holly: Person, member: Member) -> None:
    holly.visit(f"staff/standing/?model={member.model}")
    holly.sees("A driver opened the trailer.")
    holly.press("Review this appeal")
    holly.sees(holly.say("You review this appeal now."))
    holly.tick(holly.say("The decision is reversed"))
    holly.main.get_by_role("region").get_by_label(holly.say("Reason"), exact=True).first.fill(
        "The seals were broken after the company had handed the trailer over."
    )
    holly.visited("staff-appeal", pictures=True)
    holly.press("Decide the appeal")
    holly.sees(holly.say("The appeal is decided. The company has been told."))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_suspended_answered_appealed_reinstated_and_withdrawn(site: Site, new_person: NewPerson, language: str) -> None:
    member = a_certified_company(site, language)
    visitor = new_person(site, language)
    first = member.code()
    checks(visitor, first, "This certificate is valid")
    expect(visitor.main).to_contain_text(NAME)
    visitor.visited("verify-valid", pictures=True)

    suspend(somebody(new_person, member, member.hugo, language), member)
    checks(visitor, first, "This certificate is no longer valid")
    visitor.visited("verify-ended", pictures=True)
    checks(visitor, "ABCD-EFGH-JKLM-NPQR-STUV", "Check a certificate")
    expect(visitor.main.locator(".kiosk-alert--attention")).to_be_visible()

    ana = somebody(new_person, member, member.company.ana, language)
    ana.visit(f"home/?account={member.company.account}")
    ana.link("What happened, and what to do by when").click()
    answer(ana, member)
    appeal(ana)
    reverse(somebody(new_person, member, member.holly, language), member)

    ana.visit(f"standing/?model={member.model}")
    expect(ana.main.get_by_text(ana.say("The membership is suspended."))).to_have_count(0)
    ana.visited("standing-reinstated", pictures=True)
    assert member.code() != first
    with ana.page.expect_download() as download:
        ana.main.get_by_role("link", name=ana.say("Download the certificate (PDF)")).first.click()
    assert download.value.path().read_bytes().startswith(b"%PDF")

    ana.link("Withdraw from the program").click()
    ana.main.get_by_label(ana.say("Why the company withdraws")).fill(
        "The company was sold and its plant closes in May."
    )
    ana.visited("withdraw", pictures=True)
    ana.press("Withdraw now")
    ana.sees(ana.say("The company has withdrawn. You can still read everything here."))
    ana.sees(ana.say("Begin a new application"))
    ana.visited("standing-withdrawn")


def test_dan_sees_nothing_and_eva_only_proposes(site: Site, new_person: NewPerson) -> None:
    member = a_certified_company(site, "en")
    dan = somebody(new_person, member, member.company.dan, "en")
    for path in ("standing", "appeal", "withdraw", "staff/standing"):
        dan.visit(f"{path}/?model={member.model}")
        expect(dan.page.get_by_role("alert")).to_contain_text("access.not-yours")
        expect(dan.main).not_to_contain_text(NAME)
    with site.database() as session:
        sue = a_staff_member(session, a_person(session), StaffRole.SUPERVISOR)
    desk = somebody(new_person, member, sue, "en")
    desk.visit(f"staff/standing/?model={member.model}")
    desk.main.get_by_label("Decision", exact=True).select_option(value="suspend")
    desk.main.get_by_label("Ground").select_option(value="no-commitment")
    desk.main.get_by_label("Reason", exact=True).fill(REASON)
    desk.press("Propose it")
    desk.sees("Your proposal is with headquarters.")
    desk.visited("staff-standing-proposed")
    hugo = somebody(new_person, member, member.hugo, "en")
    hugo.visit(f"staff/standing/?model={member.model}")
    hugo.main.get_by_text("Decline this proposal").click()
    hugo.main.get_by_role("listitem").get_by_label("Reason", exact=True).fill("The company has shown its commitment.")
    hugo.press("Decline with this reason")
    hugo.sees("The proposal is declined. Its author reads your reason here.")
