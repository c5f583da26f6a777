"""Risk assessments of a company: start one, also from the last one, read what it comes to, and finish it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, insert, select
from sqlmodel import Session, col

from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.guidance.answers import StoredAnswer
from ctpat_app.guidance.flow import Situation
from ctpat_app.guidance.questions import questions_of, steps_of
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.risk import RISK_ASSESSMENT, day_of
from ctpat_app.services.access import DraftAccess, require_draft, require_member
from ctpat_app.services.application import read_application
from ctpat_app.services.audit import write_audit
from ctpat_app.services.drafts import TRADE_ACCOUNT, read_book, read_situation
from ctpat_app.services.library import current_library
from ctpat_app.services.submissions import (
    Submitted,
    Summarise,
    content_hash,
    find_submission,
    freeze,
    frozen_situation,
    new_reference,
    snapshot_of,
)
from ctpat_app.tables.drafts import AnswerRow, DraftRow, SubmissionRow, TakenAnswerRow

_DAYS_OF_THE_YEAR: Final = frozenset({"assessed_on", "next_review"})
"""What a new assessment always answers anew: it is never copied."""


@dataclass(frozen=True)
class AssessmentSummary:
    """One assessment of a company; ``reference`` and ``finished_at`` are empty while it can still be written."""

    draft_id: int
    begun_at: datetime
    reference: str
    finished_at: datetime | None
    next_review: date | None


@dataclass(frozen=True)
class AssessmentResult:
    """What an assessment says: as it was finished, or as it stands."""

    access: DraftAccess
    company: str
    situation: Situation
    reference: str
    finished_at: datetime | None


def list_assessments(session: Session, actor: Actor, *, trade_account_id: int) -> tuple[AssessmentSummary, ...]:
    """Return the assessments of the company, newest first.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    require_member(session, actor, trade_account_id, Permission.APPLICATION_READ)
    query = (
        select(
            col(DraftRow.id), col(DraftRow.created_at), col(SubmissionRow.reference), col(SubmissionRow.submitted_at)
        )
        .join(SubmissionRow, col(SubmissionRow.draft_id) == col(DraftRow.id), isouter=True)
        .where(*_of_company(trade_account_id))
        .order_by(col(DraftRow.id).desc())
    )
    return tuple(
        AssessmentSummary(
            number, begun, reference or "", finished, day_of(read_book(session, number).text("next_review"))
        )
        for number, begun, reference, finished in session.execute(query).all()
    )


def start_assessment(
    session: Session, actor: Actor, *, trade_account_id: int, from_last: bool = False, now: datetime
) -> int:
    """Start an assessment of the company and return the draft's id; one that is not finished is returned instead.

    ``from_last`` copies the answers of the last finished one; each is marked until somebody has confirmed it.

    Raises:
        NotPermitted: not a member, or a role that may not write answers.
        Refusal: ``risk.none-finished`` when there is nothing to copy.
    """
    require_member(session, actor, trade_account_id, Permission.PROFILE_ANSWER)
    if existing := _unfinished(session, trade_account_id):
        return existing
    earlier = _last_finished(session, trade_account_id) if from_last else None
    if from_last and earlier is None:
        raise Refusal("risk.none-finished")
    draft = DraftRow(
        flow=RISK_ASSESSMENT,
        subject_kind=TRADE_ACCOUNT,
        subject_id=trade_account_id,
        trade_account_id=trade_account_id,
        library_hash=current_library().hash,
        created_at=now,
        created_by=actor.user_id,
    )
    session.add(draft)
    session.flush()
    assert draft.id is not None
    if earlier:
        _copy_answers(session, actor, earlier, draft.id, now)
    _audit(session, actor, trade_account_id, draft.id, "assessment.copied" if earlier else "assessment.started", now)
    return draft.id


def read_result(session: Session, actor: Actor, *, draft_id: int, now: datetime) -> AssessmentResult:
    """Return what the assessment comes to; a finished one as it was on that day.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    opened = read_application(session, actor, draft_id=draft_id, now=now)
    opened.access.require_flow(RISK_ASSESSMENT)
    submission = find_submission(session, draft_id)
    if submission is None:
        return AssessmentResult(opened.access, opened.company, opened.situation, "", None)
    return AssessmentResult(
        opened.access,
        opened.company,
        frozen_situation(session, submission),
        submission.reference,
        submission.submitted_at,
    )


def finish_assessment(
    session: Session, actor: Actor, *, draft_id: int, language: str, summarise: Summarise, now: datetime
) -> Submitted:
    """Freeze the assessment as it stands, with its date; a second press changes nothing.

    What it does not cover is told in the result and keeps nobody from finishing; what is wrong or missing does.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        Refusal: ``risk.not-complete``.
    """
    access = require_draft(session, actor, draft_id, Permission.APPLICATION_START)
    access.require_flow(RISK_ASSESSMENT)
    session.execute(select(col(DraftRow.id)).where(col(DraftRow.id) == draft_id).with_for_update())
    if earlier := find_submission(session, draft_id):
        return Submitted(earlier.reference, earlier.submitted_at, is_new=False)
    situation = read_situation(session, access, now=now)
    if any(problem.level == "error" for problem in situation.problems):
        raise Refusal("risk.not-complete")
    reference = new_reference(session, "RA")
    session.add(
        SubmissionRow(
            draft_id=draft_id,
            reference=reference,
            snapshot=snapshot_of(situation, language, summarise),
            content_hash=content_hash(situation),
            language=language,
            submitted_at=now,
            submitted_by=actor.user_id,
        )
    )
    freeze(session, draft_id, now)
    _audit(session, actor, access.trade_account_id, draft_id, "assessment.finished", now)
    return Submitted(reference, now, is_new=True)


def _of_company(trade_account_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        col(DraftRow.trade_account_id) == trade_account_id,
        col(DraftRow.flow) == RISK_ASSESSMENT,
        col(DraftRow.removed_at).is_(None),
    )


def _unfinished(session: Session, trade_account_id: int) -> int | None:
    query = select(col(DraftRow.id)).where(*_of_company(trade_account_id), col(DraftRow.frozen_at).is_(None))
    return session.execute(query.order_by(col(DraftRow.id))).scalars().first()


def _last_finished(session: Session, trade_account_id: int) -> int | None:
    query = (
        select(col(DraftRow.id))
        .join(SubmissionRow, col(SubmissionRow.draft_id) == col(DraftRow.id))
        .where(*_of_company(trade_account_id))
        .order_by(col(SubmissionRow.id).desc())
    )
    return session.execute(query).scalars().first()


def newest_assessment(session: Session, trade_account_id: int) -> SubmissionRow | None:
    """Return the assessment of the company that was finished last; None without one. The caller authorizes."""
    draft = _last_finished(session, trade_account_id)
    return find_submission(session, draft) if draft else None


def _copy_answers(session: Session, actor: Actor, earlier: int, draft_id: int, now: datetime) -> None:
    """Copy what the newest questions still ask; rows keep their keys, so that what refers to them still does."""
    library = current_library()
    asked, lists = questions_of(library, RISK_ASSESSMENT), _lists(library)
    copied = [
        answer
        for answer in read_book(session, earlier).answers.values()
        if answer.value and answer.key not in _DAYS_OF_THE_YEAR and (answer.key in asked or answer.key in lists)
    ]
    if copied:
        session.execute(insert(AnswerRow), [_copy(answer, actor, draft_id, now) for answer in copied])
    marked = [answer for answer in copied if answer.key in asked]
    if marked:
        session.execute(insert(TakenAnswerRow), [_mark(answer, actor, draft_id, earlier, now) for answer in marked])


def _lists(library: Library) -> frozenset[str]:
    return frozenset(step.list.id for step in steps_of(library, RISK_ASSESSMENT).values() if step.list)


def _copy(answer: StoredAnswer, actor: Actor, draft_id: int, now: datetime) -> dict[str, object]:
    return {
        "draft_id": draft_id,
        "key": answer.key,
        "row_key": answer.row,
        "value": answer.value,
        "secret": None,
        "language": answer.language,
        "version": 1,
        "user_id": actor.user_id,
        "tab": "",
        "saved_at": now,
    }


def _mark(answer: StoredAnswer, actor: Actor, draft_id: int, earlier: int, now: datetime) -> dict[str, object]:
    return {
        "draft_id": draft_id,
        "key": answer.key,
        "row_key": answer.row,
        "version": 1,
        "from_draft_id": earlier,
        "taken_by": actor.user_id,
        "taken_at": now,
    }


def _audit(session: Session, actor: Actor, account: int, draft_id: int, action: str, now: datetime) -> None:
    write_audit(
        session,
        trade_account_id=account,
        user_id=actor.user_id,
        action=action,
        subject=f"draft:{draft_id}",
        now=now,
    )
