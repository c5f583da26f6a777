"""The package over HTTP: streamed from the disk, resumed where it broke off, for those who may read it."""

import io
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import transaction
from ctpat_app.adapters.storage import open_storage
from ctpat_app.services.sessions import open_session
from ctpat_app.settings import Settings
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.web.files import file_routes
from ctpat_app.web.gate import SESSION_COOKIE
from tests.applicants import a_filled_draft
from tests.evidence import PDF, XLSX, a_document, a_pdf, put_beside
from tests.factories import Cast, the_cast

Response = Any
"""Starlette's test client chooses its library by itself."""


class Site:
    """The routes on a filled database with evidence beside two answers, and browsers of the cast."""

    def __init__(self, folder: Path) -> None:
        open_storage("", folder)
        self.settings = Settings(languages=("en", "es", "ar"), data_folder=folder)
        with transaction() as session:
            self.cast: Cast = the_cast(session)
            self.draft = a_filled_draft(session, self.cast.ana, self.cast.account, now=clock.now())
            model = session.get_one(DraftRow, self.draft).subject_id
            for name, criterion, media_type in (("Policy.pdf", "1.1", PDF), ("Log.xlsx", "2.1", XLSX)):
                document = a_document(session, self.draft, model, self.cast.account, self.cast.ana, name)
                put_beside(session, self.draft, criterion, document, a_pdf(3), media_type, self.cast.ana, folder)
            for who in ("ana", "dan"):
                actor = getattr(self.cast, who)
                open_session(session, user_id=actor.user_id, token=f"token-of-{who}", device="", now=clock.now())

    def get(self, who: str, *, query: str = "", **headers: str) -> Response:
        cookies = {SESSION_COOKIE: f"token-of-{who}"} if who else {}
        client = TestClient(Starlette(routes=file_routes(self.settings)), follow_redirects=False, cookies=cookies)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return client.get(f"/files/package/{self.draft}.pdf{query}", headers=sent)


@pytest.fixture
def site(sqlite_file: Engine, tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_the_package_is_a_file_to_keep(site: Site) -> None:
    answer = site.get("ana", query="?lang=es")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert "CTPAT-package-draft-" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "private, no-cache"
    assert int(answer.headers["content-length"]) == len(answer.content)
    reader = PdfReader(io.BytesIO(answer.content))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "es"
    assert "/StructTreeRoot" in root
    said = "".join(page.extract_text() for page in reader.pages)
    assert "Log.xlsx" in said


def test_a_download_that_broke_off_goes_on_where_it_stopped(site: Site) -> None:
    whole = site.get("ana")
    rest = site.get("ana", range="bytes=1000-", if_range=whole.headers["etag"])
    assert (rest.status_code, rest.content) == (206, whole.content[1000:])
    assert rest.headers["content-range"] == f"bytes 1000-{len(whole.content) - 1}/{len(whole.content)}"
    assert rest.headers["etag"] == whole.headers["etag"]


def test_a_part_of_another_package_is_not_mixed_in(site: Site) -> None:
    answer = site.get("ana", range="bytes=1000-", if_range='"of-yesterday"')
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")


def test_strangers_get_the_same_answer_as_for_what_does_not_exist(site: Site) -> None:
    site.get("ana")  # it lies there already
    assert site.get("dan").status_code == 404
    site.draft = 999_999
    assert site.get("ana").status_code == 404


def test_visitors_are_led_to_sign_in(site: Site) -> None:
    answer = site.get("")
    assert answer.status_code == 303
    assert "/en/sign-in/?next=" in answer.headers["location"]
