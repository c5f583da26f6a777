"""Sheets over HTTP: for those who may read them, and nothing in them runs."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import transaction
from ctpat_app.domain.actions import Origin, Owner, Plan
from ctpat_app.domain.training import Training
from ctpat_app.services.action_plans import model_of_draft
from ctpat_app.services.actions import add_action
from ctpat_app.services.library import keep_current
from ctpat_app.services.sessions import open_session
from ctpat_app.services.training import add_training
from ctpat_app.settings import Settings
from ctpat_app.web.gate import SESSION_COOKIE
from ctpat_app.web.registers import register_routes
from tests.factories import Cast, a_draft, the_cast

SETTINGS = Settings(languages=("en", "es", "ar"))
FORMULA = '=HYPERLINK("https://evil.example","+1-1")'
Response = Any
"""Starlette's test client chooses its library by itself."""


class Site:
    """The routes on a database with one action and one training, and browsers of the cast."""

    def __init__(self) -> None:
        now = clock.now()
        with transaction() as session:
            self.cast: Cast = the_cast(session)
            library = keep_current(session, now=now)
            self.draft = a_draft(session, self.cast.account, self.cast.ana, library_hash=library.hash)
            model = model_of_draft(session, self.cast.ana, draft_id=self.draft)
            plan = Plan(FORMULA, Owner(0, "@Olga"), date(2099, 4, 1), "-2+3", reference="007")
            finding = replace(plan, what="Found", origin=Origin.CORRECTIVE, found_on=date(2026, 1, 5), finding="+1")
            for each in (plan, finding):
                add_action(session, self.cast.ana, security_model_id=model, plan=each, now=now)
            training = Training("cybersecurity", date(2026, 1, 5), FORMULA, people_count=12, repeat_months=12)
            add_training(session, self.cast.ana, trade_account_id=self.cast.account, training=training, now=now)
            for name in ("ana", "dan"):
                person = getattr(self.cast, name)
                open_session(session, user_id=person.user_id, token=f"token-of-{name}", device="", now=now)

    def get(self, who: str, path: str) -> Response:
        cookies = {SESSION_COOKIE: f"token-of-{who}"} if who else {}
        client = TestClient(Starlette(routes=register_routes(SETTINGS)), follow_redirects=False, cookies=cookies)
        return client.get(path)


@pytest.fixture
def site(sqlite_file: Engine) -> Site:
    return Site()


def page_of(response: Response) -> Any:
    assert response.status_code == 200
    return load_workbook(io.BytesIO(response.content)).active


def test_what_people_typed_is_text_in_the_plan_and_never_a_formula(site: Site) -> None:
    response = site.get("ana", f"/files/actions/{site.draft}.xlsx?lang=en")
    assert response.headers["content-disposition"] == f'attachment; filename="CTPAT-actions-{site.draft}-en.xlsx"'
    assert response.headers["cache-control"] == "private, no-store"
    page = page_of(response)
    headings = [cell.value for cell in page[1]]
    first = dict(zip(headings, page[2], strict=True))
    assert (first["What is to be done"].value, first["What is to be done"].data_type) == (FORMULA, "s")
    assert [first[each].data_type for each in ("Owner", "Why", "Reference")] == ["s", "s", "s"]
    assert first["Reference"].value == "007"
    assert first["Due on"].value.date() == date(2099, 4, 1)
    assert not any(cell.hyperlink or cell.data_type == "f" for row in page.iter_rows() for cell in row)


def test_the_register_is_mirrored_and_translated_in_arabic(site: Site) -> None:
    page = page_of(site.get("ana", f"/files/training/{site.cast.account}.xlsx?lang=ar"))
    assert page.sheet_view.rightToLeft
    assert page.title == "سجل التدريب"
    assert page["A2"].value == "الأمن السيبراني للمستخدمين"
    assert (page["D2"].value, page["D2"].data_type) == (FORMULA, "s")
    assert page["F2"].value == 12


@pytest.mark.parametrize("what", ["actions", "training"])
def test_dan_gets_the_same_answer_as_for_what_does_not_exist(site: Site, what: str) -> None:
    number = {"actions": site.draft, "training": site.cast.account}[what]
    answers = [site.get("dan", f"/files/{what}/{each}.xlsx") for each in (number, 99999)]
    assert [(each.status_code, each.content) for each in answers] == [(404, b"")] * 2


def test_a_visitor_is_sent_to_sign_in_and_back_to_the_page(site: Site) -> None:
    response = site.get("", f"/files/actions/{site.draft}.xlsx?lang=es")
    assert response.status_code == 303
    assert response.headers["location"] == f"/es/sign-in/?next=/es/actions/%3Fdraft%3D{site.draft}"
