"""What happened to a security model, event by event, and the status and dates that follow from it alone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.lifecycle import IN_GOOD_STANDING, TRANSITIONS, Status

START: Final = "t.start"
RECORDED: Final = "m.recorded"
"""The first event of a model from before there were events."""
TAKES_IN: Final = "m.takes-in"
MERGED_AWAY: Final = "m.merged-away"
SPLIT_OFF: Final = "m.split-off"
REVALIDATED: Final = "m.revalidated"
"""A validated member passed its next validation: the status stays, the day moves."""
_IN_REVIEW: Final = frozenset({Status.SUBMITTED, Status.UNDER_REVIEW})
_OF_REQUESTS: Final[dict[str, frozenset[tuple[Status | None, Status]]]] = {
    TAKES_IN: frozenset(
        {
            *((status, status) for status in IN_GOOD_STANDING),
            *((status, Status.CERTIFIED) for status in IN_GOOD_STANDING),
            *((status, Status.RETURNED) for status in _IN_REVIEW),
        }
    ),
    MERGED_AWAY: frozenset((status, Status.WITHDRAWN) for status in IN_GOOD_STANDING | _IN_REVIEW),
    SPLIT_OFF: frozenset((None, status) for status in IN_GOOD_STANDING),
}
"""What an approved merge or split does to the models concerned; as ``domain.security_models`` plans it."""
VALIDATED: Final = frozenset(
    {Status.CERTIFIED_VALIDATED, Status.CERTIFIED_EXCEEDING, Status.CERTIFIED_NON_IMPORTER_VALIDATED}
)
"""Members that passed a validation."""
_VALIDATIONS: Final = frozenset({"t.validate-importer", "t.validate-other", REVALIDATED})
FIRST: Final = frozenset({START, RECORDED, SPLIT_OFF})
"""The steps with which a history begins."""
IN_THEIR_OWN_WORDS: Final = frozenset({START, "t.submit", "t.resubmit"})
"""Starting and sending: their use cases write into the audit trail what was started and sent."""


@dataclass(frozen=True)
class Dates:
    """The days that a membership counts from; None: not yet."""

    certified_on: date | None = None
    anniversary: date | None = None
    """The day of certification; the annual review comes each year on its day and month."""
    validated_on: date | None = None


@dataclass(frozen=True)
class ModelEvent:
    """One step that was taken; ``source`` is None where the history begins.

    ``dates`` are those that the model brings along where its history begins, as after a split.
    """

    step: str
    source: Status | None
    target: Status
    at: datetime
    dates: Dates = Dates()


@dataclass(frozen=True)
class Standing:
    """Status and dates after a history, and the number (from 1) of its first event that cannot have happened, or 0."""

    status: Status | None
    dates: Dates
    impossible: int = 0


def check_request_step(step: str, source: Status | None, target: Status) -> None:
    """Return nothing when an approved merge or split may move a model like this.

    Raises:
        InvalidValue: ``lifecycle.wrong-status`` (``status``).
        KeyError: there is no such step.
    """
    if (source, target) not in _OF_REQUESTS[step]:
        raise InvalidValue("lifecycle.wrong-status", status=source or "")


def check_revalidation(status: Status) -> None:
    """Return nothing when a member in ``status`` can be validated again.

    Raises:
        InvalidValue: ``lifecycle.wrong-status`` (``status``).
    """
    if status not in VALIDATED:
        raise InvalidValue("lifecycle.wrong-status", status=status)


def status_before_suspension(events: Iterable[ModelEvent]) -> Status | None:
    """Return the status from which the last suspension came; None without one."""
    return next((each.source for each in reversed(list(events)) if each.step == "t.suspend"), None)


def dates_after(event: ModelEvent, dates: Dates) -> Dates:
    """Return the dates after ``event``; only the events named here move any."""
    day = event.at.date()
    if event.step in FIRST:
        return event.dates
    if event.step == "t.certify":
        return Dates(certified_on=day, anniversary=day)
    if event.step in _VALIDATIONS:
        return replace(dates, validated_on=day)
    if event.step == TAKES_IN:
        return dates_taking_in(event.target, dates)
    if event.step == "t.reapply":
        return Dates()
    return dates


def dates_taking_in(status: Status, dates: Dates) -> Dates:
    """Return the dates of a model that took another one in and is at ``status`` since."""
    # Back at the first standing of a member: what came in was not validated.
    return replace(dates, validated_on=None) if status is Status.CERTIFIED else dates


def replay(events: Iterable[ModelEvent]) -> Standing:
    """Return what follows from ``events``, oldest first, and which of them is the first that no rule allows."""
    status: Status | None = None
    passed: list[ModelEvent] = []
    dates, impossible = Dates(), 0
    for number, event in enumerate(events, 1):
        if not impossible and (event.source is not status or not _is_possible(event, passed)):
            impossible = number
        status, dates = event.target, dates_after(event, dates)
        passed.append(event)
    return Standing(status, dates, impossible)


def _is_possible(event: ModelEvent, passed: list[ModelEvent]) -> bool:
    if event.step == RECORDED:
        return event.source is None
    if event.step == REVALIDATED:
        return event.source is event.target and event.source in VALIDATED
    if event.step in _OF_REQUESTS:
        return (event.source, event.target) in _OF_REQUESTS[event.step]
    step = TRANSITIONS.get(event.step)
    if step is None or (event.source is None) != (not step.sources):
        return False
    target = step.target or status_before_suspension(passed)
    return event.target is target and (event.source is None or event.source in step.sources)
