"""Files of the built site out of memory: the right encoding, the right kind, and everything else passed on."""

import gzip
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from ctpat_app.web.assets import Assets

SCRIPT = b"const kiosk = 1;"


@pytest.fixture
def site(tmp_path: Path) -> TestClient:
    """A built site with one script, one style sheet, and a page; what is not in memory answers ``inner``."""
    (tmp_path / "assets").mkdir()
    for name in ("assets/entry-1a2b.js", "kiosk.css", "en.html"):
        (tmp_path / name).write_bytes(SCRIPT)
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(SCRIPT))
        (tmp_path / f"{name}.br").write_bytes(b"as brotli")
    (tmp_path / "plain.js").write_bytes(SCRIPT)
    inner = Starlette(routes=[Route("/{path:path}", lambda _request: PlainTextResponse("inner"))])
    return TestClient(Assets(inner, folder=tmp_path))


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("br;q=0.5, gzip;q=1", "br")],
)
def test_the_best_encoding_that_the_browser_takes_is_sent(accepted: str, encoding: str, site: TestClient) -> None:
    with site.stream("GET", "/assets/entry-1a2b.js", headers={"accept-encoding": accepted}) as answer:
        content = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == encoding
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert int(answer.headers["content-length"]) == len(content)


def test_what_arrives_is_the_file(site: TestClient) -> None:
    headers = {"accept-encoding": "gzip"}
    assert site.get("/assets/entry-1a2b.js", headers=headers).content == SCRIPT
    assert site.get("/kiosk.css?v=1", headers=headers).headers["content-type"].startswith("text/css")


@pytest.mark.parametrize("path", ["/plain.js", "/en.html", "/assets/other.js", "/assets/../kiosk.css.gz", "/"])
def test_what_is_no_compressed_asset_goes_further_in(path: str, site: TestClient) -> None:
    assert site.get(path, headers={"accept-encoding": "gzip"}).text == "inner"


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("GET", {"accept-encoding": "identity"}),
        ("GET", {"accept-encoding": ""}),
        ("GET", {"accept-encoding": "gzip", "range": "bytes=0-3"}),
        ("POST", {"accept-encoding": "gzip"}),
    ],
)
def test_other_requests_for_it_go_further_in(method: str, headers: dict[str, str], site: TestClient) -> None:
    answer = site.request(method, "/assets/entry-1a2b.js", headers=headers)
    assert "content-encoding" not in answer.headers


def test_a_file_that_the_browser_has_is_not_sent_again(site: TestClient) -> None:
    headers = {"accept-encoding": "gzip"}
    etag = site.get("/kiosk.css", headers=headers).headers["etag"]
    again = site.get("/kiosk.css", headers={**headers, "if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_question_for_the_headers_gets_no_content(site: TestClient) -> None:
    answer = site.head("/kiosk.css", headers={"accept-encoding": "gzip"})
    assert answer.content == b""
    assert int(answer.headers["content-length"]) > 0
