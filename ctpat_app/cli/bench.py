"""``kiosk bench``: measures the built kiosk on this machine; the measurements live in ``benchmarks/``."""

import subprocess
import sys
from pathlib import Path
from typing import Final

from ctpat_app.cli.output import CommandError

FOLDER: Final = Path("benchmarks")


def bench(*names: str, quick: bool = False) -> int:
    """Print every measured quantity with its limit and aim, and the load of the machine before and after.

    A run of all of them also writes benchmarks/RESULTS.md.

    Args:
        names: traffic, pdf, review, saving, saturation or journey; all by default.
        quick: a few seconds each, to see that they work.
    """
    if not FOLDER.is_dir():
        raise CommandError("The folder benchmarks is missing: this copy of the kiosk cannot measure itself.")
    command = [sys.executable, "-m", "benchmarks", *names, *(["--quick"] if quick else [])]
    return subprocess.run(command, check=False).returncode
