"""Shared terminals as browsers meet them: set up by staff, each sign-in a short one, everything gone afterwards."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from ctpat_app.adapters import clock
from ctpat_app.adapters.passwords import Passwords
from ctpat_app.adapters.rate_limits import MemoryLimiter
from ctpat_app.adapters.shared_terminal import TERMINAL_COOKIE, Terminal, opened_terminal, seal_terminal
from ctpat_app.domain.permissions import StaffRole
from ctpat_app.services.sessions import Browser as Where
from ctpat_app.services.sessions import open_session
from ctpat_app.tables.accounts import UserAccountRow, UserSessionRow
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.web.auth import DEVICE_COOKIE, auth_routes
from ctpat_app.web.gate import PARTNER_COOKIE, SESSION_COOKIE
from ctpat_app.web.headers import SHARED_COOKIE, Headers
from ctpat_app.web.own_sessions import session_forms, session_routes
from ctpat_app.web.terminals import terminal_forms, terminal_routes
from tests.factories import a_person, a_staff_member
from tests.web.test_auth import GOOD, SETTINGS, Browser, Response

LOBBY = Terminal("Lobby, Laredo", "es")


async def page(_request: object) -> HTMLResponse:
    return HTMLResponse("<p>a page</p>")


class Lobby(Browser):
    """A browser in a lobby; ``finn`` of the help desk stands before it when he is signed in."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        more = {**session_forms(), **terminal_forms()}
        routes = [
            *auth_routes(SETTINGS, passwords=self.passwords, limiter=MemoryLimiter(), more=more),
            *session_routes(),
            *terminal_routes(SETTINGS),
            Route("/en/home/", page),
        ]
        app = Headers(Starlette(routes=routes), public_url="https://kiosk.example", script_hashes={})
        self.client = TestClient(app, base_url="https://kiosk.example", follow_redirects=False)
        self.add()

    def finn_comes_in(self, role: StaffRole = StaffRole.HELP_DESK, *, proved_ago: timedelta = timedelta()) -> None:
        moment = clock.real_now() - proved_ago
        with Session(self.engine) as session:
            finn = a_staff_member(session, a_person(session, "finn"), role)
            open_session(
                session,
                user_id=finn.user_id,
                token="desk",
                device="",
                now=moment,
                browser=Where(idle=timedelta(hours=1)),
            )
            session.commit()
        self.client.cookies.set(SESSION_COOKIE, "desk", domain="kiosk.example", path="/")

    def make(self, name: str = LOBBY.name, first: str = LOBBY.language) -> Response:
        return self.post("terminal", name=name, first=first)

    def is_terminal(self) -> None:
        self.client.cookies.set(
            TERMINAL_COOKIE, seal_terminal(SETTINGS.secret_key, LOBBY), domain="kiosk.example", path="/"
        )

    def terminal(self) -> Terminal | None:
        value = self.client.cookies.get(TERMINAL_COOKIE)
        return opened_terminal(SETTINGS.secret_key, f"{TERMINAL_COOKIE}={value}" if value else "")

    def sessions(self) -> list[UserSessionRow]:
        with Session(self.engine) as session:
            return list(session.exec(select(UserSessionRow)))

    def trail(self) -> list[str]:
        with Session(self.engine) as session:
            return [action for action in session.exec(select(AuditEventRow.action)) if action.startswith("terminal.")]


@pytest.fixture
def lobby(sqlite_file: Engine) -> Lobby:
    return Lobby(sqlite_file)


def test_staff_make_their_browser_a_terminal_and_are_signed_out_there(lobby: Lobby) -> None:
    lobby.finn_comes_in()
    answer = lobby.make()
    assert answer.headers["location"] == "/es/terminal/"
    assert lobby.terminal() == LOBBY
    (desk,) = lobby.sessions()
    assert desk.ended_at is not None
    assert lobby.client.cookies.get(SESSION_COOKIE) is None
    assert lobby.trail() == ["terminal.set-up"]


def test_nobody_else_makes_one(lobby: Lobby) -> None:
    assert lobby.flash(lobby.make(), "sign-in").values["next"] == "/es/staff/terminal/"
    lobby.sign_in()
    assert lobby.codes(lobby.make(), "staff/terminal") == [("", "access.not-yours")]
    assert (lobby.terminal(), lobby.trail()) == (None, [])


def test_it_asks_for_a_proof_first(lobby: Lobby) -> None:
    lobby.finn_comes_in(proved_ago=timedelta(minutes=20))
    assert lobby.make().headers["location"] == "/es/prove/?next=/es/staff/terminal/"
    assert lobby.terminal() is None


@pytest.mark.parametrize(
    ("name", "first", "found"),
    [("", "es", ("name", "terminal.name-missing")), ("Lobby", "xx", ("first", "choice.unknown"))],
)
def test_what_is_wrong_is_told_beside_its_field(lobby: Lobby, name: str, first: str, found: tuple[str, str]) -> None:
    lobby.finn_comes_in()
    answer = lobby.make(name, first)
    assert lobby.codes(answer, "staff/terminal") == [found]
    assert lobby.flash(answer, "staff/terminal").values["name"] == name


def test_staff_take_it_back(lobby: Lobby) -> None:
    lobby.is_terminal()
    lobby.finn_comes_in()
    answer = lobby.post("terminal-end")
    assert lobby.flash(answer, "staff/terminal").notice == "terminal.ended"
    assert lobby.terminal() is None
    assert lobby.trail() == ["terminal.ended"]


def test_at_a_terminal_every_sign_in_is_one_at_a_shared_computer(lobby: Lobby) -> None:
    lobby.is_terminal()
    answer = lobby.sign_in()
    (row,) = lobby.sessions()
    assert (row.shared, row.idle_seconds) == (True, SETTINGS.shared_idle_minutes * 60)
    names = {line.partition("=")[0]: line for line in answer.headers.get_list("set-cookie")}
    assert "max-age" not in names[SESSION_COOKIE].lower()
    assert SHARED_COOKIE in names
    assert DEVICE_COOKIE not in names


def test_a_forged_mark_makes_no_terminal_and_a_page_is_still_not_kept(lobby: Lobby) -> None:
    lobby.client.cookies.set(TERMINAL_COOKIE, "forged", domain="kiosk.example", path="/")
    lobby.sign_in()
    (row,) = lobby.sessions()
    assert not row.shared
    assert lobby.client.get("/en/home/").headers["cache-control"] == "no-store"


def test_a_terminal_keeps_no_page_and_another_browser_may(lobby: Lobby) -> None:
    assert lobby.client.get("/en/home/").headers["cache-control"] == "no-cache"
    lobby.is_terminal()
    assert lobby.client.get("/en/home/").headers["cache-control"] == "no-store"


def test_finishing_leaves_nothing_but_the_terminal_itself(lobby: Lobby) -> None:
    lobby.is_terminal()
    lobby.sign_in()
    for name in ("kiosk_said", "kiosk_reset", "kiosk_phone", "kiosk_language", "kiosk_inquiry", PARTNER_COOKIE):
        lobby.client.cookies.set(name, "something of a person", domain="kiosk.example", path="/")
    answer = lobby.post("finish")
    assert answer.headers["location"] == "/es/terminal/"
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    gone = {line.partition("=")[0] for line in answer.headers.get_list("set-cookie") if "max-age=0" in line.lower()}
    assert gone >= {
        *("kiosk_said", "kiosk_reset", "kiosk_phone", "kiosk_language", "kiosk_inquiry", "kiosk_oidc", "kiosk_half"),
        *("kiosk_link", "kiosk_flash", SESSION_COOKIE, SHARED_COOKIE, PARTNER_COOKIE, DEVICE_COOKIE),
    }
    assert TERMINAL_COOKIE not in gone
    assert lobby.terminal() == LOBBY
    (row,) = lobby.sessions()
    assert row.ended_at is not None


def test_finishing_works_for_visitors_too_and_elsewhere_as_before(lobby: Lobby) -> None:
    assert lobby.post("finish").headers["location"] == "/es/finished/"
    lobby.is_terminal()
    assert lobby.post("finish", language="en").headers["location"] == "/es/terminal/"


def test_the_beginning_is_in_the_first_language_of_the_terminal(lobby: Lobby) -> None:
    assert lobby.client.get("/auth/terminal-start").headers["location"] == "/en/terminal/"
    lobby.is_terminal()
    answer = lobby.client.get("/auth/terminal-start")
    assert (answer.headers["location"], answer.headers["cache-control"]) == ("/es/terminal/", "no-store")


@pytest.mark.parametrize("form", ["terminal", "terminal-end", "finish"])
def test_other_sites_cannot_post_any_of_it(lobby: Lobby, form: str) -> None:
    lobby.is_terminal()
    lobby.finn_comes_in()
    assert lobby.post(form, sent_from="https://evil.example", name="Theirs", first="en").status_code == 403
    assert (lobby.terminal(), lobby.trail()) == (LOBBY, [])


def test_the_passwords_of_people_still_count(lobby: Lobby) -> None:
    """The mark shortens a session and opens none."""
    lobby.is_terminal()
    assert lobby.codes(lobby.sign_in(password="wrong"), "sign-in") == [("", "sign-in.refused")]
    with Session(lobby.engine) as session:
        row = session.exec(select(UserAccountRow)).one()
        assert Passwords(time_cost=1, memory_kib=8).verify_now(GOOD, row.password_hash).matches
    assert lobby.sessions() == []
