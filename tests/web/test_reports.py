"""Reports of problems as they come in: once each, a few from one address, and also while the database is down."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import Engine
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ctpat_app.adapters import clock, database
from ctpat_app.adapters.database import transaction
from ctpat_app.adapters.rate_limits import MemoryLimiter
from ctpat_app.adapters.report_spool import FOLDER, ReportSpool
from ctpat_app.domain.help_cases import ANSWER_HOURS
from ctpat_app.jobs import deliver_from
from ctpat_app.services.help_cases import view_case
from ctpat_app.services.library import keep_current
from ctpat_app.services.sessions import open_session
from ctpat_app.settings import Settings
from ctpat_app.tables.help_cases import HelpCaseRow
from ctpat_app.tables.outbox import OutboxRow
from ctpat_app.web.attempts import REPORT_ADDRESS
from ctpat_app.web.gate import SESSION_COOKIE
from ctpat_app.web.reports import report_routes
from tests.applicants import really_committing
from tests.factories import the_cast
from tests.help_cases import a_token

ORIGIN = "https://kiosk.example"
Response = Any
"""Starlette's test client chooses its library by itself."""


class Desk:
    """The route on a database, and whoever sends something there."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(
            public_url=ORIGIN,
            data_folder=folder,
            languages=("en", "es"),
            operator_telephone="+1 212 555 0100",
            encryption_keys=(Fernet.generate_key().decode(),),
        )
        self.client = TestClient(
            Starlette(routes=report_routes(self.settings, limiter=MemoryLimiter())),
            base_url=ORIGIN,
            follow_redirects=False,
        )
        self.spool = ReportSpool(folder, MultiFernet([Fernet(key) for key in self.settings.encryption_keys]))
        with transaction() as session:
            keep_current(session, now=clock.now())

    def send(self, *, accept: str = "application/json", origin: str = ORIGIN, **fields: str) -> Response:
        form = {"kind": "other", "happened": "It broke.", "language": "en", "token": a_token(), **fields}
        return self.client.post("/report/send", data=form, headers={"accept": accept, "origin": origin})

    def cases(self) -> list[HelpCaseRow]:
        with transaction(writes=False) as session:
            return list(session.exec(select(HelpCaseRow)))


@pytest.fixture
def desk(sqlite_file: Engine, tmp_path: Path) -> Iterator[Desk]:
    with really_committing(sqlite_file):
        yield Desk(tmp_path / "data")


@pytest.fixture
def no_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Return what takes the database away, and what brings it back."""
    here = database._engine

    def away() -> None:
        monkeypatch.setattr(database, "_engine", database.make_engine(f"sqlite:///{tmp_path / 'gone' / 'kiosk.db'}"))

    def back() -> None:
        monkeypatch.setattr(database, "_engine", here)

    return away, back


def test_a_report_gets_a_code_and_when_it_is_answered(desk: Desk) -> None:
    answer = desk.send()
    assert answer.status_code == 200
    told = answer.json()
    [row] = desk.cases()
    assert (told["case"], told["address"]) == (row.code, f"/en/report-case/#{row.code}")
    assert told["told"][0].startswith("We answer by ")
    assert not told["waits"]


def test_what_the_person_left_out_is_not_kept(desk: Desk) -> None:
    along = {
        "page": "/en/step/?draft=3",
        "step": "company",
        "fields": "f-legal_name",
        "failure": "HKDR-WMNA",
        "facts": "browser: Firefox: 128\nlanguages: en",
        "told": "person:help me",
    }
    desk.send(**along)
    desk.send(**along, **dict.fromkeys(("with-page", "with-failure", "with-facts", "with-told"), "yes"))
    without, whole = desk.cases()
    assert (without.page, without.step, without.failure_code, without.facts, without.told) == ("", "", "", "[]", "[]")
    assert (whole.page, whole.step, whole.failure_code) == ("/en/step/", "company", "HKDR-WMNA")
    assert json.loads(whole.facts) == [
        {"label": "fields", "value": "f-legal_name"},
        {"label": "browser", "value": "Firefox: 128"},
        {"label": "languages", "value": "en"},
    ]
    assert json.loads(whole.told) == [{"who": "person", "text": "help me"}]


def test_the_code_of_a_message_goes_along_as_a_fact(desk: Desk) -> None:
    desk.send(**{"failure": "access.not-yours", "with-failure": "yes"})
    desk.send(**{"failure": "made.up", "with-failure": "yes"})
    first, second = desk.cases()
    assert json.loads(first.facts) == [{"label": "message", "value": "access.not-yours"}]
    assert (first.failure_code, second.facts) == ("", "[]")


def test_the_questions_of_other_kinds_are_not_kept(desk: Desk) -> None:
    desk.send(kind="file", **{"intake-file-file-kind": "PDF", "intake-account-urgent-access": "yes"})
    [row] = desk.cases()
    assert json.loads(row.intake) == [{"field": "file-kind", "value": "PDF"}]
    assert row.priority == "normal"


def test_an_empty_report_is_refused_field_by_field_in_the_language_of_the_page(desk: Desk) -> None:
    answer = desk.send(kind="", happened="", language="es")
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["problems"]] == ["kind", "happened"]
    assert all(each["text"] for each in answer.json()["problems"])
    assert desk.cases() == []


def test_a_refused_report_costs_no_attempt(desk: Desk) -> None:
    for _ in range(3 * REPORT_ADDRESS.attempts):
        assert desk.send(happened="").status_code == 422
    assert desk.send().status_code == 200


def test_of_500_reports_in_a_minute_the_first_pass_and_the_others_are_told_whom_to_call(desk: Desk) -> None:
    answers = [desk.send() for _ in range(500)]
    assert [each.status_code for each in answers[: REPORT_ADDRESS.attempts]] == [200] * REPORT_ADDRESS.attempts
    late = answers[-1]
    assert late.status_code == 429
    assert late.json()["code"] == "report.too-many"
    assert "+1 212 555 0100" in late.json()["message"]
    assert "what you wrote is still here" in late.json()["message"]
    assert len(desk.cases()) == REPORT_ADDRESS.attempts


def test_the_same_form_sent_again_is_the_same_report_and_costs_no_second_attempt(desk: Desk) -> None:
    token = a_token()
    first, second = desk.send(token=token).json(), desk.send(token=token).json()
    assert first["case"] == second["case"]
    assert len(desk.cases()) == 1


def test_an_address_is_not_flooded_with_mail_through_reports(desk: Desk) -> None:
    answers = [desk.send(mail="ana@example.com").json() for _ in range(8)]
    with transaction(writes=False) as session:
        mails = len(session.exec(select(OutboxRow)).all())
    assert mails < 8
    assert len(desk.cases()) == 8
    assert "ana@example.com" in answers[0]["told"][1]
    assert len(answers[-1]["told"]) == 1


def test_another_site_cannot_send_a_report_with_our_persons_browser(desk: Desk) -> None:
    answer = desk.send(origin="https://evil.example")
    assert (answer.status_code, answer.json()["code"]) == (403, "request.cross-site")


def test_a_form_without_script_is_led_to_its_report_or_told_to_go_back(desk: Desk) -> None:
    sent = desk.send(accept="text/html", token="")
    [row] = desk.cases()
    assert (sent.status_code, sent.headers["location"]) == (303, f"/en/report-case/#{row.code}")
    refused = desk.send(accept="text/html", happened="")
    assert refused.status_code == 422
    assert refused.headers["content-type"].startswith("text/plain")
    assert "Go back in your browser" in refused.text


def test_a_text_of_the_longest_kind_is_taken_in_any_script(desk: Desk) -> None:
    assert desk.send(happened="𝒳" * 5000, expected="ش" * 2000).status_code == 200
    assert desk.send(happened="x" * 5001).json()["problems"][0]["field"] == "happened"
    assert desk.send(happened="x" * 300_000).json()["code"] == "request.too-large"


def test_who_is_signed_in_is_named_in_the_case(desk: Desk) -> None:
    with transaction() as session:
        cast = the_cast(session)
        open_session(session, user_id=cast.ana.user_id, token="token-of-ana", device="", now=clock.real_now())
    desk.client.cookies.set(SESSION_COOKIE, "token-of-ana")
    desk.send()
    assert desk.cases()[0].user_id == cast.ana.user_id


# ---------------------------------------------------------------- without the database


def test_while_the_database_is_down_a_report_is_kept_and_delivered_later_under_its_code(
    desk: Desk, no_database: Any
) -> None:
    away, back = no_database
    token = a_token()
    away()
    answer = desk.send(token=token, happened="My cat is called Minka", mail="ana@example.com")
    told = answer.json()
    assert (answer.status_code, told["waits"]) == (200, True)
    assert any("database" in each for each in told["told"])
    assert desk.send(token=token).json()["case"] == told["case"]
    back()
    assert desk.cases() == []
    # Sent again before it is delivered: the code that was told stays the one that counts.
    assert desk.send(token=token).json()["case"] == told["case"]
    assert deliver_from(desk.spool, hours=ANSWER_HOURS) == 1
    assert deliver_from(desk.spool, hours=ANSWER_HOURS) == 0
    with transaction(writes=False) as session:
        seen = view_case(session, told["case"], now=clock.now())
        assert [each.text for each in seen.messages] == ["My cat is called Minka"]
        [mail] = session.exec(select(OutboxRow)).all()
    assert mail.template == "help-case-opened"
    assert desk.send(token=token).json()["case"] == told["case"]


def test_what_waits_on_the_disk_cannot_be_read_without_the_key(desk: Desk, no_database: Any, tmp_path: Path) -> None:
    away, _back = no_database
    away()
    desk.send(happened="My cat is called Minka", mail="ana@example.com")
    [file] = (tmp_path / "data" / FOLDER).iterdir()
    kept = file.read_bytes()
    assert b"Minka" not in kept
    assert b"ana@" not in kept
    assert file.parent.stat().st_mode & 0o077 == 0
    assert ReportSpool(tmp_path / "data", MultiFernet([Fernet(Fernet.generate_key())])).unreadable() == 1


def test_who_is_signed_in_can_report_without_the_database_too(desk: Desk, no_database: Any) -> None:
    away, _back = no_database
    away()
    desk.client.cookies.set(SESSION_COOKIE, "token-of-ana")
    assert desk.send().json()["waits"]


def test_a_report_that_was_delivered_but_not_removed_stays_one_case(desk: Desk, no_database: Any) -> None:
    away, back = no_database
    away()
    desk.send()
    back()
    [spooled] = desk.spool.waiting()
    deliver_from(desk.spool, hours=ANSWER_HOURS)
    desk.spool.keep(spooled)
    assert deliver_from(desk.spool, hours=ANSWER_HOURS) == 1
    assert len(desk.cases()) == 1


def test_a_disk_that_takes_nothing_either_is_told_with_whom_to_call(
    desk: Desk, no_database: Any, tmp_path: Path
) -> None:
    away, _back = no_database
    away()
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "data" / FOLDER).write_text("in the way")
    answer = desk.send()
    assert answer.status_code == 503
    assert "+1 212 555 0100" in answer.json()["message"]


def test_a_damaged_file_keeps_the_others_from_nothing(desk: Desk, no_database: Any, tmp_path: Path) -> None:
    away, back = no_database
    away()
    desk.send()
    back()
    (tmp_path / "data" / FOLDER / f"{'0' * 40}.report").write_bytes(b"half")
    assert desk.spool.unreadable() == 1
    assert deliver_from(desk.spool, hours=ANSWER_HOURS) == 1
