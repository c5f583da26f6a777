"""A known problem has a place: every page of the help is a page of the kiosk, and every page that is named exists."""

import pytest

from ctpat_app.guidance.help_pages import help_pages
from ctpat_app.guidance.problem_pages import ALSO, pages_at
from ctpat_app.routes import PAGES
from tests.applicants import LIBRARY

HELP_PAGES = help_pages(LIBRARY)


def test_what_belongs_to_a_page_of_the_help_names_pages_of_help_and_kiosk() -> None:
    assert {each for pages in ALSO.values() for each in pages} <= set(HELP_PAGES)
    assert set(ALSO) <= {page.path for page in PAGES}


def test_each_page_of_the_help_has_a_place() -> None:
    assert [
        page for page in HELP_PAGES if not any(page in pages_at(LIBRARY, f"/en/{each.path}/") for each in PAGES)
    ] == []


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/es/", "start"),
        ("/es/documents/?account=3", "documents"),
        ("/zh-Hans/profile/#f-1", "criterion"),
        ("/en/apply/", "step-identifiers"),
        ("/en/forgot-password/", "recover-access"),
        ("/en/annual-send/", "annual-review"),
        ("", "start"),
    ],
)
def test_an_address_is_read_without_language_query_and_place(address: str, page: str) -> None:
    assert page in pages_at(LIBRARY, address)


def test_a_page_that_the_help_does_not_know_has_only_what_is_told_everywhere() -> None:
    assert pages_at(LIBRARY, "/en/staff/queue/") == frozenset()
