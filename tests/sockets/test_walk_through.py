"""A walk-through over the wire: two workers, two languages; no sensitive value leaves, and nothing after the end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from ctpat_app.domain.permissions import StaffRole
from ctpat_app.domain.walk_throughs import LETTERS
from ctpat_app.services.drafts import add_row, read_book, save_answer
from ctpat_app.services.job_leases import JOBS_LEASE, take_lease
from ctpat_app.services.library import keep_current
from ctpat_app.services.sessions import end_session
from ctpat_app.state.staff_walk import StaffWalkState
from ctpat_app.state.step import StepState
from ctpat_app.state.walk_through import WalkState
from ctpat_app.tables.accounts import UserSessionRow
from tests.applicants import a_filled_draft
from tests.factories import a_staff_member, the_cast
from tests.sockets.client import Tab, name_of
from tests.sockets.served import Kiosk
from tests.two_workers import FIELD, WalkTabs, two_workers, wait

pytestmark = pytest.mark.server
SSN = "521-44-9823"
PARTS = (SSN, SSN.replace("-", ""), "9823", "521-44")
WORDS = "We keep the seals in a locked cabinet of the Quetzal room."


@dataclass
class Desk:
    """Both workers, and how to open a tab at either."""

    workers: tuple[Kiosk, Kiosk]
    draft: int
    row: str
    cookies: dict[str, str]

    def tabs(self) -> WalkTabs:
        """Open ana's step in English at one worker, and finn's page in Spanish at the other."""
        here, there = self.workers
        place = f"/en/apply/?draft={self.draft}&step=identifiers"
        return WalkTabs(
            Tab(here.port, cookie=self.cookies["ana"], path=place),
            Tab(there.port, cookie=self.cookies["finn"], path="/es/staff/walk-through/"),
        )

    def logs(self) -> str:
        """Return what the workers wrote."""
        return self.workers[0].log()


@pytest.fixture(scope="module")
def desk(built_site: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("walk")
    with two_workers(folder) as workers:
        filled = furnish(workers)
        for worker in workers:
            worker.start()
        yield filled


def furnish(workers: tuple[Kiosk, Kiosk]) -> Desk:
    now, kiosk = datetime.now(UTC), workers[0]
    with kiosk.session() as session:
        take_lease(session, name=JOBS_LEASE, holder="the tests", now=now, lifetime=timedelta(days=1))
        cast = the_cast(session)
        keep_current(session, now=now)
        finn = a_staff_member(session, cast.finn, StaffRole.HELP_DESK)
        draft = a_filled_draft(session, cast.ana, cast.account, "us-importer", now=now)
        add_row(session, cast.ana, draft_id=draft, list_id="identifiers", language="en", now=now)
        row = read_book(session, draft).rows("identifiers")[-1]
        for key, text in (("identifier_kind", "ior-ssn"), ("identifier_value", SSN)):
            save_answer(
                session,
                cast.ana,
                draft_id=draft,
                key=key,
                row_key=row,
                seen_version=0,
                text=text,
                language="en",
                now=now,
            )
    cookies = {
        "ana": kiosk.sign_in(cast.ana.user_id, "anas-token", now=now),
        "finn": kiosk.sign_in(finn.user_id, "finns-token", now=now),
        "dan": kiosk.sign_in(cast.dan.user_id, "dans-token", now=now),
    }
    return Desk(workers, draft, row, cookies)


@pytest.fixture
def tabs(desk: Desk) -> Iterator[WalkTabs]:
    opened = desk.tabs()
    yield opened
    opened.person.close()
    opened.helper.close()


@pytest.fixture
def running(tabs: WalkTabs) -> WalkTabs:
    tabs.ask()
    tabs.enter()
    tabs.allow()
    return tabs


def test_pointing_crosses_workers_within_a_second_and_the_helper_gets_no_sensitive_value(
    desk: Desk, tabs: WalkTabs
) -> None:
    tabs.ask()
    traffic = tabs.enter().joined(tabs.allow())
    page = traffic.of(StaffWalkState)["page"]
    assert page["step"]["key"] == "identifiers"
    assert f"f-identifier_value-{desk.row}" in traffic.text
    assert "•••" in traffic.text
    assert tabs.point() < 1.0
    tabs.person.call(name_of(WalkState, "say_text"), walk=tabs.walk, typed={"text": f"My number is {SSN}."})
    traffic = traffic.joined(wait(tabs.helper, "My number is"))
    assert not [part for part in PARTS if part in traffic.text]
    assert not [part for part in PARTS if part in desk.logs()]
    assert tabs.code.replace("-", "") not in desk.logs()


def test_the_helper_reads_the_step_in_another_language_and_follows_the_person(desk: Desk, running: WalkTabs) -> None:
    place = f"/en/apply/?draft={desk.draft}&step=business-types"
    with Tab(desk.workers[0].port, cookie=desk.cookies["ana"], path=place) as further:
        english = further.loaded
        page = wait(running.helper, '"key":"business-types"').of(StaffWalkState)["page"]
    assert page["step"]["title"]
    assert page["step"]["title"] not in english.text
    assert [item["name"] for item in page["step"]["fields"]] == ["f-business_types"]


def test_who_answers_one_question_at_a_time_is_followed_to_the_form_of_the_question(
    desk: Desk, running: WalkTabs
) -> None:
    port, cookie = desk.workers[0].port, desk.cookies["ana"]
    talk = f"/en/talk/?draft={desk.draft}"
    with Tab(port, cookie=cookie, path=f"{talk}&step=countries&question=countries"):
        page = wait(running.helper, '"key":"countries"').of(StaffWalkState)["page"]
        assert [item["name"] for item in page["step"]["fields"]] == ["f-countries"]
    with Tab(port, cookie=cookie, path=f"{talk}&step=security-profile&question=criterion.1.2"):
        wait(running.helper, "f-criterion_1_2")


def test_a_saved_answer_shows_on_the_helpers_page(desk: Desk, running: WalkTabs) -> None:
    running.person.path = f"/en/apply/?draft={desk.draft}&step=business-types"
    payload = {"draft": desk.draft, "key": "business_types", "row": "", "seen_version": 1, "kind": "checkboxes"}
    running.person.send(name_of(StepState, "save"), {**payload, "text": "us-importer,us-exporter", "of_version": 0})
    wait(running.helper, '"page_rx_state_"')


def test_after_stop_nothing_more_arrives_and_every_handler_of_the_helper_refuses(desk: Desk, running: WalkTabs) -> None:
    running.person.send(name_of(WalkState, "stop"), {"walk": running.walk})
    ended = wait(running.helper, '"stage_rx_state_":"ended"').of(StaffWalkState)
    assert ended["page"]["name"] == ""
    assert ended["page"]["step"]["fields"] == ended["page"]["pages"] == []
    running.person.answers()
    save = {"draft": desk.draft, "key": "criterion.1.1", "row": "", "seen_version": 1, "kind": "long-text"}
    running.person.call(name_of(StepState, "save"), **save, text=WORDS, of_version=0)
    for method, more in (
        ("point", {"field": FIELD, "phrase": ""}),
        ("point_at_nothing", {}),
        ("propose", {"typed": {"page": "home|"}}),
        ("say_phrase", {"typed": {"phrase": "hello"}}),
    ):
        answer = running.helper.call(name_of(StaffWalkState, method), walk=running.walk, **more)
        assert answer.code == "walk.over", method
        assert answer.of(StaffWalkState).get("page", {"name": ""})["name"] == ""
        assert "Quetzal" not in answer.text
    person = running.person.answers()
    assert "point" not in person.of(WalkState)


def test_a_sign_out_elsewhere_empties_the_helpers_page(desk: Desk, running: WalkTabs) -> None:
    with desk.workers[0].session() as session:
        end_session(session, "anas-token", now=datetime.now(UTC))
    try:
        ended = wait(running.helper, '"stage_rx_state_":"ended"').of(StaffWalkState)
        assert ended["page"]["step"]["fields"] == []
    finally:
        with desk.workers[0].session() as session:
            for row in session.exec(select(UserSessionRow)):
                row.ended_at = None


def test_dan_has_no_way_in(desk: Desk, running: WalkTabs) -> None:
    with Tab(desk.workers[1].port, cookie=desk.cookies["dan"], path="/en/home/") as dan:
        for method, more in (("point", {"field": FIELD, "phrase": ""}), ("stop", {}), ("point_at_nothing", {})):
            answer = dan.call(name_of(StaffWalkState, method), walk=running.walk, **more)
            assert answer.code == "access.not-yours"
        own: dict[str, dict[str, object]] = {
            "stop": {},
            "decide": {"allowed": True, "follows": True},
            "go": {"signal": 1},
        }
        for method, arguments in own.items():
            assert dan.call(name_of(WalkState, method), walk=running.walk, **arguments).code == "walk.over"
        assert dan.call(name_of(StaffWalkState, "follow")).of(StaffWalkState) == {}


def test_a_used_code_and_guesses_answer_alike_and_are_limited(desk: Desk, running: WalkTabs) -> None:
    used = running.code
    running.person.call(name_of(WalkState, "stop"), walk=running.walk)
    wait(running.helper, '"stage_rx_state_":"ended"')
    told = [
        running.enter(code).of(StaffWalkState)["faults"][0]["code"]
        for code in (used, *(letter * 6 for letter in LETTERS[:7]))
    ]
    assert told == ["walk.code-unknown"] * 5 + ["walk.too-many-codes"] * 3


def test_nothing_failed_on_the_way(desk: Desk) -> None:
    assert "Traceback" not in desk.logs()
