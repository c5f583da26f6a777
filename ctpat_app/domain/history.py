"""What a company's history is made of: each action of the audit trail belongs to one kind, by which people filter."""

from enum import StrEnum
from typing import Final

from ctpat_app.domain.security_models import Operation


class Kind(StrEnum):
    """What an event is about; stands in addresses, never renamed."""

    PEOPLE = "people"
    APPLICATION = "application"
    COMPANY = "company"
    STAFF = "staff"


_PEOPLE: Final = (
    *("officer.declared", "officer.stepped-down"),
    *("member.job-title-changed", "member.telephone-changed", "member.removed", "member.left"),
    *("invitation.sent", "invitation.withdrawn", "invitation.accepted"),
    *("handover.offered", "handover.accepted", "handover.declined", "handover.taken-back"),
)
_APPLICATION: Final = (
    *(
        "application.started",
        "application.sent",
        "answer.saved",
        "answer.taken-over",
        "answer.confirmed",
        "row.added",
        "row.deleted",
        "row.restored",
    ),
    *("agreement.signed", "agreement.withdrawn", "merge.text-chosen"),
    *("draft.moved", "draft.unused", "draft.kept", "draft.removed", "draft.taken-back", "draft.purged"),
)
_DECIDED: Final = ("requested", "agreed", "declined", "withdrawn", "done", "failed")
_ALONE: Final = ("requested", "withdrawn", "done", "failed")
"""What becomes of a request that needs nobody's word."""
_COMPANY: Final = (
    *("trade-account.created", "trade-account.changed"),
    *("address.added", "address.changed", "address.confirmed", "address.removed"),
    *("trade-account.closed", "trade-account.split", "trade-account.took-over"),
    *(f"{each}.{way}" for each in Operation for way in (_ALONE if each is Operation.DELINK else _DECIDED)),
)
LOOKED_AT_COMPANY: Final = "company.seen-by-staff"
LOOKED_AT_HISTORY: Final = "history.seen-by-staff"
ASSIGNED: Final = "specialist.assigned"
UNASSIGNED: Final = "specialist.unassigned"
_STAFF: Final = (LOOKED_AT_COMPANY, LOOKED_AT_HISTORY, "request.seen-by-staff", ASSIGNED, UNASSIGNED)

KIND_OF: Final[dict[str, Kind]] = {
    **dict.fromkeys(_PEOPLE, Kind.PEOPLE),
    **dict.fromkeys(_APPLICATION, Kind.APPLICATION),
    **dict.fromkeys(_COMPANY, Kind.COMPANY),
    **dict.fromkeys(_STAFF, Kind.STAFF),
}
"""Every action that is written into the chain of a trade account."""


def actions_of(kind: Kind) -> frozenset[str]:
    """Return the actions that belong to ``kind``."""
    return frozenset(action for action, each in KIND_OF.items() if each is kind)
