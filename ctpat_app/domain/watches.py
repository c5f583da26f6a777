"""Watching a company: what somebody writes down, until when, and of what they are told."""

from datetime import date
from enum import StrEnum
from typing import Final

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.form_faults import FaultCollector
from ctpat_app.domain.texts import clean_line

MAX_NOTE: Final = 500


class WatchedEvent(StrEnum):
    """Of what watchers are told; stored with the notice."""

    MOVED = "moved"
    """The status of a security model changed."""
    SENT = "sent"
    """An application or changes of it were signed and sent."""
    RESPONSE = "response"
    """The company answered a validation."""
    MESSAGE = "message"
    """The company wrote a message."""


def read_watch(note: str, until_on: date | None, today: date) -> str:
    """Return the note in one line; it may be empty.

    Raises:
        FormFaults: ``watch.until-past``, ``text.…``.
    """
    faults, cleaned = FaultCollector(), ""
    try:
        cleaned = clean_line(note, MAX_NOTE)
    except InvalidValue as refusal:
        faults.note("note", refusal)
    if until_on is not None and until_on < today:
        faults.add("until_on", "watch.until-past")
    faults.refuse()
    return cleaned


def is_standing(until_on: date | None, today: date) -> bool:
    """Whether a watch that nobody ended still holds on ``today``; its last day is part of it."""
    return until_on is None or today <= until_on
