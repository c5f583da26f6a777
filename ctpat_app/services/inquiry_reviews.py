"""The company looks at what a partner has signed: English beside it, a grade for each answer, return, and the end."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.errors import InvalidValue, NotPermitted, StaleVersion
from ctpat_app.domain.form_faults import FaultCollector
from ctpat_app.domain.inquiries import (
    ANSWERS_SHOWN,
    MAX_TEXT,
    NEED_A_REASON,
    OPEN_ACTIONS,
    Grade,
    Graded,
    InquiryEvent,
    InquiryState,
    Outcome,
    Step,
    check_outcome,
    expiry,
    note_due,
    note_text,
    renewal_day,
    score_of,
)
from ctpat_app.domain.permissions import Actor
from ctpat_app.domain.texts import clean_text
from ctpat_app.guidance.questionnaires import level_in
from ctpat_app.services.inquiry_rows import (
    begin_step,
    criteria_of,
    hold_inquiry,
    keep_open_until,
    mail_holder,
    may_be_read,
    move_due,
    note_event,
    partner_of,
    require_room,
    return_details,
)
from ctpat_app.services.library import library_version
from ctpat_app.tables.inquiries import InquiryActionRow, InquiryAnswerRow, InquiryGradeRow, InquiryRow


def write_english(
    session: Session,
    actor: Actor,
    *,
    inquiry_id: int,
    criterion: str,
    seen_version: int,
    of_version: int,
    text: str,
    now: datetime,
) -> None:
    """Write down what an answer says in English; the answer of the partner stays as it is.

    Args:
        session: an open session.
        actor: who keeps the register.
        inquiry_id: the inquiry.
        criterion: which answer.
        seen_version: of the English version on show; 0 for none.
        of_version: of the answer on show, for which it is written.
        text: in English; may not be empty.
        now: the present moment.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``inquiry.not-signed``, ``inquiry.english-missing``, ``text.…``.
        StaleVersion: ``inquiry.answer-changed``, ``inquiry.english-changed`` (``theirs``).
    """
    row = _held_review(session, actor, inquiry_id, criterion)
    answer = _answer(session, inquiry_id, criterion)
    english = clean_text(text, MAX_TEXT)
    if answer is None or not answer.text or not may_be_read(row, answer.saved_at):
        raise InvalidValue("inquiry.not-signed")
    if not english:
        raise InvalidValue("inquiry.english-missing")
    if answer.version != of_version:
        raise StaleVersion("inquiry.answer-changed", theirs="", version=seen_version)
    if answer.english_version != seen_version and answer.english != english:
        raise StaleVersion("inquiry.english-changed", theirs=answer.english, version=answer.english_version)
    answer.english, answer.english_of_version, answer.english_by = english, of_version, actor.user_id
    answer.english_version += 1
    session.add(answer)
    note_event(
        session, row, InquiryEvent.ENGLISH_WRITTEN, user_id=actor.user_id, now=now, details={"criterion": criterion}
    )


def grade_answer(
    session: Session,
    actor: Actor,
    *,
    inquiry_id: int,
    criterion: str,
    seen_version: int,
    of_version: int,
    grade: str,
    reason: str,
    now: datetime,
) -> None:
    """Say how far an answer meets its criterion.

    Args:
        session: an open session.
        actor: who keeps the register.
        inquiry_id: the inquiry, signed and not closed.
        criterion: which answer.
        seen_version: of the grade on show; 0 for none.
        of_version: of the answer on show; 0 when there is none.
        grade: a ``Grade``.
        reason: why; may be empty only for what is met.
        now: the present moment.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``inquiry.not-signed``.
        FormFaults: ``inquiry.grade-missing``, ``inquiry.reason-missing``, ``text.…``.
        StaleVersion: ``inquiry.answer-changed``, ``inquiry.grade-changed``.
    """
    row = _held_review(session, actor, inquiry_id, criterion)
    if row.state != InquiryState.SIGNED:
        raise InvalidValue("inquiry.not-signed")
    given, why = _read_grade(grade, reason)
    answer = _answer(session, inquiry_id, criterion)
    if (answer.version if answer else 0) != of_version:
        raise StaleVersion("inquiry.answer-changed", theirs="", version=seen_version)
    found = grades_of(session, inquiry_id).get(criterion)
    standing = found or InquiryGradeRow(
        inquiry_id=inquiry_id, criterion=criterion, grade="", version=0, graded_by=actor.user_id, graded_at=now
    )
    same = (standing.grade, standing.reason, standing.of_version) == (given, why, of_version)
    if standing.version != seen_version and not same:
        raise StaleVersion("inquiry.grade-changed", theirs=standing.reason, version=standing.version)
    standing.grade, standing.reason, standing.of_version = given, why, of_version
    standing.version, standing.graded_by, standing.graded_at = standing.version + 1, actor.user_id, now
    session.add(standing)
    note_event(session, row, InquiryEvent.GRADED, user_id=actor.user_id, now=now, details={"criterion": criterion})


def return_answers(
    session: Session,
    actor: Actor,
    *,
    inquiry_id: int,
    seen_version: int,
    comments: Mapping[str, str],
    due_on: date | None,
    now: datetime,
) -> None:
    """Send chosen answers back to the partner, each with what is to be changed; the partner signs again.

    Args:
        session: an open session.
        actor: who keeps the register.
        inquiry_id: the inquiry.
        seen_version: of the inquiry on show.
        comments: by criterion; those without a comment are not returned.
        due_on: by when they are wanted.
        now: the present moment.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``inquiry.moved-on``, ``inquiry.partner-removed``.
        FormFaults: ``inquiry.nothing-returned``, ``inquiry.due-…``, ``text.…``.
        Refusal: ``inquiry.too-many``.
        StaleVersion: ``inquiry.changed-meanwhile``.
    """
    row = begin_step(session, actor, inquiry_id, seen_version, Step.RETURN)
    if partner_of(session, row).removed_at is not None:
        raise InvalidValue("inquiry.partner-removed")
    wanted, day = _read_return(row, comments, due_on, now.date())
    require_room(session, row.trade_account_id, 1, now)
    move_due(session, row, day)
    row.reminded_on = now.date()
    note_event(session, row, InquiryEvent.RETURNED, user_id=actor.user_id, now=now, details=return_details(wanted))
    mail_holder(session, row, template="inquiry-returned", now=now, user_id=actor.user_id, count=str(len(wanted)))


def close_inquiry(
    session: Session, actor: Actor, *, inquiry_id: int, seen_version: int, outcome: str, reason: str, now: datetime
) -> None:
    """Say what came of the questionnaire; the partner is told, and goes on with its actions.

    The register then says by when the partner is to be looked at again, where the questionnaire is to be renewed.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``inquiry.moved-on``, ``inquiry.not-graded`` (``count``).
        FormFaults: ``inquiry.outcome-missing``, ``inquiry.no-action``, ``inquiry.actions-open``,
            ``inquiry.reason-missing``, ``text.…``.
        StaleVersion: ``inquiry.changed-meanwhile``.
    """
    row = begin_step(session, actor, inquiry_id, seen_version, Step.CLOSE)
    graded = graded_now(session, row)
    if missing := len(criteria_of(row)) - len(graded):
        raise InvalidValue("inquiry.not-graded", count=missing)
    actions = _open_actions(session, inquiry_id)
    result, why = _read_outcome(outcome, reason, len(actions))
    row.outcome, row.outcome_reason, row.score = result, why, score_of(graded.values())
    row.closed_at, row.closed_by = now, actor.user_id
    if actions:
        keep_open_until(session, row, max(row.expires_at, expiry(max(each.due_on for each in actions))))
    note_event(session, row, InquiryEvent.CLOSED, user_id=actor.user_id, now=now)
    partner = partner_of(session, row)
    if day := renewal_day(now.date(), row.renew_months):
        partner.next_due_on, partner.changed_at = day, now
        partner.version += 1
    if partner.removed_at is None:
        mail_holder(session, row, template=f"inquiry-{result}", now=now)


def grades_of(session: Session, inquiry_id: int) -> dict[str, InquiryGradeRow]:
    """Return the grades by criterion; the caller has authorized."""
    query = select(InquiryGradeRow).where(col(InquiryGradeRow.inquiry_id) == inquiry_id)
    return {each.criterion: each for each in session.scalars(query)}


def answers_of(session: Session, inquiry_id: int) -> dict[str, InquiryAnswerRow]:
    """Return the newest answers by criterion; the caller has authorized."""
    query = select(InquiryAnswerRow).where(col(InquiryAnswerRow.inquiry_id) == inquiry_id)
    return {each.criterion: each for each in session.scalars(query)}


def graded_now(session: Session, row: InquiryRow) -> dict[str, Graded]:
    """Return the grades that were given for the answers as they stand, by criterion."""
    answers, library = answers_of(session, row.id or 0), library_version(session, row.library_hash)
    versions = {key: answer.version for key, answer in answers.items()}
    return {
        key: Graded(Grade(each.grade), level_in(library.criteria[key], row.business_type))
        for key, each in grades_of(session, row.id or 0).items()
        if each.of_version == versions.get(key, 0)
    }


# ---------------------------------------------------------------- helpers


def _held_review(session: Session, actor: Actor, inquiry_id: int, criterion: str) -> InquiryRow:
    row = hold_inquiry(session, actor, inquiry_id)
    if criterion not in criteria_of(row):
        raise NotPermitted
    if row.state not in ANSWERS_SHOWN:
        raise InvalidValue("inquiry.not-signed")
    return row


def _answer(session: Session, inquiry_id: int, criterion: str) -> InquiryAnswerRow | None:
    query = select(InquiryAnswerRow).where(
        col(InquiryAnswerRow.inquiry_id) == inquiry_id, col(InquiryAnswerRow.criterion) == criterion
    )
    return session.scalars(query).first()


def _read_grade(grade: str, reason: str) -> tuple[Grade, str]:
    faults = FaultCollector()
    needs_reason = grade in NEED_A_REASON
    why = note_text(faults, "reason", reason, missing="inquiry.reason-missing" if needs_reason else "")
    if grade not in set(Grade):
        faults.add("grade", "inquiry.grade-missing")
    faults.refuse()
    return Grade(grade), why


def _read_return(
    row: InquiryRow, comments: Mapping[str, str], due_on: date | None, today: date
) -> tuple[dict[str, str], date]:
    faults = FaultCollector()
    read = {key: note_text(faults, f"comment-{key}", comments.get(key, "")) for key in criteria_of(row)}
    wanted = {key: comment for key, comment in read.items() if comment}
    if not wanted:
        faults.add("form", "inquiry.nothing-returned")
    day = note_due(faults, due_on, today)
    faults.refuse()
    return wanted, day


def _read_outcome(outcome: str, reason: str, open_actions: int) -> tuple[Outcome, str]:
    faults = FaultCollector()
    if outcome not in set(Outcome):
        faults.add("outcome", "inquiry.outcome-missing")
    else:
        try:
            check_outcome(Outcome(outcome), open_actions=open_actions)
        except InvalidValue as refusal:
            faults.note("outcome", refusal)
    why = note_text(faults, "reason", reason, missing="inquiry.reason-missing")
    faults.refuse()
    return Outcome(outcome), why


def _open_actions(session: Session, inquiry_id: int) -> list[InquiryActionRow]:
    query = select(InquiryActionRow).where(
        col(InquiryActionRow.inquiry_id) == inquiry_id, col(InquiryActionRow.state).in_(OPEN_ACTIONS)
    )
    return list(session.scalars(query).all())
