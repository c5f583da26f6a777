"""Advice while writing, before sending, and at the specialist's desk: the same findings, and the company's reasons."""

from typing import Final

import pytest
from playwright.sync_api import Locator, expect

from ctpat_app.domain.permissions import StaffRole
from ctpat_app.guidance.questions import CRITERION
from ctpat_app.guidance.texts import ref
from ctpat_app.words.localiser import localiser_for
from ctpat_app.words.messages import message
from ctpat_app.words.reviews import finding_text
from e2e.companies import Company, a_company, a_complete_application, answer, come_in, send, stored
from e2e.conftest import NewPerson
from e2e.parts import response_field
from e2e.person import LIBRARY, Person
from e2e.site import Site
from tests.factories import a_person, a_staff_member, an_assignment

pytestmark = pytest.mark.browser

VAGUE: Final = "Our building is secure and everything is fully under control."
NO_RECORD: Final = (
    "The yard guard walks the fence every night. If a hole is found he calls the security manager at once."
)
REASON: Final = "The landlord keeps the sheets, see the lease."


@pytest.fixture
def company(site: Site) -> Company:
    """A complete trade account with ana, ben and chloe."""
    return a_company(site)


@pytest.fixture
def draft(company: Company) -> int:
    """An application in which everything is answered."""
    return a_complete_application(company, "us-importer")


def at_statement(
    company: Company, new_person: NewPerson, draft: int, language: str = "en", criterion: str = "1.1"
) -> Person:
    """Return ana at one statement of the profile."""
    ana = new_person(company.site, language)
    come_in(ana, company.ana)
    ana.visit(f"profile/?draft={draft}&criterion={criterion}")
    expect(response_field(ana)).to_be_visible()
    return ana


def advice(person: Person) -> Locator:
    return person.main.locator(".kiosk-advice__item")


def lit(person: Person) -> Locator:
    return person.main.locator(".kiosk-chip--met")


def write(person: Person, text: str) -> None:
    """Write an answer and leave the box."""
    response_field(person).fill(text)
    response_field(person).blur()


def told(code: str, language: str = "en") -> str:
    return finding_text(code, language)


def test_chips_follow_the_writing_and_advice_comes_after_leaving_the_box(
    company: Company, new_person: NewPerson, draft: int
) -> None:
    answer(company, company.ana, draft, CRITERION + "1.1", VAGUE)
    ana = at_statement(company, new_person, draft)
    expect(advice(ana).filter(has_text=told("too-generic"))).to_have_count(1)
    expect(lit(ana)).to_have_count(0)
    box = response_field(ana)
    place = ana.main.locator(".kiosk-chips").bounding_box()
    box.fill("")
    box.press_sequentially(NO_RECORD[:43])
    expect(lit(ana)).to_contain_text(["Who does it", "How often"])
    assert ana.main.locator(".kiosk-chips").bounding_box() == place
    expect(box).to_be_focused()
    # Nothing new was put under the box meanwhile.
    expect(advice(ana).filter(has_text=told("too-generic"))).to_have_count(1)
    write(ana, NO_RECORD)
    expect(advice(ana).filter(has_text=told("lacks-records"))).to_have_count(1)
    expect(advice(ana)).to_have_count(1)
    expect(lit(ana)).to_have_count(3)
    expect(ana.main.get_by_role("status").filter(has_text="Advice on this answer: 1")).to_be_visible()
    ana.visited("advice", pictures=True)
    write(ana, f"{NO_RECORD} He signs patrol sheet P-4, which is kept two years.")
    expect(advice(ana)).to_have_count(0)
    expect(lit(ana)).to_have_count(4)
    expect(ana.main.get_by_role("status").filter(has_text="No advice on this answer.")).to_be_visible()


def test_the_words_that_caused_a_finding_are_quoted(company: Company, new_person: NewPerson, draft: int) -> None:
    statement = LIBRARY.criteria["1.1"].i18n.statement
    answer(company, company.ana, draft, CRITERION + "1.1", statement.replace("should", "does"))
    ana = at_statement(company, new_person, draft)
    words = advice(ana).first.locator("q")
    expect(words).to_be_visible()
    assert all(word in statement.lower() for word in words.inner_text().split())


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_finding_that_does_not_fit_stays_dismissed_until_the_answer_changes(
    company: Company, new_person: NewPerson, draft: int, language: str
) -> None:
    answer(company, company.ana, draft, CRITERION + "1.1", NO_RECORD)
    ana = at_statement(company, new_person, draft, language)
    ana.page.set_viewport_size({"width": 320, "height": 700})
    item = advice(ana).filter(has_text=told("lacks-records", language))
    item.locator("summary").click()
    why = item.get_by_role("textbox", name=ana.say("Why it does not fit"))
    why.press("Enter")
    expect(why).to_be_focused()
    item.get_by_role("button", name=ana.say("Keep my reason")).click()
    expect(item.get_by_role("alert")).to_contain_text(message("review.reason-missing", language))
    why.fill(REASON)
    ana.visited("advice-refused", pictures=True)
    item.get_by_role("button", name=ana.say("Keep my reason")).click()
    expect(item.get_by_text(REASON)).to_be_visible()
    ana.page.reload()
    expect(item.get_by_text(REASON)).to_be_visible()
    expect(item).to_contain_text(ana.say("Does not fit here"))
    ana.visited("advice-dismissed", pictures=True)
    item.get_by_role("button", name=ana.say("Take this back")).click()
    expect(item.locator("summary")).to_be_visible()
    expect(item).to_be_focused()
    item.locator("summary").click()
    why.fill(REASON)
    item.get_by_role("button", name=ana.say("Keep my reason")).click()
    expect(item.get_by_text(REASON)).to_be_visible()
    write(ana, NO_RECORD.replace("night", "evening"))
    expect(item.locator("summary")).to_be_visible()
    expect(item.get_by_text(REASON)).to_have_count(0)
    assert stored(company, draft, CRITERION + "1.1") == NO_RECORD.replace("night", "evening")


def test_samples_stand_beside_the_statement(company: Company, new_person: NewPerson, draft: int) -> None:
    ana = at_statement(company, new_person, draft, "es")
    words = LIBRARY.samples["1.1"].i18n
    good, lacks = (localiser_for("es").text(ref("samples/1.1", key, getattr(words, key))) for key in ("good", "lacks"))
    assert good != words.good
    expect(ana.main.get_by_text(good)).to_be_hidden()
    ana.main.locator("summary", has_text=ana.say("A good answer")).click()
    expect(ana.main.get_by_text(good)).to_be_visible()
    ana.main.locator("summary", has_text=ana.say("A weak answer")).click()
    expect(ana.main.get_by_text(lacks)).to_be_visible()
    ana.visited("samples", pictures=True)
    write(ana, words.good)
    expect(advice(ana).filter(has_text=message("review.copied-sample", "es"))).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_whole_profile_is_listed_before_sending_and_keeps_nobody_from_it(
    company: Company, new_person: NewPerson, draft: int, language: str
) -> None:
    answer(company, company.ana, draft, CRITERION + "1.1", NO_RECORD)
    ana = at_statement(company, new_person, draft, language)
    item = advice(ana).filter(has_text=told("lacks-records", language))
    item.locator("summary").click()
    item.get_by_role("textbox", name=ana.say("Why it does not fit")).fill(REASON)
    item.get_by_role("button", name=ana.say("Keep my reason")).click()
    expect(item.get_by_text(REASON)).to_be_visible()
    ana.visit(f"sign/?draft={draft}")
    ana.sees(ana.say("This does not keep you from signing and sending."))
    ana.link("See what a reviewer may object to").click()
    section = ana.page.get_by_role("region", name=ana.say("What a reviewer may object to"))
    expect(section).to_be_in_viewport()
    expect(section).to_contain_text(REASON)
    expect(section.get_by_text(REASON)).to_be_hidden()
    part = section.locator("details").first
    part.locator("summary").click()
    expect(section.get_by_text(REASON)).to_be_visible()
    ana.visited("check-advice", pictures=True)
    part.get_by_role("link").first.click()
    expect(response_field(ana)).to_have_value(NO_RECORD)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_specialist_reads_answers_advice_and_reasons(
    company: Company, new_person: NewPerson, draft: int, language: str
) -> None:
    answer(company, company.ana, draft, CRITERION + "1.1", NO_RECORD)
    ana = at_statement(company, new_person, draft)
    item = advice(ana).filter(has_text=told("lacks-records"))
    item.locator("summary").click()
    item.get_by_role("textbox", name="Why it does not fit").fill(REASON)
    item.get_by_role("button", name="Keep my reason").click()
    expect(item.get_by_text(REASON)).to_be_visible()
    send(company, draft)
    with company.site.database() as session:
        specialist = a_staff_member(session, a_person(session), StaffRole.SPECIALIST)
        an_assignment(session, company.account, specialist)
    eva = new_person(company.site, language)
    come_in(eva, specialist)
    eva.visit(f"staff/company/?account={company.account}")
    eva.link("Read the security profile").first.click()
    expect(eva.heading).to_have_text(eva.say("Review the security profile"))
    first = eva.main.get_by_role("article").first
    expect(first).to_contain_text(NO_RECORD)
    expect(first).to_contain_text(told("lacks-records", language))
    expect(first).to_contain_text(REASON)
    eva.visited("staff-profile", pictures=True)
    ana.visit(f"history/?account={company.account}")
    ana.sees(
        ana.say(
            "{person} read the answers of an application that was sent.",
            person=f"\u2068{ana.say('A CTPAT specialist')}\u2069",
        )
    )
