"""Changing the password while signed in, and passwords that are too old."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import Engine
from sqlmodel import Session, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ctpat_app.adapters import clock
from ctpat_app.adapters.rate_limits import MemoryLimiter
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.sessions import find_actor, find_session, open_session
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.web.auth import auth_routes
from ctpat_app.web.passwords import password_forms
from tests.web.test_auth import GOOD, SETTINGS, Browser, Response

WHEN = datetime(2026, 3, 2, 14, 2, tzinfo=UTC)
NEW = "nine umbrellas follow the tram"


class Person(Browser):
    """Ana's browser."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        routes = auth_routes(SETTINGS, passwords=self.passwords, limiter=MemoryLimiter(), more=password_forms())
        self.client = TestClient(Starlette(routes=routes), base_url="https://kiosk.example", follow_redirects=False)

    def changes(self, current: str = GOOD, password: str = NEW) -> Response:
        return self.post("change-password", current=current, password=password)

    def is_let_in(self, token: str) -> bool:
        with Session(self.engine) as session:
            return find_actor(session, token_hash(token), now=clock.now()) is not None

    def is_held(self, token: str) -> bool:
        with Session(self.engine) as session:
            found = find_session(session, token_hash(token), now=clock.now())
            return bool(found and found.actor.password_expired)


@pytest.fixture
def ana(sqlite_file: Engine) -> Person:
    ana = Person(sqlite_file)
    ana.add()
    return ana


def set_ago(ana: Person, time: timedelta) -> None:
    with Session(ana.engine) as session:
        session.exec(select(UserAccountRow)).one().password_changed_at = WHEN - time
        session.commit()


def test_the_new_password_counts_and_all_other_sessions_end(ana: Person) -> None:
    token = ana.sign_in().cookies["kiosk_session"]
    with Session(ana.engine) as session:
        open_session(session, user_id=1, token="elsewhere", device="", now=clock.now())
        session.commit()
    assert ana.flash(ana.changes(), "security").notice == "password.changed"
    assert ana.is_let_in(token)
    assert not ana.is_let_in("elsewhere")
    assert [mail.template for mail in ana.mails()] == ["password-changed"]
    ana.post("sign-out")
    assert ana.codes(ana.sign_in(), "sign-in") == [("", "sign-in.refused")]
    assert ana.is_let_in(ana.sign_in(password=NEW).cookies["kiosk_session"])


@pytest.mark.parametrize(
    ("current", "password", "found"),
    [
        ("", NEW, [("current", "password.current-missing")]),
        ("not the one", NEW, [("current", "password.current-wrong")]),
        (GOOD, "", [("password", "password.missing")]),
        (GOOD, "short", [("password", "password.too-short")]),
        (GOOD, GOOD, [("password", "password.same")]),
        ("", "", [("current", "password.current-missing"), ("password", "password.missing")]),
        (GOOD, "ana@example.com ana", [("password", "password.personal")]),
    ],
)
def test_what_is_wrong_is_told_and_changes_nothing(
    ana: Person, current: str, password: str, found: list[tuple[str, str]]
) -> None:
    ana.sign_in()
    assert ana.codes(ana.changes(current, password), "change-password") == found
    ana.post("sign-out")
    assert "kiosk_session" in ana.sign_in().cookies


def test_who_is_signed_out_changes_nothing(ana: Person) -> None:
    assert ana.codes(ana.changes(), "sign-in") == [("", "access.signed-out")]


def test_guessing_the_password_of_today_comes_to_an_end(ana: Person) -> None:
    ana.sign_in()
    for _ in range(10):
        ana.changes("wrong guess")
    assert ana.codes(ana.changes(), "change-password") == [("", "sign-in.too-many")]


@pytest.mark.parametrize(
    ("age", "too_old"),
    [
        (timedelta(days=90) - timedelta(seconds=1), False),
        (timedelta(days=90), True),
        (timedelta(days=400), True),
    ],
)
@time_machine.travel(WHEN, tick=False)
def test_a_password_is_too_old_from_its_ninetieth_day_on(ana: Person, age: timedelta, too_old: bool) -> None:
    set_ago(ana, age)
    token = ana.sign_in().cookies["kiosk_session"]
    assert (ana.is_held(token), ana.is_let_in(token)) == (too_old, not too_old)


def test_a_password_grows_too_old_in_mid_session(ana: Person) -> None:
    set_ago(ana, timedelta(days=90) - timedelta(minutes=5))
    with time_machine.travel(WHEN, tick=False):
        token = ana.sign_in().cookies["kiosk_session"]
        assert ana.is_let_in(token)
    with time_machine.travel(WHEN + timedelta(minutes=5), tick=False):
        assert not ana.is_let_in(token)
        assert ana.flash(ana.changes(), "security").notice == "password.changed"
        assert ana.is_let_in(token), "the new one lets in at once"
