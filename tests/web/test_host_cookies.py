"""The prefix of the session cookie: it comes in and goes out under it, and nothing else does."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from ctpat_app.web.gate import SESSION_COOKIE
from ctpat_app.web.host_cookies import PREFIX, HostCookies


async def seen(request: Request) -> Response:
    return PlainTextResponse(request.headers.get("cookie", ""))


async def given(_request: Request) -> Response:
    answer = PlainTextResponse("")
    answer.set_cookie(SESSION_COOKIE, "new", secure=True, httponly=True, samesite="lax", max_age=60)
    answer.set_cookie("other", "1")
    return answer


async def taken(_request: Request) -> Response:
    answer = PlainTextResponse("")
    answer.delete_cookie(SESSION_COOKIE)
    return answer


async def socket(connection: WebSocket) -> None:
    await connection.accept()
    await connection.send_text(connection.headers.get("cookie", ""))
    await connection.close()


@pytest.fixture
def client() -> TestClient:
    routes = [Route("/seen", seen), Route("/given", given), Route("/taken", taken), WebSocketRoute("/socket", socket)]
    return TestClient(HostCookies(Starlette(routes=routes)), base_url="https://kiosk.example")


@pytest.mark.parametrize(
    ("sent", "arrives"),
    [
        (f"{PREFIX}{SESSION_COOKIE}=mine", f"{SESSION_COOKIE}=mine"),
        (f"a=1; {PREFIX}{SESSION_COOKIE}=mine;b=2", f"a=1; {SESSION_COOKIE}=mine; b=2"),
        # What a sibling domain planted, before or behind the own one.
        (f"{SESSION_COOKIE}=planted", ""),
        (f"{SESSION_COOKIE}=planted; {PREFIX}{SESSION_COOKIE}=mine", f"{SESSION_COOKIE}=mine"),
        (f"{PREFIX}{SESSION_COOKIE}=mine; {SESSION_COOKIE}=planted", f"{SESSION_COOKIE}=mine"),
        (f"{PREFIX}other=1", f"{PREFIX}other=1"),
    ],
)
def test_only_the_cookie_with_the_prefix_arrives(client: TestClient, sent: str, arrives: str) -> None:
    assert client.get("/seen", headers={"cookie": sent}).text == arrives
    with client.websocket_connect("/socket", headers={"cookie": sent}) as connection:
        assert connection.receive_text() == arrives


def test_it_is_given_with_the_prefix_and_others_are_left_alone(client: TestClient) -> None:
    session, other = client.get("/given").headers.get_list("set-cookie")
    assert session.startswith(f"{PREFIX}{SESSION_COOKIE}=new;")
    assert session.lower().count("; secure") == 1
    assert "path=/;" in session.lower()
    assert "domain" not in session.lower()
    assert other.startswith("other=1;")
    assert "secure" not in other.lower()


def test_it_can_be_taken_away_again(client: TestClient) -> None:
    (gone,) = client.get("/taken").headers.get_list("set-cookie")
    assert gone.startswith(f"{PREFIX}{SESSION_COOKIE}=")
    assert gone.endswith("; Secure")
    assert "max-age=0" in gone.lower()
