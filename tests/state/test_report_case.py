"""The page of a report: its code opens it, guesses are limited, and what was written stays text."""

import asyncio
from typing import Any

import pytest
import reflex as rx
from reflex.istate.data import RouterData
from sqlalchemy import Engine

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import transaction
from ctpat_app.adapters.tokens import new_blob_key
from ctpat_app.domain.documents import Scan, UploadState
from ctpat_app.domain.uploads import FileType, JudgedFile
from ctpat_app.services.help_case_files import keep_picture
from ctpat_app.services.help_cases import solve_by_person
from ctpat_app.services.library import keep_current
from ctpat_app.state import report_case
from ctpat_app.state.report_case import TRY_ADDRESS, WRITE_ADDRESS, ReportCaseState
from ctpat_app.state.session import SessionState
from ctpat_app.tables.help_cases import HelpCaseRow
from tests.applicants import LIBRARY
from tests.help_cases import an_open_case


@pytest.fixture(autouse=True)
def database(sqlite_file: Engine) -> Engine:
    """A database with the content, and nothing else."""
    with transaction() as session:
        keep_current(session, now=clock.now(), library=LIBRARY)
    report_case._limiter.cache_clear()
    return sqlite_file


def a_judged_picture() -> JudgedFile:
    key = new_blob_key(clock.now())
    return JudgedFile(FileType.PNG, key, 1, "0" * 64, UploadState.NOT_READ, Scan.NOT_SCANNED)


def a_case(**more: Any) -> str:
    with transaction() as session:
        return an_open_case(session, clock.now(), **more)


class Tab:
    """A tab that shows the page; what is called happens as in the browser, but for the gate."""

    def __init__(self, fragment: str = "", *, language: str = "en") -> None:
        self.root = rx.State(_reflex_internal_init=True)  # type: ignore[call-arg]
        address = f"/{language}/report-case/"
        self.root.router_data = {
            "headers": {"origin": "http://x"}, "pathname": address, "asPath": address + fragment, "ip": "192.0.2.7",
        }  # fmt: skip
        self.root.router = RouterData.from_router_data(self.root.router_data)
        asyncio.run(self.root.get_state(SessionState)).identify(None, "", language)
        self.call("load")

    def call(self, handler: str, **arguments: object) -> Any:
        async def run() -> Any:
            state = await self.root.get_state(ReportCaseState)
            return await getattr(ReportCaseState, handler).fn(state, **arguments)

        return asyncio.run(run())

    @property
    def state(self) -> ReportCaseState:
        return asyncio.run(self.root.get_state(ReportCaseState))

    def add(self, text: str) -> None:
        now = self.state
        self.call("add", code=now.code, token=now.token, pictures_token=now.pictures_token, typed={"text": text})

    def codes(self) -> list[str]:
        return [each.code for each in self.state.faults]


def test_the_fragment_of_the_mailed_link_opens_the_report() -> None:
    code = a_case(happened="<b>It broke</b> https://evil.example", expected="A number", mail="ana@example.com")
    state = Tab(f"#{code}").state
    assert (state.code, state.state, state.by_mail, state.expected) == (code, "new", True, "A number")
    assert [(card.text, card.is_own) for card in state.cards] == [("<b>It broke</b> https://evil.example", True)]
    assert state.next_move.startswith("The help desk answers by ")


def test_a_typed_code_is_opened_however_it_is_written_and_then_stands_in_the_address() -> None:
    code = a_case()
    tab = Tab()
    assert tab.state.code == ""
    there = tab.call("open", typed={"code": code.lower().replace("-", " ")})
    assert tab.state.code == code
    assert f"/en/report-case/#{code}" in str(there)


@pytest.mark.parametrize("typed", ["", "HKDR-WMNA-CFJP", "HKDR", "<script>"])
def test_a_code_that_opens_nothing_is_told_beside_its_field(typed: str) -> None:
    tab = Tab()
    assert tab.call("open", typed={"code": typed}) is None
    assert tab.codes() == ["help-case.unknown"]
    assert tab.state.faults[0].target == "find-code"
    assert tab.state.cards == []


def test_guessing_is_limited_and_a_right_code_is_no_guess() -> None:
    code = a_case()
    tab = Tab()
    for _ in range(2 * TRY_ADDRESS.attempts):
        tab.call("look_again", code=code)
        assert tab.state.code == code
    for _ in range(TRY_ADDRESS.attempts):
        tab.call("open", typed={"code": "HKDR-WMNA-CFJP"})
        assert tab.codes() == ["help-case.unknown"]
    tab.call("open", typed={"code": code})
    assert tab.codes() == ["help-case.too-many-tries"]
    assert tab.state.code == ""


def test_what_is_added_stands_there_and_the_form_is_a_new_one() -> None:
    tab = Tab(f"#{a_case()}")
    before = (tab.state.token, tab.state.form_key)
    tab.add("It happens again")
    assert [card.text for card in tab.state.cards] == ["It does not work.", "It happens again"]
    assert tab.state.told == "It is added. The help desk reads it."
    assert not {tab.state.token, tab.state.form_key} & set(before)


def test_a_picture_that_arrives_after_its_text_waits_for_the_next_one() -> None:
    tab = Tab(f"#{a_case()}")
    under = tab.state.pictures_token
    tab.add("The picture follows")
    with transaction() as session:
        keep_picture(session, token=under, name="late.png", file=a_judged_picture(), now=clock.now())
    tab.add("Here it is")
    assert [card.pictures for card in tab.state.cards] == [[], [], ["late.png"]]


def test_a_picture_goes_along_with_what_is_added_or_is_taken_away_before() -> None:
    tab = Tab(f"#{a_case()}")
    for name in ("one.png", "two.png"):
        with transaction() as session:
            keep_picture(session, token=tab.state.pictures_token, name=name, file=a_judged_picture(), now=clock.now())
    tab.call("look_again", code=tab.state.code)
    first, second = tab.state.pictures
    assert (first.name, second.name) == ("one.png", "two.png")
    tab.call("take_away", code=tab.state.code, pictures_token=tab.state.pictures_token, picture=first.id)
    assert [each.name for each in tab.state.pictures] == ["two.png"]
    tab.add("See the picture")
    assert tab.state.cards[-1].pictures == ["two.png"]
    assert tab.state.pictures == []


def test_an_empty_addition_is_told_beside_its_field_and_the_form_stays() -> None:
    tab = Tab(f"#{a_case()}")
    before = (tab.state.token, tab.state.form_key)
    tab.add("  ")
    assert tab.codes() == ["help-case.text-missing"]
    assert tab.state.faults[0].target == "case-text"
    assert (tab.state.token, tab.state.form_key) == before


def test_adding_is_limited_too() -> None:
    tab = Tab(f"#{a_case()}")
    for number in range(WRITE_ADDRESS.attempts):
        tab.add(f"More {number}")
    tab.add("Too much")
    assert tab.codes() == ["help-case.too-many-tries"]


def test_it_is_solved_and_opened_again_by_writing() -> None:
    code = a_case()
    tab = Tab(f"#{code}")
    tab.call("solve", code=code)
    assert (tab.state.state, tab.state.can_solve, tab.state.can_write) == ("solved", False, True)
    assert "until" in tab.state.next_move
    tab.add("Still there")
    assert (tab.state.state, tab.state.can_solve) == ("open", True)


def test_what_moved_on_in_another_tab_is_told() -> None:
    code = a_case()
    tab = Tab(f"#{code}")
    with transaction() as session:
        solve_by_person(session, code, user_id=None, now=clock.now())
    tab.call("solve", code=code)
    assert tab.codes() == ["help-case.moved-on"]


def test_an_event_with_another_code_opens_only_what_that_code_opens() -> None:
    mine = a_case(happened="Mine")
    tab = Tab(f"#{mine}")
    tab.call("look_again", code="HKDR-WMNA-CFJP")
    assert (tab.state.code, tab.codes()) == ("", ["help-case.unknown"])


@pytest.mark.parametrize(
    ("state", "beginning"),
    [("waiting-for-person", "You have the next move"), ("closed", "Nothing. If the problem is still there")],
)
def test_who_has_the_next_move_is_said_in_each_state(state: str, beginning: str) -> None:
    code = a_case()
    with transaction() as session:
        row = session.get_one(HelpCaseRow, 1)
        row.state, row.answer_due_at = state, None
        session.add(row)
    assert Tab(f"#{code}").state.next_move.startswith(beginning)
