"""The clock and the build that a page compares itself with."""

import time
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ctpat_app.components.text import building
from ctpat_app.pages.check_browser import check_browser_page
from ctpat_app.web.headers import Headers
from ctpat_app.web.server_facts import ADDRESS, build_of, server_facts_routes


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A built site of one page."""
    (tmp_path / "en").mkdir()
    page = '<script type="module">import "/assets/manifest-1a2b3c4d.js"</script>'
    (tmp_path / "en" / "index.html").write_text(page, "utf-8")
    return tmp_path


def test_the_server_tells_its_clock_and_its_build_and_nobody_keeps_the_answer(built: Path) -> None:
    site = Starlette(routes=server_facts_routes(folder=built))
    client = TestClient(Headers(site, public_url="https://kiosk.example.com", script_hashes={}))
    before = time.time() * 1000
    answer = client.get(ADDRESS)
    facts = answer.json()
    assert facts["build"] == "/assets/manifest-1a2b3c4d.js"
    assert before - 1 <= facts["now"] <= time.time() * 1000 + 1
    assert set(facts) == {"now", "build"}
    assert answer.headers["cache-control"] == "no-store"
    assert "script-src 'self';" in answer.headers["content-security-policy"]
    assert not answer.cookies


def test_before_the_first_build_there_is_none(tmp_path: Path) -> None:
    assert build_of(tmp_path) == ""


def test_the_page_asks_at_this_address() -> None:
    with building("en"):
        assert f'"data-server":"{ADDRESS}"' in str(check_browser_page().render()).replace(" ", "").replace("'", '"')
