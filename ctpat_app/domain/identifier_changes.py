"""Changes of locked numbers: what may be asked, what becomes of it, and which numbers follow.

Source: Portal User Manual rev. 1.1, "Adding additional Business Identifiers": IOR, SCAC and MID are changed by the
specialist alone; the request and its states are a project proposal.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.texts import clean_text

MAX_REASON: Final = 2000


class Operation(StrEnum):
    """What shall be done with a number; stored, never renamed."""

    ADD = "add"
    CHANGE = "change"
    REMOVE = "remove"


class RequestState(StrEnum):
    """What became of a request; stored, never renamed."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Decision(StrEnum):
    """What the specialist says to a request; the words of its form."""

    APPROVE = "approve"
    REFUSE = "refuse"


@dataclass(frozen=True)
class Number:
    """A number of the profile: ``value`` may be shown, ``secret`` is the whole of a personal one."""

    kind: str
    value: str
    secret: str | None = None

    @property
    def clear(self) -> str:
        """By which two numbers are the same."""
        return self.value if self.secret is None else self.secret

    def is_same(self, other: "Number") -> bool:
        """Whether it is the same number of the same kind."""
        return (self.kind, self.clear) == (other.kind, other.clear)


NOTHING: Final = Number("", "")


@dataclass(frozen=True)
class Change:
    """One approved change: ``old`` gives way to ``new``; one of them is ``NOTHING`` where a number comes or goes."""

    operation: Operation
    old: Number
    new: Number


def numbers_after(numbers: Iterable[Number], changes: Iterable[Change]) -> tuple[Number, ...]:
    """Return the numbers after the changes, in the order in which these were approved.

    A change that stands in the numbers already changes nothing, so that a profile that was sent with it stays right.
    """
    current = list(numbers)
    for change in changes:
        has_new = any(each.is_same(change.new) for each in current)
        if change.operation is Operation.ADD:
            current += [] if has_new else [change.new]
            continue
        replaced = [] if has_new or change.operation is Operation.REMOVE else [change.new]
        current = [after for each in current for after in (replaced if each.is_same(change.old) else [each])]
    return tuple(current)


def check_wish(
    operation: Operation, old: Number, new: Number, current: Iterable[Number], waiting: Iterable[Change]
) -> None:
    """Return nothing when the change may be asked for.

    Args:
        operation: what shall be done.
        old: the number that is to be changed or removed.
        new: the number that it shall be.
        current: the numbers of today's profile.
        waiting: what was asked for already and is not decided.

    Raises:
        InvalidValue: ``identifier-change.unknown-number``, ``identifier-change.same``, ``identifier-change.there``,
            ``identifier-change.asked-already``.
    """
    if operation is not Operation.ADD and not any(each.is_same(old) for each in current):
        raise InvalidValue("identifier-change.unknown-number")
    if operation is not Operation.REMOVE:
        if old.is_same(new):
            raise InvalidValue("identifier-change.same")
        if any(each.is_same(new) for each in current):
            raise InvalidValue("identifier-change.there")
    for other in waiting:
        touched = [each for each in (other.old, other.new) if each != NOTHING]
        if any(each.is_same(mine) for each in touched for mine in (old, new) if mine != NOTHING):
            raise InvalidValue("identifier-change.asked-already")


def read_reason(typed: str, missing: str) -> str:
    """Return a reason as it is stored.

    Raises:
        InvalidValue: ``missing`` when it is empty; ``text.…``.
    """
    if reason := clean_text(typed, MAX_REASON):
        return reason
    raise InvalidValue(missing)
