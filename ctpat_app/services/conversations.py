"""Messages between a company and CTPAT: writing them. Reading them is ``conversation_view``.

What was written stays with the trade account to which it was written; whoever took that one over reads it too.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, null, or_, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from ctpat_app.domain.conversations import Side, is_told, read_text
from ctpat_app.domain.desk import Work
from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.permissions import Actor, Permission, Role, StaffRole, effective_role, may
from ctpat_app.services.access import AccountAccess, require_account
from ctpat_app.services.audit import write_audit
from ctpat_app.services.conversation_parts import keep_files, read_about_of, read_files
from ctpat_app.services.desk_sources import work
from ctpat_app.services.notices import staff_of, tell
from ctpat_app.tables.accounts import MembershipRow, TradeAccountRow
from ctpat_app.tables.conversations import ConversationMarkRow, ConversationMessageRow

_MAY: Final = {Side.COMPANY: Permission.APPLICATION_READ, Side.STAFF: Permission.PROFILE_REVIEW}
_LONGEST_TOKEN: Final = 40


@dataclass(frozen=True)
class Typed:
    """A message as it was written; ``token`` was made with the form, so that the same form twice is one message."""

    text: str
    language: str
    token: str
    about: str = ""
    documents: tuple[int, ...] = ()


def require_side(session: Session, actor: Actor, trade_account_id: int, side: Side) -> AccountAccess:
    """Return the company for who may read and write on this side.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    access = require_account(session, actor, trade_account_id, _MAY[side])
    if isinstance(access.role, StaffRole) is not (side is Side.STAFF):
        raise NotPermitted
    return access


def send_message(
    session: Session, actor: Actor, *, trade_account_id: int, side: Side, typed: Typed, now: datetime
) -> int:
    """Send a message to the other side, and return its number; the same form sent twice is one message.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``conversation.text-missing``, ``text.…``, ``conversation.unknown-about``,
            ``conversation.document-unknown``, ``conversation.many-files``.
    """
    access = require_side(session, actor, trade_account_id, side)
    token = typed.token[:_LONGEST_TOKEN]
    if sent := _with_token(session, actor, token):
        return sent
    text, about = read_text(typed.text), read_about_of(session, trade_account_id, typed.about)
    files = read_files(session, actor, trade_account_id, typed.documents)
    unread_since = _unread_since(session, trade_account_id, side)
    row = ConversationMessageRow(
        trade_account_id=trade_account_id,
        side=side.value,
        user_id=actor.user_id,
        text=text,
        language=typed.language,
        about=str(about or ""),
        token=token,
        at=now,
    )
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:  # the same form, sent at the same moment
        return _with_token(session, actor, token)
    keep_files(session, row.id or 0, files)
    mark_read(session, trade_account_id, side, row.id or 0, now)
    _audit(session, actor, row, now)
    if is_told(unread_since, now):
        _tell_other_side(session, access, side, now)
    return row.id or 0


def settle(session: Session, actor: Actor, *, trade_account_id: int, through: int, now: datetime) -> None:
    """Say that what the company wrote, up to the message ``through``, needs no answer.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    require_side(session, actor, trade_account_id, Side.STAFF)
    newest = session.scalar(
        select(func.max(col(ConversationMessageRow.id))).where(in_conversation(session, trade_account_id))
    )
    row = _mark(session, trade_account_id, Side.STAFF, now)
    row.settled_through = max(row.settled_through, min(through, newest or 0))
    session.add(row)
    session.flush()


def mark_read(session: Session, trade_account_id: int, side: Side, through: int, now: datetime) -> None:
    """Note that this side has read up to the message ``through``; the caller has authorized."""
    row = _mark(session, trade_account_id, side, now)
    if row.read_through < through:
        row.read_through, row.read_at = through, now
        session.add(row)
        session.flush()


# ---------------------------------------------------------------- what waits


def unread_for_company(session: Session, trade_account_id: int) -> int:
    """Return how many messages of CTPAT the company has not read; the caller authorizes."""
    query = select(func.count(col(ConversationMessageRow.id))).where(
        in_conversation(session, trade_account_id),
        col(ConversationMessageRow.side) == Side.STAFF,
        col(ConversationMessageRow.id) > read_through(session, trade_account_id, Side.COMPANY),
    )
    return session.scalar(query) or 0


@dataclass(frozen=True)
class Unanswered:
    """A company that waits for an answer, and since when."""

    trade_account_id: int
    since: datetime


def unanswered(session: Session) -> tuple[Unanswered, ...]:
    """Return the companies that wait for an answer, the longest first; the caller authorizes."""
    found = [Unanswered(row.trade_account_id, row.since_at) for row in session.execute(waiting_messages())]
    return tuple(sorted(found, key=lambda each: each.since))


def waiting_messages() -> Select[*tuple[Any, ...]]:
    """What companies wrote and nobody answered, one row a company; no day is set for it."""
    account = func.coalesce(col(TradeAccountRow.merged_into_id), col(TradeAccountRow.id)).label("account")
    written = (
        select(
            account, col(ConversationMessageRow.id), col(ConversationMessageRow.side), col(ConversationMessageRow.at)
        )
        .join(TradeAccountRow, col(TradeAccountRow.id) == col(ConversationMessageRow.trade_account_id))
        .subquery()
    )
    answers = written.alias()
    answered = (
        select(func.coalesce(func.max(answers.c.id), 0))
        .where(answers.c.account == written.c.account, answers.c.side == Side.STAFF)
        .scalar_subquery()
    )
    settled = (
        select(func.coalesce(func.max(col(ConversationMarkRow.settled_through)), 0))
        .where(
            col(ConversationMarkRow.trade_account_id) == written.c.account,
            col(ConversationMarkRow.side) == Side.STAFF,
        )
        .scalar_subquery()
    )
    return (
        work(
            Work.MESSAGE,
            account=written.c.account,
            model=null(),
            subject=func.min(written.c.id),
            since=func.min(written.c.at),
        )
        .where(written.c.side == Side.COMPANY, written.c.id > answered, written.c.id > settled)
        .group_by(written.c.account)
    )


# ---------------------------------------------------------------- helpers


def in_conversation(session: Session, trade_account_id: int) -> ColumnElement[bool]:
    """Return the condition for the messages of a company, those of companies that it took over included."""
    taken_over = select(col(TradeAccountRow.id)).where(col(TradeAccountRow.merged_into_id) == trade_account_id)
    account = col(ConversationMessageRow.trade_account_id)
    return or_(account == trade_account_id, account.in_(session.scalars(taken_over).all()))


def read_through(session: Session, trade_account_id: int, side: Side) -> int:
    """Return the number of the newest message that this side has read."""
    query = select(col(ConversationMarkRow.read_through)).where(
        col(ConversationMarkRow.trade_account_id) == trade_account_id, col(ConversationMarkRow.side) == side
    )
    return session.scalar(query) or 0


def _mark(session: Session, trade_account_id: int, side: Side, now: datetime) -> ConversationMarkRow:
    """Return the mark of a side, held until the transaction ends; two who read first at one moment share one."""
    query = (
        select(ConversationMarkRow)
        .where(col(ConversationMarkRow.trade_account_id) == trade_account_id, col(ConversationMarkRow.side) == side)
        .with_for_update()
    )
    if found := session.scalars(query).first():
        return found
    row = ConversationMarkRow(trade_account_id=trade_account_id, side=side.value, read_at=now)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return session.scalars(query).one()
    return row


def _with_token(session: Session, actor: Actor, token: str) -> int:
    if not token:
        raise InvalidValue("conversation.text-missing")
    query = select(col(ConversationMessageRow.id)).where(
        col(ConversationMessageRow.user_id) == actor.user_id, col(ConversationMessageRow.token) == token
    )
    return session.scalar(query) or 0


def _unread_since(session: Session, trade_account_id: int, side: Side) -> datetime | None:
    """Return when this side wrote last what the other one has not read."""
    query = select(func.max(col(ConversationMessageRow.at))).where(
        in_conversation(session, trade_account_id),
        col(ConversationMessageRow.side) == side,
        col(ConversationMessageRow.id) > read_through(session, trade_account_id, side.other),
    )
    return session.scalar(query)


def _tell_other_side(session: Session, access: AccountAccess, side: Side, now: datetime) -> None:
    account = access.trade_account_id
    if side is Side.STAFF:
        people: Collection[int] = _people_of(session, account)
        template, path = "message-from-ctpat", f"messages/?account={account}"
    else:
        people = staff_of(session, account)
        template, path = "message-from-company", f"staff/messages/?account={account}"
    tell(session, people, template=template, path=path, now=now, company=access.legal_name)


def _people_of(session: Session, trade_account_id: int) -> list[int]:
    """Return who of the company may read its messages."""
    query = select(col(MembershipRow.user_id), col(MembershipRow.role), col(MembershipRow.officer_declared_at)).where(
        col(MembershipRow.trade_account_id) == trade_account_id, col(MembershipRow.removed_at).is_(None)
    )
    return [
        user
        for user, role, declared_at in session.execute(query.order_by(col(MembershipRow.user_id)))
        if may(effective_role(Role(role), declared_at, None), _MAY[Side.COMPANY])
    ]


def _audit(session: Session, actor: Actor, row: ConversationMessageRow, now: datetime) -> None:
    write_audit(
        session,
        trade_account_id=row.trade_account_id,
        user_id=actor.user_id,
        action="message.sent-by-staff" if row.side == Side.STAFF else "message.sent",
        subject=f"message:{row.id}",
        now=now,
    )
