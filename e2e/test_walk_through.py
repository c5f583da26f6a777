"""The help desk looks on: two browsers, two languages; pointing is announced, and "Stop" ends it at once."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.guidance.texts import Ref, ref
from e2e.companies import Company, a_company, an_application, come_in
from e2e.conftest import NewPerson
from e2e.person import LIBRARY, Person
from e2e.site import Site
from tests.factories import a_person, a_staff_member

pytestmark = pytest.mark.browser
PHRASE = "choose-company-type"


@pytest.fixture
def company(site: Site) -> Company:
    return a_company(site)


@pytest.fixture
def ana(site: Site, company: Company, new_person: NewPerson) -> Person:
    """The officer, who reads Spanish."""
    person = new_person(site, "es")
    come_in(person, company.ana)
    return person


@pytest.fixture
def finn(site: Site, new_person: NewPerson) -> Person:
    """Somebody of the help desk, who reads English."""
    with site.database() as session:
        helper: Actor = a_staff_member(
            session, a_person(session, f"Finn {datetime.now(UTC).timestamp()}"), StaffRole.HELP_DESK
        )
    person = new_person(site)
    come_in(person, helper)
    return person


def phrase(key: str) -> Ref:
    return ref(f"walk_phrases/{key}", "text", LIBRARY.walk_phrases[key].i18n.text)


def step_title(key: str) -> Ref:
    step = next(each for each in LIBRARY.flows["application"].steps if each.id == key)
    return ref(f"flows/application/{key}", "title", step.i18n.title)


def begin(ana: Person, finn: Person, draft: int) -> None:
    """Let ana ask from her step, finn use the code, and ana allow it."""
    ana.visit(f"apply/?draft={draft}&step=business-types")
    expect(ana.heading).to_have_text(ana.read(step_title("business-types")))
    ana.link("Let the help desk look on").click()
    ana.press("Get a code")
    code = ana.page.locator(".kiosk-walk__code").inner_text()
    finn.visit("staff/walk-through/")
    finn.field(finn.say("Code of the person")).fill(code.lower())
    finn.press("Ask to look on")
    expect(ana.page.get_by_role("alert").filter(has_text="Finn")).to_be_visible()
    ana.button("Allow it").first.click()
    expect(ana.heading).to_have_text(ana.read(step_title("business-types")))


def test_a_helper_points_in_another_language_and_stop_ends_it(ana: Person, finn: Person, company: Company) -> None:
    draft = an_application(company, "us-importer")
    begin(ana, finn, draft)
    bar = ana.page.locator(".kiosk-walk")
    expect(bar).to_contain_text("Finn")
    expect(finn.page.locator("#walk-seen")).to_have_text(finn.read(step_title("business-types")))
    assert finn.read(step_title("business-types")) != ana.read(step_title("business-types"))

    box = ana.page.locator("#f-business_types")
    finn.field(finn.say("Note at the field")).select_option(PHRASE)
    finn.page.locator("[data-field=f-business_types] button").click()
    words = ana.read(phrase(PHRASE))
    expect(box).to_have_attribute("data-pointed", words)
    expect(box).to_be_in_viewport()
    expect(bar.get_by_role("status").filter(has_text=words)).to_be_attached()
    assert ana.page.evaluate("document.activeElement.id") != "f-business_types"

    finn.page.get_by_role("combobox", name=finn.say("Page"), exact=True).select_option(f"apply|{later_step()}")
    finn.press("Propose it")
    ana.button("Open it").click()
    expect(ana.heading).to_have_text(ana.read(step_title(later_step())))
    expect(finn.page.locator("#walk-seen")).to_have_text(finn.read(step_title(later_step())))

    bar.locator("summary").click()
    bar.get_by_role("button", name=ana.read(phrase("thank-you"))).click()
    expect(finn.page.get_by_role("log")).to_contain_text(finn.read(phrase("thank-you")))
    ana.visited("walk-through", pictures=True)
    finn.visited("staff-walk-through", pictures=True)

    bar.get_by_role("button", name=ana.say("Stop")).first.press("Enter")
    expect(finn.page.locator("#walk-seen")).to_have_count(0)
    expect(bar).to_contain_text(ana.say("You ended it. The help desk sees nothing more."))
    bar.get_by_role("button", name=ana.say("Close")).click()
    expect(bar).to_have_count(0)


def later_step() -> str:
    """Return a step of the application that is always on the path and no statement."""
    return "identifiers"


def test_the_bar_comes_back_after_a_reload_and_what_is_refused_shows_nothing(
    ana: Person, finn: Person, company: Company
) -> None:
    draft = an_application(company, "us-importer")
    begin(ana, finn, draft)
    ana.page.reload()
    expect(ana.page.locator(".kiosk-walk")).to_contain_text("Finn")
    ana.visit("home/")
    expect(ana.page.locator(".kiosk-walk")).to_contain_text("Finn")
    expect(finn.main.get_by_text(finn.say("Of this page only the name is shown."))).to_be_visible()
    finn.page.reload()
    expect(finn.main.get_by_text(finn.say("Of this page only the name is shown."))).to_be_visible()
    finn.button("Stop").click()
    expect(finn.field(finn.say("Code of the person"))).to_be_visible()
    expect(ana.page.locator(".kiosk-walk")).to_contain_text(
        ana.say("The help desk ended the walk-through. Nothing more is shown.")
    )


def test_the_bar_and_the_helpers_page_fit_a_small_screen_and_arabic(
    site: Site, company: Company, finn: Person, new_person: NewPerson
) -> None:
    draft = an_application(company, "us-importer")
    small = new_person(site, "ar", width=320, height=640)
    come_in(small, company.ana)
    begin(small, finn, draft)
    finn.page.locator("[data-field=f-business_types] button").click()
    expect(small.page.locator("[data-pointed]")).to_have_count(1)
    small.fits_a_telephone("walk-through of the person")
    finn.fits_a_telephone("walk-through of the helper")
