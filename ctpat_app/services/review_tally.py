"""How far the review of a profile is."""

from sqlmodel import Session

from ctpat_app.domain.profile_reviews import Tally, tally
from ctpat_app.guidance.decided import statement_keys
from ctpat_app.services.profile_reviews import decisions_of
from ctpat_app.services.sent_drafts import find_submission, frozen_situation


def tally_of(session: Session, draft_id: int) -> Tally | None:
    """Return how far the review of what was sent from the draft is; None when nothing was. The caller authorizes."""
    submission = find_submission(session, draft_id)
    if submission is None:
        return None
    keys = statement_keys(frozen_situation(session, submission))
    return tally(keys, {key: each.decision for key, each in decisions_of(session, draft_id).items()})
