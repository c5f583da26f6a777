"""The forms about one's own session, as a browser posts them."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ctpat_app.adapters import clock
from ctpat_app.adapters.rate_limits import MemoryLimiter
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.sessions import find_actor
from ctpat_app.tables.accounts import UserSessionRow
from ctpat_app.web.auth import DEVICE_COOKIE, auth_routes
from ctpat_app.web.gate import SESSION_COOKIE
from ctpat_app.web.headers import SHARED_COOKIE
from ctpat_app.web.own_sessions import session_forms, session_routes
from tests.web.test_auth import GOOD, SETTINGS, Browser, Response, cookie_attributes


class Person(Browser):
    """Ana's browser, with an account to sign in to."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        forms = auth_routes(SETTINGS, passwords=self.passwords, limiter=MemoryLimiter(), more=session_forms())
        app = Starlette(routes=[*forms, *session_routes()])
        self.client = TestClient(app, base_url="https://kiosk.example", follow_redirects=False)
        self.add()

    def session_row(self) -> UserSessionRow:
        with Session(self.engine) as session:
            return session.exec(select(UserSessionRow)).one()

    def ago(self, time: timedelta) -> None:
        """Let time pass: the session was used and proved that much earlier."""
        with Session(self.engine) as session:
            row = session.exec(select(UserSessionRow)).one()
            row.last_seen_at -= time
            row.proved_at = row.last_seen_at
            session.add(row)
            session.commit()

    def left(self) -> dict[str, object]:
        answer = self.client.get("/auth/session")
        assert answer.headers["cache-control"] == "no-store"
        found: dict[str, object] = answer.json()
        return found


@pytest.fixture
def ana(sqlite_file: Engine) -> Person:
    return Person(sqlite_file)


def prove(ana: Person, password: str = GOOD, then: str = "/es/sign/?draft=3") -> Response:
    return ana.post("prove", password=password, next=then)


def test_a_proof_leads_back_to_where_the_person_was(ana: Person) -> None:
    ana.sign_in()
    ana.ago(timedelta(minutes=20))
    before = ana.session_row().proved_at
    answer = prove(ana)
    assert (answer.status_code, answer.headers["location"]) == (303, "/es/sign/?draft=3")
    after = ana.session_row().proved_at
    assert before is not None
    assert after is not None
    assert after - before >= timedelta(minutes=20)


@pytest.mark.parametrize(("password", "code"), [("", "password.missing"), ("wrong", "prove.refused")])
def test_without_the_password_nothing_is_proved_and_the_way_back_is_kept(ana: Person, password: str, code: str) -> None:
    ana.sign_in()
    ana.ago(timedelta(minutes=20))
    before, answer = ana.session_row(), prove(ana, password)
    assert ana.codes(answer, "prove") == [("password", code)]
    assert ana.flash(answer, "prove").values["next"] == "/es/sign/?draft=3"
    assert ana.session_row().proved_at == before.proved_at


@pytest.mark.parametrize("then", ["https://evil.example/", "//evil.example", "/\\evil.example", "/auth/sign-out", ""])
def test_a_proof_never_leads_to_another_site(ana: Person, then: str) -> None:
    ana.sign_in()
    assert prove(ana, then=then).headers["location"] == "/es/home/"


def test_guessing_the_password_at_an_open_screen_is_stopped(ana: Person) -> None:
    ana.sign_in()
    for _ in range(10):
        assert ana.codes(prove(ana, "wrong"), "prove") == [("password", "prove.refused")]
    assert ana.codes(prove(ana), "prove") == [("", "sign-in.too-many")]


def test_who_is_signed_out_meanwhile_is_led_to_sign_in(ana: Person) -> None:
    assert ana.flash(prove(ana), "sign-in").values["next"] == "/es/sign/?draft=3"


@pytest.mark.parametrize("form", ["prove", "stay", "finish", "sign-out-everywhere"])
def test_other_sites_cannot_post_any_of_it(ana: Person, form: str) -> None:
    ana.sign_in()
    assert ana.post(form, sent_from="https://evil.example", password=GOOD).status_code == 403
    assert ana.session_row().ended_at is None


def test_asking_for_the_time_left_is_no_use_and_staying_is(ana: Person) -> None:
    ana.sign_in()
    ana.ago(timedelta(minutes=59))
    for _ in range(2):
        assert int(str(ana.left()["seconds"])) <= 60
    stayed = ana.post("stay").json()
    assert stayed["seconds"] > 3500
    assert stayed["may_stay"] is True


def test_staying_does_not_bring_an_ended_session_back(ana: Person) -> None:
    ana.sign_in()
    ana.ago(timedelta(minutes=61))
    assert ana.post("stay").json() == {"seconds": 0, "may_stay": False}
    assert ana.left()["seconds"] == 0


def test_a_visitor_has_no_time(ana: Person) -> None:
    assert ana.left() == {"seconds": 0, "may_stay": False}


def test_at_a_shared_computer_the_cookie_ends_with_the_browser_and_no_device_is_remembered(ana: Person) -> None:
    answer = ana.sign_in(shared="yes")
    assert "max-age" not in cookie_attributes(answer, SESSION_COOKIE)
    assert "max-age" not in cookie_attributes(answer, SHARED_COOKIE)
    assert DEVICE_COOKIE not in answer.cookies
    row = ana.session_row()
    assert (row.shared, row.idle_seconds) == (True, 600)


def test_the_tick_stays_when_the_password_was_wrong(ana: Person) -> None:
    assert ana.flash(ana.sign_in(password="wrong", shared="yes"), "sign-in").values["shared"] == "yes"
    assert "shared" not in ana.flash(ana.sign_in(password="wrong"), "sign-in").values


def test_finishing_signs_out_clears_the_browser_and_leads_to_a_page_about_nobody(ana: Person) -> None:
    token = ana.sign_in(shared="yes").cookies[SESSION_COOKIE]
    answer = ana.post("finish")
    assert answer.headers["location"] == "/es/finished/"
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert answer.headers["cache-control"] == "no-store"
    assert ana.actor_of(token) is None
    assert not ana.client.cookies


def test_signing_out_everywhere_ends_every_session(ana: Person) -> None:
    first = ana.sign_in().cookies[SESSION_COOKIE]
    ana.client.cookies.clear()
    second = ana.sign_in().cookies[SESSION_COOKIE]
    answer = ana.post("sign-out-everywhere")
    assert ana.flash(answer, "sign-in").notice == "sign-in.signed-out-everywhere"
    with Session(ana.engine) as session:
        assert [find_actor(session, token_hash(token), now=clock.now()) for token in (first, second)] == [None, None]


def test_the_session_remembers_browser_and_half_the_address(ana: Person) -> None:
    ana.client.headers["user-agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
    ana.sign_in()
    row = ana.session_row()
    assert "Firefox" in row.device
    assert row.network == ""  # the test's client has a name and no address
