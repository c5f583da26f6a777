"""Partners at the door, as browsers post: links, codes, cookies; and files, which go to nobody else."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pypdfium2
import pytest
from sqlalchemy import Engine
from sqlmodel import col, select
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import transaction
from ctpat_app.adapters.flash import FLASH_COOKIE, open_flash
from ctpat_app.adapters.link_ticket import LINK_COOKIE
from ctpat_app.adapters.rate_limits import MemoryLimiter
from ctpat_app.adapters.storage import open_storage, storage
from ctpat_app.domain.tokens import token_hash
from ctpat_app.jobs import remove_unknown
from ctpat_app.services.inquiry_visits import find_visit
from ctpat_app.services.outbox import newest_mails
from ctpat_app.settings import Settings
from ctpat_app.tables.inquiries import InquiryFileRow, InquiryLinkRow, InquiryVisitRow
from ctpat_app.tables.notices import NoticeRow
from ctpat_app.web.answer_files import answer_file_routes
from ctpat_app.web.auth import auth_routes
from ctpat_app.web.gate import PARTNER_COOKIE, SESSION_COOKIE
from ctpat_app.web.headers import Headers
from ctpat_app.web.host_cookies import HostCookies
from ctpat_app.web.partner_visits import OpenedLinks, partner_forms
from tests import files
from tests.partner_links import an_inquiry, answer_all, sign

ORIGIN = "https://kiosk.example"
Response = Any
"""Starlette's test client chooses its library by itself."""


async def page(_request: object) -> PlainTextResponse:
    return PlainTextResponse("the page")


class Door:
    """The routes for partners with a database and a store of their own, and one browser at them."""

    def __init__(self, folder: Path, limiter: MemoryLimiter | None = None) -> None:
        self.folder = folder
        self.settings = Settings(
            public_url=ORIGIN, languages=("en", "ar"), secret_key="s" * 32, data_folder=folder, upload_mb=1
        )
        self.limiter = limiter or MemoryLimiter()
        open_storage("", folder)
        routes = [
            *auth_routes(self.settings, limiter=self.limiter, more=partner_forms()),
            *answer_file_routes(self.settings),
            Route("/en/inquiry-link/", page),
        ]
        app = OpenedLinks(Starlette(routes=routes), settings=self.settings)
        self.app = HostCookies(Headers(app, public_url=ORIGIN, script_hashes={}))
        self.client = TestClient(self.app, base_url=ORIGIN, follow_redirects=False)

    def another(self) -> "Door":
        """Return another browser at the same door."""
        return Door(self.folder, self.limiter)

    def post(self, path: str, sent_from: str = ORIGIN, **fields: str) -> Response:
        return self.client.post(f"/auth/{path}", data={"language": "en"} | fields, headers={"origin": sent_from})

    def open(self, token: str) -> Response:
        return self.client.get(f"/en/inquiry-link/?token={token}")

    def told(self, response: Response) -> tuple[str, list[str]]:
        """Return the notice of an answer and the codes of what is to be mended."""
        (number,) = parse_qs(urlsplit(response.headers["location"]).query)["try"]
        flash = open_flash(self.settings.secret_key, response.cookies[FLASH_COOKIE], form="inquiry-link", number=number)
        assert flash
        return flash.notice, [each.code for each in flash.problems]

    def code(self) -> str:
        with transaction() as session:
            codes = [each.params["code"] for each in newest_mails(session) if each.template == "inquiry-code"]
        return codes[0]

    def come_in(self, token: str, **fields: str) -> Response:
        self.open(token)
        self.post("partner-code")
        return self.post("partner-visit", code=self.code(), **fields)

    def upload(self, query: str, content: bytes = b"", name: str = "Seals.pdf") -> Response:
        headers = {"origin": ORIGIN, "sec-fetch-site": "same-origin", "x-file-name": quote(name)}
        return self.client.post(f"/files/inquiry/upload?{query}", content=content or files.a_pdf(), headers=headers)


@pytest.fixture
def door(sqlite_file: Engine, tmp_path: Path) -> Iterator[Door]:
    yield Door(tmp_path)
    shutil.rmtree(tmp_path / "files", ignore_errors=True)


@pytest.fixture
def asked(door: Door) -> Any:
    with transaction() as session:
        return an_inquiry(session, now=clock.now())


def attributes(response: Response, name: str) -> str:
    lines: list[str] = response.headers.get_list("set-cookie")
    return next(line for line in lines if name in line.partition("=")[0])


# ---------------------------------------------------------------- the door


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_opening_a_link_uses_nothing_up_and_hides_its_token(door: Door, asked: Any, method: str) -> None:
    for _ in range(30):
        answer = door.client.request(method, f"/en/inquiry-link/?token={asked.token}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/inquiry-link/")
    assert asked.token not in attributes(answer, LINK_COOKIE)
    with transaction() as session:
        link = session.get_one(InquiryLinkRow, asked.link)
        assert (link.code_sent_at, link.confirmed_at) == (None, None)
    assert door.client.get("/en/inquiry-link/").text == "the page"


def test_the_right_code_begins_a_visit_in_this_browser(door: Door, asked: Any) -> None:
    answer = door.come_in(asked.token)
    assert answer.headers["location"] == f"/en/inquiry-answers/?inquiry={asked.inquiry}"
    cookie = attributes(answer, PARTNER_COOKIE)
    assert cookie.startswith("__Host-kiosk_partner=")
    assert {part.strip().lower() for part in cookie.split(";")[1:]} >= {"httponly", "path=/", "samesite=lax", "secure"}
    assert "max-age=2592000" in cookie.lower()


def test_on_a_shared_computer_the_cookie_ends_with_the_browser(door: Door, asked: Any) -> None:
    cookie = attributes(door.come_in(asked.token, shared="yes"), PARTNER_COOKIE)
    assert "max-age" not in cookie.lower()


def test_a_cookie_that_a_neighbour_planted_is_worth_nothing(door: Door, asked: Any) -> None:
    door.come_in(asked.token)
    value = door.client.cookies["__Host-kiosk_partner"]
    other = TestClient(door.app, base_url=ORIGIN, follow_redirects=False, cookies={PARTNER_COOKIE: value})
    assert other.get(f"/files/inquiry/{asked.inquiry}/pack.pdf").status_code == 303


def test_every_link_gets_the_same_answer_for_a_code(door: Door, asked: Any) -> None:
    door.open("forged")
    forged = door.told(door.post("partner-code"))
    door.open(asked.token)
    assert door.told(door.post("partner-code")) == forged == ("reply.code-sent", [])
    with transaction() as session:
        assert [each.recipient for each in newest_mails(session)] == ["farid@nile.example"]


def test_a_wrong_code_and_a_forged_link_answer_alike(door: Door, asked: Any) -> None:
    door.open(asked.token)
    door.post("partner-code")
    wrong = door.told(door.post("partner-visit", code="000000"))
    door.open("forged")
    assert door.told(door.post("partner-visit", code="000000")) == wrong == ("", ["reply.code-wrong"])


def test_at_most_four_codes_an_hour_are_mailed_for_a_link(door: Door, asked: Any) -> None:
    door.open(asked.token)
    told = [door.told(door.post("partner-code")) for _ in range(6)]
    assert told == [("reply.code-sent", [])] * 6
    with transaction() as session:
        assert len(newest_mails(session)) == 4


def test_who_tries_too_often_waits(door: Door, asked: Any) -> None:
    door.open(asked.token)
    answers = [door.told(door.post("partner-visit", code="1"))[1] for _ in range(31)]
    assert answers[29:] == [["reply.code-wrong"], ["reply.too-many-codes"]]


def test_leaving_ends_the_visit_and_takes_the_cookie(door: Door, asked: Any) -> None:
    door.come_in(asked.token)
    token = door.client.cookies["__Host-kiosk_partner"]
    assert door.told(door.post("partner-leave"))[0] == "reply.left"
    with transaction() as session:
        assert find_visit(session, token_hash(token), now=clock.now()) is None


def test_the_company_is_asked_for_a_new_link_at_most_twice_a_day(door: Door, asked: Any) -> None:
    with transaction() as session:
        session.get_one(InquiryLinkRow, asked.link).revoked_at = clock.now()
    door.open(asked.token)
    told = [door.told(door.post("partner-new-link"))[0] for _ in range(4)]
    assert told == ["reply.link-asked"] * 4
    with transaction() as session:
        assert len(session.exec(select(NoticeRow)).all()) == 2


def test_other_sites_post_nothing(door: Door, asked: Any) -> None:
    door.open(asked.token)
    for path in ("partner-code", "partner-visit", "partner-leave", "partner-new-link"):
        assert door.post(path, sent_from="https://evil.example").status_code == 403


def test_a_second_visit_in_the_same_browser_ends_the_first(door: Door, asked: Any) -> None:
    door.come_in(asked.token)
    with transaction() as session:
        token = an_inquiry(session, email="farid@nile.example", now=clock.now()).token
    door.come_in(token)
    with transaction() as session:
        rows = session.exec(select(InquiryVisitRow).order_by(col(InquiryVisitRow.id))).all()
        assert [each.ended_at is None for each in rows] == [False, True]


# ---------------------------------------------------------------- files


def test_evidence_comes_in_and_goes_out_to_the_same_inquiry_alone(door: Door, asked: Any) -> None:
    place = f"inquiry={asked.inquiry}&criterion=1.1"
    assert door.upload(place).status_code == 403
    door.come_in(asked.token)
    kept = door.upload(place)
    assert kept.status_code == 200
    address = f"/files/inquiry/file/{kept.json()['file']}"
    assert door.client.get(address).content == files.a_pdf()
    stranger = door.another()
    assert stranger.client.get(address).status_code == 303
    with transaction() as session:
        other = an_inquiry(session, email="else@other.example", now=clock.now())
    stranger.come_in(other.token)
    assert stranger.client.get(address).status_code == 404
    assert stranger.upload(place).status_code == 404
    assert stranger.client.get("/files/inquiry/file/999").status_code == 404


@pytest.mark.parametrize(
    ("query", "content", "status"),
    [
        ("criterion=9.9", b"", 422),
        ("criterion=1.1", b"MZ\x90\x00" + b"x" * 50, 422),
        ("criterion=1.1", b"x" * 1_100_000, 413),
    ],
)
def test_what_does_not_fit_is_refused_and_leaves_nothing(
    door: Door, asked: Any, query: str, content: bytes, status: int
) -> None:
    door.come_in(asked.token)
    assert door.upload(f"inquiry={asked.inquiry}&{query}", content).status_code == status
    with transaction() as session:
        assert session.exec(select(InquiryFileRow)).all() == []


def test_the_job_that_removes_unknown_bytes_knows_them(door: Door, asked: Any) -> None:
    door.come_in(asked.token)
    door.upload(f"inquiry={asked.inquiry}&criterion=1.1")
    assert remove_unknown(storage(), now=clock.real_now() + timedelta(days=3)) == 0


def test_pack_sheet_and_signed_copy_can_be_downloaded(door: Door, asked: Any) -> None:
    door.come_in(asked.token)
    token = door.client.cookies["__Host-kiosk_partner"]
    base = f"/files/inquiry/{asked.inquiry}"
    assert door.client.get(f"{base}/signed.pdf").status_code == 404
    with transaction() as session:
        visit = find_visit(session, token_hash(token), now=clock.now())
        assert visit
        answer_all(session, visit, text="يفحص المشرف الأختام.", now=clock.now())
        sign(session, visit, now=clock.now())
    for name in ("pack.pdf", "signed.pdf"):
        answer = door.client.get(f"{base}/{name}?lang=ar")
        assert answer.headers["cache-control"] == "private, no-store"
        assert len(pypdfium2.PdfDocument(answer.content)) > 0
    assert door.client.get(f"{base}/answers.xlsx").content.startswith(b"PK")
    assert door.client.get("/files/inquiry/999/pack.pdf").status_code == 404


def test_a_sign_in_opens_no_file_of_a_partner(door: Door, asked: Any) -> None:
    signed_in = TestClient(
        door.app, base_url=ORIGIN, follow_redirects=False, cookies={f"__Host-{SESSION_COOKIE}": "token"}
    )
    assert signed_in.get(f"/files/inquiry/{asked.inquiry}/pack.pdf").status_code == 303


def test_pages_of_partners_are_kept_from_search_engines(door: Door) -> None:
    assert door.client.get("/en/inquiry-link/").headers["x-robots-tag"] == "noindex, nofollow"
