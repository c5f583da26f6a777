"""What follows from each step of a security model by itself: its certificate, its open forms."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from ctpat_app.domain.lifecycle import ENDED
from ctpat_app.domain.model_history import MERGED_AWAY, ModelEvent
from ctpat_app.domain.profile_changes import Origin
from ctpat_app.services.certificates import replace_certificate
from ctpat_app.services.drafts import applications_of
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.security_models import SecurityModelRow


def follow_step(session: Session, row: SecurityModelRow, event: ModelEvent) -> None:
    """Bring in line with the new status whatever depends on it; a step that leaves the status changes nothing."""
    if event.source is event.target:
        return
    model_id = row.id or 0
    replace_certificate(session, model_id, event.target, event.at)
    # What a merge took in goes on in the other model.
    if event.target in ENDED and event.step != MERGED_AWAY:
        _close_forms(session, model_id, event.at)


def _close_forms(session: Session, model_id: int, now: datetime) -> None:
    """After the end there is nothing to write any more.

    An application that was being written stays to read; changes that were never sent are put aside, as when somebody
    discards them: what was sent is what counts.
    """
    still_written = (*applications_of(model_id), col(DraftRow.frozen_at).is_(None))
    own = col(DraftRow.origin) == Origin.APPLICATION
    session.execute(update(DraftRow).where(*still_written, own).values(frozen_at=now))
    session.execute(update(DraftRow).where(*still_written, ~own).values(removed_at=now))
