"""What a step in the life of a security model needs, proved one by one; a need without a proof here is refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.profile_reviews import Tally
from ctpat_app.domain.validations import ENOUGH_PRACTICES, Outcome
from ctpat_app.guidance.flow import Situation
from ctpat_app.services import standing_proofs
from ctpat_app.services.access import DraftAccess
from ctpat_app.services.drafts import SECURITY_MODEL, read_situation
from ctpat_app.services.profile_reviews import open_review_of
from ctpat_app.services.returned import open_comments
from ctpat_app.services.review_tally import tally_of
from ctpat_app.services.signatures import PARTNER_AGREEMENT, signatures_of
from ctpat_app.services.trade_accounts import missing_in_trade_account
from ctpat_app.services.validation_record import newest_passed, newest_validation, open_required_actions
from ctpat_app.services.vetting import has_passed
from ctpat_app.tables.accounts import StaffAssignmentRow
from ctpat_app.tables.drafts import SubmissionRow
from ctpat_app.tables.security_models import ModelEventRow


@dataclass(frozen=True)
class Case:
    """The step that somebody wants to take; ``access`` is their way to its newest application, None without one.

    ``model_id`` is 0 and ``events`` empty where a history is about to begin.
    """

    session: Session
    trade_account_id: int
    model_id: int
    first_submitted_at: datetime | None
    events: tuple[ModelEventRow, ...]
    access: DraftAccess | None
    reason: str
    now: datetime

    @cached_property
    def situation(self) -> Situation | None:
        """The newest application as the engines look at it."""
        return read_situation(self.session, self.access, now=self.now) if self.access else None


Proof = Callable[[Case], bool]


def _has_complete_account(case: Case) -> bool:
    return not missing_in_trade_account(case.session, case.trade_account_id)


def _nothing_open(case: Case) -> bool:
    """The check of the application asks for all of this at once: types, numbers, addresses, contacts, statements."""
    situation = case.situation
    if situation is None or not situation.types:
        return False
    return not any(each.level == "error" for each in situation.problems)


def _is_signed(case: Case) -> bool:
    """What was sent from the newest application is what the officer signed, and the signature stands."""
    if case.access is None:
        return False
    sent = select(col(SubmissionRow.content_hash)).where(col(SubmissionRow.draft_id) == case.access.draft_id)
    digest = case.session.scalar(sent)
    return digest is not None and any(
        each.agreement_id == PARTNER_AGREEMENT
        and each.draft_id == case.access.draft_id
        and each.voided_at is None
        and each.content_hash == digest
        for each in signatures_of(case.session, SECURITY_MODEL, case.model_id)
    )


def _never_submitted(case: Case) -> bool:
    return case.first_submitted_at is None


def _has_specialist(case: Case) -> bool:
    standing = select(col(StaffAssignmentRow.id)).where(
        col(StaffAssignmentRow.trade_account_id) == case.trade_account_id, col(StaffAssignmentRow.ended_at).is_(None)
    )
    return case.session.scalars(standing).first() is not None


def _has_reason(case: Case) -> bool:
    return bool(case.reason.strip())


def _answered_each_comment(case: Case) -> bool:
    """Each place that came back was changed, or somebody wrote why it stays; a merge returns without any comment."""
    return case.access is not None and not open_comments(case.session, case.access.draft_id)


def _passed_vetting(case: Case) -> bool:
    return has_passed(case.session, case.model_id)


def _is_sent_back_with_comments(case: Case) -> bool:
    """Nothing goes back without a reason and a comment, so that what went back has them."""
    found = _tally(case)
    return found is not None and found.sent_back > 0


def _is_profile_approved(case: Case) -> bool:
    found = _tally(case)
    return found is not None and found.is_approved


def _tally(case: Case) -> Tally | None:
    """What waits for a review counts, which need not be the newest application: the company may be changing it anew."""
    review = open_review_of(case.session, case.model_id)
    return tally_of(case.session, review.draft_id) if review else None


def is_importer(situation: Situation | None) -> bool:
    """Whether a business type of the application is on the importers' track of statuses, as the content says."""
    return "importer" in _tracks(situation)


def _tracks(situation: Situation | None) -> set[str]:
    return {situation.library.business_types[key].status_track for key in situation.types} if situation else set()


def _is_importer(case: Case) -> bool:
    return is_importer(case.situation)


def _is_no_importer(case: Case) -> bool:
    return _tracks(case.situation) == {"non-importer"}


def _was_validated(case: Case) -> bool:
    """The newest validation was passed since the model came to where it stands: an old one does not count again."""
    newest = newest_validation(case.session, case.model_id)
    if newest is None or newest.outcome is not Outcome.PASSED or newest.closed_at is None:
        return False
    return not case.events or newest.closed_at >= case.events[-1].at


def _nothing_required_is_open(case: Case) -> bool:
    return newest_validation(case.session, case.model_id) is not None and not open_required_actions(
        case.session, case.model_id
    )


def _nothing_was_required(case: Case) -> bool:
    passed = newest_passed(case.session, case.model_id)
    return passed is not None and passed.required_actions == 0


def _has_best_practices(case: Case) -> bool:
    passed = newest_passed(case.session, case.model_id)
    return passed is not None and passed.best_practices >= ENOUGH_PRACTICES


def _is_documented(case: Case) -> bool:
    return standing_proofs.is_documented(case.session, case.model_id, case.now)


def _has_letter(case: Case) -> bool:
    return standing_proofs.has_letter(case.session, case.model_id, case.now)


def _is_plan_agreed(case: Case) -> bool:
    return standing_proofs.is_plan_agreed(case.session, case.model_id)


def _is_plan_fulfilled(case: Case) -> bool:
    return standing_proofs.is_plan_fulfilled(case.session, case.model_id)


def _has_consent(case: Case) -> bool:
    return standing_proofs.has_consent(case.session, case.model_id)


def _has_waited(case: Case) -> bool:
    return standing_proofs.has_waited(case.session, case.model_id, case.now)


PROOFS: Final[Mapping[str, Proof]] = {
    "trade-account-complete": _has_complete_account,
    **dict.fromkeys(
        ("eligible", "required-bei", "primary-and-mailing-address", "one-officer", "primary-contact"), _nothing_open
    ),
    "every-criterion-answered": _nothing_open,
    "partner-agreement-signed": _is_signed,
    "never-submitted": _never_submitted,
    "specialist-assigned": _has_specialist,
    "each-comment-answered": _answered_each_comment,
    "reason": _has_reason,
    "written-reason": _has_reason,
    "vetting-passed": _passed_vetting,
    "comment-per-criterion": _is_sent_back_with_comments,
    "profile-approved": _is_profile_approved,
    "business-type-importer": _is_importer,
    "business-type-not-importer": _is_no_importer,
    "validation-done": _was_validated,
    "required-actions-closed": _nothing_required_is_open,
    "no-required-actions": _nothing_was_required,
    "verified-best-practices": _has_best_practices,
    "documented-decision": _is_documented,
    "letter": _has_letter,
    "corrective-action-plan-agreed": _is_plan_agreed,
    "plan-fulfilled": _is_plan_fulfilled,
    "consent-to-unannounced-visits-after-an-incident": _has_consent,
    "waiting-time-over": _has_waited,
}
"""The needs that the kiosk can prove today, by their name in ``domain/lifecycle.py``."""


def unproved(case: Case, needs: tuple[str, ...], proofs: Mapping[str, Proof]) -> str:
    """Return the first of ``needs`` that is not proved, or that nothing here can prove; empty when all are."""
    return next((each for each in needs if each not in proofs or not proofs[each](case)), "")
