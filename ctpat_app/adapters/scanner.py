"""The malware scan: ClamAV's daemon by its socket, when the operator has configured one."""

import socket
import struct
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from ctpat_app.domain.documents import Scan
from ctpat_app.domain.errors import InvalidValue, Unavailable

_SECONDS: Final = 60
_CHUNK: Final = 256 * 1024
_LONGEST_ANSWER: Final = 4096


def scan(file: Path, clamd_url: str) -> Scan:
    """Return what the scanner at ``clamd_url`` says; without one the file counts as not scanned.

    Raises:
        InvalidValue: ``upload.malware``.
        Unavailable: ``scan.unavailable``: a scanner that is configured and does not answer lets nothing pass.
    """
    if not clamd_url:
        return Scan.NOT_SCANNED
    try:
        answer = _ask(file, clamd_url)
    except OSError as error:
        raise Unavailable("scan.unavailable") from error
    if answer.endswith(b" FOUND"):
        raise InvalidValue("upload.malware")
    if not answer.endswith(b": OK"):
        raise Unavailable("scan.unavailable")
    return Scan.CLEAN


def _ask(file: Path, clamd_url: str) -> bytes:
    """Send the file in chunks and return the answer. Source: clamd(8), command INSTREAM."""
    with _connected(clamd_url) as daemon, file.open("rb") as source:
        daemon.sendall(b"zINSTREAM\0")
        while chunk := source.read(_CHUNK):
            daemon.sendall(struct.pack("!L", len(chunk)) + chunk)
        daemon.sendall(struct.pack("!L", 0))
        answer = b""
        while b"\0" not in answer and len(answer) < _LONGEST_ANSWER and (part := daemon.recv(_LONGEST_ANSWER)):
            answer += part
    return answer.rstrip(b"\0\n")


def _connected(clamd_url: str) -> socket.socket:
    parts = urlsplit(clamd_url)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname or "", parts.port or 0), timeout=_SECONDS)
    daemon = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    daemon.settimeout(_SECONDS)
    try:
        daemon.connect(parts.path)
    except OSError:
        daemon.close()
        raise
    return daemon
