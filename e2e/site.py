"""A running kiosk for the tests: its server process, data folder and database."""

import contextlib
import functools
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from cryptography.fernet import Fernet, MultiFernet
from sqlmodel import Session

from ctpat_app.adapters import clock, database
from ctpat_app.adapters.migrations import migrate
from ctpat_app.cli.server import server_command, server_environment
from ctpat_app.guidance.library import load_library
from ctpat_app.guidance.records import Library
from ctpat_app.services import library
from ctpat_app.settings import Settings
from ctpat_app.tables.columns import Encrypted

_BOOT_SECONDS = 90
# Hashing is tested elsewhere; here it would only take time from two small processors.
_CHEAP_HASHES = {"KIOSK_ARGON_TIME_COST": "1", "KIOSK_ARGON_MEMORY_KIB": "8192"}


@functools.cache
def _content() -> Library:
    return load_library()


def pages_settings() -> Settings:
    """Return the settings whose pages the tests look at: all languages, everything else as the developer has it."""
    return replace(
        Settings.from_environment(), languages=Settings.languages, partner_languages=Settings.partner_languages
    )


def free_port() -> int:
    """Return a port on which nothing listens."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Site:
    """One kiosk on a port of its own; ``url`` is where browsers reach it."""

    def __init__(self, folder: Path, **environment: str) -> None:
        """Prepare a kiosk that keeps everything below ``folder``; ``environment`` holds further settings."""
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.settings = replace(
            pages_settings(), address="127.0.0.1", port=port, public_url=self.url, data_folder=folder, demo=True,
            database_url=f"sqlite:///{folder / 'kiosk.db'}", redis_url="", mail_url="", storage_url="", today=None,
            clock_file=folder / "clock", workers=1,
        )  # fmt: skip
        self.log = folder / "server.log"
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)
        self.engine = database.make_engine(self.settings.database_url)
        migrate(self.engine)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                server_command(self.settings), env=self._whole_environment(), stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        self._wait_until_it_answers()

    def _whole_environment(self) -> dict[str, str]:
        return server_environment(self.settings) | _CHEAP_HASHES | {
            "KIOSK_DATA_FOLDER": str(self.settings.data_folder), "KIOSK_DATABASE_URL": self.settings.database_url,
            "KIOSK_REDIS_URL": "", "KIOSK_MAIL_URL": "", "KIOSK_STORAGE_URL": "",
            "KIOSK_LANGUAGES": ",".join(self.settings.languages),
            "KIOSK_PARTNER_LANGUAGES": ",".join(self.settings.partner_languages),
            "KIOSK_CLOCK_FILE": str(self.settings.clock_file),
        } | self._environment  # fmt: skip

    def today(self, day: str) -> None:
        """Let the running kiosk take ``day`` for today, such as "2027-03-01"; empty for the real day.

        Within ``opened`` and ``database`` the clock of the test shows that day, too.
        """
        # A file that is put in place whole: no process reads half of it.
        fresh = self.log.with_name("clock-to-be")
        fresh.write_text(day)
        fresh.replace(self.log.with_name("clock"))

    def run_jobs(self, *names: str) -> None:
        """Run jobs of the kiosk at once, all of them or those named, and return when they are done."""
        kiosk = Path(sys.executable).with_name("kiosk")
        done = subprocess.run(
            [kiosk, "jobs", "run", *names], env=self._whole_environment(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def restart(self, **environment: str) -> None:
        """Kill the server, then start it again; ``environment`` changes its settings."""
        self.kill()
        self._environment |= environment
        self.start()

    def kill(self) -> None:
        """End the server and its worker at once, as a power cut would."""
        if self._process is None:
            return
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def stop(self) -> None:
        """End the server and let go of the database."""
        self.kill()
        self.engine.dispose()

    @contextlib.contextmanager
    def opened(self) -> Iterator[None]:
        """Within the block the services work on this kiosk's database; afterwards on that of other tests."""
        before = database._engine, Encrypted.ring, library._current
        database._engine, library._current = self.engine, _content()
        Encrypted.ring = MultiFernet([Fernet(key) for key in self.settings.encryption_keys])
        clock.follow_file(self.settings.clock_file)
        try:
            yield
        finally:
            clock.follow_file(None)
            database._engine, Encrypted.ring, library._current = before

    @contextlib.contextmanager
    def database(self) -> Iterator[Session]:
        """One transaction in the kiosk's database, for the services."""
        with self.opened(), database.transaction() as session:
            yield session

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + _BOOT_SECONDS
        while time.monotonic() < deadline:
            assert self._process is not None
            assert self._process.poll() is None, f"The server ended: {self.log.read_text('utf-8')[-4000:]}"
            try:
                with urllib.request.urlopen(f"{self.url}/ping", timeout=5) as answer:  # noqa: S310
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)  # nothing listens yet that could tell us
        raise AssertionError(f"No answer from the server: {self.log.read_text('utf-8')[-4000:]}")
