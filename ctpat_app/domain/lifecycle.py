"""The life of a security model: its statuses, and who may move it from which to which.

The words for statuses live in the content; what is allowed lives here, so that editing content can never grant a right.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ctpat_app.domain.errors import InvalidValue


class Status(StrEnum):
    """Where a security model stands; stable ids."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under-review"
    RETURNED = "returned"
    INELIGIBLE = "ineligible"
    REJECTED = "rejected"
    CERTIFIED = "certified"
    CERTIFIED_VALIDATED = "certified-validated"
    CERTIFIED_EXCEEDING = "certified-exceeding"
    CERTIFIED_NON_IMPORTER_VALIDATED = "certified-non-importer-validated"
    SUSPENDED = "suspended"
    REMOVED = "removed"
    WITHDRAWN = "withdrawn"


class Party(StrEnum):
    """Who may take a step: a role in the company, a desk at CBP, or the kiosk itself by rule or clock."""

    OFFICER = "officer"
    EMPLOYEE = "employee"
    CONSULTANT = "consultant"
    PRIMARY_CONTACT = "primary-contact"
    SPECIALIST = "specialist"
    SUPERVISOR = "supervisor"
    HEADQUARTERS = "headquarters"
    SYSTEM = "system"


IN_GOOD_STANDING: Final = frozenset(
    {
        Status.CERTIFIED,
        Status.CERTIFIED_VALIDATED,
        Status.CERTIFIED_EXCEEDING,
        Status.CERTIFIED_NON_IMPORTER_VALIDATED,
    }
)
ENDED: Final = frozenset({Status.REMOVED, Status.WITHDRAWN, Status.REJECTED})
"""The company's profile is no longer worked on; a new application starts anew."""


@dataclass(frozen=True)
class Transition:
    """One allowed step.

    ``sources`` is empty where no security model exists yet; ``target`` is None where the step leads back to the status
    before the suspension. ``permission`` is the id of the permission row that the people of ``by`` need, None for the
    kiosk itself. ``needs`` names the conditions; the service that takes the step proves them.
    """

    id: str
    sources: frozenset[Status]
    target: Status | None
    by: frozenset[Party]
    permission: str | None
    needs: tuple[str, ...]


def _step(
    name: str,
    sources: set[Status] | frozenset[Status],
    target: Status | None,
    by: set[Party],
    permission: str | None,
    *needs: str,
) -> Transition:
    return Transition(f"t.{name}", frozenset(sources), target, frozenset(by), permission, needs)


_DESK = {Party.SPECIALIST, Party.SUPERVISOR}
_HEADQUARTERS = {Party.HEADQUARTERS}
_SUSPENSION = "membership:suspend-remove-reinstate"
_EXCEEDING = "membership:grant-exceeding"

_TABLE: Final = (
    _step(
        "start",
        set(),
        Status.DRAFT,
        {Party.OFFICER, Party.EMPLOYEE},
        "application:start",
        "trade-account-complete",
    ),
    _step(
        "submit",
        {Status.DRAFT},
        Status.SUBMITTED,
        {Party.OFFICER},
        "application:submit",
        "eligible",
        "required-bei",
        "primary-and-mailing-address",
        "one-officer",
        "primary-contact",
        "every-criterion-answered",
        "partner-agreement-signed",
    ),
    _step(
        "ineligible",
        {Status.DRAFT},
        Status.INELIGIBLE,
        {Party.SYSTEM},
        None,
        "wrong-eligibility-answer",
        "no-business-type-left",
    ),
    _step(
        "back-to-draft",
        {Status.INELIGIBLE},
        Status.DRAFT,
        {Party.OFFICER, Party.EMPLOYEE, Party.CONSULTANT},
        "eligibility:answer",
        "answers-corrected",
        "never-submitted",
    ),
    _step(
        "assign",
        {Status.SUBMITTED},
        Status.UNDER_REVIEW,
        {Party.SUPERVISOR, Party.SYSTEM},
        "case:assign",
        "specialist-assigned",
    ),
    _step("return", {Status.UNDER_REVIEW}, Status.RETURNED, _DESK, "profile:review", "comment-per-criterion"),
    _step(
        "resubmit",
        {Status.RETURNED},
        Status.UNDER_REVIEW,
        {Party.OFFICER},
        "application:submit",
        "each-comment-answered",
    ),
    _step(
        "certify",
        {Status.UNDER_REVIEW},
        Status.CERTIFIED,
        _DESK,
        "profile:review",
        "vetting-passed",
        "profile-approved",
    ),
    _step("reject", {Status.UNDER_REVIEW}, Status.REJECTED, _DESK, "profile:review", "written-reason"),
    _step("vetting-fails", {Status.UNDER_REVIEW}, Status.INELIGIBLE, _DESK, "profile:review", "written-reason"),
    _step(
        "validate-importer",
        {Status.CERTIFIED},
        Status.CERTIFIED_VALIDATED,
        _DESK,
        "validation:record",
        "validation-done",
        "required-actions-closed",
        "business-type-importer",
    ),
    _step(
        "validate-other",
        {Status.CERTIFIED},
        Status.CERTIFIED_NON_IMPORTER_VALIDATED,
        _DESK,
        "validation:record",
        "validation-done",
        "required-actions-closed",
        "business-type-not-importer",
    ),
    _step(
        "exceed",
        {Status.CERTIFIED_VALIDATED},
        Status.CERTIFIED_EXCEEDING,
        _HEADQUARTERS,
        _EXCEEDING,
        "no-required-actions",
        "verified-best-practices",
    ),
    _step(
        "lower",
        {Status.CERTIFIED_EXCEEDING},
        Status.CERTIFIED_VALIDATED,
        _HEADQUARTERS,
        _EXCEEDING,
        "documented-decision",
    ),
    _step(
        "suspend",
        IN_GOOD_STANDING,
        Status.SUSPENDED,
        _HEADQUARTERS,
        _SUSPENSION,
        "documented-decision",
        "letter",
    ),
    _step(
        "reinstate",
        {Status.SUSPENDED},
        None,
        _HEADQUARTERS,
        _SUSPENSION,
        "corrective-action-plan-agreed",
        "plan-fulfilled",
        "consent-to-unannounced-visits-after-an-incident",
    ),
    _step(
        "remove",
        IN_GOOD_STANDING | {Status.SUSPENDED},
        Status.REMOVED,
        _HEADQUARTERS,
        _SUSPENSION,
        "documented-decision",
        "letter",
    ),
    _step(
        "withdraw",
        IN_GOOD_STANDING | {Status.DRAFT, Status.SUBMITTED, Status.UNDER_REVIEW, Status.RETURNED, Status.SUSPENDED},
        Status.WITHDRAWN,
        {Party.OFFICER, Party.PRIMARY_CONTACT},
        "membership:withdraw",
        "reason",
    ),
    _step(
        "reapply",
        ENDED | {Status.INELIGIBLE},
        Status.DRAFT,
        {Party.OFFICER},
        "application:reapply",
        "waiting-time-over",
    ),
)

TRANSITIONS: Final[dict[str, Transition]] = {step.id: step for step in _TABLE}
"""All steps by id. Source: Portal User Manual rev. 1.1; 6 U.S.C. 964 to 967; where they are silent, the project."""


def check_transition(name: str, status: Status | None, party: Party) -> Transition:
    """Return the transition ``name`` when ``party`` may take it from ``status`` (None: no security model yet).

    Its ``needs`` are still to be proved by the caller.

    Raises:
        InvalidValue: ``lifecycle.wrong-status`` (``status``) or ``lifecycle.wrong-party``.
        KeyError: there is no such transition.
    """
    step = TRANSITIONS[name]
    if (status is None) != (not step.sources) or (status is not None and status not in step.sources):
        raise InvalidValue("lifecycle.wrong-status", status=status or "")
    if party not in step.by:
        raise InvalidValue("lifecycle.wrong-party")
    return step


def steps_from(status: Status, party: Party) -> list[Transition]:
    """Return the transitions that ``party`` may take from ``status``, in the order of the table."""
    return [step for step in _TABLE if status in step.sources and party in step.by]
