"""Somebody makes mistakes, and others attack: each gets a clear word, and nothing that was there is lost."""

import re
from datetime import timedelta
from typing import Final

import pytest
from playwright.sync_api import Locator, Route, expect
from sqlmodel import func, select

from ctpat_app.adapters import clock
from ctpat_app.domain.tokens import token_hash
from ctpat_app.guidance.questions import CRITERION, MAX_RESPONSE
from ctpat_app.services.drafts import set_row_present
from ctpat_app.services.registration import confirm_email, register
from ctpat_app.tables.accounts import EmailLinkRow
from ctpat_app.tables.drafts import SubmissionRow
from ctpat_app.tables.outbox import OutboxRow
from ctpat_app.words.messages import message
from e2e import parts
from e2e.companies import (
    Company,
    a_company,
    a_complete_application,
    an_application,
    an_identifier,
    another_address,
    answer,
    come_in,
    give_password,
    send,
    situation,
    stored,
)
from e2e.conftest import NewPerson
from e2e.person import PASSWORD, Person
from e2e.site import Site

pytestmark = pytest.mark.browser

ATTEMPTS: Final = 20
SCRIPTS: Final = "Ana 李小龙 Ольга محمد 🌸"
PARAGRAPH: Final = "Our guard walks the fence at six and at ten, and writes both rounds into the gate book. "


@pytest.fixture
def company(site: Site) -> Company:
    """A complete trade account with ana, ben and chloe."""
    return a_company(site)


@pytest.fixture
def ana(site: Site, company: Company, new_person: NewPerson) -> Person:
    """The officer, signed in."""
    person = new_person(site)
    come_in(person, company.ana)
    return person


def _summary(person: Person) -> Locator:
    return person.page.locator("#error-summary")


# ---------------------------------------------------------------- error summary


def test_the_error_summary_takes_the_focus_at_each_of_many_failures(company: Company, ana: Person) -> None:
    draft = an_application(company, "foreign-manufacturer")
    ana.visit(f"apply/?draft={draft}&step=eligibility")
    parts.is_at(ana, "eligibility")
    expect(_summary(ana)).to_have_count(0)
    for attempt in range(1, ATTEMPTS + 1):
        ana.press("Save and continue")
        expect(_summary(ana)).to_have_attribute("data-attempt", str(attempt))
        expect(_summary(ana)).to_be_focused()
        expect(ana.page).to_have_title(re.compile(r"^Error: "))
        ana.field("Yes").first.focus()  # somewhere else, as after a look at the question
    ana.visited("eligibility with errors")


def test_each_line_of_the_summary_leads_to_its_field_and_goes_when_it_is_mended(company: Company, ana: Person) -> None:
    draft = an_application(company, "foreign-manufacturer")
    ana.visit(f"apply/?draft={draft}&step=eligibility")
    parts.is_at(ana, "eligibility")
    ana.press("Save and continue")
    expect(_summary(ana)).to_be_focused()
    lines = _summary(ana).get_by_role("link")
    count = lines.count()
    assert count > 1
    for line in lines.all():
        target = str(line.get_attribute("href")).removeprefix("#")
        field = ana.page.locator(f"[id='{target}']")
        line.click()
        expect(field).to_be_focused()
        question = ana.page.get_by_role("group").filter(has=field)
        assert line.inner_text() in question.inner_text()
        assert f"{question.get_attribute('id')}-error" in str(question.get_attribute("aria-describedby")).split()
    first = ana.main.get_by_role("group").first
    ana.choose(first.get_by_role("radio").first)
    expect(lines).to_have_count(count - 1)
    expect(first.locator(".usa-error-message")).to_have_count(0)


def test_the_sign_in_page_moves_the_focus_to_what_is_wrong_each_time(site: Site, new_person: NewPerson) -> None:
    visitor = new_person(site)
    visitor.visit("sign-in/")
    for _ in range(3):
        visitor.fill_in(email="nobody@example.com", password="")
        visitor.main.get_by_role("button", name="Sign in", exact=True).click()
        expect(_summary(visitor)).to_be_focused()
        expect(visitor.page).to_have_title(re.compile(r"^Error: "))
        assert visitor.page.get_by_role("textbox", name="Email address").input_value() == "nobody@example.com"
        expect(visitor.page.get_by_role("textbox", name="Password", exact=True)).to_have_attribute(
            "aria-invalid", "true"
        )
    visitor.visited("sign-in with errors")


def test_what_is_typed_before_the_script_of_the_page_arrives_stays(site: Site, new_person: NewPerson) -> None:
    visitor = new_person(site)
    visitor.visit("sign-in/")
    visitor.fill_in(email="first@example.com")
    visitor.main.get_by_role("button", name="Sign in", exact=True).click()
    expect(_summary(visitor)).to_be_focused()
    held: list[Route] = []
    arrives = False

    def hold(route: Route) -> None:
        route.continue_() if arrives else held.append(route)

    visitor.page.route("**/assets/**", hold)
    visitor.page.goto(visitor.page.url, wait_until="commit")
    email = visitor.page.get_by_role("textbox", name="Email address")
    email.fill("second@example.com")
    expect(_summary(visitor)).to_have_count(0)
    arrives = True
    for route in held:
        route.continue_()
    expect(_summary(visitor)).to_be_visible()
    expect(email).to_have_value("second@example.com")


# ---------------------------------------------------------------- texts


def test_two_megabytes_pasted_into_a_response_are_cut_at_a_limit_that_is_shown_and_nothing_is_lost(
    company: Company, ana: Person
) -> None:
    draft = an_application(company, "foreign-manufacturer", **{CRITERION + "1.1": PARAGRAPH})
    ana.visit(f"profile/?draft={draft}&criterion=1.1")
    box = parts.response_field(ana)
    expect(box).to_have_value(PARAGRAPH.strip())
    left = ana.main.locator("[data-count-for]").first
    expect(left).to_have_text(re.compile(rf"Characters left: {MAX_RESPONSE - len(PARAGRAPH.strip())}$"))
    box.fill("")
    box.focus()
    ana.page.keyboard.insert_text("x" * 2_000_000)
    kept = len(box.input_value())
    assert MAX_RESPONSE < kept <= MAX_RESPONSE + 500
    expect(left).to_have_text(re.compile("Characters too many: "))
    ana.press("Save and go to the next open statement")
    expect(_summary(ana)).to_be_focused()
    ana.sees(message("text.too-long", "en", limit=MAX_RESPONSE, count=kept))
    assert len(parts.response_field(ana).input_value()) == kept
    assert stored(company, draft, CRITERION + "1.1") == PARAGRAPH.strip()
    ana.visited("response that is too long")
    parts.response_field(ana).fill("Short enough now.")
    ana.press("Save and go to the next open statement")
    expect(ana.page).not_to_have_url(re.compile(r"criterion=1\.1$"))
    assert stored(company, draft, CRITERION + "1.1") == "Short enough now."


def test_a_control_character_is_named_and_the_text_stays_in_the_field(company: Company, ana: Person) -> None:
    draft = an_application(company, "foreign-manufacturer", **{CRITERION + "1.1": "What stood here before."})
    ana.visit(f"profile/?draft={draft}&criterion=1.1")
    typed = "The guard rings the bell\x07 at night."
    expect(parts.response_field(ana)).to_have_value("What stood here before.")
    parts.response_field(ana).fill(typed)
    ana.press("Save and go to the next open statement")
    expect(_summary(ana)).to_be_focused()
    expect(_summary(ana)).to_contain_text("It holds a hidden sign")
    expect(parts.response_field(ana)).to_have_value(typed)
    assert stored(company, draft, CRITERION + "1.1") == "What stood here before."


def test_a_refused_text_keeps_its_error_while_other_controls_change_the_page(company: Company, ana: Person) -> None:
    draft = an_application(company, "foreign-manufacturer")
    row = an_identifier(company, draft, "rfc-company", "ABC010203AB9")
    ana.visit(f"apply/?draft={draft}&step=identifiers")
    box = ana.page.get_by_role("region", name=re.compile(" 1$"))
    number = box.get_by_label("The number as it is printed", exact=True)
    error = box.locator(".usa-error-message")
    typed = "ABC\x07010203AB9"
    number.fill(typed)
    number.blur()
    expect(error).to_contain_text("It holds a hidden sign")
    ana.button("Add an identifier").click()  # the page is looked at again
    expect(ana.page.get_by_role("region", name=re.compile(" 2$"))).to_be_visible()
    expect(error).to_contain_text("It holds a hidden sign")
    expect(number).to_have_value(typed)
    ana.press("Save and continue")
    expect(_summary(ana)).to_be_focused()
    expect(_summary(ana).get_by_role("link", name=re.compile("hidden sign"))).to_have_count(1)
    ana.page.get_by_role("region", name=re.compile(" 2$")).get_by_role("button", name="Delete this entry").click()
    expect(ana.page.get_by_role("region", name=re.compile(" 2$"))).to_have_count(0)
    expect(_summary(ana).get_by_role("link", name=re.compile("hidden sign"))).to_have_count(1)
    ana.page.reload()
    expect(number).to_have_value(typed)
    expect(error).to_contain_text("It holds a hidden sign")
    assert stored(company, draft, "identifier_value", row) == "ABC010203AB9"
    number.fill("ABC010203AB9")
    number.blur()
    expect(error).to_have_count(0)
    expect(_summary(ana)).to_have_count(0)


def test_a_refused_text_keeps_its_error_when_applicability_is_chosen(company: Company, ana: Person) -> None:
    draft = an_application(company, "foreign-manufacturer", **{CRITERION + "1.1": "What stood here before."})
    ana.visit(f"profile/?draft={draft}&criterion=1.1")
    field = ana.main.get_by_role("textbox")
    expect(field).to_have_value("What stood here before.")
    field.fill("It rings\x07.")
    field.blur()
    error = ana.main.locator(".usa-error-message")
    expect(error).to_contain_text("It holds a hidden sign")
    ana.choose(ana.page.get_by_role("radio").last)
    ana.sees_saved()
    expect(error).to_contain_text("It holds a hidden sign")
    expect(field).to_have_value("It rings\x07.")


def test_a_name_may_hold_four_scripts_and_an_emoji(site: Site, new_person: NewPerson) -> None:
    visitor = new_person(site)
    visitor.register(SCRIPTS, "four-scripts@example.com")
    visitor.sign_in("four-scripts@example.com")
    expect(visitor.page.get_by_text(SCRIPTS)).to_be_visible()
    visitor.link("Add your company").click()
    visitor.field("Legal name of the company").fill(f"Taller {SCRIPTS}")
    visitor.press("Create account")
    expect(visitor.heading).to_have_text(f"Taller {SCRIPTS}")


def test_direction_marks_in_a_code_are_taken_out(company: Company, ana: Person) -> None:
    draft = an_application(company, "foreign-manufacturer")
    ana.visit(f"apply/?draft={draft}&step=identifiers")
    parts.is_at(ana, "identifiers")
    parts.enter_identifier(ana, "rfc-company", "\u200fABC010203AB9\u200e", stored="ABC010203AB9")
    row = next(iter(_rows(company, draft)))
    assert stored(company, draft, "identifier_value", row) == "ABC010203AB9"


def _rows(company: Company, draft: int) -> tuple[str, ...]:
    return situation(company, draft).book.rows("identifiers")


# ---------------------------------------------------------------- choices


def test_ticks_that_follow_each_other_at_once_are_all_kept(company: Company, ana: Person) -> None:
    draft = an_application(company)
    ana.visit(f"apply/?draft={draft}&step=business-types")
    parts.is_at(ana, "business-types")
    boxes = ana.page.get_by_role("checkbox")
    wanted = [str(box.get_attribute("value")) for box in boxes.all()[:4]]
    boxes.first.evaluate(
        "(first, wanted) => wanted.forEach(value => document.querySelector(`input[value='${value}']`).click())", wanted
    )
    ana.go_on()
    assert stored(company, draft, "business_types").split(",") == wanted


def test_a_country_that_does_not_exist_is_refused_with_a_word(company: Company, ana: Person) -> None:
    draft = an_application(company, "foreign-manufacturer", countries="MX")
    ana.visit(f"apply/?draft={draft}&step=countries")
    parts.is_at(ana, "countries")
    ana.field("Countries").evaluate("list => { list.options[1].value = 'XX'; list.selectedIndex = 1; }")
    ana.press("Add country")
    ana.sees(message("country.unknown", "en"))
    assert stored(company, draft, "countries") == "MX"


def test_a_second_officer_is_told_beside_the_role(company: Company, ana: Person) -> None:
    draft = an_application(company, "foreign-manufacturer")
    ana.visit(f"apply/?draft={draft}&step=contacts")
    parts.is_at(ana, "contacts")
    ben = ana.page.get_by_role("region", name=company.ben.name)
    ana.tick("Officer", inside=ben)
    expect(ben.get_by_text("Name only one officer.")).to_be_visible()
    ana.press("Save and continue")
    expect(_summary(ana)).to_be_focused()
    parts.is_at(ana, "contacts")
    ana.tick("Employee", inside=ben)
    expect(ben.get_by_text("Name only one officer.")).to_have_count(0)


def test_an_address_in_use_is_not_taken_away(company: Company, ana: Person) -> None:
    address = another_address(company, "Plant Saltillo")
    draft = an_application(company, "foreign-manufacturer", primary_address=str(address))
    ana.visit(f"trade-account/?account={company.account}")
    card = ana.page.get_by_role("region", name="Plant Saltillo")
    card.get_by_text("Remove this address").click()
    card.get_by_role("button", name=re.compile("^Remove")).click()
    expect(card.get_by_text(message("address.used-as-primary", "en"))).to_be_visible()
    assert stored(company, draft, "primary_address") == str(address)


# ---------------------------------------------------------------- links


def test_a_used_link_and_an_old_link_say_so(site: Site, new_person: NewPerson) -> None:
    visitor = new_person(site)
    with site.database() as session:
        for token, email in (("used-link-of-a-test", "used@example.com"), ("old-link-of-a-test", "old@example.com")):
            register(
                session, email=email, name="Ada", password_hash="none", token=token, language="en", now=clock.now(),
            )  # fmt: skip
        confirm_email(session, "used-link-of-a-test", now=clock.now())
        old = session.exec(
            select(EmailLinkRow).where(EmailLinkRow.token_hash == token_hash("old-link-of-a-test"))
        ).one()
        old.expires_at = clock.now() - timedelta(minutes=1)
    for token, code in (("used-link-of-a-test", "link.used"), ("old-link-of-a-test", "link.expired")):
        visitor.page.goto(f"{site.url}/auth/confirm?token={token}&language=en")
        visitor.press("Confirm my address")
        expect(_summary(visitor)).to_be_focused()
        expect(_summary(visitor)).to_contain_text(message(code, "en"))


# ---------------------------------------------------------------- stale pages, forged addresses, double clicks


def test_a_page_left_open_while_a_colleague_deletes_the_entry_says_so(company: Company, ana: Person) -> None:
    draft = an_application(company, "foreign-manufacturer")
    row = an_identifier(company, draft, "rfc-company", "ABC010203AB9")
    ana.visit(f"apply/?draft={draft}&step=identifiers")
    number = ana.page.get_by_label("The number as it is printed", exact=True)
    expect(number).to_have_value("ABC010203AB9")
    with company.site.database() as session:
        set_row_present(
            session, company.ben, draft_id=draft, list_id="identifiers", row_key=row, present=False, language="en",
            now=clock.now(),
        )  # fmt: skip
    number.fill("XYZ010203AB9")
    number.blur()
    ana.sees(message("row.unknown", "en"))


def test_a_page_left_open_while_the_application_is_sent_keeps_what_was_signed(company: Company, ana: Person) -> None:
    draft = a_complete_application(company, "foreign-manufacturer")
    ana.visit(f"profile/?draft={draft}&criterion=1.1")
    before = parts.response_field(ana).input_value()
    send(company, draft)
    parts.response_field(ana).fill("Too late.")
    ana.press("Save and go to the next open statement")
    ana.sees(message("draft.frozen", "en"))
    assert stored(company, draft, CRITERION + "1.1") == before


def test_two_clicks_on_send_are_one_submission(company: Company, ana: Person) -> None:
    draft = a_complete_application(company, "foreign-manufacturer")
    ana.visit(f"sign/?draft={draft}")
    ana.tick("I am the officer")
    ana.field("Your full name").fill(company.ana.name)
    mails = _count(company, OutboxRow)
    ana.button("Sign and send").dblclick()
    reference = parts.reference_on_show(ana)
    with company.site.database() as session:
        sent = session.exec(select(SubmissionRow).where(SubmissionRow.draft_id == draft)).all()
        assert [each.reference for each in sent] == [reference]
    contacts = 3
    assert _count(company, OutboxRow) - mails == contacts
    ana.nothing_broke("sent")


def _count(company: Company, table: type[OutboxRow]) -> int:
    with company.site.database() as session:
        return session.exec(select(func.count()).select_from(table)).one()


@pytest.mark.parametrize(
    "step", ["no-such-step", "../../etc/passwd", "<script>alert(1)</script>", "", "security-profile%00"]
)
def test_a_forged_step_leads_to_a_real_one(company: Company, ana: Person, step: str) -> None:
    draft = an_application(company)
    ana.visit(f"apply/?draft={draft}&step={step}")
    parts.is_at(ana, "business-types")
    ana.nothing_broke(step)


@pytest.mark.parametrize("draft", ["999999", "-1", "abc", "", "1e9", "99999999999999999999999"])
def test_a_forged_draft_shows_nothing_but_a_word(ana: Person, draft: str) -> None:
    ana.visit(f"apply/?draft={draft}&step=business-types")
    ana.sees(message("access.not-yours", "en"))
    expect(ana.page.locator("#notice")).to_be_focused()
    assert ana.page.get_by_role("checkbox").count() == 0
    ana.nothing_broke(draft)


def test_the_application_of_another_company_is_as_unknown_as_none(
    company: Company, site: Site, new_person: NewPerson
) -> None:
    draft = an_application(company, "foreign-manufacturer", **{CRITERION + "1.1": "A secret of Acme."})
    dan = new_person(site)
    come_in(dan, company.dan)
    for page in ("apply", "profile", "application", "check", "sign", "sent", "changes"):
        dan.visit(f"{page}/?draft={draft}")
        dan.sees(message("access.not-yours", "en"))
        assert "Acme" not in dan.page.content()


def test_who_is_not_signed_in_is_asked_to_and_comes_back(company: Company, site: Site, new_person: NewPerson) -> None:
    draft = an_application(company, "foreign-manufacturer")
    visitor = new_person(site)
    visitor.visit(f"apply/?draft={draft}&step=countries")
    expect(visitor.heading).to_have_text("Sign in")
    visitor.sees(message("access.signed-out", "en"))
    visitor.visited("asked to sign in")
    give_password(company, company.ana, PASSWORD)
    visitor.sign_in(company.ana.email)
    parts.is_at(visitor, "countries")


def test_an_answer_that_the_person_may_not_give_is_refused_with_a_word(
    company: Company, site: Site, new_person: NewPerson
) -> None:
    draft = an_application(company, "foreign-manufacturer")
    answer(company, company.ana, draft, "countries", "MX")
    chloe = new_person(site)
    come_in(chloe, company.chloe)
    chloe.visit(f"apply/?draft={draft}&step=identifiers")
    parts.is_at(chloe, "identifiers")
    chloe.button("Add an identifier").click()
    chloe.sees(message("access.not-your-role", "en"))
