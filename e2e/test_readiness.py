"""Getting ready together: points and what is missing, a review that is kept, and somebody from outside who answers."""

import re

import pytest
from playwright.sync_api import expect

from ctpat_app.adapters import clock
from ctpat_app.services.statement_shares import give_statements
from e2e.companies import Company, a_company, a_complete_application, answer, come_in, stored
from e2e.conftest import NewPerson
from e2e.person import Person
from e2e.site import Site
from e2e.stored_files import a_pdf
from e2e.test_documents import card, upload
from tests.applicants import answer_row

pytestmark = pytest.mark.browser

GIVEN = "2.1"


@pytest.fixture
def company(site: Site) -> Company:
    """A complete trade account with ana, ben and chloe."""
    return a_company(site)


def signed_in(new_person: NewPerson, company: Company, who: str, language: str = "en") -> Person:
    person = new_person(company.site, language)
    come_in(person, getattr(company, who))
    return person


def on_a_telephone(person: Person, name: str) -> None:
    person.page.set_viewport_size({"width": 320, "height": 700})
    person.visited(f"{name}-telephone")
    person.page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize("language", ["en", "ar"])
def test_points_and_what_is_missing_lead_to_each_statement(
    company: Company, new_person: NewPerson, language: str
) -> None:
    draft = a_complete_application(company, "foreign-manufacturer")
    answer(company, company.ana, draft, f"criterion.{GIVEN}", "")
    ana = signed_in(new_person, company, "ana", language)
    ana.visit(f"application/?draft={draft}")
    ana.link("How ready it is").click()
    expect(ana.heading).to_have_text(ana.say("How ready the application is"))
    gaps = ana.page.get_by_role("region", name=re.compile(re.escape(ana.say("What is missing: {count}", count=""))))
    expect(gaps.get_by_role("listitem").first).to_contain_text(ana.say("Answer"))
    bars = ana.page.locator(".kiosk-chart").get_by_role("img")
    expect(bars.first).to_be_visible()
    assert bars.first.get_attribute("aria-labelledby")
    ana.visited("readiness", pictures=True)
    on_a_telephone(ana, "readiness")
    ana.main.get_by_text(ana.say("Show these numbers as a table")).click()
    expect(ana.page.get_by_role("table")).to_be_visible()
    ana.main.get_by_text(ana.say("How this is counted")).click()
    ana.visited("readiness-unfolded")

    ana.field(ana.say("What is to be done")).select_option("answer")
    ana.press("Show these")
    expect(ana.page.get_by_text(ana.say("Shown: {shown} of {count}", shown=1, count=1))).to_be_visible()
    gaps.get_by_role("link").first.click()
    expect(ana.page).to_have_url(re.compile(rf"profile/\?draft={draft}&criterion={re.escape(GIVEN)}"))


def test_a_gap_is_put_into_the_plan_and_says_so(company: Company, new_person: NewPerson) -> None:
    draft = a_complete_application(company, "foreign-manufacturer")
    answer(company, company.ana, draft, f"criterion.{GIVEN}", "")
    ana = signed_in(new_person, company, "ana")
    ana.visit(f"readiness/?draft={draft}")
    gap = ana.main.locator(".kiosk-list__item").filter(has_text=GIVEN).filter(has_text="Answer").first
    gap.get_by_role("link", name=re.compile("^Put into the action plan")).click()
    expect(ana.heading).to_have_text("Add to the action plan")
    expect(ana.page.locator("#plan-what")).to_have_value(f"Statement {GIVEN}: Not answered yet")
    expect(ana.page.locator("#plan-criterion")).to_have_value(GIVEN)
    ana.page.locator("#plan-due_on").fill("2099-04-01")
    ana.press("Add it to the plan")
    ana.sees("Gap in the profile")
    ana.visit(f"readiness/?draft={draft}")
    gap.get_by_role("link", name=re.compile("^Open actions for this statement: 1")).click()
    expect(ana.heading).to_have_text("Action plan")
    expect(ana.main.get_by_role("link", name=f"Statement {GIVEN}: Not answered yet")).to_be_visible()


def test_a_member_finds_their_own_statements_in_the_jump_list(company: Company, new_person: NewPerson) -> None:
    draft = a_complete_application(company, "foreign-manufacturer")
    with company.site.database() as session:
        give_statements(
            session,
            company.ana,
            draft_id=draft,
            user_id=company.ben.user_id,
            places=[f"criterion.{GIVEN}"],
            now=clock.now(),
        )
    ben = signed_in(new_person, company, "ben")
    ben.visit(f"application/?draft={draft}")
    ben.main.get_by_role("link", name="Statements given to you", exact=True).click()
    expect(ben.main.locator(".kiosk-criterion__number")).to_have_text(GIVEN)
    jumps = ben.main.get_by_role("navigation", name="Categories")
    expect(jumps.locator(".kiosk-jump__people")).to_have_text([f"Given to: {company.ben.name}"])
    own = jumps.get_by_role("button", name="Only what was given to me")
    expect(own).to_have_attribute("aria-pressed", "false")
    own.click()
    expect(own).to_have_attribute("aria-pressed", "true")
    expect(jumps.get_by_role("link")).to_have_count(1)
    ben.visited("profile-own-statements", pictures=True)
    on_a_telephone(ben, "profile-own-statements")
    own.click()
    expect(jumps.get_by_role("link")).not_to_have_count(1)


def test_a_review_is_kept_and_the_next_one_is_compared(company: Company, new_person: NewPerson) -> None:
    draft = a_complete_application(company, "foreign-manufacturer")
    answer(company, company.ana, draft, "criterion.1.1", "")
    ana = signed_in(new_person, company, "ana")
    ana.visit(f"readiness/?draft={draft}")
    ana.press("Start a review")
    expect(ana.heading).to_have_text("Readiness review")
    note = ana.page.get_by_label(re.compile(r"^Note 1\.1"))
    note.fill("Ask the director for the statement.")
    note.blur()
    ana.sees("Note saved.")
    ana.visited("readiness-review", pictures=True)
    on_a_telephone(ana, "readiness-review")
    ana.press("Finish the review")
    ana.sees("Finished. This result does not change any more.")
    expect(ana.button("Finish the review")).to_have_count(0)
    ana.sees("Ask the director for the statement.")
    ana.visited("readiness-review-finished", pictures=True)

    text = "The director signs our statement of support each March; the office keeps it and posts it at the gate."
    answer(company, company.ana, draft, "criterion.1.1", text)
    ana.visit(f"readiness/?draft={draft}")
    ana.press("Start a new review")
    since = ana.page.get_by_role("region", name="Since the review before")
    expect(since.get_by_role("listitem").filter(has_text="Better")).to_contain_text("1.1")
    ana.visited("readiness-review-compared", pictures=True)


def test_a_colleague_is_given_a_category_and_finds_it(company: Company, new_person: NewPerson) -> None:
    draft = a_complete_application(company, "foreign-manufacturer")
    ana, ben = signed_in(new_person, company, "ana"), signed_in(new_person, company, "ben")
    ana.visit(f"who-answers/?draft={draft}")
    ana.page.locator("#give-person").select_option(label=company.ben.name)
    ana.press("Give these statements")
    expect(ana.page.get_by_role("alert")).to_contain_text("Choose at least one category or statement.")
    # Nothing chosen is lost by the refusal.
    expect(ana.page.locator("#give-person option:checked")).to_have_text(company.ben.name)
    ana.main.get_by_role("group").filter(has_text="Cybersecurity").first.locator("summary").click()
    ana.page.locator("label[for='give-category.cybersecurity']").click()
    ana.press("Give these statements")
    card = ana.page.get_by_role("region", name=company.ben.name)
    expect(card).to_contain_text("The whole category “Cybersecurity”")
    ana.visited("who-answers", pictures=True)
    on_a_telephone(ana, "who-answers")
    ben.visit("home/")
    ben.link("See your statements").click()
    expect(ben.heading).to_have_text("Your statements")
    expect(ben.main.get_by_role("link", name=re.compile(r"^4\."))).not_to_have_count(0)
    card.get_by_role("button", name=re.compile("^Take back")).click()
    ana.sees("Taken back. What was answered stays.")


def test_somebody_from_outside_sees_only_what_was_given_and_answers_in_spanish(
    site: Site, company: Company, new_person: NewPerson
) -> None:
    draft = a_complete_application(company, "foreign-manufacturer")
    ana = signed_in(new_person, company, "ana")
    ana.visit(f"profile/?draft={draft}&criterion={GIVEN}")
    ana.link("Give this statement to somebody").click()
    # The statement where they came from is ticked already.
    expect(ana.page.locator(f"[id='give-criterion.{GIVEN}']")).to_be_checked()
    email = f"olga-{draft}@outside.example"
    ana.field("Email address").fill(email)
    ana.field("Name (optional)").fill("Olga Ruiz")
    ana.press("Give these statements")
    expect(ana.page.get_by_role("region", name="Olga Ruiz")).to_contain_text("Invited, not accepted yet")
    ana.visited("who-answers-invited", pictures=True)

    olga = new_person(site, "es")
    olga.register("Olga Ruiz", email)
    olga.sign_in(email)
    olga.visit("outbox/")
    mail = olga.main.get_by_role("listitem").filter(has_text=email).filter(has_text="asks you to answer statements")
    invited = str(mail.get_by_role("link").get_attribute("href")).partition("/invitation/")[2]
    olga.visit(f"invitation/{invited}")
    olga.sees(olga.say("Answers the statements that were given to you, and sees nothing else."))
    olga.press("Accept and see the statements")
    expect(olga.heading).to_have_text(olga.say("Your statements"))
    statements = olga.main.locator(".kiosk-task__link")
    expect(statements).to_have_count(1)
    olga.visited("given", pictures=True)
    on_a_telephone(olga, "given")

    statements.click()
    box = olga.page.locator(f"#f-criterion_{GIVEN.replace('.', '_')}")
    text = "El jefe de seguridad evalúa los riesgos cada marzo y guarda el informe cinco años."
    box.fill(text)
    box.blur()
    olga.sees_saved()
    expect(olga.main.get_by_role("navigation", name=olga.say("Categories")).get_by_role("link")).to_have_count(1)
    upload(olga, a_pdf("Evaluación de riesgos.pdf"))
    file = card(olga, "Evaluación de riesgos.pdf")
    expect(file).to_be_visible()
    expect(olga.button("Use a document that is already here")).to_have_count(0)
    expect(file.get_by_role("button")).to_have_count(0)
    with olga.page.expect_download() as download:
        file.get_by_role("link").first.click()
    assert download.value.suggested_filename == "Evaluación de riesgos.pdf"
    olga.visited("given-statement", pictures=True)
    on_a_telephone(olga, "given-statement")
    olga.press("Save and go to the next open statement")
    expect(olga.heading).to_have_text(olga.say("Your statements"))
    assert stored(company, draft, f"criterion.{GIVEN}") == text
    with site.database() as session:
        row = answer_row(session, draft, f"criterion.{GIVEN}")
        assert row
        assert row.language == "es"

    for path in ("application", "apply", "check", "sign", "readiness", "who-answers", "documents", "actions", "action"):
        olga.visit(f"{path}/?draft={draft}")
        expect(olga.page.locator("#notice")).to_be_visible()
        assert "Acme Carriers" not in olga.main.inner_text()
    olga.visit(f"profile/?draft={draft}&criterion=1.1")
    expect(olga.main.locator(".kiosk-criterion__number")).to_have_text(GIVEN)
