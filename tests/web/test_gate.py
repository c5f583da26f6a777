"""The gate before every event: bare handlers on a bare state tree, a real database behind it."""

import asyncio
from datetime import timedelta
from enum import StrEnum
from typing import Any, cast

import pytest
import reflex as rx
from reflex.event import Event, EventHandler
from reflex.state import StateUpdate
from reflex_base.registry import RegistrationContext
from reflex_base.utils.format import format_event_handler
from sqlalchemy import Engine
from sqlmodel import Session

from ctpat_app.domain.permissions import Actor, Permission, StaffRole
from ctpat_app.services.sessions import end_session, open_session
from ctpat_app.state.access import before_second_factor, public, requires, signed_in
from ctpat_app.state.session import SessionState
from ctpat_app.tables.accounts import StaffRow
from ctpat_app.tables.second_factors import AuthenticatorRow
from ctpat_app.web.gate import Gate, known_events_only, unclassified_handlers
from ctpat_app.words.messages import message
from tests.conftest import NOW
from tests.factories import a_person


class Colour(StrEnum):
    RED = "red"


class DeskState(rx.State):
    """A state as the kiosk has them, with two planted holes."""

    note: str = ""

    @rx.event
    @public
    def greet(self) -> None:
        """Anybody may."""

    @rx.event
    @signed_in
    def take_note(self, draft_id: int, text: str, sure: bool = False) -> None:
        """Signed-in people may."""
        self.note = f"{draft_id} {text} {sure}"

    @rx.event
    @requires(Permission.PROFILE_ANSWER)
    def answer(self, colour: Colour) -> None:
        """Signed-in people may; the service asks for the role."""

    @rx.event
    @signed_in
    def send(self, form: dict[str, str]) -> None:
        """Take a form."""

    @rx.event
    @signed_in
    def untyped(self, anything) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        """Take what has no type: refused."""

    @rx.event
    @before_second_factor
    def set_up(self) -> None:
        """Staff without a second factor may."""

    @rx.event
    def unmarked(self) -> None:
        """Nobody may: the marker was forgotten."""

    def plain(self) -> None:
        """Nobody may: Reflex makes a handler of every method."""


def full_name(handler: object) -> str:
    """Return the name by which the browser calls a handler; Reflex types handlers as its decorator's namespace."""
    return format_event_handler(cast(EventHandler, handler))


class Tab:
    """One browser tab: a state tree and the cookie that its socket was opened with."""

    def __init__(self, cookie: str = "", path: str = "/es/apply/") -> None:
        self.root = rx.State(_reflex_internal_init=True)  # type: ignore[call-arg]
        self.now = NOW
        self.connect(cookie, path)

    def connect(self, cookie: str, path: str = "/es/apply/") -> None:
        headers = {"cookie": f"kiosk_session={cookie}" if cookie else "", "origin": "http://127.0.0.1:8000"}
        self.root.router_data = {"headers": headers, "pathname": path, "asPath": path}
        self.root.router = rx.istate.data.RouterData.from_router_data(self.root.router_data)

    def call(self, handler: object, **payload: object) -> StateUpdate | None:
        return asyncio.run(self._call(handler, payload))

    async def _call(self, handler: object, payload: dict[str, object]) -> StateUpdate | None:
        name = handler if isinstance(handler, str) else full_name(handler)
        gate = Gate(SessionState, ("en", "es"), ("vi",), now=lambda: self.now)
        return await gate.preprocess(app=None, state=self.root, event=Event(name=name, payload=payload))  # type: ignore[arg-type]

    @property
    def session(self) -> SessionState:
        return asyncio.run(self.root.get_state(SessionState))

    @property
    def desk(self) -> DeskState:
        return asyncio.run(self.root.get_state(DeskState))

    def refusal(self, handler: object, **payload: object) -> str:
        """Return the code of the refusal, empty when the event may pass."""
        answer = self.call(handler, **payload)
        if answer is None:
            return ""
        told = answer.delta[SessionState.get_full_name()]
        assert any("notice" in key and value for key, value in told.items()), "a refusal is never silent"
        return self.session.notice_code


@pytest.fixture
def ana(sqlite_file: Engine) -> Actor:
    """Ana, signed in with the cookie ``anas``; dan with ``dans``."""
    with Session(sqlite_file, expire_on_commit=False) as session:
        ana, dan = a_person(session, "ana"), a_person(session, "dan")
        open_session(session, user_id=ana.user_id, token="anas", device="", now=NOW)
        open_session(session, user_id=dan.user_id, token="dans", device="", now=NOW)
        session.commit()
    return ana


def plain_name(method: str) -> str:
    return f"{DeskState.get_full_name()}.{method}"


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize("cookie", ["", "anas"])
def test_public_handlers_are_open_to_all(cookie: str) -> None:
    assert Tab(cookie).call(DeskState.greet) is None


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize("cookie", ["", "anas"])
@pytest.mark.parametrize("method", ["unmarked", "plain", "setvar"])
def test_what_nobody_marked_nobody_may_call(cookie: str, method: str) -> None:
    assert plain_name(method) in RegistrationContext.get().event_handlers
    assert Tab(cookie).refusal(plain_name(method)) == "access.unknown-action"


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize("method", ["actor", "identify", "tell", "token_hash", "_actor"])
def test_what_is_for_the_server_is_no_handler_at_all(method: str) -> None:
    name = f"{SessionState.get_full_name()}.{method}"
    assert name not in RegistrationContext.get().event_handlers
    assert Tab("anas").refusal(name) == "access.unknown-action"


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize(
    ("handler", "payload"),
    [(DeskState.take_note, {"draft_id": 1, "text": "x"}), (DeskState.answer, {"colour": "red"})],
)
def test_a_visitor_is_sent_to_sign_in_and_back_to_the_page(handler: object, payload: dict[str, Any]) -> None:
    answer = Tab().call(handler, **payload)
    assert answer is not None
    (redirect,) = answer.events
    assert "/es/sign-in/?next=/es/apply/" in str(redirect.payload)


@pytest.mark.usefixtures("ana")
def test_on_a_page_for_partners_the_kiosk_speaks_their_language_and_leads_to_pages_that_exist() -> None:
    tab = Tab(path="/vi/verify/")
    answer = tab.call(DeskState.take_note, draft_id=1, text="x")
    assert answer is not None
    (redirect,) = answer.events
    assert "/en/sign-in/?next=/vi/verify/" in str(redirect.payload)
    assert tab.session.language == "vi"
    assert tab.session.notice == message("access.signed-out", "vi") != message("access.signed-out", "en")


@pytest.mark.parametrize("cookie", ["invented", "anas "])
def test_an_invented_cookie_is_no_session(ana: Actor, cookie: str) -> None:
    tab = Tab(cookie.strip() + "x")
    assert tab.refusal(DeskState.take_note, draft_id=1, text="x") == "access.signed-out"
    assert not tab.session.signed_in


def test_a_signed_in_person_passes_and_the_state_knows_who(ana: Actor) -> None:
    tab = Tab("anas")
    assert tab.call(DeskState.take_note, draft_id=1, text="x") is None
    assert tab.session.actor().user_id == ana.user_id
    assert (tab.session.signed_in, tab.session.name, tab.session.language) == (True, "Ana", "es")


def test_a_session_ended_elsewhere_is_refused_at_the_next_event(ana: Actor, sqlite_file: Engine) -> None:
    tab = Tab("anas")
    assert tab.call(DeskState.take_note, draft_id=1, text="x") is None
    with Session(sqlite_file) as session:
        end_session(session, "anas", now=NOW)
        session.commit()
    assert tab.refusal(DeskState.take_note, draft_id=1, text="x") == "access.signed-out"
    assert (tab.session.signed_in, tab.session.name) == (False, "")


@pytest.mark.usefixtures("ana")
def test_an_idle_session_is_refused_and_a_used_one_is_not() -> None:
    used, idle = Tab("anas"), Tab("dans")
    for minutes in (50, 100):
        used.now = NOW + timedelta(minutes=minutes)
        assert used.call(DeskState.greet) is None
    assert used.refusal(DeskState.take_note, draft_id=1, text="x") == ""
    idle.now = NOW + timedelta(minutes=100)
    assert idle.refusal(DeskState.take_note, draft_id=1, text="x") == "access.signed-out"


@pytest.mark.parametrize("thief", ["", "dans"])
@pytest.mark.parametrize("first_event", ["hydrate", "greet"])
def test_a_stolen_tab_token_without_the_cookie_gets_an_emptied_state(ana: Actor, thief: str, first_event: str) -> None:
    tab = Tab("anas")
    tab.call(DeskState.greet)
    tab.desk.note = "what ana wrote"
    tab.connect(thief)
    tab.call(rx.State.event_handlers["hydrate"] if first_event == "hydrate" else DeskState.greet)
    assert tab.desk.note == ""
    assert tab.session.name != ana.name


@pytest.mark.usefixtures("ana")
def test_the_state_of_the_same_sign_in_is_kept() -> None:
    tab = Tab("anas")
    tab.call(DeskState.greet)
    tab.desk.note = "what ana wrote"
    tab.connect("anas")
    tab.call(rx.State.event_handlers["hydrate"])
    assert tab.desk.note == "what ana wrote"


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"draft_id": 1},
        {"draft_id": "1", "text": "x"},
        {"draft_id": 1.5, "text": "x"},
        {"draft_id": True, "text": "x"},
        {"draft_id": None, "text": "x"},
        {"draft_id": [1], "text": "x"},
        {"draft_id": 1, "text": {"a": 1}},
        {"draft_id": 1, "text": 5},
        {"draft_id": 1, "text": "x", "sure": "yes"},
        {"draft_id": 1, "text": "x", "more": 1},
    ],
)
def test_arguments_of_another_type_are_refused_before_the_handler_runs(payload: dict[str, Any]) -> None:
    assert Tab("anas").refusal(DeskState.take_note, **payload) == "access.wrong-arguments"


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize(
    ("handler", "payload", "code"),
    [
        (DeskState.take_note, {"draft_id": 1, "text": "x", "sure": True}, ""),
        (DeskState.answer, {"colour": "red"}, ""),
        (DeskState.answer, {"colour": "blue"}, "access.wrong-arguments"),
        (DeskState.send, {"form": {"name": "Ana"}}, ""),
        (DeskState.send, {"form": {"name": ["Ana"]}}, "access.wrong-arguments"),
        (DeskState.untyped, {"anything": 1}, "access.wrong-arguments"),
    ],
)
def test_arguments_of_the_right_type_pass(handler: object, payload: dict[str, Any], code: str) -> None:
    assert Tab("anas").refusal(handler, **payload) == code


@pytest.mark.usefixtures("ana")
def test_a_name_that_only_looks_like_the_frameworks_does_not_pass() -> None:
    for name in ("hydrate", "on_load_internal", "reset", "dict", "get_value"):
        assert Tab("anas").refusal(plain_name(name)) == "access.unknown-action"


@pytest.mark.usefixtures("ana")
def test_events_of_the_framework_pass_for_visitors() -> None:
    assert Tab().call(rx.State.event_handlers["hydrate"]) is None


@pytest.mark.usefixtures("ana")
def test_what_did_not_change_is_not_sent_again() -> None:
    tab = Tab("anas")
    tab.call(DeskState.greet)
    tab.root._clean()  # type: ignore[no-untyped-call]
    tab.call(DeskState.greet)
    assert tab.session.dirty_vars == set()


@pytest.mark.parametrize("role", list(StaffRole))
def test_staff_without_a_second_factor_reach_only_the_page_that_sets_one_up(
    sqlite_file: Engine, ana: Actor, role: StaffRole
) -> None:
    with Session(sqlite_file) as session:
        session.add(StaffRow(user_id=ana.user_id, role=role, added_at=NOW))
        session.commit()
    tab = Tab("anas")
    assert tab.refusal(DeskState.take_note, draft_id=1, text="x") == "factor.staff-need-one"
    assert tab.refusal(DeskState.answer, colour="red") == "factor.staff-need-one"
    answer = tab.call(DeskState.take_note, draft_id=1, text="x")
    assert answer
    assert "/es/security/" in str(answer.events[0].payload)
    assert (tab.call(DeskState.set_up), tab.call(DeskState.greet)) == (None, None)
    with Session(sqlite_file) as session:
        session.add(AuthenticatorRow(user_id=ana.user_id, seed="SEED", added_at=NOW, confirmed_at=NOW))
        session.commit()
    assert tab.call(DeskState.take_note, draft_id=1, text="x") is None


@pytest.mark.usefixtures("ana")
def test_a_visitor_sets_up_nothing() -> None:
    assert Tab().refusal(DeskState.set_up) == "access.signed-out"


def test_planted_holes_are_found() -> None:
    holes = {
        name.rpartition(".")[2] for name in unclassified_handlers("tests") if name.startswith(DeskState.get_full_name())
    }
    assert holes == {"unmarked", "plain"}


@pytest.mark.parametrize(
    "data",
    [
        None,
        "text",
        [1],
        {},
        {"name": 5},
        {"name": "no.such.handler"},
        {"name": "known", "payload": [1]},
        {"name": "known", "router_data": "x"},
        {"name": "known", "router_data": {"pathname": 5}},
        {"name": "known", "router_data": {"query": []}},
    ],
)
def test_events_that_nobody_knows_are_answered_and_not_logged_as_errors(data: object) -> None:
    name = full_name(DeskState.greet)
    if isinstance(data, dict) and data.get("name") == "known":
        data["name"] = name
    passed: list[Any] = []

    async def on_event(_sid: str, data: object) -> None:
        passed.append(data)

    asyncio.run(known_events_only(on_event, "notice")("sid", data))
    assert passed[0]["name"] == "notice"
    assert passed[0]["payload"] == {"code": "access.unknown-action"}


def test_known_events_pass_unchanged() -> None:
    passed: list[Any] = []

    async def on_event(_sid: str, data: object) -> None:
        passed.append(data)

    data = {"name": full_name(DeskState.greet), "payload": {}, "router_data": {"pathname": "/en/"}}
    asyncio.run(known_events_only(on_event, "notice")("sid", data))
    assert passed == [data]
