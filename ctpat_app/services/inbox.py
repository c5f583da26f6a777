"""A person's own inbox: what they were told, what of it is unread, and which kinds they want no mail about."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, func, insert, select, update
from sqlmodel import Session, col

from ctpat_app.domain.notices import STAFF_ALONE, NoticeKind
from ctpat_app.domain.permissions import Actor
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.notices import MailOffRow, NoticeRow

PAGE: Final = 20


@dataclass(frozen=True)
class Notice:
    """One entry: template and parameters, not yet a text."""

    id: int
    template: str
    params: Mapping[str, str]
    path: str
    created_at: datetime
    is_read: bool


@dataclass(frozen=True)
class Inbox:
    """A page of the inbox, newest first; ``older`` is where the next page begins, 0 at its end."""

    notices: tuple[Notice, ...]
    older: int
    unread: int
    newest: int
    """Number of the newest entry there is, shown or not; 0 in an empty inbox."""


def count_unread(session: Session, actor: Actor) -> int:
    """Return how many entries of their own the actor has not read."""
    query = select(func.count()).where(col(NoticeRow.user_id) == actor.user_id, col(NoticeRow.read_at).is_(None))
    return session.connection().scalar(query) or 0


def read_inbox(session: Session, actor: Actor, *, only_unread: bool, before: int) -> Inbox:
    """Return a page of the actor's own inbox.

    Args:
        session: an open session.
        actor: whose inbox.
        only_unread: whether to leave out what was read.
        before: the number of the entry below which the page begins, 0 for the newest.
    """
    own = select(NoticeRow).where(col(NoticeRow.user_id) == actor.user_id)
    query = own.where(col(NoticeRow.read_at).is_(None)) if only_unread else own
    query = query.where(col(NoticeRow.id) < before) if before else query
    rows = session.scalars(query.order_by(col(NoticeRow.id).desc()).limit(PAGE + 1)).all()
    newest = session.scalars(own.order_by(col(NoticeRow.id).desc()).limit(1)).first()
    return Inbox(
        tuple(map(_notice, rows[:PAGE])),
        older=rows[PAGE - 1].id or 0 if len(rows) > PAGE else 0,
        unread=count_unread(session, actor),
        newest=newest.id or 0 if newest else 0,
    )


def note_read(session: Session, actor: Actor, *, notice_id: int, now: datetime) -> None:
    """Note that the actor followed one of their entries; one that is read, or somebody else's, is left as it is."""
    session.connection().execute(
        update(NoticeRow)
        .where(
            col(NoticeRow.id) == notice_id, col(NoticeRow.user_id) == actor.user_id, col(NoticeRow.read_at).is_(None)
        )
        .values(read_at=now)
    )


def note_all_read(session: Session, actor: Actor, *, up_to: int, now: datetime) -> None:
    """Note that the actor has read all their entries up to the number ``up_to``: what came since was not on show."""
    session.connection().execute(
        update(NoticeRow)
        .where(col(NoticeRow.user_id) == actor.user_id, col(NoticeRow.id) <= up_to, col(NoticeRow.read_at).is_(None))
        .values(read_at=now)
    )


def kinds_of(actor: Actor) -> tuple[NoticeKind, ...]:
    """Return the kinds about which the actor is told at all."""
    return tuple(kind for kind in NoticeKind if actor.staff_role or kind not in STAFF_ALONE)


def unmailed_kinds(session: Session, actor: Actor) -> frozenset[NoticeKind]:
    """Return the kinds that the actor wants in the inbox alone."""
    query = select(col(MailOffRow.kind)).where(col(MailOffRow.user_id) == actor.user_id)
    return frozenset(NoticeKind(kind) for kind in session.scalars(query) if kind in frozenset(NoticeKind))


def choose_mails(session: Session, actor: Actor, *, mailed: Collection[str], now: datetime) -> None:
    """Keep about which kinds the actor wants a mail; the inbox gets all of them in any case."""
    # The same person in another tab waits here.
    session.get_one(UserAccountRow, actor.user_id, with_for_update=True)
    session.connection().execute(delete(MailOffRow).where(col(MailOffRow.user_id) == actor.user_id))
    for kind in kinds_of(actor):
        if kind not in mailed:
            session.connection().execute(insert(MailOffRow).values(user_id=actor.user_id, kind=kind, since_at=now))


def _notice(row: NoticeRow) -> Notice:
    return Notice(
        row.id or 0, row.template, json.loads(row.params), row.path, row.created_at, is_read=row.read_at is not None
    )
