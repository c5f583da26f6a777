"""Raw sockets against sessions and limits: revoked at the next event, stolen tokens, foreign origins, floods."""

import json
import urllib.error
import urllib.request
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.own_sessions import end_other_sessions
from ctpat_app.services.sessions import Browser, end_session
from ctpat_app.state.home import HomeState
from ctpat_app.state.session import SessionState
from ctpat_app.state.sessions import SessionsState
from ctpat_app.state.sign import SignState
from ctpat_app.tables.accounts import UserSessionRow
from ctpat_app.tables.outbox import OutboxRow
from tests.sockets.client import Tab, name_of
from tests.sockets.conftest import MARKER, House

LOAD = name_of(HomeState, "load")


def signed_in(house: House, who: str, token: str, browser: Browser | None = None) -> str:
    """Return the cookie of a new session."""
    cookie = house.kiosk.sign_in(getattr(house.cast, who).user_id, token, now=datetime.now(UTC))
    if browser:
        with house.kiosk.session() as session:
            row = session.get_one(UserSessionRow, token_hash(token))
            row.idle_seconds, row.shared = int(browser.idle.total_seconds()), browser.shared
            session.add(row)
    return cookie


def test_a_session_ended_elsewhere_is_refused_at_its_next_event(house: House) -> None:
    cookie = signed_in(house, "ana", "one-to-end")
    with Tab(house.kiosk.port, cookie=cookie, path="/en/home/") as tab:
        assert tab.call(LOAD).code == ""
        with house.kiosk.session() as session:
            end_session(session, "one-to-end", now=datetime.now(UTC))
        answer = tab.call(LOAD)
    assert answer.code == "access.signed-out"
    assert "Acme Carriers" not in answer.text


def test_ending_the_others_over_the_socket_ends_them_at_their_next_event(house: House) -> None:
    cookie, other = signed_in(house, "chloe", "chloes-here"), signed_in(house, "chloe", "chloes-there")
    with Tab(house.kiosk.port, cookie=other, path="/en/home/") as there:
        with Tab(house.kiosk.port, cookie=cookie, path="/en/sessions/") as here:
            here.call(name_of(SessionsState, "end_others"))
            assert here.call(LOAD).code == ""
        assert there.call(LOAD).code == "access.signed-out"


def test_dan_cannot_end_a_session_of_ana(house: House) -> None:
    cookie = signed_in(house, "ana", "anas-own")
    anas = token_hash(token_hash("anas-own"))[:16]
    with house.tab("dan", "/en/sessions/") as dan:
        assert dan.call(name_of(SessionsState, "end"), session_id=anas).code == "access.not-yours"
    with Tab(house.kiosk.port, cookie=cookie, path="/en/home/") as ana:
        assert ana.call(LOAD).code == ""


def test_an_idle_session_at_a_shared_computer_is_over_in_mid_connection(house: House) -> None:
    browser = Browser(shared=True, idle=timedelta(minutes=10))
    cookie = signed_in(house, "ana", "shared", browser)
    with Tab(house.kiosk.port, cookie=cookie, path="/en/home/") as tab:
        assert tab.loaded.of(SessionState)["shared_computer"] is True
        with house.kiosk.session() as session:
            row = session.get_one(UserSessionRow, token_hash("shared"))
            row.last_seen_at -= timedelta(minutes=10)
            session.add(row)
        assert tab.call(LOAD).code == "access.signed-out"


def test_an_old_proof_leads_the_signer_to_prove_it_again_and_back(house: House) -> None:
    cookie = signed_in(house, "ana", "proved-long-ago")
    with house.kiosk.session() as session:
        row = session.get_one(UserSessionRow, token_hash("proved-long-ago"))
        row.proved_at = datetime.now(UTC) - timedelta(minutes=16)
        session.add(row)
    with Tab(house.kiosk.port, cookie=cookie, path=f"/en/sign/?draft={house.draft}") as tab:
        answer = tab.call(name_of(SignState, "sign"), draft=house.draft, typed_name="Ana", agreed=True, when="now")
    assert "/en/prove/?next=/en/sign/%3Fdraft" in answer.redirect


@pytest.mark.parametrize("who", ["", "dan"])
def test_a_stolen_client_token_is_worth_nothing_even_after_its_tab_has_closed(house: House, who: str) -> None:
    with house.tab("ana", f"/en/profile/?draft={house.draft}&criterion=1.1") as anas:
        stolen = anas.token
        assert "Our guard checks it" in anas.loaded.text
    with house.tab(who, "/en/home/", token=stolen) as thief:
        answer = thief.loaded.joined(thief.call(name_of(SessionState, "close_notice")))
    for secret in (MARKER, "Acme Carriers", "Our guard checks it", "ana@example.com"):
        assert secret not in answer.text


def _handshake(house: House, **headers: str) -> None:
    address = f"ws://127.0.0.1:{house.kiosk.port}/_event/?token={uuid.uuid4()}&EIO=4&transport=websocket"
    with connect(address, additional_headers=headers, proxy=None) as socket:
        socket.recv(timeout=10)


def test_the_socket_takes_its_own_origin_and_no_other(house: House) -> None:
    _handshake(house, Origin=f"http://127.0.0.1:{house.kiosk.port}")
    for origin in ("https://evil.example", "null", f"http://127.0.0.1:{house.kiosk.port}.evil.example"):
        with pytest.raises(InvalidStatus) as refused:
            _handshake(house, Origin=origin)
        assert refused.value.response.status_code in {400, 403}


def test_a_flood_is_told_so_and_others_are_served_meanwhile(house: House) -> None:
    with house.tab("dan", "/en/home/") as flood, house.tab("ana", "/en/home/") as ana:
        for _ in range(2000):
            flood.send(name_of(SessionState, "close_notice"), {})
        assert ana.call(LOAD).code == ""
        flood.until(lambda frame: "request.too-fast" in frame)


def test_a_frame_over_the_limit_closes_the_connection_and_nothing_else(house: House) -> None:
    with Tab(house.kiosk.port, path="/en/") as tab:
        tab.send(name_of(SessionState, "show_notice"), {"code": "x" * 1_100_000})
        with pytest.raises(ConnectionClosed):
            tab.next_answer()
    with house.tab("ana", "/en/home/") as ana:
        assert ana.call(LOAD).code == ""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        return None


def _request(house: House, path: str, *, body: bytes | None = None, **headers: str) -> tuple[int, dict[str, str]]:
    opener = urllib.request.build_opener(_NoRedirect)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(f"http://127.0.0.1:{house.kiosk.port}{path}", data=body, headers=named)
    try:
        with opener.open(request, timeout=30) as answer:
            return answer.status, {name.lower(): value for name, value in answer.headers.items()}
    except urllib.error.HTTPError as error:
        return error.code, {name.lower(): value for name, value in error.headers.items()}


FORMS = ("sign-in", "register", "resend", "sign-out", "confirm", "prove", "stay", "finish", "leave", "keep")


@pytest.mark.parametrize("form", [*FORMS, "sign-out-everywhere"])
def test_no_form_takes_a_post_from_another_site_or_without_saying_from_where(house: House, form: str) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Sec_Fetch_Site": "cross-site"}, {}):
        status, _answer = _request(house, f"/auth/{form}", body=b"email=ana@example.com", **headers)
        assert status == 403, headers


def test_a_body_over_the_limit_is_refused(house: House) -> None:
    origin = f"http://127.0.0.1:{house.kiosk.port}"
    status, _answer = _request(house, "/auth/sign-in", body=b"email=" + b"a" * 20_000, Origin=origin)
    assert status == 413


def test_a_foreign_host_header_leaves_no_trace_in_answers_and_mails(house: House) -> None:
    status, answer = _request(house, "/", Host="evil.example", Accept_Language="es")
    assert status == 307
    assert answer["location"] == "/es/"
    body = b"email=new@example.com&name=New&password=quiet+otters+fold+paper+maps&language=en"
    origin = f"http://127.0.0.1:{house.kiosk.port}"
    status, answer = _request(house, "/auth/register", body=body, Origin=origin, Host="evil.example")
    assert status == 303
    assert answer["location"].startswith("/en/check-mail/")
    with house.kiosk.session() as session:
        mails = session.exec(select(OutboxRow).where(OutboxRow.recipient == "new@example.com")).all()
        assert mails
        assert all("evil" not in mail.params for mail in mails)
        assert all(json.loads(mail.params)["path"].startswith("/auth/confirm?") for mail in mails)


@pytest.mark.parametrize("path", ["/en/", "/en/sign-in/", "/no/such/page", "/auth/session", "/kiosk.js", "/ping"])
def test_every_answer_carries_the_headers(house: House, path: str) -> None:
    _status, answer = _request(house, path)
    policy = answer["content-security-policy"]
    assert "unsafe-eval" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["x-content-type-options"] == "nosniff"
    assert answer["referrer-policy"] == "same-origin"
    assert "camera=()" in answer["permissions-policy"]
    assert answer["cross-origin-opener-policy"] == "same-origin"


def test_signed_in_others_stay_when_others_end(house: House) -> None:
    cookie = signed_in(house, "ben", "bens")
    with house.kiosk.session() as session:
        end_other_sessions(session, house.cast.chloe, digest="none", now=datetime.now(UTC))
    with Tab(house.kiosk.port, cookie=cookie, path="/en/home/") as tab:
        assert tab.call(LOAD).code == ""
