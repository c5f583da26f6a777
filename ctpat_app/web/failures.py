"""What happens when an event fails unexpectedly: it is kept under a short code, and the page shows that code."""

import asyncio
import re
import secrets
import traceback
from collections.abc import Callable
from typing import Any, Final

import structlog
from reflex.event import EventHandler, EventSpec
from reflex_base.event.context import EventContext

from ctpat_app.adapters.clock import now
from ctpat_app.adapters.database import in_session
from ctpat_app.domain.errors import Refusal
from ctpat_app.services.failures import record_failure

log = structlog.get_logger(__name__)

# Without letters and digits that look or sound alike: people read the code out on the telephone.
_LETTERS: Final = "ACDEFHJKMNPRTVWXY"
_EVENT_NAME: Final = re.compile(r"reflex_event\|([^|\]]+)")
# Only names that JavaScript itself has, and addresses that the build has made, pass.
_BROWSER_KIND: Final = re.compile(
    r"\b(?:Type|Reference|Range|Syntax|URI|Eval|Aggregate)Error\b|\bMinified React error #\d{1,4}\b|\bDOMException\b"
)
_BROWSER_PLACE: Final = re.compile(r"/assets/[\w.-]{1,80}\.js:\d{1,6}:\d{1,6}")
_storing: set[asyncio.Task[None]] = set()


def new_failure_code() -> str:
    """Return a code such as ``HKDR-WMNA``; 17^8 of them make a clash improbable."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def failure_reporter(show_failure: EventHandler, show_notice: EventHandler) -> Callable[[Exception], EventSpec]:
    """Return the app's handler of exceptions: it answers through the two event handlers of the session state."""

    def report_failure(exception: Exception) -> EventSpec:
        if isinstance(exception, Refusal):
            return show_notice(exception.code)
        return show_failure(keep_failure(exception))

    return report_failure


def keep_failure(exception: BaseException) -> str:
    """Log the failure, store it without holding up the event loop, and return its code."""
    code, where = new_failure_code(), described(exception)
    handler, page = _handler(), _page()
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


def described(exception: BaseException) -> str:
    """Return kinds and places of an exception and its causes, never its text: that may hold answers or addresses."""
    parts: list[str] = []
    current: BaseException | None = exception
    while current is not None and len(parts) < 5:
        frames = traceback.extract_tb(current.__traceback__)[-6:]
        places = " < ".join(
            f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in reversed(frames)
        )
        parts.append(f"{type(current).__module__}.{type(current).__qualname__} at {places or 'unknown'}")
        current = current.__cause__ or current.__context__
    return "; from ".join(parts)


def _handler() -> str:
    """Return the name of the event that failed, as Reflex names the task."""
    task = asyncio.current_task()
    found = _EVENT_NAME.search(task.get_name()) if task else None
    return found[1].replace("___", ".") if found else ""


def _page() -> str:
    """Return the page's address without its query, which may hold typed words."""
    try:
        data: dict[str, Any] = EventContext.get().router_data
    except LookupError:
        return ""
    return str(data.get("pathname", "")).partition("?")[0]


def report_browser_failure(exception: Exception) -> None:
    """Note kind and place of a failure of a script in the browser, never its text: that may hold what was typed."""
    kind, place = _BROWSER_KIND.search(str(exception)), _BROWSER_PLACE.search(str(exception))
    log.warning("browser-failure", kind=kind[0] if kind else "", place=place[0] if place else "")
