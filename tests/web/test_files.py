"""The PDF of an application over HTTP: for those who may read it, and for nobody else."""

from typing import Any

import pypdfium2
import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import transaction
from ctpat_app.domain.permissions import Actor
from ctpat_app.services.sending import sign_and_send
from ctpat_app.services.sessions import end_session, open_session
from ctpat_app.settings import Settings
from ctpat_app.web.files import file_routes
from ctpat_app.web.gate import SESSION_COOKIE
from ctpat_app.words.localiser import localiser_for
from tests.applicants import a_filled_draft
from tests.factories import Cast, the_cast

SETTINGS = Settings(languages=("en", "es", "ar"))

Response = Any
"""Starlette's test client chooses its library by itself."""


class Site:
    """The routes on a filled database, and browsers of the cast."""

    def __init__(self) -> None:
        with transaction() as session:
            self.cast: Cast = the_cast(session)
            self.draft = a_filled_draft(session, self.cast.ana, self.cast.account, now=clock.now())
            for name in ("ana", "chloe", "dan"):
                person: Actor = getattr(self.cast, name)
                open_session(session, user_id=person.user_id, token=f"token-of-{name}", device="", now=clock.now())

    def send(self) -> str:
        with transaction() as session:
            return sign_and_send(
                session,
                self.cast.ana,
                draft_id=self.draft,
                typed_name="Ana",
                agreed=True,
                localiser=localiser_for("en"),
                summarise=lambda situation, language: (),
                now=clock.now(),
            ).reference

    def get(self, who: str, query: str = "", *, draft: int | None = None) -> Response:
        cookies = {SESSION_COOKIE: f"token-of-{who}"} if who else {}
        client = TestClient(Starlette(routes=file_routes(SETTINGS)), follow_redirects=False, cookies=cookies)
        return client.get(f"/files/application/{self.draft if draft is None else draft}.pdf{query}")


@pytest.fixture
def site(sqlite_file: Engine) -> Site:
    return Site()


def text_of(response: Response) -> str:
    document = pypdfium2.PdfDocument(response.content)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_a_draft_is_handed_out_as_a_draft(site: Site) -> None:
    response = site.get("chloe")
    assert (response.status_code, response.headers["content-type"]) == (200, "application/pdf")
    assert response.headers["cache-control"] == "private, no-store"
    name = f"CTPAT-application-draft-{site.draft}-en.pdf"
    assert response.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert "Draft, not sent" in text_of(response)


def test_a_sent_application_is_named_by_its_reference(site: Site) -> None:
    reference = site.send()
    response = site.get("ana", "?lang=es")
    assert response.headers["content-disposition"] == f'attachment; filename="CTPAT-application-{reference}-es.pdf"'
    assert reference in text_of(response)


@pytest.mark.parametrize("query", ["", "?lang=xx", "?lang=../../etc", "?lang=de"])
def test_a_language_that_is_not_offered_becomes_the_first_one(site: Site, query: str) -> None:
    assert site.get("ana", query).headers["content-disposition"].endswith('-en.pdf"')


def test_strangers_get_the_same_answer_as_for_what_does_not_exist(site: Site) -> None:
    theirs, nothing = site.get("dan"), site.get("dan", draft=987654)
    assert (theirs.status_code, theirs.content) == (nothing.status_code, nothing.content) == (404, b"")
    assert theirs.headers == nothing.headers
    assert theirs.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("who", ["", "nobody"])
def test_visitors_sign_in_and_come_back_to_the_page_with_the_link(site: Site, who: str) -> None:
    response = site.get(who, "?lang=ar")
    assert response.status_code == 303
    assert response.headers["location"] == f"/ar/sign-in/?next=/ar/check/%3Fdraft%3D{site.draft}"


def test_who_has_signed_out_gets_nothing(site: Site) -> None:
    with transaction() as session:
        end_session(session, "token-of-ana", now=clock.now())
    assert site.get("ana").status_code == 303
