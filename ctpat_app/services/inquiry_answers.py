"""What a partner answers: read it all, save one answer, write its English, answer an action that was asked for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from ctpat_app.domain.answers import check_text
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal, StaleVersion
from ctpat_app.domain.inquiries import ActionState, Grade, InquiryEvent, InquiryState
from ctpat_app.domain.inquiry_access import ANSWERABLE, MAX_ANSWER, after_answer, require_answerable
from ctpat_app.guidance.records import Library
from ctpat_app.services.inquiry_trail import note_step
from ctpat_app.services.inquiry_visits import COMPANY_PAGE, Visit
from ctpat_app.services.library import library_version
from ctpat_app.services.notices import tell
from ctpat_app.tables.inquiries import (
    InquiryActionRow,
    InquiryAnswerHistoryRow,
    InquiryAnswerRow,
    InquiryFileRow,
    InquiryGradeRow,
    InquiryLinkRow,
    InquiryRow,
)
from ctpat_app.tables.partners import PartnerRow, QuestionnaireRow

_HISTORY = ("inquiry_id", "criterion", "applies", "text", "language", "version", "link_id", "saved_at")


@dataclass(frozen=True)
class PartnerAnswer:
    """The newest answer to one criterion, and what stands beside it."""

    criterion: str
    applies: bool = True
    text: str = ""
    """The answer, or why the criterion does not apply."""
    language: str = ""
    version: int = 0
    english: str = ""
    english_outdated: bool = False
    comment: str = ""
    """What the company wants changed; only while the inquiry was returned."""
    files: int = 0
    earlier: str = ""
    """What was answered to the inquiry that this one renews."""
    earlier_applies: bool = True

    @property
    def is_answered(self) -> bool:
        """Whether there is an answer, or a reason why none is needed."""
        return bool(self.text)


@dataclass(frozen=True)
class ActionAsked:
    """Something that the company wants put right."""

    id: int
    criterion: str
    finding: str
    wanted: str
    due_on: date
    state: ActionState
    version: int
    answer: str
    decision: str


@dataclass(frozen=True)
class OpenInquiry:
    """An inquiry as its partner sees it."""

    id: int
    reference: str
    company: str
    partner: str
    name: str
    introduction: str
    business_type: str
    """From whose criteria the questionnaire was built; empty: from all."""
    state: InquiryState
    due_on: date
    library: Library
    answers: tuple[PartnerAnswer, ...]
    """In the order of the questionnaire."""
    actions: tuple[ActionAsked, ...]
    signed_at: datetime | None
    signer_name: str

    @property
    def may_answer(self) -> bool:
        """Whether answers can be written."""
        return self.state in ANSWERABLE

    @property
    def missing(self) -> tuple[str, ...]:
        """The criteria that still lack an answer."""
        return tuple(each.criterion for each in self.answers if not each.is_answered)

    def is_must(self, criterion: str) -> bool:
        """Whether the criterion is a must for the business type that is asked; of all types if it names none."""
        levels = self.library.criteria[criterion].level
        return levels[self.business_type] == "must" if self.business_type in levels else "must" in levels.values()

    def answer(self, criterion: str) -> PartnerAnswer | None:
        """Return what is answered to ``criterion``; None for one that is not asked."""
        return next((each for each in self.answers if each.criterion == criterion), None)


@dataclass(frozen=True)
class SavedPartnerAnswer:
    """What is stored now."""

    version: int
    changed: bool


def read_inquiry(session: Session, visit: Visit, *, inquiry_id: int) -> OpenInquiry:
    """Return the inquiry of the visit with all that was answered.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    visit.require(inquiry_id)
    row = session.get_one(InquiryRow, inquiry_id)
    return OpenInquiry(
        inquiry_id,
        row.reference,
        visit.company,
        session.get_one(PartnerRow, row.partner_id).name,
        row.name,
        row.introduction,
        session.get_one(QuestionnaireRow, row.questionnaire_id).business_type,
        InquiryState(row.state),
        row.due_on,
        library_version(session, row.library_hash),
        tuple(_answers(session, row)),
        tuple(_actions(session, inquiry_id)),
        row.signed_at,
        row.signer_name,
    )


def save_answer(
    session: Session,
    visit: Visit,
    *,
    inquiry_id: int,
    criterion: str,
    seen_version: int,
    applies: bool,
    text: str,
    language: str,
    tab: str,
    now: datetime,
) -> SavedPartnerAnswer:
    """Save one answer when nobody wrote another one since ``seen_version`` was shown; the same text writes nothing.

    ``tab`` names the browser tab: what it wrote itself is no conflict, though the version may not have reached it yet.

    Raises:
        NotPermitted: ``access.not-yours``.
        InvalidValue: ``question.unknown``, ``text.too-long``, ``text.control-character``.
        StaleVersion: ``answer.changed-meanwhile``, with the other text.
        Refusal: ``reply.signed-already``, ``reply.over``.
    """
    inquiry = require_writable(session, visit, inquiry_id)
    require_asked(inquiry, criterion)
    stored = check_text(text, MAX_ANSWER)
    row = find_answer(session, inquiry_id, criterion)
    if row is None:
        if not stored and applies:
            return SavedPartnerAnswer(0, changed=False)
        row = InquiryAnswerRow(
            inquiry_id=inquiry_id,
            criterion=criterion,
            language=language,
            version=0,
            link_id=visit.link_id,
            saved_at=now,
        )
        session.add(row)
    elif (row.text, row.applies) == (stored, applies):
        return SavedPartnerAnswer(row.version, changed=False)
    elif row.version != seen_version and (row.link_id, row.tab) != (visit.link_id, tab):
        raise StaleVersion(theirs=row.text, version=row.version, who=session.get_one(InquiryLinkRow, row.link_id).name)
    else:
        session.add(InquiryAnswerHistoryRow(**{name: getattr(row, name) for name in _HISTORY}))
    row.applies, row.text, row.language = applies, stored, language
    row.version, row.link_id, row.tab, row.saved_at = row.version + 1, visit.link_id, tab, now
    note_begun(inquiry)
    session.flush()
    return SavedPartnerAnswer(row.version, changed=True)


def save_english(
    session: Session, visit: Visit, *, inquiry_id: int, criterion: str, of_version: int, seen: str, text: str
) -> None:
    """Keep the English of an answer, as the partner writes it beside version ``of_version``.

    Args:
        session: an open session.
        visit: who writes.
        inquiry_id: the inquiry.
        criterion: of the answer.
        of_version: the version of the answer that it was written for.
        seen: the English that stood there when the field was shown.
        text: the English.

    Raises:
        NotPermitted: ``access.not-yours``.
        InvalidValue: ``question.unknown``, ``reply.answer-first``, ``text.too-long``, ``text.control-character``.
        StaleVersion: ``answer.changed-meanwhile``, with the other text.
        Refusal: ``reply.signed-already``, ``reply.over``.
    """
    inquiry = require_writable(session, visit, inquiry_id)
    require_asked(inquiry, criterion)
    stored = check_text(text, MAX_ANSWER)
    row = find_answer(session, inquiry_id, criterion)
    if row is None:
        raise InvalidValue("reply.answer-first")
    if row.english not in {stored, seen}:
        raise StaleVersion(theirs=row.english, version=row.version)
    if row.english != stored or row.english_of_version != of_version:
        row.english, row.english_of_version, row.english_by = stored, of_version, None


def answer_action(
    session: Session,
    visit: Visit,
    *,
    inquiry_id: int,
    action_id: int,
    seen_version: int,
    text: str,
    language: str,
    now: datetime,
) -> None:
    """Say how something that was asked for has been put right; the company is told.

    Raises:
        NotPermitted: ``access.not-yours``.
        InvalidValue: ``reply.action-answer-missing``, ``text.too-long``, ``text.control-character``.
        StaleVersion: ``answer.changed-meanwhile``, with the other text.
        Refusal: ``reply.action-decided``.
    """
    visit.require(inquiry_id)
    stored = check_text(text, MAX_ANSWER)
    if not stored:
        raise InvalidValue("reply.action-answer-missing")
    row = session.get(InquiryActionRow, action_id, with_for_update=True) if action_id > 0 else None
    if row is None or row.inquiry_id != inquiry_id:
        raise NotPermitted
    if row.state not in {ActionState.OPEN, ActionState.ANSWERED}:
        raise Refusal("reply.action-decided")
    if row.version != seen_version and row.answer != stored:
        raise StaleVersion(theirs=row.answer, version=row.version)
    row.state, row.version = ActionState.ANSWERED, row.version + 1
    row.answer, row.answer_language, row.answered_at, row.answered_link_id = stored, language, now, visit.link_id
    inquiry = session.get_one(InquiryRow, inquiry_id)
    note_step(session, inquiry, InquiryEvent.ACTION_ANSWERED, now=now, link_id=visit.link_id, action=action_id)
    tell(
        session,
        [row.made_by],
        template="inquiry-action-answered",
        path=f"{COMPANY_PAGE}/?inquiry={inquiry_id}",
        now=now,
        partner=session.get_one(PartnerRow, inquiry.partner_id).name,
        reference=inquiry.reference,
    )


def require_writable(session: Session, visit: Visit, inquiry_id: int) -> InquiryRow:
    """Return the inquiry, held until the transaction ends: nobody signs it while somebody writes.

    Raises:
        NotPermitted: ``access.not-yours``.
        Refusal: ``reply.signed-already``, ``reply.over``.
    """
    visit.require(inquiry_id)
    inquiry = session.get_one(InquiryRow, inquiry_id, with_for_update=True, populate_existing=True)
    require_answerable(InquiryState(inquiry.state))
    return inquiry


def require_asked(inquiry: InquiryRow, criterion: str) -> None:
    """Return nothing for a criterion of the questionnaire.

    Raises:
        InvalidValue: ``question.unknown``.
    """
    if criterion not in criteria_of(inquiry):
        raise InvalidValue("question.unknown")


def criteria_of(inquiry: InquiryRow) -> tuple[str, ...]:
    """Return the ids of the criteria that are asked, in their order."""
    return tuple(each for each in inquiry.criteria.split(",") if each)


def find_answer(session: Session, inquiry_id: int, criterion: str) -> InquiryAnswerRow | None:
    """Return the newest answer to one criterion."""
    query = select(InquiryAnswerRow).where(
        col(InquiryAnswerRow.inquiry_id) == inquiry_id, col(InquiryAnswerRow.criterion) == criterion
    )
    return session.scalars(query).first()


def note_begun(inquiry: InquiryRow) -> None:
    """Note that something was written."""
    state = after_answer(InquiryState(inquiry.state))
    if state != inquiry.state:
        inquiry.state, inquiry.version = state, inquiry.version + 1


def _answers(session: Session, inquiry: InquiryRow) -> Sequence[PartnerAnswer]:
    rows, earlier = _rows(session, inquiry.id), _rows(session, inquiry.previous_id)
    comments, files = _comments(session, inquiry), _files(session, inquiry.id)
    return [
        _answer(each, rows.get(each), earlier.get(each), comments.get(each, ""), files[each])
        for each in criteria_of(inquiry)
    ]


def _answer(
    criterion: str, row: InquiryAnswerRow | None, earlier: InquiryAnswerRow | None, comment: str, files: int
) -> PartnerAnswer:
    before = (earlier.text, earlier.applies) if earlier else ("", True)
    if row is None:
        return PartnerAnswer(criterion, comment=comment, files=files, earlier=before[0], earlier_applies=before[1])
    outdated = bool(row.english) and row.english_of_version != row.version
    return PartnerAnswer(
        criterion, row.applies, row.text, row.language, row.version, row.english, outdated, comment, files, *before
    )


def _rows(session: Session, inquiry_id: int | None) -> Mapping[str, InquiryAnswerRow]:
    if inquiry_id is None:
        return {}
    query = select(InquiryAnswerRow).where(col(InquiryAnswerRow.inquiry_id) == inquiry_id)
    return {row.criterion: row for row in session.scalars(query)}


def _comments(session: Session, inquiry: InquiryRow) -> Mapping[str, str]:
    if inquiry.state != InquiryState.RETURNED:
        return {}
    query = select(InquiryGradeRow).where(
        col(InquiryGradeRow.inquiry_id) == inquiry.id, col(InquiryGradeRow.grade) != Grade.MET.value
    )
    return {row.criterion: row.reason for row in session.scalars(query)}


def _files(session: Session, inquiry_id: int | None) -> Counter[str]:
    query = (
        select(col(InquiryFileRow.criterion), func.count())
        .where(col(InquiryFileRow.inquiry_id) == inquiry_id, col(InquiryFileRow.removed_at).is_(None))
        .group_by(col(InquiryFileRow.criterion))
    )
    return Counter({row[0]: row[1] for row in session.connection().execute(query)})


def _actions(session: Session, inquiry_id: int) -> Sequence[ActionAsked]:
    query = select(InquiryActionRow).where(
        col(InquiryActionRow.inquiry_id) == inquiry_id, col(InquiryActionRow.state) != ActionState.DROPPED.value
    )
    return [
        ActionAsked(
            row.id or 0,
            row.criterion,
            row.finding,
            row.wanted,
            row.due_on,
            ActionState(row.state),
            row.version,
            row.answer,
            row.decision,
        )
        for row in session.scalars(query.order_by(col(InquiryActionRow.due_on), col(InquiryActionRow.id)))
    ]
