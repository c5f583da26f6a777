"""The content changes while people work: better words just read better, the rest is told, and nothing is lost."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from playwright.sync_api import expect

from ctpat_app.guidance.library import CONTENT
from ctpat_app.guidance.questions import CRITERION
from e2e import parts
from e2e.companies import Company, a_company, a_complete_application, an_application, come_in, send, stored
from e2e.conftest import NewPerson
from e2e.person import LIBRARY, Person
from e2e.site import Site

pytestmark = pytest.mark.browser

Record = dict[str, Any]

NEW_TITLE: Final = "What does your company do in the supply chain?"
NEW_STATEMENT: Final = "A senior leader should sign, date and renew a statement that backs security."
NEW_OPTION: Final = "By rail"
REMOVED, STRICTER = "1.2", "1.1"
KEPT_ASIDE: Final = "The security team meets on the first Tuesday of each month."


def _record(records: list[Record], key: str) -> Record:
    return next(each for each in records if each["id"] == key)


def _edit(folder: Path, file: str, change: Callable[[list[Record]], None]) -> None:
    path = folder / file
    records = yaml.safe_load(path.read_text("utf-8"))
    change(records)
    path.write_text(yaml.safe_dump(records, allow_unicode=True, sort_keys=False), "utf-8")


def _steps(records: list[Record]) -> list[Record]:
    steps: list[Record] = _record(records, "application")["steps"]
    return steps


def _read_better_and_open_up(folder: Path) -> None:
    """Change wording, and widen: another option, and a level that asks less."""

    def flow(records: list[Record]) -> None:
        _record(_steps(records), "business-types")["fields"][0]["i18n"]["label"] = "Your part"
        _record(_steps(records), "business-types")["i18n"]["title"] = NEW_TITLE
        options = _record(_record(_steps(records), "eligibility")["fields"], "consolidator_mode")["options"]
        options.append({"id": "rail", "i18n": {"label": NEW_OPTION}})

    def criteria(records: list[Record]) -> None:
        _record(records, "1.1")["i18n"]["statement"] = NEW_STATEMENT

    _edit(folder, "flows/application.yaml", flow)
    _edit(folder, "criteria/01-security-vision.yaml", criteria)


def _get_stricter(folder: Path) -> None:
    """Remove a criterion, narrow the format of a number, require what was optional."""

    def flow(records: list[Record]) -> None:
        _record(_record(_steps(records), "addresses")["fields"], "secondary_addresses")["required"] = True

    def criteria(records: list[Record]) -> None:
        records.remove(_record(records, REMOVED))
        level = _record(records, STRICTER)["level"]
        level.update(dict.fromkeys(level, "must"))

    def identifiers(records: list[Record]) -> None:
        _record(records, "rfc-company")["regex"] = "^[A-Z]{3}[0-9]{6}ZZ[0-9]$"
        _record(records, "rfc-company").update(valid=[], invalid=[])

    _edit(folder, "flows/application.yaml", flow)
    _edit(folder, "criteria/01-security-vision.yaml", criteria)
    _edit(folder, "identifiers.yaml", identifiers)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the content that the test may change."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def _come_in(site: Site, company: Company, new_person: NewPerson) -> Person:
    ana = new_person(site)
    ana.forgiven += ["WebSocket connection to", "ERR_CONNECTION"]
    come_in(ana, company.ana)
    return ana


def test_what_reads_better_or_asks_less_comes_by_itself_and_keeps_the_answers(
    own_site: Site, new_person: NewPerson, content: Path
) -> None:
    company = a_company(own_site)
    draft = an_application(company, "consolidator", consolidator_mode="sea", **{CRITERION + "1.1": KEPT_ASIDE})
    _read_better_and_open_up(content)
    own_site.restart(KIOSK_CONTENT_FOLDER=str(content))
    ana = _come_in(own_site, company, new_person)
    ana.visit(f"apply/?draft={draft}&step=business-types")
    expect(ana.heading).to_have_text(NEW_TITLE)
    expect(ana.option("Consolidator")).to_be_checked()
    ana.visit(f"apply/?draft={draft}&step=eligibility")
    expect(ana.option("By sea")).to_be_checked()
    ana.tick(NEW_OPTION)
    ana.visit(f"profile/?draft={draft}&criterion=1.1")
    expect(ana.heading).to_have_text(NEW_STATEMENT)
    expect(parts.response_field(ana)).to_have_value(KEPT_ASIDE)


def test_what_gets_stricter_or_goes_is_told_before_the_person_goes_on(
    own_site: Site, new_person: NewPerson, content: Path
) -> None:
    company = a_company(own_site)
    draft = a_complete_application(company, "foreign-manufacturer")
    before = stored(company, draft, CRITERION + REMOVED)
    ana = _come_in(own_site, company, new_person)
    ana.visit(f"application/?draft={draft}")
    ana.sees("Nothing is open. Read everything once more.")
    _get_stricter(content)
    own_site.restart(KIOSK_CONTENT_FOLDER=str(content))
    ana.visit(f"apply/?draft={draft}&step=countries")
    expect(ana.heading).to_have_text("The questions have changed since you began")
    _tells(ana, LIBRARY.criteria[REMOVED].i18n.title, "Not asked any more", before)
    _tells(ana, "Secondary addresses", "Now required")
    _tells(ana, LIBRARY.criteria[STRICTER].i18n.title, "Now required")
    _tells(ana, LIBRARY.identifiers["rfc-company"].i18n.name, "Stricter")
    ana.visited("changes", pictures=True)
    ana.press("Continue with the new version")
    expect(ana.heading).to_have_text("Your application to CTPAT")
    addresses = ana.main.get_by_role("listitem").filter(has=ana.page.get_by_role("link", name="Addresses"))
    expect(addresses).not_to_contain_text("Complete")
    ana.visit(f"apply/?draft={draft}&step=countries")
    parts.is_at(ana, "countries")
    assert stored(company, draft, CRITERION + STRICTER)
    ana.visit(f"profile/?draft={draft}&criterion={REMOVED}")
    expect(parts.response_field(ana)).to_be_visible()
    assert parts.criterion_on_show(ana) != REMOVED


def _tells(ana: Person, question: str, kind: str, answer: str = "") -> None:
    box = ana.main.locator("section").filter(has=ana.page.get_by_role("heading", name=question, level=2))
    expect(box).to_contain_text(kind)
    expect(box).to_contain_text(answer)


def test_what_was_signed_or_sent_stays_as_it_was_signed(own_site: Site, new_person: NewPerson, content: Path) -> None:
    signed_by, sent_by = a_company(own_site, name="Signed SA"), a_company(own_site, name="Sent SA")
    signed = a_complete_application(signed_by, "foreign-manufacturer")
    sent = a_complete_application(sent_by, "foreign-manufacturer")
    send(sent_by, sent)
    ana = _come_in(own_site, signed_by, new_person)
    ana.visit(f"sign/?draft={signed}")
    ana.tick("I am the officer")
    ana.field("Your full name").fill(signed_by.ana.name)
    ana.press("Sign now, send later")
    expect(ana.page.get_by_role("heading", name="It is signed")).to_be_visible()
    _read_better_and_open_up(content)
    _get_stricter(content)
    own_site.restart(KIOSK_CONTENT_FOLDER=str(content))
    ana.visit(f"profile/?draft={signed}&criterion={REMOVED}")
    assert parts.criterion_on_show(ana) == REMOVED
    ana.visit(f"sign/?draft={signed}")
    expect(ana.page.get_by_role("heading", name="It is signed")).to_be_visible()
    ana.press("Send the application")
    assert parts.reference_on_show(ana)
    other = _come_in(own_site, sent_by, new_person)
    other.visit(f"apply/?draft={sent}&step=countries")
    assert parts.reference_on_show(other)
