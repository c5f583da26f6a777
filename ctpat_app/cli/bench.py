"""``kiosk bench``: measures the built kiosk on this machine; the measurements live in ``benchmarks/``."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated, Final

from cyclopts import Parameter

from ctpat_app.cli.output import CommandError

FOLDER: Final = Path("benchmarks")


def bench(*measurements: str, quick: bool = False, companies: Annotated[int, Parameter(name="--names")] = 0) -> int:
    """Print every measured quantity with its limit and aim, and the load of the machine before and after.

    A run of all of them also writes benchmarks/RESULTS.md.

    Args:
        measurements: traffic, pdf, review, saving, saturation, journey, search or desk; all by default.
        quick: a few seconds each, to see that they work.
        companies: how many the partner search looks through; 11,000 and 100,000 by default.
    """
    if not FOLDER.is_dir():
        raise CommandError("The folder benchmarks is missing: this copy of the kiosk cannot measure itself.")
    command = [sys.executable, "-m", "benchmarks", *measurements, *(["--quick"] if quick else [])]
    command += ["--companies", str(companies)] if companies else []
    return subprocess.run(command, check=False).returncode
