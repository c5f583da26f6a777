"""What the browser fetches: the first visit of each entry page, and the switch to another language."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks.people import Person
from ctpat_app.cli.chromium import find_or_install
from ctpat_app.state.profile import ProfileState
from tests.sockets.served import Kiosk

ENTRY_PAGES: Final = ("/en/", "/en/sign-in/", "/en/register/")
LISTS: Final = ("tasks", "jumps")
_QUESTION: Final = ProfileState.get_full_name()


@dataclass
class Traffic:
    """What went over the wire since the counting began."""

    bytes: int = 0
    requests: int = 0
    frames: list[str] = field(default_factory=list)
    """Text of the socket's frames from the server."""

    def watch(self, wire: CDPSession) -> None:
        """Begin to count."""
        wire.send("Network.enable")
        wire.on("Network.requestWillBeSent", self._sent)
        wire.on("Network.loadingFinished", self._finished)
        wire.on("Network.webSocketFrameReceived", self._frame)

    def _sent(self, event: dict[str, Any]) -> None:
        self.requests += not event["request"]["url"].startswith("data:")

    def _finished(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])

    def _frame(self, event: dict[str, Any]) -> None:
        self.frames.append(event["response"]["payloadData"])

    @property
    def frame_bytes(self) -> int:
        """Bytes of all frames."""
        return sum(len(frame.encode()) for frame in self.frames)


@dataclass(frozen=True)
class Switch:
    """What a switch of the language sent over the socket."""

    frames: int
    bytes: int
    sizes: dict[str, int]
    """Bytes of each variable of the page that was sent."""

    @property
    def question_bytes(self) -> int:
        """The question with what belongs to it, without the lists of the parts and the categories around it."""
        return sum(size for name, size in self.sizes.items() if name not in LISTS)


def first_visits(kiosk: Kiosk) -> dict[str, Traffic]:
    """Return what a first visit with an empty cache fetches, by page; the connection to the socket is one request."""
    with _browser() as browser:
        return {path: _first_visit(browser, f"http://127.0.0.1:{kiosk.port}{path}") for path in ENTRY_PAGES}


def _first_visit(browser: Browser, url: str) -> Traffic:
    context = browser.new_context()
    page = context.new_page()
    traffic = Traffic()
    traffic.watch(context.new_cdp_session(page))
    page.goto(url, wait_until="networkidle")
    context.close()
    return traffic


def language_switch(kiosk: Kiosk, person: Person) -> Switch:
    """Return what the socket brings when the page of a criterion is switched from English to Spanish."""
    with _browser() as browser:
        context = browser.new_context()
        context.add_cookies([_cookie(person)])
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{kiosk.port}/en/profile/?draft={person.draft}&criterion=1.1")
        _usable(page)
        traffic = Traffic()
        traffic.watch(context.new_cdp_session(page))
        page.evaluate("document.querySelector('a[data-language=es]').click()")
        page.wait_for_url("**/es/profile/**")
        _usable(page)
        page.wait_for_load_state("networkidle")
    deltas = [json.loads(frame.partition(",")[2])[1].get("delta", {}) for frame in traffic.frames if frame[:2] == "42"]
    shown = [delta[_QUESTION] for delta in deltas if "view_rx_state_" in delta.get(_QUESTION, {})][-1]
    sizes = {name.removesuffix("_rx_state_"): _size(value) for name, value in shown.items()}
    return Switch(len(traffic.frames), traffic.frame_bytes, sizes)


def _usable(page: Page) -> None:
    page.wait_for_selector("textarea")


def _cookie(person: Person) -> dict[str, Any]:
    ((name, value),) = parse_qsl(person.cookie)
    return {"name": name, "value": value, "domain": "127.0.0.1", "path": "/", "secure": True}


@contextmanager
def _browser() -> Iterator[Browser]:
    # Found first: looking for a browser may itself start Playwright.
    chromium = str(find_or_install())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        yield browser
        browser.close()


def _size(value: object) -> int:
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
