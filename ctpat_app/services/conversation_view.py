"""Messages between a company and CTPAT as they are read; opening the page marks them as read for one's own side."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlmodel import Session, col

from ctpat_app.domain.conversations import About, AboutKind, Side, read_about
from ctpat_app.domain.history import LOOKED_AT_MESSAGES
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.services.access import AccountAccess
from ctpat_app.services.company_view import note_look
from ctpat_app.services.conversation_parts import documents_for
from ctpat_app.services.conversations import (
    in_conversation,
    mark_read,
    read_through,
    require_side,
    waiting_messages,
)
from ctpat_app.services.exchange import list_exchanges
from ctpat_app.services.identifier_changes import newest_sent
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.conversations import ConversationFileRow, ConversationMessageRow
from ctpat_app.tables.documents import DocumentRow
from ctpat_app.tables.identifier_changes import IdentifierChangeRow

PAGE: Final = 50


@dataclass(frozen=True)
class FileItem:
    """A file with a message, in the version that was sent."""

    document_id: int
    number: int
    name: str


@dataclass(frozen=True)
class MessageItem:
    """One message; ``writer`` is empty where the reader is not told the name: people of the company read "CTPAT"."""

    id: int
    side: Side
    writer: str
    is_mine: bool
    text: str
    language: str
    at: datetime
    is_new: bool
    about: About | None
    about_draft: int
    """The application to which a company is led; 0 for none."""
    files: tuple[FileItem, ...]


@dataclass(frozen=True)
class Conversation:
    """The messages of a company, oldest first."""

    trade_account_id: int
    company: str
    messages: tuple[MessageItem, ...]
    has_earlier: bool
    waits_since: datetime | None
    """When the company wrote first what waits for an answer."""
    documents: tuple[tuple[int, str], ...]
    """What can be sent along, what was uploaded last first."""
    model_id: int
    """To whose exchange a new file can be uploaded; 0 where the reader may not."""
    last_own: int
    """Number of the last message that the reader wrote, 0 for none."""


def read_conversation(
    session: Session, actor: Actor, *, trade_account_id: int, side: Side, before: int = 0, now: datetime
) -> Conversation:
    """Return the newest messages, or those before one, and mark them as read; a look of staff is noted.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    access = require_side(session, actor, trade_account_id, side)
    if side is Side.STAFF:
        note_look(session, actor, access, LOOKED_AT_MESSAGES, now)
    read = read_through(session, trade_account_id, side)
    rows = _rows(session, trade_account_id, before)
    shown = rows[:PAGE]
    if shown and not before:
        mark_read(session, trade_account_id, side, shown[0].id or 0, now)
    waiting = waiting_messages().subquery()
    since = select(waiting.c.since_at).where(waiting.c.trade_account_id == trade_account_id)
    return Conversation(
        trade_account_id=trade_account_id,
        company=access.legal_name,
        messages=_items(session, actor, side, shown[::-1], read),
        has_earlier=len(rows) > PAGE,
        waits_since=session.scalar(since),
        documents=documents_for(session, actor, trade_account_id),
        model_id=_model_for(session, actor, access),
        last_own=_last_own(session, actor, trade_account_id),
    )


def _model_for(session: Session, actor: Actor, access: AccountAccess) -> int:
    if not access.allows(Permission.DOCUMENTS_REPLACE):
        return 0
    exchanges = list_exchanges(session, actor, trade_account_id=access.trade_account_id)
    return max((each.model_id for each in exchanges), default=0)


def _last_own(session: Session, actor: Actor, trade_account_id: int) -> int:
    query = select(func.max(col(ConversationMessageRow.id))).where(
        in_conversation(session, trade_account_id), col(ConversationMessageRow.user_id) == actor.user_id
    )
    return session.scalar(query) or 0


def _rows(session: Session, trade_account_id: int, before: int) -> list[ConversationMessageRow]:
    """Return the newest messages first, one more than a page holds."""
    query = select(ConversationMessageRow).where(in_conversation(session, trade_account_id))
    if before > 0:
        query = query.where(col(ConversationMessageRow.id) < before)
    return list(session.scalars(query.order_by(col(ConversationMessageRow.id).desc()).limit(PAGE + 1)))


def _items(
    session: Session, actor: Actor, side: Side, rows: Collection[ConversationMessageRow], read: int
) -> tuple[MessageItem, ...]:
    people = select(col(UserAccountRow.id), col(UserAccountRow.name)).where(
        col(UserAccountRow.id).in_({row.user_id for row in rows})
    )
    names = dict(session.execute(people).all()) if rows else {}
    files = _files(session, [row.id or 0 for row in rows])
    return tuple(
        MessageItem(
            id=row.id or 0,
            side=Side(row.side),
            writer="" if side is Side.COMPANY and row.side == Side.STAFF else names.get(row.user_id, ""),
            is_mine=row.user_id == actor.user_id,
            text=row.text,
            language=row.language,
            at=row.at,
            is_new=row.side != side and (row.id or 0) > read,
            about=(about := read_about(row.about)),
            about_draft=_draft_of(session, about),
            files=files.get(row.id or 0, ()),
        )
        for row in rows
    )


def _draft_of(session: Session, about: About | None) -> int:
    if about is None or about.kind is AboutKind.STATEMENT:
        return about.number if about else 0
    request = session.get(IdentifierChangeRow, about.number)
    return (newest_sent(session, request.security_model_id) or 0) if request else 0


def _files(session: Session, messages: Collection[int]) -> dict[int, tuple[FileItem, ...]]:
    query = (
        select(
            col(ConversationFileRow.message_id),
            col(ConversationFileRow.document_id),
            col(ConversationFileRow.number),
            col(DocumentRow.name),
        )
        .join(DocumentRow, col(DocumentRow.id) == col(ConversationFileRow.document_id))
        .where(col(ConversationFileRow.message_id).in_(messages))
        .order_by(col(ConversationFileRow.id))
    )
    found: dict[int, tuple[FileItem, ...]] = {}
    for message, document, number, name in session.execute(query) if messages else ():
        found[message] = (*found.get(message, ()), FileItem(document, number, name))
    return found
