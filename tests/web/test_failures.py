"""Unexpected failures: a code for the page, a row for the help desk, no answers anywhere."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any, cast

import pytest
import structlog
from reflex.app import App
from reflex.event import EventHandler, EventSpec
from sqlalchemy import Engine
from sqlmodel import Session, select
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from ctpat_app.adapters.database import transaction
from ctpat_app.adapters.logs import described
from ctpat_app.domain.errors import NotPermitted
from ctpat_app.state.session import SessionState
from ctpat_app.tables.audit import FailureRow
from ctpat_app.web.failures import Failures, _storing, failure_reporter, new_failure_code, report_browser_failure

# Reflex types handlers as its decorator's namespace.
REPORT = failure_reporter(cast(EventHandler, SessionState.show_failure), cast(EventHandler, SessionState.show_notice))
SECRET = "ana@example.com keeps the seals in the yard"


def a_failure() -> Exception:
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise ValueError(f"cannot save {SECRET}") from error
    except ValueError as error:
        return error


def reported(exception: Exception) -> EventSpec:
    async def report() -> EventSpec:
        answer = REPORT(exception)
        await asyncio.gather(*_storing)
        return answer

    return asyncio.run(report())


def test_a_code_can_be_read_out_on_the_telephone() -> None:
    codes = {new_failure_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(r"[ACDEFHJKMNPRTVWXY]{4}-[ACDEFHJKMNPRTVWXY]{4}", code) for code in codes)


def test_the_page_shows_the_code_under_which_the_failure_is_kept(sqlite_file: Engine) -> None:
    answer = reported(a_failure())
    with Session(sqlite_file) as session:
        row = session.exec(select(FailureRow)).one()
    assert answer.handler.fn.__name__ == "show_failure"
    assert row.code in str(answer.args)
    assert "builtins.ValueError at test_failures.py" in row.message
    assert "from builtins.KeyError" in row.message


def test_neither_row_nor_log_holds_what_was_typed(sqlite_file: Engine) -> None:
    with structlog.testing.capture_logs() as entries:
        reported(a_failure())
    with Session(sqlite_file) as session:
        kept = repr(session.exec(select(FailureRow)).all())
    assert entries
    assert SECRET not in repr(entries) + kept


def test_a_failure_of_the_database_itself_still_gets_its_code(sqlite_file: Engine) -> None:
    with transaction() as session:
        session.connection().exec_driver_sql("DROP TABLE failure")
    with structlog.testing.capture_logs() as entries:
        assert reported(a_failure()).handler.fn.__name__ == "show_failure"
    assert [entry["event"] for entry in entries] == ["failure", "failure-not-stored"]


def test_a_refusal_that_nobody_caught_is_told_and_not_kept(sqlite_file: Engine) -> None:
    answer = reported(NotPermitted())
    with Session(sqlite_file) as session:
        assert session.exec(select(FailureRow)).all() == []
    assert answer.handler.fn.__name__ == "show_notice"
    assert "access.not-yours" in str(answer.args)


def test_reflex_accepts_the_reporter() -> None:
    fields: dict[str, Any] = {
        "backend_exception_handler": REPORT,
        "frontend_exception_handler": report_browser_failure,
    }
    app = App.__new__(App)
    for name, value in fields.items():
        object.__setattr__(app, name, value)
    app._validate_exception_handlers()  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("exception", [RuntimeError(SECRET), ExceptionGroup(SECRET, [ValueError(SECRET)])])
def test_a_description_names_kind_and_place_only(exception: BaseException) -> None:
    assert SECRET not in described(exception)


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        (f"TypeError: {SECRET}\n at f (http://h/assets/step-p9.js:3:41)", "TypeError", "/assets/step-p9.js:3:41"),
        (f"Minified React error #418; {SECRET}", "Minified React error #418", ""),
        (SECRET, "", ""),
    ],
)
def test_of_a_failure_in_the_browser_kind_and_place_are_kept_alone(text: str, kind: str, place: str) -> None:
    with capture_logs() as logs:
        report_browser_failure(Exception(text))
    assert logs == [{"event": "browser-failure", "log_level": "warning", "kind": kind, "place": place}]


# ---------------------------------------------------------------- requests


async def _fails(_request: Request) -> Response:
    raise ValueError(f"cannot read {SECRET}")


async def _breaks_off(_request: Request) -> Response:
    async def half() -> AsyncIterator[bytes]:
        yield b"first half"
        raise ValueError(SECRET)

    return StreamingResponse(half())


async def _leaves(_request: Request) -> Response:
    raise ClientDisconnect


async def _says_500(_request: Request) -> Response:
    return PlainTextResponse("a 500 of its own", 500)


@pytest.fixture
def client(sqlite_file: Engine) -> TestClient:
    paths = {"/fails": _fails, "/breaks-off": _breaks_off, "/leaves": _leaves, "/says-500": _says_500}
    routes = [Route(path, endpoint) for path, endpoint in paths.items()]
    return TestClient(Failures(Starlette(routes=routes), languages=("en", "es")))


def test_a_request_that_fails_is_answered_with_its_code_in_the_language_of_its_page(client: TestClient) -> None:
    with capture_logs() as logs:
        answer = client.get("/fails", headers={"referer": f"https://kiosk.example/es/sign-in/?next={SECRET}"})
    assert answer.status_code == 500
    assert answer.headers["content-type"].startswith("text/html")
    code = logs[0]["code"]
    assert f'href="/es/report/?failure={code}"' in answer.text
    assert "mesa de ayuda" in answer.text
    assert logs[0]["handler"] == "http _fails"
    assert SECRET not in answer.text + repr(logs)


def test_a_page_in_a_language_for_partners_leads_to_the_report_in_another_one() -> None:
    app = Failures(Starlette(routes=[Route("/fails", _fails)]), languages=("en", "vi"), reporting=("en",))
    with capture_logs():
        answer = TestClient(app).get("/fails", headers={"referer": "https://kiosk.example/vi/inquiry-answers/"})
    assert 'lang="vi"' in answer.text
    assert 'href="/en/report/?failure=' in answer.text


def test_without_a_page_the_first_language_answers(client: TestClient) -> None:
    assert "help desk" in client.get("/fails").text


def test_an_answer_that_has_begun_ends_where_it_failed(client: TestClient) -> None:
    with capture_logs() as logs:
        answer = client.get("/breaks-off")
    assert answer.text == "first half"
    assert [entry["event"] for entry in logs] == ["failure"]


def test_who_leaves_in_the_middle_is_no_failure(client: TestClient) -> None:
    client = TestClient(client.app, raise_server_exceptions=False)
    with capture_logs() as logs:
        client.get("/leaves")
    assert logs == []


def test_an_answer_of_the_kiosk_itself_passes_as_it_is(client: TestClient) -> None:
    answer = client.get("/says-500")
    assert (answer.status_code, answer.text) == (500, "a 500 of its own")
