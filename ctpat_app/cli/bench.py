"""``kiosk bench``: measures the built kiosk on this machine; the measurements live in ``benchmarks/``."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated, Final

from cyclopts import Parameter

from ctpat_app.cli.output import CommandError

FOLDER: Final = Path("benchmarks")
ASK: Final = "ask"


def bench(
    *measurements: str,
    quick: bool = False,
    companies: Annotated[int, Parameter(name="--names")] = 0,
    lines: Path | None = None,
) -> int:
    """Print every measured quantity with its limit and aim, and the load of the machine before and after.

    A run of all of them also writes benchmarks/RESULTS.md. How well the assistant finds topics is measured by "ask"
    alone: on a file of lines, or without one on its own phrases, each writer's held out (some minutes).

    Args:
        measurements: traffic, pdf, review, saving, saturation, journey, search or desk, all by default; or ask.
        quick: a few seconds each, to see that they work.
        companies: how many the partner search looks through; 11,000 and 100,000 by default.
        lines: for "ask": JSON Lines with lang, text, topic, also and note.
    """
    if not FOLDER.is_dir():
        raise CommandError("The folder benchmarks is missing: this copy of the kiosk cannot measure itself.")
    if ASK in measurements or lines:
        if measurements != (ASK,):
            raise CommandError("Measure the assistant by itself: kiosk bench ask --lines FILE")
        return _run("benchmarks.asking", *(["--file", str(lines)] if lines else ["--held-out"]))
    more = [*(["--quick"] if quick else []), *(["--companies", str(companies)] if companies else [])]
    return _run("benchmarks", *measurements, *more)


def _run(module: str, *arguments: str) -> int:
    return subprocess.run([sys.executable, "-m", module, *arguments], check=False).returncode
