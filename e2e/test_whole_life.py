"""A whole life with a clock that moves: applied, returned, certified, reviewed, validated, split, merged, and the end.

The steps themselves are pressed in the browser; what a person would do sixty times over is done by the services.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect
from sqlmodel import col, select

from ctpat_app.adapters import clock
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.domain.vetting import Part
from ctpat_app.services.agreed_plans import agree_plan
from ctpat_app.services.drafts import newest_application
from ctpat_app.services.model_steps import find_differences, take_step
from ctpat_app.services.profile_changes import open_changes
from ctpat_app.services.submissions import find_submission
from ctpat_app.tables.actions import ActionRow
from ctpat_app.tables.outbox import OutboxRow
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.words.case_messages import WAYS
from e2e.companies import Company, a_company, a_complete_application, come_in, send
from e2e.conftest import NewPerson
from e2e.parts import sign_and_send
from e2e.person import Person
from e2e.site import Site
from e2e.test_changes_after_sending import card, note_why
from e2e.test_merge_and_split_companies import card_of, opened, organization
from e2e.test_review_of_a_case import open_way, send_back, statement
from e2e.test_specialist_and_company import look_at, sign
from e2e.test_validation import answer, decide, plan, prove, report, schedule, told
from tests.cases import ALL_PROVED, decide_all
from tests.factories import a_person, a_staff_member, an_action
from tests.reviewed import every_task

pytestmark = pytest.mark.browser

NAME: Final = "Transportes Peña e Hijos"
CERTIFIED: Final = date(2027, 1, 20)
VALIDATED: Final = date(2028, 2, 10)
COMMENTS: Final = {
    "1.1": "Name the person who signs it.",
    "1.2": "Say where it is written down.",
    "1.3": "Attach the record of this year.",
}
NEW: Final = (
    "The president signs it each January, and the guard posts it at each gate. The record is kept for five years."
)
GROUND: Final = "The seals of three containers did not fit what was declared."


@dataclass
class Life:
    """A company, everybody around it, and its first security model."""

    site: Site
    company: Company
    model: int
    ana: Person
    ben: Person
    eva: Person
    sue: Person
    hugo: Person
    staff: dict[str, Actor]

    def on(self, day: date) -> None:
        """Let it be ``day``, and let the jobs run that the day brings."""
        self.site.today(day.isoformat())
        self.site.run_jobs()

    def stands(self, status: Status, *, certified: date | None = None, validated: date | None = None) -> None:
        """Hold status and days against the database; they follow from the events, and from nothing else."""
        with self.site.database() as session:
            row = session.get_one(SecurityModelRow, self.model)
            found = (row.status, row.certified_on, row.anniversary, row.validated_on)
            assert found == (status.value, certified, certified, validated)
            assert find_differences(session) == ()

    def mails(self, template: str, actor: Actor) -> list[dict[str, str]]:
        """Return what the mails of one kind told a person, oldest first."""
        with self.site.database() as session:
            query = select(OutboxRow).where(OutboxRow.template == template, OutboxRow.recipient == actor.email)
            return [json.loads(row.params) for row in session.exec(query.order_by(col(OutboxRow.id)))]

    def draft(self) -> int:
        """Return the application that counts."""
        with self.site.database() as session:
            return newest_application(session, self.model) or 0


@pytest.fixture
def life(own_site: Site, new_person: NewPerson) -> Life:
    """A company that is about to apply as two types of business."""
    own_site.today("2026-12-01")
    company = a_company(own_site, name=NAME)
    with own_site.database() as session:
        staff = {
            "eva": a_staff_member(session, a_person(session, "eva"), StaffRole.SPECIALIST),
            "sue": a_staff_member(session, a_person(session, "sue"), StaffRole.SUPERVISOR),
            "hugo": a_staff_member(session, a_person(session, "hugo"), StaffRole.HEADQUARTERS),
        }
    draft = a_complete_application(company, "foreign-manufacturer", "us-exporter")
    with own_site.database() as session:
        model = session.exec(select(SecurityModelRow.id)).one() or 0
    people = {"ana": company.ana, "ben": company.ben, **staff}
    inside = {name: new_person(own_site) for name in people}
    for name, person in inside.items():
        come_in(person, people[name])
    assert draft
    return Life(own_site, company, model, **inside, staff=staff)


def nobody_else(life: Life, step: str, *names: str) -> None:
    """Let each of these people try the step with everything proved: who may not take it is refused for that alone."""
    for name in names:
        actor = life.staff.get(name) or getattr(life.company, name)
        with pytest.raises(Refusal, match=r"access\.|lifecycle\.wrong-party"), life.site.database() as session:
            take_step(
                session, actor, security_model_id=life.model, step=step, reason="Because.", now=clock.now(),
                proofs=ALL_PROVED,
            )  # fmt: skip


# ---------------------------------------------------------------- the application


def applies(life: Life) -> None:
    draft = life.draft()
    nobody_else(life, "t.submit", "ben", "chloe", "dan", "eva", "hugo")
    life.ana.visit(f"check/?draft={draft}")
    life.ana.press("Sign and send")
    sign_and_send(life.ana, life.company.ana.name)
    expect(life.ana.heading).to_have_text("Application sent")
    life.stands(Status.SUBMITTED)
    assert len(life.mails("application-submitted", life.company.ana)) == 1


def is_given_to_eva(life: Life) -> None:
    life.sue.visit("staff/assign/")
    expect(life.sue.main.get_by_role("listitem").filter(has_text=NAME).get_by_role("checkbox")).to_be_checked()
    life.sue.field("Why these specialists").fill("She knows the lanes of Saltillo.")
    life.sue.press("Assign the ticked companies")
    expect(life.sue.page.locator(".kiosk-told")).to_be_visible()
    life.stands(Status.UNDER_REVIEW)
    assert len(life.mails("specialist-assigned", life.company.ana)) == 1


def comes_back_with_three_comments(life: Life) -> None:
    nobody_else(life, "t.return", "ana", "ben", "dan", "hugo")
    life.eva.visit(f"staff/profile/?draft={life.draft()}")
    for number, comment in COMMENTS.items():
        send_back(life.eva, number, "unclear", comment)
    open_way(life.eva, "return").get_by_role("button", name=WAYS["return"]).click()
    life.eva.sees("The review has ended. The company is told.")
    life.stands(Status.RETURNED)
    assert [each["count"] for each in life.mails("profile-returned", life.company.ana)] == ["3"]


def is_corrected(life: Life) -> None:
    life.ana.visit("home/")
    life.ana.main.get_by_role("link", name="Answer what CTPAT sent back. Points still open: 3.").click()
    life.ana.press("Open the profile for changes")
    card(life.ana, COMMENTS["1.1"]).get_by_role("link", name="Go to this answer").click()
    life.ana.page.locator("#f-criterion_1_1").fill(NEW)
    life.ana.page.locator("#f-criterion_1_1").blur()
    life.ana.sees_saved()
    life.ana.main.get_by_role("link", name="Everything that CTPAT sent back").first.click()
    note_why(life.ana, COMMENTS["1.2"], still_open=1)
    note_why(life.ana, COMMENTS["1.3"], still_open=0)
    life.ana.link("Check, sign and send").click()
    life.ana.press("Sign and send")
    sign_and_send(life.ana, life.company.ana.name)
    life.stands(Status.UNDER_REVIEW)


def is_certified(life: Life) -> None:
    life.on(CERTIFIED)
    draft, eva = life.draft(), life.staff["eva"]
    nobody_else(life, "t.certify", "ana", "ben", "dan", "hugo")
    life.eva.visit(f"staff/vetting/?draft={draft}")
    life.eva.press("Begin the vetting")
    for part in Part:
        look_at(life.eva, part, "fits", "As it stands in the register.")
    sign(life.eva, "passed", "All of it fits.", eva.name)
    with life.site.database() as session:
        decide_all(session, eva, draft, clock.now())
    life.eva.visit(f"staff/profile/?draft={draft}")
    expect(statement(life.eva, "1.1")).to_contain_text(NEW)
    open_way(life.eva, "certify").get_by_role("button", name=WAYS["certify"]).click()
    life.eva.sees("The review has ended. The company is told.")
    life.stands(Status.CERTIFIED, certified=CERTIFIED)
    told_ana = life.mails("application-certified", life.company.ana)
    assert [each["review_on"] for each in told_ana] == ["2028-01-20"]


# ---------------------------------------------------------------- the years of a member


def is_reviewed_after_a_year(life: Life) -> None:
    life.on(date(2027, 10, 20))
    life.ana.visit(f"annual-review/?model={life.model}")
    life.ana.sees("Nothing is to be done before the window opens. You will be told then.")
    life.on(date(2027, 10, 25))
    assert len(life.mails("annual-review-due", life.company.ana)) == 1
    with life.site.database() as session:
        every_task(session, life.company, life.model, clock.now())
    life.ana.visit(f"annual-review/?model={life.model}")
    life.ana.link("Certify, sign and send").click()
    life.ana.choose(life.ana.page.locator("#annual-certified"))
    life.ana.choose(life.ana.page.locator("#sign-agreed"))
    life.ana.page.locator("#sign-name").fill(life.company.ana.name)
    life.ana.button("Certify, sign and send").click()
    life.ana.sees("It was sent inside the window, so it counts for this year.")
    accepted(life, life.draft())
    life.stands(Status.CERTIFIED, certified=CERTIFIED)


def accepted(life: Life, draft: int) -> None:
    """Let eva accept what a member sent."""
    eva = life.staff["eva"]
    with life.site.database() as session:
        decide_all(session, eva, draft, clock.now())
    life.eva.visit(f"staff/profile/?draft={draft}")
    open_way(life.eva, "accept-changes").get_by_role("button", name=WAYS["accept-changes"]).click()
    life.eva.sees("The review has ended. The company is told.")


def is_validated(life: Life, folder: Path) -> None:
    life.on(VALIDATED)
    page = plan(life.eva, life.model)
    life.sue.visit(page)
    life.sue.press("Approve the plan")
    told(life.sue, "The plan is approved, and its author is told.")
    with life.site.opened():  # the day is taken from the clock
        schedule(life.eva, page)
    report(life.eva)
    life.sue.page.reload()
    life.sue.press("Issue the report to the company")
    told(life.sue, "The report is issued, and the company is told.")
    life.ben.visit(f"validation/{page[page.index('?') :]}")
    for number, about in enumerate(("Seals are not checked.", "Nobody keeps", "Light the yard.")):
        answer(life.ben, about, f"Done since May, by the guard of shift {number}.")
        file = folder / f"proof-{number}.txt"
        file.write_text("Checked, signed, dated.", encoding="utf-8")
        prove(life.ben, about, file)
    expect(life.ben.button("Send the response to CTPAT")).to_have_count(0)
    life.ana.visit(f"validation/{page[page.index('?') :]}")
    life.ana.press("Send the response to CTPAT")
    told(life.ana, "The response is sent. CTPAT now looks at each answer.")
    life.eva.page.reload()
    for about in ("Seals are not checked.", "Nobody keeps", "Light the yard."):
        decide(life.eva, about)
    life.eva.press("Finish and tell the company")
    life.eva.press("Close it as passed")
    told(life.eva, "The validation is closed. It was passed.")
    life.stands(Status.CERTIFIED_NON_IMPORTER_VALIDATED, certified=CERTIFIED, validated=VALIDATED)


# ---------------------------------------------------------------- one model becomes two, and one again


def is_split(life: Life) -> int:
    """Let the exporter have a model of its own; both profiles are sent again. Return the new model."""
    life.on(date(2028, 3, 1))
    organization(life.ana, life.company.account)
    form = opened(life.ana, "Split a security model")
    form.locator("#split-part").select_option(label="U.S. exporter")
    form.locator("#split-name").fill("Export arm")
    form.locator("#split-reason").fill("The exporting part is run by another family from March on.")
    form.get_by_role("button", name="Show what would change").click()
    life.ana.press("Send this request")
    life.ana.sees("Your request is on its way. Nothing changes until it takes effect.")
    approved(life, "Export arm")
    life.on(date(2028, 3, 3))
    with life.site.database() as session:
        new = session.exec(select(SecurityModelRow.id).where(SecurityModelRow.name == "Export arm")).one() or 0
    life.stands(Status.CERTIFIED_NON_IMPORTER_VALIDATED, certified=CERTIFIED, validated=VALIDATED)
    for model in (life.model, new):
        sent_again(life, model)
    return new


def is_merged(life: Life, other: int) -> None:
    """Let the first model take the other one in again; the officer sends the consolidated profile."""
    life.on(date(2028, 4, 1))
    organization(life.ana, life.company.account)
    form = opened(life.ana, "Merge two security models")
    form.locator("#merge-first").select_option(str(life.model))
    form.locator("#merge-second").select_option(str(other))
    life.ana.choose(form.locator("#identical"))
    form.locator("#merge-reason").fill("Both parts are run by one family again, with the same practices.")
    form.get_by_role("button", name="Show what would change").click()
    life.ana.press("Send this request")
    life.ana.sees("Your request is on its way. Nothing changes until it takes effect.")
    approved(life, "Export arm")
    life.on(date(2028, 4, 3))
    sent_again(life, life.model)
    with life.site.database() as session:
        assert session.get_one(SecurityModelRow, other).status == Status.WITHDRAWN


def approved(life: Life, name: str) -> None:
    """Let management approve the request that names a model."""
    life.sue.visit("staff/requests/")
    card_of(life.sue, name).get_by_role("button", name="Approve").click()
    life.sue.sees("Approved. It takes effect in 24 hours; until then the company can undo it.")


def sent_again(life: Life, model: int) -> None:
    """Send the profile that a split or merge left to be looked through, and have it accepted."""
    with life.site.database() as session:
        draft = open_changes(session, model) or 0
    send(life.company, draft)
    with life.site.database() as session:
        assert find_submission(session, draft)
    accepted(life, draft)


# ---------------------------------------------------------------- the end


def decided(life: Life, decision: str, reason: str, *, ground: str = "") -> None:
    """Let headquarters decide after a rehearsal."""
    hugo = life.hugo
    hugo.visit(f"staff/standing/?model={life.model}")
    hugo.main.get_by_label("Decision", exact=True).select_option(value=decision)
    if ground:
        hugo.main.get_by_label("Ground").select_option(value=ground)
    hugo.main.get_by_label("Reason", exact=True).fill(reason)
    hugo.main.get_by_label("What was looked at", exact=True).fill("The report of the port and the seal log.")
    hugo.press("Show what it changes")
    hugo.press("Take this decision and send the letter")
    hugo.sees("The decision is taken. The company has its letter.")


def is_suspended(life: Life) -> None:
    life.on(date(2028, 5, 2))
    with life.site.database() as session:
        before = session.get_one(SecurityModelRow, life.model)
        days = before.certified_on, before.validated_on
    nobody_else(life, "t.suspend", "ana", "dan", "eva", "sue")
    decided(life, "suspend", GROUND, ground="criteria-not-met")
    life.stands(Status.SUSPENDED, certified=days[0], validated=days[1])
    assert len(life.mails("standing-letter", life.company.ana)) == 1
    life.ana.visit(f"standing/?model={life.model}")
    life.ana.sees("The membership is suspended.")
    life.ana.sees(GROUND)


def is_reinstated(life: Life) -> None:
    life.on(date(2028, 6, 1))
    hugo = life.staff["hugo"]
    with life.site.database() as session:
        action = an_action(session, life.model, life.company.ana)
        agree_plan(session, hugo, security_model_id=life.model, actions=[action], note="", now=clock.now())
        session.get_one(ActionRow, action).state = "closed"
    decided(life, "reinstate", "Every measure of the plan is in use.")
    with life.site.database() as session:
        assert session.get_one(SecurityModelRow, life.model).status != Status.SUSPENDED


def withdraws(life: Life) -> None:
    life.on(date(2028, 7, 1))
    nobody_else(life, "t.withdraw", "chloe", "dan", "eva", "sue", "hugo")
    life.ana.visit(f"standing/?model={life.model}")
    life.ana.link("Withdraw from the program").click()
    life.ana.main.get_by_label("Why the company withdraws").fill("The company was sold and its plant closes in July.")
    life.ana.press("Withdraw now")
    life.ana.sees("The company has withdrawn. You can still read everything here.")
    with life.site.database() as session:
        assert session.get_one(SecurityModelRow, life.model).status == Status.WITHDRAWN
        assert find_differences(session) == ()


def test_a_whole_life(life: Life, tmp_path: Path) -> None:
    applies(life)
    is_given_to_eva(life)
    comes_back_with_three_comments(life)
    is_corrected(life)
    is_certified(life)
    is_reviewed_after_a_year(life)
    is_validated(life, tmp_path)
    other = is_split(life)
    is_merged(life, other)
    is_suspended(life)
    is_reinstated(life)
    withdraws(life)
    life.ana.visit(f"application/?draft={life.draft()}")
    life.ana.visited("whole-life", pictures=True)
