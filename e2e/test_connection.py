"""The line breaks, or the server does: the page says so, and what was typed arrives."""

import re

import pytest
from playwright.sync_api import Locator, expect

from ctpat_app.guidance.questions import CRITERION
from e2e import parts
from e2e.companies import Company, a_company, an_application, answer, come_in, stored
from e2e.conftest import NewPerson
from e2e.person import Person
from e2e.site import Site

pytestmark = pytest.mark.browser

KEY = CRITERION + "1.1"
KILLS = 3
NO_CONNECTION = "No connection to the kiosk. Keep writing: we save when it is back."
# What the browser itself notes when nobody answers.
BROKEN_LINE = (
    "ERR_INTERNET_DISCONNECTED",
    "ERR_CONNECTION",
    "WebSocket connection to",
    "ERR_NETWORK",
    "ERR_EMPTY_RESPONSE",
)


def _writer(site: Site, company: Company, draft: int, new_person: NewPerson) -> tuple[Person, Locator]:
    ana = new_person(site)
    ana.forgiven += BROKEN_LINE
    come_in(ana, company.ana)
    ana.visit(f"profile/?draft={draft}&criterion=1.1")
    box = parts.response_field(ana)
    expect(box).to_be_visible()
    return ana, box


def _connection(person: Person) -> Locator:
    return person.main.locator("[data-connection]").first


def _saved_version(box: Locator) -> int:
    return int(str(box.get_attribute("data-saved-version")))


def _sees_saved_again(person: Person, box: Locator, before: int) -> None:
    """Wait until the page tells of a newer save than the version ``before``."""
    expect(box).not_to_have_attribute("data-saved-version", str(before))
    person.sees_saved()


def test_offline_says_so_and_sends_what_was_typed_when_the_line_is_back(site: Site, new_person: NewPerson) -> None:
    company = a_company(site)
    draft = an_application(company, "foreign-manufacturer")
    ana, box = _writer(site, company, draft, new_person)
    ana.context.set_offline(True)
    expect(_connection(ana)).to_have_text("You are offline. Keep writing: we save when you are back.")
    box.press_sequentially("Typed in the tunnel.")
    box.blur()
    assert stored(company, draft, KEY) == ""
    ana.context.set_offline(False)
    _sees_saved_again(ana, box, 0)
    expect(_connection(ana)).not_to_have_text(re.compile("offline"))
    assert stored(company, draft, KEY) == "Typed in the tunnel."


def test_what_was_saved_survives_three_kills_while_somebody_types(own_site: Site, new_person: NewPerson) -> None:
    company = a_company(own_site)
    draft = an_application(company, "foreign-manufacturer")
    ana, box = _writer(own_site, company, draft, new_person)
    text = ""
    for kill in range(1, KILLS + 1):
        version = _saved_version(box)
        text += f"Sentence {kill} was saved. "
        box.press_sequentially(f"Sentence {kill} was saved. ")
        _sees_saved_again(ana, box, version)  # two seconds after the last key, without leaving the field
        saved, version = box.input_value(), _saved_version(box)
        own_site.kill()
        text += f"Sentence {kill} was typed in vain. "
        box.press_sequentially(f"Sentence {kill} was typed in vain. ")
        expect(_connection(ana)).to_have_text(NO_CONNECTION)
        assert stored(company, draft, KEY) == saved.strip()
        own_site.start()
        _sees_saved_again(ana, box, version)
        expect(box).to_have_value(text)
        assert stored(company, draft, KEY) == text.strip()


def test_a_save_that_waited_meets_the_newer_text_of_a_colleague_as_a_conflict(
    own_site: Site, new_person: NewPerson
) -> None:
    company = a_company(own_site)
    draft = an_application(company, "foreign-manufacturer")
    ana, box = _writer(own_site, company, draft, new_person)
    box.fill("Ana's first sentence.")
    box.blur()
    _sees_saved_again(ana, box, 0)
    own_site.kill()
    # Only what is saved after the page knows waits in it; what went into the broken line is told as text of its own.
    expect(_connection(ana)).to_have_text(NO_CONNECTION)
    box.fill("Ana's first sentence, longer now.")
    box.blur()
    answer(company, company.ben, draft, KEY, "Ben wrote over it meanwhile.")
    own_site.start()
    conflict = ana.page.get_by_role("alert").filter(has_text="Somebody changed this answer while you were writing")
    expect(conflict).to_contain_text("Ben wrote over it meanwhile.")
    expect(conflict).to_contain_text("Ana's first sentence, longer now.")
    assert stored(company, draft, KEY) == "Ben wrote over it meanwhile."
    ana.button("Keep my text").click()
    expect(box).to_have_value("Ana's first sentence, longer now.")
    assert stored(company, draft, KEY) == "Ana's first sentence, longer now."


def test_text_that_was_never_sent_stands_beside_the_newer_text_of_a_colleague(
    own_site: Site, new_person: NewPerson
) -> None:
    company = a_company(own_site)
    draft = an_application(company, "foreign-manufacturer")
    ana, box = _writer(own_site, company, draft, new_person)
    own_site.kill()
    expect(_connection(ana)).to_have_text(NO_CONNECTION)
    box.press_sequentially("Ana is still in the middle of it")
    answer(company, company.ben, draft, KEY, "Ben wrote first.")
    own_site.start()
    expect(box).to_have_value("Ben wrote first.")
    expect(ana.main).to_contain_text("You had typed this text here, but a newer one was saved meanwhile.")
    expect(ana.main).to_contain_text("Ana is still in the middle of it")
    assert stored(company, draft, KEY) == "Ben wrote first."


def test_a_reload_while_the_server_is_away_brings_the_typed_text_back(own_site: Site, new_person: NewPerson) -> None:
    company = a_company(own_site)
    draft = an_application(company, "foreign-manufacturer")
    ana, box = _writer(own_site, company, draft, new_person)
    own_site.kill()
    box.press_sequentially("Typed before the reload.")
    own_site.start()
    ana.page.reload()
    expect(parts.response_field(ana)).to_have_value("Typed before the reload.")
    ana.sees_saved()
    assert stored(company, draft, KEY) == "Typed before the reload."
