"""What happens when an event or a request fails unexpectedly: it is kept under a short code that the person sees."""

import asyncio
import re
import secrets
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

import structlog
from reflex.event import EventHandler, EventSpec
from reflex_base.event.context import EventContext
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_session
from ctpat_app.adapters.logs import described
from ctpat_app.domain.case_codes import CLEAR_LETTERS, FAILURE_LETTERS, grouped_code
from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.own_paths import language_of
from ctpat_app.services.failures import record_failure
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

    def __init__(self, app: ASGIApp, *, languages: tuple[str, ...]) -> None:
        """Wrap ``app``, whose pages exist in ``languages``."""
        self._app = app
        self._languages = languages

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
                text = message("failure.unexpected", self._language(scope), code=code)
                await PlainTextResponse(text, _FAILED)(scope, receive, send)
            return
        for part in held:
            await send(part)

    def _language(self, scope: Scope) -> str:
        """Return the language of the page that sent the request."""
        page = urlsplit(Headers(scope=scope).get("referer", "")).path
        return language_of(page or scope["path"], self._languages)


def _endpoint(scope: Scope) -> str:
    """Return what was to answer, by its name in the source: the address may hold anything."""
    endpoint = getattr(scope.get("endpoint"), "func", scope.get("endpoint"))
    return f"{scope['type']} {getattr(endpoint, '__qualname__', '')}".strip()


def keep_failure(exception: BaseException, handler: str = "") -> str:
    """Log the failure, store it without holding up the event loop, and return its code."""
    code, where = new_failure_code(), described(exception)
    handler, page = handler or _handler(), _page()
    log.error("failure", code=code, handler=handler, page=page, where=where)
    task = asyncio.get_running_loop().create_task(_store(code=code, page=page, handler=handler, message=where))
    # The loop holds tasks weakly.
    _storing.add(task)
    task.add_done_callback(_storing.discard)
    return code


async def _store(*, code: str, page: str, handler: str, message: str) -> None:
    try:
        await in_session(record_failure, code=code, page=page, handler=handler, message=message, now=now())
    except Exception as error:  # noqa: BLE001 - the database itself may be what failed; the log has the entry
        log.error("failure-not-stored", code=code, where=described(error))


def _handler() -> str:
    """Return the name of the event that failed, as Reflex names the task."""
    task = asyncio.current_task()
    found = _EVENT_NAME.search(task.get_name()) if task else None
    return found[1].replace("___", ".") if found else ""


def _page() -> str:
    """Return the page's address without its query, which may hold typed words; what no page is called is none."""
    try:
        data: dict[str, Any] = EventContext.get().router_data
    except LookupError:
        return ""
    found = _PAGE.match(str(data.get("pathname", "")))
    return found[0] if found else ""


def report_browser_failure(exception: Exception) -> None:
    """Note kind and place of a failure of a script in the browser, never its text: that may hold what was typed."""
    kind, place = _BROWSER_KIND.search(str(exception)), _BROWSER_PLACE.search(str(exception))
    log.warning("browser-failure", kind=kind[0] if kind else "", place=place[0] if place else "")
