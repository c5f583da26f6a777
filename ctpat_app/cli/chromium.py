"""Finds the browser that the tests drive, or fetches one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from ctpat_app.cli.output import CommandError, say

VARIABLE: Final = "KIOSK_CHROMIUM"
"""Environment variable that names the browser; the tests read it too."""
_PACKAGES: Final = ("chromium-headless-shell", "chromium")
"""Of Debian, the better one first: without a window to draw, the tests take a fifth less time."""
_NAMES: Final = (*_PACKAGES, "chromium-browser", "google-chrome")


def find_or_install() -> Path:
    """Return a Chromium: the one that is named or installed, else a fresh one from Debian (as root) or Playwright.

    Raises:
        CommandError: there is none and none can be fetched.
    """
    found = find()
    if found:
        return found
    say("Setting up Chromium for the browser tests ...")
    _install_from_debian()
    found = find() or _install_with_playwright()
    if not found:
        raise CommandError(f"No Chromium for the browser tests. Install one, or name it in {VARIABLE}.")
    return found


def find() -> Path | None:
    """Return the Chromium that is already on this machine."""
    named = os.environ.get(VARIABLE)
    candidates = [Path(named)] if named else [Path(path) for path in map(shutil.which, _NAMES) if path]
    candidates += [own] if (own := _of_playwright()) else []
    return next((candidate for candidate in candidates if candidate.exists()), None)


def _install_from_debian() -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    _apt_get("update")
    for package in _PACKAGES:
        if find() is None:
            _apt_get("install", "-y", "--no-install-recommends", package)


def _apt_get(*arguments: str) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "-q", *arguments], env=environment, stdout=subprocess.DEVNULL, check=False)


def _install_with_playwright() -> Path | None:
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return _of_playwright()


def _of_playwright() -> Path | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None
