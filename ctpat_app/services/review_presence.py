"""Who else of the staff has the same review open, and whether something was decided since."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.services.access import require_draft
from ctpat_app.services.statement_decisions import newest_decision
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.profile_reviews import ReviewPresenceRow

STILL_THERE: Final = timedelta(seconds=90)
"""A page says every 20 seconds that somebody reads it; after so long without a word they are gone."""
_FORGOTTEN: Final = timedelta(days=1)


@dataclass(frozen=True)
class Other:
    """Somebody else who looks at the same review."""

    name: str
    since: datetime


@dataclass(frozen=True)
class Beat:
    """Who else is there, and the number of the newest decision about a statement."""

    others: tuple[Other, ...]
    newest: int


def note_presence(session: Session, actor: Actor, *, draft_id: int, now: datetime) -> Beat:
    """Note that the actor looks at the review, and return who else does: one row a person, whatever the time.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    require_draft(session, actor, draft_id, Permission.PROFILE_REVIEW)
    _note(session, draft_id, actor.user_id, now)
    query = (
        select(col(UserAccountRow.name), col(ReviewPresenceRow.since_at))
        .join(UserAccountRow, col(UserAccountRow.id) == col(ReviewPresenceRow.user_id))
        .where(
            col(ReviewPresenceRow.draft_id) == draft_id,
            col(ReviewPresenceRow.user_id) != actor.user_id,
            col(ReviewPresenceRow.seen_at) > now - STILL_THERE,
        )
        .order_by(col(ReviewPresenceRow.since_at), col(ReviewPresenceRow.id))
    )
    others = tuple(Other(name, since) for name, since in session.execute(query))
    return Beat(others, newest_decision(session, draft_id))


def _note(session: Session, draft_id: int, user_id: int, now: datetime) -> None:
    own = (col(ReviewPresenceRow.draft_id) == draft_id, col(ReviewPresenceRow.user_id) == user_id)
    connection = session.connection()
    still = connection.execute(
        update(ReviewPresenceRow).where(*own, col(ReviewPresenceRow.seen_at) > now - STILL_THERE).values(seen_at=now)
    )
    if still.rowcount:
        return
    gone = col(ReviewPresenceRow.seen_at) < now - _FORGOTTEN
    connection.execute(delete(ReviewPresenceRow).where(col(ReviewPresenceRow.draft_id) == draft_id, gone))
    again = connection.execute(update(ReviewPresenceRow).where(*own).values(since_at=now, seen_at=now))
    if again.rowcount:
        return
    try:
        with session.begin_nested():
            session.add(ReviewPresenceRow(draft_id=draft_id, user_id=user_id, since_at=now, seen_at=now))
    except IntegrityError:
        return  # a second tab of the same person was faster
