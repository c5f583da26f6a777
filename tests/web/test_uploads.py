"""Files coming in and going out over HTTP: who may, what is answered, and which headers go with it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from sqlmodel import SQLModel, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ctpat_app.adapters import clock, database
from ctpat_app.adapters.database import transaction
from ctpat_app.adapters.storage import open_storage
from ctpat_app.domain.permissions import StaffRole
from ctpat_app.services.sessions import open_session
from ctpat_app.settings import Settings
from ctpat_app.tables.columns import Encrypted
from ctpat_app.tables.documents import DocumentRow
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.second_factors import AuthenticatorRow
from ctpat_app.web.downloads import download_routes
from ctpat_app.web.gate import SESSION_COOKIE
from ctpat_app.web.headers import Headers
from ctpat_app.web.uploads import upload_routes
from tests import files
from tests.applicants import a_filled_draft
from tests.conftest import KEY
from tests.factories import a_second_factor, a_staff_member, an_assignment, the_cast

ORIGIN = "http://127.0.0.1:8000"
OWN = {"origin": ORIGIN, "sec-fetch-site": "same-origin"}
Response = Any
"""Starlette's test client chooses its library by itself."""


class Site:
    """The routes with a database and a store of their own, and browsers of the cast."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.last: dict[str, Any] = {}
        settings = Settings(data_folder=folder, languages=("en", "es", "ar"), upload_mb=1)
        open_storage("", folder)
        with transaction() as session:
            self.cast = the_cast(session)
            self.draft = a_filled_draft(session, self.cast.ana, self.cast.account, now=clock.now())
            self.model = session.get_one(DraftRow, self.draft).subject_id
            eva = a_staff_member(session, self.cast.eva, StaffRole.SPECIALIST)
            an_assignment(session, self.cast.account, eva)
            for name in ("ana", "ben", "dan", "eva"):
                user = getattr(self.cast, name).user_id
                open_session(session, user_id=user, token=f"token-of-{name}", device="", now=clock.now())
        routes = Starlette(routes=[*upload_routes(settings), *download_routes(settings)])
        self.app = Headers(routes, public_url=ORIGIN, script_hashes={})

    def browser(self, who: str) -> TestClient:
        cookies = {SESSION_COOKIE: f"token-of-{who}"} if who else {}
        return TestClient(self.app, base_url=ORIGIN, follow_redirects=False, cookies=cookies)

    def upload(
        self,
        who: str = "ana",
        content: bytes = b"",
        *,
        name: str = "Seals.pdf",
        query: str = "",
        headers: dict[str, str] | None = None,
    ) -> Response:
        place = query or f"draft={self.draft}&key=criterion.1.1"
        sent = {**OWN, "x-file-name": quote(name)} if headers is None else headers
        answer = self.browser(who).post(f"/files/upload?{place}", content=content or files.a_pdf(), headers=sent)
        if answer.status_code == 200:
            self.last = answer.json()
        return answer

    def get(self, who: str, document: int = 0, number: int = 0, query: str = "", **headers: str) -> Response:
        """Fetch a file, the one that was uploaded last unless another is named."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        place = f"{document or self.last['document']}/{number or self.last['number']}"
        return self.browser(who).get(f"/files/document/{place}{query}", headers=sent)

    def clear(self) -> int:
        """Forget that anything ever came in, and return how many files are stored."""
        shutil.rmtree(self.incoming, ignore_errors=True)
        return self.stored()

    @property
    def incoming(self) -> Path:
        """Where files are while they come in."""
        return self.folder / "incoming"

    def stored(self) -> int:
        """Return how many files lie in the store."""
        return sum(each.is_file() for each in (self.folder / "files").rglob("*"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One for all tests here: each looks only at what it uploaded itself."""
    folder = tmp_path_factory.mktemp("site")
    before, ring = database._engine, getattr(Encrypted, "ring", None)
    engine = database.open_database(f"sqlite:///{folder / 'kiosk.db'}", [KEY])
    SQLModel.metadata.create_all(engine)
    yield Site(folder)
    engine.dispose()
    database._engine = before
    if ring:
        Encrypted.ring = ring


def test_a_file_is_kept_and_the_answer_says_what_became_of_it(site: Site) -> None:
    before = site.stored()
    first, second = site.upload(name="Política de sellos.pdf"), site.upload("ben", name="POLÍTICA de sellos.PDF")
    assert (first.status_code, first.headers["cache-control"]) == (200, "no-store")
    answer = first.json()
    told = answer.pop("message")
    assert answer == {
        "document": second.json()["document"],
        "number": 1,
        "name": "Política de sellos.pdf",
        "new_version": False,
    }
    assert "Política de sellos.pdf" in told
    assert (second.json()["number"], second.json()["new_version"]) == (2, True)
    assert site.stored() == before + 2
    assert list(site.incoming.iterdir()) == []


def test_the_page_s_language_is_that_of_the_answer(site: Site) -> None:
    place = f"draft={site.draft}&key=criterion.1.1"
    assert "guardado" in site.upload(name="Sellos.pdf", query=f"{place}&lang=es").json()["message"]
    refused = site.upload(content=b"MZ", query=f"{place}&lang=es").json()
    assert refused == {"code": "upload.type-unknown", "message": refused["message"]}
    assert refused["message"].startswith("Guárdelo como PDF")
    other = site.upload(name="Sellos.pdf", query=f"{place}&lang=xx").json()["message"]
    assert other.startswith("This is the newest version")


@pytest.mark.parametrize(
    ("name", "content", "kept", "noted"),
    [
        ("../../etc/path.pdf", files.a_pdf(), "path.pdf", True),
        ("As it is.pdf", files.a_pdf(), "As it is.pdf", False),
        ("\u202efdp.slaeS.pdf", files.a_pdf(), "fdp.slaeS.pdf", True),
        ("x" * 300 + ".pdf", files.a_pdf(), "x" * 251 + ".pdf", True),
        ("photo.png", files.a_picture("JPEG"), "photo.jpg", True),
        ("", files.a_pdf(), "file.pdf", True),
    ],
    ids=["path", "as it is", "turned around", "long", "other ending", "none"],
)
def test_a_name_that_was_changed_is_told(site: Site, name: str, content: bytes, kept: str, noted: bool) -> None:
    answer = site.upload(content=content, name=name).json()
    assert answer["name"] == kept
    assert ("Its name was changed" in answer["message"]) is noted


def test_a_locked_or_damaged_file_is_kept_and_its_sender_is_told(site: Site) -> None:
    assert "It has a password" in site.upload(content=files.a_locked_pdf(), name="a.pdf").json()["message"]
    assert "cannot read it" in site.upload(content=files.a_pdf()[:200], name="b.pdf").json()["message"]


@pytest.mark.parametrize(
    ("who", "status", "code"),
    [
        ("", 401, "access.signed-out"),
        ("nobody", 401, "access.signed-out"),
        ("dan", 404, "access.not-yours"),
        ("eva", 404, "access.not-yours"),
    ],
)
def test_who_may_not_is_refused_before_a_byte_is_kept(site: Site, who: str, status: int, code: str) -> None:
    site.clear()
    answer = site.upload(who)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not site.incoming.exists()


def test_staff_without_a_second_factor_are_nobody_here(site: Site) -> None:
    site.upload()
    assert site.get("eva").status_code == 200
    with transaction() as session:
        session.delete(session.exec(select(AuthenticatorRow)).one())
    assert site.get("eva").status_code == 303
    with transaction() as session:
        a_second_factor(session, site.cast.eva)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example", "sec-fetch-site": "cross-site"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
        {"origin": ORIGIN, "sec-fetch-site": "same-site"},
        {"origin": "null"},
        {"x-file-name": "Seals.pdf"},
    ],
)
def test_no_other_site_can_send_a_file(site: Site, headers: dict[str, str]) -> None:
    before = site.clear()
    answer = site.upload(headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "request.cross-site")
    assert site.stored() == before


@pytest.mark.parametrize(
    "query", ["draft=x&key=criterion.1.1", "draft=99999999999999999999&key=criterion.1.1", "model=-1", "document=²"]
)
def test_a_number_that_is_none_is_nobody_s(site: Site, query: str) -> None:
    assert site.upload(query=query).json()["code"] in {"access.not-yours", "upload.no-place"}


@pytest.mark.parametrize("query", ["x=1", "key=criterion.1.1", "library=yes", "model=1&document=1"])
def test_a_place_that_is_none_is_refused(site: Site, query: str) -> None:
    answer = site.upload(query=query)
    assert (answer.status_code, answer.json()["code"]) == (422, "upload.no-place")


def test_what_says_that_it_is_too_large_is_refused_at_once(site: Site) -> None:
    site.clear()
    answer = site.upload(content=bytes(files.MEBI + 1))
    assert (answer.status_code, answer.json()["code"]) == (413, "upload.too-large")
    assert "1 MB" in answer.json()["message"]
    assert not site.incoming.exists()


def test_what_is_refused_leaves_nothing_behind(site: Site) -> None:
    before = site.clear()
    assert site.upload(content=b"MZ", name="refused.pdf").status_code == 422
    assert list(site.incoming.iterdir()) == []
    assert site.stored() == before
    with transaction() as session:
        assert session.exec(select(DocumentRow).where(DocumentRow.name == "refused.pdf")).all() == []


# ---------------------------------------------------------------- going out


def test_a_file_goes_out_to_be_kept_and_never_acts(site: Site) -> None:
    site.upload(name='Política "1".pdf')
    answer = site.get("ben")
    assert (answer.status_code, answer.content) == (200, files.a_pdf())
    headers = answer.headers
    expected = "attachment; filename=\"Pol-tica-1-.pdf\"; filename*=UTF-8''Pol%C3%ADtica%20%221%22.pdf"
    assert headers["content-disposition"] == expected
    assert headers["content-type"] == "application/pdf"
    assert "sandbox" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [
        ("a.pdf", files.a_pdf(), True),
        ("a.png", files.a_picture(), True),
        ("a.txt", b"plain", False),
        ("a.csv", b"a;b", False),
        ("a.xlsx", files.a_sheet(), False),
        ("locked.pdf", files.a_locked_pdf(), False),
        ("cut.pdf", files.a_pdf()[:200], False),
    ],
    ids=["pdf", "png", "txt", "csv", "xlsx", "locked", "cut"],
)
def test_only_what_cannot_act_is_shown_in_the_browser(site: Site, name: str, content: bytes, shown: bool) -> None:
    site.upload(content=content, name=name)
    assert site.get("ana").headers["content-disposition"].startswith("attachment")
    answer = site.get("ana", query="?inline=1")
    assert answer.headers["content-disposition"].startswith("inline" if shown else "attachment")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [
        ("bytes=0-", 200, 0, None),
        ("bytes=0-9", 206, 0, 10),
        ("bytes=10-19", 206, 10, 20),
        ("bytes=10-99999", 206, 10, None),
        ("bytes=-7", 206, -7, None),
        ("bytes=-99999", 200, 0, None),
        ("bytes=0-1,5-6", 200, 0, None),
        ("lines=1-2", 200, 0, None),
        ("bytes=-", 200, 0, None),
    ],
)
def test_a_download_can_go_on_where_it_stopped(
    site: Site, asked: str, status: int, start: int, end: int | None
) -> None:
    site.upload()
    whole = files.a_pdf()
    answer = site.get("ana", range=asked)
    assert (answer.status_code, answer.content) == (status, whole[start:end])
    assert answer.headers["content-length"] == str(len(whole[start:end]))
    if status == 206:
        first = start % len(whole)
        last = first + len(answer.content) - 1
        assert answer.headers["content-range"] == f"bytes {first}-{last}/{len(whole)}"


@pytest.mark.parametrize("asked", ["bytes=99999-", "bytes=5-4", "bytes=-0"])
def test_a_part_that_does_not_exist_is_told(site: Site, asked: str) -> None:
    site.upload()
    answer = site.get("ana", range=asked)
    assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{len(files.a_pdf())}")


def test_a_part_of_another_version_is_not_mixed_in(site: Site) -> None:
    site.upload()
    etag = site.get("ana").headers["etag"]
    assert site.get("ana", range="bytes=5-9", if_range=etag).status_code == 206
    assert site.get("ana", range="bytes=5-9", if_range='"another"').status_code == 200
    assert site.get("ana", if_none_match=etag).status_code == 304


def test_strangers_get_the_same_answer_as_for_what_does_not_exist(site: Site) -> None:
    site.upload()
    theirs, nothing, later = site.get("dan"), site.get("dan", 98765), site.get("ana", number=987)
    assert (theirs.status_code, theirs.content) == (404, b"")
    assert theirs.headers == nothing.headers == later.headers


def test_visitors_are_sent_to_sign_in(site: Site) -> None:
    site.upload()
    answer = site.get("", query="?lang=ar")
    assert (answer.status_code, answer.headers["location"]) == (303, "/ar/sign-in/")


def test_a_file_that_the_store_lost_is_told_with_what_to_do(site: Site) -> None:
    site.upload()
    for each in (site.folder / "files").rglob("*"):
        if each.is_file():
            each.unlink()
    answer = site.get("ana")
    assert answer.status_code == 503
    assert "help desk" in answer.text
