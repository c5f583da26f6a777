"""What the browser fetches: the first visit of each entry page, and the switch to another language."""

from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks.people import Person
from ctpat_app.cli.chromium import find_or_install
from ctpat_app.state.profile import ProfileState
from tests.sockets.served import Kiosk

ENTRY_PAGES: Final = ("/en/", "/en/sign-in/", "/en/register/")
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
    """What a switch of the language sent over the socket: all of it, and the frame with the question."""

    frames: int
    bytes: int
    question_bytes: int
    rest_bytes: int
    """The frame without the view of the question: the parts list and the categories follow it."""


def first_visits(kiosk: Kiosk) -> dict[str, Traffic]:
    """Return what a first visit with an empty cache fetches, by page; the connection to the socket is one request."""
    with sync_playwright() as playwright:
        browser = _browser(playwright)
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
    with sync_playwright() as playwright:
        browser = _browser(playwright)
        context = browser.new_context()
        context.add_cookies([_cookie(kiosk, person)])
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{kiosk.port}/en/profile/?draft={person.draft}&criterion=1.1")
        _usable(page)
        traffic = Traffic()
        traffic.watch(context.new_cdp_session(page))
        page.evaluate("document.querySelector('a[data-language=es]').click()")
        page.wait_for_url("**/es/profile/**")
        _usable(page)
        page.wait_for_load_state("networkidle")
        browser.close()
    questions = [len(frame.encode()) for frame in traffic.frames if _QUESTION in frame and '"statement"' in frame]
    question = max(questions, default=0)
    return Switch(len(traffic.frames), traffic.frame_bytes, question, traffic.frame_bytes - question)


def _usable(page: Page) -> None:
    page.wait_for_selector("textarea")


def _cookie(kiosk: Kiosk, person: Person) -> dict[str, str]:
    ((name, value),) = parse_qsl(person.cookie)
    return {"name": name, "value": value, "url": f"http://127.0.0.1:{kiosk.port}"}


def _browser(playwright: Any) -> Browser:  # noqa: ANN401  the context's own type has no public name
    browser: Browser = playwright.chromium.launch(
        executable_path=str(find_or_install()), args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
    )
    return browser
