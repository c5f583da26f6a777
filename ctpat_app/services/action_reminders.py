"""Mails about actions that are due: one a person and day, which lists them all, and the link that ends them."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from ctpat_app.domain.actions import ActionState, is_listed, last_reminder_day
from ctpat_app.domain.emails import read_email
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.lifecycle import ENDED
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.action_rows import newest_draft
from ctpat_app.services.notices import tell
from ctpat_app.services.outbox import put_mail
from ctpat_app.tables.accounts import MembershipRow, TradeAccountRow, UserAccountRow
from ctpat_app.tables.actions import ActionRow, MailStopRow, ReminderRow
from ctpat_app.tables.security_models import SecurityModelRow

LOOK_BACK = timedelta(days=14)
"""No reminder day that still counts lies further back."""


@dataclass(frozen=True)
class _Person:
    """Who gets the mail; ``named_by`` says who gave the address of somebody outside, and is empty for a member."""

    key: str
    email: str
    language: str
    named_by: str
    user_id: int = 0
    """Of whoever has an account; 0 for somebody outside."""


@dataclass(frozen=True)
class _Due:
    action: ActionRow
    company: str
    draft: int


def send_reminders(session: Session, *, new_token: Callable[[], str], now: datetime) -> int:
    """Queue the mails of today that were not queued yet; return how many.

    It may run as often as it likes, and in several processes at once. A day on which it did not run is caught up.
    """
    today = now.date()
    people: dict[str, _Person] = {}
    lists: dict[str, list[_Due]] = {}
    for row, company in _open_actions(session, today):
        person, draft = _owner(session, row), newest_draft(session, row.security_model_id)
        if person and draft:
            people.setdefault(person.key, person)
            lists.setdefault(person.key, []).append(_Due(row, company, draft))
    wanted = [key for key, due in lists.items() if _is_wanted(session, key, due, today)]
    written = [key for key in wanted if _claim(session, key, lists[key], today)]
    for key in written:
        _mail(session, people[key], lists[key], new_token, now)
    return len(written)


def stop_mails(session: Session, token: str, *, now: datetime) -> None:
    """End the mails to whoever got the link; pressing twice does no harm.

    Raises:
        InvalidValue: ``link.unknown``.
    """
    row = session.exec(select(MailStopRow).where(MailStopRow.token_hash == token_hash(token))).first()
    if row is None:
        raise InvalidValue("link.unknown")
    row.stopped_at = row.stopped_at or now
    session.add(row)
    session.flush()


def _open_actions(session: Session, today: date) -> Sequence[tuple[ActionRow, str]]:
    query = (
        select(ActionRow, TradeAccountRow.legal_name)
        .join(TradeAccountRow, col(TradeAccountRow.id) == col(ActionRow.trade_account_id))
        .join(SecurityModelRow, col(SecurityModelRow.id) == col(ActionRow.security_model_id))
        .where(ActionRow.state == ActionState.OPEN, col(SecurityModelRow.status).not_in(ENDED))
        .order_by(col(ActionRow.due_on), col(ActionRow.id))
    )
    return [(row, company) for row, company in session.exec(query) if is_listed(row.due_on, today)]


def _owner(session: Session, row: ActionRow) -> _Person | None:
    """Return who is reminded; None where the owner has no address, has left, or wants no mails."""
    if row.owner_id is None:
        return _outsider(session, row) if row.owner_email else None
    query = (
        select(UserAccountRow)
        .join(MembershipRow, col(MembershipRow.user_id) == col(UserAccountRow.id))
        .where(
            UserAccountRow.id == row.owner_id,
            col(UserAccountRow.left_at).is_(None),
            MembershipRow.trade_account_id == row.trade_account_id,
            col(MembershipRow.removed_at).is_(None),
        )
    )
    user = session.exec(query).first()
    return _Person(user.email_key, user.email, user.language, "", user.id or 0) if user else None


def _outsider(session: Session, row: ActionRow) -> _Person | None:
    key = read_email(row.owner_email).key
    stop = session.get(MailStopRow, key)
    if stop and stop.stopped_at:
        return None
    # Nobody knows the language of somebody outside; that of who named them is the best guess.
    namer = session.get_one(UserAccountRow, row.owner_named_by)
    return _Person(key, row.owner_email, namer.language, namer.name)


def _is_wanted(session: Session, key: str, due: Sequence[_Due], today: date) -> bool:
    """Whether a reminder day of one of the actions has come that no mail has told yet."""
    query = select(ReminderRow).where(ReminderRow.person_key == key, ReminderRow.sent_on >= today - LOOK_BACK)
    sent = [(row.sent_on, set(json.loads(row.actions))) for row in session.exec(query)]
    return any(
        day is not None
        and day > each.action.planned_on
        and not any(sent_on >= day and each.action.id in named for sent_on, named in sent)
        for each in due
        for day in [last_reminder_day(each.action.due_on, today)]
    )


def _claim(session: Session, key: str, due: Sequence[_Due], today: date) -> bool:
    """Note the mail of today; False when another process, or an earlier run, did."""
    numbers = json.dumps([each.action.id for each in due])
    try:
        with session.begin_nested():
            session.add(ReminderRow(person_key=key, sent_on=today, actions=numbers))
    except IntegrityError:
        return False
    return True


def _mail(session: Session, person: _Person, due: Sequence[_Due], new_token: Callable[[], str], now: datetime) -> None:
    actions = json.dumps([[each.action.what, each.company, each.action.due_on.isoformat()] for each in due])
    if person.user_id:
        drafts = {each.draft for each in due}
        path = f"actions/?draft={drafts.pop()}&show=mine" if len(drafts) == 1 else "home/"
        tell(session, [person.user_id], template="actions-due", path=path, now=now, actions=actions)
        return
    token = _stop_token(session, person.key, new_token)
    put_mail(
        session,
        template="actions-due-outside",
        language=person.language,
        recipient=person.email,
        now=now,
        path=f"/{person.language}/stop-mails/?{urlencode({'token': token})}",
        actions=actions,
        person=person.named_by,
    )


def _stop_token(session: Session, key: str, new_token: Callable[[], str]) -> str:
    row = session.get(MailStopRow, key)
    if row is None:
        token = new_token()
        row = MailStopRow(person_key=key, token=token, token_hash=token_hash(token))
        session.add(row)
        session.flush()
    return row.token
