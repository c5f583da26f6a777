"""Headers: each answer says what a browser may do with it."""

import base64
import hashlib

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from ctpat_app.web.headers import Headers
from ctpat_app.web.site import script_hashes

HASH = "'sha256-abc='"


async def _answer(request: Request) -> Response:
    if request.url.path.startswith("/assets/"):
        return Response("export {}", media_type="text/javascript")
    if request.url.path == "/kept":
        return Response("x", headers={"cache-control": "no-store"})
    return HTMLResponse("<p>")


def a_client(public_url: str = "http://127.0.0.1:8000") -> TestClient:
    inner = Starlette(routes=[Route("/{path:path}", _answer)])
    return TestClient(Headers(inner, public_url=public_url, script_hashes={"/en/": [HASH]}))


def test_a_page_allows_its_own_inline_scripts_and_no_others() -> None:
    client = a_client()
    assert f"script-src 'self' {HASH};" in client.get("/en/").headers["content-security-policy"]
    assert f"script-src 'self' {HASH};" in client.get("/en").headers["content-security-policy"]
    assert "script-src 'self';" in client.get("/es/").headers["content-security-policy"]


@pytest.mark.parametrize(
    "directive",
    [
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "connect-src 'self' ws://127.0.0.1:8000",
    ],
)
def test_the_policy_holds_each_directive(directive: str) -> None:
    assert directive in a_client().get("/en/").headers["content-security-policy"].split("; ")


def test_scripts_are_never_allowed_to_evaluate_text() -> None:
    assert "unsafe-eval" not in a_client().get("/en/").headers["content-security-policy"]


def test_over_tls_browsers_are_told_to_stay_there() -> None:
    answer = a_client("https://kiosk.example.com").get("/en/")
    assert "max-age=31536000" in answer.headers["strict-transport-security"]
    assert "wss://kiosk.example.com" in answer.headers["content-security-policy"]
    assert "strict-transport-security" not in a_client().get("/en/").headers


@pytest.mark.parametrize(
    ("address", "caching"),
    [
        ("/assets/root-1a2b.js", "public, max-age=31536000, immutable"),
        ("/en/", "no-cache"),
        ("/en/?v=1", "no-cache"),
        ("/kept", "no-store"),
    ],
)
def test_only_what_is_named_by_its_content_is_kept(address: str, caching: str) -> None:
    assert a_client().get(address).headers["cache-control"] == caching


def test_every_answer_forbids_guessing_its_type() -> None:
    headers = a_client().get("/assets/root-1a2b.js").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]


def test_hashes_cover_inline_scripts_only() -> None:
    html = '<script>let a = 1</script><script src="/x.js"></script><script type="module">\nimport "/y.js"\n</script>'
    wanted = {_hash("let a = 1"), _hash('\nimport "/y.js"\n')}
    assert set(script_hashes(html)) == wanted


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def test_what_stands_under_a_code_is_for_no_search_engine() -> None:
    client = a_client()
    assert client.get("/ar/verify/?code=ABCD").headers["x-robots-tag"] == "noindex, nofollow"
    assert "x-robots-tag" not in client.get("/ar/").headers
