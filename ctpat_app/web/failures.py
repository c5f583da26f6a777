"""What happens when an event or a request fails unexpectedly: it is kept under a short code that the person sees."""

import asyncio
import re
import secrets
from collections.abc import Callable
from html import escape
from typing import Any, Final
from urllib.parse import urlsplit

import structlog
from reflex.event import EventHandler, EventSpec
from reflex_base.event.context import EventContext
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_session
from ctpat_app.adapters.logs import described
from ctpat_app.domain.case_codes import CLEAR_LETTERS, FAILURE_LETTERS, grouped_code
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.own_paths import language_of
from ctpat_app.services.failures import Found, record_failure
from ctpat_app.web.on_show import place_in, refusals_on_show
from ctpat_app.words.languages import direction
from ctpat_app.words.messages import message

log = structlog.get_logger(__name__)

_EVENT_NAME: Final = re.compile(r"reflex_event\|([^|\]]+)")
# Only names that JavaScript itself has, and addresses that the build has made, pass.
_BROWSER_KIND: Final = re.compile(
    r"\b(?:Type|Reference|Range|Syntax|URI|Eval|Aggregate)Error\b|\bMinified React error #\d{1,4}\b|\bDOMException\b"
)
_BROWSER_PLACE: Final = re.compile(r"/assets/[\w.-]{1,80}\.js:\d{1,6}:\d{1,6}")
_PAGE: Final = re.compile(r"/[a-zA-Z-]{2,12}(?:/[a-z-]{0,40}){0,3}(?=[?]|$)")
_FAILED: Final = 500
_storing: set[asyncio.Task[None]] = set()


def new_failure_code() -> str:
    """Return a code such as ``HKDR-WMNA``; 17^8 of them make a clash improbable."""
    return grouped_code("".join(secrets.choice(CLEAR_LETTERS) for _ in range(FAILURE_LETTERS)))


def failure_reporter(show_failure: EventHandler, show_notice: EventHandler) -> Callable[[Exception], EventSpec]:
    """Return the app's handler of exceptions: it answers through the two event handlers of the session state."""

    def report_failure(exception: Exception) -> EventSpec:
        if isinstance(exception, Refusal):
            return show_notice(exception.code)
        return show_failure(keep_failure(exception))

    return report_failure


class Failures:
    """Answers a request that failed with the code of its failure; the server would log the exception with its text."""

    def __init__(self, app: ASGIApp, *, languages: tuple[str, ...], reporting: tuple[str, ...] = ()) -> None:
        """Wrap ``app``, whose pages exist in ``languages``; in those of ``reporting`` a problem can be reported."""
        self._app = app
        self._languages = languages
        self._reporting = reporting or languages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; what fails once an answer has begun is only kept."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        held: list[Message] = []
        begun = False

        async def send_unless_failed(part: Message) -> None:
            nonlocal begun
            # The framework answers for itself before it lets the exception go on.
            if held or (part["type"] == "http.response.start" and part["status"] == _FAILED):
                held.append(part)
                return
            begun = True
            await send(part)

        try:
            await self._app(scope, receive, send_unless_failed)
        except ClientDisconnect:
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, its text must not reach the server's log
            code = keep_failure(error, _endpoint(scope))
            if scope["type"] == "http" and not begun:
                language = self._language(scope)
                where = language if language in self._reporting else self._reporting[0]
                await _answer(code, language, where)(scope, receive, send)
            return
        for part in held:
            await send(part)

    def _language(self, scope: Scope) -> str:
        """Return the language of the page that sent the request."""
        page = urlsplit(Headers(scope=scope).get("referer", "")).path
        return language_of(page or scope["path"], self._languages)


def _answer(code: str, language: str, where: str) -> HTMLResponse:
    """Return a small page with the code, and the way to report the problem in the language ``where``."""
    text, link = message("failure.unexpected", language, code=code), message("report.this", language)
    return HTMLResponse(
        f'<!doctype html><html lang="{language}" dir="{direction(language)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(code)}</title></head>'
        f'<body><p>{escape(text)}</p><p><a href="/{where}/report/?failure={code}">{escape(link)}</a></p></body></html>',
        _FAILED,
    )


def _endpoint(scope: Scope) -> str:
    """Return what was to answer, by its name in the source: the address may hold anything."""
    endpoint = getattr(scope.get("endpoint"), "func", scope.get("endpoint"))
    return f"{scope['type']} {getattr(endpoint, '__qualname__', '')}".strip()


def keep_failure(exception: BaseException, handler: str = "") -> str:
    """Log the failure, store it without holding up the event loop, and return its code."""
    code, where, event = new_failure_code(), described(exception), _event()
    handler, (page, address) = handler or event.replace("___", "."), _page()
    draft, step = place_in(address)
    log.error("failure", code=code, handler=handler, page=page, where=where)
    found = Found(code, page, handler, where, draft, step, refusals_on_show(event))
    task = asyncio.get_running_loop().create_task(_store(found))
    # The loop holds tasks weakly.
    _storing.add(task)
    task.add_done_callback(_storing.discard)
    return code


async def _store(found: Found) -> None:
    try:
        await in_session(record_failure, found, now=now())
    except Exception as error:  # noqa: BLE001 - the database itself may be what failed; the log has the entry
        log.error("failure-not-stored", code=found.code, where=described(error))


def _event() -> str:
    """Return the name of the event that failed, as Reflex names the task."""
    task = asyncio.current_task()
    found = _EVENT_NAME.search(task.get_name()) if task else None
    return found[1] if found else ""


def _page() -> tuple[str, str]:
    """Return the page's path, and its whole address, which may hold typed words; what no page is called is none."""
    try:
        data: dict[str, Any] = EventContext.get().router_data
    except LookupError:
        return "", ""
    found = _PAGE.match(str(data.get("pathname", "")))
    return (found[0] if found else ""), str(data.get("asPath", ""))


def report_browser_failure(exception: Exception) -> None:
    """Note kind and place of a failure of a script in the browser, never its text: that may hold what was typed."""
    kind, place = _BROWSER_KIND.search(str(exception)), _BROWSER_PLACE.search(str(exception))
    log.warning("browser-failure", kind=kind[0] if kind else "", place=place[0] if place else "")
