"""Readiness reviews: somebody goes through all statements before a validation, and the result is kept as it was."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session, col, select

from ctpat_app.domain.errors import NotPermitted, Refusal, StaleVersion
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.texts import clean_text
from ctpat_app.guidance.readiness import Readiness
from ctpat_app.services.access import LARGEST_ID, DraftAccess, require_draft
from ctpat_app.services.application import OpenedDraft, read_application
from ctpat_app.services.audit import write_audit
from ctpat_app.services.readiness import readiness_in
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.readiness import ReadinessNoteRow, ReadinessReviewRow

MAX_NOTE: Final = 2000


@dataclass(frozen=True)
class Note:
    """What was noted at one statement."""

    text: str
    version: int


@dataclass(frozen=True)
class ReviewHead:
    """A review in the list; ``points`` of 100 are known once it is finished."""

    id: int
    started_at: datetime
    started_by: str
    finished_at: datetime | None
    finished_by: str
    points: int


@dataclass(frozen=True)
class ReviewedStatement:
    """One statement as the review found it: points of 100, the codes of its gaps, and the note."""

    criterion: str
    category: str
    level: str
    points: int
    gaps: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class ReviewResult:
    """A whole result, as a finished review keeps it."""

    points: int
    categories: Mapping[str, int] = field(default_factory=dict)
    statements: tuple[ReviewedStatement, ...] = ()


@dataclass(frozen=True)
class OpenedReview:
    """A review with what it found: kept for good when it is finished, as it is now until then."""

    opened: OpenedDraft
    head: ReviewHead
    result: ReviewResult
    versions: Mapping[str, int]
    """Versions of the notes, by statement."""
    earlier: ReviewResult | None
    """The result of the finished review before, to compare with."""
    earlier_head: ReviewHead | None
    may_write: bool


def list_reviews(session: Session, actor: Actor, *, draft_id: int) -> tuple[ReviewHead, ...]:
    """Return the reviews of a draft, newest first.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    require_draft(session, actor, draft_id, Permission.APPLICATION_READ)
    return tuple(_head(session, row) for row in _rows(session, draft_id))


def start_review(session: Session, actor: Actor, *, draft_id: int, now: datetime) -> int:
    """Begin a review and return its number; one that is not finished is returned instead.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    access = require_draft(session, actor, draft_id, Permission.PROFILE_ANSWER)
    unfinished = next((row for row in _rows(session, draft_id) if row.finished_at is None), None)
    if unfinished is not None:
        return unfinished.id or 0
    row = ReadinessReviewRow(draft_id=draft_id, started_at=now, started_by=actor.user_id)
    session.add(row)
    session.flush()
    _audit(session, actor, access, "readiness-review.started", row, now)
    return row.id or 0


def open_review(session: Session, actor: Actor, *, draft_id: int, review_id: int, now: datetime) -> OpenedReview:
    """Return a review of the draft.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``, or the review is not of this draft.
    """
    opened = read_application(session, actor, draft_id=draft_id, now=now)
    row = _row(session, draft_id, review_id)
    notes = _notes(session, review_id)
    result = _kept(row) if row.finished_at else _result(readiness_in(session, opened.situation, draft_id), notes)
    earlier = next(
        (each for each in _rows(session, draft_id) if (each.id or 0) < review_id and each.finished_at is not None), None
    )
    return OpenedReview(
        opened,
        _head(session, row),
        result,
        {key: note.version for key, note in notes.items()},
        _kept(earlier) if earlier else None,
        _head(session, earlier) if earlier else None,
        row.finished_at is None and opened.access.allows(Permission.PROFILE_ANSWER),
    )


def save_note(
    session: Session,
    actor: Actor,
    *,
    draft_id: int,
    review_id: int,
    criterion: str,
    seen_version: int,
    text: str,
    now: datetime,
) -> Note:
    """Save the note at one statement, when nobody wrote another one since; the same text writes nothing.

    Raises:
        NotPermitted: ``access.…``, or the review is not of this draft, or there is no such statement in it.
        InvalidValue: ``text.…``.
        Refusal: ``readiness-review.finished``.
        StaleVersion: with the other text.
    """
    require_draft(session, actor, draft_id, Permission.PROFILE_ANSWER)
    review = _row(session, draft_id, review_id)
    _require_unfinished(review)
    asked = read_application(session, actor, draft_id=draft_id, now=now).situation.criteria
    if criterion not in {item.criterion.id for item in asked}:
        raise NotPermitted
    stored = clean_text(text, MAX_NOTE)
    query = select(ReadinessNoteRow).where(
        ReadinessNoteRow.review_id == review_id, ReadinessNoteRow.criterion == criterion
    )
    row = session.exec(query.with_for_update()).first()
    if row is None:
        row = ReadinessNoteRow(
            review_id=review_id, criterion=criterion, text="", version=0, saved_at=now, saved_by=actor.user_id
        )
    if row.text == stored:
        return Note(row.text, row.version)
    if row.version != seen_version:
        raise StaleVersion(theirs=row.text, version=row.version)
    row.text, row.version, row.saved_at, row.saved_by = stored, row.version + 1, now, actor.user_id
    session.add(row)
    session.flush()
    return Note(row.text, row.version)


def finish_review(session: Session, actor: Actor, *, draft_id: int, review_id: int, now: datetime) -> None:
    """Keep what the review found today, for good.

    Raises:
        NotPermitted: ``access.…``, or the review is not of this draft.
        Refusal: ``readiness-review.finished``.
    """
    access = require_draft(session, actor, draft_id, Permission.PROFILE_ANSWER)
    row = _row(session, draft_id, review_id)
    _require_unfinished(row)
    situation = read_application(session, actor, draft_id=draft_id, now=now).situation
    result = _result(readiness_in(session, situation, draft_id), _notes(session, review_id))
    row.snapshot, row.finished_at, row.finished_by = _as_json(result), now, actor.user_id
    session.add(row)
    session.flush()
    _audit(session, actor, access, "readiness-review.finished", row, now)


def _require_unfinished(row: ReadinessReviewRow) -> None:
    if row.finished_at is not None:
        raise Refusal("readiness-review.finished")


def _rows(session: Session, draft_id: int) -> list[ReadinessReviewRow]:
    query = select(ReadinessReviewRow).where(ReadinessReviewRow.draft_id == draft_id)
    return list(session.exec(query.order_by(col(ReadinessReviewRow.id).desc())))


def _row(session: Session, draft_id: int, review_id: int) -> ReadinessReviewRow:
    row = session.get(ReadinessReviewRow, review_id) if 0 < review_id <= LARGEST_ID else None
    if row is None or row.draft_id != draft_id:
        raise NotPermitted
    return row


def _notes(session: Session, review_id: int) -> dict[str, Note]:
    query = select(ReadinessNoteRow).where(ReadinessNoteRow.review_id == review_id)
    return {row.criterion: Note(row.text, row.version) for row in session.exec(query)}


def _head(session: Session, row: ReadinessReviewRow) -> ReviewHead:
    finisher = session.get_one(UserAccountRow, row.finished_by).name if row.finished_by else ""
    starter = session.get_one(UserAccountRow, row.started_by).name
    points = _kept(row).points if row.finished_at else 0
    return ReviewHead(row.id or 0, row.started_at, starter, row.finished_at, finisher, points)


def _result(found: Readiness, notes: Mapping[str, Note]) -> ReviewResult:
    statements = tuple(
        ReviewedStatement(
            item.criterion,
            item.category,
            item.level,
            item.points,
            tuple(gap.finding.code for gap in item.gaps),
            notes[item.criterion].text if item.criterion in notes else "",
        )
        for item in found.criteria
    )
    return ReviewResult(found.points, found.by_category, statements)


def _as_json(result: ReviewResult) -> str:
    statements = [
        {
            "criterion": item.criterion,
            "category": item.category,
            "level": item.level,
            "points": item.points,
            "gaps": list(item.gaps),
            "note": item.note,
        }
        for item in result.statements
    ]
    whole = {"points": result.points, "categories": dict(result.categories), "statements": statements}
    return json.dumps(whole, ensure_ascii=False)


def _kept(row: ReadinessReviewRow) -> ReviewResult:
    whole: dict[str, Any] = json.loads(row.snapshot)
    statements = (ReviewedStatement(**{**item, "gaps": tuple(item["gaps"])}) for item in whole["statements"])
    return ReviewResult(whole["points"], whole["categories"], tuple(statements))


def _audit(
    session: Session, actor: Actor, access: DraftAccess, action: str, row: ReadinessReviewRow, now: datetime
) -> None:
    write_audit(
        session,
        trade_account_id=access.trade_account_id,
        user_id=actor.user_id,
        action=action,
        subject=f"draft:{access.draft_id}/review/{row.id}",
        now=now,
    )
