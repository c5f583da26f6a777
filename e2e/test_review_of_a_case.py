"""Eva reviews what ana sent: accepts and returns statements, meets a colleague, and ends the case."""

import re
import secrets
from dataclasses import dataclass
from typing import Final

import pytest
from playwright.sync_api import Locator, expect
from sqlmodel import Session, select

from ctpat_app.adapters import clock
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.services.model_steps import take_step
from ctpat_app.services.profile_reviews import returned_comments
from ctpat_app.tables.notices import NoticeRow
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.words.case_messages import CASE_MESSAGES, RETURN_REASONS, WAYS
from e2e.companies import Company, a_company, a_complete_application, come_in, send
from e2e.conftest import NewPerson
from e2e.person import Person
from e2e.site import Site
from tests.cases import ALL_PROVED, decide_all, model_of, statements_of
from tests.factories import a_person, a_staff_member, an_assignment

pytestmark = pytest.mark.browser

NAME: Final = "Transportes Peña e Hijos"


@dataclass(frozen=True)
class Case:
    """An application under review, and the specialist to whom the company is assigned."""

    company: Company
    draft: int
    eva: Actor


@pytest.fixture
def case(site: Site) -> Case:
    """An application of two dozen statements or more, which was just sent and assigned."""
    company = a_company(site, name=NAME)
    draft = a_complete_application(company, "foreign-manufacturer")
    send(company, draft)
    with site.database() as session:
        eva = a_staff_member(session, a_colleague(session, "eva"), StaffRole.SPECIALIST)
        an_assignment(session, company.account, eva)
        model = model_of(session, draft)
        take_step(session, None, security_model_id=model, step="t.assign", now=clock.now(), proofs=ALL_PROVED)
    return Case(company, draft, eva)


def a_colleague(session: Session, name: str) -> Actor:
    """Return somebody with a name that the page shows, and an address of their own."""
    return a_person(session, name, email=f"{name}-{secrets.token_hex(4)}@example.com")


def at_the_case(new_person: NewPerson, case: Case, who: Actor, language: str = "en") -> Person:
    person = new_person(case.company.site, language)
    come_in(person, who)
    person.visit(f"staff/profile/?draft={case.draft}")
    expect(person.heading).to_have_text(person.say("Review the security profile"))
    return person


def statement(person: Person, number: str) -> Locator:
    return person.main.locator(f"#statement-{number.replace('.', '-')}")


def send_back(person: Person, number: str, reason: str, comment: str) -> None:
    card = statement(person, number)
    card.get_by_text(person.say("Return with a comment")).click()
    card.get_by_label(person.say("Why it goes back")).select_option(label=person.say(RETURN_REASONS[reason]))
    card.get_by_label(person.say("Comment for the company")).fill(comment)
    card.get_by_role("button", name=person.say("Return with this comment")).click()
    expect(card).to_contain_text(person.say("Goes back"))


def narrow(person: Person, only: str, count: int) -> None:
    """Show only some statements; the whole page is too long for a picture."""
    person.press(only)
    expect(person.main.get_by_text(person.say("Statements shown: {count}", count=count))).to_be_visible()


def open_way(person: Person, way: str) -> Locator:
    section = person.main.locator(".kiosk-box").filter(
        has=person.page.get_by_role("heading", name=person.say(WAYS[way]), exact=True)
    )
    section.get_by_text(person.say("See what it does, and decide")).click()
    return section


@pytest.mark.parametrize("language", ["en", "ar"])
def test_eva_returns_three_statements_with_comments(case: Case, new_person: NewPerson, language: str) -> None:
    eva = at_the_case(new_person, case, case.eva, language)
    statement(eva, "1.1").get_by_role("button", name=eva.say("Accept")).first.click()
    expect(statement(eva, "1.1")).to_contain_text(eva.say("Accepted"))
    # Without a comment nothing goes back, and what was chosen stays.
    card = statement(eva, "1.2")
    card.get_by_text(eva.say("Return with a comment")).click()
    card.get_by_label(eva.say("Why it goes back")).select_option(value="who-missing")
    card.get_by_role("button", name=eva.say("Return with this comment")).click()
    expect(card.get_by_role("alert")).to_have_text(eva.say(CASE_MESSAGES["case.comment-missing"]))
    expect(card.get_by_label(eva.say("Why it goes back"))).to_have_value("who-missing")
    card.get_by_label(eva.say("Comment for the company")).fill("Name the person who signs it.")
    card.get_by_role("button", name=eva.say("Return with this comment")).click()
    expect(card).to_contain_text(eva.say(RETURN_REASONS["who-missing"]))
    send_back(eva, "1.3", "record-missing", "Say where it is written down.")
    send_back(eva, "2.1", "evidence-missing", "Attach the risk assessment of this year.")
    eva.sees(eva.say("Marked to go back: {count}", count=3))
    narrow(eva, "Going back", 3)
    way = open_way(eva, "return")
    expect(way).to_contain_text(eva.say(CASE_MESSAGES["case.will.sent-back"], count=3))
    eva.visited("staff-review", pictures=True)
    way.get_by_role("button", name=eva.say(WAYS["return"])).click()
    eva.sees(eva.say("The review has ended. The company is told."))
    with case.company.site.database() as session:
        comments = returned_comments(session, case.draft)
        assert [each.comment for each in comments] == [
            "Name the person who signs it.",
            "Say where it is written down.",
            "Attach the risk assessment of this year.",
        ]
        told = session.exec(select(NoticeRow).where(NoticeRow.template == "profile-returned")).all()
        assert case.company.ana.user_id in {each.user_id for each in told}
        assert session.get_one(SecurityModelRow, model_of(session, case.draft)).status == "returned"
    expect(eva.main.locator(".kiosk-case__ended")).to_be_focused()
    expect(eva.heading).to_have_text(eva.say("Security profile as it was sent"))
    expect(eva.main.get_by_role("button", name=eva.say("Accept"), exact=True)).to_have_count(0)
    eva.visited("staff-review-ended")


def test_the_keyboard_alone_is_enough_and_never_taken_from_a_field(case: Case, new_person: NewPerson) -> None:
    eva = at_the_case(new_person, case, case.eva)
    eva.main.get_by_text("Work with the keyboard").click()
    eva.press("Go to the first statement that is not decided")
    expect(statement(eva, "1.1")).to_be_focused()
    eva.page.keyboard.press("a")
    expect(statement(eva, "1.1")).to_contain_text("Accepted")
    eva.page.keyboard.press("o")
    expect(statement(eva, "1.2")).to_be_focused()
    eva.page.keyboard.press("j")
    expect(statement(eva, "1.3")).to_be_focused()
    eva.page.keyboard.press("k")
    expect(statement(eva, "1.2")).to_be_focused()
    eva.page.keyboard.press("r")
    expect(statement(eva, "1.2").get_by_label("Why it goes back")).to_be_focused()
    eva.page.keyboard.press("Tab")
    eva.page.keyboard.type("Say a job or a rank.")
    expect(statement(eva, "1.2").get_by_label("Comment for the company")).to_have_value("Say a job or a rank.")
    expect(statement(eva, "1.2")).to_contain_text("Not decided")


def test_advice_becomes_a_comment_in_the_companys_language(case: Case, new_person: NewPerson) -> None:
    eva = at_the_case(new_person, case, case.eva)
    card = eva.main.locator("[data-statement]").filter(has=eva.page.locator("[data-take-over]")).first
    card.get_by_text("Return with a comment").click()
    advice = card.locator("[data-take-over]").first
    text = str(advice.get_attribute("data-text"))
    advice.click()
    expect(card.get_by_label("Comment for the company")).to_have_value(text)
    expect(card.get_by_label("Comment for the company")).to_be_focused()
    expect(card.get_by_label("Why it goes back")).not_to_have_value("")
    advice.click()
    expect(card.get_by_label("Comment for the company")).to_have_value(text)


def test_two_of_the_staff_see_each_other_and_lose_nothing(case: Case, new_person: NewPerson) -> None:
    with case.company.site.database() as session:
        sue = a_staff_member(session, a_colleague(session, "sue"), StaffRole.SUPERVISOR)
    eva = at_the_case(new_person, case, case.eva)
    other = at_the_case(new_person, case, sue)
    other.sees("Eva\u2069 is also looking at this")
    statement(other, "1.1").get_by_role("button", name="Accept").first.click()
    expect(statement(other, "1.1")).to_contain_text("Accepted")
    # Eva has not seen it yet: she is told, her words stay, and both decisions are on the page.
    card = statement(eva, "1.1")
    card.get_by_text("Return with a comment").click()
    card.get_by_label("Why it goes back").select_option(value="unclear")
    card.get_by_label("Comment for the company").fill("This is not clear to me.")
    card.get_by_role("button", name="Return with this comment").click()
    expect(card.get_by_role("alert")).to_contain_text("Sue has decided about this meanwhile")
    expect(card).to_contain_text("Accepted")
    expect(card.get_by_label("Comment for the company")).to_have_value("This is not clear to me.")
    card.get_by_role("button", name="Return with this comment").click()
    expect(card).to_contain_text("Goes back")
    # The other page learns of it by itself.
    expect(statement(other, "1.1")).to_contain_text("This is not clear to me.", timeout=60_000)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_everything_accepted_still_waits_for_the_vetting(case: Case, new_person: NewPerson, language: str) -> None:
    with case.company.site.database() as session:
        decide_all(session, case.eva, case.draft, clock.now())
        count = len(statements_of(session, case.draft))
    eva = at_the_case(new_person, case, case.eva, language)
    eva.sees(eva.say("{done} of {count} statements looked at", done=count, count=count))
    section = eva.main.locator(".kiosk-box").filter(
        has=eva.page.get_by_role("heading", name=eva.say(WAYS["certify"]), exact=True)
    )
    expect(section).to_contain_text(eva.say(CASE_MESSAGES["case.vetting-not-passed"]))
    narrow(eva, "Not decided", 0)
    way = open_way(eva, "reject")
    way.get_by_role("button", name=eva.say(WAYS["reject"])).click()
    expect(way.locator(".usa-error-message")).to_contain_text(eva.say(CASE_MESSAGES["case.reason-missing"]))
    eva.visited("staff-review-reason-missing")
    way.get_by_label(re.compile(f"^{eva.say('Reason')}")).fill("The premises do not exist.")
    way.get_by_role("button", name=eva.say(WAYS["reject"])).click()
    eva.sees(eva.say("The review has ended. The company is told."))
    with case.company.site.database() as session:
        assert session.get_one(SecurityModelRow, model_of(session, case.draft)).status == "rejected"
