"""``kiosk test``: every check and test, in the order from quick to slow."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

from cyclopts import Parameter

from ctpat_app.cli import COMMANDS
from ctpat_app.cli.build import ensure_built
from ctpat_app.cli.chromium import VARIABLE, find_or_install
from ctpat_app.cli.database import check_migrations
from ctpat_app.cli.output import CommandError, say
from ctpat_app.settings import Settings

_SKIPPED: Final = re.compile(r"\b\d+ skipped\b")


@dataclass(frozen=True)
class Step:
    """One check: what it is called, and what says whether it holds."""

    name: str
    passes: Callable[[], bool]


def test(*arguments: Annotated[str, Parameter(allow_leading_hyphen=True)]) -> int:
    """Run all checks and tests; the last line is pytest's summary, the exit code says whether all passed.

    Args:
        arguments: passed on to pytest; with any, only the tests run.
    """
    with ThreadPoolExecutor(1) as beside:
        # The checks leave a processor idle, and so do the pages.
        pages = beside.submit(_prepare_pages)
        failed = [] if arguments else [step.name for step in _checks() if not _passes(step)]
        passed, summary = _run_tests(arguments, pages)
    if not passed:
        failed.append("tests")
    say("")
    say(f"Failed: {', '.join(failed)}" if failed else "All checks and tests passed.")
    say(summary)
    return 1 if failed else 0


def _checks() -> list[Step]:
    steps = [
        Step("format", _command("ruff", "format", "--check", ".")),
        Step("lint", _command("ruff", "check", ".")),
        Step("types", _command("mypy")),
        Step("layers", _command("lint-imports")),
        Step("style sheet", _is_style_sheet_current),
        Step("texts", _command("kiosk", "messages", "check")),
    ]
    if "check" in COMMANDS:
        steps.append(Step("content", _command("kiosk", "check")))
    return [*steps, Step("migrations", _migrations_agree)]


def _is_style_sheet_current() -> bool:
    return subprocess.run(["styles/build", "--check"], check=False).returncode == 0


def _command(name: str, *arguments: str) -> Callable[[], bool]:
    command = [str(Path(sys.executable).with_name(name)), *arguments]
    return lambda: subprocess.run(command, check=False).returncode == 0


def _migrations_agree() -> bool:
    try:
        check_migrations()
    except CommandError as error:
        say(str(error))
        return False
    return True


def _passes(step: Step) -> bool:
    say(f"== {step.name}")
    started = time.monotonic()
    passes = step.passes()
    say(f"   {step.name}: {'passed' if passes else 'FAILED'} ({time.monotonic() - started:.0f} s)")
    return passes


def _prepare_pages() -> dict[str, str]:
    """Build the pages, and return the environment with the browser that looks at them."""
    environment = os.environ | {VARIABLE: str(find_or_install())}
    ensure_built(Settings.from_environment())
    return environment


def _run_tests(arguments: tuple[str, ...], pages: Future[dict[str, str]]) -> tuple[bool, str]:
    """Return whether the tests passed, and pytest's last line; they begin when ``pages`` are there."""
    try:
        environment = pages.result()
    except CommandError as error:
        return False, str(error)
    say("== tests")
    command = [str(Path(sys.executable).with_name("pytest")), *(arguments or ("-n", "2"))]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        summary = _relayed(process)
    skipped_where_forbidden = bool(os.environ.get("CI")) and bool(_SKIPPED.search(summary))
    if skipped_where_forbidden:
        say("Tests were skipped; under CI that is a failure.")
    return process.returncode == 0 and not skipped_where_forbidden, summary


def _relayed(process: subprocess.Popen[str]) -> str:
    """Print what ``process`` says as it says it, but for its last line, which is returned."""
    held = ""
    for line in process.stdout or ():
        if held:
            say(held)
        held = line.rstrip("\n")
    return held
