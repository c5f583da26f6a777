"""The five-step risk assessment of the content's example, from the empty list to next year's copy."""

import re
import secrets
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect
from pypdfium2 import PdfDocument

from ctpat_app.adapters import clock
from ctpat_app.domain.permissions import Actor
from ctpat_app.guidance.questions import name_of_category, questions_of
from ctpat_app.guidance.risk import RISK_ASSESSMENT, name_of_factor
from ctpat_app.services.evidence import evidence_of
from ctpat_app.services.risk_assessments import finish_assessment, list_assessments, read_result
from ctpat_app.services.sessions import open_session
from ctpat_app.state.summaries import summarise_in
from e2e.companies import Company, a_company, an_application, come_in
from e2e.conftest import NewPerson
from e2e.person import LIBRARY, Person
from e2e.site import Site
from tests.risk import EXAMPLE, an_assessment

pytestmark = pytest.mark.browser

QUESTIONS = questions_of(LIBRARY, RISK_ASSESSMENT)
LANE = "Garments from Tiruppur, India, by sea through Chennai and Colombo to a warehouse in Savannah"


def label(key: str) -> str:
    """Return the English label of a question."""
    return QUESTIONS[key].label.english


def option(key: str, chosen: str) -> str:
    """Return the English label of an option of a question."""
    return next(each.label.english for each in QUESTIONS[key].options if each.id == chosen)


def add_row(person: Person, button: str) -> Locator:
    """Press ``button`` and return the new entry."""
    rows = person.page.locator(".kiosk-row")
    before = rows.count()
    person.page.get_by_role("button", name=button, exact=True).press("Enter")
    expect(rows).to_have_count(before + 1)
    return rows.last


def write(row: Locator, key: str, text: str) -> None:
    """Type into a field of the entry, and leave it."""
    box = row.get_by_label(re.compile(rf"^{re.escape(label(key))}"))
    box.fill(text)
    box.blur()


def pick(row: Locator, key: str, words: str) -> None:
    """Choose from a list of the entry."""
    box = row.get_by_label(re.compile(rf"^{re.escape(label(key))}"))
    box.select_option(label=words)
    expect(box.locator("option:checked")).to_have_text(words)


def rate(person: Person, row: Locator, key: str, rating: str) -> None:
    """Choose a rating."""
    box = row.get_by_role("group", name=re.compile(rf"^{re.escape(label(key))}"))
    person.choose(box.get_by_role("radio").nth(int(rating) - 1))


def values_of(list_id: str) -> list[dict[str, str]]:
    """Return the rows of the example."""
    return [dict(each.values) for each in EXAMPLE.rows if each.list == list_id]


def test_the_whole_assessment_of_the_example(site: Site, new_person: NewPerson, tmp_path: Path) -> None:
    company = a_company(site)
    application = an_application(company, "us-importer")
    ana = new_person(site)
    come_in(ana, company.ana)
    ana.visit("home/")
    ana.page.get_by_role("link", name=re.compile("^Risk assessments")).click()
    expect(ana.heading).to_have_text("Risk assessments")
    ana.visited("risk-assessments")
    ana.press("Start a risk assessment")

    _lanes(ana)
    _legs(ana)
    _threats(ana)
    _weak_points(ana)
    _actions(ana)
    _method(ana)

    expect(ana.heading).to_have_text("Result of the risk assessment")
    risks = ana.page.locator(".kiosk-card")
    expect(risks).to_have_count(2)
    expect(risks.nth(0)).to_contain_text("Threat 2 times weak point 3 gives 6.")
    expect(risks.nth(0)).to_contain_text("High risk")
    expect(risks.nth(1)).to_contain_text("Threat 2 times weak point 2 gives 4.")
    expect(risks.nth(1)).to_contain_text("Medium risk")
    expect(ana.page.get_by_role("img", name=re.compile("Selvam Roadlines"))).to_be_visible()
    ana.visited("risk-result", pictures=True)
    ana.press("Finish the assessment")
    expect(ana.main.get_by_text("Finished on")).to_be_visible()
    expect(ana.main.get_by_text(re.compile("RA-[A-Z0-9]{8}"))).to_be_visible()

    with ana.page.expect_download() as waiting:
        ana.page.get_by_role("link", name="Download the assessment (PDF)").click()
    file = tmp_path / "assessment.pdf"
    waiting.value.save_as(file)
    assert b"pdfuaid:part" in file.read_bytes()
    words = " ".join(" ".join(page.get_textpage().get_text_range() for page in PdfDocument(file)).split())
    assert "gives 6: High risk" in words
    assert "gives 4: Medium risk" in words

    ana.press("Attach it to these criteria")
    expect(ana.main.get_by_text("It stands beside these criteria:")).to_be_visible()
    with site.database() as session:
        assert {"criterion.2.1", "criterion.2.2", "criterion.2.3"} <= set(evidence_of(session, application))
    ana.visited("risk-result-finished")


def _lanes(ana: Person) -> None:
    expect(ana.heading).to_have_text("Which supply chains do you assess?")
    row = add_row(ana, "Add a supply chain")
    write(row, "lane_name", LANE)
    for number, code in enumerate(("IN", "LK", "US"), 1):
        row.get_by_label(label("lane_countries")).select_option(code)
        row.get_by_role("button", name="Add country").click()
        expect(row.get_by_role("list", name="Chosen").get_by_role("listitem")).to_have_count(number)
    ana.visited("risk-lanes")
    ana.go_on()


def _legs(ana: Person) -> None:
    for values in values_of("legs"):
        row = add_row(ana, "Add a leg")
        pick(row, "leg_lane", LANE)
        for key in ("leg_number", "leg_location", "leg_partner", "leg_rest"):
            write(row, key, values[key])
        for key in ("leg_activity", "leg_role", "leg_contracted", "leg_mode", "leg_certification"):
            pick(row, key, option(key, values[key]))
    ana.visited("risk-map")
    ana.go_on()


def _threats(ana: Person) -> None:
    """One press offers all factors of India; what is not judged now is deleted again, the others are added by hand."""
    ana.page.get_by_role("button", name="Rate all factors for India (to be rated: 8)").click()
    rows = ana.page.locator(".kiosk-row")
    expect(rows).to_have_count(8)
    theft = name_of_factor(LIBRARY, "cargo-theft").english
    for _ in range(7):
        left = rows.count()
        rows.filter(has_not=ana.page.get_by_role("heading", name=re.compile(theft))).first.get_by_role(
            "button", name=re.compile("^Delete this entry")
        ).click()
        expect(rows).to_have_count(left - 1)
    for number, values in enumerate(values_of("threats")):
        row = rows.first if number == 0 else add_row(ana, "Add a threat")
        if number:
            pick(row, "threat_place", ana.country(values["threat_place"]))
            pick(row, "threat_factor", name_of_factor(LIBRARY, values["threat_factor"]).english)
        rate(ana, row, "threat_rating", values["threat_rating"])
        write(row, "threat_source", "Insurer notice" if number == 0 else values["threat_source"])
        write(row, "threat_reason", values["threat_reason"])
    ana.press("Save and continue")
    expect(ana.page.get_by_role("alert").first).to_contain_text("Name the source with its year.")
    write(rows.first, "threat_source", values_of("threats")[0]["threat_source"])
    ana.visited("risk-threats")
    ana.go_on()


def _weak_points(ana: Person) -> None:
    for values in values_of("weak_points"):
        row = add_row(ana, "Add a rating")
        pick(row, "weak_leg", {"leg2": "2 Selvam Roadlines", "leg3": "3 Harbour CFS 4"}[values["weak_leg"]])
        pick(row, "weak_category", name_of_category(LIBRARY, values["weak_category"]).english)
        rate(ana, row, "weak_rating", values["weak_rating"])
        write(row, "weak_finding", values["weak_finding"])
        write(row, "weak_criterion", values["weak_criterion"])
        pick(row, "weak_method", option("weak_method", values["weak_method"]))
    ana.visited("risk-weak-points")
    ana.go_on()


def _actions(ana: Person) -> None:
    ana.page.get_by_role("button", name=re.compile("^Plan an action for each medium and high risk")).click()
    rows = ana.page.locator(".kiosk-row")
    expect(rows).to_have_count(2)
    for row, values in zip(rows.all(), values_of("actions"), strict=True):
        for key in ("action_text", "action_owner", "action_due"):
            write(row, key, values[key])
    ana.visited("risk-actions")
    ana.go_on()


def _method(ana: Person) -> None:
    today = clock.now().date()
    answers = {**EXAMPLE.answers, "assessed_on": today.isoformat()}
    answers["next_review"] = (today + timedelta(days=360)).isoformat()
    form = ana.main
    for key in ("assessed_on", "responsible", "how_threats", "how_weak_points", "follow_up", "next_review"):
        write(form, key, answers[key])
    ana.tick(option("frequency", "yearly"))
    for each in ("new-partner", "breach"):
        ana.tick(option("early_triggers", each))
    ana.press("Save and continue")


def _assessed(company: Company, *, finished: bool) -> int:
    """Return the id of an assessment with the answers of the example."""
    now = clock.now()
    changes = {
        ("assessed_on", ""): now.date().isoformat(),
        ("next_review", ""): (now.date() + timedelta(days=360)).isoformat(),
        ("action_note", "action1"): "The trackers arrive next month",
        ("action_note", "action2"): "The guards are trained first",
    }
    with company.site.database() as session:
        draft = an_assessment(session, company.ana, company.account, now=now, changes=changes)
        if finished:
            finish_assessment(
                session, company.ana, draft_id=draft, language="en", summarise=summarise_in, now=clock.now()
            )
    return draft


def test_next_year_starts_from_a_copy_whose_rows_are_checked(own_site: Site, new_person: NewPerson) -> None:
    company = a_company(own_site)
    first = _assessed(company, finished=True)
    later = clock.now().date() + timedelta(days=361)
    own_site.restart(KIOSK_TODAY=later.isoformat())
    ana = new_person(own_site)
    _come_in_on(later, ana, company.ana)
    ana.visit(f"risk-assessments/?account={company.account}")
    expect(ana.main.get_by_text("The review was due on")).to_be_visible()
    ana.visited("risk-review-due")
    ana.press("Start from the last one")
    expect(ana.heading).to_have_text("Which supply chains do you assess?")
    expect(ana.main.get_by_text("To be checked: taken over from the last assessment.")).to_be_visible()
    ana.page.get_by_role("button", name=re.compile("^The rest of this entry is still right")).click()
    expect(ana.main.get_by_text("To be checked:")).to_have_count(0)

    with own_site.database() as session:
        draft = list_assessments(session, company.ana, trade_account_id=company.account)[0].draft_id
    assert draft != first
    ana.visit(f"risk/?draft={draft}&step=threats")
    row = ana.page.locator(".kiosk-row").first
    row.get_by_role("button", name=re.compile("^The rest of this entry is still right")).click()
    expect(row.get_by_text("To be checked:")).to_have_count(0)
    note = row.get_by_text("Taken over from")
    expect(note).to_have_count(1)
    row.get_by_role("button", name=re.compile("^It is still right")).click()
    expect(note).to_have_count(0)
    ana.visited("risk-copied")
    with own_site.database() as session:
        book = read_result(session, company.ana, draft_id=draft, now=clock.now()).situation.book
    left = {row for key, row in book.taken if key.startswith("threat_")}
    assert left == {"threat2", "threat3"}


def _come_in_on(day: date, person: Person, actor: Actor) -> None:
    """Be signed in on ``day``: the kiosk's clock is ahead of the one of this process."""
    token = secrets.token_urlsafe(32)
    moment = datetime.combine(day, clock.now().timetz())
    with person.site.database() as session:
        open_session(session, user_id=actor.user_id, token=token, device="a test", now=moment)
    person.come_in_as(token)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_of_an_assessment_is_accessible_and_fits(site: Site, new_person: NewPerson, language: str) -> None:
    company = a_company(site, language=language)
    draft = _assessed(company, finished=False)
    ana = new_person(site, language)
    come_in(ana, company.ana)
    ana.visit(f"risk-assessments/?account={company.account}")
    expect(ana.button("Go on with the assessment").or_(ana.link("Go on with the assessment"))).to_be_visible()
    ana.visited("risk-list", pictures=True)
    for step in LIBRARY.flows[RISK_ASSESSMENT].steps:
        ana.visit(f"risk/?draft={draft}&step={step.id}")
        expect(ana.main).to_have_attribute("data-address", re.compile(f"step={step.id}"))
        ana.visited(f"risk-step-{step.id}", pictures=True)
    ana.visit(f"risk-result/?draft={draft}")
    expect(ana.page.locator(".kiosk-lane")).to_be_visible()
    ana.visited("risk-outcome", pictures=True)
