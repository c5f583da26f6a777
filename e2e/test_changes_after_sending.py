"""What was sent comes back or is changed: corrected, noted, discarded, sent again; the earlier profile can be read."""

from typing import Final

import pytest
from playwright.sync_api import Locator, expect

from ctpat_app.adapters import clock
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import StaffRole
from ctpat_app.services.evidence import evidence_of
from ctpat_app.services.profile_changes import open_changes
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.security_models import SecurityModelRow
from e2e.companies import Company, a_company, a_complete_application, answer, come_in, send, stored
from e2e.conftest import NewPerson
from e2e.parts import sign_and_send
from e2e.person import Person
from e2e.site import Site
from tests.factories import a_document, a_person, a_staff_member, an_attachment
from tests.returned import came_back

pytestmark = pytest.mark.browser

KEY: Final = "criterion.1.1"
COMMENTS: Final = {
    KEY: "Say who signs the statement of support.",
    "criterion.1.2": "Which record shows it?",
    "part.countries": "Do you really work in no other country?",
}
NEW: Final = (
    "The president signs it each January, and the guard posts it at each gate. The record is kept for five years."
)
WHY: Final = "The second sentence names the seal log."


def a_sent_application(company: Company) -> int:
    """Return an application with a file beside a statement, signed and sent."""
    draft = a_complete_application(company)
    with company.site.database() as session:
        document = a_document(session, company.ben, session.get_one(DraftRow, draft).subject_id)
        an_attachment(session, company.ben, draft, document, key=KEY)
    send(company, draft)
    return draft


def in_good_standing(company: Company, draft: int) -> None:
    with company.site.database() as session:
        model = session.get_one(DraftRow, draft).subject_id
        session.get_one(SecurityModelRow, model).status = Status.CERTIFIED


def changes_of(company: Company, draft: int) -> int:
    with company.site.database() as session:
        return open_changes(session, session.get_one(DraftRow, draft).subject_id) or 0


def card(person: Person, text: str) -> Locator:
    return person.main.locator("section.kiosk-card").filter(has_text=text)


def on_a_telephone(person: Person, name: str) -> None:
    person.visited(name, pictures=True)
    person.page.set_viewport_size({"width": 320, "height": 700})
    person.visited(f"{name}-telephone")
    person.page.set_viewport_size({"width": 1280, "height": 900})


def note_why(person: Person, comment: str, still_open: int) -> None:
    """Say that a point stays as it is, and see it noted."""
    point = card(person, comment)
    point.locator("summary").click()
    point.get_by_role("textbox").fill(WHY)
    point.get_by_role("button", name=person.say("Keep this note")).click()
    expect(point).to_contain_text(person.say("Answered: it stays as it is"))
    person.sees(person.say("Points still to answer: {open} of {count}.", open=still_open, count=3))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_three_points_come_back_and_are_answered(site: Site, new_person: NewPerson, language: str) -> None:
    company = a_company(site, language=language)
    sent = a_sent_application(company)
    with site.database() as session:
        eva = a_staff_member(session, a_person(session), StaffRole.SPECIALIST)
        came_back(session, eva, sent, COMMENTS, now=clock.now())

    ana = new_person(site, language)
    come_in(ana, company.ana)
    ana.visit("home/")
    ana.sees(ana.say("Your tasks: {count}", count=1))
    on_a_telephone(ana, "own-tasks")
    ana.main.get_by_role(
        "link", name=ana.say("Answer what CTPAT sent back. Points still open: {count}.", count=3)
    ).click()
    expect(ana.heading).to_have_text(ana.say("What CTPAT sent back"))
    for comment in COMMENTS.values():
        expect(card(ana, comment)).to_contain_text(ana.say("Not answered yet"))
    ana.press("Open the profile for changes")
    ana.sees(ana.say("Points still to answer: {open} of {count}.", open=3, count=3))
    on_a_telephone(ana, "returned")

    card(ana, COMMENTS[KEY]).get_by_role("link", name=ana.say("Go to this answer")).click()
    above = ana.page.locator("section").filter(has=ana.page.locator("#came-back"))
    expect(above).to_contain_text(COMMENTS[KEY])
    ana.sees(ana.say("These changes are not sent yet."))
    on_a_telephone(ana, "returned-statement")
    ana.page.locator("#f-criterion_1_1").fill(NEW)
    ana.page.locator("#f-criterion_1_1").blur()
    ana.sees_saved()
    above.get_by_role("link", name=ana.say("Everything that CTPAT sent back")).click()
    expect(card(ana, COMMENTS[KEY])).to_contain_text(ana.say("Changed since"))
    note_why(ana, COMMENTS["criterion.1.2"], still_open=1)
    note_why(ana, COMMENTS["part.countries"], still_open=0)

    ana.link("Check, sign and send").click()
    ana.press("Sign and send")
    sign_and_send(ana, company.ana.name)
    expect(ana.heading).to_have_text(ana.say("Application sent"))
    ana.link("Everything you have sent, as it was signed").click()
    expect(ana.main.locator("ol > li")).to_have_count(2)
    on_a_telephone(ana, "submissions")
    ana.main.locator("ol > li").nth(1).get_by_role("link").first.click()
    expect(ana.heading).to_have_text(ana.say("The profile as it was signed"))
    ana.sees(stored(company, sent, KEY))
    expect(ana.main).not_to_contain_text(NEW)
    on_a_telephone(ana, "signed-profile")


def test_a_member_changes_discards_changes_again_and_sends(site: Site, new_person: NewPerson) -> None:
    company = a_company(site)
    sent = a_sent_application(company)
    in_good_standing(company, sent)
    was = stored(company, sent, KEY)
    ana = new_person(site)
    come_in(ana, company.ana)
    ana.visit(f"sent/?draft={sent}")
    ana.press("Change your profile")
    expect(ana.heading).to_have_text("Changes to your profile")
    ana.sees("These changes are not sent yet.")
    draft = changes_of(company, sent)
    with site.database() as session:
        assert evidence_of(session, draft) == evidence_of(session, sent) != {}

    answer(company, company.ben, draft, KEY, NEW)
    ana.visit(f"profile-changes/?draft={draft}")
    expect(card(ana, was)).to_contain_text(NEW)
    on_a_telephone(ana, "profile-changes")
    ana.main.locator("summary").filter(has_text="Discard these changes").click()
    ana.press("Discard all of these changes")
    expect(ana.heading).to_have_text("Application sent")
    assert changes_of(company, sent) == 0
    ana.press("Take back the discarded changes")
    expect(card(ana, was)).to_contain_text(NEW)
    card(ana, was).get_by_role("button", name="Take this change back").click()
    ana.sees("It stands again as it was sent.")
    ana.sees("Nothing differs from what was sent.")
    assert stored(company, draft, KEY) == was

    answer(company, company.ben, draft, KEY, NEW)
    ana.visit(f"check/?draft={draft}")
    ana.press("Sign and send")
    sign_and_send(ana, company.ana.name)
    expect(ana.heading).to_have_text("Application sent")
    ana.sees("A specialist reads what you changed, and accepts it or sends it back.")
    on_a_telephone(ana, "changes-sent")
    with site.database() as session:
        model = session.get_one(DraftRow, draft).subject_id
        assert session.get_one(SecurityModelRow, model).status == Status.CERTIFIED
        assert [file.number for file in evidence_of(session, draft)[KEY]] == [1]
