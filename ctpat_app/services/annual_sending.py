"""Certify and send the annual review: two signatures, the frozen profile, and whether it came in time."""

from datetime import datetime
from typing import Final

from sqlmodel import Session

from ctpat_app.domain.errors import InvalidValue, Refusal
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.profile_reviews import ReviewKind
from ctpat_app.domain.signing import read_typed_name
from ctpat_app.guidance.texts import Localiser
from ctpat_app.services.access import DraftAccess, require_draft
from ctpat_app.services.annual_reviews import AnnualReview, read_review
from ctpat_app.services.annual_rows import require_open
from ctpat_app.services.application import open_application
from ctpat_app.services.audit import write_audit
from ctpat_app.services.library import current_library
from ctpat_app.services.model_access import require_model
from ctpat_app.services.signatures import AgreementText, agreement_text, write_signature
from ctpat_app.services.submissions import Submitted, Summarise, find_submission, send_application, sign_application
from ctpat_app.tables.annual_reviews import AnnualReviewRow
from ctpat_app.tables.security_models import SecurityModelRow

CERTIFICATION: Final = "annual-certification"
"""The officer certifies that everything was looked through and is accurate."""


def certification_text(localiser: Localiser) -> AgreementText:
    """Return what the officer certifies; always the newest wording, since changes may be older than the review."""
    return agreement_text(current_library(), CERTIFICATION, localiser)


def send_review(
    session: Session,
    actor: Actor,
    *,
    security_model_id: int,
    typed_name: str,
    certified: bool,
    agreed: bool,
    localiser: Localiser,
    summarise: Summarise,
    now: datetime,
) -> Submitted:
    """Certify, sign and send the review, all or nothing; a second press returns what the first one sent.

    Inside the window it counts in time; afterwards it is taken as well, and marked as late.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role`` for everybody but the officer,
            ``access.prove-again``.
        InvalidValue: ``annual.not-certified``; as ``submissions.sign_application``.
        Refusal: ``annual.…`` for what is still to be done; as ``annual_rows.require_open`` and
            ``submissions.send_application``.
    """
    require_model(session, actor, security_model_id, Permission.ANNUAL_REVIEW_SUBMIT)
    if earlier := _sent_before(session, actor, security_model_id, now):
        return earlier
    row = require_open(session, security_model_id, now)
    review = read_review(session, actor, security_model_id=security_model_id, now=now)
    access = _complete(session, actor, review, now)
    if not certified:
        raise InvalidValue("annual.not-certified")
    name, draft = read_typed_name(typed_name, actor.name), review.draft_id
    sign_application(session, actor, draft_id=draft, typed_name=name, agreed=agreed, localiser=localiser, now=now)
    submitted = send_application(
        session,
        actor,
        draft_id=draft,
        language=localiser.language,
        summarise=summarise,
        now=now,
        kind=ReviewKind.ANNUAL_REVIEW,
    )
    _certify(session, actor, access, review, name, localiser, now)
    _note(session, actor, row, review, now)
    return submitted


def _sent_before(session: Session, actor: Actor, model_id: int, now: datetime) -> Submitted | None:
    """Return what an earlier press sent, after waiting for one that is just being written."""
    session.get_one(SecurityModelRow, model_id, with_for_update=True)
    review = read_review(session, actor, security_model_id=model_id, now=now)
    sent = find_submission(session, review.draft_id) if review.sent_at else None
    return Submitted(sent.reference, sent.submitted_at, is_new=False) if sent else None


def _complete(session: Session, actor: Actor, review: AnnualReview, now: datetime) -> DraftAccess:
    if review.lacks:
        raise Refusal(review.lacks[0], count=review.open)
    # Reworded content is carried forward; what asks for a look is refused when the application is signed.
    open_application(session, actor, draft_id=review.draft_id, now=now)
    access = require_draft(session, actor, review.draft_id, Permission.ANNUAL_REVIEW_SUBMIT)
    access.require_open()
    return access


def _certify(
    session: Session,
    actor: Actor,
    access: DraftAccess,
    review: AnnualReview,
    name: str,
    localiser: Localiser,
    now: datetime,
) -> None:
    sent = find_submission(session, review.draft_id)
    write_signature(
        session,
        actor,
        access,
        agreement=certification_text(localiser),
        acting_for=review.company,
        content_hash=sent.content_hash if sent else "",
        typed_name=name,
        now=now,
    )


def _note(session: Session, actor: Actor, row: AnnualReviewRow, review: AnnualReview, now: datetime) -> None:
    row.sent_at, row.sent_by = now, actor.user_id
    row.is_late = not review.window.holds(review.today)
    row.assessment_draft_id = review.assessment.draft_id if review.assessment else None
    session.add(row)
    session.flush()
    write_audit(
        session,
        trade_account_id=review.trade_account_id,
        user_id=actor.user_id,
        action="annual-review.sent",
        subject=f"model:{review.model_id}",
        now=now,
        due=row.due_on.isoformat(),
        late=row.is_late,
    )
