"""Sign and send in one step, and what was sent; pressing twice, or in two tabs, is one submission."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.profile_reviews import ReviewKind
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.texts import Localiser
from ctpat_app.services.access import DraftAccess, require_draft
from ctpat_app.services.drafts import APPLICATION
from ctpat_app.services.profile_reviews import review_of
from ctpat_app.services.signatures import PARTNER_AGREEMENT, SignatureView, signatures_of
from ctpat_app.services.submissions import (
    Submitted,
    Summarise,
    find_submission,
    frozen_situation,
    send_application,
    sign_application,
)
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.drafts import DraftRow, SubmissionRow


@dataclass(frozen=True)
class Sent:
    """An application that was sent: its reference, when, by whom, and the answers as they stood."""

    access: DraftAccess
    company: str
    reference: str
    submitted_at: datetime
    signer: str
    situation: Situation
    is_change: bool = False
    """Whether a member sent it as changes to what was approved."""


def sign_and_send(
    session: Session,
    actor: Actor,
    *,
    draft_id: int,
    typed_name: str,
    agreed: bool,
    localiser: Localiser,
    summarise: Summarise,
    now: datetime,
) -> Submitted:
    """Sign the partner agreement and send the application, both or neither.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role`` for everybody but the officer.
        InvalidValue, Refusal: as ``sign_application``.
    """
    if earlier := _sent_before(session, actor, draft_id):
        return earlier
    sign_application(
        session, actor, draft_id=draft_id, typed_name=typed_name, agreed=agreed, localiser=localiser, now=now
    )
    return send_application(
        session, actor, draft_id=draft_id, language=localiser.language, summarise=summarise, now=now
    )


def send_signed(
    session: Session, actor: Actor, *, draft_id: int, language: str, summarise: Summarise, now: datetime
) -> Submitted:
    """Send the application that was signed earlier.

    Raises:
        NotPermitted, Refusal: as ``send_application``.
    """
    if earlier := _sent_before(session, actor, draft_id):
        return earlier
    return send_application(session, actor, draft_id=draft_id, language=language, summarise=summarise, now=now)


def _sent_before(session: Session, actor: Actor, draft_id: int) -> Submitted | None:
    """Return the submission of an earlier press, after waiting for one that is just being written."""
    require_draft(session, actor, draft_id, Permission.APPLICATION_SUBMIT).require_flow(APPLICATION)
    session.execute(select(col(DraftRow.id)).where(col(DraftRow.id) == draft_id).with_for_update())
    earlier = find_submission(session, draft_id)
    return Submitted(earlier.reference, earlier.submitted_at, is_new=False) if earlier else None


def read_sent(session: Session, actor: Actor, *, draft_id: int) -> Sent | None:
    """Return what was sent from the draft; None while nothing was.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    access = require_draft(session, actor, draft_id, Permission.APPLICATION_READ)
    access.require_flow(APPLICATION)
    submission = find_submission(session, draft_id)
    if submission is None:
        return None
    signature = signature_of(session, access.subject_kind, access.subject_id, submission)
    # The name under which it was signed: the trade account may be renamed later.
    account = session.get_one(TradeAccountRow, access.trade_account_id)
    return Sent(
        access,
        signature.acting_for if signature else account.legal_name,
        submission.reference,
        submission.submitted_at,
        signature.signer_name if signature else "",
        frozen_situation(session, submission),
        _is_change(session, access),
    )


def _is_change(session: Session, access: DraftAccess) -> bool:
    review = review_of(session, access.draft_id)
    return review is not None and review.kind is not ReviewKind.APPLICATION


def signature_of(
    session: Session, subject_kind: str, subject_id: int, submission: SubmissionRow
) -> SignatureView | None:
    """Return the signature under which ``submission`` was sent."""
    found = signatures_of(session, subject_kind, subject_id)
    own = [
        each
        for each in found
        if each.agreement_id == PARTNER_AGREEMENT
        and each.draft_id == submission.draft_id
        and each.content_hash == submission.content_hash
    ]
    return own[-1] if own else None
