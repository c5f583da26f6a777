"""Every page of the help is a page of the kiosk, and every page that is named exists."""

import pytest

from ctpat_app.guidance.help_places import PAGES_AT, pages_at
from ctpat_app.guidance.help_schema import FRAME
from ctpat_app.routes import PAGES
from tests.applicants import LIBRARY

HELP_PAGES = {page.id for page in LIBRARY.help_frame[FRAME].pages}


def test_only_pages_of_the_help_are_named() -> None:
    assert {each for pages in PAGES_AT.values() for each in pages} <= HELP_PAGES


def test_only_pages_of_the_kiosk_are_named() -> None:
    assert set(PAGES_AT) <= {page.path for page in PAGES}


def test_each_page_of_the_help_has_a_place() -> None:
    assert HELP_PAGES - {each for pages in PAGES_AT.values() for each in pages} == set()


@pytest.mark.parametrize(
    ("address", "pages"),
    [
        ("/es/", ("start",)),
        ("/es/documents/?account=3", ("documents",)),
        ("/zh-Hans/profile/#f-1", ("profile", "criterion")),
        ("/en/staff/queue/", ()),
        ("", ("start",)),
    ],
)
def test_an_address_is_read_without_language_query_and_place(address: str, pages: tuple[str, ...]) -> None:
    assert pages_at(address) == pages
