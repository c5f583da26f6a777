"""The presses on the way to one's own phone, as two browsers post them: the terminal's and the phone's."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ctpat_app.adapters import clock
from ctpat_app.adapters.rate_limits import MemoryLimiter
from ctpat_app.adapters.shared_terminal import PHONE_COOKIE, TERMINAL_COOKIE, Terminal, seal_terminal
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.phone_handovers import Place, arrive, show_code
from ctpat_app.services.sessions import Browser as Where
from ctpat_app.services.sessions import find_actor, open_session
from ctpat_app.tables.accounts import UserSessionRow
from ctpat_app.tables.phone_handovers import PhoneHandoverRow
from ctpat_app.web.attempts import PHONE_ADDRESS
from ctpat_app.web.auth import auth_routes
from ctpat_app.web.gate import SESSION_COOKIE
from ctpat_app.web.own_sessions import session_forms
from ctpat_app.web.phone_handovers import phone_forms
from tests.factories import Cast, a_draft, the_cast
from tests.web.test_auth import SETTINGS, Browser, Response, cookie_attributes

CODE = "ABCD-EFGH"
SHARED = Where(shared=True, idle=timedelta(minutes=10))


class Screen(Browser):
    """One of the two browsers; ``limiter`` is that of the kiosk."""

    def __init__(self, engine: Engine, limiter: MemoryLimiter) -> None:
        super().__init__(engine)
        more = {**session_forms(), **phone_forms()}
        app = Starlette(routes=auth_routes(SETTINGS, passwords=self.passwords, limiter=limiter, more=more))
        self.client = TestClient(app, base_url="https://kiosk.example", follow_redirects=False)

    def take(self, code: str = CODE, **more: str) -> Response:
        return self.post("phone-take", code=code, **more)


class Kiosk:
    """Ana at the terminal with a code on the screen, and her phone."""

    def __init__(self, engine: Engine) -> None:
        self.engine, limiter = engine, MemoryLimiter()
        self.terminal, self.phone, self.bystander = (Screen(engine, limiter) for _ in range(3))
        moment = clock.real_now()
        with Session(engine) as session:
            self.cast: Cast = the_cast(session)
            self.draft = a_draft(session, self.cast.account, self.cast.ana)
            for token, actor in (("terminal", self.cast.ana), ("dan", self.cast.dan)):
                open_session(session, user_id=actor.user_id, token=token, device="", now=moment, browser=SHARED)
            show_code(
                session,
                self.cast.ana,
                place=Place(self.draft, "apply", "identifiers"),
                digest=token_hash("terminal"),
                terminal="Lobby",
                code=CODE,
                now=moment,
            )
            session.commit()
        self.terminal.client.cookies.set(SESSION_COOKIE, "terminal", domain="kiosk.example", path="/")
        sealed = seal_terminal(SETTINGS.secret_key, Terminal("Lobby", "en"))
        self.terminal.client.cookies.set(TERMINAL_COOKIE, sealed, domain="kiosk.example", path="/")

    def row(self) -> PhoneHandoverRow:
        with Session(self.engine) as session:
            return session.exec(select(PhoneHandoverRow)).one()

    def is_signed_in(self, token: str) -> bool:
        with Session(self.engine) as session:
            return find_actor(session, token_hash(token), now=clock.real_now()) is not None

    def confirm(self, digits: str = "") -> Response:
        return self.terminal.post("phone-confirm", digits=digits or self.row().digits)


@pytest.fixture
def kiosk(sqlite_file: Engine) -> Kiosk:
    return Kiosk(sqlite_file)


def test_the_phone_takes_the_code_up_and_keeps_a_cookie_that_signs_nobody_in(kiosk: Kiosk) -> None:
    answer = kiosk.phone.take(" abcd efgh ")
    assert (answer.status_code, answer.headers["location"]) == (303, "/es/phone/")
    assert answer.headers["cache-control"] == "no-store"
    assert cookie_attributes(answer, PHONE_COOKIE) >= {"httponly", "samesite", "secure", "max-age"}
    assert kiosk.phone.client.cookies.get(SESSION_COOKIE) is None
    assert kiosk.row().state == "taken"
    assert len(kiosk.row().digits) == 2


def test_a_yes_ends_the_session_of_the_terminal_and_clears_it(kiosk: Kiosk) -> None:
    kiosk.phone.take()
    answer = kiosk.confirm()
    assert answer.headers["location"] == "/en/terminal/"
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert not kiosk.is_signed_in("terminal")
    with Session(kiosk.engine) as session:
        token = str(kiosk.phone.client.cookies[PHONE_COOKIE])
        place = arrive(session, kiosk.cast.ana, phone_token=token, now=clock.real_now())
    assert place == f"apply/?draft={kiosk.draft}&step=identifiers"


def test_a_bystander_with_a_photograph_of_the_code_gains_nothing(kiosk: Kiosk) -> None:
    kiosk.bystander.take()
    assert kiosk.phone.codes(kiosk.phone.take(), "phone") == [("code", "phone.code-over")]
    kiosk.confirm()  # ana does not look
    assert kiosk.bystander.client.cookies.get(SESSION_COOKIE) is None
    with Session(kiosk.engine) as session:
        token = str(kiosk.bystander.client.cookies[PHONE_COOKIE])
        assert arrive(session, kiosk.cast.dan, phone_token=token, now=clock.real_now()) == ""
        opened = session.exec(select(UserSessionRow)).all()
    assert len(opened) == 2


def test_a_yes_for_other_digits_is_refused_and_ends_nothing(kiosk: Kiosk) -> None:
    kiosk.phone.take()
    other = f"{(int(kiosk.row().digits) + 1) % 100:02d}"
    answer = kiosk.confirm(other)
    assert kiosk.terminal.codes(answer, "to-phone") == [("", "phone.changed")]
    assert kiosk.is_signed_in("terminal")


def test_nobody_signed_out_can_say_yes(kiosk: Kiosk) -> None:
    kiosk.phone.take()
    answer = kiosk.bystander.post("phone-confirm", digits=kiosk.row().digits)
    assert kiosk.bystander.codes(answer, "sign-in") == [("", "access.signed-out")]
    kiosk.bystander.client.cookies.set(SESSION_COOKIE, "dan", domain="kiosk.example", path="/")
    answer = kiosk.bystander.post("phone-confirm", digits=kiosk.row().digits)
    assert kiosk.bystander.codes(answer, "to-phone") == [("", "phone.changed")]
    assert kiosk.row().state == "taken"


def test_a_phone_on_which_somebody_else_is_signed_in_is_refused(kiosk: Kiosk) -> None:
    kiosk.phone.client.cookies.set(SESSION_COOKIE, "dan", domain="kiosk.example", path="/")
    assert kiosk.phone.codes(kiosk.phone.take(), "phone") == [("code", "phone.other-person")]
    assert kiosk.row().state == "offered"


def test_guessing_is_stopped_and_the_right_code_does_not_count(kiosk: Kiosk) -> None:
    for _ in range(PHONE_ADDRESS.attempts):
        assert kiosk.bystander.codes(kiosk.bystander.take("AAAA-AAAA"), "phone") == [("code", "phone.code-over")]
    answer = kiosk.bystander.take()
    assert kiosk.bystander.codes(answer, "phone") == [("", "phone.too-many-tries")]
    assert kiosk.row().state == "offered"


@pytest.mark.parametrize("form", ["phone-take", "phone-confirm"])
def test_neither_a_visit_nor_another_site_presses_anything(kiosk: Kiosk, form: str) -> None:
    for method in ("GET", "HEAD"):
        assert kiosk.phone.client.request(method, f"/auth/{form}?code={CODE}").status_code == 405
    assert kiosk.phone.post(form, sent_from="https://evil.example", code=CODE).status_code == 403
    assert kiosk.row().state == "offered"
