"""Real servers beside the kiosk: a file store, a malware scanner and a mail server, each with data of its own."""

import os
import shutil
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from typing import cast

import pytest

BUCKET = "kiosk"
SIGNED = b"Quetzal-7319-malware-marker"
"""What the scanner of the tests takes for malware: an own signature, since it has no others."""
_SECONDS = 60
_CONFIGURATION = """LocalSocket {folder}/clamd.sock
DatabaseDirectory {folder}/db
TemporaryDirectory {folder}
PidFile {folder}/clamd.pid
Foreground yes
StreamMaxLength 30M
"""


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@dataclass
class Process:
    """A server and where it is reached; it can be ended before the test is over."""

    url: str
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        """End the server and wait until it is gone."""
        self.process.kill()
        self.process.wait()


@contextmanager
def s3_server() -> Iterator[Process]:
    """Yield an S3-compatible server with an empty bucket."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("moto_server")), "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    server = Process(f"s3://{BUCKET}/of/tests?endpoint=http://127.0.0.1:{port}", process)
    try:
        _wait(process, lambda: socket.create_connection(("127.0.0.1", port), timeout=1).close())
        bucket = HTTPConnection("127.0.0.1", port, timeout=30)
        bucket.request("PUT", f"/{BUCKET}")
        assert bucket.getresponse().status == HTTPStatus.OK
        bucket.close()
        yield server
    finally:
        server.stop()


@contextmanager
def redis_server() -> Iterator[Process]:
    """Yield an empty Redis of our own."""
    program = shutil.which("redis-server")
    if not program and os.environ.get("CI") != "true":
        pytest.skip("no redis-server here")
    assert program, "install redis-server"
    port, folder = free_port(), tempfile.mkdtemp(prefix="redis-")
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    server = Process(f"redis://127.0.0.1:{port}/0", process)
    try:
        _wait(process, lambda: socket.create_connection(("127.0.0.1", port), timeout=1).close())
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def clamd() -> Iterator[Process]:
    """Yield a malware scanner that knows one signature; Debian's is fetched when there is none and one may."""
    program = _find_or_install_clamd()
    # The address of a socket may have 107 characters; the folders of the tests are longer.
    folder = Path(tempfile.mkdtemp(prefix="clamd-"))
    (folder / "db").mkdir()
    (folder / "db" / "kiosk.ndb").write_text(f"Kiosk.Test.Marker:0:*:{SIGNED.hex()}\n")
    (folder / "clamd.conf").write_text(_CONFIGURATION.format(folder=folder))
    command = [program, f"--config-file={folder / 'clamd.conf'}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    server = Process(f"unix://{folder}/clamd.sock", process)
    try:
        _wait(process, lambda: _ping(folder / "clamd.sock"))
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _find_or_install_clamd() -> str:
    found = _clamd()
    if not found and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", "clamav-daemon"]):
            subprocess.run(["apt-get", *arguments], env=environment, stdout=subprocess.DEVNULL, check=False)
        found = _clamd()
    if not found and os.environ.get("CI") != "true":
        pytest.skip("no clamd here: install Debian's clamav-daemon")
    assert found, "no clamd, and none could be installed"
    return found


def _clamd() -> str | None:
    return shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def _ping(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as daemon:
        daemon.settimeout(5)
        daemon.connect(str(path))
        daemon.sendall(b"zPING\0")
        if daemon.recv(16) != b"PONG\0":
            raise ConnectionError


def _wait(process: "subprocess.Popen[bytes]", ask: Callable[[], object]) -> None:
    until = time.monotonic() + _SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            ask()
        except OSError:
            time.sleep(0.05)  # a server tells nobody when it begins to listen
        else:
            return
    raise RuntimeError(f"The server did not start: {process.args!r}")


class _Conversation(socketserver.StreamRequestHandler):
    """The server's side of SMTP, as far as a client needs it."""

    def handle(self) -> None:
        server = cast(MailServer, self.server)
        self.say("220 ready")
        for raw in self.rfile:
            word = raw.split()[0].upper().decode()
            if word == "EHLO":
                self.say("250 SMTPUTF8")
            elif word == "RCPT" and b"refused" in raw:
                self.say("550 5.1.1 <refused@example.com>: no such person")
            elif word == "RCPT" and b"greylisted" in raw:
                self.say("450 4.7.1 try later")
            elif word == "DATA":
                self.say("354 go on")
                if not self.take():
                    return
            elif word == "QUIT":
                if server.says_farewell:
                    self.say("221 bye")
                return
            else:
                self.say("250 fine")

    def take(self) -> bool:
        """Take the text; False when its sender is gone before its end, or no answer is wanted."""
        server = cast(MailServer, self.server)
        server.before_text()
        lines: list[bytes] = []
        for line in self.rfile:
            if line == b".\r\n":
                server.received.append(b"".join(lines))
                if server.answers:
                    self.say("250 kept")
                return server.answers
            lines.append(line[1:] if line.startswith(b"..") else line)
        return False

    def say(self, line: str) -> None:
        with suppress(ConnectionError):  # who was killed reads no answer
            self.wfile.write(f"{line}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """A mail server that keeps the texts it has taken."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.received: list[bytes] = []
        self.answers = True
        """Whether it says that it has taken a text."""
        self.says_farewell = True
        self.before_text: Callable[[], None] = lambda: None

    @property
    def url(self) -> str:
        """The mail URL of the settings."""
        return f"smtp://127.0.0.1:{self.server_address[1]}?from=kiosk@example.com"

    @property
    def recipients(self) -> list[str]:
        """Whom the texts taken so far are to."""
        return [str(message_from_bytes(raw, policy=policy.default)["To"]) for raw in self.received]


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Yield a mail server on a port of its own."""
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()
