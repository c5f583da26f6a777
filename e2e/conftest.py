"""What browser tests share: the built pages, a kiosk for each test process, and people with browsers."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from ctpat_app.cli.build import ensure_built
from ctpat_app.cli.chromium import find_or_install
from ctpat_app.demo.fill import add_applicants, fill
from e2e.person import ARTIFACTS, Person
from e2e.site import Site, pages_settings

NewPerson = Callable[..., Person]
TRACED: Final = "KIOSK_TRACES" in os.environ
"""Whether traces are kept of tests that fail; recording them makes every test slower."""


@pytest.fixture(scope="session")
def built_pages() -> None:
    """The pages of all languages; test processes wait for the one that builds them."""
    ARTIFACTS.mkdir(exist_ok=True)
    ensure_built(pages_settings())


@pytest.fixture(scope="session")
def site(built_pages: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A kiosk of this test process, with the demonstration's applicants; its desk is empty, for the tests to fill."""
    kiosk = Site(tmp_path_factory.mktemp("kiosk"))
    with kiosk.opened():
        add_applicants(kiosk.settings)
    kiosk.start()
    yield kiosk
    kiosk.stop()


@pytest.fixture(scope="session")
def busy_site(built_pages: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A kiosk of this test process, with all of the demonstration, as a visitor finds it; tests only look at it."""
    kiosk = Site(tmp_path_factory.mktemp("busy"))
    with kiosk.opened():
        fill(kiosk.settings)
    kiosk.start()
    yield kiosk
    kiosk.stop()


@pytest.fixture
def own_site(built_pages: None, tmp_path: Path) -> Iterator[Site]:
    """A kiosk of one test, which it may kill and change."""
    kiosk = Site(tmp_path / "kiosk")
    kiosk.start()
    yield kiosk
    kiosk.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium for the tests of one file: its driver keeps an event loop open, which other tests must not meet."""
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
    executable = find_or_install()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield chromium
        chromium.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Tell fixtures whether their test failed."""
    report = yield
    if report.failed:  # type: ignore[attr-defined]
        item.stash[FAILED] = True
    return report


FAILED = pytest.StashKey[bool]()


@pytest.fixture
def new_person(browser: Browser, request: pytest.FixtureRequest) -> Iterator[NewPerson]:
    """Make people; each has a browser of their own, whose last picture is kept when the test fails."""
    people: list[Person] = []

    def make(site: Site, language: str = "en", *, width: int = 1280, height: int = 900) -> Person:
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale=language, accept_downloads=True, base_url=site.url
        )
        if TRACED:
            context.tracing.start(screenshots=True, snapshots=True)
        people.append(Person(context, site, language))
        return people[-1]

    yield make
    failed = request.node.stash.get(FAILED, False)
    for number, person in enumerate(people):
        _close(
            person.context, ARTIFACTS / "traces" / f"{_file_name(request.node.nodeid)}-{number}.zip" if failed else None
        )
    if not failed:
        for person in people:
            assert not person.complaints, person.complaints


def _close(context: BrowserContext, kept: Path | None) -> None:
    if kept:
        for number, page in enumerate(context.pages):
            page.screenshot(path=kept.with_suffix(f".{number}.png"), full_page=True)
    if TRACED:
        context.tracing.stop(path=kept)
    context.close()


def _file_name(nodeid: str) -> str:
    return re.sub(r"[^\w-]+", "-", nodeid.removeprefix("e2e/"))[:120]
