"""What a company's history is made of: each action of the audit trail belongs to one kind, by which people filter."""

from enum import StrEnum
from typing import Final

from ctpat_app.domain.actions import Step
from ctpat_app.domain.lifecycle import TRANSITIONS
from ctpat_app.domain.model_history import IN_THEIR_OWN_WORDS, MERGED_AWAY, REVALIDATED, SPLIT_OFF, TAKES_IN
from ctpat_app.domain.security_models import Operation
from ctpat_app.domain.validations import Move


class Kind(StrEnum):
    """What an event is about; stands in addresses, never renamed."""

    PEOPLE = "people"
    APPLICATION = "application"
    COMPANY = "company"
    ACTIONS = "actions"
    STAFF = "staff"


_PEOPLE: Final = (
    *("officer.declared", "officer.stepped-down"),
    *("member.job-title-changed", "member.telephone-changed", "member.removed", "member.left"),
    *("invitation.sent", "invitation.withdrawn", "invitation.accepted"),
    *("handover.offered", "handover.accepted", "handover.declined", "handover.taken-back"),
    *("statements.given", "statements.taken-back", "statements.accepted"),
)
_APPLICATION: Final = (
    *(
        "application.started",
        "application.sent",
        "answer.saved",
        "answer.taken-over",
        "answer.confirmed",
        "answer.affirmed",
        "english.confirmed",
        "finding.dismissed",
        "finding.restored",
        "row.added",
        "row.deleted",
        "row.restored",
    ),
    *("assessment.started", "assessment.copied", "assessment.finished", "assessment.attached"),
    *("agreement.signed", "agreement.withdrawn", "merge.text-chosen"),
    *("identifier-change.asked", "identifier-change.withdrawn", "message.sent"),
    *("aeo.asked", "aeo.withdrawn"),
    *("draft.moved", "draft.unused", "draft.kept", "draft.removed", "draft.taken-back", "draft.purged"),
    *("readiness-review.started", "readiness-review.finished"),
    *("annual-review.begun", "annual-review.company-checked", "annual-review.sent"),
    *("changes.started", "changes.discarded", "changes.restored", "change.taken-back", "comment.noted"),
    *("profile.statements-reviewed", "profile.accepted", "profile.returned"),
)
_MODEL_EVENTS: Final = (*TRANSITIONS, TAKES_IN, MERGED_AWAY, SPLIT_OFF, REVALIDATED)
MODEL_STEPS: Final = tuple(f"model.{step}" for step in _MODEL_EVENTS if step not in IN_THEIR_OWN_WORDS)
"""What moves a security model."""
_STANDING: Final = (
    *("letter.answered", "plan.agreed"),
    *("appeal.filed", "appeal.taken-up", "appeal.upheld", "appeal.reversed", "appeal.lapsed"),
)
"""What goes with a suspension or removal."""
_DOCUMENTS: Final = (*("document.facts-changed", "document.attached", "document.detached", "document.moved"),)
"""What people do with the evidence of an application."""
READ_DOCUMENT: Final = "document.read"
_UPLOADS: Final = ("document.added", "document.replaced", READ_DOCUMENT)
_DECIDED: Final = ("requested", "agreed", "declined", "withdrawn", "done", "failed")
_ALONE: Final = ("requested", "withdrawn", "done", "failed")
"""What becomes of a request that needs nobody's word."""
_COMPANY: Final = (
    *("trade-account.created", "trade-account.changed"),
    *("address.added", "address.changed", "address.confirmed", "address.removed"),
    *("trade-account.closed", "trade-account.split", "trade-account.took-over"),
    *(f"{each}.{way}" for each in Operation for way in (_ALONE if each is Operation.DELINK else _DECIDED)),
)
_ACTIONS: Final = (*(f"action.{step}" for step in Step), "training.added", "training.changed")
_VALIDATIONS: Final = (
    *(f"validation.{move}" for move in Move),
    *("response.saved", "response.decided", "response.document-added", "response.document-taken-away"),
)
_PARTNERS: Final = (
    *("svi.joined", "svi.settings-changed", "svi.left", "svi.standing-lost", "svi.block-lifted"),
    *("svi.requested", "svi.accepted", "svi.declined", "svi.taken-back", "svi.revoked"),
    *("svi.letter-sent", "svi.letter-withdrawn", "svi.letters-withdrawn"),
    *("partner.added", "partner.changed", "partner.removed", "partner.taken-back", "partner.imported"),
    *("partner.joined",),
)
_QUESTIONNAIRES: Final = (
    *("questionnaire.added", "questionnaire.changed", "questionnaire.retired"),
    *("inquiry.sent", "inquiry.link-made", "inquiry.link-revoked", "inquiry.returned", "inquiry.extended"),
    *("inquiry.english-written", "inquiry.file-read", "inquiry.graded", "inquiry.closed", "inquiry.filed"),
    *("inquiry.revoked", "inquiry.action-made", "inquiry.action-decided"),
)
"""What a company asks its partners, and what it does with their answers."""
LOOKED_AT_COMPANY: Final = "company.seen-by-staff"
LOOKED_AT_PROFILE: Final = "profile.seen-by-staff"
LOOKED_AT_PDF: Final = "pdf.seen-by-staff"
LOOKED_AT_HISTORY: Final = "history.seen-by-staff"
LOOKED_AT_DOCUMENTS: Final = "documents.seen-by-staff"
LOOKED_AT_ACTIONS: Final = "actions.seen-by-staff"
LOOKED_AT_REQUEST: Final = "request.seen-by-staff"
LOOKED_AT_MESSAGES: Final = "messages.seen-by-staff"
VETTING_WORK: Final = "vetting.worked-on"
LOOKED_AT_VALIDATIONS: Final = "validations.seen-by-staff"
ASSIGNED: Final = "specialist.assigned"
UNASSIGNED: Final = "specialist.unassigned"
_STAFF: Final = (
    *(LOOKED_AT_COMPANY, LOOKED_AT_PROFILE, LOOKED_AT_PDF, LOOKED_AT_HISTORY, LOOKED_AT_DOCUMENTS, LOOKED_AT_ACTIONS),
    *(LOOKED_AT_REQUEST, LOOKED_AT_VALIDATIONS, ASSIGNED, UNASSIGNED),
    *("vetting.started", VETTING_WORK, "vetting.signed"),
    *("identifier-change.approved", "identifier-change.refused", "aeo.registered", "aeo.refused"),
    *("message.sent-by-staff", LOOKED_AT_MESSAGES),
    *("walk-through.offered", "walk-through.asked", "walk-through.allowed", "walk-through.refused"),
    *("walk-through.pointed", "walk-through.page-proposed", "walk-through.ended"),
    "practice.along-a-form",
)

KIND_OF: Final[dict[str, Kind]] = {
    **dict.fromkeys(_PEOPLE, Kind.PEOPLE),
    **dict.fromkeys(_APPLICATION, Kind.APPLICATION),
    **dict.fromkeys(MODEL_STEPS, Kind.APPLICATION),
    **dict.fromkeys(_STANDING, Kind.APPLICATION),
    **dict.fromkeys(_DOCUMENTS, Kind.APPLICATION),
    **dict.fromkeys(_UPLOADS, Kind.APPLICATION),
    **dict.fromkeys(_COMPANY, Kind.COMPANY),
    **dict.fromkeys(_ACTIONS, Kind.ACTIONS),
    **dict.fromkeys(_VALIDATIONS, Kind.APPLICATION),
    **dict.fromkeys(_PARTNERS, Kind.COMPANY),
    **dict.fromkeys(_QUESTIONNAIRES, Kind.COMPANY),
    **dict.fromkeys(_STAFF, Kind.STAFF),
}
"""Every action that is written into the chain of a trade account."""


def actions_of(kind: Kind) -> frozenset[str]:
    """Return the actions that belong to ``kind``."""
    return frozenset(action for action, each in KIND_OF.items() if each is kind)
