"""Somebody whose kiosk makes trouble reports it, without an account, and follows what becomes of it."""

import io
import json
import re
from typing import Final

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, expect
from sqlmodel import select

from ctpat_app.guidance.problem_kinds import intake_label, kind_name
from ctpat_app.tables.audit import FailureRow
from ctpat_app.tables.help_cases import HelpCaseFileRow, HelpCaseMessageRow, HelpCaseRow
from e2e.conftest import NewPerson
from e2e.person import LIBRARY, Person
from e2e.site import Site
from tests import files

pytestmark = pytest.mark.browser

CODE: Final = re.compile(r"[A-Z]{4}-[A-Z]{4}-[A-Z]{4}")
HOSTILE: Final = (
    '<img src=x onerror="window.__hurt = true"> <a href="https://evil.example">win</a> https://evil.example'
)
SVG: Final = b'<svg xmlns="http://www.w3.org/2000/svg" onload="window.__hurt = true"><script>alert(1)</script></svg>'
NO_SOCKET: Final = "window.WebSocket = class { constructor() { throw new Error('blocked'); } };"
FAULTY: Final = "form-or-answer"
QUOTED: Final = "It says ERR_SSL_VERSION_OR_CIPHER_MISMATCH"
"""A message that the assistant knows by a rule."""


def a_picture(name: str = "screen.png", *, side: int = 0) -> FilePayload:
    """Return a picture of the screen; with a ``side``, one of so many dots that nothing makes smaller."""
    content = files.a_picture()
    if side:
        drawn = io.BytesIO()
        Image.effect_noise((side, side), 90).save(drawn, "PNG")
        content = drawn.getvalue()
    return {"name": name, "mimeType": "image/png", "buffer": content}


def reporting(person: Person, path: str = "report/") -> None:
    person.visit(path)
    expect(person.heading).to_have_text(person.say("Report a problem"))


def choose(person: Person, kind: str) -> None:
    person.tick(person.read(kind_name(LIBRARY.problem_kinds[kind])))


def happened(person: Person) -> Locator:
    return person.field(person.say("What happened?"))


def add(person: Person, *pictures: FilePayload) -> None:
    person.field(person.say("Add a picture")).set_input_files(list(pictures))


def pictures(person: Person) -> Locator:
    return person.main.locator("[data-report-pictures] > li")


def send(person: Person) -> str:
    """Send the report and return its code."""
    person.press("Send the report")
    expect(person.page.get_by_role("heading", name=person.say("Your report is sent"))).to_be_focused()
    code = person.main.locator("[data-report-case]").inner_text()
    assert CODE.fullmatch(code)
    return code


def the_case(site: Site, code: str) -> HelpCaseRow:
    with site.database() as session:
        return session.exec(select(HelpCaseRow).where(HelpCaseRow.code == code)).one()


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 320)])
def test_a_visitor_reports_with_a_picture_and_follows_the_report_by_its_code(
    site: Site, new_person: NewPerson, language: str, width: int
) -> None:
    visitor = new_person(site, language, width=width)
    visitor.visit("check-browser/")
    visitor.page.get_by_role("contentinfo").get_by_role("link", name=visitor.say("Report a problem")).click()
    expect(visitor.heading).to_have_text(visitor.say("Report a problem"))
    expect(visitor.main.get_by_text(f"/{language}/check-browser/")).to_be_visible()
    choose(visitor, FAULTY)
    kind = LIBRARY.problem_kinds[FAULTY]
    visitor.field(visitor.read(intake_label(kind, kind.fields[0]))).fill("SCAC")
    happened(visitor).fill("I pressed Save.\nNothing came.")
    visitor.field(visitor.say("Email address")).fill("ana@example.com")
    add(visitor, a_picture())
    expect(pictures(visitor)).to_contain_text("screen.png")
    visitor.main.get_by_text(visitor.say("See what these facts are")).click()
    expect(visitor.main.locator("[data-facts]")).to_have_value(re.compile(r"user-agent: ok \(.+"))
    visitor.visited("report", pictures=language == "en")
    code = send(visitor)
    visitor.sees(visitor.say("A mail with the code goes to {address}.", address="ana@example.com"))
    visitor.visited("report-sent")

    visitor.link("Follow your report").click()
    expect(visitor.heading).to_have_text(visitor.say("Your report"))
    assert visitor.page.url.endswith(f"/{language}/report-case/#{code}")
    expect(visitor.main.get_by_role("article")).to_contain_text("I pressed Save.")
    expect(visitor.main.get_by_role("article")).to_contain_text("screen.png")
    visitor.sees(visitor.say("It waits for the help desk."))
    visitor.visited("report-case", pictures=language == "en")
    row = the_case(site, code)
    assert (row.page, row.language, row.kind) == (f"/{language}/check-browser/", language, FAULTY)
    assert "user-agent" in row.facts
    assert '"value": "SCAC"' in row.intake


def test_the_person_adds_something_solves_it_and_opens_it_again(site: Site, new_person: NewPerson) -> None:
    visitor = new_person(site)
    reporting(visitor)
    choose(visitor, "other")
    happened(visitor).fill("The clock is wrong.")
    code = send(visitor)

    visitor.visit("report-case/")
    visitor.field(visitor.say("Code of the report")).fill(code.lower().replace("-", " "))
    visitor.press("Show the report")
    expect(visitor.main.get_by_role("article")).to_contain_text("The clock is wrong.")
    visitor.page.reload()
    visitor.sees("The clock is wrong.")  # out of sight stands what was loaded before
    add(visitor, a_picture("clock.png"))
    expect(visitor.main.get_by_role("button", name=f"{visitor.say('Take away')} clock.png")).to_be_visible()
    visitor.field(visitor.say("What do you want to add?")).fill("By an hour.")
    visitor.press("Add it to the report")
    visitor.sees(visitor.say("It is added. The help desk reads it."))
    expect(visitor.main.get_by_role("article").nth(1)).to_contain_text("clock.png")
    visitor.press("It is solved")
    visitor.sees(visitor.say("It is solved."))
    visitor.visited("report-case-solved")
    visitor.field(visitor.say("What do you want to add?")).fill("It is back.")
    visitor.press("Add it to the report")
    visitor.sees(visitor.say("The help desk works on it."))
    with site.database() as session:
        number = the_case(site, code).id
        rows = session.exec(select(HelpCaseMessageRow).where(HelpCaseMessageRow.case_id == number)).all()
        assert [row.text for row in rows] == ["The clock is wrong.", "By an hour.", "It is back."]
        assert len(session.exec(select(HelpCaseFileRow).where(HelpCaseFileRow.case_id == number)).all()) == 1


def test_a_code_that_opens_nothing_is_told_beside_its_field(site: Site, new_person: NewPerson) -> None:
    visitor = new_person(site)
    visitor.visit("report-case/")
    visitor.field(visitor.say("Code of the report")).fill("HKDR-WMNA-CFJP")
    visitor.press("Show the report")
    expect(visitor.page.locator("#error-summary")).to_be_focused()
    visitor.sees(visitor.say("Check the code. There is no report with it; it has twelve letters."))
    visitor.visited("report-case-unknown")


def test_a_failure_leads_to_a_report_that_carries_its_code(own_site: Site, new_person: NewPerson) -> None:
    visitor = new_person(own_site)
    with own_site.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE help_case RENAME TO help_case_away")
    visitor.visit("report-case/#HKDR-WMNA-CFJP")
    link = visitor.page.locator("#notice").get_by_role("link", name=visitor.say("Report this problem"))
    code = visitor.page.locator("#notice bdi").inner_text()
    with visitor.context.expect_page() as opened:
        link.click()
    with own_site.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE help_case_away RENAME TO help_case")
    visitor.page = opened.value
    expect(visitor.main.get_by_text(code)).to_be_visible()
    kind = kind_name(LIBRARY.problem_kinds["message-of-error"])
    expect(visitor.option(visitor.read(kind))).to_be_checked()
    happened(visitor).fill("I wanted to read my report.")
    visitor.visited("report-of-a-failure")
    row = the_case(own_site, send(visitor))
    assert (row.failure_code, row.page) == (code, "/en/report-case/")
    with own_site.database() as session:
        failure = session.get_one(FailureRow, code)
        assert (failure.page, failure.library_hash) == ("/en/report-case", LIBRARY.hash)


def test_what_was_said_in_the_help_goes_along_as_it_stands_there(site: Site, new_person: NewPerson) -> None:
    visitor = new_person(site)
    visitor.visit("help/")
    visitor.field(visitor.say("What do you need help with?")).fill(QUOTED)
    visitor.press("Find help")
    expect(visitor.main.locator(".kiosk-help-now")).to_be_focused()
    visitor.main.get_by_role("link", name=visitor.say("Report a problem")).last.click()
    expect(visitor.heading).to_have_text(visitor.say("Report a problem"))
    expect(visitor.main.get_by_role("listitem").filter(has_text=QUOTED)).to_be_visible()
    choose(visitor, "cannot-get-in")
    happened(visitor).fill("It does not open.")
    visitor.visited("report-from-the-help")
    row = the_case(site, send(visitor))
    assert row.topic == "tls-settings"
    assert json.loads(row.told)[0] == {"who": "person", "text": QUOTED}
    assert json.loads(row.told)[-1]["who"] == "kiosk"


def test_what_the_person_takes_the_mark_from_does_not_go_along(site: Site, new_person: NewPerson) -> None:
    visitor = new_person(site)
    reporting(visitor, "report/?from=/en/verify/&failure=HKDR-WMNA")
    choose(visitor, "other")
    happened(visitor).fill("It is slow.")
    for label in (
        "The page where it happened:", "The code that the kiosk showed:", "Facts about this browser and its connection",
    ):  # fmt: skip
        box = visitor.option(visitor.say(label))
        visitor.page.locator(f"label[for='{box.get_attribute('id')}']").click()
        expect(box).not_to_be_checked()
    row = the_case(site, send(visitor))
    assert (row.page, row.failure_code, row.facts) == ("", "", "[]")


def test_an_empty_report_is_told_field_by_field_and_nothing_that_was_typed_is_lost(
    site: Site, new_person: NewPerson
) -> None:
    visitor = new_person(site)
    visitor.forgiven.append("422")
    reporting(visitor)
    visitor.field(visitor.say("What did you expect?")).fill("A number.")
    visitor.press("Send the report")
    summary = visitor.page.locator("#error-summary")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(2)
    visitor.visited("report-refused", pictures=True)
    summary.get_by_role("link").nth(1).click()
    expect(happened(visitor)).to_be_focused()
    expect(happened(visitor)).to_have_attribute("aria-invalid", "true")
    happened(visitor).fill("Nothing came.")
    choose(visitor, "other")
    visitor.page.reload()
    expect(happened(visitor)).to_have_value("Nothing came.")
    expect(visitor.field(visitor.say("What did you expect?"))).to_have_value("A number.")
    send(visitor)
    visitor.page.reload()
    expect(happened(visitor)).to_have_value("")


@pytest.mark.parametrize(
    ("name", "content"),
    [("screen.pdf", files.a_pdf()), ("screen.svg", SVG), ("screen.png", SVG)],
)
def test_what_is_no_picture_is_refused_with_what_to_do(
    site: Site, new_person: NewPerson, name: str, content: bytes
) -> None:
    visitor = new_person(site)
    visitor.forgiven.append("422")
    reporting(visitor)
    happened(visitor).fill("It looks odd.")
    add(visitor, {"name": name, "mimeType": "application/octet-stream", "buffer": content})
    refused = visitor.main.locator("[data-uploads-list] .usa-error-message")
    expect(refused).to_contain_text("PNG")
    assert len(refused.inner_text()) > 60
    expect(pictures(visitor)).to_have_count(0)
    expect(happened(visitor)).to_have_value("It looks odd.")
    assert visitor.page.evaluate("window.__hurt") is None
    visitor.visited("report-no-picture")


def test_a_large_picture_is_taken_kept_over_a_reload_and_can_be_taken_away(site: Site, new_person: NewPerson) -> None:
    visitor = new_person(site)
    reporting(visitor)
    add(visitor, a_picture("large.png", side=4500), a_picture("small.png"))
    expect(pictures(visitor)).to_have_count(2, timeout=60_000)  # 20 megapixels are drawn anew
    visitor.page.reload()
    expect(pictures(visitor).filter(visible=True)).to_have_count(2)
    visitor.main.get_by_role("button", name=f"{visitor.say('Take away')} large.png").click()
    expect(pictures(visitor)).to_have_text(re.compile(r"^small\.png"))


def test_markup_and_links_in_a_report_stay_text(site: Site, new_person: NewPerson) -> None:
    visitor = new_person(site)
    reporting(visitor)
    choose(visitor, "other")
    happened(visitor).fill(HOSTILE)
    send(visitor)
    visitor.link("Follow your report").click()
    written = visitor.main.get_by_role("article")
    expect(written).to_contain_text(HOSTILE)
    assert written.locator("a, img").count() == 0
    assert visitor.page.evaluate("window.__hurt") is None


def test_a_report_goes_out_where_the_live_connection_does_not_open(site: Site, new_person: NewPerson) -> None:
    visitor = new_person(site)
    visitor.forgiven.append("blocked")
    visitor.context.add_init_script(NO_SOCKET)
    reporting(visitor)
    choose(visitor, "page-broken")
    happened(visitor).fill("Nothing saves.")
    send(visitor)
    visitor.complaints.clear()


def test_while_offline_nothing_is_lost_and_the_report_goes_out_afterwards(site: Site, new_person: NewPerson) -> None:
    visitor = new_person(site)
    visitor.forgiven += ["ERR_INTERNET_DISCONNECTED", "WebSocket"]
    reporting(visitor)
    choose(visitor, "other")
    happened(visitor).fill("It stops in the lift.")
    visitor.context.set_offline(True)
    visitor.press("Send the report")
    expect(visitor.page.locator("#error-summary")).to_be_focused()
    expect(happened(visitor)).to_have_value("It stops in the lift.")
    visitor.context.set_offline(False)
    row = the_case(site, send(visitor))
    assert row.kind == "other"
