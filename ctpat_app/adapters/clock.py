"""The clock: the only place that asks what time it is, and the only one that may pretend another day.

Two clocks are told apart where a day is pretended (decision 19). What people read as a date follows ``now``. What keeps
somebody out, or two processes apart, follows ``real_now``: sessions, proofs, codes of an app, leases, turns of jobs.
"""

from datetime import UTC, date, datetime, timedelta
from os import stat_result
from pathlib import Path
from typing import Final

import structlog

log = structlog.get_logger(__name__)

_NONE: Final = timedelta(0)
_YEARS: Final = range(2000, 2200)
"""Further away sums of dates would leave the calendar."""
_LONGEST_FILE: Final = 100

_today: date | None = None
_file: "_ClockFile | None" = None


class _ClockFile:
    """A file that holds a date or a moment; it is read again only when it has changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        # One value, put in place whole: several threads ask.
        self._known: tuple[tuple[int, ...], date | timedelta | None] = ((), None)

    def offset(self, moment: datetime) -> timedelta | None:
        """Return how far the pretended clock is ahead of ``moment``; None while the file says nothing usable."""
        try:
            stat = self._path.stat()
        except OSError:
            stat = None
        mark = (stat.st_mtime_ns, stat.st_ino, stat.st_size) if stat else (0,)
        if mark != self._known[0]:
            self._known = (mark, self._read(stat))
        said = self._known[1]
        return _to_day(said, moment) if isinstance(said, date) else said

    def _read(self, stat: stat_result | None) -> date | timedelta | None:
        """Return the day that the file holds, or how far its moment was ahead when it was written."""
        try:
            text = self._path.read_bytes()[:_LONGEST_FILE].decode("ascii").strip()
            moment = datetime.fromisoformat(text)
            if stat is None or moment.year not in _YEARS:
                raise ValueError(text)
        except (OSError, ValueError):
            log.warning("clock-file-unusable", reason="missing" if stat is None else "neither a date nor a moment")
            return None
        if len(text) == len("2027-03-01"):
            return moment.date()
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        # It was that moment when the file was written: so all processes agree, whenever they look.
        return aware.astimezone(UTC) - datetime.fromtimestamp(stat.st_mtime, UTC)


def pretend_today(day: date | None) -> None:
    """Make the kiosk believe that today is ``day`` (``kiosk run --today``); None takes the real date again."""
    global _today
    _today = day


def follow_file(path: Path | None) -> None:
    """Let the clock show what ``path`` says, also when it changes later; None ends it.

    The file holds a date such as ``2027-03-01``, whose time of day is the real one, or a moment such as
    ``2027-03-01T09:00+00:00``, from which the clock goes on. While it is missing or holds anything else, the clock is
    as it were without a file.
    """
    global _file
    _file = _ClockFile(path) if path else None


def real_now() -> datetime:
    """Return the present moment, aware, in UTC, whatever day is pretended."""
    return datetime.now(UTC)


def now() -> datetime:
    """Return the present moment of the kiosk, aware, in UTC: the real one unless a day is pretended."""
    moment = real_now()
    return moment + _offset(moment)


def is_pretended() -> bool:
    """Whether the kiosk shows another day than the real one."""
    return _offset(real_now()) != _NONE


def as_pretended(moment: datetime) -> datetime:
    """Return a moment of the real clock as the pretended one showed it."""
    return moment + _offset(real_now())


def _offset(moment: datetime) -> timedelta:
    if _file is not None and (ahead := _file.offset(moment)) is not None:
        return ahead
    return _NONE if _today is None else _to_day(_today, moment)


def _to_day(day: date, moment: datetime) -> timedelta:
    return timedelta(days=(day - moment.date()).days)
