"""What is known of a stored file, and how long it counts."""

from datetime import date
from enum import StrEnum
from typing import Final

from ctpat_app.domain.deadlines import months_later

MAX_NOTE: Final = 2000
"""Code points of a note on a document."""


class UploadState(StrEnum):
    """How far the content of a file could be read. One that could not be read may still be evidence."""

    READ = "read"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    NOT_READ = "not-read"
    """Nobody looks into files of this type, or looking took too long."""


class Scan(StrEnum):
    """What the malware scan said when the file came in; an infected file is never stored."""

    CLEAN = "clean"
    NOT_SCANNED = "not-scanned"
    """The operator has configured no scanner."""


def counts_until(stands_for: date | None, months: int) -> date | None:
    """Return the day until which a document that stands for ``stands_for`` shows the measure in use, or None.

    Args:
        stands_for: the day, or the last day of the period, that it stands for; None when nobody said.
        months: how long its kind of evidence counts.

    Source: ``evidence_kinds.yaml`` (project proposal).
    """
    return months_later(stands_for, months) if stands_for else None


def is_outdated(valid_until: date | None, today: date) -> bool:
    """Whether a document no longer shows the measure in use; without a day it counts for ever."""
    return valid_until is not None and valid_until < today
