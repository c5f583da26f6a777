"""The help desk at work: a person is answered in their language, and a known problem is told where it matters."""

from typing import Any, Final

import pytest
from playwright.sync_api import Locator, expect

from ctpat_app.adapters import clock
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.guidance.canned_answers import CannedAnswer, text_of, title_of
from ctpat_app.services.failures import Found, record_failure
from ctpat_app.services.library import keep_current
from e2e.companies import Company, a_company, come_in
from e2e.conftest import NewPerson
from e2e.person import LIBRARY, Person
from e2e.site import Site
from tests.factories import a_person, a_staff_member
from tests.help_cases import an_open_case

pytestmark = pytest.mark.browser

READY: Final[CannedAnswer] = LIBRARY.canned_answers["need-the-steps"]
FAILURE: Final = "CDEF-HJKM"


def at_the_desk(new_person: NewPerson, site: Site, language: str = "en") -> tuple[Person, Actor]:
    """Return somebody of the help desk with a browser."""
    with site.database() as session:
        actor = a_staff_member(session, a_person(session, language=language), StaffRole.HELP_DESK)
    person = new_person(site, language)
    come_in(person, actor)
    return person, actor


def reported(site: Site, **more: Any) -> str:
    """Return the code of a report that has just come in."""
    with site.database() as session:
        keep_current(session, now=clock.now(), library=LIBRARY)
        return an_open_case(session, clock.now(), **more)


def answer_of(person: Person) -> Locator:
    """The box for an answer in one's own words."""
    return person.page.get_by_role("textbox", name=person.say("Answer"), exact=True)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_case_is_answered_with_a_ready_answer_and_the_person_reads_it_in_spanish(
    site: Site, new_person: NewPerson, language: str
) -> None:
    code = reported(site, kind="page-broken", language="es", name="Rosa", happened="La página <b>no</b> abre.")
    finn, _ = at_the_desk(new_person, site, language)
    finn.visit("staff/queue/")
    finn.page.get_by_role("link", name=finn.say("Help desk"), exact=True).click()
    finn.main.get_by_label(finn.say("Find a case")).fill(code.lower().replace("-", " "))
    finn.press("Find")
    expect(finn.main.get_by_role("status").filter(has_text="1")).to_be_visible()
    finn.visited("staff-help", pictures=True)
    finn.main.get_by_role("link", name=code).click()
    expect(finn.heading).to_contain_text(code)
    finn.sees("La página <b>no</b> abre.")
    finn.press("Take the case")
    finn.sees(finn.say("The case is yours."))

    choice = finn.page.get_by_role("combobox", name=finn.say("Ready answer"))
    choice.select_option(label=finn.read(title_of(READY)))
    finn.press("Show it in both languages")
    preview = finn.page.locator("#ready-answer")
    expect(preview).to_be_focused()
    rosa = new_person(site, "es")
    for reader in (rosa, finn):
        expect(preview).to_contain_text(reader.read(text_of(READY)).split("\n")[0])
    finn.visited("staff-help-case", pictures=True)
    finn.press("Send this answer")
    finn.sees(finn.say("The answer is sent."))
    expect(finn.main.get_by_role("log")).to_contain_text(rosa.read(text_of(READY)).split("\n")[0])
    finn.visited("staff-help-case-answered")

    rosa.visit(f"report-case/#{code}")
    expect(rosa.main.get_by_role("log")).to_contain_text(rosa.read(text_of(READY)).split("\n")[0])
    expect(rosa.main.get_by_role("log")).not_to_contain_text("Finn")


def test_somebody_answers_meanwhile_and_the_typed_text_stays(site: Site, new_person: NewPerson) -> None:
    code = reported(site, happened="It does not work.")
    people = [at_the_desk(new_person, site)[0] for _ in range(2)]
    for person in people:
        person.visit(f"staff/help/?find={code}")
        person.main.get_by_role("link", name=code).click()
        expect(person.heading).to_contain_text(code)
    first, second = people
    answer_of(first).fill("Load the page again.")
    first.press("Send the answer")
    first.sees(first.say("The answer is sent."))
    answer_of(second).fill("Use another browser.")
    second.press("Send the answer")
    expect(second.page.locator("#error-summary")).to_be_visible()
    expect(second.main.get_by_role("log")).to_contain_text("Load the page again.")
    expect(answer_of(second)).to_have_value("Use another browser.")
    second.press("Send the answer")
    second.sees(second.say("The answer is sent."))
    expect(second.main.get_by_role("log")).to_contain_text("Use another browser.")


def test_a_failure_is_found_by_its_code_and_two_reports_of_it_become_one(site: Site, new_person: NewPerson) -> None:
    with site.database() as session:
        found = Found(
            FAILURE, "/en/apply/", "step_state.save", "ValueError step.py:12", step="identifiers",
            refusals=("identifier.shape",),
        )  # fmt: skip
        record_failure(session, found, now=clock.now())
    first = reported(site, kind="message-of-error", failure_code=FAILURE, happened="First words")
    second = reported(site, kind="message-of-error", failure_code=FAILURE, happened="Second words", language="es")
    finn, _ = at_the_desk(new_person, site)
    finn.visit(f"staff/help/?find={FAILURE}")
    expect(finn.main.get_by_role("link", name=first)).to_be_visible()
    finn.main.get_by_role("link", name=second).click()
    expect(finn.heading).to_contain_text(second)
    report = finn.main.get_by_role("region", name=finn.say("What came with the report"))
    for told in (FAILURE, "identifiers", "identifier.shape"):
        expect(report).to_contain_text(told)
    finn.main.get_by_text(finn.say("It is about the same as another case")).click()
    finn.field(finn.say("Code of the other case")).fill(first)
    finn.press("Let it go on there")
    finn.sees(finn.say("This case goes on in the other one. Each person reads the answers under their own code."))
    finn.main.get_by_role("link", name=first).first.click()
    expect(finn.heading).to_contain_text(first)
    written = finn.main.get_by_role("log")
    for words in ("First words", "Second words"):
        expect(written).to_contain_text(words)
    finn.visited("staff-help-case-merged")


def test_a_known_problem_stands_on_its_pages_until_it_is_solved(site: Site, new_person: NewPerson) -> None:
    company: Company = a_company(site)
    finn, _ = at_the_desk(new_person, site)
    finn.visit("staff/known-problems/")
    finn.press("Save the problem")
    expect(finn.page.locator("#error-summary")).to_be_visible()
    finn.visited("known-problems-refused")
    finn.field(finn.say("Title ({language})", language="English")).fill("Uploads are slow")
    text = finn.say("What happens, and what to do meanwhile ({language})", language="English")
    finn.field(text).fill("Wait until noon.")
    finn.tick("Documents")
    finn.press("Save the problem")
    finn.sees(finn.say("The problem is saved."))
    finn.press("Publish now")
    finn.sees(finn.say("On show now"))
    finn.visited("known-problems", pictures=True)

    ana = new_person(site)
    come_in(ana, company.ana)
    ana.visit(f"documents/?account={company.account}")
    notice = ana.main.get_by_role("region", name=ana.say("Known problems"))
    expect(notice).to_contain_text("Uploads are slow")
    notice.get_by_text(ana.say("More about it")).click()
    ana.sees("Wait until noon.")
    ana.press("Tell me when it is solved")
    ana.sees(ana.say("We tell you when it is solved."))
    ana.visited("documents-known-problem", pictures=True)
    ana.visit("check-browser/")
    expect(ana.heading).to_be_visible()
    expect(ana.main.get_by_role("region", name=ana.say("Known problems"))).to_have_count(0)

    finn.press("It is solved")
    finn.sees(finn.say("Solved: the notice is gone. People who were told: {count}", count=1))
    ana.visit(f"documents/?account={company.account}")
    expect(ana.link(["Inbox: ", "count} unread"][0].strip()).first).to_be_visible()
    expect(ana.main.get_by_role("region", name=ana.say("Known problems"))).to_have_count(0)
    ana.visit("inbox/")
    ana.sees("Solved: Uploads are slow")


def test_the_figures_of_the_help_are_read_and_taken_along(site: Site, new_person: NewPerson) -> None:
    reported(site, kind="file")
    finn, _ = at_the_desk(new_person, site)
    finn.visit("staff/help-figures/")
    expect(finn.main.get_by_role("table", name=finn.say("By kind, and how they stand today"))).to_be_visible()
    finn.visited("staff-help-figures", pictures=True)
    with finn.page.expect_download() as started:
        finn.link("Spreadsheet of these figures (XLSX)").click()
    assert started.value.suggested_filename == "CTPAT-help-en.xlsx"


def test_dan_sees_neither_cases_nor_problems_nor_figures(site: Site, new_person: NewPerson) -> None:
    code = reported(site, happened="A secret of ours")
    company = a_company(site)
    dan = new_person(site)
    come_in(dan, company.dan)
    for path in ("staff/help/", f"staff/help/?find={code}", "staff/help-case/?case=1", "staff/help-figures/"):
        dan.visit(path)
        expect(dan.page.get_by_role("alert")).to_contain_text("access.not-yours")
        expect(dan.main).not_to_contain_text("A secret of ours")
    dan.visit("staff/known-problems/")
    expect(dan.page.get_by_role("alert")).to_contain_text("access.not-yours")
