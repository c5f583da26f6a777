"""The figures over HTTP: for who may read every company, and nothing in them runs."""

import csv
import io
from typing import Any

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import transaction
from ctpat_app.adapters.sheets import comma_separated
from ctpat_app.domain.permissions import StaffRole
from ctpat_app.services.library import keep_current
from ctpat_app.services.sessions import open_session
from ctpat_app.settings import Settings
from ctpat_app.web.figures import figure_routes
from ctpat_app.web.gate import SESSION_COOKIE
from tests.factories import Cast, a_person, a_staff_member, the_cast
from tests.services.test_desk_queue import sent_ago

SETTINGS = Settings(languages=("en", "es", "ar"))
Response = Any
"""Starlette's test client chooses its library by itself."""


class Site:
    """The routes on a database with an application that waits too long, and browsers of the cast."""

    def __init__(self) -> None:
        now = clock.now()
        with transaction() as session:
            self.cast: Cast = the_cast(session)
            keep_current(session, now=now)
            sent_ago(session, self.cast.account, self.cast.ana, now, 100)
            people = {
                "sue": a_staff_member(session, a_person(session, "sue"), StaffRole.SUPERVISOR),
                "eva": a_staff_member(session, self.cast.eva, StaffRole.SPECIALIST),
                "dan": self.cast.dan,
            }
            for name, person in people.items():
                open_session(session, user_id=person.user_id, token=f"token-of-{name}", device="", now=now)

    def get(self, who: str, path: str) -> Response:
        cookies = {SESSION_COOKIE: f"token-of-{who}"} if who else {}
        client = TestClient(Starlette(routes=figure_routes(SETTINGS)), follow_redirects=False, cookies=cookies)
        return client.get(path)


@pytest.fixture
def site(sqlite_file: Engine) -> Site:
    """A site of its own."""
    return Site()


def test_a_supervisor_takes_the_figures_as_text_and_as_a_sheet(site: Site) -> None:
    answer = site.get("sue", "/files/figures.csv?lang=en")
    assert answer.headers["content-disposition"] == 'attachment; filename="CTPAT-figures-en.csv"'
    assert answer.headers["cache-control"] == "private, no-store"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["Figure", "Group", "Value"]
    assert ["Cases over their day", "Application to decide", "1"] in rows
    page = load_workbook(io.BytesIO(site.get("sue", "/files/figures.xlsx?lang=ar").content)).active
    assert page.sheet_view.rightToLeft
    assert page.max_row == len(rows)


@pytest.mark.parametrize("who", ["eva", "dan"])
def test_others_find_nothing_there(site: Site, who: str) -> None:
    for kind in ("csv", "xlsx"):
        assert site.get(who, f"/files/figures.{kind}?lang=en").status_code == 404


def test_a_visitor_is_led_to_sign_in(site: Site) -> None:
    assert site.get("", "/files/figures.csv?lang=es").headers["location"].startswith("/es/sign-in/")


def test_a_period_that_is_none_is_told(site: Site) -> None:
    answer = site.get("sue", "/files/figures.csv?lang=en&from=2027-01-01&until=2026-01-01")
    assert "Choose an end" in answer.text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_nothing_in_a_text_file_runs(text: str) -> None:
    rows = list(csv.reader(io.StringIO(comma_separated(["Name"], [(text, 3, None)]).decode("utf-8-sig"))))
    assert rows[1] == [f"'{text}", "3", ""]
