"""Warning the help desk of answers that come due: whoever has the case, or everybody there while nobody has it."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import or_, select, update
from sqlmodel import Session, col

from ctpat_app.domain.help_cases import SOON, WITH_DESK, is_overdue
from ctpat_app.services.help_desk import agent_ids
from ctpat_app.services.notices import tell
from ctpat_app.tables.help_cases import HelpCaseRow

_BATCH: Final = 1000


def warn_of_answers(session: Session, *, now: datetime) -> int:
    """Tell of answers that are due soon or late, of each case once a target and kind; return of how many.

    Each person gets one notice, however many cases it is about. A target is moved when the person writes again or the
    priority changes, and is warned of anew.
    """
    late, soon = _claim(session, now, is_late=True), _claim(session, now, is_late=False)
    agents = agent_ids(session)
    late_of, soon_of = _by_person(late, agents), _by_person(soon, agents)
    for person in sorted({*late_of, *soon_of}):
        tell(
            session,
            [person],
            template="help-answers-due",
            path="staff/help/?due=late" if late_of[person] else "staff/help/?due=soon",
            now=now,
            late=str(late_of[person]),
            soon=str(soon_of[person]),
        )
    return len(late) + len(soon)


def _claim(session: Session, now: datetime, *, is_late: bool) -> list[int | None]:
    """Note that these targets are told, and return the owner of each case; of two at the same moment one tells."""
    row = HelpCaseRow
    told = col(row.missed_due_at if is_late else row.warned_due_at)
    noted = "missed_due_at" if is_late else "warned_due_at"
    query = (
        select(col(row.id), col(row.owner_id), col(row.answer_due_at))
        .where(
            col(row.state).in_(WITH_DESK),
            col(row.answer_due_at) < now if is_late else col(row.answer_due_at).between(now, now + SOON),
            or_(told.is_(None), told != col(row.answer_due_at)),
        )
        .order_by(col(row.answer_due_at), col(row.id))
        .limit(_BATCH)
    )
    owners = []
    for case_id, owner_id, due_at in session.connection().execute(query).all():
        if is_overdue(due_at, now) is not is_late:
            continue
        claimed = session.connection().execute(
            update(row).where(col(row.id) == case_id, or_(told.is_(None), told != due_at)).values({noted: due_at})
        )
        if claimed.rowcount:
            owners.append(owner_id)
    return owners


def _by_person(owners: Iterable[int | None], agents: tuple[int, ...]) -> Counter[int]:
    """Return how many cases each person is told of: those of somebody who left are told to everybody."""
    found: Counter[int] = Counter()
    for owner in owners:
        found.update([owner] if owner in agents else agents)
    return found
