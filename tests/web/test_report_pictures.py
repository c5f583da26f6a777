"""Pictures that go with a report: drawn anew, nothing else is taken, and only the help desk reads them."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from PIL import Image
from sqlalchemy import Engine
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import transaction
from ctpat_app.adapters.rate_limits import MemoryLimiter
from ctpat_app.adapters.storage import open_storage, storage
from ctpat_app.adapters.tokens import new_help_case_code
from ctpat_app.domain.help_reports import MAX_PICTURES
from ctpat_app.domain.permissions import StaffRole
from ctpat_app.jobs import remove_unknown
from ctpat_app.services.help_case_files import KEPT_UNSENT, forget_unsent_pictures
from ctpat_app.services.help_cases import open_case, view_case
from ctpat_app.services.library import keep_current
from ctpat_app.services.sessions import open_session
from ctpat_app.settings import Settings
from ctpat_app.tables.audit import AuditEventRow
from ctpat_app.tables.help_cases import HelpCaseFileRow
from ctpat_app.web.attempts import PICTURE_ADDRESS
from ctpat_app.web.gate import SESSION_COOKIE
from ctpat_app.web.report_pictures import report_picture_routes
from tests import files
from tests.applicants import really_committing
from tests.factories import a_staff_member, the_cast
from tests.help_cases import a_report, a_token

ORIGIN = "https://kiosk.example"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><image href="https://evil.example/x"/></svg>'
Response = Any
"""Starlette's test client chooses its library by itself."""


class Desk:
    """The routes on a database and a store, and whoever sends something there."""

    def __init__(self, folder: Path, *, upload_mb: int = 1) -> None:
        settings = Settings(public_url=ORIGIN, data_folder=folder, languages=("en", "es"), upload_mb=upload_mb)
        open_storage("", folder)
        with transaction() as session:
            keep_current(session, now=clock.now())
            cast = the_cast(session)
            a_staff_member(session, cast.finn, StaffRole.HELP_DESK)
            a_staff_member(session, cast.eva, StaffRole.SPECIALIST)
            for name in ("ana", "eva", "finn"):
                user = getattr(cast, name).user_id
                open_session(session, user_id=user, token=f"token-of-{name}", device="", now=clock.real_now())
        self.app = Starlette(routes=report_picture_routes(settings, limiter=MemoryLimiter()))
        self.client = TestClient(self.app, base_url=ORIGIN, follow_redirects=False)

    def add(self, content: bytes, form: str, *, name: str = "screen.png", origin: str = ORIGIN) -> Response:
        return self.client.post(
            f"/report/picture?lang=en&form={form}",
            content=content,
            headers={"origin": origin, "x-file-name": quote(name)},
        )

    def listed(self, form: str, *, away: str = "") -> list[dict[str, Any]]:
        answer = self.client.post("/report/pictures", data={"pictures": form, "away": away}, headers={"origin": ORIGIN})
        found: list[dict[str, Any]] = answer.json()
        return found

    def read(self, who: str, picture: int) -> Response:
        cookies = {SESSION_COOKIE: f"token-of-{who}"} if who else {}
        return TestClient(self.app, base_url=ORIGIN, follow_redirects=False, cookies=cookies).get(
            f"/files/help-case/{picture}?inline=1"
        )


@pytest.fixture
def desk(sqlite_file: Engine, tmp_path: Path) -> Iterator[Desk]:
    with really_committing(sqlite_file):
        yield Desk(tmp_path / "data")


def rows() -> list[HelpCaseFileRow]:
    with transaction(writes=False) as session:
        return list(session.exec(select(HelpCaseFileRow)))


def send(form: str) -> str:
    """Send the report of a form, with its pictures."""
    with transaction() as session:
        return open_case(
            session,
            report=a_report(),
            code=new_help_case_code(),
            token=a_token(),
            user_id=None,
            now=clock.now(),
            pictures=form,
        ).code


def test_a_picture_waits_for_its_form_and_goes_along_with_it(desk: Desk) -> None:
    form = a_token()
    answer = desk.add(files.a_picture(), form)
    assert answer.status_code == 200
    assert "screen.png" in answer.json()["message"]
    assert [each["name"] for each in desk.listed(form)] == ["screen.png"]
    code = send(form)
    assert desk.listed(form) == []
    with transaction(writes=False) as session:
        [seen] = view_case(session, code, now=clock.now()).messages
    assert [each.name for each in seen.pictures] == ["screen.png"]


def test_a_picture_is_drawn_anew_so_that_where_it_was_taken_is_gone(desk: Desk) -> None:
    photograph = files.a_photograph_with_a_place()
    assert Image.open(io.BytesIO(photograph)).getexif()
    desk.add(photograph, a_token(), name="photo.jpg")
    kept = b"".join(storage().read(rows()[0].blob_key))
    assert kept != photograph
    assert not Image.open(io.BytesIO(kept)).getexif()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (files.a_pdf(), "screen.pdf"),
        (files.a_pdf(), "screen.png"),
        (SVG, "screen.svg"),
        (SVG, "screen.png"),
        (b"<!doctype html><script>alert(1)</script>", "screen.html"),
        (files.a_sheet(), "screen.xlsx"),
        (files.a_program(), "screen.png"),
        (b"only words", "screen.txt"),
    ],
)
def test_what_is_no_picture_is_refused_with_what_to_do_and_nothing_is_kept(
    desk: Desk, content: bytes, name: str
) -> None:
    form = a_token()
    answer = desk.add(content, form, name=name)
    assert (answer.status_code, answer.json()["code"]) == (422, "help-case.no-picture")
    assert "PNG or JPEG" in answer.json()["message"]
    assert desk.listed(form) == []
    assert list(storage().keys(clock.real_now())) == []


def test_a_picture_over_the_limit_is_refused_with_what_to_do(desk: Desk) -> None:
    answer = desk.add(b"\x89PNG" + b"0" * (2 * 1024 * 1024), a_token())
    assert (answer.status_code, answer.json()["code"]) == (422, "help-case.picture-too-large")
    assert "1 MB" in answer.json()["message"]


def test_a_picture_of_20_mb_is_taken_where_the_settings_allow_it(sqlite_file: Engine, tmp_path: Path) -> None:
    dots = io.BytesIO()
    Image.effect_noise((4600, 4600), 90).save(dots, "PNG")
    content = dots.getvalue()
    assert len(content) > 18 * 1024 * 1024
    with really_committing(sqlite_file):
        desk, form = Desk(tmp_path / "data", upload_mb=25), a_token()
        answer = desk.add(content, form)
        assert answer.status_code == 200, answer.text
        assert len(desk.listed(form)) == 1


def test_a_form_takes_a_few_pictures_and_one_can_be_taken_away(desk: Desk) -> None:
    form = a_token()
    for _ in range(MAX_PICTURES):
        assert desk.add(files.a_picture(), form).status_code == 200
    assert desk.add(files.a_picture(), form).json()["code"] == "help-case.many-pictures"
    first = desk.listed(form)[0]["id"]
    assert len(desk.listed(a_token(), away=str(first))) == 0
    assert len(desk.listed(form, away=str(first))) == MAX_PICTURES - 1
    assert desk.add(files.a_picture(), form).status_code == 200


def test_pictures_from_one_address_are_limited(desk: Desk) -> None:
    for _ in range(PICTURE_ADDRESS.attempts):
        desk.add(b"", a_token())
    answer = desk.add(files.a_picture(), a_token())
    assert (answer.status_code, answer.json()["code"]) == (422, "help-case.too-many-pictures")


@pytest.mark.parametrize("form", ["", "short", "../../etc/passwd", "x" * 44])
def test_a_form_that_the_kiosk_did_not_make_takes_none(desk: Desk, form: str) -> None:
    assert desk.add(files.a_picture(), quote(form)).json()["code"] == "help-case.form-unknown"


def test_another_site_cannot_add_one(desk: Desk) -> None:
    assert desk.add(files.a_picture(), a_token(), origin="https://evil.example").status_code == 403


def test_the_help_desk_reads_a_picture_and_it_is_noted(desk: Desk) -> None:
    form = a_token()
    desk.add(files.a_picture(), form)
    [row] = rows()
    assert desk.read("finn", row.id or 0).status_code == 404  # it is not sent yet
    send(form)
    answer = desk.read("finn", row.id or 0)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert "sandbox" in answer.headers["content-security-policy"]
    with transaction(writes=False) as session:
        noted = session.exec(select(AuditEventRow).where(AuditEventRow.action == "help-case.picture-read")).all()
    assert len(noted) == 1


@pytest.mark.parametrize("who", ["ana", "eva", ""])
def test_nobody_else_reads_it(desk: Desk, who: str) -> None:
    form = a_token()
    desk.add(files.a_picture(), form)
    send(form)
    assert desk.read(who, rows()[0].id or 0).status_code == (404 if who else 303)


def test_a_picture_whose_form_was_never_sent_goes_after_a_day_with_its_bytes(desk: Desk) -> None:
    form = a_token()
    desk.add(files.a_picture(), form)
    later = clock.real_now() + 2 * KEPT_UNSENT
    assert remove_unknown(storage(), now=later) == 0
    with transaction() as session:
        assert forget_unsent_pictures(session, now=clock.now()) == 0
        assert forget_unsent_pictures(session, now=clock.now() + KEPT_UNSENT) == 1
    assert remove_unknown(storage(), now=later) == 1
    assert list(storage().keys(later)) == []


def test_a_picture_that_was_sent_stays(desk: Desk) -> None:
    form = a_token()
    desk.add(files.a_picture(), form)
    send(form)
    with transaction() as session:
        assert forget_unsent_pictures(session, now=clock.now() + 2 * KEPT_UNSENT) == 0
    assert remove_unknown(storage(), now=clock.real_now() + 2 * KEPT_UNSENT) == 0
