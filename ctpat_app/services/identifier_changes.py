"""The numbers of a security model as of today: those that were sent, and what was approved since."""

import secrets
from datetime import datetime
from typing import Final

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from ctpat_app.domain.identifier_changes import NOTHING, Change, Number, Operation, RequestState, numbers_after
from ctpat_app.guidance.answers import ROW_PRESENT, AnswerBook
from ctpat_app.services.account_rows import Pen
from ctpat_app.services.drafts import APPLICATION, SECURITY_MODEL, read_book
from ctpat_app.tables.drafts import DraftRow, SubmissionRow
from ctpat_app.tables.identifier_changes import IdentifierChangeRow

LIST: Final = "identifiers"
KIND: Final = "identifier_kind"
VALUE: Final = "identifier_value"
"""Keys of the list of numbers in the application, and of its two questions."""


def newest_sent(session: Session, model_id: int) -> int | None:
    """Return the newest application of a security model that was sent, or None; the caller authorizes."""
    query = (
        select(func.max(col(DraftRow.id)))
        .join(SubmissionRow, col(SubmissionRow.draft_id) == col(DraftRow.id))
        .where(
            col(DraftRow.subject_kind) == SECURITY_MODEL,
            col(DraftRow.subject_id) == model_id,
            col(DraftRow.flow) == APPLICATION,
        )
    )
    return session.scalar(query)


def current_identifiers(session: Session, model_id: int) -> tuple[Number, ...]:
    """Return the numbers of the security model as of today; empty before anything was sent. The caller authorizes.

    A draft that was sent never moves: what was approved since is laid over it (decision 22).
    """
    draft = newest_sent(session, model_id)
    if draft is None:
        return ()
    return numbers_after(numbers_in(session, draft), (change_in(row) for row in approved_changes(session, model_id)))


def numbers_in(session: Session, draft_id: int) -> tuple[Number, ...]:
    """Return the numbers that a draft names, in its order."""
    book = read_book(session, draft_id)
    found = (_number_in(book, row) for row in book.rows(LIST))
    return tuple(number for number in found if number)


def approved_changes(session: Session, model_id: int) -> tuple[IdentifierChangeRow, ...]:
    """Return what was approved for a security model, oldest decision first."""
    query = select(IdentifierChangeRow).where(
        col(IdentifierChangeRow.security_model_id) == model_id,
        col(IdentifierChangeRow.state) == RequestState.APPROVED,
    )
    return tuple(session.scalars(query.order_by(col(IdentifierChangeRow.ended_at), col(IdentifierChangeRow.id))))


def change_in(row: IdentifierChangeRow) -> Change:
    """Return a request as the rules look at it."""
    old = Number(row.kind, row.old_value, row.old_secret) if row.old_value else NOTHING
    new = Number(row.kind, row.value, row.secret) if row.value else NOTHING
    return Change(Operation(row.operation), old, new)


def carry_over(session: Session, *, draft_id: int, user_id: int, now: datetime) -> None:
    """Write what was approved for its security model into a draft that is not sent yet; the caller authorizes.

    Whoever makes such a draft from one that was sent calls this, and so does each approval.
    """
    model = session.get_one(DraftRow, draft_id).subject_id
    before = numbers_in(session, draft_id)
    after = numbers_after(before, (change_in(row) for row in approved_changes(session, model)))
    pen, book = Pen(session, user_id, now), read_book(session, draft_id)
    for row in book.rows(LIST):
        number = _number_in(book, row)
        if number and not any(each.is_same(number) for each in after):
            pen.write(draft_id, LIST, row, "")
    for number in after:
        if not any(each.is_same(number) for each in before):
            row = secrets.token_hex(4)
            pen.write(draft_id, LIST, row, ROW_PRESENT)
            pen.write(draft_id, KIND, row, number.kind)
            pen.write(draft_id, VALUE, row, number.value, number.secret)


def take_over_changes(session: Session, *, staying_id: int, ending_id: int) -> None:
    """Let what was asked and approved for a model count for the one that takes it in; the caller authorizes."""
    own = col(IdentifierChangeRow.security_model_id) == ending_id
    session.execute(update(IdentifierChangeRow).where(own).values(security_model_id=staying_id))


def copy_changes(session: Session, model_id: int, new_id: int) -> None:
    """Let what was approved for a model count for the one split off it as well; the caller authorizes."""
    for row in approved_changes(session, model_id):
        session.add(
            IdentifierChangeRow(**row.model_dump(exclude={"id", "security_model_id"}), security_model_id=new_id)
        )
    session.flush()


def open_drafts(session: Session, model_id: int) -> tuple[int, ...]:
    """Return the applications of a security model that are not sent yet, oldest first."""
    query = select(col(DraftRow.id)).where(
        col(DraftRow.subject_kind) == SECURITY_MODEL,
        col(DraftRow.subject_id) == model_id,
        col(DraftRow.flow) == APPLICATION,
        col(DraftRow.frozen_at).is_(None),
        col(DraftRow.removed_at).is_(None),
    )
    return tuple(number or 0 for number in session.scalars(query.order_by(col(DraftRow.id))))


def _number_in(book: AnswerBook, row: str) -> Number | None:
    kind, value = book.get(KIND, row), book.get(VALUE, row)
    if kind is None or value is None or not kind.value or not value.value:
        return None
    return Number(kind.value, value.value, value.secret)
