"""Apply now, over HTTP: the kinds of company go along sealed, unknown ones do not, and nobody else's cookie is read."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ctpat_app.adapters.said_types import SAID_COOKIE, open_types
from ctpat_app.services import library
from ctpat_app.settings import Settings
from ctpat_app.web.auth import auth_routes
from ctpat_app.web.gate import SESSION_COOKIE
from ctpat_app.web.joining import joining_forms
from tests.applicants import LIBRARY

SETTINGS = Settings(
    languages=("en", "es"), argon_time_cost=1, argon_memory_kib=8192, public_url="https://kiosk.example"
)
OWN = {"origin": "https://kiosk.example"}


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setattr(library, "_current", LIBRARY)
    app = Starlette(routes=auth_routes(SETTINGS, more=joining_forms()))
    return TestClient(app, base_url="https://kiosk.example", follow_redirects=False)


def apply(client: TestClient, types: str) -> str:
    answer = client.post("/auth/apply-as", data={"types": types, "language": "es"}, headers=OWN)
    assert answer.status_code == 303
    return answer.headers["location"]


def test_a_visitor_goes_on_to_register_with_the_known_types_in_a_sealed_cookie(client: TestClient) -> None:
    assert apply(client, "us-exporter,pirate,us-importer") == "/es/register/?next=/es/home/"
    sealed = client.cookies[SAID_COOKIE]
    assert "importer" not in sealed
    assert open_types(SETTINGS.secret_key, f"{SAID_COOKIE}={sealed}") == ("us-importer", "us-exporter")


def test_who_is_signed_in_goes_home(client: TestClient) -> None:
    client.cookies.set(SESSION_COOKIE, "anything")
    assert apply(client, "us-importer") == "/es/home/"


def test_other_sites_cannot_set_it(client: TestClient) -> None:
    answer = client.post("/auth/apply-as", data={"types": "us-importer"}, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert SAID_COOKIE not in client.cookies


@pytest.mark.parametrize("cookie", ["", f"{SAID_COOKIE}=us-importer", f"{SAID_COOKIE}=gAAAAABnonsense"])
def test_a_missing_or_forged_cookie_offers_nothing(cookie: str) -> None:
    assert open_types(SETTINGS.secret_key, cookie) == ()
