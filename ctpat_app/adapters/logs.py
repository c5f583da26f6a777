"""The log of the server: one pipe for everything, which lets through what is known to be harmless and nothing else.

Passwords, codes, links, numbers and answers reach a log by accident: in the text of an exception, in an address, in a
message of a library. So no text of a library and of an exception is written, only where it was said and of what kind it
was; and of the kiosk's own entries only the keys of ``ALLOWED``.
"""

import logging
import sys
import threading
import traceback
from collections.abc import Mapping, MutableMapping, Sequence
from types import TracebackType
from typing import Any, Final, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

ALLOWED: Final = frozenset(
    {
        *("event", "level", "timestamp", "logger"),
        *("code", "handler", "page", "where", "kind", "place", "reason"),
        *("use_case", "user", "job", "mail", "template", "seconds", "times"),
        *("model", "what", "stored", "computed"),
    }
)
"""What an entry may hold: ids, codes, names that stand in the source, and places in it."""
_SCALARS: Final = (str, int, float, bool, type(None))
_LONGEST: Final = 2_000
_KIOSK: Final = "ctpat_app"
_FRAMES: Final = 5
_INNERMOST: Final = 2
_CAUSES: Final = 5

log = structlog.get_logger(__name__)


def configure_logs(*, readable: bool, stream: TextIO | None = None) -> None:
    """Send everything that is logged in this process through the one pipe, from now on.

    Args:
        readable: lines for a person at a terminal, in place of one JSON object a line.
        stream: where to write, standard error by default.
    """
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        keep_allowed,
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    handler = logging.StreamHandler(stream)
    renderer: Processor = (
        structlog.dev.ConsoleRenderer(colors=False) if readable else structlog.processors.JSONRenderer()
    )
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            foreign_pre_chain=[_place_alone, *shared],
            keep_exc_info=False,
        )
    )
    _take_over(handler)


def _take_over(handler: logging.Handler) -> None:
    """Leave ``handler`` as the only one in the process."""
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(_KIOSK).setLevel(logging.INFO)
    logging.captureWarnings(capture=True)
    # The socket's libraries add a handler of their own unless somebody has set their level.
    for name in ("socketio.server", "engineio.server"):
        logging.getLogger(name).setLevel(logging.WARNING)
    for logger in logging.Logger.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            logger.handlers[:] = []
            logger.propagate = True


def watch_crashes() -> None:
    """Log what nobody caught like any other failure; Python itself would print its text."""

    def crashed(kind: type[BaseException], error: BaseException | None, _trace: TracebackType | None) -> None:
        log.critical("crashed", where=described(error) if error else kind.__name__)

    sys.excepthook = crashed
    sys.unraisablehook = lambda each: crashed(each.exc_type, each.exc_value, each.exc_traceback)
    threading.excepthook = lambda each: crashed(each.exc_type, each.exc_value, each.exc_traceback)


def keep_allowed(_logger: WrappedLogger, _method: str, entry: EventDict) -> EventDict:
    """Return the entry without what is not allowed: unknown keys, and values that are no plain text or number."""
    where = entry.get("exc_info")
    kept: EventDict = {key: _short(value) for key, value in entry.items() if _is_harmless(key, value)}
    if isinstance(where, tuple) and isinstance(where[1], BaseException):
        kept.setdefault("where", described(where[1]))
    return kept


def _is_harmless(key: str, value: object) -> bool:
    # What begins with an underscore is the pipe's own, and taken out before anything is written.
    return key.startswith("_") or (key in ALLOWED and isinstance(value, _SCALARS))


def _short(value: Any) -> Any:
    return value[:_LONGEST] if isinstance(value, str) else value


def _place_alone(_logger: WrappedLogger, _method: str, entry: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Return, of what a library logs, where it did: its text may quote whatever it was working on."""
    record: logging.LogRecord = entry["_record"]
    place = f"{record.filename}:{record.lineno} {record.funcName}"
    found = {key: value for key, value in entry.items() if key.startswith("_")}
    return {**found, "event": "library", "place": place, "exc_info": record.exc_info}


def described(exception: BaseException) -> str:
    """Return kinds and places of an exception and its causes, never its text: that may hold answers or addresses."""
    parts: list[str] = []
    current: BaseException | None = exception
    while current is not None and len(parts) < _CAUSES:
        places = " < ".join(
            f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}"
            for frame in reversed(_telling(traceback.extract_tb(current.__traceback__)))
        )
        parts.append(f"{type(current).__module__}.{type(current).__qualname__} at {places or 'unknown'}")
        current = current.__cause__ or current.__context__
    return "; from ".join(parts)


def _telling(frames: Sequence[traceback.FrameSummary]) -> list[traceback.FrameSummary]:
    """Return where it happened, and by which way the kiosk came there."""
    way = [frame for frame in frames[:-_INNERMOST] if f"/{_KIOSK}/" in frame.filename]
    return [*way[-_FRAMES:], *frames[-_INNERMOST:]]
