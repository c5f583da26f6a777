"""Practising for somebody who is stuck: what of it is noted for a guide, and how long it is kept."""

import re
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.permissions import Role
from ctpat_app.domain.texts import clean_line

KEPT_FOR: Final = timedelta(days=7)
"""So long is a practice kept after it was begun."""
GUIDE_FOR: Final = timedelta(days=90)
"""So long does a link to a guide work."""
MOST_LINES: Final = 60
MOST_OWN: Final = 10
"""So many practices may one person have at a time."""
MAX_NOTE: Final = 400
ROLES: Final = (Role.OFFICER, Role.EMPLOYEE, Role.CONSULTANT)
"""Who fills in forms, and is practised for."""
CRITERION: Final = "criterion:"
"""Begins the name of a place that is a statement of the security profile."""
_PLACE: Final = re.compile(r"[a-z0-9.-]{1,60}|criterion:[0-9.]{1,20}")


class Act(StrEnum):
    """What somebody does at one place of a form."""

    OPEN = "open"
    CHOOSE = "choose"
    TYPE = "type"
    ADD = "add"
    CONTINUE = "continue"


@dataclass(frozen=True)
class Line:
    """One step of a guide: where, at which question, and what is done there; never what was typed.

    ``choice`` are option keys of the content, for what is chosen.
    """

    place: str
    act: Act
    key: str = ""
    choice: str = ""
    note: str = ""

    def as_data(self) -> dict[str, str]:
        """Return the line as it is kept."""
        return {key: str(value) for key, value in asdict(self).items()}

    @classmethod
    def of(cls, data: dict[str, Any]) -> "Line":
        """Return a line that was kept."""
        return cls(**{**data, "act": Act(data["act"])})


def noted(lines: tuple[Line, ...], line: Line) -> tuple[Line, ...]:
    """Return ``lines`` with one more; doing the same again in one place is one step, with the newest choice."""
    if lines and lines[-1].act is Act.OPEN and line.act is Act.OPEN:
        return (*lines[:-1], line)  # a page that was only passed through
    for number in range(len(lines) - 1, -1, -1):
        before = lines[number]
        if before.place != line.place or before.act is Act.CONTINUE:
            break
        if (before.act, before.key) == (line.act, line.key) and line.act is not Act.CONTINUE:
            return (*lines[:number], replace(line, note=before.note), *lines[number + 1 :])
    return lines if len(lines) >= MOST_LINES else (*lines, line)


def moved(lines: tuple[Line, ...], number: int, *, up: bool) -> tuple[Line, ...]:
    """Return ``lines`` with the line ``number`` (from 0) one place further up or down; at the end it stays.

    Raises:
        InvalidValue: ``practice.no-line``.
    """
    line, other = _line(lines, number), number + (-1 if up else 1)
    if not 0 <= other < len(lines):
        return lines
    rest = [each for place, each in enumerate(lines) if place != number]
    rest.insert(other, line)
    return tuple(rest)


def without(lines: tuple[Line, ...], number: int) -> tuple[Line, ...]:
    """Return ``lines`` without the line ``number``.

    Raises:
        InvalidValue: ``practice.no-line``.
    """
    _line(lines, number)
    return tuple(each for place, each in enumerate(lines) if place != number)


def with_note(lines: tuple[Line, ...], number: int, note: str) -> tuple[Line, ...]:
    """Return ``lines`` with a note in somebody's own words at the line ``number``.

    Raises:
        InvalidValue: ``practice.no-line``, and the codes of ``clean_line``.
    """
    line, kept = _line(lines, number), clean_line(note, MAX_NOTE)
    return tuple(replace(line, note=kept) if place == number else each for place, each in enumerate(lines))


def is_place(text: str) -> bool:
    """Whether ``text`` has the shape of a step or a statement."""
    return _PLACE.fullmatch(text) is not None


def _line(lines: tuple[Line, ...], number: int) -> Line:
    if not 0 <= number < len(lines):
        raise InvalidValue("practice.no-line")
    return lines[number]
