"""The signed questionnaire and the files of a partner over HTTP: for the company that asked, and for nobody else."""

from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import transaction
from ctpat_app.services.library import keep_current
from ctpat_app.services.sessions import open_session
from ctpat_app.settings import Settings
from ctpat_app.tables.inquiries import InquiryEventRow
from ctpat_app.web.gate import SESSION_COOKIE
from ctpat_app.web.inquiry_files import inquiry_file_routes
from tests.applicants import really_committing
from tests.factories import the_cast
from tests.inquiries import a_partners_file, a_signed_inquiry, an_inquiry

SETTINGS = Settings(languages=("en", "es", "ar"))

Response = Any
"""Starlette's test client chooses its library by itself."""


class Site:
    """The routes on a database with a signed questionnaire and one that is not, and browsers of the cast."""

    def __init__(self) -> None:
        now = clock.now()
        with transaction() as session:
            keep_current(session, now=now)
            cast = the_cast(session)
            self.open = an_inquiry(session, cast.account, cast.ana, now=now)
            self.signed = a_signed_inquiry(session, cast.account, cast.ana, now=now)
            self.file = a_partners_file(session, self.signed, "1.1", now=now)
            for name in ("ana", "chloe", "dan"):
                person = getattr(cast, name)
                open_session(session, user_id=person.user_id, token=f"token-of-{name}", device="", now=now)

    def get(self, who: str, path: str, **headers: str) -> Response:
        cookies = {SESSION_COOKIE: f"token-of-{who}"} if who else {}
        client = TestClient(Starlette(routes=inquiry_file_routes(SETTINGS)), follow_redirects=False, cookies=cookies)
        return client.get(path, headers=headers)


@pytest.fixture
def site(sqlite_file: Engine) -> Any:
    with really_committing(sqlite_file):
        yield Site()


def test_members_download_the_questionnaire_in_each_language(site: Site) -> None:
    for who, language in (("ana", "en"), ("chloe", "ar")):
        answer = site.get(who, f"/files/inquiry/{site.signed}.pdf?lang={language}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
        assert answer.content.startswith(b"%PDF")
        assert f'-{language}.pdf"' in answer.headers["content-disposition"]
        assert answer.headers["cache-control"] == "private, no-store"


def test_what_is_not_signed_cannot_be_printed(site: Site) -> None:
    answer = site.get("ana", f"/files/inquiry/{site.open}.pdf")
    assert answer.status_code == 503
    assert "Wait until the partner has signed." in answer.text


def test_reading_a_file_is_noted_also_when_the_browser_has_it_already(site: Site) -> None:
    known = {"if-none-match": '"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"'}
    answer = site.get("chloe", f"/files/inquiry-file/{site.file}", **known)
    assert answer.status_code == 304
    assert "attachment" in answer.headers["content-disposition"]
    with transaction(writes=False) as session:
        assert len(session.exec(select(InquiryEventRow).where(InquiryEventRow.kind == "file-read")).all()) == 1


def test_strangers_get_what_does_not_exist_and_visitors_the_way_in(site: Site) -> None:
    for path in (f"/files/inquiry/{site.signed}.pdf", f"/files/inquiry-file/{site.file}"):
        assert site.get("dan", path).status_code == 404
        assert site.get("", path).status_code == 303
    for path in ("/files/inquiry/999999.pdf", "/files/inquiry-file/999999", "/files/inquiry-file/99999999999999"):
        assert site.get("ana", path).status_code == 404
