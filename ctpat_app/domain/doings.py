"""What people of a company may do with a security model at each status: one table, asked by every use case."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.lifecycle import ENDED, IN_GOOD_STANDING, Status


class Doing(StrEnum):
    """What people of a company do with a security model, as far as its status decides about it."""

    READ = "read"
    WRITE = "write"
    """Change answers of the application or profile."""
    SEND = "send"
    """Send the application or changes of the profile."""
    REVIEW = "review"
    """Send the annual review."""
    RESPOND = "respond"
    """Write and send the response to a validation."""
    DOCUMENTS = "documents"
    """Upload documents."""
    PLAN = "plan"
    """Work on the plan of actions."""
    ANSWER = "answer"
    """Answer the letter about a suspension."""
    APPEAL = "appeal"
    WITHDRAW = "withdraw"
    REAPPLY = "reapply"
    BE_FOUND = "be-found"
    """Be found by partners, when the company set it so."""
    CERTIFICATE = "certificate"
    """Hold a certificate that counts."""


_WORK: Final = {Doing.READ, Doing.DOCUMENTS, Doing.PLAN, Doing.WITHDRAW}
_MEMBER: Final = frozenset(
    _WORK | {Doing.WRITE, Doing.SEND, Doing.REVIEW, Doing.RESPOND, Doing.BE_FOUND, Doing.CERTIFICATE}
)
_DOINGS: Final[Mapping[Status, frozenset[Doing]]] = {
    Status.DRAFT: frozenset(_WORK | {Doing.WRITE, Doing.SEND}),
    Status.SUBMITTED: frozenset(_WORK),
    Status.UNDER_REVIEW: frozenset(_WORK),
    Status.RETURNED: frozenset(_WORK | {Doing.WRITE, Doing.SEND}),
    Status.INELIGIBLE: frozenset({Doing.READ, Doing.WRITE, Doing.DOCUMENTS, Doing.PLAN, Doing.REAPPLY}),
    Status.REJECTED: frozenset({Doing.READ, Doing.REAPPLY}),
    **dict.fromkeys(IN_GOOD_STANDING, _MEMBER),
    # Paused, not ended: the company can put right what was found, and shows it. What it would send as a member waits.
    Status.SUSPENDED: frozenset(_WORK | {Doing.WRITE, Doing.RESPOND, Doing.ANSWER, Doing.APPEAL}),
    # Evidence of an appeal has to come from somewhere: so documents can still be uploaded.
    Status.REMOVED: frozenset({Doing.READ, Doing.DOCUMENTS, Doing.APPEAL, Doing.REAPPLY}),
    Status.WITHDRAWN: frozenset({Doing.READ, Doing.REAPPLY}),
}
"""Which status leaves a company what. Basis: lifecycle and notices where they speak, otherwise project proposal."""


def doings(status: Status) -> frozenset[Doing]:
    """Return what people of a company may do at ``status``, each by their role."""
    return _DOINGS[status]


def require_doing(status: Status, doing: Doing) -> None:
    """Return nothing when ``status`` leaves the company ``doing``.

    Raises:
        InvalidValue: ``standing.not-while-suspended``, ``standing.ended``, ``lifecycle.wrong-status`` (``status``).
    """
    if doing in doings(status):
        return
    if status is Status.SUSPENDED:
        raise InvalidValue("standing.not-while-suspended")
    if status in ENDED:
        raise InvalidValue("standing.ended")
    raise InvalidValue("lifecycle.wrong-status", status=status.value)
