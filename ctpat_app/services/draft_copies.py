"""Making a form from one that was sent: its answers with their writers, and all that stands beside them.

The caller authorizes. Changes of a profile, a merge and a split begin like this.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, insert, select
from sqlmodel import Session, SQLModel, col

from ctpat_app.domain.profile_changes import Origin
from ctpat_app.guidance.questions import CRITERION, ENGLISH
from ctpat_app.services.drafts import APPLICATION, SECURITY_MODEL
from ctpat_app.tables.documents import AttachmentRow
from ctpat_app.tables.drafts import AnswerRow, DraftRow, ReviewDismissalRow
from ctpat_app.tables.readiness import StatementShareRow

Place = tuple[str, str]
"""Key and row of an answer."""

_ANSWER: Final = ("key", "row_key", "value", "secret", "language", "version", "user_id", "saved_at")
_DISMISSAL: Final = ("key", "code", "about", "reason", "dismissed_by", "dismissed_at")
_SHARE: Final = ("category", "criterion", "user_id", "invitation_id", "grants", "given_at", "given_by")
_ATTACHMENT: Final = ("key", "document_id", "attached_at", "attached_by")


def new_draft(
    session: Session,
    *,
    origin: Origin,
    base: int,
    model_id: int,
    trade_account_id: int,
    library_hash: str,
    user_id: int,
    now: datetime,
) -> int:
    """Return the id of a new, empty form of a security model that comes from the sent draft ``base``."""
    draft = DraftRow(
        flow=APPLICATION,
        subject_kind=SECURITY_MODEL,
        subject_id=model_id,
        trade_account_id=trade_account_id,
        library_hash=library_hash,
        created_at=now,
        created_by=user_id,
        origin=origin.value,
        base_draft_id=base,
    )
    session.add(draft)
    session.flush()
    return draft.id or 0


def copy_answers(session: Session, source: int, target: int, places: Collection[Place] | None = None) -> None:
    """Copy answers (all, or those at ``places``) with writers, moments and versions: whose work it was stays named."""
    wanted = None if places is None else set(places)
    rows = [
        {"draft_id": target, "tab": "", "of_version": _of_version(row, wanted), **_values(row, _ANSWER)}
        for row in _rows(session, AnswerRow, col(AnswerRow.draft_id) == source)
        if wanted is None or (row.key, row.row_key) in wanted
    ]
    _write(session, AnswerRow, rows)


def _of_version(row: AnswerRow, wanted: set[Place] | None) -> int:
    """An English version fits the answer it was written for; without that one it is to be looked at again."""
    original = (CRITERION + row.key.removeprefix(ENGLISH), "")
    comes_along = wanted is None or original in wanted
    return row.of_version if row.key.startswith(ENGLISH) and comes_along else 0


def copy_dismissals(session: Session, source: int, target: int, keys: Collection[str] | None = None) -> None:
    """Copy which findings do not fit and why (all, or those about ``keys``); about a new text they ask again."""
    rows = [
        {"draft_id": target, **_values(row, _DISMISSAL)}
        for row in _rows(session, ReviewDismissalRow, col(ReviewDismissalRow.draft_id) == source)
        if keys is None or row.key in keys
    ]
    _write(session, ReviewDismissalRow, rows)


def copy_shares(session: Session, source: int, target: int) -> None:
    """Copy who was given which statement and still has it; what the target has already is left alone."""
    standing = col(StatementShareRow.ended_at).is_(None)
    had = {
        _given(row) for row in _rows(session, StatementShareRow, col(StatementShareRow.draft_id) == target, standing)
    }
    rows = [
        {"draft_id": target, **_values(row, _SHARE)}
        for row in _rows(session, StatementShareRow, col(StatementShareRow.draft_id) == source, standing)
        if _given(row) not in had
    ]
    _write(session, StatementShareRow, rows)


def _given(row: StatementShareRow) -> tuple[object, ...]:
    return (row.category, row.criterion, row.user_id, row.invitation_id)


def copy_evidence(
    session: Session,
    source: int,
    target: int,
    *,
    documents: Mapping[int, int] | None = None,
    keys: Collection[str] | None = None,
) -> None:
    """Let the documents beside the answers of ``source`` stand beside those of ``target``.

    Args:
        session: an open session.
        source: the form that was sent.
        target: the new one.
        documents: the copy of each document in the security model of ``target``, where that is another one.
        keys: the answers to whose documents this is limited.
    """
    standing = col(AttachmentRow.removed_at).is_(None)
    had = {(row.key, row.document_id) for row in _rows(session, AttachmentRow, col(AttachmentRow.draft_id) == target)}
    rows = []
    for row in _rows(session, AttachmentRow, col(AttachmentRow.draft_id) == source, standing):
        document = row.document_id if documents is None else documents.get(row.document_id)
        is_wanted = keys is None or row.key in keys
        if is_wanted and document is not None and (row.key, document) not in had:
            rows.append({"draft_id": target, **_values(row, _ATTACHMENT), "document_id": document})
    _write(session, AttachmentRow, rows)


def _rows(session: Session, table: type[Any], *where: ColumnElement[bool]) -> list[Any]:
    return list(session.scalars(select(table).where(*where).order_by(col(table.id))))


def _values(row: SQLModel, names: Collection[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _write(session: Session, table: type[SQLModel], rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(table), rows)
