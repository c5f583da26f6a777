"""The figures of the help over HTTP: for who betters the help, in a sheet in which nothing runs."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import transaction
from ctpat_app.domain.permissions import StaffRole
from ctpat_app.services.library import keep_current
from ctpat_app.services.sessions import open_session
from ctpat_app.settings import Settings
from ctpat_app.web.gate import SESSION_COOKIE
from ctpat_app.web.help_figures import ADDRESS, help_figure_routes
from ctpat_app.words.messages import message
from tests.factories import a_person, a_staff_member
from tests.help_cases import an_open_case

SETTINGS = Settings(languages=("en", "es", "ar"))


class Site:
    """The route on a database with a case, and browsers of finn and dan."""

    def __init__(self) -> None:
        now = clock.now()
        with transaction() as session:
            keep_current(session, now=now)
            an_open_case(session, now, kind="file")
            people = {
                "finn": a_staff_member(session, a_person(session, "finn"), StaffRole.HELP_DESK),
                "eva": a_staff_member(session, a_person(session, "eva"), StaffRole.SPECIALIST),
                "dan": a_person(session, "dan"),
            }
            for name, person in people.items():
                open_session(session, user_id=person.user_id, token=f"token-of-{name}", device="", now=now)

    def get(self, who: str, query: str = "lang=en") -> Any:
        cookies = {SESSION_COOKIE: f"token-of-{who}"} if who else {}
        client = TestClient(Starlette(routes=help_figure_routes(SETTINGS)), follow_redirects=False, cookies=cookies)
        return client.get(f"{ADDRESS}?{query}")


@pytest.fixture
def site(sqlite_file: Engine) -> Site:
    return Site()


@pytest.mark.parametrize("language", SETTINGS.languages)
def test_the_help_desk_takes_the_figures_along(site: Site, language: str) -> None:
    answer = site.get("finn", f"lang={language}")
    assert answer.status_code == 200
    page = load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    state = message("help-desk.state-new", language)
    counted = [row for row in rows if row[0] == message("help-sheet.cases", language)]
    assert [(row[1].endswith(state), row[3]) for row in counted] == [(True, 1)]
    assert page.sheet_view.rightToLeft is (True if language == "ar" else page.sheet_view.rightToLeft)


@pytest.mark.parametrize("who", ["dan", "eva"])
def test_for_others_there_is_nothing(site: Site, who: str) -> None:
    assert site.get(who).status_code == 404


def test_a_visitor_signs_in_first(site: Site) -> None:
    answer = site.get("")
    assert answer.status_code in {302, 303, 307}
    assert "sign-in" in answer.headers["location"]


def test_a_period_that_is_none_is_told(site: Site) -> None:
    assert site.get("finn", "lang=en&from=2026-05-01&until=2026-04-01").status_code == 503
