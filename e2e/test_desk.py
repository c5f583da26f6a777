"""The desk: sue finds what is late, confirms a proposal, and eva works from her queue and her watch list."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import pytest
from playwright.sync_api import expect
from sqlmodel import col, select

from ctpat_app.adapters import clock
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.tables.accounts import StaffRow
from ctpat_app.tables.security_models import ModelEventRow, SecurityModelRow
from e2e.companies import Company, a_company, a_complete_application, come_in, send
from e2e.conftest import NewPerson
from e2e.person import Person
from e2e.site import Site
from tests.factories import WHEN, a_person, a_staff_member

pytestmark = pytest.mark.browser

NAME: Final = "Transportes Peña e Hijos"


@dataclass(frozen=True)
class Late:
    """A company whose application was sent, and who works at the desk."""

    company: Company
    eva: Actor
    sue: Actor


@pytest.fixture
def late(site: Site) -> Late:
    """An application that waits; eva alone is a specialist."""
    company = a_company(site, name=NAME)
    send(company, a_complete_application(company, "us-importer"))
    with site.database() as session:
        # Specialists of other tests of this run would be proposed as well.
        for row in session.exec(select(StaffRow).where(col(StaffRow.ended_at).is_(None))):
            row.ended_at = WHEN
        eva = a_staff_member(session, a_person(session), StaffRole.SPECIALIST)
        sue = a_staff_member(session, a_person(session), StaffRole.SUPERVISOR)
        newest = session.exec(select(ModelEventRow).order_by(col(ModelEventRow.id).desc())).first()
        assert newest
        assert newest.step == "t.submit"
    return Late(company, eva, sue)


def at_the_desk(new_person: NewPerson, late: Late, actor: Actor, language: str) -> Person:
    person = new_person(late.company.site, language)
    come_in(person, actor)
    return person


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_case_goes_from_the_queue_to_a_specialist_who_watches_it(
    late: Late, new_person: NewPerson, language: str
) -> None:
    sue = at_the_desk(new_person, late, late.sue, language)
    sue.visit("home/")
    sue.link("My desk").click()
    expect(sue.heading).to_have_text(sue.say("Work that waits"))
    sue.visit("staff/queue/?part=pena%20e&who=nobody")
    expect(sue.main.get_by_role("link", name=re.compile(NAME)).first).to_be_visible()
    sue.sees(sue.say("{passed} of {total} days; days left: {left}", passed=0, total=90, left=90))
    sue.sees(sue.say("No specialist yet"))
    sue.visited("desk-queue", pictures=True)
    sue.visit("staff/queue/?part=xy")
    expect(sue.main.get_by_role("alert").first).to_be_visible()
    sue.visited("desk-queue-refused")

    sue.link("Companies without a specialist").click()
    expect(sue.heading).to_have_text(sue.say("Companies without a specialist"))
    company = sue.main.get_by_role("listitem").filter(has_text=NAME).first
    expect(company.get_by_role("checkbox")).to_be_checked()
    expect(company.get_by_role("combobox")).to_have_value(str(late.eva.user_id))
    sue.press("Assign the ticked companies")
    expect(sue.page.get_by_role("alert").first).to_be_visible()
    sue.visited("desk-assign", pictures=True)
    sue.field(sue.say("Why these specialists")).fill("The fewest open cases.")
    sue.press("Assign the ticked companies")
    expect(sue.page.locator(".kiosk-told")).to_be_visible()
    expect(sue.main.get_by_role("listitem").filter(has_text=NAME)).to_have_count(0)

    eva = at_the_desk(new_person, late, late.eva, language)
    eva.visit("staff/queue/")
    case = eva.main.get_by_role("listitem").filter(has_text=NAME).first
    case.get_by_role("link", name=re.compile(re.escape(eva.say("About the company")))).click()
    expect(eva.heading).to_have_text(NAME)
    eva.sees(eva.say("Review begun"))
    eva.sees(eva.say("Decision due"))
    eva.main.get_by_text(eva.say("Put it on your watch list")).click()
    eva.field(eva.say("Why you watch it")).fill("New plant in May")
    eva.press("Watch this company")
    expect(eva.page.locator(".kiosk-told")).to_be_visible()
    eva.visited("desk-company", pictures=True)
    eva.link("Watch list").click()
    eva.sees("New plant in May")
    eva.visited("desk-watch", pictures=True)
    eva.button("Stop watching").click()
    eva.sees(eva.say("You watch no company. Open a company to put it on your list."))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_management_reads_the_figures_and_takes_them_along(late: Late, new_person: NewPerson, language: str) -> None:
    with late.company.site.database() as session:
        model = session.exec(select(SecurityModelRow).order_by(col(SecurityModelRow.id).desc())).first()
        assert model
        model.status, model.certified_on, model.anniversary = "certified", clock.now().date(), clock.now().date()
        session.add(
            ModelEventRow(
                security_model_id=model.id or 0, step="t.certify", target="certified", at=clock.now(),
                party="specialist",
            )
        )  # fmt: skip
    hugo = at_the_desk(new_person, late, late.sue, language)
    hugo.visit("staff/figures/")
    hugo.sees(hugo.say("By business type"))
    hugo.sees(hugo.say("What is due in the next twelve months"))
    hugo.visited("desk-figures", pictures=True)
    with hugo.page.expect_download() as started:
        hugo.link("The same as text (CSV)").click()
    assert started.value.suggested_filename == f"CTPAT-figures-{language}.csv"
    hugo.field(hugo.say("First day of the period")).fill(f"{clock.now().date() + timedelta(days=2):%Y-%m-%d}")
    hugo.press("Show this period")
    hugo.sees(hugo.say("Choose an end that is not before the beginning."))


def test_ana_and_dan_find_nothing_at_the_desk(late: Late, new_person: NewPerson) -> None:
    for actor in (late.company.ana, late.company.dan):
        person = at_the_desk(new_person, late, actor, "en")
        for path in ("staff/queue/", "staff/assign/", "staff/watch/", "staff/figures/"):
            person.visit(path)
            expect(person.page.get_by_role("alert")).to_contain_text("access.not-yours")
            expect(person.main).not_to_contain_text(NAME)
