"""Reviewing a profile that was sent: what may be decided about each statement, and about the case as a whole.

Source: Portal User Manual rev. 1.1 ("Security Profile": the specialist approves each response or sends it back with
comments); lifecycle facts, t.return to t.vetting-fails. Kinds of reasons and their limits are a project proposal.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.texts import clean_text

MAX_COMMENT: Final = 2000
"""Characters of a comment to the company, and of the reason of a decision."""


class ReviewKind(StrEnum):
    """Why a profile was sent; stored."""

    APPLICATION = "application"
    CHANGES = "changes"
    """A member changed its profile."""
    ANNUAL_REVIEW = "annual-review"


class ReviewState(StrEnum):
    """What came of a review; stored."""

    OPEN = "open"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    REJECTED = "rejected"
    INELIGIBLE = "ineligible"
    SUPERSEDED = "superseded"
    """The company sent its profile again before anybody decided."""


class Decision(StrEnum):
    """What is decided about one statement or part; stored."""

    OPEN = "open"
    """A decision was taken back."""
    ACCEPTED = "accepted"
    RETURNED = "returned"


class ReturnReason(StrEnum):
    """Why a statement or part goes back; stored and counted."""

    UNCLEAR = "unclear"
    WHO_MISSING = "who-missing"
    FREQUENCY_MISSING = "frequency-missing"
    RECORD_MISSING = "record-missing"
    ESCALATION_MISSING = "escalation-missing"
    EVIDENCE_MISSING = "evidence-missing"
    EVIDENCE_OUTDATED = "evidence-outdated"
    APPLIES_AFTER_ALL = "applies-after-all"
    CONTRADICTS = "contradicts"
    NOT_OWN = "not-own"
    NOT_AS_ON_RECORD = "not-as-on-record"
    OTHER = "other"


REASON_OF_FINDING: Final[Mapping[str, ReturnReason]] = {
    "not-applicable-without-reason": ReturnReason.APPLIES_AFTER_ALL,
    "too-generic": ReturnReason.UNCLEAR,
    "lacks-who": ReturnReason.WHO_MISSING,
    "lacks-frequency": ReturnReason.FREQUENCY_MISSING,
    "lacks-records": ReturnReason.RECORD_MISSING,
    "lacks-escalation": ReturnReason.ESCALATION_MISSING,
    "repeated-response": ReturnReason.NOT_OWN,
    "restates-criterion": ReturnReason.NOT_OWN,
    "placeholder": ReturnReason.NOT_OWN,
    "missing-evidence": ReturnReason.EVIDENCE_MISSING,
    "outdated-evidence": ReturnReason.EVIDENCE_OUTDATED,
    "wrong-section-evidence": ReturnReason.EVIDENCE_MISSING,
    "wrong-entity-type": ReturnReason.CONTRADICTS,
}
"""Which kind of reason a finding of the reviewer stands for; any other finding is ``OTHER``."""


class Way(StrEnum):
    """How a case can be decided; stands in forms, never renamed."""

    RETURN = "return"
    CERTIFY = "certify"
    REJECT = "reject"
    VETTING_FAILS = "vetting-fails"
    ACCEPT_CHANGES = "accept-changes"
    RETURN_CHANGES = "return-changes"


@dataclass(frozen=True)
class WayRule:
    """One way: the step of the security model (empty: none), the review's state afterwards, if it needs a reason."""

    step: str
    outcome: ReviewState
    needs_reason: bool = False


RULES: Final[Mapping[Way, WayRule]] = {
    Way.CERTIFY: WayRule("t.certify", ReviewState.ACCEPTED),
    Way.RETURN: WayRule("t.return", ReviewState.RETURNED),
    Way.REJECT: WayRule("t.reject", ReviewState.REJECTED, needs_reason=True),
    Way.VETTING_FAILS: WayRule("t.vetting-fails", ReviewState.INELIGIBLE, needs_reason=True),
    Way.ACCEPT_CHANGES: WayRule("", ReviewState.ACCEPTED),
    Way.RETURN_CHANGES: WayRule("", ReviewState.RETURNED),
}
_RETURNS: Final = frozenset({Way.RETURN, Way.RETURN_CHANGES})
_ACCEPTS: Final = frozenset({Way.CERTIFY, Way.ACCEPT_CHANGES})


def ways_of(kind: ReviewKind) -> tuple[Way, ...]:
    """Return how a review of ``kind`` can end, in the order of the page.

    A member keeps its status while its changes are looked at; only headquarters takes a membership away.
    """
    if kind is ReviewKind.APPLICATION:
        return (Way.CERTIFY, Way.RETURN, Way.REJECT, Way.VETTING_FAILS)
    return (Way.ACCEPT_CHANGES, Way.RETURN_CHANGES)


@dataclass(frozen=True)
class Tally:
    """How far a review is: statements in all, accepted and returned, and other parts returned."""

    statements: int
    accepted: int
    returned: int
    parts_returned: int = 0

    @property
    def looked_at(self) -> int:
        """Statements about which something is decided."""
        return self.accepted + self.returned

    @property
    def sent_back(self) -> int:
        """What the company would have to answer."""
        return self.returned + self.parts_returned

    @property
    def is_approved(self) -> bool:
        """Whether every statement is accepted and nothing is sent back: what ``profile-approved`` needs."""
        return 0 < self.statements == self.accepted and not self.sent_back


def tally(statements: Collection[str], decisions: Mapping[str, Decision]) -> Tally:
    """Return how far a review is.

    Args:
        statements: keys of the statements that were sent (``criterion.2.1``).
        decisions: the newest decision by key, of statements and of parts.
    """
    of_statements = [decisions.get(key, Decision.OPEN) for key in statements]
    others = [decision for key, decision in decisions.items() if key not in statements]
    return Tally(
        len(statements),
        of_statements.count(Decision.ACCEPTED),
        of_statements.count(Decision.RETURNED),
        others.count(Decision.RETURNED),
    )


def blocked_by(way: Way, found: Tally) -> str:
    """Return the code of what is to be done about the statements before ``way``; empty when nothing is."""
    if way in _ACCEPTS and not found.is_approved:
        return "case.sent-back-stands" if found.sent_back else "case.statements-open"
    if way in _RETURNS and not found.sent_back:
        return "case.nothing-returned"
    return ""


def check_decision(decision: Decision, reason_kind: str, comment: str) -> tuple[str, str]:
    """Return reason and comment as they are stored with a decision; only what goes back has them.

    Raises:
        InvalidValue: ``case.reason-kind-missing``, ``case.comment-missing``, ``text.too-long``,
            ``text.control-character``.
    """
    if decision is not Decision.RETURNED:
        return "", ""
    if reason_kind not in frozenset(ReturnReason):
        raise InvalidValue("case.reason-kind-missing")
    told = clean_text(comment, MAX_COMMENT)
    if not told:
        raise InvalidValue("case.comment-missing")
    return reason_kind, told
