"""What a first visit costs: bytes over the wire and requests, with nothing in the browser's cache."""

from typing import Any, Final

import pytest
from playwright.sync_api import expect

from e2e.conftest import NewPerson
from e2e.person import ARTIFACTS
from e2e.site import Site

pytestmark = pytest.mark.browser

MOST_BYTES: Final = 240_000
MOST_REQUESTS: Final = 18
ENTRY_PAGES: Final = ("", "can-we-join/", "register/", "sign-in/", "invitation/?token=none", "privacy/")


class Wire:
    """Counts what a page sends for and what comes back, headers included, the socket as one request."""

    def __init__(self, session: Any) -> None:
        self.bytes, self.addresses = 0, list[str]()
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", lambda event: self._asked_for(event["request"]["url"]))
        session.on("Network.webSocketCreated", lambda event: self._asked_for(event["url"]))
        session.on("Network.loadingFinished", self._finished)

    def _asked_for(self, address: str) -> None:
        if not address.startswith("data:"):  # stands in the style sheet
            self.addresses.append(address)

    def _finished(self, event: dict[str, Any]) -> None:
        self.bytes += round(event["encodedDataLength"])


@pytest.mark.parametrize("language", ["en", "es", "zh-Hans", "ar"])
@pytest.mark.parametrize("page", ENTRY_PAGES)
def test_a_first_visit_is_small(site: Site, new_person: NewPerson, page: str, language: str) -> None:
    visitor = new_person(site, language)
    wire = Wire(visitor.context.new_cdp_session(visitor.page))
    visitor.visit(page)
    expect(visitor.heading).to_be_visible()
    expect(visitor.main.locator("[data-socket]").first).to_have_attribute("data-socket", "up")
    visitor.page.wait_for_load_state("networkidle")
    line = f"/{language}/{page}: {wire.bytes / 1000:.1f} kB, {len(wire.addresses)} requests"
    print(line)  # noqa: T201  a figure to read, also where it is below the limit
    with (ARTIFACTS / "first-visit.txt").open("a") as file:
        file.write(f"{line}\n")
    assert wire.bytes <= MOST_BYTES, line
    assert len(wire.addresses) <= MOST_REQUESTS, wire.addresses
    outside = [address for address in wire.addresses if site.url.removeprefix("http") not in address]
    assert outside == []
