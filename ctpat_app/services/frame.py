"""What the frame of every page reads of a signed-in person, in one query."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session, col

from ctpat_app.domain.permissions import Actor
from ctpat_app.services.walk_throughs import open_walk_of
from ctpat_app.tables.notices import NoticeRow


@dataclass(frozen=True)
class FrameFacts:
    """How much is unread, and the walk-through of this session; 0 without one."""

    unread: int
    walk: int


def read_frame(session: Session, actor: Actor, digest: str) -> FrameFacts:
    """Return what the frame shows of the actor, whose session has the token with the hash ``digest``."""
    unread = (
        select(func.count())
        .select_from(NoticeRow)
        .where(col(NoticeRow.user_id) == actor.user_id, col(NoticeRow.read_at).is_(None))
    )
    walk = open_walk_of(actor.user_id, digest)
    row = session.connection().execute(select(unread.scalar_subquery(), walk.scalar_subquery())).one()
    return FrameFacts(row[0] or 0, row[1] or 0)
