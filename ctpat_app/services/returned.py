"""Statements that a specialist returned, as the company sees them: what is asked, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import func, select
from sqlmodel import Session, col

from ctpat_app.domain.errors import InvalidValue, Refusal
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.profile_changes import MAX_NOTE
from ctpat_app.domain.texts import clean_text
from ctpat_app.guidance.questions import CRITERION, OF_CRITERION, questions_of, steps_of
from ctpat_app.guidance.records import Library
from ctpat_app.services.access import DraftAccess, require_draft
from ctpat_app.services.audit import write_audit
from ctpat_app.services.changed_files import changed_files
from ctpat_app.services.library import library_version
from ctpat_app.services.profile_changes import base_of, changed_places
from ctpat_app.services.profile_reviews import ReturnedComment, returned_comments
from ctpat_app.services.statement_shares import shares_of
from ctpat_app.tables.accounts import TradeAccountRow, UserAccountRow
from ctpat_app.tables.drafts import CommentAnswerRow, DraftRow, SubmissionRow

PART: Final = "part."
"""How a step of the form is named that was returned as a whole."""


class Answered(StrEnum):
    """What became of a comment; stable ids."""

    OPEN = "open"
    CHANGED = "changed"
    """Something in its place differs from what was sent."""
    NOTED = "noted"
    """Somebody wrote why it stays as it is."""


@dataclass(frozen=True)
class CommentNote:
    """Why a statement stays as it is, in somebody's words."""

    text: str
    language: str
    who: str
    at: datetime


@dataclass(frozen=True)
class ReturnedPlace:
    """One statement or part that came back; ``people`` are those who were given it, or have changed it."""

    comment: ReturnedComment
    state: Answered
    note: CommentNote | None
    people: tuple[str, ...]


@dataclass(frozen=True)
class ReturnedList:
    """Everything that came back of one profile; ``draft_id`` is where it is corrected, 0 before that has begun."""

    company: str
    security_model_id: int
    sent_draft_id: int
    sent_at: datetime
    draft_id: int
    is_open: bool
    """Whether it can still be corrected: not sent again yet."""
    library: Library
    places: tuple[ReturnedPlace, ...]
    may_answer: bool
    may_send: bool
    trade_account_id: int

    @property
    def still_open(self) -> int:
        """How many comments nobody has answered yet."""
        return sum(each.state is Answered.OPEN for each in self.places)


def read_returned(session: Session, actor: Actor, *, draft_id: int) -> ReturnedList:
    """Return what came back of a profile; ``draft_id`` is that of what was sent, or of the changes to it.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``submitted.not-sent``.
    """
    asked = require_draft(session, actor, draft_id, Permission.APPLICATION_READ)
    sent = _sent(session, asked)
    draft = asked.draft_id if asked.draft_id != sent else _changes_of(session, sent)
    access = require_draft(session, actor, draft or sent, Permission.APPLICATION_READ)
    submission = session.scalars(select(SubmissionRow).where(col(SubmissionRow.draft_id) == sent)).one()
    return ReturnedList(
        session.get_one(TradeAccountRow, access.trade_account_id).legal_name,
        access.subject_id,
        sent,
        submission.submitted_at,
        draft or 0,
        bool(draft) and not access.frozen,
        library_version(session, access.library_hash),
        _places(session, sent, draft),
        access.allows(Permission.PROFILE_ANSWER),
        access.allows(Permission.APPLICATION_SUBMIT),
        access.trade_account_id,
    )


def _sent(session: Session, access: DraftAccess) -> int:
    base = base_of(session, access.draft_id)
    if base is not None and not access.frozen:
        return base
    if not access.frozen:
        raise InvalidValue("submitted.not-sent")
    return base if base and returned_comments(session, base) else access.draft_id


def _changes_of(session: Session, sent: int) -> int | None:
    """Return the changes that answer what came back, sent again or not."""
    query = select(func.max(col(DraftRow.id))).where(
        col(DraftRow.base_draft_id) == sent, col(DraftRow.removed_at).is_(None)
    )
    return session.scalar(query)


def read_comment(session: Session, actor: Actor, *, draft_id: int, key: str) -> ReturnedPlace | None:
    """Return what came back about one answer or part of the changes ``draft_id``; None where nothing did.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    access = require_draft(session, actor, draft_id, Permission.APPLICATION_READ)
    return None if access.frozen else comment_at(session, draft_id, key)


def comment_at(session: Session, draft_id: int, key: str) -> ReturnedPlace | None:
    """Return what came back about one answer or part of the changes ``draft_id``; None without. The caller authorizes.

    Args:
        session: an open session.
        draft_id: the draft in which it is corrected.
        key: ``criterion.2.1``, or ``part.`` and a step.
    """
    base = base_of(session, draft_id)
    found = _places(session, base, draft_id, only=key) if base else ()
    return found[0] if found else None


def open_comments(session: Session, draft_id: int) -> tuple[str, ...]:
    """Return the keys of what came back and is not answered in the changes ``draft_id``; the caller authorizes."""
    base = base_of(session, draft_id)
    places = _places(session, base, draft_id) if base else ()
    return tuple(each.comment.key for each in places if each.state is Answered.OPEN)


def require_answered(session: Session, draft_id: int) -> None:
    """Return nothing when each comment is answered in the changes ``draft_id``; the caller authorizes.

    Raises:
        Refusal: ``returned.open`` (``count``).
    """
    if still_open := open_comments(session, draft_id):
        raise Refusal("returned.open", count=len(still_open))


def note_comment(
    session: Session, actor: Actor, *, draft_id: int, key: str, note: str, language: str, now: datetime
) -> None:
    """Keep why something that came back stays as it is; an empty note takes the earlier one back.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``, ``draft.frozen``.
        InvalidValue: ``returned.unknown`` when nothing came back there; ``text.…``.
    """
    access = require_draft(session, actor, draft_id, Permission.PROFILE_ANSWER)
    access.require_open()
    place = comment_at(session, draft_id, key)
    if place is None:
        raise InvalidValue("returned.unknown")
    text = clean_text(note, MAX_NOTE)
    if text == (place.note.text if place.note else ""):
        return
    session.add(
        CommentAnswerRow(
            draft_id=draft_id, key=key, note=text, language=language, user_id=actor.user_id, answered_at=now
        )
    )
    session.flush()
    write_audit(
        session,
        trade_account_id=access.trade_account_id,
        user_id=actor.user_id,
        action="comment.noted",
        subject=f"draft:{draft_id}/{key}",
        now=now,
    )


# ---------------------------------------------------------------- what became of each


def _places(session: Session, sent: int, draft: int | None, only: str = "") -> tuple[ReturnedPlace, ...]:
    comments = [each for each in returned_comments(session, sent) if only in {"", each.key}]
    if not comments or draft is None:
        return tuple(ReturnedPlace(each, Answered.OPEN, None, ()) for each in comments)
    writers, notes, given = _writers(session, draft), notes_of(session, draft), _given(session, draft)
    return tuple(_place(each, writers, notes, given) for each in comments)


def _place(
    comment: ReturnedComment,
    writers: dict[str, list[str]],
    notes: dict[str, CommentNote],
    given: dict[str, list[str]],
) -> ReturnedPlace:
    changed, note = writers.get(comment.key), notes.get(comment.key)
    state = Answered.CHANGED if changed is not None else Answered.NOTED if note else Answered.OPEN
    people = [*(changed or ()), *given.get(comment.key, ())]
    return ReturnedPlace(comment, state, note, tuple(dict.fromkeys(filter(None, people))))


def _writers(session: Session, draft: int) -> dict[str, list[str]]:
    """Return who changed what since it was sent, by the key under which it would be returned."""
    row = session.get_one(DraftRow, draft)
    library = library_version(session, row.library_hash)
    steps = {key: each.step for key, each in questions_of(library, row.flow).items()}
    steps |= {step.list.id: step.id for step in steps_of(library, row.flow).values() if step.list}
    found: dict[str, list[str]] = {}
    for change in changed_places(session, draft):
        found.setdefault(_returned_as(change.key, steps), []).append(change.who)
    for file in changed_files(session, draft):
        found.setdefault(file.key, []).append(file.who)
    return found


def _returned_as(key: str, steps: dict[str, str]) -> str:
    for prefix in OF_CRITERION:
        if key.startswith(prefix):
            return CRITERION + key.removeprefix(prefix)
    return PART + steps.get(key, "")


def notes_of(session: Session, draft: int) -> dict[str, CommentNote]:
    """Return why points stay as they are, by the key under which they came back; the caller authorizes."""
    newest = (
        select(func.max(col(CommentAnswerRow.id)))
        .where(col(CommentAnswerRow.draft_id) == draft)
        .group_by(col(CommentAnswerRow.key))
    )
    query = (
        select(CommentAnswerRow, col(UserAccountRow.name))
        .join(UserAccountRow, col(UserAccountRow.id) == col(CommentAnswerRow.user_id))
        .where(col(CommentAnswerRow.id).in_(newest), col(CommentAnswerRow.note) != "")
    )
    return {row.key: CommentNote(row.note, row.language, name, row.answered_at) for row, name in session.execute(query)}


def _given(session: Session, draft: int) -> dict[str, list[str]]:
    """Return who was given each statement by itself; a whole category says little about who is on one of them."""
    found: dict[str, list[str]] = {}
    for share in shares_of(session, draft):
        found.setdefault(share.place, []).append(share.name)
    return found
