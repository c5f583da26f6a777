"""Files of the register over HTTP: for those who may, bound to their session, and nothing in them runs."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]
from sqlalchemy import Engine
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import transaction
from ctpat_app.domain.partner_imports import FIELDS
from ctpat_app.services.sessions import open_session
from ctpat_app.settings import Settings
from ctpat_app.tables.partners import PartnerImportRow, PartnerRow
from ctpat_app.web.gate import SESSION_COOKIE
from ctpat_app.web.partner_files import partner_file_routes
from tests.factories import Cast, a_partner, the_cast

FORMULA = '=HYPERLINK("https://evil.example","+1-1")'
TABLE = f"Name;Role;Country\nAlfa;trucker;MX\n{FORMULA.replace(';', ',')};trucker;MX\nBeta;pilot;MX\n".encode()
Response = Any
"""Starlette's test client chooses its library by itself."""


class Site:
    """The routes on a database with one partner, and browsers of the cast."""

    def __init__(self, settings: Settings) -> None:
        self.settings, now = settings, clock.now()
        with transaction() as session:
            self.cast: Cast = the_cast(session)
            a_partner(session, self.cast.account, self.cast.ana, FORMULA, note="-2+3", risk_reason="@SUM(1)")
            for name in ("ana", "ben", "chloe", "dan"):
                person = getattr(self.cast, name)
                open_session(session, user_id=person.user_id, token=f"token-of-{name}", device="", now=now)

    def browser(self, who: str) -> TestClient:
        cookies = {SESSION_COOKIE: f"token-of-{who}"} if who else {}
        routes = Starlette(routes=partner_file_routes(self.settings))
        return TestClient(routes, follow_redirects=False, cookies=cookies, base_url=self.settings.public_url)

    def send(self, who: str, content: bytes = TABLE, *, account: object = None, **headers: str) -> Response:
        place = self.cast.account if account is None else account
        sent = {"x-file-name": "partners.csv", "origin": self.settings.public_url, **headers}
        return self.browser(who).post(f"/files/partners/upload?account={place}&lang=en", content=content, headers=sent)

    def number(self) -> int:
        with transaction(writes=False) as session:
            return session.exec(select(PartnerImportRow.id)).one() or 0


@pytest.fixture
def site(sqlite_file: Engine, tmp_path: Any) -> Site:
    return Site(Settings(languages=("en", "es", "ar"), data_folder=tmp_path))


def page_of(response: Response, at: int = 0) -> Any:
    assert response.status_code == 200
    return load_workbook(io.BytesIO(response.content)).worksheets[at]


def has_formula(page: Any) -> bool:
    return any(cell.data_type == "f" or cell.hyperlink for row in page.iter_rows() for cell in row)


def test_what_people_typed_is_text_in_the_download_and_never_a_formula(site: Site) -> None:
    response = site.browser("chloe").get(f"/files/partners/{site.cast.account}.xlsx?lang=en")
    assert response.headers["cache-control"] == "private, no-store"
    page = page_of(response)
    first = dict(zip([cell.value for cell in page[1]], page[2], strict=True))
    assert (first["Name of the partner"].value, first["Name of the partner"].data_type) == (FORMULA, "s")
    assert [first[each].data_type for each in ("Note", "Why this risk")] == ["s", "s"]
    assert first["Last questionnaire"].value == "Never asked"
    assert first["Security program"].value == "Not known"
    assert not has_formula(page)


def test_the_template_names_each_field_in_both_languages_and_offers_its_choices(site: Site) -> None:
    response = site.browser("ben").get("/files/partners/template.xlsx?lang=ar")
    page, choices = page_of(response), page_of(response, 1)
    assert page["A1"].value == "اسم الشريك (Name of the partner)"
    assert (page.max_column, page.sheet_view.rightToLeft) == (len(FIELDS), True)
    assert choices["A1"].value == page["B1"].value
    assert "مورّد" in [cell.value for cell in choices["A"]]
    lists = {str(each.sqref): each.formula1 for each in page.data_validations.dataValidation}
    assert lists["B2:B10001"].endswith("$A$2:$A$13")
    assert not has_formula(page)


def test_a_table_is_kept_as_rows_of_whoever_sent_it(site: Site) -> None:
    response = site.send("ben")
    assert (response.status_code, response.headers["cache-control"]) == (200, "no-store")
    with transaction(writes=False) as session:
        row = session.exec(select(PartnerImportRow)).one()
        assert (row.user_id, row.file_name) == (site.cast.ben.user_id, "partners.csv")
        assert len(session.exec(select(PartnerRow)).all()) == 1  # nothing is in the register yet
    assert list((site.settings.data_folder / "incoming").glob("*")) == []


def test_the_rows_that_do_not_come_in_are_handed_out_with_what_to_do_and_nothing_runs(site: Site) -> None:
    site.send("ben")
    address = f"/files/partners-left/{site.number()}.xlsx?lang=en"
    page = page_of(site.browser("ben").get(address))
    assert [cell.value for cell in page["A"]] == ["Row", 3, 4]
    assert page["B3"].value == "Column B: Choose from the list what the partner does for you."
    assert (page["C2"].value, page["C2"].data_type) == (FORMULA, "s")
    assert not has_formula(page)
    again = site.send("ben", site.browser("ben").get(address).content, **{"x-file-name": "left.xlsx"})
    assert again.status_code == 200  # what was handed out can be mended and sent again
    for other in ("ana", "dan", "chloe"):
        assert site.browser(other).get(f"/files/partners-left/{site.number()}.xlsx").status_code == 404


@pytest.mark.parametrize(
    ("who", "status", "code"),
    [
        ("", 401, "access.signed-out"),
        ("dan", 404, "access.not-yours"),
        ("chloe", 403, "access.not-your-role"),
    ],
)
def test_who_may_not_is_refused_before_a_byte_is_kept(site: Site, who: str, status: int, code: str) -> None:
    response = site.send(who)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert not (site.settings.data_folder / "incoming").exists()


@pytest.mark.parametrize("account", ["", "x", "-1", "99999999999", "4444"])
def test_a_company_that_is_none_answers_like_that_of_others(site: Site, account: str) -> None:
    assert site.send("ben", account=account).json()["code"] == "access.not-yours"


def test_another_site_cannot_send_a_file(site: Site) -> None:
    assert site.send("ben", origin="https://evil.example").json()["code"] == "request.cross-site"


@pytest.mark.parametrize(
    ("content", "headers", "code"),
    [
        (b"", {}, "upload.empty"),
        (b"Name;Country\nAlfa;MX\n", {}, "import.heading-missing"),
        (b"Invoice;Amount\n1;2\n", {}, "import.no-headings"),
        (b"Name;Role;Country\n", {}, "import.no-rows"),
        (b"%PDF-1.7", {}, "import.type-unknown"),
        (TABLE, {"content-length": str(11 * 1024 * 1024)}, "upload.too-large"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_to_do(
    site: Site, content: bytes, headers: dict[str, str], code: str
) -> None:
    answer = site.send("ben", content, **headers).json()
    assert answer["code"] == code
    assert "{" not in answer["message"]


def test_dan_gets_the_same_answer_as_for_what_does_not_exist(site: Site) -> None:
    answers = [site.browser("dan").get(f"/files/partners/{each}.xlsx") for each in (site.cast.account, 99999)]
    assert [(each.status_code, each.content) for each in answers] == [(404, b"")] * 2


def test_a_visitor_is_sent_to_sign_in_and_back_to_the_page(site: Site) -> None:
    response = site.browser("").get(f"/files/partners/{site.cast.account}.xlsx?lang=es")
    assert response.status_code == 303
    assert response.headers["location"] == f"/es/sign-in/?next=/es/partners/%3Faccount%3D{site.cast.account}"
