"""Signing in, linking and proving through an identity provider, as a browser goes there and comes back."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ctpat_app.adapters.oidc import Provider
from ctpat_app.adapters.rate_limits import MemoryLimiter
from ctpat_app.tables.accounts import UserSessionRow
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.outbox import OutboxRow
from ctpat_app.tables.second_factors import LinkedIdentityRow
from ctpat_app.web.auth import HALF_COOKIE, auth_routes
from ctpat_app.web.headers import SHARED_COOKIE
from ctpat_app.web.languages import COOKIE as LANGUAGE_COOKIE
from ctpat_app.web.oidc import FLOW_COOKIE, oidc_routes
from ctpat_app.web.own_sessions import session_forms
from ctpat_app.web.second_factors import second_factor_forms
from tests.factories import ISSUER
from tests.identity_provider import CLIENT, SECRET, IdentityProvider
from tests.web.test_auth import SETTINGS, Browser, Response, cookie_attributes
from tests.web.test_second_factors import FactorBrowser

WITH_PROVIDER = replace(
    SETTINGS, oidc_issuer=ISSUER, oidc_client_id=CLIENT, oidc_client_secret=SECRET, oidc_label="Example ID"
)
REFRESH = re.compile(r'http-equiv="refresh" content="0; url=([^"]+)"')


class Traveller(FactorBrowser):
    """A browser that also goes to the identity provider and back."""

    def __init__(self, engine: Engine, limiter: MemoryLimiter | None = None) -> None:
        super().__init__(engine)
        self.settings = WITH_PROVIDER
        self.there = IdentityProvider()
        limiter = limiter or MemoryLimiter()
        provider = Provider(WITH_PROVIDER, transport=self.there.transport)
        routes = [
            *auth_routes(
                WITH_PROVIDER,
                passwords=self.passwords,
                limiter=limiter,
                more={**second_factor_forms(), **session_forms()},
            ),
            *oidc_routes(WITH_PROVIDER, passwords=self.passwords, limiter=limiter, provider=provider),
        ]
        self.client = TestClient(Starlette(routes=routes), base_url="https://kiosk.example", follow_redirects=False)

    def leave(self, form: str = "begin", **fields: str) -> str:
        """Post a form that leads to the provider; return the address to which the page leads."""
        page = self.post(f"oidc/{form}", **fields)
        assert page.status_code == 200, page.headers
        [address] = REFRESH.findall(page.text)
        return unescape(address)

    def come_back(self, address: str, **changed: str) -> Response:
        return self.client.get("/auth/oidc/callback", params=self.there.answer(address) | changed)

    def through(self, form: str = "begin", **fields: str) -> Response:
        """Go there and come back."""
        return self.come_back(self.leave(form, **fields))

    def link(self) -> Response:
        return self.through("link")

    def links(self) -> list[LinkedIdentityRow]:
        with Session(self.engine) as session:
            return list(session.exec(select(LinkedIdentityRow)))

    def ago(self, time: timedelta) -> None:
        """Let time pass: the session was used and proved that much earlier."""
        with Session(self.engine) as session:
            row = session.exec(select(UserSessionRow).where(UserSessionRow.ended_at == None)).one()  # noqa: E711
            row.last_seen_at -= time
            row.proved_at = row.last_seen_at
            session.add(row)
            session.commit()


@pytest.fixture
def ana(sqlite_file: Engine) -> Traveller:
    """Ana's browser; her account is linked, and she is signed out."""
    browser = Traveller(sqlite_file)
    browser.add()
    browser.sign_in()
    assert browser.flash(browser.link(), "security").notice == "oidc.linked"
    browser.post("sign-out")
    return browser


def test_through_the_provider_the_person_comes_to_where_they_wanted(ana: Traveller) -> None:
    done = ana.through(next="/es/apply/?draft=3")
    assert (done.status_code, done.headers["location"]) == (303, "/es/apply/?draft=3")
    assert done.headers["cache-control"] == "no-store"
    assert ana.actor_of(done.cookies["kiosk_session"]) == "Ana"
    assert {"httponly", "secure", "samesite", "max-age"} <= cookie_attributes(done, "kiosk_session")


def test_the_flow_is_kept_sealed_shortly_and_out_of_reach_of_scripts(ana: Traveller) -> None:
    page = ana.post("oidc/begin")
    [line] = [line for line in page.headers.get_list("set-cookie") if line.startswith(FLOW_COOKIE)]
    assert {"httponly", "secure"} <= cookie_attributes(page, FLOW_COOKIE)
    assert all(part in line for part in ("SameSite=lax", "Max-Age=600", "Path=/auth/oidc/"))
    query = parse_qs(urlsplit(unescape(REFRESH.findall(page.text)[0])).query)
    for secret in (query["state"][0], query["nonce"][0]):
        assert secret not in line
    assert page.headers["cache-control"] == "no-store"


def test_the_page_on_the_way_speaks_the_language_and_names_the_provider(ana: Traveller) -> None:
    page = ana.post("oidc/begin")
    assert page.headers["content-language"] == "es"
    assert '<html lang="es" dir="ltr">' in page.text
    assert "Example ID" in page.text


def test_a_replayed_answer_is_worth_nothing_even_with_its_cookie(ana: Traveller) -> None:
    address = ana.leave()
    sealed = ana.client.cookies[FLOW_COOKIE]
    answer = ana.there.answer(address)
    assert ana.client.get("/auth/oidc/callback", params=answer).headers["location"] == "/es/home/"
    assert FLOW_COOKIE not in ana.client.cookies
    ana.post("sign-out")
    again = ana.client.get("/auth/oidc/callback", params=answer)
    assert urlsplit(again.headers["location"]).path == "/en/sign-in/"
    ana.client.cookies.set(FLOW_COOKIE, sealed, domain="kiosk.example", path="/auth/oidc/")
    before = len(ana.there.tokens)
    assert ana.codes(ana.client.get("/auth/oidc/callback", params=answer), "sign-in") == [("", "oidc.no-flow")]
    assert len(ana.there.tokens) == before
    assert ana.open_sessions() == 0


def test_without_the_cookie_of_the_browser_that_began_nobody_gets_in(ana: Traveller) -> None:
    answer = ana.there.answer(ana.leave())
    ana.client.cookies.clear()
    ana.client.cookies.set(LANGUAGE_COOKIE, "es", domain="kiosk.example")
    lost = ana.client.get("/auth/oidc/callback", params=answer)
    assert urlsplit(lost.headers["location"]).path == "/es/sign-in/"
    assert ana.codes(lost, "sign-in") == [("", "oidc.no-flow")]
    assert ana.there.tokens[1:] == []


@pytest.mark.parametrize("forged", ["", "x" * 300, '{"purpose": "sign-in"}'])
def test_a_forged_cookie_is_none(ana: Traveller, forged: str) -> None:
    answer = ana.there.answer(ana.leave())
    ana.client.cookies.clear()
    ana.client.cookies.set(FLOW_COOKIE, forged, domain="kiosk.example", path="/auth/oidc/")
    assert ana.codes(ana.client.get("/auth/oidc/callback", params=answer), "sign-in") == [("", "oidc.no-flow")]


def test_the_answer_to_another_browser_is_refused(ana: Traveller, sqlite_file: Engine) -> None:
    """Whoever is made to open an attacker's answer is not signed in as the attacker."""
    thief = Traveller(sqlite_file)
    stolen = ana.there.answer(ana.leave())
    thief.leave()
    assert thief.codes(thief.client.get("/auth/oidc/callback", params=stolen), "sign-in") == [("", "oidc.no-flow")]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"state": "forged"}, "oidc.no-flow"),
        ({"error": "access_denied"}, "oidc.stopped"),
        ({"error": "<b>ours</b>", "error_description": "Call this number"}, "oidc.untrusted"),
        ({"iss": "https://other.example"}, "oidc.untrusted"),
        ({"code": "guessed"}, "oidc.untrusted"),
    ],
)
def test_an_answer_that_does_not_fit_leads_back_and_keeps_the_way(
    ana: Traveller, changed: dict[str, str], code: str
) -> None:
    answer = ana.come_back(ana.leave(next="/es/apply/", shared="yes"), **changed)
    flash = ana.flash(answer, "sign-in")
    assert [problem.code for problem in flash.problems] == [code]
    assert flash.problems[0].params == {"provider": "Example ID"}
    assert flash.values == {"next": "/es/apply/", "shared": "yes"}
    assert ana.open_sessions() == 0


def unsigned(there: IdentityProvider) -> None:
    there.sign = there.leave_unsigned


def signed_with_the_public_key(there: IdentityProvider) -> None:
    there.sign = there.sign_with_public_key


def with_an_unknown_key(there: IdentityProvider) -> None:
    there.kid = "second"


def with_another_nonce(there: IdentityProvider) -> None:
    there.claims["nonce"] = "of another sign-in"


def for_another_client(there: IdentityProvider) -> None:
    there.claims["aud"] = "another"


def expired(there: IdentityProvider) -> None:
    there.claims["exp"] = 1


@pytest.mark.parametrize(
    "lie",
    [unsigned, signed_with_the_public_key, with_an_unknown_key, with_another_nonce, for_another_client, expired],
)
def test_an_id_token_that_is_not_right_lets_nobody_in(ana: Traveller, lie: Callable[[IdentityProvider], None]) -> None:
    lie(ana.there)
    assert ana.codes(ana.through(), "sign-in") == [("", "oidc.untrusted")]
    assert ana.open_sessions() == 0


def test_the_mail_address_of_another_account_opens_and_links_nothing(ana: Traveller) -> None:
    ana.there.subject = "number-2"
    ana.there.claims |= {"email": "ana@example.com", "email_verified": True}
    unknown = ana.through(next="/es/apply/")
    assert ana.codes(unknown, "sign-in") == [("", "oidc.unknown")]
    assert ana.flash(unknown, "sign-in").values["next"] == "/es/apply/"
    assert [row.subject for row in ana.links()] == ["number-1"]
    assert ana.open_sessions() == 0


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "/auth/sign-out", ""])
def test_the_way_back_never_leads_to_another_site(ana: Traveller, wanted: str) -> None:
    assert ana.through(next=wanted).headers["location"] == "/es/home/"


def test_at_a_shared_computer_nothing_stays(ana: Traveller) -> None:
    done = ana.through(shared="yes")
    assert "max-age" not in cookie_attributes(done, "kiosk_session")
    assert done.cookies[SHARED_COOKIE] == "1"
    with Session(ana.engine) as session:
        rows = [row for row in session.exec(select(UserSessionRow)) if row.ended_at is None]
    assert [(row.shared, row.idle_seconds) for row in rows] == [(True, 600)]


def test_a_token_planted_before_is_worth_nothing_and_the_former_session_ends(ana: Traveller) -> None:
    former = ana.sign_in().cookies["kiosk_session"]
    token = ana.through().cookies["kiosk_session"]
    assert token != former
    assert (ana.actor_of(token), ana.actor_of(former)) == ("Ana", None)


def test_who_has_an_authenticator_is_asked_for_its_code(ana: Traveller) -> None:
    ana.sign_in()
    codes = ana.set_up()
    ana.post("sign-out")
    half = ana.through(next="/es/apply/", shared="yes")
    assert half.headers["location"] == "/es/second-factor/?next=%2Fes%2Fapply%2F"
    assert {"httponly", "secure"} <= cookie_attributes(half, HALF_COOKIE)
    assert ana.open_sessions() == 0
    done = ana.second(codes[0], next="/es/apply/")
    assert done.headers["location"] == "/es/apply/"
    assert done.cookies[SHARED_COOKIE] == "1"


def test_nothing_of_the_tokens_is_kept_anywhere(ana: Traveller) -> None:
    ana.there.claims |= {"email": "ana@provider.example", "name": "Ana from there"}
    ana.through()
    with Session(ana.engine) as session:
        rows = [
            str(row.model_dump())
            for table in (LinkedIdentityRow, AuditEventRow, OutboxRow, UserSessionRow)
            for row in session.exec(select(table))
        ]
    text = " ".join(rows)
    for secret in ("for-nobody", "provider.example", "Ana from there", "eyJ"):
        assert secret not in text


# --- linking ----------------------------------------------------------------------------------------------------------


def test_linking_is_for_signed_in_people(ana: Traveller) -> None:
    assert ana.post("oidc/link").headers["location"] == "/es/sign-in/?next=/es/security/"
    assert ana.post("oidc/unlink", link="1").headers["location"] == "/es/sign-in/?next=/es/security/"
    assert len(ana.links()) == 1


@pytest.mark.parametrize("form", ["begin", "link", "prove", "unlink"])
def test_other_sites_cannot_post_any_of_it(ana: Traveller, form: str) -> None:
    ana.sign_in()
    assert ana.post(f"oidc/{form}", sent_from="https://evil.example", link="1").status_code == 403
    assert len(ana.links()) == 1


def test_linking_and_unlinking_ask_for_a_recent_proof(ana: Traveller) -> None:
    ana.sign_in()
    ana.ago(timedelta(minutes=16))
    for form in ("link", "unlink"):
        answer = ana.post(f"oidc/{form}", link=str(ana.links()[0].id))
        assert answer.headers["location"] == "/es/prove/?next=/es/security/"
    assert len(ana.links()) == 1


def test_a_proof_that_ran_out_on_the_way_is_asked_for_again(sqlite_file: Engine) -> None:
    browser = Traveller(sqlite_file)
    browser.add()
    browser.sign_in()
    address = browser.leave("link")
    browser.ago(timedelta(minutes=16))
    assert browser.come_back(address).headers["location"] == "/es/prove/?next=/es/security/"
    assert browser.links() == []


def test_an_identity_of_another_account_is_refused_without_telling_whose(ana: Traveller) -> None:
    ana.add("dan")
    ana.sign_in(email="dan@example.com")
    answer = ana.link()
    assert ana.flash(answer, "security").problems[0].params == {"provider": "Example ID"}
    assert ana.codes(answer, "security") == [("", "oidc.taken")]
    assert [row.user_id for row in ana.links()] == [1]


def test_a_link_that_somebody_else_began_in_this_browser_is_not_made(sqlite_file: Engine) -> None:
    """Whoever signs in meanwhile does not get the identity of the person before."""
    browser = Traveller(sqlite_file)
    for name in ("ana", "dan"):
        browser.add(name)
    browser.sign_in()
    address = browser.leave("link")
    browser.sign_in(email="dan@example.com")
    assert browser.codes(browser.come_back(address), "security") == [("", "oidc.no-flow")]
    assert browser.links() == []


def test_who_is_signed_out_on_the_way_links_nothing(sqlite_file: Engine) -> None:
    browser = Traveller(sqlite_file)
    browser.add()
    browser.sign_in()
    address = browser.leave("link")
    browser.post("sign-out")
    assert browser.codes(browser.come_back(address), "security") == [("", "oidc.no-flow")]
    assert browser.links() == []


def test_an_unlinked_identity_opens_nothing_any_more(ana: Traveller) -> None:
    ana.sign_in()
    answer = ana.post("oidc/unlink", link=str(ana.links()[0].id))
    assert ana.flash(answer, "security").notice == "oidc.unlinked"
    ana.post("sign-out")
    assert ana.codes(ana.through(), "sign-in") == [("", "oidc.unknown")]
    with Session(ana.engine) as session:
        templates = [row.template for row in session.exec(select(OutboxRow))]
    assert templates == ["identity-linked", "identity-unlinked"]


def test_dan_takes_only_his_own_links_away(ana: Traveller) -> None:
    ana.add("dan")
    ana.sign_in(email="dan@example.com")
    answer = ana.post("oidc/unlink", link=str(ana.links()[0].id))
    assert ana.codes(answer, "security") == [("", "access.not-yours")]
    for nothing in ("", "-1", "x", "9" * 30, "٣"):
        ana.post("oidc/unlink", link=nothing)
    assert len(ana.links()) == 1


# --- proving anew -----------------------------------------------------------------------------------------------------


def test_the_provider_proves_anew_who_somebody_is(ana: Traveller) -> None:
    ana.through()
    ana.ago(timedelta(minutes=20))
    address = ana.leave("prove", next="/es/sign/?draft=3")
    assert parse_qs(urlsplit(address).query)["prompt"] == ["login"]
    ana.there.claims["auth_time"] = 9_999_999_999
    assert ana.come_back(address).headers["location"] == "/es/sign/?draft=3"
    assert ana.leave("link")


@pytest.mark.parametrize(
    ("subject", "when", "code"),
    [
        ("number-2", 9_999_999_999, "oidc.other-identity"),
        ("number-1", None, "oidc.not-asked-anew"),
        ("number-1", 1, "oidc.not-asked-anew"),
    ],
)
def test_another_identity_or_an_old_sign_in_proves_nothing(
    ana: Traveller, subject: str, when: int | None, code: str
) -> None:
    ana.through()
    ana.ago(timedelta(minutes=20))
    ana.there.subject, ana.there.claims = subject, {"auth_time": when}
    answer = ana.through("prove", next="/es/sign/?draft=3")
    assert ana.codes(answer, "prove") == [("", code)]
    assert ana.flash(answer, "prove").values["next"] == "/es/sign/?draft=3"
    assert ana.post("oidc/link").headers["location"].startswith("/es/prove/")


def test_an_answer_to_signing_in_is_no_proof_and_signs_nobody_in_as_one(ana: Traveller) -> None:
    assert ana.flash(ana.post("oidc/prove", next="/es/sign/"), "sign-in").values["next"] == "/es/sign/"


# --- limits and settings ----------------------------------------------------------------------------------------------


def test_coming_back_with_nothing_is_slowed_down_and_those_who_get_in_are_not_counted(sqlite_file: Engine) -> None:
    moments = [0.0]
    browser = Traveller(sqlite_file, MemoryLimiter(clock=lambda: moments[0]))
    browser.add()
    browser.sign_in()
    browser.link()
    for _ in range(20):
        assert browser.through().headers["location"] == "/es/home/"
    browser.there.subject = "number-2"
    answers = [browser.codes(browser.through(), "sign-in")[0][1] for _ in range(32)]
    assert answers == ["oidc.unknown"] * 30 + ["sign-in.too-many"] * 2
    moments[0] = 901.0
    browser.there.subject = "number-1"
    assert browser.through().headers["location"] == "/es/home/"


def test_going_there_again_and_again_is_slowed_down(sqlite_file: Engine) -> None:
    browser = Traveller(sqlite_file)
    for _ in range(60):
        browser.leave()
    assert browser.codes(browser.post("oidc/begin"), "sign-in") == [("", "sign-in.too-many")]


def test_a_provider_that_is_down_leads_back_to_the_password(ana: Traveller, sqlite_file: Engine) -> None:
    browser = Traveller(sqlite_file)
    browser.there.metadata = {"issuer": "https://other.example"}
    assert browser.codes(browser.post("oidc/begin", next="/es/apply/"), "sign-in") == [("", "oidc.unavailable")]


def test_without_a_provider_there_are_no_ways_to_one_and_old_links_can_be_taken_away(ana: Traveller) -> None:
    routes = oidc_routes(SETTINGS, passwords=ana.passwords, limiter=MemoryLimiter())
    assert [route.path for route in routes] == ["/auth/oidc/unlink"]
    without = Browser(ana.engine)
    app = Starlette(routes=[*auth_routes(SETTINGS, passwords=ana.passwords, limiter=MemoryLimiter()), *routes])
    without.client = TestClient(app, base_url="https://kiosk.example", follow_redirects=False)
    without.sign_in()
    answer = without.post("oidc/unlink", link=str(ana.links()[0].id))
    assert without.flash(answer, "security").notice == "oidc.unlinked"
    assert without.mails()[0].params["provider"] == "id.example"
