"""Judges a file by its content, in a program of its own that has little memory and little time (``probes``)."""

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ctpat_app.domain.documents import UploadState
from ctpat_app.domain.errors import InvalidValue, Unavailable
from ctpat_app.domain.uploads import FileType, ending_of

PROBE: Final = (sys.executable, "-B", "-m", "ctpat_app.adapters.probes")
SECONDS: Final = 30
_COPY: Final = "copy"
_CHUNK: Final = 1024 * 1024
_LONGEST_ANSWER: Final = 4_000_000
# Killed, out of its time, or over the size of what it may write.
_STOPPED: Final = frozenset({-signal.SIGKILL, -signal.SIGXCPU, -signal.SIGXFSZ})
_OUT_OF_MEMORY: Final = -signal.SIGABRT
"""How the library for PDF files ends when it gets no more memory."""


@dataclass(frozen=True)
class Judged:
    """What a file is: ``file`` holds the bytes to keep, of a picture the one that was drawn anew."""

    file: Path
    file_type: FileType
    state: UploadState
    size_bytes: int
    sha256: str
    pages: int = 0
    text: str = ""


def judge(file: Path, name: str, *, size_bytes: int, sha256: str) -> Judged:
    """Return what ``file`` is; ``name`` is asked only whether it is to be plain text or a table.

    Args:
        file: what came in; a copy of a picture is written beside it.
        name: as the person's computer called it.
        size_bytes: of the file.
        sha256: of the file.

    Raises:
        InvalidValue: ``upload.…``: why it cannot be taken; ``adapters/probes`` names each code where it refuses.
        Unavailable: ``upload.not-judged``: the program could not be started.
    """
    copy = file.with_name(_COPY)
    facts, code = ask_probe([*PROBE, str(file), ending_of(name), str(copy)])
    if refused := facts.pop("refused", ""):
        raise InvalidValue(refused, **facts)
    if "type" not in facts:
        raise _gave_up(code)
    if code == _OUT_OF_MEMORY:
        raise InvalidValue("upload.unpacks-too-large")
    file_type, state = FileType(facts["type"]), UploadState(facts["state"])
    if facts.get("copied"):
        return Judged(copy, file_type, UploadState.NOT_READ, copy.stat().st_size, _hash_of(copy))
    # No database takes these two characters.
    text = facts.get("text", "").replace("\0", "").encode("utf-8", "ignore").decode()
    return Judged(file, file_type, state, size_bytes, sha256, facts.get("pages", 0), text)


def ask_probe(command: Sequence[str]) -> tuple[dict[str, Any], int]:
    """Return all that the program said before it ended, and how it ended (negative: by which signal).

    Raises:
        Unavailable: ``upload.not-judged``: the program could not be started.
    """
    # It needs no setting of the kiosk, least of all its secrets.
    environment = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "VIRTUAL_ENV") if name in os.environ}
    try:
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
        said, code = done.stdout, done.returncode
    except subprocess.TimeoutExpired as slow:
        said, code = slow.stdout or b"", -signal.SIGKILL
    except OSError as error:
        raise Unavailable("upload.not-judged") from error
    facts: dict[str, Any] = {}
    for line in _lines(said):
        facts |= line
    return facts, code


def _lines(said: bytes) -> Iterator[dict[str, Any]]:
    for line in said[:_LONGEST_ANSWER].splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            return


def _gave_up(code: int) -> Exception:
    return InvalidValue("upload.unpacks-too-large" if was_too_much(code) else "upload.damaged")


def was_too_much(code: int) -> bool:
    """Whether a probe ended because the file asked for more time or memory than it has."""
    return code in _STOPPED or code == _OUT_OF_MEMORY


def _hash_of(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
