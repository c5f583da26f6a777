"""What the clock does about annual reviews: it opens windows, and reminds people on the staged days."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from ctpat_app.domain.annual_review import last_reminder_day
from ctpat_app.domain.lifecycle import IN_GOOD_STANDING
from ctpat_app.services.annual_rows import Standing, open_row, standing_of
from ctpat_app.services.notices import contacts_of, tell
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.annual_reviews import AnnualReminderRow, AnnualReviewRow
from ctpat_app.tables.security_models import SecurityModelRow


def models_to_tell(session: Session, *, now: datetime) -> tuple[int, ...]:
    """Return the security models of which a reminder day has come that nobody was told yet; nothing is changed.

    Whoever is no member in good standing has no review to send and is told nothing.
    """
    return tuple(standing.model.id or 0 for standing in _members(session, now) if _is_wanted(session, standing))


def tell_of_review(session: Session, *, security_model_id: int, now: datetime) -> bool:
    """Open the window if nobody did, and tell the contacts; False when another process, or an earlier run, did.

    It may run as often as it likes. A day on which it did not run is caught up.
    """
    standing = standing_of(session, session.get_one(SecurityModelRow, security_model_id), now)
    row = open_row(session, standing, now)
    day = last_reminder_day(standing.window, standing.today)
    if row is None or row.sent_at is not None or day is None or not _claim(session, row, day, now):
        return False
    _tell(session, standing, now)
    return True


def _members(session: Session, now: datetime) -> Iterator[Standing]:
    query = select(SecurityModelRow).where(
        col(SecurityModelRow.status).in_(IN_GOOD_STANDING), col(SecurityModelRow.anniversary).is_not(None)
    )
    for model in session.scalars(query.order_by(col(SecurityModelRow.id))).all():
        yield standing_of(session, model, now)


def _is_wanted(session: Session, standing: Standing) -> bool:
    row, day = standing.row, last_reminder_day(standing.window, standing.today)
    if row is None:
        return standing.window.holds(standing.today)
    return row.sent_at is None and day is not None and not _was_told(session, row, day)


def _was_told(session: Session, row: AnnualReviewRow, day: date) -> bool:
    own = select(col(AnnualReminderRow.id)).where(
        col(AnnualReminderRow.annual_review_id) == row.id, col(AnnualReminderRow.day) == day
    )
    return session.scalar(own) is not None


def _claim(session: Session, row: AnnualReviewRow, day: date, now: datetime) -> bool:
    """Note that the reminder day is told; False when another process, or an earlier run, did."""
    if _was_told(session, row, day):
        return False
    try:
        with session.begin_nested():
            session.add(AnnualReminderRow(annual_review_id=row.id or 0, day=day, told_at=now))
    except IntegrityError:
        return False
    return True


def _tell(session: Session, standing: Standing, now: datetime) -> None:
    model, window = standing.model, standing.window
    is_late = standing.today > window.due_on
    tell(
        session,
        contacts_of(session, model.id or 0),
        template="annual-review-overdue" if is_late else "annual-review-due",
        path=f"annual-review/?model={model.id}",
        now=now,
        company=session.get_one(TradeAccountRow, model.trade_account_id).legal_name,
        date=window.due_on.isoformat(),
    )
