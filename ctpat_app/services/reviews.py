"""What a reviewer may object to in the answers of a draft: computed each time, only what was dismissed is kept."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, select
from sqlmodel import Session, col

from ctpat_app.domain.errors import InvalidValue, Refusal
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.texts import clean_line
from ctpat_app.guidance.eligibility import AskedCriterion
from ctpat_app.guidance.english import english_of
from ctpat_app.guidance.flow import Situation, applies
from ctpat_app.guidance.questions import CRITERION
from ctpat_app.guidance.review_substance import POINTS, substance_of
from ctpat_app.guidance.reviewer import Evidence, Finding, Reviewed, review
from ctpat_app.services.access import DraftAccess, require_draft
from ctpat_app.services.audit import write_audit
from ctpat_app.services.contributing import situation_of
from ctpat_app.services.drafts import read_situation, require_answering
from ctpat_app.services.evidence import EvidenceFile, evidence_of
from ctpat_app.services.given import GivenAccess, or_given
from ctpat_app.services.reading import read
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.drafts import DraftRow, ReviewDismissalRow

MAX_REASON: Final = 300
"""Characters of the reason why a finding does not fit."""

_DISMISSALS: Final = (
    select(
        col(ReviewDismissalRow.key),
        col(ReviewDismissalRow.code),
        col(ReviewDismissalRow.about),
        col(ReviewDismissalRow.reason),
        col(UserAccountRow.name),
        col(ReviewDismissalRow.dismissed_at),
    )
    .join(UserAccountRow, col(UserAccountRow.id) == col(ReviewDismissalRow.dismissed_by))
    .where(col(ReviewDismissalRow.draft_id) == bindparam("of_draft"))
)


@dataclass(frozen=True)
class Dismissal:
    """Why somebody of the company said that a finding does not fit; ``about`` is what it was said about."""

    about: str
    reason: str
    who: str
    at: datetime


@dataclass(frozen=True)
class Objection:
    """A finding about an answer, and why it does not fit when somebody said so."""

    finding: Finding
    about: str
    """Hash of the answer and of the words that the finding is about."""
    dismissal: Dismissal | None = None


@dataclass(frozen=True)
class AnswerReview:
    """What is to be said about one answer; nothing about one that was not given yet, that is told elsewhere.

    ``told`` are the points (who, frequency, records, escalation) that an answer which applies tells already.
    """

    criterion: str
    category: str
    applies: bool
    given: bool = False
    objections: tuple[Objection, ...] = ()
    told: frozenset[str] = frozenset()

    @property
    def open(self) -> tuple[Objection, ...]:
        """The objections that nobody has dismissed."""
        return tuple(each for each in self.objections if each.dismissal is None)


@dataclass(frozen=True)
class DraftReview:
    """A draft as it stands, and what is to be said about each answer that was given, in the order of the profile."""

    situation: Situation
    answers: tuple[AnswerReview, ...]


def review_answer(session: Session, actor: Actor, *, draft_id: int, criterion: str, now: datetime) -> AnswerReview:
    """Return what a reviewer may object to in one answer as it is stored.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        InvalidValue: ``question.unknown`` when the criterion is not asked of this company.
    """
    access = or_given(session, actor, draft_id, _require_reader)
    if isinstance(access, GivenAccess):
        access.require_answer(Permission.PROFILE_ANSWER, CRITERION + criterion)
    return _review_one(session, access, criterion, now)


def review_draft(session: Session, actor: Actor, *, draft_id: int, now: datetime) -> DraftReview:
    """Return the same for every answer that was given.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    access = require_draft(session, actor, draft_id, Permission.APPLICATION_READ)
    situation = read_situation(session, access, now=now)
    return DraftReview(situation, reviews_of(session, situation, draft_id))


def reviews_of(session: Session, situation: Situation, draft_id: int) -> tuple[AnswerReview, ...]:
    """Return what a reviewer may object to in every answer of ``situation``; the caller has authorized the reader."""
    reviewer = _Reviewer(session, situation, draft_id)
    given = (item for item in situation.criteria if item.criterion.id in reviewer.texts)
    return tuple(reviewer.review(item) for item in given)


def dismiss_finding(
    session: Session,
    actor: Actor,
    *,
    draft_id: int,
    criterion: str,
    code: str,
    about: str,
    reason: str,
    now: datetime,
) -> None:
    """Keep why a finding does not fit, for whoever reads the answer; ``about`` says which one was seen.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``, ``draft.frozen``.
        InvalidValue: ``review.reason-missing``, ``text.too-long``, ``text.control-character``, ``question.unknown``.
        Refusal: ``review.finding-gone`` when the answer was changed meanwhile.
    """
    access = _require_writer(session, actor, draft_id, criterion)
    told = clean_line(reason, MAX_REASON)
    if not told:
        raise InvalidValue("review.reason-missing")
    found = _review_one(session, access, criterion, now).objections
    if not any((each.finding.code, each.about) == (code, about) for each in found):
        raise Refusal("review.finding-gone")
    _forget(session, draft_id, criterion, code)
    session.add(
        ReviewDismissalRow(
            draft_id=draft_id,
            key=CRITERION + criterion,
            code=code,
            about=about,
            reason=told,
            dismissed_by=actor.user_id,
            dismissed_at=now,
        )
    )
    _note(session, actor, access, criterion, "finding.dismissed", code, now)


def restore_finding(session: Session, actor: Actor, *, draft_id: int, criterion: str, code: str, now: datetime) -> None:
    """Open a dismissed finding again; one that is open stays so.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``, ``draft.frozen``.
    """
    access = _require_writer(session, actor, draft_id, criterion)
    if _forget(session, draft_id, criterion, code):
        _note(session, actor, access, criterion, "finding.restored", code, now)


def _require_reader(session: Session, actor: Actor, draft_id: int) -> DraftAccess:
    return require_draft(session, actor, draft_id, Permission.APPLICATION_READ)


def _require_writer(session: Session, actor: Actor, draft_id: int, criterion: str) -> DraftAccess:
    access = or_given(session, actor, draft_id, require_answering)
    access.require_answer(Permission.PROFILE_ANSWER, CRITERION + criterion)
    access.require_open()
    # Two who dismiss one finding at a moment wait for each other here, instead of running into the constraint.
    session.execute(select(col(DraftRow.id)).where(col(DraftRow.id) == draft_id).with_for_update())
    return access


def _forget(session: Session, draft_id: int, criterion: str, code: str) -> bool:
    """Return whether there was a dismissal to forget."""
    deleted = session.connection().execute(
        delete(ReviewDismissalRow).where(
            col(ReviewDismissalRow.draft_id) == draft_id,
            col(ReviewDismissalRow.key) == CRITERION + criterion,
            col(ReviewDismissalRow.code) == code,
        )
    )
    return deleted.rowcount > 0


def _note(
    session: Session, actor: Actor, access: DraftAccess, criterion: str, action: str, code: str, now: datetime
) -> None:
    write_audit(
        session,
        trade_account_id=access.trade_account_id,
        user_id=actor.user_id,
        action=action,
        subject=f"draft:{access.draft_id}/{CRITERION}{criterion}",
        now=now,
        code=code,
    )


def _review_one(session: Session, access: DraftAccess, criterion: str, now: datetime) -> AnswerReview:
    situation = situation_of(session, access, now=now)
    asked = next((item for item in situation.criteria if item.criterion.id == criterion), None)
    if asked is None:
        raise InvalidValue("question.unknown")
    return _Reviewer(session, situation, access.draft_id).review(asked)


class _Reviewer:
    """Reviews answers of one draft; reads what stands beside them once."""

    def __init__(self, session: Session, situation: Situation, draft_id: int) -> None:
        self._situation = situation
        self._evidence = evidence_of(session, draft_id)
        self._dismissals = _dismissals(session, draft_id)
        answers = ((each.criterion.id, english_of(situation.book, each.criterion.id)) for each in situation.criteria)
        self.texts = {criterion: text for criterion, text in answers if text}
        # Reasons why something does not apply are alike by nature.
        self._others = {key: text for key, text in self.texts.items() if applies(situation.book, key)}

    def review(self, asked: AskedCriterion) -> AnswerReview:
        """Return what is to be said about one answer."""
        criterion = asked.criterion
        text, holds = self.texts.get(criterion.id, ""), applies(self._situation.book, criterion.id)
        if not text:
            return AnswerReview(criterion.id, criterion.category, holds)
        answer = Reviewed(
            criterion.id,
            # Several types may ask for it, not all of them strictly; the answer is judged as the strictest one.
            asked.demanded_by[0],
            text,
            tuple(map(_as_evidence, self._evidence.get(CRITERION + criterion.id, ()))),
            self._others,
            also=self._situation.types,
            applies=holds,
        )
        found = review(self._situation.library, answer, today=self._situation.today)
        return AnswerReview(
            criterion.id,
            criterion.category,
            holds,
            True,
            tuple(self._objection(criterion.id, text, finding) for finding in found),
            _told(text) if holds else frozenset(),
        )

    def _objection(self, criterion: str, text: str, finding: Finding) -> Objection:
        about = _about(text, finding)
        dismissal = self._dismissals.get((CRITERION + criterion, finding.code))
        return Objection(finding, about, dismissal if dismissal and dismissal.about == about else None)


def _told(text: str) -> frozenset[str]:
    substance = substance_of(text)
    return frozenset(POINTS).difference(substance.missing)


def _about(text: str, finding: Finding) -> str:
    """Return what tells this finding from one about another text, or about another document beside it."""
    whole = json.dumps([text, finding.words, sorted(finding.params.items())], ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()


def _as_evidence(file: EvidenceFile) -> Evidence:
    return Evidence(file.kind, file.name, file.stands_for)


def _dismissals(session: Session, draft_id: int) -> Mapping[tuple[str, str], Dismissal]:
    rows = read(session, _DISMISSALS, of_draft=draft_id)
    return {(key, code): Dismissal(about, reason, who, at) for key, code, about, reason, who, at in rows}
