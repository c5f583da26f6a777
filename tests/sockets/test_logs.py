"""A kiosk that is given secrets in every place where people have some, and made to fail: its log holds none of them."""

import json
import sqlite3
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from ctpat_app.adapters.logs import ALLOWED
from ctpat_app.cli.build import ensure_built
from ctpat_app.settings import Settings
from ctpat_app.state.help import HelpState
from ctpat_app.state.home import HomeState
from ctpat_app.state.session import SessionState
from ctpat_app.state.sign import SignState
from ctpat_app.state.step import StepState
from ctpat_app.state.trade_account import TradeAccountState
from tests.sockets.client import ROOT, Answer, Tab, name_of
from tests.sockets.conftest import House, dump, furnish
from tests.sockets.served import Kiosk

MARK = "Quokka"
"""Every secret below begins with it, or is listed beside it."""
PASSWORD, CODE, TOKEN, ANSWER = f"{MARK} folds nine quiet kettles", f"{MARK}7", f"{MARK}-token-2", f"{MARK}-answer-3"
TYPED, NAME, MAIL, QUERY = f"{MARK} typed 4", f"{MARK} Name", f"{MARK.lower()}@example.com", f"{MARK}-query"
SSN, EIN = "078-05-1120", "98-7654321"
NUMBERS = (SSN, SSN.replace("-", ""), EIN, EIN.replace("-", ""))
FORMS = (
    *("sign-in", "register", "resend", "sign-out", "confirm", "prove", "stay", "finish", "leave", "keep"),
    *("second-factor", "forgot-password", "reset-proof", "reset-password", "reset-stop", "access-help"),
    *("security-questions", "change-mail", "confirm-mail", "undo-mail", "authenticator", "no-such-form"),
)
LINKS = ("confirm", "reset", "change-mail", "undo-mail", "no-such-link")


@dataclass(frozen=True)
class Trouble:
    """A kiosk that everything was tried with: what it answered where it failed."""

    house: House
    event: Answer
    request: str


@pytest.fixture(scope="module")
def trouble(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trouble]:
    """Send secrets first to a whole kiosk and then to one whose database is broken."""
    ensure_built(Settings.from_environment())
    kiosk = Kiosk(tmp_path_factory.mktemp("secrets"))
    house = furnish(kiosk)
    kiosk.start()
    _everything(house)
    with closing(sqlite3.connect(kiosk.file)) as connection:
        # The first breaks a save after it was read, the second a route, the third what the other two would be kept in.
        connection.execute("DROP TABLE answer_history")
        connection.execute("DROP TABLE reset_link")
        connection.execute("CREATE TRIGGER full BEFORE INSERT ON answer BEGIN SELECT RAISE(ABORT, 'no more'); END")
    event = _save(house, "criterion.1.1", TYPED, seen=1)
    request = _post(house, "forgot-password", email="dan@example.com", language="es")
    _everything(house)
    yield Trouble(house, event, request)
    kiosk.kill()


def _everything(house: House) -> None:
    """Send each kind of secret wherever it belongs, and where it does not."""
    for form in FORMS:
        _post(house, form, email=MAIL, name=NAME, password=PASSWORD, code=CODE, token=TOKEN, answer1=ANSWER, next=QUERY)
        _post(house, form, email="ana@example.com", password=PASSWORD, code=CODE, language="en")
    for link in LINKS:
        _get(house, f"/auth/{link}?token={TOKEN}")
    for path in (
        f"/en/reset/?token={TOKEN}",
        f"/en/invitation/?token={TOKEN}",
        f"/{TOKEN}/",
        "/files/application/1.pdf",
    ):
        _get(house, f"{path}{'&' if '?' in path else '?'}q={QUERY}")
    _save(house, "criterion.1.2", TYPED, seen=1)
    for value in (SSN, EIN):
        _save(house, "identifier_value", value, row="r0", kind="identifier")
    _ask(house)
    _lie(house)
    _break_off(house)


def _ask(house: House) -> None:
    """Ask the help, as a visitor and signed in."""
    for who in ("", "ana"):
        with house.tab(who, f"/en/help/?q={QUERY}") as tab:
            tab.call(name_of(HelpState, "ask"), typed={"question": f"User does not exist {TYPED}"})
            tab.call(name_of(HelpState, "ask"), typed={"question": [TYPED]})


def _save(house: House, key: str, text: str, *, row: str = "", seen: int = 0, kind: str = "long-text") -> Answer:
    with house.tab("ana", f"/en/apply/?draft={house.draft}") as tab:
        return tab.call(
            name_of(StepState, "save"),
            draft=house.draft,
            key=key,
            row=row,
            seen_version=seen,
            kind=kind,
            text=text,
            of_version=0,
        )


def _lie(house: House) -> None:
    """Send wrong types, unknown events, and what the framework itself reads."""
    error = {"info": f"TypeError: {TYPED}", "component_stack": TYPED}
    with house.tab("ana", f"/en/apply/?draft={house.draft}&token={TOKEN}") as tab:
        tab.call(name_of(StepState, "save"), draft=TYPED, text={"typed": TYPED})
        tab.call(name_of(TradeAccountState, "create"), typed={"legal_name": [TYPED]})
        tab.call(name_of(TradeAccountState, "invite"), account=house.cast.dans_account, typed={"email": MAIL})
        tab.call(name_of(SignState, "sign"), draft=house.draft, typed_name=NAME, agreed=True, when="now")
        tab.call(f"{ROOT}.reflex___state____frontend_event_exception_state.handle_frontend_exception", **error)
        tab.call(f"{ROOT}.{MARK}.{TYPED}", text=TYPED)
        for data in (None, TYPED, {"name": TYPED}, {"name": f"{ROOT}.hydrate", "payload": TYPED}, {"payload": TYPED}):
            tab.send_raw(data)
        tab.path = f"/{TOKEN}/{TYPED}?{QUERY}"
        tab.call(name_of(HomeState, "load"))
        for kind in ("client_error", "ping", TYPED):
            tab.send_packet(f'2/_event,["{kind}",{json.dumps({"message": TYPED, "error": TYPED, "stack": TYPED})}]')
        tab.answers()


def _break_off(house: House) -> None:
    """Send what is too large, and what is no packet at all."""
    for packet in (
        f'42/_event,["event",{TYPED}',
        f"4{TYPED}",
        f"9{TYPED}",
        f'451-/_event,["event",{{"{TYPED}":1}}]',
        TYPED,
    ):
        with house.tab("ana", "/en/home/") as tab, suppress(ConnectionClosed, TimeoutError):
            tab.send_packet(packet)
            tab.call(name_of(SessionState, "close_notice"))
    with house.tab("ana", "/en/home/") as tab, suppress(ConnectionClosed):
        tab.send(name_of(SessionState, "show_notice"), {"code": TYPED * 200_000})
        tab.next_answer()
    _get(house, f"/_event/?token={TOKEN}&EIO=4&transport=polling")
    with house.tab("dan", f"/en/home/?token={TOKEN}", token=f"{uuid.uuid4()}{MARK}"):
        pass


def _get(house: House, path: str) -> str:
    return _answered(house, path, None, {})


def _post(house: House, form: str, **fields: str) -> str:
    origin = f"http://127.0.0.1:{house.kiosk.port}"
    # Some of these forms sign out: ben needs his session for nothing else.
    headers = {"Origin": origin, "Cookie": house.cookies["ben"], "Referer": f"{origin}/es/{form}/?token={TOKEN}"}
    return _answered(house, f"/auth/{form}", urllib.parse.urlencode(fields).encode(), headers)


def _answered(house: House, path: str, body: bytes | None, headers: dict[str, str]) -> str:
    request = urllib.request.Request(f"http://127.0.0.1:{house.kiosk.port}{path}", data=body, headers=headers)
    try:
        with urllib.request.build_opener().open(request, timeout=30) as answer:
            return str(answer.read().decode("utf-8", "replace"))
    except urllib.error.HTTPError as error:
        return error.read().decode("utf-8", "replace")


def entries(trouble: Trouble) -> list[dict[str, Any]]:
    """Return the lines of the log."""
    return [json.loads(line) for line in trouble.house.kiosk.log().splitlines()]


def test_no_secret_is_in_the_log(trouble: Trouble) -> None:
    log = trouble.house.kiosk.log().casefold()
    assert log
    assert [secret for secret in (MARK.casefold(), *NUMBERS, "ana@example.com") if secret in log] == []


def test_nor_in_any_other_file_but_the_database(trouble: Trouble) -> None:
    folder = trouble.house.kiosk.folder
    others = [file for file in folder.rglob("*") if file.is_file() and not file.name.startswith("kiosk.db")]
    assert [file for file in others if MARK.encode() in file.read_bytes()] == []


def test_each_line_is_an_entry_of_allowed_keys(trouble: Trouble) -> None:
    found = entries(trouble)
    assert {key for entry in found for key in entry} <= ALLOWED
    assert all({"event", "level", "timestamp", "logger"} <= entry.keys() for entry in found)


def test_a_failed_event_is_logged_under_the_code_that_the_page_shows(trouble: Trouble) -> None:
    shown = trouble.event.of(SessionState)["failure_code"]
    (entry,) = [each for each in entries(trouble) if each.get("code") == shown]
    assert entry["event"] == "failure"
    assert entry["level"] == "error"
    assert entry["handler"].endswith("step_state.save")
    assert "drafts.py" in entry["where"]


def test_a_failed_request_is_logged_under_the_code_that_is_answered(trouble: Trouble) -> None:
    (entry,) = [each for each in entries(trouble) if "code" in each and each["code"] in trouble.request]
    assert entry["event"] == "failure"
    assert "recovery.py" in entry["where"]
    assert "kiosco" in trouble.request  # in the language of the page that sent it


def test_a_refusal_is_logged_with_who_and_what(trouble: Trouble) -> None:
    refused = [entry for entry in entries(trouble) if entry["event"] == "refused"]
    ana = trouble.house.cast.ana.user_id
    assert {"code": "access.not-yours", "use_case": "invite", "user": ana}.items() <= refused[0].items()


def test_the_failures_that_are_kept_hold_none_either(trouble: Trouble) -> None:
    kept = dump(trouble.house.kiosk)["failure"]
    assert kept
    assert MARK not in repr(kept)


def test_the_secrets_did_arrive_so_that_the_tests_above_can_fail(trouble: Trouble) -> None:
    assert TYPED in repr(dump(trouble.house.kiosk)["answer"])
    assert MAIL in repr(dump(trouble.house.kiosk)["user_account"])


def test_ordinary_work_writes_nothing(trouble: Trouble) -> None:
    """So a save costs no line of the log."""
    before = trouble.house.kiosk.log()
    with Tab(trouble.house.kiosk.port, cookie=trouble.house.cookies["chloe"], path="/en/home/") as tab:
        assert tab.call(name_of(HomeState, "load")).code == ""
    assert trouble.house.kiosk.log() == before
