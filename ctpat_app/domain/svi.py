"""The Status Verification Interface (SVI): who takes part, and who may watch whose status.

Source: Portal User Manual rev. 1.1, "Status Verification Interface"; directions, limits and times are a project
proposal, since the manual is silent.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from ctpat_app.domain.errors import InvalidValue, Refusal
from ctpat_app.domain.lifecycle import IN_GOOD_STANDING, Status


class Direction(StrEnum):
    """What a request asks for; stored, never renamed."""

    OFFER = "offer"
    """Watch my status: the manual's request."""
    ASK = "ask"
    """Let me watch yours: the same link, asked for from the other end."""


class LinkState(StrEnum):
    """Where a request or link stands; stored, never renamed."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN_BACK = "taken-back"
    REVOKED = "revoked"
    """One of both ended the monitoring."""
    BROKEN = "broken"
    """One of both no longer takes part: left, or lost its good standing."""


class Why(StrEnum):
    """Why somebody no longer takes part; stored, never renamed."""

    LEFT = "left"
    STANDING = "standing"
    MERGED = "merged"
    """A merge ended the security model; its links went on with the one that took it in."""


OPEN: Final = frozenset({LinkState.PENDING, LinkState.ACCEPTED})
MAX_A_DAY: Final = 50
"""So many requests may one security model send within ``A_DAY``: more is no business partner but a harvest."""
A_DAY: Final = timedelta(days=1)
SHARED: Final = ("business-types", "country", "address", "website", "primary-contact")
"""What "share more" shows partners besides name and status, in the order in which it is shown."""


@dataclass(frozen=True)
class Settings:
    """What a participant decides for itself."""

    auto_accept: bool = False
    share_more: bool = False
    searchable: bool = True


def check_may_join(status: Status) -> None:
    """Return nothing when a security model of ``status`` may take part.

    Raises:
        Refusal: ``svi.not-in-good-standing``.
    """
    if status not in IN_GOOD_STANDING:
        raise Refusal("svi.not-in-good-standing")


def check_agreed(*, agreed: bool) -> None:
    """Return nothing when the box of the agreement is ticked.

    Raises:
        InvalidValue: ``sign.not-agreed``.
    """
    if not agreed:
        raise InvalidValue("sign.not-agreed")


def watcher_and_watched(direction: Direction, sender: int, receiver: int) -> tuple[int, int]:
    """Return who watches and who is watched once the request is accepted."""
    return (receiver, sender) if direction is Direction.OFFER else (sender, receiver)
