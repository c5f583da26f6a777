"""Changes to a profile that was sent: when they may be written, and when they may be sent."""

from enum import StrEnum
from typing import Final

from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.lifecycle import IN_GOOD_STANDING, Status


class Origin(StrEnum):
    """How a draft of a security model began; stored, never renamed."""

    APPLICATION = ""
    """As an application of its own."""
    CHANGES = "changes"
    """As changes to what was sent."""
    MERGE = "merge"
    SPLIT = "split"
    """To bring a profile into line with a merge or split; the company cannot do without it."""


MAX_NOTE: Final = 1000
"""Characters of a note why something that came back stays as it is."""

MAY_SEND: Final = IN_GOOD_STANDING | {Status.RETURNED}
"""Changes reach the specialist while the company has the next move, or is a member.

While a specialist is reading, what was sent stays as it is and changes wait: so nobody decides on a profile that moves.
Source: project proposal; lifecycle t.resubmit for what was returned.
"""
MAY_WRITE: Final = MAY_SEND | {Status.SUBMITTED, Status.UNDER_REVIEW, Status.SUSPENDED}
"""Changes can be prepared before they can be sent. A suspended member corrects what was found. Source: as above."""


def check_may_write(status: Status) -> None:
    """Return nothing when the profile of a model with ``status`` may be changed.

    Raises:
        Refusal: ``changes.not-now``.
    """
    if status not in MAY_WRITE:
        raise Refusal("changes.not-now")


def check_may_send(status: Status) -> None:
    """Return nothing when changes to a profile may be sent.

    Raises:
        Refusal: ``changes.under-review`` while a specialist is reading, else ``changes.not-now``.
    """
    if status in {Status.SUBMITTED, Status.UNDER_REVIEW}:
        raise Refusal("changes.under-review")
    if status not in MAY_SEND:
        raise Refusal("changes.not-now")
