"""Every page as its people see it, in a left-to-right and a right-to-left language, on a telephone and on a desk."""

import itertools
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect

from ctpat_app.adapters import clock
from ctpat_app.domain.permissions import Actor
from ctpat_app.routes import PAGES
from ctpat_app.services.application import list_applications
from ctpat_app.services.sessions import find_credentials
from ctpat_app.web.site import NOT_FOUND
from ctpat_app.words.languages import direction
from e2e.companies import come_in
from e2e.conftest import NewPerson
from e2e.person import ARTIFACTS, LIBRARY, Person
from e2e.site import Site
from tests.factories import ALWAYS

pytestmark = pytest.mark.browser

FRESH, HALF_WAY, SENT = "nora@juniper.example", "rodrigo@bajio.example", "daniel@lakeshore.example"
STEPS: Final = [step.id for step in LIBRARY.flows["application"].steps if step.id != "security-profile"]
README_PICTURES: Final = (
    ("", "", "en", 1280),
    ("application", HALF_WAY, "ar", 320),
    ("profile", HALF_WAY, "es", 1280),
    ("sent", SENT, "en", 1280),
)
# As the README names them.
PICTURE_NAMES: Final = {"": "start", "application": "task-list", "profile": "criterion", "sent": "sent"}


@dataclass(frozen=True)
class Screen:
    """One page: its path, who looks at it, and the query behind the draft's number."""

    path: str
    who: str = ""
    query: str = ""

    @property
    def name(self) -> str:
        """How pictures of it are called."""
        return "-".join(part for part in (self.path or "start", self.query.rpartition("=")[2]) if part)


SCREENS: Final = (
    Screen(""),
    Screen("can-we-join"),
    *map(
        Screen,
        (
            "register",
            "check-mail",
            "confirm",
            "sign-in",
            "outbox",
            "privacy",
            "accessibility",
            "check-browser",
            "report",
            "report-case",
            "help",
            NOT_FOUND,
        ),
    ),
    *map(
        Screen,
        (
            "terms",
            "keep",
            "stop-mails",
            "finished",
            "forgot-password",
            "reset",
            "access-help",
            "confirm-mail",
            "undo-mail",
        ),
    ),
    Screen("invitation", query="token=none"),
    Screen("second-factor"),
    Screen("home", FRESH),
    Screen("security", FRESH),
    Screen("security-questions", FRESH),
    Screen("change-password", FRESH),
    Screen("change-mail", FRESH),
    Screen("trade-account", FRESH),
    Screen("organization", FRESH),
    Screen("history", FRESH),
    Screen("library", FRESH),
    Screen("prove", FRESH),
    Screen("sessions", FRESH),
    Screen("my-data", FRESH),
    Screen("application", HALF_WAY),
    *(Screen("apply", HALF_WAY, f"step={step}") for step in STEPS),
    Screen("talk", HALF_WAY, "step=countries"),
    Screen("profile", HALF_WAY, "criterion=1.1"),
    *(Screen(path, HALF_WAY) for path in ("check", "documents", "readiness", "who-answers", "given")),
    Screen("sign", HALF_WAY),
    Screen("sent", SENT),
    *map(Screen, ("actions", "action", "training", "training-record"), (HALF_WAY,) * 4),
)
# Pages that need more than this file's companies have; the file that looks at them is named beside them.
ELSEWHERE: Final = {
    *("changes",),  # test_content_changes.py
    *("readiness-review",),  # test_readiness.py
    *("risk-assessments", "risk", "risk-result"),  # test_risk_assessment.py
    *("staff/access", "staff/bounced-mail"),  # test_getting_back_in.py
    *("staff", "staff/company", "staff/requests"),  # test_staff_desk.py
    *("staff/profile",),  # test_answer_review.py
    *("staff/queue", "staff/assign", "staff/figures", "staff/watch"),  # test_desk.py
    *("inbox", "staff/jobs"),  # test_inbox_and_jobs.py
    *("staff/help", "staff/help-case", "staff/help-figures", "staff/known-problems"),  # test_help_desk.py
    *("profile-changes", "submissions", "signed"),  # test_changes_after_sending.py
    *("risk-talk",),  # test_conversation_mode.py
    *("returned",),  # test_review_of_a_case.py
    *("messages", "identifier-changes"),  # test_specialist_and_company.py
    *("staff/messages", "staff/identifier-changes", "staff/vetting"),  # test_specialist_and_company.py
    *("annual-review", "annual-answers", "annual-send"),  # test_annual_review.py
    *("validation", "validations", "staff/validation", "staff/validations"),  # test_validation.py
    *("standing", "appeal", "withdraw", "verify", "staff/standing"),  # test_standing.py
    *("svi", "svi-agreement", "svi-find", "svi-partner"),  # test_svi.py
    *("svi-letters",),  # test_certification_mail.py
    *("aeo-registration", "staff/aeo"),  # test_eu_aeo.py
    *("partners", "partner", "partners-import"),  # test_partner_register.py
    *(
        "questionnaires",
        "questionnaire",
        "send-questionnaire",
        "inquiries",
        "inquiry",
    ),  # test_questionnaire_for_a_partner.py
    *("inquiry-answers", "inquiry-answer", "inquiry-sign", "inquiry-colleagues"),  # test_partner_answers.py
    *("inquiry-talk",),  # test_partner_answers.py
    *("terminal", "to-phone", "phone", "staff/terminal"),  # test_shared_terminal.py
    *("guide", "staff/practice", "staff/practice-step", "staff/practice-guide"),  # test_practice_twin.py
    *("walk-through", "staff/walk-through"),  # test_walk_through.py
    *("inquiry-link", "inquiry-grants", "inquiry-offline", "partner-answers"),  # test_partner_answers.py
}


def test_every_page_of_the_kiosk_is_among_the_screens() -> None:
    assert {page.path for page in PAGES} == {screen.path for screen in SCREENS} | ELSEWHERE


@pytest.mark.parametrize("who", ["", FRESH, HALF_WAY, SENT], ids=["visitor", "fresh", "half-way", "sent"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_is_accessible_fits_and_is_named_on_its_own(
    site: Site, new_person: NewPerson, language: str, who: str
) -> None:
    person = _person(site, new_person, language, who)
    titles: dict[str, str] = {}
    for screen in SCREENS:
        if screen.who != who:
            continue
        _open(person, site, screen)
        title = person.page.title()
        assert title not in titles, f"{screen.name} is called like {titles[title]}: {title}"
        titles[title] = screen.name
        _is_well_built(person, screen)
        person.visited(screen.name, pictures=True)
        person.page.set_viewport_size({"width": 320, "height": 700})
        person.visited(f"{screen.name}-telephone")
        person.page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize(("path", "who", "language", "width"), README_PICTURES)
def test_pictures_for_the_readme(
    site: Site, new_person: NewPerson, path: str, who: str, language: str, width: int
) -> None:
    person = _person(site, new_person, language, who)
    person.page.set_viewport_size({"width": width, "height": 900})
    _open(person, site, next(screen for screen in SCREENS if (screen.path, screen.who) == (path, who)))
    picture = ARTIFACTS / "screenshots" / f"{PICTURE_NAMES[path]}-{language}-{width}.png"
    person.page.screenshot(path=picture)
    assert picture.stat().st_size > 10_000
    if os.environ.get("KIOSK_SCREENSHOTS") == "1":
        folder = Path("docs/screenshots")
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(picture, folder)


def _person(site: Site, new_person: NewPerson, language: str, who: str) -> Person:
    person = new_person(site, language)
    person.forgiven.append("404")  # the page for unknown addresses is one
    if who:
        come_in(person, _actor(site, who))
    return person


def _actor(site: Site, email: str) -> Actor:
    with site.database() as session:
        found = find_credentials(session, email)
        assert found
        return Actor(found.person.user_id, name=email, email=email, proved_at=ALWAYS)


def _open(person: Person, site: Site, screen: Screen) -> None:
    query = [f"draft={_draft(site, screen.who)}"] if screen.who in {HALF_WAY, SENT} else []
    query += [screen.query] if screen.query else []
    person.visit(f"{screen.path}/?{'&'.join(query)}" if screen.path else "")
    expect(person.heading).to_be_visible()
    expect(person.main.get_by_text(person.say("Loading …")).filter(visible=True)).to_have_count(0)
    if screen.who:
        expect(person.link("My applications")).to_be_visible()
    if screen.path in {"apply", "talk", "profile"}:
        expect(person.main).to_have_attribute("data-address", re.compile(re.escape(screen.query)))
    if screen.path == "trade-account":
        expect(person.page.get_by_role("heading", name=person.say("Addresses"), level=2)).to_be_visible()


def _draft(site: Site, email: str) -> int:
    actor = _actor(site, email)
    with site.database() as session:
        return next(iter(list_applications(session, actor, now=clock.now()))).draft_id


def _is_well_built(person: Person, screen: Screen) -> None:
    page = person.page
    expect(page.locator("html")).to_have_attribute("lang", person.language)
    expect(page.locator("html")).to_have_attribute("dir", direction(person.language))
    for landmark in ("banner", "main", "contentinfo"):
        expect(page.get_by_role(landmark)).to_have_count(1)
    expect(person.heading).to_have_count(1)
    levels = list(_levels(person))
    jumps = [(before, after) for before, after in itertools.pairwise(levels) if after > before + 1]
    assert levels[0] == 1, f"{screen.name} begins with a heading of level {levels[0]}"
    assert jumps == [], f"{screen.name} skips a level of headings: {levels}"
    first = page.locator("a").first
    expect(first).to_have_attribute("href", "#main-content")


def _levels(person: Person) -> Iterator[int]:
    for heading in person.main.get_by_role("heading").all():
        yield int(heading.evaluate("each => each.tagName.slice(1)"))
