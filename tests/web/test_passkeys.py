"""Passkeys, as a browser with a device posts them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from sqlalchemy import Engine
from sqlmodel import Session, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ctpat_app.adapters.rate_limits import MemoryLimiter
from ctpat_app.services.second_factors import asks_second_factor
from ctpat_app.tables.accounts import UserAccountRow, UserSessionRow
from ctpat_app.tables.recovery import RecoveryCodeRow
from ctpat_app.tables.second_factors import PasskeyRow
from ctpat_app.web.auth import auth_routes
from ctpat_app.web.own_sessions import session_forms
from ctpat_app.web.passkeys import CHALLENGE_COOKIE, passkey_forms
from ctpat_app.web.second_factors import second_factor_forms
from tests.devices import PRESENT, Device
from tests.web.test_auth import SETTINGS, Browser, Response, cookie_attributes

WHEN = datetime(2026, 3, 2, 14, 2, tzinfo=UTC)


class Person(Browser):
    """Ana's browser with a device in it."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        more = {**second_factor_forms(), **passkey_forms(), **session_forms()}
        routes = auth_routes(SETTINGS, passwords=self.passwords, limiter=MemoryLimiter(), more=more)
        self.client = TestClient(Starlette(routes=routes), base_url="https://kiosk.example", follow_redirects=False)
        self.device = Device("https://kiosk.example", "kiosk.example")

    def asked(self, purpose: str) -> dict[str, Any]:
        answer: dict[str, Any] = self.post("passkeys/begin", purpose=purpose).json()["options"]
        return answer

    def adds(self, name: str = "", device: Device | None = None) -> Response:
        answer = (device or self.device).make(self.asked("add"))
        return self.post("passkeys/add", answer=answer, name=name)

    def shows(self, form: str = "sign-in", device: Device | None = None, **more: str) -> Response:
        answer = (device or self.device).show(self.asked("show"))
        return self.post(f"passkeys/{form}", answer=answer, **more)

    def rows(self) -> list[PasskeyRow]:
        with Session(self.engine) as session:
            return list(session.exec(select(PasskeyRow)))

    def change_session(self, change: Callable[[UserSessionRow], None]) -> None:
        with Session(self.engine) as session:
            for row in session.exec(select(UserSessionRow)):
                change(row)
                session.add(row)
            session.commit()


@pytest.fixture
def ana(sqlite_file: Engine) -> Person:
    """Ana, signed in with her password."""
    ana = Person(sqlite_file)
    ana.add()
    ana.sign_in()
    return ana


@pytest.fixture
def keyed(ana: Person) -> Person:
    """Ana with a passkey, signed out."""
    ana.adds("Office")
    ana.post("sign-out")
    return ana


def test_a_passkey_is_set_up_with_a_name_and_with_printed_codes(ana: Person) -> None:
    flash = ana.flash(ana.adds("  Büro 1 "), "security")
    assert flash.notice == "passkey.added-with-codes"
    assert len(flash.values["codes"].split()) == 10
    (row,) = ana.rows()
    assert (row.name, row.last_used_at) == ("Büro 1", None)
    assert [mail.template for mail in ana.mails()] == ["passkey-added"]
    assert (
        ana.flash(ana.adds("", Device("https://kiosk.example", "kiosk.example")), "security").notice == "passkey.added"
    )


def test_the_device_is_asked_for_its_own_code_and_told_what_it_has(ana: Person) -> None:
    ana.adds()
    options = ana.asked("add")
    assert options["rp"] == {"name": SETTINGS.kiosk_name, "id": "kiosk.example"}
    assert [each["id"] for each in options["excludeCredentials"]] == [ana.rows()[0].credential_id]
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["user"]["id"] == ana.device.handle
    assert ana.asked("show")["userVerification"] == "required"


def test_a_passkey_signs_in_without_address_or_password_and_leads_on(keyed: Person) -> None:
    done = keyed.shows(next="/es/apply/?draft=3")
    assert done.headers["location"] == "/es/apply/?draft=3"
    assert keyed.actor_of(done.cookies["kiosk_session"]) == "Ana"
    assert keyed.rows()[0].last_used_at is not None


def test_a_passkey_needs_no_password_of_today(keyed: Person) -> None:
    with Session(keyed.engine) as session:
        session.exec(select(UserAccountRow)).one().password_changed_at -= timedelta(days=400)
        session.commit()
    assert keyed.actor_of(keyed.shows().cookies["kiosk_session"]) == "Ana"


def test_with_a_passkey_the_password_alone_does_not_let_in(keyed: Person) -> None:
    half = keyed.sign_in(shared="yes", next="/es/apply/")
    assert urlsplit(half.headers["location"]).path == "/es/second-factor/"
    assert "kiosk_session" not in half.cookies
    done = keyed.shows(next="/es/apply/")
    assert keyed.actor_of(done.cookies["kiosk_session"]) == "Ana"
    assert "max-age" not in cookie_attributes(done, "kiosk_session"), "the tick of the first page counts"


def test_an_answer_counts_once_even_when_its_challenge_comes_again(keyed: Person) -> None:
    sealed = keyed.post("passkeys/begin", purpose="show")
    answer = keyed.device.show(sealed.json()["options"])
    assert "kiosk_session" in keyed.post("passkeys/sign-in", answer=answer).cookies
    keyed.post("sign-out")
    keyed.client.cookies.set(CHALLENGE_COOKIE, sealed.cookies[CHALLENGE_COOKIE], domain="kiosk.example", path="/auth/")
    again = keyed.post("passkeys/sign-in", answer=answer)
    assert keyed.codes(again, "sign-in") == [("", "passkey.refused")]


def test_a_copy_that_is_behind_in_counting_is_refused(ana: Person) -> None:
    ana.device.count = 5
    ana.adds()
    ana.post("sign-out")
    copied = Device(**vars(ana.device))
    assert "kiosk_session" in ana.shows().cookies
    ana.post("sign-out")
    assert ana.codes(ana.shows(device=copied), "sign-in") == [("", "passkey.refused")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://kiosk.example.evil"},
        {"domain": "evil.example"},
        {"flags": PRESENT},
        {"handle": "c29tZWJvZHk"},
        {"key": Device("", "").key},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_what_is_not_right_about_an_answer_is_refused(keyed: Person, wrong: dict[str, Any]) -> None:
    device = Device(**{**vars(keyed.device), **wrong})
    assert keyed.codes(keyed.shows(device=device), "sign-in") == [("", "passkey.refused")]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("", "passkey.refused"),
        ("NotAllowedError", "passkey.cancelled"),
        ("{}", "passkey.unknown"),
        ("{", "passkey.unknown"),
        ('{"id": 3}', "passkey.unknown"),
        ('{"id": "' + "A" * 2000 + '"}', "passkey.unknown"),
    ],
)
def test_what_is_no_answer_is_told_in_words(keyed: Person, answer: str, code: str) -> None:
    keyed.asked("show")
    assert keyed.codes(keyed.post("passkeys/sign-in", answer=answer), "sign-in") == [("", code)]


def test_a_challenge_of_one_purpose_serves_no_other_and_ends_after_five_minutes(keyed: Person) -> None:
    with time_machine.travel(WHEN, tick=False):
        answer = keyed.device.show(keyed.asked("show"))
    with time_machine.travel(WHEN + timedelta(minutes=6), tick=False):
        assert keyed.codes(keyed.post("passkeys/sign-in", answer=answer), "sign-in") == [("", "passkey.too-late")]
        keyed.shows()
        made = Device("https://kiosk.example", "kiosk.example").make({**keyed.asked("show"), "user": {"id": "eA"}})
        assert keyed.codes(keyed.post("passkeys/add", answer=made), "security") == [("passkey", "passkey.too-late")]


def test_somebody_without_a_session_adds_and_removes_nothing(keyed: Person) -> None:
    assert urlsplit(keyed.post("passkeys/begin", purpose="add").json()["go"]).path == "/es/sign-in/"
    for form in ("add", "remove"):
        answer = keyed.post(f"passkeys/{form}", passkey=str(keyed.rows()[0].id))
        assert urlsplit(answer.headers["location"]).path == "/es/sign-in/"
    assert len(keyed.rows()) == 1


def test_adding_and_removing_need_a_recent_proof(ana: Person) -> None:
    ana.adds()

    def long_ago(row: UserSessionRow) -> None:
        row.proved_at = row.created_at - timedelta(hours=1)

    ana.change_session(long_ago)
    assert urlsplit(ana.post("passkeys/begin", purpose="add").json()["go"]).path == "/es/prove/"
    for form in ("add", "remove"):
        answer = ana.post(f"passkeys/{form}", passkey=str(ana.rows()[0].id))
        assert urlsplit(answer.headers["location"]).path == "/es/prove/"
    assert len(ana.rows()) == 1
    assert ana.shows("prove", next="/es/sign/?draft=3").headers["location"] == "/es/sign/?draft=3"
    assert ana.flash(ana.post("passkeys/remove", passkey=str(ana.rows()[0].id)), "security").notice == "passkey.removed"


def test_the_passkey_of_somebody_else_proves_and_removes_nothing(keyed: Person) -> None:
    keyed.add("dan")
    keyed.sign_in("dan@example.com")
    assert keyed.codes(keyed.shows("prove"), "prove") == [("", "passkey.refused")]
    answer = keyed.post("passkeys/remove", passkey=str(keyed.rows()[0].id))
    assert keyed.codes(answer, "security") == [("", "access.not-yours")]
    assert len(keyed.rows()) == 1


def test_with_the_last_passkey_the_printed_codes_go(ana: Person) -> None:
    ana.adds()
    ana.post("passkeys/remove", passkey=str(ana.rows()[0].id))
    with Session(ana.engine) as session:
        assert not asks_second_factor(session, 1)
        assert session.exec(select(RecoveryCodeRow)).all() == []


def test_the_same_device_twice_and_an_eleventh_are_refused(ana: Person) -> None:
    ana.adds()
    assert ana.codes(ana.adds(), "security") == [("passkey", "passkey.present")]
    for _ in range(9):
        ana.adds(device=Device("https://kiosk.example", "kiosk.example"))
    assert ana.post("passkeys/begin", purpose="add").json() == {}
    answer = json.dumps({"id": "x"})
    assert ana.codes(ana.post("passkeys/add", answer=answer), "security") == [("passkey", "passkey.too-many")]


def test_a_removed_passkey_opens_nothing(ana: Person) -> None:
    ana.adds()
    ana.post("passkeys/remove", passkey=str(ana.rows()[0].id))
    ana.post("sign-out")
    assert ana.codes(ana.shows(), "sign-in") == [("", "passkey.unknown")]


def test_who_leaves_does_not_get_in_by_passkey(keyed: Person) -> None:
    with Session(keyed.engine) as session:
        session.exec(select(UserAccountRow)).one().leaving_at = datetime.now(UTC)
        session.commit()
    assert keyed.codes(keyed.shows(), "sign-in") == [("", "passkey.refused")]


def test_another_site_can_not_ask_for_a_challenge(ana: Person) -> None:
    assert ana.post("passkeys/begin", sent_from="https://evil.example", purpose="show").status_code == 403
