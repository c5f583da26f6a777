"""Reminders of responses to reports: a week and a day before they are due, and when they are overdue."""

from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session, col

from ctpat_app.domain.lifecycle import ENDED
from ctpat_app.domain.validations import ANSWERABLE, response_reminder_day
from ctpat_app.services.notices import contacts_of, tell
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.tables.validations import ValidationRow


def responses_to_remind_of(session: Session, *, now: datetime) -> tuple[int, ...]:
    """Return the validations of which a reminder day has come that nobody was told yet; nothing is changed."""
    query = (
        select(ValidationRow)
        .join(SecurityModelRow, col(SecurityModelRow.id) == col(ValidationRow.security_model_id))
        .where(
            col(ValidationRow.state).in_(sorted(ANSWERABLE)),
            col(ValidationRow.response_due_on).is_not(None),
            col(SecurityModelRow.status).not_in(sorted(ENDED)),
        )
        .order_by(col(ValidationRow.id))
    )
    return tuple(row.id or 0 for row in session.scalars(query) if _is_wanted(row, now))


def remind_of_response(session: Session, *, validation_id: int, now: datetime) -> bool:
    """Tell the contacts that the response waits; False when another process, or an earlier run, did.

    It may run as often as it likes. A day on which it did not run is caught up, with one mail.
    """
    row = session.get_one(ValidationRow, validation_id, populate_existing=True)
    if not _is_wanted(row, now) or not _claim(session, row, now):
        return False
    model = session.get_one(SecurityModelRow, row.security_model_id)
    due_on, today = row.response_due_on, now.date()
    assert due_on
    tell(
        session,
        contacts_of(session, row.security_model_id),
        template="validation-response-overdue" if today > due_on else "validation-response-due",
        path=f"validation/?id={row.id}",
        now=now,
        company=session.get_one(TradeAccountRow, model.trade_account_id).legal_name,
        date=due_on.isoformat(),
    )
    return True


def _is_wanted(row: ValidationRow, now: datetime) -> bool:
    if row.response_due_on is None or row.state not in ANSWERABLE:
        return False
    day = response_reminder_day(row.response_due_on, now.date())
    return day is not None and (row.reminded_on is None or row.reminded_on < day)


def _claim(session: Session, row: ValidationRow, now: datetime) -> bool:
    """Note the reminder; False when another process did since the row was read."""
    seen = col(ValidationRow.reminded_on)
    unchanged = seen.is_(None) if row.reminded_on is None else seen == row.reminded_on
    claimed = session.connection().execute(
        update(ValidationRow).where(col(ValidationRow.id) == row.id, unchanged).values(reminded_on=now.date())
    )
    return claimed.rowcount == 1
