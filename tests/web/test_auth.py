"""The routes for getting in, as a browser posts to them."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ctpat_app.adapters import clock
from ctpat_app.adapters.flash import FLASH_COOKIE, Flash, open_flash
from ctpat_app.adapters.passwords import Passwords, Verdict
from ctpat_app.adapters.rate_limits import Limit, MemoryLimiter
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.outbox import Mail, newest_mails
from ctpat_app.services.sessions import find_actor
from ctpat_app.settings import Settings
from ctpat_app.tables.accounts import UserAccountRow, UserSessionRow
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.web.auth import auth_routes
from tests.factories import a_person

SETTINGS = Settings(public_url="https://kiosk.example", languages=("en", "es"), secret_key="s" * 32)
ORIGIN = {"origin": "https://kiosk.example"}
GOOD = "quiet otters fold paper maps"


Response = Any
"""Starlette's test client chooses its library by itself."""


class CountingPasswords(Passwords):
    """Real hashing at the lowest costs; notes what work was done."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_kib=8)
        self.work: list[str] = []

    def hash_now(self, password: str) -> str:
        self.work.append("hash")
        return super().hash_now(password)

    def verify_now(self, password: str, stored: str | None) -> Verdict:
        self.work.append("verify")
        return super().verify_now(password, stored)


class Browser:
    """A browser on its way through the forms."""

    def __init__(self, engine: Engine, settings: Settings = SETTINGS, passwords: Passwords | None = None) -> None:
        self.engine = engine
        self.settings = settings
        self.passwords = passwords or CountingPasswords()
        app = Starlette(routes=auth_routes(settings, passwords=self.passwords, limiter=MemoryLimiter()))
        self.client = TestClient(app, base_url="https://kiosk.example", follow_redirects=False)

    def post(self, path: str, /, *, sent_from: str = "https://kiosk.example", **fields: str) -> Response:
        return self.client.post(f"/auth/{path}", data={"language": "es"} | fields, headers={"origin": sent_from})

    def register(
        self, email: str = "ana@example.com", name: str = "Ana", password: str = GOOD, **more: str
    ) -> Response:
        return self.post("register", email=email, name=name, password=password, **more)

    def sign_in(self, email: str = "ana@example.com", password: str = GOOD, **more: str) -> Response:
        return self.post("sign-in", email=email, password=password, **more)

    def flash(self, response: Response, form: str) -> Flash:
        (number,) = parse_qs(urlsplit(response.headers["location"]).query)["try"]
        sealed = response.cookies[FLASH_COOKIE]
        flash = open_flash(self.settings.secret_key, sealed, form=form, number=number)
        assert flash is not None
        return flash

    def codes(self, response: Response, form: str) -> list[tuple[str, str]]:
        return [(problem.field, problem.code) for problem in self.flash(response, form).problems]

    def mails(self) -> list[Mail]:
        with Session(self.engine) as session:
            return newest_mails(session)

    def add(self, name: str = "ana", *, confirmed: bool = True) -> None:
        with Session(self.engine) as session:
            person = a_person(session, name, confirmed=confirmed)
            row = session.get_one(UserAccountRow, person.user_id)
            row.password_hash = Passwords(time_cost=1, memory_kib=8).hash_now(GOOD)
            session.commit()

    def actor_of(self, token: str) -> str | None:
        with Session(self.engine) as session:
            found = find_actor(session, token_hash(token), now=clock.now())
            return found.name if found else None


@pytest.fixture
def browser(sqlite_file: Engine) -> Browser:
    return Browser(sqlite_file)


def cookie_attributes(response: Response, name: str) -> set[str]:
    (line,) = (line for line in response.headers.get_list("set-cookie") if line.startswith(f"{name}="))
    return {part.strip().partition("=")[0].lower() for part in line.split(";")[1:]}


def test_the_whole_way_from_registering_to_signed_in(browser: Browser) -> None:
    sent = browser.register(next="/es/invitation/?token=x")
    assert (sent.status_code, urlsplit(sent.headers["location"]).path) == (303, "/es/check-mail/")
    (mail,) = browser.mails()
    opened = browser.client.get(mail.params["path"])
    assert (opened.status_code, opened.headers["location"]) == (303, "/es/confirm/")
    confirmed = browser.post("confirm")
    assert urlsplit(confirmed.headers["location"]).path == "/es/sign-in/"
    flash = browser.flash(confirmed, "sign-in")
    assert (flash.notice, flash.values["next"]) == ("sign-in.confirmed", "/es/invitation/?token=x")
    signed_in = browser.sign_in(next=flash.values["next"])
    assert signed_in.headers["location"] == "/es/invitation/?token=x"
    assert browser.actor_of(signed_in.cookies["kiosk_session"]) == "Ana"


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(browser: Browser) -> None:
    browser.add()
    response = browser.sign_in()
    assert {"httponly", "secure", "samesite", "path", "max-age"} <= cookie_attributes(response, "kiosk_session")
    assert "SameSite=lax" in str(response.headers.get_list("set-cookie"))
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("public_url", "secure"),
    [("http://127.0.0.1:8000", True), ("http://localhost:8000", True), ("http://kiosk.lan:8000", False)],
)
def test_without_tls_the_cookie_is_secure_where_browsers_take_it(
    sqlite_file: Engine, public_url: str, secure: bool
) -> None:
    browser = Browser(sqlite_file, replace(SETTINGS, public_url=public_url))
    browser.add()
    response = browser.post("sign-in", sent_from=public_url, email="ana@example.com", password=GOOD)
    assert ("secure" in cookie_attributes(response, "kiosk_session")) is secure


def test_opening_the_link_uses_nothing_up(browser: Browser) -> None:
    browser.register()
    path = browser.mails()[0].params["path"]
    for _ in range(3):
        assert browser.client.get(path).status_code == 303
        assert browser.client.head(path).status_code == 303
    assert browser.flash(browser.post("confirm"), "sign-in").notice == "sign-in.confirmed"


def test_the_token_leaves_the_address_of_the_page(browser: Browser) -> None:
    browser.register()
    opened = browser.client.get(browser.mails()[0].params["path"])
    assert "token" not in opened.headers["location"]
    assert "httponly" in cookie_attributes(opened, "kiosk_link")


def test_a_link_works_once(browser: Browser) -> None:
    browser.register()
    path = browser.mails()[0].params["path"]
    browser.client.get(path)
    browser.post("confirm")
    browser.client.get(path)
    assert browser.codes(browser.post("confirm"), "confirm") == [("", "link.used")]


@pytest.mark.parametrize(
    ("path", "code"),
    [("/auth/confirm?token=invented", "link.unknown"), ("/auth/confirm", "link.missing"), ("", "link.missing")],
)
def test_a_link_that_cannot_work_says_what_to_do(browser: Browser, path: str, code: str) -> None:
    if path:
        browser.client.get(path)
    assert browser.codes(browser.post("confirm"), "confirm") == [("", code)]


def test_known_and_unknown_addresses_get_the_same_answer_to_registering(browser: Browser) -> None:
    browser.add()
    known, unknown = browser.register(), browser.register(email="bea@example.com")
    assert urlsplit(known.headers["location"]).path == urlsplit(unknown.headers["location"]).path
    flashes = [browser.flash(each, "check-mail") for each in (known, unknown)]
    assert [replace(each, number="", values={}) for each in flashes] == [
        Flash("check-mail", notice="register.sent")
    ] * 2
    assert sorted(mail.template for mail in browser.mails()) == ["already-registered", "confirm-email"]


def test_known_and_unknown_addresses_cost_the_same_hashing(sqlite_file: Engine) -> None:
    passwords = CountingPasswords()
    browser = Browser(sqlite_file, passwords=passwords)
    browser.add()
    work: list[list[str]] = []
    for request in (
        lambda: browser.sign_in(password="wrong " + GOOD),
        lambda: browser.sign_in(email="nobody@example.com"),
        browser.register,
        lambda: browser.register(email="nobody@example.com"),
    ):
        passwords.work.clear()
        request()  # type: ignore[no-untyped-call]
        work.append(list(passwords.work))
    assert work == [["verify"], ["verify"], ["hash"], ["hash"]]


@pytest.mark.parametrize(
    ("email", "password"), [("ana@example.com", "wrong"), ("nobody@example.com", GOOD), ("waiting@example.com", GOOD)]
)
def test_wrong_password_unknown_and_unconfirmed_get_one_answer(browser: Browser, email: str, password: str) -> None:
    browser.add()
    browser.add("waiting", confirmed=False)
    refused = browser.sign_in(email=email, password=password)
    assert browser.codes(refused, "sign-in") == [("", "sign-in.refused")]
    assert browser.flash(refused, "sign-in").values == {"email": email, "next": ""}
    assert "kiosk_session" not in refused.cookies


def test_a_right_password_before_the_confirmation_mails_a_fresh_link(browser: Browser) -> None:
    browser.add("waiting", confirmed=False)
    browser.sign_in(email="waiting@example.com")
    (mail,) = browser.mails()
    browser.client.get(mail.params["path"])
    browser.post("confirm")
    assert browser.sign_in(email="waiting@example.com").headers["location"] == "/es/home/"


def test_every_fault_of_the_form_is_told_at_once_and_what_was_typed_comes_back(browser: Browser) -> None:
    refused = browser.register(email="ana", name="", password="short")
    assert urlsplit(refused.headers["location"]).path == "/es/register/"
    assert browser.codes(refused, "register") == [
        ("name", "name.missing"),
        ("email", "email.no-at"),
        ("password", "password.too-short"),
    ]
    assert browser.flash(refused, "register").values == {"email": "ana", "name": "", "next": ""}


def test_no_password_travels_back(browser: Browser) -> None:
    for response in (browser.register(email="x", password=GOOD), browser.sign_in(password=GOOD + "!")):
        form = "register" if "register" in response.headers["location"] else "sign-in"
        assert GOOD not in repr(browser.flash(response, form))


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("passwordpassword", "password.repeats"),
        ("qwertyuiop[]", "password.keyboard"),
        ("ana@example.com", "password.personal"),
        ("aaaaaaaaaaaaaaaaaaaaaa", "password.repeats"),
        ("a" * 201, "password.too-long"),
    ],
)
def test_passwords_that_are_easy_to_guess_are_refused_with_the_reason(
    browser: Browser, password: str, code: str
) -> None:
    refused = browser.register(name="Ana Maria", password=password)
    assert browser.codes(refused, "register") == [("password", code)]


@pytest.mark.parametrize(
    "password", [GOOD, "四只安静的水獭在折叠纸地图", "тихие выдры складывают карты", "x7$Kp2!mQz9@w"]
)
def test_long_passwords_of_any_script_are_taken(browser: Browser, password: str) -> None:
    assert urlsplit(browser.register(password=password).headers["location"]).path == "/es/check-mail/"


def test_the_same_password_matches_however_the_keyboard_encodes_it(browser: Browser) -> None:
    browser.register(password="cafe\u0301 lejos de Ñandú azul")
    browser.client.get(browser.mails()[0].params["path"])
    browser.post("confirm")
    assert browser.sign_in(password="caf\u00e9 lejos de Ñandú azul").headers["location"] == "/es/home/"


def test_a_token_planted_before_signing_in_is_worth_nothing(browser: Browser) -> None:
    browser.add()
    browser.client.cookies.set("kiosk_session", "planted", domain="kiosk.example")
    token = browser.sign_in().cookies["kiosk_session"]
    assert token != "planted"
    assert (browser.actor_of(token), browser.actor_of("planted")) == ("Ana", None)


def test_signing_in_again_ends_the_former_session_of_the_browser(browser: Browser) -> None:
    browser.add()
    first = browser.sign_in().cookies["kiosk_session"]
    second = browser.sign_in().cookies["kiosk_session"]
    assert (browser.actor_of(first), browser.actor_of(second)) == (None, "Ana")


def test_sign_out_ends_the_session_on_the_server(browser: Browser) -> None:
    browser.add()
    token = browser.sign_in().cookies["kiosk_session"]
    response = browser.post("sign-out")
    assert browser.actor_of(token) is None
    assert "kiosk_session" not in browser.client.cookies
    assert browser.flash(response, "sign-in").notice == "sign-in.signed-out"


@pytest.mark.parametrize(
    ("wanted", "leads_to"), [("/es/svi/?account=1", "/es/svi/?account=1"), ("//evil.example", "/es/home/")]
)
def test_who_signs_in_before_the_page_has_loaded_goes_on_where_its_address_says(
    browser: Browser, wanted: str, leads_to: str
) -> None:
    browser.add()
    browser.client.headers["referer"] = f"https://kiosk.example/es/sign-in/?{urlencode({'next': wanted})}"
    assert browser.sign_in(next="").headers["location"] == leads_to


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "/\tevil", "javascript:alert(1)", "/auth/confirm"],
)
def test_nobody_is_sent_to_another_site(browser: Browser, target: str) -> None:
    browser.add()
    assert browser.sign_in(next=target).headers["location"] == "/es/home/"


@pytest.mark.parametrize("language", ["", "fr", "../en", "//evil.example"])
def test_an_unknown_language_falls_back_to_the_first(browser: Browser, language: str) -> None:
    browser.add()
    assert browser.sign_in(language=language).headers["location"] == "/en/home/"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "https://kiosk.example.evil.example"},
        {"origin": "https://kiosk.example", "sec-fetch-site": "cross-site"},
        {"origin": "https://kiosk.example", "sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {},
    ],
)
@pytest.mark.parametrize("path", ["register", "resend", "sign-in", "sign-out", "confirm"])
def test_forms_of_other_sites_do_nothing(browser: Browser, headers: dict[str, str], path: str) -> None:
    browser.add()
    token = browser.sign_in().cookies["kiosk_session"]
    fields = {"email": "bea@example.com", "name": "Bea", "password": GOOD}
    refused = browser.client.post(f"/auth/{path}", data=fields, headers=headers)
    assert (refused.status_code, "set-cookie" in refused.headers) == (403, False)
    assert browser.actor_of(token) == "Ana"
    assert browser.mails() == []


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "same-origin"}, {"origin": "null", "sec-fetch-site": "same-origin"}, ORIGIN]
)
def test_forms_of_our_own_pages_pass(browser: Browser, headers: dict[str, str]) -> None:
    browser.add()
    fields = {"email": "ana@example.com", "password": GOOD}
    assert browser.client.post("/auth/sign-in", data=fields, headers=headers).headers["location"] == "/en/home/"


@pytest.mark.parametrize(
    ("request_parts", "status"),
    [
        ({"json": {"email": "ana@example.com"}}, 400),
        ({"files": {"email": ("x", b"y")}}, 400),
        ({"content": b"email=" + b"a" * 20_000, "headers": {"content-type": "application/x-www-form-urlencoded"}}, 413),
        ({"content": b"a=\xff\xfe%ff", "headers": {"content-type": "application/x-www-form-urlencoded"}}, 400),
        ({"content": b"&".join([b"a=1"] * 100), "headers": {"content-type": "application/x-www-form-urlencoded"}}, 400),
    ],
)
def test_what_is_no_small_form_is_refused(browser: Browser, request_parts: dict[str, Any], status: int) -> None:
    headers = ORIGIN | request_parts.pop("headers", {})
    assert browser.client.post("/auth/sign-in", headers=headers, **request_parts).status_code == status


def test_a_body_that_lies_about_its_length_is_cut_off(browser: Browser) -> None:
    def endless() -> Iterator[bytes]:
        yield from (b"a" * 1024 for _ in range(64))

    headers = ORIGIN | {"content-type": "application/x-www-form-urlencoded", "content-length": "10"}
    assert browser.client.post("/auth/sign-in", headers=headers, content=endless()).status_code == 413


def test_guessing_is_slowed_down_and_the_answer_says_how_long(browser: Browser) -> None:
    browser.add()
    answers = [browser.codes(browser.sign_in(password=f"guess {n}"), "sign-in")[0][1] for n in range(12)]
    assert answers == ["sign-in.refused"] * 10 + ["sign-in.too-many"] * 2


def test_the_owner_gets_in_while_strangers_use_up_the_attempts(sqlite_file: Engine) -> None:
    limiter = MemoryLimiter()
    owner, stranger = Browser(sqlite_file), Browser(sqlite_file)
    for each in (owner, stranger):
        app = Starlette(routes=auth_routes(SETTINGS, passwords=each.passwords, limiter=limiter))
        each.client = TestClient(app, base_url="https://kiosk.example", follow_redirects=False)
    owner.add()
    owner.sign_in()
    for n in range(12):
        stranger.sign_in(password=f"guess {n}")
    assert stranger.codes(stranger.sign_in(), "sign-in") == [("", "sign-in.too-many")]
    assert owner.sign_in().headers["location"] == "/es/home/"


def test_good_sign_ins_are_not_counted(browser: Browser) -> None:
    browser.add()
    for _ in range(15):
        browser.client.cookies.clear()
        assert browser.sign_in().headers["location"] == "/es/home/"


def test_nobody_is_flooded_with_mail_and_the_answer_stays_the_same(browser: Browser) -> None:
    targets = {urlsplit(browser.register().headers["location"]).path for _ in range(8)}
    assert targets == {"/es/check-mail/"}
    assert len(browser.mails()) == 4


@pytest.mark.parametrize(("hops", "addresses"), [(0, {"testclient"}), (1, {"198.51.100.7"}), (2, {"203.0.113.9"})])
def test_the_address_of_the_client_is_read_behind_our_own_proxies_only(
    sqlite_file: Engine, hops: int, addresses: set[str]
) -> None:
    class Noting(MemoryLimiter):
        async def take(self, limit: Limit, key: str) -> int:
            if limit.name == "register-address":
                seen.add(key)
            return await super().take(limit, key)

    seen: set[str] = set()
    settings = replace(SETTINGS, trusted_proxy_hops=hops)
    app = Starlette(routes=auth_routes(settings, passwords=CountingPasswords(), limiter=Noting()))
    client = TestClient(app, base_url="https://kiosk.example", follow_redirects=False)
    headers = ORIGIN | {"x-forwarded-for": "192.0.2.66, 203.0.113.9, 198.51.100.7"}
    fields = {"email": "a@example.com", "name": "A", "password": GOOD}
    client.post("/auth/register", data=fields, headers=headers)
    assert seen == addresses


def test_a_hash_made_at_lower_costs_is_renewed_at_sign_in(sqlite_file: Engine) -> None:
    browser = Browser(sqlite_file, passwords=Passwords(time_cost=2, memory_kib=16))
    browser.add()
    browser.sign_in()
    with Session(sqlite_file) as session:
        stored = session.exec(select(UserAccountRow.password_hash)).one()
    assert "m=16,t=2" in stored
    assert browser.sign_in().headers["location"] == "/es/home/"


def test_a_very_large_typed_value_does_not_break_the_answer(browser: Browser) -> None:
    refused = browser.register(email="ñ" * 1000, name="x" * 3000)
    assert browser.codes(refused, "register") == [("name", "name.too-long"), ("email", "email.too-long")]


def test_a_flash_is_for_one_visit_of_one_form(browser: Browser) -> None:
    refused = browser.sign_in(password="wrong")
    sealed, key = refused.cookies[FLASH_COOKIE], SETTINGS.secret_key
    number = parse_qs(urlsplit(refused.headers["location"]).query)["try"][0]
    assert open_flash(key, sealed, form="register", number=number) is None
    assert open_flash(key, sealed, form="sign-in", number="") is None
    assert open_flash("other key", sealed, form="sign-in", number=number) is None
    assert open_flash(key, sealed[:-2] + "AA", form="sign-in", number=number) is None


def test_neither_audit_trail_nor_sessions_hold_what_would_let_in(browser: Browser) -> None:
    browser.add()
    token = browser.sign_in().cookies["kiosk_session"]
    browser.sign_in(password="wrong guess")
    with Session(browser.engine) as session:
        events = session.exec(select(AuditEventRow).order_by(col(AuditEventRow.number))).all()
        kept = repr(events) + repr(session.exec(select(UserSessionRow)).all())
    assert [event.action for event in events] == ["sign-in.done", "sign-in.refused"]
    assert not any(secret in kept for secret in (token, GOOD, "wrong guess", "ana@example.com"))


def test_hashing_leaves_the_event_loop_free() -> None:
    async def ticks_while_hashing() -> int:
        ticks = 0
        hashing = asyncio.ensure_future(Passwords(time_cost=3, memory_kib=65536).hash(GOOD))
        while not hashing.done():
            await asyncio.sleep(0)
            ticks += 1
        return ticks

    assert asyncio.run(ticks_while_hashing()) > 10
