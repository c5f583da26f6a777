"""The second step of signing in, as a browser posts to it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pyotp
import pytest
import time_machine
from sqlalchemy import Engine
from sqlmodel import Session, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ctpat_app.adapters import clock
from ctpat_app.adapters.rate_limits import MemoryLimiter
from ctpat_app.tables.accounts import UserSessionRow
from ctpat_app.tables.second_factors import AuthenticatorRow
from ctpat_app.web.auth import HALF_COOKIE, auth_routes
from ctpat_app.web.second_factors import second_factor_forms
from tests.web.test_auth import GOOD, SETTINGS, Browser, cookie_attributes

WHEN = datetime(2026, 3, 2, 14, 2, tzinfo=UTC)
Response = Any


class FactorBrowser(Browser):
    """A browser that also reaches the forms of second factors."""

    def __init__(self, engine: Engine, limiter: MemoryLimiter | None = None) -> None:
        super().__init__(engine)
        routes = auth_routes(
            SETTINGS, passwords=self.passwords, limiter=limiter or MemoryLimiter(), more=second_factor_forms()
        )
        app = Starlette(routes=routes)
        self.client = TestClient(app, base_url="https://kiosk.example", follow_redirects=False)

    def app(self, user: int = 1) -> pyotp.TOTP:
        with Session(self.engine) as session:
            return pyotp.TOTP(session.get_one(AuthenticatorRow, user).seed)

    def code(self) -> str:
        return self.app().at(clock.now())

    def set_up(self) -> list[str]:
        """Set up an app for the person who is signed in; return the recovery codes."""
        self.post("authenticator/begin")
        answer = self.post("authenticator/confirm", code=self.code())
        return self.flash(answer, "security").values["codes"].split()

    def second(self, code: str, **more: str) -> Response:
        return self.post("second-factor", code=code, **more)

    def open_sessions(self) -> int:
        with Session(self.engine) as session:
            return sum(row.ended_at is None for row in session.exec(select(UserSessionRow)))


@pytest.fixture
def browser(sqlite_file: Engine) -> FactorBrowser:
    """Ana's browser; she has an app and is signed out."""
    ana = FactorBrowser(sqlite_file)
    ana.add()
    with time_machine.travel(WHEN - timedelta(hours=1), tick=False):
        ana.sign_in()
        ana.codes_on_paper = ana.set_up()  # type: ignore[attr-defined]
        ana.post("sign-out")
    return ana


def paper(browser: FactorBrowser) -> list[str]:
    codes: list[str] = browser.codes_on_paper  # type: ignore[attr-defined]
    return codes


@time_machine.travel(WHEN, tick=False)
def test_password_then_code_lead_to_where_the_person_wanted(browser: FactorBrowser) -> None:
    half = browser.sign_in(next="/es/apply/")
    assert urlsplit(half.headers["location"]).path == "/es/second-factor/"
    assert "kiosk_session" not in half.cookies
    assert {"httponly", "secure", "samesite"} <= cookie_attributes(half, HALF_COOKIE)
    assert browser.open_sessions() == 0
    done = browser.second(browser.code(), next="/es/apply/")
    assert done.headers["location"] == "/es/apply/"
    assert browser.actor_of(done.cookies["kiosk_session"]) == "Ana"


@time_machine.travel(WHEN, tick=False)
def test_a_wrong_and_a_used_code_get_one_answer(browser: FactorBrowser) -> None:
    browser.sign_in()
    assert browser.codes(browser.second("000000"), "second-factor") == [("code", "factor.refused")]
    code = browser.code()
    browser.second(code)
    browser.post("sign-out")
    browser.sign_in()
    assert browser.codes(browser.second(code), "second-factor") == [("code", "factor.refused")]


@time_machine.travel(WHEN, tick=False)
def test_a_recovery_code_lets_in_once(browser: FactorBrowser) -> None:
    for expected in ("/es/home/", "/es/second-factor/"):
        browser.sign_in()
        assert urlsplit(browser.second(paper(browser)[0]).headers["location"]).path == expected
        browser.post("sign-out")


def test_the_half_sign_in_ends_after_ten_minutes(browser: FactorBrowser) -> None:
    with time_machine.travel(WHEN, tick=False):
        sealed = browser.sign_in().cookies[HALF_COOKIE]
    with time_machine.travel(WHEN + timedelta(minutes=11), tick=False):
        browser.client.cookies.set(HALF_COOKIE, sealed, domain="kiosk.example", path="/auth/")
        answer = browser.second(browser.code())
        assert browser.codes(answer, "sign-in") == [("", "factor.half-expired")]


@pytest.mark.parametrize("forged", ["", "user=1&mark=x&email=ana@example.com", "x" * 300])
def test_a_forged_half_sign_in_is_none(browser: FactorBrowser, forged: str) -> None:
    browser.client.cookies.set(HALF_COOKIE, forged, domain="kiosk.example", path="/auth/")
    assert browser.codes(browser.second(browser.code()), "sign-in") == [("", "factor.half-expired")]


@time_machine.travel(WHEN, tick=False)
def test_guessing_codes_is_slowed_down_and_the_owner_gets_in_a_quarter_of_an_hour_later(sqlite_file: Engine) -> None:
    moments = [0.0]
    limiter = MemoryLimiter(clock=lambda: moments[0])
    owner, thief = FactorBrowser(sqlite_file, limiter), FactorBrowser(sqlite_file, limiter)
    owner.add()
    owner.sign_in()
    owner.set_up()
    owner.post("sign-out")
    thief.sign_in()
    answers = [thief.codes(thief.second(f"{n:06}"), "second-factor")[0][1] for n in range(12)]
    assert answers == ["factor.refused"] * 10 + ["sign-in.too-many"] * 2
    moments[0] = 901.0
    owner.sign_in()
    later = owner.app().at(clock.now() + timedelta(seconds=30))
    assert owner.second(later).headers["location"] == "/es/home/"


@time_machine.travel(WHEN, tick=False)
def test_who_does_not_know_the_password_cannot_use_up_the_codes(sqlite_file: Engine) -> None:
    stranger = FactorBrowser(sqlite_file)
    stranger.add()
    for _ in range(40):
        stranger.sign_in(password=f"wrong {GOOD}")
        assert stranger.codes(stranger.second("123456"), "sign-in") == [("", "factor.half-expired")]


def test_visitors_and_strangers_change_no_factors(browser: FactorBrowser) -> None:
    for path in ("authenticator/begin", "authenticator/confirm", "authenticator/remove", "recovery-codes"):
        assert urlsplit(browser.post(path, code="1").headers["location"]).path == "/es/sign-in/"
        elsewhere = browser.post(path, sent_from="https://evil.example", code="1")
        assert elsewhere.status_code == 403
    assert browser.app().secret


@time_machine.travel(WHEN, tick=False)
def test_dan_changes_only_his_own_factors(browser: FactorBrowser) -> None:
    browser.add("dan")
    browser.sign_in(email="dan@example.com")
    browser.post("authenticator/remove")
    assert browser.app().secret


def test_an_old_proof_leads_to_the_page_that_asks_again(browser: FactorBrowser) -> None:
    with time_machine.travel(WHEN, tick=False):
        browser.sign_in()
        browser.second(browser.code())
    with time_machine.travel(WHEN + timedelta(minutes=16), tick=False):
        answer = browser.post("authenticator/remove")
    assert answer.headers["location"] == "/es/prove/?next=/es/security/"


@time_machine.travel(WHEN, tick=False)
def test_removing_the_app_ends_the_second_step(browser: FactorBrowser) -> None:
    browser.sign_in()
    browser.second(browser.code())
    assert browser.flash(browser.post("authenticator/remove"), "security").notice == "factor.removed"
    browser.post("sign-out")
    assert browser.sign_in().headers["location"] == "/es/home/"


@time_machine.travel(WHEN, tick=False)
def test_a_session_token_planted_before_the_second_step_is_worth_nothing(browser: FactorBrowser) -> None:
    browser.client.cookies.set("kiosk_session", "planted", domain="kiosk.example")
    browser.sign_in()
    token = browser.second(browser.code()).cookies["kiosk_session"]
    assert (browser.actor_of(token), browser.actor_of("planted")) == ("Ana", None)
