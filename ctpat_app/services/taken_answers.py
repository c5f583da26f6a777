"""A further application: what an earlier one answered is offered as a copy, and marked until somebody confirms it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, delete, select, update
from sqlmodel import Session, col

from ctpat_app.domain.errors import InvalidValue, Refusal, StaleVersion
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.guidance.answers import AnswerBook, StoredAnswer, split
from ctpat_app.guidance.flow import Asked, Situation
from ctpat_app.guidance.questions import APPLICABILITY, BESIDE_CRITERION, CRITERION, ENGLISH, LANGUAGE, questions_of
from ctpat_app.guidance.schema import CHOSEN, FieldKind
from ctpat_app.services.access import CONTACT_ROLE, PRIMARY_CONTACT, DraftAccess, require_draft
from ctpat_app.services.audit import write_audit
from ctpat_app.services.document_copies import copy_documents
from ctpat_app.services.draft_copies import copy_evidence
from ctpat_app.services.drafts import APPLICATION, permission_for, read_book, read_situation, require_form, save_answer
from ctpat_app.services.evidence import evidence_of
from ctpat_app.services.given import or_given
from ctpat_app.tables.drafts import DraftRow, SubmissionRow, TakenAnswerRow

SAME: Final = frozenset(
    {
        "countries",
        "primary_address",
        "mailing_address",
        "secondary_addresses",
        CONTACT_ROLE,
        PRIMARY_CONTACT,
    }
)
"""What a company answers alike in each application, beside the criteria.

Eligibility, consents and identifiers are never among them: they are asked for the business types at hand.
Source: project proposal.
"""
_CHOSEN: Final = CHOSEN - {FieldKind.CONTACT_ROLE}


@dataclass(frozen=True)
class AnswersOffer:
    """How many answers of an earlier application fit, and when it was sent."""

    draft_id: int
    sent_on: date
    count: int


def offer_answers(session: Session, actor: Actor, *, draft_id: int, now: datetime) -> AnswersOffer | None:
    """Return what the newest sent application of the company offers to this one; None when there is nothing.

    Nothing is offered that the person may not write here, or may not read there.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    access = require_draft(session, actor, draft_id, Permission.APPLICATION_READ)
    found = _earlier(session, actor, access)
    if found is None or access.frozen:
        return None
    fitting = _fitting(session, access, found.draft_id, now)
    count = sum(not answer.key.startswith(BESIDE_CRITERION) for answer, _version in fitting)
    return AnswersOffer(found.draft_id, found.submitted_at.date(), count) if count else None


def take_answers(session: Session, actor: Actor, *, draft_id: int, now: datetime) -> int:
    """Copy what is offered into the application, each answer marked until it is confirmed; return how many there are.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``; ``draft.frozen``.
    """
    access = require_draft(session, actor, draft_id, Permission.APPLICATION_READ)
    access.require_open()
    found = _earlier(session, actor, access)
    if found is None:
        return 0
    places = list(_fitting(session, access, found.draft_id, now))
    taken = [item for item, seen in places if _take(session, actor, access, item, seen, found.draft_id, now)]
    if access.allows(Permission.DOCUMENTS_REPLACE):
        _take_evidence(session, access, found.draft_id, {answer.key for answer in taken})
    return len(taken)


def _take_evidence(session: Session, access: DraftAccess, earlier: int, keys: set[str]) -> None:
    """Let copies of the documents beside the answers stand beside them here: each security model has its own."""
    beside = evidence_of(session, earlier)
    wanted = {file.document_id for key in keys for file in beside.get(key, ())}
    if wanted:
        source = session.get_one(DraftRow, earlier).subject_id
        documents = copy_documents(session, source, access.subject_id, only=wanted)
        copy_evidence(session, earlier, access.draft_id, documents=documents, keys=keys)


def confirm_answer(
    session: Session, actor: Actor, *, draft_id: int, key: str, row_key: str, seen_version: int, now: datetime
) -> None:
    """Confirm that an answer that was taken over is still right. Nothing happens to one that has no mark.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``, ``draft.frozen``.
        InvalidValue: ``question.unknown``.
        StaleVersion: somebody changed the answer since it was shown.
    """
    access = or_given(session, actor, draft_id, require_form)
    access.require_open()
    situation = read_situation(session, access, now=now)
    question = questions_of(situation.library, access.flow).get(key)
    if question is None:
        raise InvalidValue("question.unknown")
    access.require_answer(permission_for(situation.library, access.flow, question), key)
    current = situation.book.get(key, row_key)
    if current is None or current.version != seen_version:
        raise StaleVersion(theirs=current.value if current else "", version=current.version if current else 0)
    done = session.execute(
        update(TakenAnswerRow)
        .where(
            *_place(draft_id, key, row_key),
            col(TakenAnswerRow.version) == seen_version,
            col(TakenAnswerRow.confirmed_at).is_(None),
        )
        .values(confirmed_by=actor.user_id, confirmed_at=now)
        .returning(col(TakenAnswerRow.id))
    ).all()
    if done:
        _audit(session, actor, access, "answer.confirmed", key, row_key, now)


def _earlier(session: Session, actor: Actor, access: DraftAccess) -> SubmissionRow | None:
    """Return the newest submission of the same company that the person may read."""
    query = (
        select(SubmissionRow)
        .join(DraftRow, col(DraftRow.id) == col(SubmissionRow.draft_id))
        .where(
            col(DraftRow.trade_account_id) == access.trade_account_id,
            col(DraftRow.flow) == APPLICATION,
            col(DraftRow.id) != access.draft_id,
        )
        .order_by(col(SubmissionRow.id).desc())
    )
    if access.flow != APPLICATION:
        return None
    return next((row for row in session.scalars(query) if _may_read(session, actor, row.draft_id)), None)


def _may_read(session: Session, actor: Actor, draft_id: int) -> bool:
    try:
        require_draft(session, actor, draft_id, Permission.APPLICATION_READ)
    except Refusal:
        return False
    return True


def _fitting(session: Session, access: DraftAccess, earlier: int, now: datetime) -> Iterator[tuple[StoredAnswer, int]]:
    """Yield each earlier answer that fits an empty question of this application, with the version seen there."""
    situation, before = read_situation(session, access, now=now), read_book(session, earlier)
    for item in _asked(situation):
        key, row = item.question.key, item.row
        answer, current = before.get(key, row), situation.book.get(key, row)
        if answer is None or not answer.value or answer.secret is not None or (current and current.value):
            continue
        # Whether a criterion applies is only half an answer: it goes along with the response, or not at all.
        response = before.text(CRITERION + key.removeprefix(APPLICABILITY)) if key.startswith(APPLICABILITY) else key
        if not response or not _is_same(key) or not _still_offered(situation, item, answer):
            continue
        if access.allows(permission_for(situation.library, access.flow, item.question)):
            yield answer, current.version if current else 0
            yield from _about_its_language(situation, before, key)


def _about_its_language(situation: Situation, before: AnswerBook, key: str) -> Iterator[tuple[StoredAnswer, int]]:
    """Yield what was said of the language of a response, and its English version: they go along with it."""
    if not key.startswith(CRITERION):
        return
    for beside in (LANGUAGE, ENGLISH):
        place = beside + key.removeprefix(CRITERION)
        answer, current = before.get(place), situation.book.get(place)
        if answer and answer.value and not (current and current.value):
            yield answer, current.version if current else 0


def _asked(situation: Situation) -> Iterator[Asked]:
    for step in situation.path:
        yield from situation.asked(step)


def _is_same(key: str) -> bool:
    return key in SAME or key.startswith((CRITERION, APPLICABILITY))


def _still_offered(situation: Situation, item: Asked, answer: StoredAnswer) -> bool:
    """Whether what was chosen can be chosen here: an address or colleague may be gone."""
    if item.question.kind not in _CHOSEN or item.question.key.startswith(APPLICABILITY):
        return True
    known = {choice.id for choice in situation.choices(item.question)}
    return set(split(answer.value)) <= known


def _take(
    session: Session,
    actor: Actor,
    access: DraftAccess,
    answer: StoredAnswer,
    seen_version: int,
    earlier: int,
    now: datetime,
) -> bool:
    try:
        saved = save_answer(
            session,
            actor,
            draft_id=access.draft_id,
            key=answer.key,
            row_key=answer.row,
            seen_version=seen_version,
            text=answer.value,
            language=answer.language,
            now=now,
        )
    except Refusal:
        return False  # today's rules take another form; the question stays empty
    if answer.key.startswith(BESIDE_CRITERION):
        return False  # its mark is that of the response
    session.execute(delete(TakenAnswerRow).where(*_place(access.draft_id, answer.key, answer.row)))
    session.add(
        TakenAnswerRow(
            draft_id=access.draft_id,
            key=answer.key,
            row_key=answer.row,
            version=saved.version,
            from_draft_id=earlier,
            taken_by=actor.user_id,
            taken_at=now,
        )
    )
    session.flush()
    _audit(session, actor, access, "answer.taken-over", answer.key, answer.row, now, earlier=earlier)
    return True


def _place(draft_id: int, key: str, row: str) -> tuple[ColumnElement[bool], ...]:
    return (
        col(TakenAnswerRow.draft_id) == draft_id,
        col(TakenAnswerRow.key) == key,
        col(TakenAnswerRow.row_key) == row,
    )


def _audit(
    session: Session, actor: Actor, access: DraftAccess, action: str, key: str, row: str, now: datetime, **detail: int
) -> None:
    write_audit(
        session,
        trade_account_id=access.trade_account_id,
        user_id=actor.user_id,
        action=action,
        subject=f"draft:{access.draft_id}/{key}/{row}",
        now=now,
        origin="",
        **detail,
    )
