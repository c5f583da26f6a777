"""The archive of one's own data, and leaving, as a browser asks for them."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ctpat_app.adapters.rate_limits import MemoryLimiter
from ctpat_app.web.auth import auth_routes
from ctpat_app.web.gate import SESSION_COOKIE
from ctpat_app.web.own_data import own_data_forms, own_data_routes
from tests.factories import a_draft, an_answer, the_cast
from tests.web.test_auth import SETTINGS
from tests.web.test_own_sessions import Person

SCRIPT = "<script>alert('ش')</script>"


class Owner(Person):
    """Ana, signed in, with the routes about her data."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        forms = auth_routes(SETTINGS, passwords=self.passwords, limiter=MemoryLimiter(), more=own_data_forms())
        app = Starlette(routes=[*forms, *own_data_routes(SETTINGS)])
        self.client = TestClient(app, base_url="https://kiosk.example", follow_redirects=False)


@pytest.fixture
def ana(sqlite_file: Engine) -> Owner:
    return Owner(sqlite_file)


def test_the_archive_holds_json_and_a_page_in_the_readers_language(ana: Owner) -> None:
    ana.sign_in()
    answer = ana.client.get("/files/my-data.zip?lang=es")
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["content-disposition"] == 'attachment; filename="my-data.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        assert json.loads(file.read("my-data.json"))["account"][0]["email"] == "ana@example.com"
        assert '<html lang="es" dir="ltr">' in file.read("my-data.html").decode()


def test_what_somebody_wrote_is_text_in_the_page_and_no_script(sqlite_file: Engine) -> None:
    with Session(sqlite_file) as session:
        cast = the_cast(session)
        an_answer(session, a_draft(session, cast.account, cast.ana), cast.ana, "criterion.1.1", SCRIPT)
        session.commit()
    from ctpat_app.services.own_data import read_own_data
    from ctpat_app.web.own_data import archive
    from tests.conftest import NOW

    with (
        Session(sqlite_file) as session,
        zipfile.ZipFile(io.BytesIO(archive(read_own_data(session, cast.ana, now=NOW), "ar", "Kiosk"))) as file,
    ):
        page = file.read("my-data.html").decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(("signed_in", "page"), [(False, "sign-in"), (True, "prove")])
def test_without_a_fresh_proof_there_is_no_archive(ana: Owner, signed_in: bool, page: str) -> None:
    if signed_in:
        ana.sign_in()
        ana.ago(timedelta(minutes=16))
    answer = ana.client.get("/files/my-data.zip?lang=es")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/es/{page}/?next=/es/my-data/")


def test_leaving_takes_a_tick_and_a_proof(ana: Owner) -> None:
    ana.sign_in()
    assert ana.codes(ana.post("leave"), "my-data") == [("sure", "leaving.not-sure")]
    ana.ago(timedelta(minutes=16))
    assert ana.post("leave", sure="yes").headers["location"] == "/es/prove/?next=/es/my-data/"
    assert ana.session_row().ended_at is None


def test_who_leaves_is_signed_out_and_comes_back_by_the_link(ana: Owner) -> None:
    cookie = ana.sign_in().cookies[SESSION_COOKIE]
    assert ana.flash(ana.post("leave", sure="yes"), "sign-in").notice == "leaving.asked"
    assert ana.actor_of(cookie) is None
    assert ana.codes(ana.sign_in(), "sign-in") == [("", "sign-in.refused")]
    link = ana.mails()[0].params["path"].partition("token=")[2]
    assert ana.flash(ana.post("keep", token=link), "sign-in").notice == "keep.account"
    assert ana.codes(ana.post("keep", token=link), "keep") == [("", "link.used")]
    assert ana.actor_of(ana.sign_in().cookies[SESSION_COOKIE]) == "Ana"


def test_guessed_links_keep_nothing_and_are_counted(ana: Owner) -> None:
    for number in range(60):
        assert ana.codes(ana.post("keep", token=f"guess-{number}"), "keep") == [("", "link.unknown")]
    assert ana.codes(ana.post("keep", token="one more"), "keep") == [("", "link.missing")]
