"""Applications that nobody works on: a mail, then deletion, then a way back; only those that were never sent."""

from collections.abc import Callable
from datetime import datetime
from typing import Final, cast
from urllib.parse import urlencode

from sqlalchemy import delete, func, update
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.retention import WARNED_BEFORE, WAY_BACK, may_be_deleted, warn_when_unused_since
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.action_rows import delete_actions
from ctpat_app.services.audit import write_audit
from ctpat_app.services.leaving import COME_BACK, come_back
from ctpat_app.services.outbox import put_mail
from ctpat_app.tables.accounts import EmailLinkRow, MembershipRow, TradeAccountRow, UserAccountRow
from ctpat_app.tables.annual_reviews import AffirmationRow
from ctpat_app.tables.documents import AttachmentRow, DocumentRow, DocumentVersionRow
from ctpat_app.tables.drafts import (
    AnswerHistoryRow,
    AnswerRow,
    CommentAnswerRow,
    DraftRow,
    ReviewDismissalRow,
    SubmissionRow,
    TakenAnswerRow,
)
from ctpat_app.tables.readiness import ReadinessNoteRow, ReadinessReviewRow, StatementShareRow
from ctpat_app.tables.security_models import SecurityModelRow

KEEP_DRAFT: Final = "keep-draft"
"""Purpose of the link that keeps a draft or takes it back, before its number."""


_OF_A_DRAFT: Final = (
    *(ReadinessReviewRow, StatementShareRow, ReviewDismissalRow, AttachmentRow),
    *(AnswerRow, AnswerHistoryRow, TakenAnswerRow, CommentAnswerRow, AffirmationRow),
)
"""The tables whose rows go with their draft."""

Tokens = Callable[[], str]
"""Makes a new random token for each link."""


def warn_about_unused(session: Session, *, months: int, new_token: Tokens, now: datetime) -> int:
    """Mail the people of each application that nobody has worked on for long, and return how many are meant."""
    limit = warn_when_unused_since(now, months)
    unused = [row for row in _never_sent(session) if row.warned_at is None and _last_used(session, row) <= limit]
    for draft in unused:
        draft.warned_at = now
        session.add(draft)
        _mail_people(session, draft, "draft-unused", new_token, now)
        _note(session, draft, "draft.unused", now)
    return len(unused)


def remove_unused(session: Session, *, new_token: Tokens, now: datetime) -> int:
    """Delete what was warned about a month ago and not touched since; return how many."""
    warned = [row for row in _never_sent(session) if row.warned_at is not None]
    used = [row for row in warned if _last_used(session, row) > cast(datetime, row.warned_at)]
    for draft in used:
        draft.warned_at = None
        session.add(draft)
    due = [row for row in warned if row not in used and may_be_deleted(cast(datetime, row.warned_at), now)]
    for draft in due:
        draft.removed_at = now
        session.add(draft)
        _mail_people(session, draft, "draft-removed", new_token, now)
        _note(session, draft, "draft.removed", now)
    return len(due)


def purge_removed(session: Session, *, now: datetime) -> int:
    """Delete for good what nobody took back in a month, and return how many; the audit trail keeps that it was."""
    query = select(DraftRow).where(col(DraftRow.removed_at) <= now - WAY_BACK)
    drafts = list(session.exec(query))
    connection = session.connection()
    for draft in drafts:
        _note(session, draft, "draft.purged", now)
        reviews = select(col(ReadinessReviewRow.id)).where(col(ReadinessReviewRow.draft_id) == draft.id)
        connection.execute(delete(ReadinessNoteRow).where(col(ReadinessNoteRow.review_id).in_(reviews)))
        for table in _OF_A_DRAFT:
            connection.execute(delete(table).where(col(table.draft_id) == draft.id))
        connection.execute(delete(DraftRow).where(col(DraftRow.id) == draft.id))
        still = select(func.count()).where(col(DraftRow.subject_id) == draft.subject_id)
        if not connection.scalar(still.where(col(DraftRow.subject_kind) == draft.subject_kind)):
            delete_actions(session, draft.subject_id)
            _purge_documents(session, draft.subject_id)
            connection.execute(delete(SecurityModelRow).where(col(SecurityModelRow.id) == draft.subject_id))
    session.expire_all()
    return len(drafts)


def _purge_documents(session: Session, model_id: int) -> None:
    """Forget the documents of a security model; the bytes, now in no row, are removed by a job."""
    own = col(DocumentRow.security_model_id) == model_id
    ids = sql_select(col(DocumentRow.id)).where(own).scalar_subquery()
    connection = session.connection()
    for table in (AttachmentRow, DocumentVersionRow):
        connection.execute(delete(table).where(col(table.document_id).in_(ids)))
    connection.execute(delete(DocumentRow).where(own))


def use_keep_link(session: Session, token: str, *, now: datetime) -> str:
    """Use a link that keeps something, once, and return the code of what came of it.

    Raises:
        InvalidValue: ``link.unknown``, ``link.used``, ``link.expired``.
    """
    link = session.get(EmailLinkRow, token_hash(token))
    purpose, _, number = link.purpose.partition(":") if link else ("", "", "")
    if link is None or purpose not in {COME_BACK, KEEP_DRAFT}:
        raise InvalidValue("link.unknown")
    if link.used_at is not None:
        raise InvalidValue("link.used")
    if link.expires_at <= now:
        raise InvalidValue("link.expired")
    used = session.connection().execute(
        update(EmailLinkRow)
        .where(col(EmailLinkRow.token_hash) == link.token_hash, col(EmailLinkRow.used_at).is_(None))
        .values(used_at=now)
    )
    if used.rowcount != 1:
        raise InvalidValue("link.used")
    if purpose == COME_BACK:
        come_back(session, link, now=now)
        return "keep.account"
    return _keep(session, link, int(number), now)


def _keep(session: Session, link: EmailLinkRow, number: int, now: datetime) -> str:
    draft = session.get(DraftRow, number)
    if draft is None or not _is_member(session, link.user_id, draft.trade_account_id):
        raise InvalidValue("link.expired")
    taken_back = draft.removed_at is not None
    draft.kept_at, draft.warned_at, draft.removed_at = now, None, None
    session.add(draft)
    _note(session, draft, "draft.taken-back" if taken_back else "draft.kept", now, user_id=link.user_id)
    return "keep.draft"


def _never_sent(session: Session) -> list[DraftRow]:
    query = (
        select(DraftRow)
        .join(SecurityModelRow, col(SecurityModelRow.id) == col(DraftRow.subject_id))
        .join(SubmissionRow, col(SubmissionRow.draft_id) == col(DraftRow.id), isouter=True)
        .where(
            DraftRow.subject_kind == "security_model",
            col(DraftRow.frozen_at).is_(None),
            col(DraftRow.removed_at).is_(None),
            col(SubmissionRow.id).is_(None),
            SecurityModelRow.status == Status.DRAFT.value,
            col(SecurityModelRow.first_submitted_at).is_(None),
        )
        .order_by(col(DraftRow.id))
    )
    return list(session.exec(query))


def _last_used(session: Session, draft: DraftRow) -> datetime:
    saved = [
        session.scalar(select(func.max(col(table.saved_at))).where(col(table.draft_id) == draft.id))
        for table in (AnswerRow, AnswerHistoryRow)
    ]
    return max(moment for moment in (draft.created_at, draft.kept_at, *saved) if moment)


def _mail_people(session: Session, draft: DraftRow, template: str, new_token: Tokens, now: datetime) -> None:
    company = session.get_one(TradeAccountRow, draft.trade_account_id).legal_name
    ends = now + (WARNED_BEFORE if template == "draft-unused" else WAY_BACK)
    query = (
        select(UserAccountRow)
        .join(MembershipRow, col(MembershipRow.user_id) == col(UserAccountRow.id))
        .where(MembershipRow.trade_account_id == draft.trade_account_id, col(MembershipRow.removed_at).is_(None))
        .order_by(col(UserAccountRow.id))
    )
    for person in session.exec(query).all():
        token = new_token()
        session.add(
            EmailLinkRow(
                token_hash=token_hash(token),
                purpose=f"{KEEP_DRAFT}:{draft.id}",
                user_id=person.id or 0,
                email=person.email,
                expires_at=ends,
            )
        )
        put_mail(
            session,
            template=template,
            language=person.language,
            recipient=person.email,
            now=now,
            path=f"/{person.language}/keep/?{urlencode({'token': token})}",
            company=company,
            date=ends.date().isoformat(),
        )
    session.flush()


def _is_member(session: Session, user_id: int, trade_account_id: int) -> bool:
    query = select(MembershipRow.id).where(
        MembershipRow.user_id == user_id,
        MembershipRow.trade_account_id == trade_account_id,
        col(MembershipRow.removed_at).is_(None),
    )
    return session.exec(query).first() is not None


def _note(session: Session, draft: DraftRow, action: str, now: datetime, *, user_id: int | None = None) -> None:
    write_audit(
        session,
        trade_account_id=draft.trade_account_id,
        user_id=user_id,
        action=action,
        subject=f"draft:{draft.id}",
        now=now,
    )
