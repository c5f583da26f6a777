"""Languages: where a visitor lands, and what an unknown address answers."""

import gzip
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from ctpat_app.web.languages import Languages, accepted
from ctpat_app.words.languages import best_language

OFFERED = ("en", "es", "zh-Hans", "ar")


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    """A client of a small built site with a start page and a not-found page in each language."""
    for language in OFFERED:
        for page, text in (
            ("", f"start {language}"),
            ("apply", f"apply {language}"),
            ("not-found", f"nothing {language}"),
        ):
            folder = tmp_path / language / page
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "index.html").write_text(text, "utf-8")
            (folder / "index.html.gz").write_bytes(gzip.compress(text.encode()))
    for page in ("verify", "not-found"):
        (tmp_path / "vi" / page).mkdir(parents=True)
        (tmp_path / "vi" / page / "index.html").write_text(f"{page} vi", "utf-8")
    (tmp_path / "404.html").write_text("the file server's own", "utf-8")
    files = Starlette(routes=[Mount("/", StaticFiles(directory=tmp_path, html=True))])
    app = Languages(files, languages=OFFERED, partner_languages=("vi",), https=False, folder=tmp_path)
    return TestClient(app, follow_redirects=False, headers={"accept-language": ""})


@pytest.mark.parametrize(
    ("headers", "target"),
    [
        ({}, "/en/"),
        ({"accept-language": "es-MX,es;q=0.9,en;q=0.8"}, "/es/"),
        ({"accept-language": "en;q=0.5, ar;q=0.9"}, "/ar/"),
        ({"accept-language": "zh-CN"}, "/zh-Hans/"),
        ({"accept-language": "fi"}, "/en/"),
        ({"cookie": "kiosk_language=ar", "accept-language": "es"}, "/ar/"),
        ({"cookie": "kiosk_language=xx", "accept-language": "es"}, "/es/"),
        ({"accept-language": "vi, es;q=0.5"}, "/es/"),
    ],
)
def test_the_bare_address_leads_to_the_visitors_language(
    client: TestClient, headers: dict[str, str], target: str
) -> None:
    answer = client.get("/", headers=headers)
    assert (answer.status_code, answer.headers["location"]) == (307, target)
    assert answer.headers["cache-control"] == "no-store"


def test_the_redirect_keeps_the_query(client: TestClient) -> None:
    assert client.get("/?next=%2Fapply").headers["location"] == "/en/?next=%2Fapply"


@pytest.mark.parametrize("address", ["/es/apply/", "/es/apply"])
def test_a_page_answers_with_and_without_its_final_slash(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.text) == (200, "apply es")


def test_the_language_of_a_visited_page_is_remembered_once(client: TestClient) -> None:
    first = client.get("/es/")
    assert first.headers["set-cookie"].startswith("kiosk_language=es; Path=/;")
    assert "set-cookie" not in client.get("/es/apply").headers


def test_a_page_for_partners_is_shown_in_their_language_and_not_remembered(client: TestClient) -> None:
    answer = client.get("/vi/verify")
    assert (answer.status_code, answer.text) == (200, "verify vi")
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("address", "target"),
    [("/vi/", "/en/"), ("/vi", "/en/"), ("/vi/apply/?step=2", "/en/apply/?step=2"), ("/vi/apply", "/en/apply/")],
)
def test_what_is_not_in_a_language_for_partners_is_found_in_the_first_one(
    client: TestClient, address: str, target: str
) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["location"]) == (307, target)


@pytest.mark.parametrize(
    ("address", "headers", "text"),
    [
        ("/nowhere", {}, "nothing en"),
        ("/nowhere", {"accept-language": "ar"}, "nothing ar"),
        ("/es/nowhere", {"accept-language": "ar"}, "nothing es"),
        ("/es/not-found/", {}, "nothing es"),
        ("/es/not-found", {}, "nothing es"),
        ("/vi/nowhere", {"accept-language": "ar"}, "not-found vi"),
    ],
)
def test_an_unknown_address_answers_404_in_the_right_language(
    client: TestClient, address: str, headers: dict[str, str], text: str
) -> None:
    answer = client.get(address, headers=headers)
    assert (answer.status_code, answer.text) == (404, text)


@pytest.mark.parametrize(("wanted", "sent"), [("gzip", "gzip"), ("identity", None), ("gzip;q=0", None)])
def test_the_page_for_unknown_addresses_is_compressed_on_request(
    client: TestClient, wanted: str, sent: str | None
) -> None:
    answer = client.get("/nowhere", headers={"accept-encoding": wanted})
    assert answer.headers.get("content-encoding") == sent
    assert answer.text == "nothing en"


def test_only_reading_is_touched(client: TestClient) -> None:
    assert client.post("/").status_code == 405


def test_the_most_wanted_value_comes_first() -> None:
    assert accepted("a;q=0.1, b, c;q=0.5, d;q=0, e;q=x") == ["b", "c", "a"]


@pytest.mark.parametrize(
    ("wanted", "offered", "best"),
    [
        (["zh-TW", "es"], OFFERED, "zh-Hans"),
        (["zh-TW"], ("en", "zh-Hans", "zh-Hant"), "zh-Hant"),
        (["zh-Hant-TW"], ("en", "zh-Hant"), "zh-Hant"),
        (["ZH-hans"], OFFERED, "zh-Hans"),
        (["zh"], OFFERED, "zh-Hans"),
        ([], ("es", "en"), "es"),
    ],
)
def test_the_best_language_matches_by_script_then_by_base(
    wanted: list[str], offered: tuple[str, ...], best: str
) -> None:
    assert best_language(wanted, offered) == best
