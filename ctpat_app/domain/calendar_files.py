"""A calendar file with one whole-day event, for the calendar program of whoever has to remember the day.

Source: RFC 5545 (3.1 content lines, 3.3.11 escaped texts, 3.6.1 and 3.6.6 events and alarms).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

MAX_OCTETS: Final = 75
"""Of a line without its break; a longer one goes on behind a space on the next."""
_ESCAPED: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


@dataclass(frozen=True)
class DayEvent:
    """Something on one day; ``uid`` stays the same, so that a newer file replaces the event of an older one."""

    uid: str
    day: date
    summary: str
    description: str
    url: str
    alarms: tuple[int, ...] = ()
    """So many days before, the calendar reminds of it."""


def calendar_file(event: DayEvent, *, made_by: str, now: datetime) -> bytes:
    """Return the file, in UTF-8 with the line breaks that the standard asks for."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_text(made_by)}//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(event.summary)}",
        f"DESCRIPTION:{_text(event.description)}",
        f"URL:{event.url}",
        "TRANSP:TRANSPARENT",
        *(line for days in event.alarms for line in _alarm(days, event.summary)),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(_folded(line) + "\r\n" for line in lines).encode()


def _alarm(days: int, text: str) -> tuple[str, ...]:
    return ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_text(text)}", f"TRIGGER:-P{days}D", "END:VALARM")


def _text(text: str) -> str:
    return text.translate(_ESCAPED)


def _folded(line: str) -> str:
    """Break a line between characters, never inside the bytes of one."""
    parts, room = [""], MAX_OCTETS
    for letter in line:
        size = len(letter.encode())
        if size > room:
            parts.append("")
            room = MAX_OCTETS - 1
        parts[-1] += letter
        room -= size
    return "\r\n ".join(parts)
