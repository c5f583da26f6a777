"""Letters and certificates over HTTP: for the people of the company, and for nobody else."""

from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import transaction
from ctpat_app.services.certificates import certificate_of
from ctpat_app.services.sessions import open_session
from ctpat_app.settings import Settings
from ctpat_app.web.gate import SESSION_COOKIE
from ctpat_app.web.standing_files import standing_routes
from tests.applicants import really_committing
from tests.factories import the_cast
from tests.standing import a_decision, a_member_company

SETTINGS = Settings(languages=("en", "es", "ar"))

Response = Any
"""Starlette's test client chooses its library by itself."""


class Site:
    """The routes on a database with a suspended company, and browsers of the cast."""

    def __init__(self) -> None:
        now = clock.now()
        with transaction() as session:
            member = a_member_company(session, the_cast(session), now=now)
            found = certificate_of(session, member.model)
            assert found is not None
            self.certificate, self.code = found.id, found.code
            self.letter = a_decision(session, member, "suspend", now=now)
            for name in ("ana", "chloe", "dan"):
                person = getattr(member.cast, name)
                open_session(session, user_id=person.user_id, token=f"token-of-{name}", device="", now=now)

    def get(self, who: str, path: str) -> Response:
        cookies = {SESSION_COOKIE: f"token-of-{who}"} if who else {}
        client = TestClient(Starlette(routes=standing_routes(SETTINGS)), follow_redirects=False, cookies=cookies)
        return client.get(path)


@pytest.fixture
def site(sqlite_file: Engine) -> Any:
    with really_committing(sqlite_file):
        yield Site()


def test_members_download_letter_and_certificate(site: Site) -> None:
    for who in ("ana", "chloe"):
        for path in (f"/files/letter/{site.letter}.pdf?lang=es", f"/files/certificate/{site.certificate}.pdf?lang=ar"):
            answer = site.get(who, path)
            assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
            assert answer.content.startswith(b"%PDF")
            assert answer.headers["cache-control"] == "private, no-store"


def test_the_name_of_the_file_carries_the_code(site: Site) -> None:
    answer = site.get("ana", f"/files/certificate/{site.certificate}.pdf")
    assert f'filename="CTPAT-certificate-{site.code}-en.pdf"' in answer.headers["content-disposition"]


def test_strangers_get_what_does_not_exist_and_visitors_the_way_in(site: Site) -> None:
    for path in (f"/files/letter/{site.letter}.pdf", f"/files/certificate/{site.certificate}.pdf"):
        assert site.get("dan", path).status_code == 404
        assert site.get("", path).status_code == 303
    for path in ("/files/letter/999999.pdf", "/files/certificate/999999.pdf", "/files/letter/99999999999999.pdf"):
        assert site.get("ana", path).status_code == 404
