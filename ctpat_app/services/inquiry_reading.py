"""One inquiry as the company that asks reads it: each answer with its English, files, findings, grade and actions."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.inquiries import (
    ANSWERS_SHOWN,
    ActionState,
    Decision,
    Grade,
    InquiryEvent,
    InquiryState,
    Step,
    decisions_on,
    score_of,
    steps_from,
)
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.guidance.questionnaires import level_in
from ctpat_app.guidance.records import Library
from ctpat_app.guidance.reviewer import Finding, Reviewed, review
from ctpat_app.services.inquiry_lists import InquiryLine, line_of
from ctpat_app.services.inquiry_reviews import answers_of, graded_now, grades_of
from ctpat_app.services.inquiry_rows import criteria_of, may_be_read, require_inquiry, returned_comments
from ctpat_app.services.library import library_version
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.inquiries import (
    InquiryActionRow,
    InquiryAnswerRow,
    InquiryEventRow,
    InquiryFileRow,
    InquiryGradeRow,
    InquiryLinkRow,
    InquiryRow,
)
from ctpat_app.tables.partners import PartnerRow

_NOT_OURS: Final = frozenset(
    {"empty", "not-in-english", "missing-evidence", "outdated-evidence", "wrong-section-evidence"}
)
"""Findings that do not fit: the partner answers in its own language, and its files have no kinds of evidence."""
_BY_TYPE: Final = "wrong-entity-type"
"""A finding that only fits when it is known what kind of business the partner is."""


@dataclass(frozen=True)
class FileView:
    """A file that the partner put beside an answer."""

    id: int
    name: str
    size_bytes: int


@dataclass(frozen=True)
class AnswerView:
    """An answer as it was signed; ``is_changing``: the partner has written something else since, not signed yet."""

    text: str = ""
    language: str = ""
    applies: bool = True
    version: int = 0
    english: str = ""
    english_version: int = 0
    is_english_outdated: bool = False
    english_by: str = ""
    """Who of the company wrote the English; empty: the partner."""
    is_changing: bool = False


@dataclass(frozen=True)
class GradeView:
    """What the company thinks of an answer; ``is_outdated``: the answer has changed since."""

    grade: Grade | None = None
    reason: str = ""
    version: int = 0
    who: str = ""
    is_outdated: bool = False


@dataclass(frozen=True)
class ActionView:
    """Something that the partner is to put right."""

    id: int
    criterion: str
    finding: str
    wanted: str
    due_on: date
    state: ActionState
    version: int
    answer: str
    answer_language: str
    decision: str
    decisions: tuple[Decision, ...]
    """What the company can say about it now."""


@dataclass(frozen=True)
class CriterionView:
    """One criterion of the inquiry with all that belongs to it."""

    id: str
    category: str
    level: str
    answer: AnswerView
    grade: GradeView
    comment: str
    """What the company wanted changed when it returned the answer last."""
    files: tuple[FileView, ...]
    findings: tuple[Finding, ...]
    actions: tuple[ActionView, ...]


@dataclass(frozen=True)
class LinkView:
    """A link to the inquiry."""

    email: str
    name: str
    made_at: datetime
    is_confirmed: bool
    is_revoked: bool
    is_handed_over: bool


@dataclass(frozen=True)
class EventView:
    """What happened to the inquiry; ``who`` is of the company, or holds a link, or is empty for the kiosk itself."""

    kind: InquiryEvent
    at: datetime
    who: str
    details: Mapping[str, object]


@dataclass(frozen=True)
class InquiryView:
    """One inquiry, read with the version of the content that it was sent with."""

    line: InquiryLine
    trade_account_id: int
    company: str
    may_manage: bool
    version: int
    library: Library
    introduction: str
    language: str
    signed_at: datetime | None
    signer: str
    signer_title: str
    outcome_reason: str
    previous_id: int | None
    partner_email: str
    contact: str
    criteria: tuple[CriterionView, ...]
    links: tuple[LinkView, ...]
    events: tuple[EventView, ...]
    steps: frozenset[Step]
    """What can be done next by who may manage."""
    are_answers_shown: bool
    score: int | None
    """Of what is graded so far, in percent."""
    by_category: Mapping[str, int | None]
    ungraded: int


def read_inquiry(session: Session, actor: Actor, *, inquiry_id: int, now: datetime) -> InquiryView:
    """Return the inquiry. Answers are shown once the partner has signed; before, only how far it is.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    row, access = require_inquiry(session, actor, inquiry_id, Permission.PARTNERS_READ)
    library, partner = library_version(session, row.library_hash), session.get_one(PartnerRow, row.partner_id)
    shown = row.state in ANSWERS_SHOWN
    graded = graded_now(session, row)
    criteria = criteria_of(row)
    categories = dict.fromkeys(library.criteria[key].category for key in criteria)
    return InquiryView(
        line=line_of(session, row, now),
        trade_account_id=row.trade_account_id,
        company=access.legal_name,
        may_manage=access.allows(Permission.PARTNERS_MANAGE),
        version=row.version,
        library=library,
        introduction=row.introduction,
        language=row.language,
        signed_at=row.signed_at,
        signer=row.signer_name,
        signer_title=row.signer_title,
        outcome_reason=row.outcome_reason,
        previous_id=row.previous_id,
        partner_email=partner.email,
        contact=partner.contact_name,
        criteria=_criteria(session, row, library, shown=shown, now=now),
        links=_links(session, inquiry_id),
        events=_events(session, inquiry_id),
        steps=steps_from(InquiryState(row.state)),
        are_answers_shown=shown,
        score=score_of(graded.values()),
        by_category={
            each: score_of(grade for key, grade in graded.items() if library.criteria[key].category == each)
            for each in categories
        },
        ungraded=len(criteria) - len(graded),
    )


# ---------------------------------------------------------------- each criterion


def _criteria(
    session: Session, row: InquiryRow, library: Library, *, shown: bool, now: datetime
) -> tuple[CriterionView, ...]:
    number = row.id or 0
    answers = answers_of(session, number) if shown else {}
    grades, comments = grades_of(session, number), returned_comments(session, number)
    files = _files(session, row)
    actions = _actions(session, number)
    names = _names(session, [each.english_by for each in answers.values()] + [g.graded_by for g in grades.values()])
    signed = (each for each in answers.values() if may_be_read(row, each.saved_at))
    english = {each.criterion: text for each in signed if (text := _in_english(each))}
    return tuple(
        CriterionView(
            id=key,
            category=library.criteria[key].category,
            level=level_in(library.criteria[key], row.business_type),
            answer=_answer_view(answers.get(key), row, names),
            grade=_grade_view(grades.get(key), answers.get(key), names),
            comment=comments.get(key, ""),
            files=tuple(files.get(key, ())),
            findings=_findings(library, row.business_type, key, answers.get(key), english, now.date()),
            actions=tuple(actions.get(key, ())),
        )
        for key in criteria_of(row)
    )


def _answer_view(answer: InquiryAnswerRow | None, row: InquiryRow, names: Mapping[int, str]) -> AnswerView:
    if answer is None:
        return AnswerView()
    if not may_be_read(row, answer.saved_at):
        return AnswerView(language=answer.language, is_changing=True)
    return AnswerView(
        text=answer.text,
        language=answer.language,
        applies=answer.applies,
        version=answer.version,
        english=answer.english,
        english_version=answer.english_version,
        is_english_outdated=bool(answer.english) and answer.english_of_version != answer.version,
        english_by=names.get(answer.english_by or 0, ""),
    )


def _grade_view(grade: InquiryGradeRow | None, answer: InquiryAnswerRow | None, names: Mapping[int, str]) -> GradeView:
    if grade is None:
        return GradeView()
    is_outdated = grade.of_version != (answer.version if answer else 0)
    return GradeView(Grade(grade.grade), grade.reason, grade.version, names.get(grade.graded_by, ""), is_outdated)


def _in_english(answer: InquiryAnswerRow) -> str:
    """Return the answer as far as it can be read in English; an English version of an older answer is none."""
    if answer.english and answer.english_of_version == answer.version:
        return answer.english
    return answer.text if answer.language.split("-")[0] == "en" else ""


def _findings(
    library: Library,
    business_type: str,
    criterion: str,
    answer: InquiryAnswerRow | None,
    english: Mapping[str, str],
    today: date,
) -> tuple[Finding, ...]:
    if answer is None or criterion not in english:
        return ()
    reviewed = Reviewed(criterion, business_type, english[criterion], others=english, applies=answer.applies)
    unfit = _NOT_OURS if business_type else _NOT_OURS | {_BY_TYPE}
    return tuple(each for each in review(library, reviewed, today=today) if each.code not in unfit)


def _files(session: Session, row: InquiryRow) -> dict[str, list[FileView]]:
    query = select(InquiryFileRow).where(
        col(InquiryFileRow.inquiry_id) == row.id, col(InquiryFileRow.removed_at).is_(None)
    )
    found: dict[str, list[FileView]] = {}
    for file in session.scalars(query.order_by(col(InquiryFileRow.id))):
        if may_be_read(row, file.uploaded_at):
            found.setdefault(file.criterion, []).append(FileView(file.id or 0, file.name, file.size_bytes))
    return found


def _actions(session: Session, inquiry_id: int) -> dict[str, list[ActionView]]:
    query = select(InquiryActionRow).where(col(InquiryActionRow.inquiry_id) == inquiry_id)
    found: dict[str, list[ActionView]] = {}
    for row in session.scalars(query.order_by(col(InquiryActionRow.id))):
        found.setdefault(row.criterion, []).append(
            ActionView(
                row.id or 0,
                row.criterion,
                row.finding,
                row.wanted,
                row.due_on,
                ActionState(row.state),
                row.version,
                row.answer,
                row.answer_language,
                row.decision,
                decisions_on(ActionState(row.state)),
            )
        )
    return found


# ---------------------------------------------------------------- who did what


def _links(session: Session, inquiry_id: int) -> tuple[LinkView, ...]:
    query = select(InquiryLinkRow).where(col(InquiryLinkRow.inquiry_id) == inquiry_id)
    return tuple(
        LinkView(
            row.email,
            row.name,
            row.made_at,
            row.confirmed_at is not None,
            row.revoked_at is not None,
            row.made_by_link_id is not None,
        )
        for row in session.scalars(query.order_by(col(InquiryLinkRow.id).desc()))
    )


def _events(session: Session, inquiry_id: int) -> tuple[EventView, ...]:
    query = select(InquiryEventRow).where(col(InquiryEventRow.inquiry_id) == inquiry_id)
    rows = session.scalars(query.order_by(col(InquiryEventRow.id).desc())).all()
    people = _names(session, [row.user_id for row in rows])
    holders = {
        row.id: row.name or row.email
        for row in session.scalars(select(InquiryLinkRow).where(col(InquiryLinkRow.inquiry_id) == inquiry_id))
    }
    return tuple(
        EventView(
            InquiryEvent(row.kind),
            row.at,
            people.get(row.user_id or 0, "") or holders.get(row.link_id, ""),
            json.loads(row.details) if row.details else {},
        )
        for row in rows
    )


def _names(session: Session, people: Sequence[int | None]) -> dict[int, str]:
    query = select(col(UserAccountRow.id), col(UserAccountRow.name)).where(
        col(UserAccountRow.id).in_({each for each in people if each})
    )
    return {number or 0: name for number, name in session.execute(query).all()}
