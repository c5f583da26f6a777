"""Evidence in a browser: uploaded beside a statement, replaced, found again, used three times, moved, outdated."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import FilePayload, Locator, Route, expect
from pypdf import PdfReader

from ctpat_app.adapters import clock
from ctpat_app.domain.permissions import StaffRole
from e2e.companies import Company, a_company, an_application, come_in
from e2e.conftest import NewPerson
from e2e.person import LIBRARY, Person, name_of
from e2e.site import Site
from e2e.stored_files import a_file, a_pdf, a_picture, a_spreadsheet
from tests.factories import a_person, a_staff_member, an_assignment

pytestmark = pytest.mark.browser

NEXT_YEAR: Final = date(2027, 12, 1)
SIGNED: Final = "statement-of-support"
BACKUPS: Final = "backup-log"


@pytest.fixture
def company(site: Site) -> Company:
    """A company of an importer."""
    return a_company(site, name="Importadora Niño", country="US")


def at(person: Person, draft: int, criterion: str) -> None:
    """Open a statement, with what stands beside it."""
    person.visit(f"profile/?draft={draft}&criterion={criterion}")
    expect(person.main).to_have_attribute("data-address", re.compile(f"criterion={re.escape(criterion)}"))
    expect(person.page.locator("#evidence")).to_be_visible()


def upload(person: Person, *files: FilePayload, label: str = "Add files from this computer") -> None:
    """Choose files; their names are told when they have arrived."""
    box = person.main.get_by_label(person.say(label)).locator("visible=true")
    box.set_input_files(list(files))


def card(person: Person, name: str) -> Locator:
    """The card of a document."""
    return person.main.get_by_role("region", name=name, exact=True)


def note(person: Person, name: str, *, kind: str, stands_for: str = "", **texts: str) -> None:
    """Note what a document is, on its card."""
    card(person, name).get_by_role("button", name=person.say("Change what is noted")).click()
    form = card(person, name).get_by_role("group", name=name)
    form.get_by_label(person.say("Kind of document")).select_option(kind)
    if stands_for:
        form.get_by_label(person.say("Day, or last day of the period, that it stands for")).fill(stands_for)
    for label, text in texts.items():
        form.get_by_label(person.say(label)).fill(text)
    form.get_by_role("button", name=person.say("Save"), exact=True).click()
    expect(person.page.locator(".kiosk-told")).to_have_text(person.say("Saved."))
    expect(form).to_have_count(0)


def put_here(person: Person, name: str) -> None:
    """Use a document that is in the exchange already."""
    person.press("Use a document that is already here")
    person.main.get_by_label(person.say("Document of the exchange")).select_option(name)
    person.press("Put it beside this statement")
    expect(card(person, name)).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_files_are_uploaded_replaced_found_used_three_times_and_moved(
    company: Company, new_person: NewPerson, language: str
) -> None:
    draft = an_application(company, "us-importer")
    ana = new_person(company.site, language)
    come_in(ana, company.ana)
    first, second, third = "1.1", "1.2", "1.3"
    at(ana, draft, first)
    signed = a_pdf("Declaración.pdf")
    upload(ana, signed, a_picture("gate.jpg"))
    expect(card(ana, "Declaración.pdf")).to_be_visible()
    expect(card(ana, "gate.jpg")).to_be_visible()
    expect(card(ana, "gate.jpg")).to_contain_text(ana.say("Not scanned for malware: this kiosk has no scanner."))
    note(ana, "Declaración.pdf", kind=SIGNED, stands_for="2026-10-31", Note="من البوابة الشمالية")
    expect(card(ana, "Declaración.pdf")).to_contain_text("من البوابة الشمالية")
    ana.visited("evidence", pictures=True)

    # The same name is a new version.
    upload(ana, a_pdf("Declaración.pdf", pages=2))
    expect(card(ana, "Declaración.pdf")).to_contain_text(ana.say("Pages: {count}", count=2))
    for criterion in (second, third):
        at(ana, draft, criterion)
        put_here(ana, "Declaración.pdf")
    upload(ana, a_spreadsheet("sellos.xlsx"))
    expect(card(ana, "sellos.xlsx")).to_be_visible()

    # A photograph of backup tapes says nothing about the vision: one step moves it.
    at(ana, draft, first)
    note(ana, "gate.jpg", kind=BACKUPS)
    misplaced = card(ana, "gate.jpg")
    expect(misplaced.get_by_role("heading", name=ana.say("Is this the right place?"))).to_be_visible()
    ana.visited("evidence-misplaced", pictures=True)
    misplaced.get_by_role("button", name=re.compile(re.escape(ana.say("Move it there")))).first.click()
    expect(card(ana, "gate.jpg")).to_have_count(0)
    expect(ana.page.locator(".kiosk-told")).to_be_focused()

    ana.visit(f"application/?draft={draft}")
    ana.link("Documents of this application").click()
    expect(ana.main.get_by_text(ana.say("Documents found: {count}", count=3))).to_be_visible()
    support = card(ana, "Declaración.pdf")
    expect(support.get_by_role("listitem").filter(has=ana.page.get_by_role("link"))).not_to_have_count(0)
    beside = support.get_by_role("link").filter(has_text=re.compile(r"^1\.[123] "))
    expect(beside).to_have_count(3)
    moved = card(ana, "gate.jpg").get_by_role("link").filter(has_text=re.compile(r"^4\."))
    expect(moved).to_have_count(1)
    ana.visited("documents", pictures=True)
    support.get_by_text(ana.say("Older versions: {count}", count=1)).click()
    old = support.locator("details").first.get_by_role("link")
    with ana.page.expect_download() as kept:
        old.click()
    assert Path(kept.value.path()).read_bytes() == signed["buffer"]

    ana.main.get_by_role("navigation", name=ana.say("Libraries")).get_by_role("link", name=ana.say("Archive")).click()
    expect(ana.main.get_by_text("Declaración.pdf").first).to_be_visible()
    expect(ana.main.get_by_text("sellos.xlsx")).to_have_count(0)
    ana.visited("documents-archive", pictures=True)

    _takes_the_package(ana, draft)

    dan = new_person(company.site, language)
    dan.forgiven += ["404", "403"]
    come_in(dan, company.dan)
    assert dan.page.request.get(kept.value.url).status == 404
    dan.visit(f"documents/?draft={draft}")
    expect(dan.page.get_by_role("alert")).to_contain_text("access.not-yours")
    expect(dan.main).not_to_contain_text("Declaración")


def _takes_the_package(person: Person, draft: int) -> None:
    """Have the package made and look into it: tags, language, and an entry for each statement with its files."""
    person.visit(f"application/?draft={draft}")
    person.main.get_by_text(person.say("Other ways to download it")).click()
    person.press("Prepare the package with the evidence")
    name = person.say("Download the package (PDF, {size} MB)", size="~").partition("~")[0]
    link = person.page.get_by_role("link", name=re.compile(re.escape(name)))
    with person.page.expect_download() as found:
        link.click()
    package = PdfReader(found.value.path())
    assert "/StructTreeRoot" in package.root_object
    assert str(package.root_object["/Lang"]).startswith(person.language)
    outline = _titles(package.outline)
    for criterion in ("1.1", "1.2", "1.3"):
        files = [below for title, below in pairwise(outline) if criterion in title]
        assert any("Declaración.pdf" in title for title in files), outline
    assert any("gate.jpg" in title for title in outline), outline
    summary = " ".join(page.extract_text() for page in package.pages)
    assert "sellos.xlsx" in summary  # cannot be merged, so it is named in the list of attachments


def _titles(outline: list[Any]) -> list[str]:
    """Return the titles of an outline from the top to the bottom, whatever their level."""
    return [title for item in outline for title in (_titles(item) if isinstance(item, list) else [str(item.title)])]


def test_documents_are_searched_filtered_and_replaced_under_another_name(
    company: Company, new_person: NewPerson
) -> None:
    draft = an_application(company, "us-importer")
    ben = new_person(company.site)
    come_in(ben, company.ben)
    ben.visit(f"documents/?draft={draft}")
    ben.main.get_by_label("Kind of document").first.select_option(BACKUPS)
    upload(ben, a_spreadsheet("backup week 1.xlsx"))
    expect(card(ben, "backup week 1.xlsx")).to_contain_text(
        ben.read(name_of("evidence_kinds", BACKUPS, "name", LIBRARY.evidence_kinds[BACKUPS].i18n.name))
    )
    ben.main.get_by_label("Kind of document").first.select_option("")
    upload(ben, a_pdf("plan.pdf"))
    expect(card(ben, "plan.pdf")).to_be_visible()
    card(ben, "plan.pdf").get_by_text("New version, or another statement").click()
    card(ben, "plan.pdf").get_by_label("Replace by a newer version").set_input_files([a_pdf("plan-b.pdf", pages=3)])
    expect(card(ben, "plan.pdf")).to_contain_text("Pages: 3")
    card(ben, "plan.pdf").get_by_label("Put it beside a statement as well").select_option(value="criterion.1.1")
    card(ben, "plan.pdf").get_by_role("button", name="Put it there").click()
    expect(card(ben, "plan.pdf").get_by_role("link").filter(has_text=re.compile(r"^1\.1 "))).to_be_visible()

    ben.field("Words in name, note or text").fill("UL-7730")
    ben.press("Find")
    expect(ben.main.get_by_text("Documents found: 1")).to_be_visible()
    expect(card(ben, "backup week 1.xlsx")).to_be_visible()
    ben.link("Show all").click()
    expect(ben.main.get_by_text("Documents found: 2")).to_be_visible()
    ben.main.get_by_role("search").get_by_label("Kind of document").select_option(BACKUPS)
    ben.press("Find")
    expect(card(ben, "plan.pdf")).to_have_count(0)
    expect(card(ben, "backup week 1.xlsx")).to_be_visible()
    ben.visited("documents-found")


def test_what_is_refused_or_cancelled_is_told_beside_the_file(company: Company, new_person: NewPerson) -> None:
    draft = an_application(company, "us-importer")
    ana = new_person(company.site)
    ana.forgiven += ["422", "ERR_FAILED", "ERR_ABORTED", "413"]
    come_in(ana, company.ana)
    at(ana, draft, "1.1")
    rows = ana.main.locator("[data-uploads-list] > li")
    upload(ana, a_file("notes.pdf", b"<!doctype html><script>alert(1)</script>"), a_pdf("right.pdf"))
    expect(card(ana, "right.pdf")).to_be_visible()
    expect(rows).to_have_count(1)
    expect(rows.first.locator(".usa-error-message")).not_to_be_empty()
    ana.visited("evidence-refused", pictures=True)
    rows.first.get_by_role("button", name="Close notes.pdf").click()
    expect(rows).to_have_count(0)

    held: list[Route] = []

    def hold(route: Route) -> None:  # a line on which nothing moves
        held.append(route)

    ana.page.route("**/files/upload*", hold)
    upload(ana, a_pdf("slow.pdf"), a_pdf("slower.pdf"), a_pdf("last.pdf"))
    expect(rows).to_have_count(3)
    expect(rows.first.get_by_role("progressbar", name="slow.pdf")).to_be_visible()
    expect(rows.last).to_contain_text("Waiting for the others …")
    for name in ("last.pdf", "slow.pdf", "slower.pdf"):
        ana.page.get_by_role("button", name=f"Cancel {name}", exact=True).focus()
        ana.page.keyboard.press("Enter")
        expect(rows.filter(has_text=name)).to_have_count(0)
    expect(ana.main.get_by_label("Add files from this computer")).to_be_focused()
    ana.page.unroute("**/files/upload*")

    ana.page.route("**/files/upload*", lambda route: route.abort())
    upload(ana, a_pdf("again.pdf"))
    expect(rows.first.locator(".usa-error-message")).to_contain_text("The connection broke")
    ana.page.unroute("**/files/upload*")
    rows.first.get_by_role("button", name="Try again again.pdf").click()
    expect(card(ana, "again.pdf")).to_be_visible()
    ana.button("Take away from this statement").last.click()
    expect(card(ana, "again.pdf")).to_have_count(0)


@pytest.fixture
def later() -> Iterator[None]:
    """The test's own clock goes on with that of the kiosk."""
    yield
    clock.pretend_today(None)


def test_next_year_a_document_is_outdated(own_site: Site, new_person: NewPerson, later: None) -> None:
    company = a_company(own_site)
    draft = an_application(company, "us-importer")
    ana = new_person(own_site)
    come_in(ana, company.ana)
    at(ana, draft, "4.1")
    upload(ana, a_pdf("backups.pdf"))
    note(ana, "backups.pdf", kind=BACKUPS, stands_for="2026-10-31")
    expect(card(ana, "backups.pdf")).to_contain_text("Counts until January 31, 2027")
    expect(card(ana, "backups.pdf")).not_to_contain_text("Outdated")

    ana.forgiven.append("WebSocket")
    own_site.restart(KIOSK_TODAY=NEXT_YEAR.isoformat())
    clock.pretend_today(NEXT_YEAR)
    come_in(ana, company.ana)
    at(ana, draft, "4.1")
    expect(card(ana, "backups.pdf")).to_contain_text("Outdated since January 31, 2027")
    ana.visited("evidence-outdated", pictures=True)
    ana.visit(f"documents/?draft={draft}")
    ana.main.locator("label[for=find-outdated]").click()
    ana.press("Find")
    expect(ana.main.get_by_text("Documents found: 1")).to_be_visible()
    expect(card(ana, "backups.pdf")).to_contain_text("Outdated since January 31, 2027")


def test_a_specialist_reads_and_the_company_reads_that(company: Company, new_person: NewPerson) -> None:
    draft = an_application(company, "us-importer")
    ana = new_person(company.site)
    come_in(ana, company.ana)
    at(ana, draft, "1.1")
    upload(ana, a_pdf("support.pdf"))
    expect(card(ana, "support.pdf")).to_be_visible()
    with company.site.database() as session:
        eva = a_staff_member(session, a_person(session), StaffRole.SPECIALIST)
        an_assignment(session, company.account, eva)
    specialist = new_person(company.site)
    come_in(specialist, eva)
    specialist.visit(f"staff/company/?account={company.account}")
    specialist.main.get_by_role("link", name="Documents").click()
    expect(card(specialist, "support.pdf")).to_be_visible()
    expect(specialist.main.locator("input[type=file]")).to_have_count(0)
    with specialist.page.expect_download():
        card(specialist, "support.pdf").get_by_role("link", name=re.compile("^Download")).click()
    specialist.visited("documents-of-staff")
    ana.visit(f"history/?account={company.account}")
    who = "\u2068A CTPAT specialist\u2069"
    ana.sees(f"{who} looked at the list of documents of a security model.")
    ana.sees(f"{who} opened a document.")


def test_library_administrators_add_and_everybody_with_a_company_reads(company: Company, new_person: NewPerson) -> None:
    with company.site.database() as session:
        finn = a_staff_member(session, a_person(session), StaffRole.LIBRARY_ADMIN)
    admin = new_person(company.site)
    come_in(admin, finn)
    admin.visit("library/")
    upload(admin, a_pdf("Criteria explained.pdf"))
    expect(card(admin, "Criteria explained.pdf")).to_be_visible()
    note(admin, "Criteria explained.pdf", kind="", Note="For every company")
    admin.visited("library-of-administrator", pictures=True)
    dan = new_person(company.site)
    come_in(dan, company.dan)
    dan.visit("documents/")
    dan.link("Public Library").click()
    expect(card(dan, "Criteria explained.pdf")).to_contain_text("For every company")
    expect(dan.main.locator("input[type=file]")).to_have_count(0)
    with dan.page.expect_download() as kept:
        card(dan, "Criteria explained.pdf").get_by_role("link", name=re.compile("^Download")).click()
    assert kept.value.suggested_filename == "Criteria explained.pdf"
