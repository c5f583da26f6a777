"""Records of training: who was taught what, when, and when it is due again."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from ctpat_app.domain.actions import FIRST_DAY
from ctpat_app.domain.deadlines import months_later
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.form_faults import FaultCollector
from ctpat_app.domain.texts import clean_line, clean_text

MAX_LINE: Final = 200
MAX_LANGUAGE: Final = 40
MAX_PEOPLE_TEXT: Final = 10_000
MAX_PEOPLE: Final = 100_000
MAX_MONTHS: Final = 120


@dataclass(frozen=True)
class Training:
    """What people write down about one training; ``repeat_months`` 0: it is not repeated."""

    topic: str
    held_on: date | None
    audience: str = ""
    trainer: str = ""
    people_count: int = 0
    people: str = ""
    """Names, one a line, when somebody wants to keep them."""
    language: str = ""
    """In which it was held, by its name."""
    repeat_months: int = 0
    document_id: int = 0


def read_training(training: Training, *, today: date, topics: Collection[str]) -> Training:
    """Return ``training`` as it is stored; names that are listed count when no number was typed.

    Raises:
        FormFaults: ``training.topic-missing``, ``training.held-missing``, ``training.held-ahead``,
            ``training.people-missing``, ``training.people-many``, ``training.months-range``, ``text.…``.
    Source: criterion 12.1: records with date, names and topics must be kept.
    """
    faults = FaultCollector()
    if training.topic not in topics:
        faults.add("topic", "training.topic-missing")
    _check_held(faults, training.held_on, today)
    audience, trainer = (_line(faults, name, getattr(training, name), MAX_LINE) for name in ("audience", "trainer"))
    language = _line(faults, "language", training.language, MAX_LANGUAGE)
    people = _people(faults, training.people)
    listed = sum(bool(line.strip()) for line in people.splitlines())
    count = training.people_count or listed
    if not 0 < count <= MAX_PEOPLE:
        faults.add("people_count", "training.people-many" if count > MAX_PEOPLE else "training.people-missing")
    if not 0 <= training.repeat_months <= MAX_MONTHS:
        faults.add("repeat_months", "training.months-range", limit=MAX_MONTHS)
    faults.refuse()
    return replace(training, people_count=count, audience=audience, trainer=trainer, language=language, people=people)


def _line(faults: FaultCollector, field: str, text: str, limit: int) -> str:
    try:
        return clean_line(text, limit)
    except InvalidValue as refusal:
        faults.note(field, refusal)
        return ""


def _people(faults: FaultCollector, text: str) -> str:
    try:
        return clean_text(text, MAX_PEOPLE_TEXT)
    except InvalidValue as refusal:
        faults.note("people", refusal)
        return ""


def _check_held(faults: FaultCollector, held_on: date | None, today: date) -> None:
    if held_on is None:
        faults.add("held_on", "training.held-missing")
    elif held_on < FIRST_DAY:
        faults.add("held_on", "action.day-far")
    elif held_on > today:
        faults.add("held_on", "training.held-ahead")


def next_due(held_on: date, repeat_months: int) -> date | None:
    """Return the day by which a training is due again; None when it is not repeated."""
    return months_later(held_on, repeat_months) if repeat_months else None
