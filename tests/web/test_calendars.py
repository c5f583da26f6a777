"""The calendar file of the annual review over HTTP: for the people of the model, and for nobody else."""

from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import transaction
from ctpat_app.domain.permissions import Actor
from ctpat_app.services.sessions import open_session
from ctpat_app.settings import Settings
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.web.calendars import calendar_routes
from ctpat_app.web.gate import SESSION_COOKIE
from tests.factories import Cast, the_cast
from tests.reviewed import a_member_in_tijuana

SETTINGS = Settings(languages=("en", "es", "ar"))


class Site:
    """The route on a database with a member, and browsers of the cast."""

    def __init__(self) -> None:
        with transaction() as session:
            cast: Cast = the_cast(session)
            self.model = a_member_in_tijuana(session, cast)
            for name in ("chloe", "dan", "eva"):
                person: Actor = getattr(cast, name)
                open_session(session, user_id=person.user_id, token=f"token-of-{name}", device="", now=clock.now())

    def get(self, who: str, query: str = "", *, model: int = 0) -> Any:
        cookies = {SESSION_COOKIE: f"token-of-{who}"} if who else {}
        client = TestClient(Starlette(routes=calendar_routes(SETTINGS)), follow_redirects=False, cookies=cookies)
        return client.get(f"/files/annual-review/{model or self.model}.ics{query}")


@pytest.fixture
def site(sqlite_file: Engine) -> Site:
    return Site()


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_it_holds_the_due_day_and_leads_to_the_review(site: Site) -> None:
    response = site.get("chloe", "?lang=es")
    assert (response.status_code, response.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert response.headers["cache-control"] == "private, no-store"
    lines = unfolded(response.text)
    [day] = [line for line in lines if line.startswith("DTSTART")]
    assert day.endswith("0615")
    assert f"URL:{SETTINGS.public_url}/es/annual-review/?model={site.model}" in lines
    assert any(line.startswith("SUMMARY:") and "Acme Carriers SA" in line for line in lines)


def test_dan_staff_and_visitors_get_none(site: Site) -> None:
    assert site.get("dan").status_code == 404
    assert site.get("eva").status_code == 404
    visitor = site.get("")
    assert visitor.status_code == 303
    assert visitor.headers["location"].startswith("/en/sign-in/?next=/en/annual-review/")


def test_what_does_not_exist_answers_like_what_is_not_theirs(site: Site) -> None:
    assert site.get("dan", model=10**12).status_code == site.get("chloe", model=site.model + 1).status_code == 404


def test_a_company_that_was_never_certified_has_no_due_day(site: Site) -> None:
    with transaction() as session:
        session.get_one(SecurityModelRow, site.model).anniversary = None
    response = site.get("chloe")
    assert response.status_code == 503
    assert "annual review" in response.text
