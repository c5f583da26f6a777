"""Reports of problems that came while the database did not answer: kept on the own disk, encrypted, until it does.

One file a report, named by the form that it came from, so that the same form sent again finds the code it was given.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography.fernet import InvalidToken, MultiFernet
from pydantic import TypeAdapter, ValidationError

from ctpat_app.adapters.uploads import disk_told
from ctpat_app.domain.errors import Unavailable
from ctpat_app.domain.help_reports import Report

FOLDER: Final = "reports"
MOST: Final = 500
"""So many wait at most: whoever sends more while the database is down is told to call."""
_ENDING: Final = ".report"


@dataclass(frozen=True)
class SpooledReport:
    """A report that waits, and all that opening its case needs."""

    code: str
    token: str
    pictures: str
    report: Report
    at: datetime


_SHAPE: Final = TypeAdapter(SpooledReport)


class ReportSpool:
    """The reports that wait below ``data_folder``; ``ring`` encrypts them as it does columns of the database."""

    def __init__(self, data_folder: Path, ring: MultiFernet) -> None:
        self._folder = data_folder / FOLDER
        self._ring = ring

    def find(self, token: str) -> SpooledReport | None:
        """Return the report of the form ``token``; None when none waits."""
        return self._read(self._file(token))

    def keep(self, spooled: SpooledReport) -> None:
        """Keep a report; it is on the disk when this returns.

        Raises:
            Unavailable: ``report.not-kept`` when too many wait, ``storage.full``, ``storage.unavailable``.
        """
        with disk_told():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if sum(1 for _ in self._folder.glob(f"*{_ENDING}")) >= MOST:
                raise Unavailable("report.not-kept")
            target = self._file(spooled.token)
            fresh = target.with_suffix(f".{os.getpid()}")
            with fresh.open("wb") as file:
                file.write(self._ring.encrypt(_SHAPE.dump_json(spooled)))
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(target)
            self._remember_name()

    def waiting(self) -> Iterator[SpooledReport]:
        """Yield the reports that wait and can be read, the oldest first."""
        read = (self._read(file) for file in self._folder.glob(f"*{_ENDING}"))
        yield from sorted((each for each in read if each), key=lambda each: each.at)

    def unreadable(self) -> int:
        """Return how many files cannot be read: damaged, or of a key that is gone."""
        return sum(1 for file in self._folder.glob(f"*{_ENDING}") if self._read(file) is None)

    def remove(self, spooled: SpooledReport) -> None:
        """Remove a report that has become a case."""
        self._file(spooled.token).unlink(missing_ok=True)

    def _file(self, token: str) -> Path:
        return self._folder / (hashlib.sha256(token.encode()).hexdigest()[:40] + _ENDING)

    def _read(self, file: Path) -> SpooledReport | None:
        try:
            return _SHAPE.validate_json(self._ring.decrypt(file.read_bytes()))
        except (OSError, InvalidToken, ValidationError):
            return None

    def _remember_name(self) -> None:
        """Write the folder itself: a power cut must not forget the file's name."""
        descriptor = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
