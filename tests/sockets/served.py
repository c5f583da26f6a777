"""A built kiosk as a real server: started on a free port with a data folder of its own, killed without warning."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography.fernet import Fernet
from sqlalchemy import Engine
from sqlmodel import Session

from ctpat_app.adapters import database
from ctpat_app.adapters.migrations import migrate
from ctpat_app.cli.server import server_command, server_environment
from ctpat_app.services.sessions import open_session
from ctpat_app.settings import Settings
from ctpat_app.tables.columns import Encrypted

START_SECONDS = 60


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@dataclass
class Kiosk:
    """One kiosk: its folder with the database, and the server while it runs."""

    folder: Path
    variables: dict[str, str] = field(default_factory=dict)
    key: str = field(default_factory=lambda: Fernet.generate_key().decode())
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def file(self) -> Path:
        """The database."""
        return self.folder / "kiosk.db"

    @property
    def settings(self) -> Settings:
        """What the server is started with."""
        return Settings.from_environment(self.environment)

    @property
    def environment(self) -> dict[str, str]:
        """The variables that the server reads."""
        own = {
            "KIOSK_PORT": str(self.port),
            "KIOSK_PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "KIOSK_DATA_FOLDER": str(self.folder),
            "KIOSK_DATABASE_URL": f"sqlite:///{self.file}",
            "KIOSK_ENCRYPTION_KEYS": self.key,
            "KIOSK_WORKERS": "1",
        }
        return dict(os.environ) | own | self.variables

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Yield a session on the kiosk's database; what it wrote is committed at the end."""
        with self.engine() as engine, Session(engine, expire_on_commit=False) as session:
            yield session
            session.commit()

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """Yield an engine on the kiosk's database; engine and keys that others use in this process stay theirs."""
        before, ring = database._engine, Encrypted.ring
        engine = database.open_database(self.settings.database_url, [self.key])
        try:
            yield engine
        finally:
            engine.dispose()
            database._engine, Encrypted.ring = before, ring

    def prepare(self) -> None:
        """Make the database with all its tables."""
        with self.engine() as engine:
            migrate(engine)

    def start(self) -> None:
        """Start the server and return when it answers."""
        settings = self.settings
        log = (self.folder / "server.log").open("ab")
        with log:
            self.process = subprocess.Popen(
                server_command(settings),
                env=self.environment | server_environment(settings) | self._own(settings),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait()

    def _own(self, settings: Settings) -> dict[str, str]:
        # The command's own environment comes from this process; here the kiosk's variables decide.
        return {name: value for name, value in self.environment.items() if name.startswith("KIOSK_")}

    def _wait(self) -> None:
        assert self.process is not None
        until = time.monotonic() + START_SECONDS
        while self.process.poll() is None and time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/ping", timeout=5):
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)  # a server tells nobody when it begins to listen
        self.kill()
        raise RuntimeError(f"The server did not start:\n{self.log()[-4000:]}")

    def kill(self) -> None:
        """End the server and all its processes at once, as a power cut would."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def log(self) -> str:
        """Return what the server has written."""
        file = self.folder / "server.log"
        return file.read_text("utf-8", "replace") if file.exists() else ""

    def sign_in(self, user_id: int, token: str, *, now: datetime) -> str:
        """Open a session for the person behind ``user_id`` and return its cookie."""
        with self.session() as session:
            open_session(session, user_id=user_id, token=token, device="", now=now)
        return f"__Host-kiosk_session={token}"
