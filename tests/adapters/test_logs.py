"""The log's one pipe: what is known to be harmless passes, whoever logs it and however."""

import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from sqlalchemy import text

from ctpat_app.adapters.database import make_engine
from ctpat_app.adapters.logs import ALLOWED, configure_logs, watch_crashes

SECRET = "078-05-1120"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the pipe wrote; afterwards everything logs as before."""
    root, kiosk = logging.getLogger(), logging.getLogger("ctpat_app")
    before = (root.handlers[:], root.level, kiosk.level, sys.excepthook, sys.unraisablehook, threading.excepthook)
    stream = io.StringIO()
    configure_logs(readable=False, stream=stream)
    yield stream
    structlog.reset_defaults()
    logging.captureWarnings(capture=False)
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    kiosk.setLevel(before[2])
    sys.excepthook, sys.unraisablehook, threading.excepthook = before[3:]


def entries(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def a_failure() -> Exception:
    try:
        raise ValueError(f"cannot read {SECRET}")
    except ValueError as error:
        return error


def test_an_entry_says_what_when_and_where_it_comes_from(written: io.StringIO) -> None:
    structlog.get_logger("ctpat_app.web.failures").error("failure", code="HKDR-WMNA", handler="step_state.save")
    (entry,) = entries(written)
    assert entry.pop("timestamp").endswith("Z")
    assert entry == {
        "event": "failure",
        "level": "error",
        "logger": "ctpat_app.web.failures",
        "code": "HKDR-WMNA",
        "handler": "step_state.save",
    }


def test_a_key_that_nobody_allowed_is_dropped_and_so_is_what_is_no_plain_value(written: io.StringIO) -> None:
    structlog.get_logger("ctpat_app").warning("refused", code={"typed": SECRET}, typed=SECRET, user=3)
    (entry,) = entries(written)
    assert entry["user"] == 3
    assert SECRET not in written.getvalue()
    assert set(entry) <= ALLOWED
    assert "code" not in entry


@pytest.mark.parametrize("name", ["reflex.app", "engineio.server", "asyncio", "_granian", "sqlalchemy.engine"])
def test_of_a_library_only_the_place_is_written(written: io.StringIO, name: str) -> None:
    logger = logging.getLogger(name)
    logger.propagate = True
    logger.error("cannot handle %s", SECRET)
    logger.error(f"cannot handle {SECRET}", extra={"typed": SECRET})  # noqa: G004 - as libraries do
    assert SECRET not in written.getvalue()
    assert {entry["event"] for entry in entries(written)} == {"library"}
    assert all(entry["place"].startswith("test_logs.py:") and entry["logger"] == name for entry in entries(written))


def test_of_an_exception_kind_and_place_are_written(written: io.StringIO) -> None:
    error = a_failure()
    logging.getLogger("reflex").error("Error in task", exc_info=error)
    structlog.get_logger("ctpat_app").error("failure", exc_info=(type(error), error, error.__traceback__))
    assert SECRET not in written.getvalue()
    for entry in entries(written):
        assert "builtins.ValueError at test_logs.py" in entry["where"]


def test_what_is_no_trouble_is_not_written(written: io.StringIO) -> None:
    logging.getLogger("sqlalchemy.engine").info("INSERT %s", SECRET)
    structlog.get_logger("ctpat_app").debug("typed", code=SECRET)
    assert written.getvalue() == ""


def test_a_handler_that_a_library_brought_along_is_gone() -> None:
    noisy, own = logging.getLogger("a.library"), io.StringIO()
    noisy.addHandler(logging.StreamHandler(own))
    noisy.propagate = False
    before = logging.getLogger().handlers[:]
    configure_logs(readable=False, stream=io.StringIO())
    noisy.error(SECRET)
    structlog.reset_defaults()
    logging.getLogger().handlers[:] = before
    assert own.getvalue() == ""


@pytest.mark.filterwarnings("default")
def test_warnings_go_the_same_way(written: io.StringIO, capsys: pytest.CaptureFixture[str]) -> None:
    logging.captureWarnings(capture=False)
    logging.captureWarnings(capture=True)  # pytest, too, puts itself in the place of what shows warnings
    warnings.warn(SECRET, UserWarning, stacklevel=1)
    assert SECRET not in written.getvalue() + capsys.readouterr().err
    assert entries(written)[0]["logger"] == "py.warnings"


def in_a_thread(error: Exception) -> None:
    def fail() -> None:
        raise error

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()


def unraisable(error: Exception) -> None:
    class Broken:
        def __del__(self) -> None:
            raise error

    Broken()


@pytest.mark.parametrize(
    "crash", [lambda error: sys.excepthook(type(error), error, error.__traceback__), in_a_thread, unraisable]
)
def test_what_nobody_caught_is_written_without_its_text(
    written: io.StringIO, capsys: pytest.CaptureFixture[str], crash: Callable[[Exception], None]
) -> None:
    watch_crashes()
    crash(a_failure())
    (entry,) = entries(written)
    assert entry["event"] == "crashed"
    assert "ValueError" in entry["where"]
    assert SECRET not in written.getvalue() + capsys.readouterr().err


def test_lines_for_a_terminal_hold_the_same(written: io.StringIO) -> None:
    stream = io.StringIO()
    configure_logs(readable=True, stream=stream)
    structlog.get_logger("ctpat_app").error("failure", code="HKDR-WMNA", typed=SECRET)
    logging.getLogger("reflex").error(SECRET)
    assert "HKDR-WMNA" in stream.getvalue()
    assert "library" in stream.getvalue()
    assert SECRET not in stream.getvalue()
    assert "{" not in stream.getvalue()


def test_a_failed_statement_does_not_quote_its_values() -> None:
    engine = make_engine("sqlite://")
    with engine.connect() as connection, pytest.raises(Exception, match="no such table") as raised:
        connection.execute(text("INSERT INTO nowhere VALUES (:value)"), {"value": SECRET})
    engine.dispose()
    assert SECRET not in str(raised.value)
