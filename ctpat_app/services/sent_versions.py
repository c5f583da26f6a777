"""What was sent each time, answer by answer, and how an answer of a review compares with what was decided before.

What an answer consists of is read here alone, so that "unchanged" means the same for the page and for the decision.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlmodel import Session, col

from ctpat_app.domain.profile_reviews import Decision, ReviewState
from ctpat_app.guidance.decided import PART, is_part
from ctpat_app.guidance.english import english_of
from ctpat_app.guidance.flow import Situation, applies
from ctpat_app.guidance.questions import CRITERION
from ctpat_app.guidance.schema import Step
from ctpat_app.services.profile_reviews import Review, StatementDecision, decisions_in, earlier_reviews
from ctpat_app.services.sent_drafts import frozen_situation
from ctpat_app.services.submissions import stands_for
from ctpat_app.tables.documents import AttachmentRow, DocumentRow, DocumentVersionRow
from ctpat_app.tables.drafts import SubmissionRow

Evidence = frozenset[tuple[str, str]]
"""Name and hash of each file that stood beside an answer when it was sent."""


@dataclass(frozen=True)
class SentVersion:
    """One answer as it was sent: two that are equal say the same to the same statement, with the same evidence."""

    statement: str
    original: str
    english: str
    applies: bool
    evidence: Evidence


@dataclass(frozen=True)
class Earlier:
    """What was decided about an answer in an earlier review, and the answer that it was decided about."""

    decision: StatementDecision
    answer: SentVersion


@dataclass(frozen=True)
class Compared:
    """An answer beside what was decided before: when it was last approved, and when it was last sent back."""

    now: SentVersion
    approved: Earlier | None = None
    returned: Earlier | None = None
    """Only while nothing newer was approved."""

    @property
    def is_unchanged(self) -> bool:
        """Whether exactly this was approved, and nobody sent it back since."""
        return self.approved is not None and self.returned is None and self.approved.answer == self.now

    @property
    def is_changed(self) -> bool:
        """Whether something else was decided about before."""
        last = self.returned or self.approved
        return last is not None and last.answer != self.now


Part = tuple[tuple[str, ...], ...]
"""Every entry of one step of the form: key, row, value, and what stands behind a chosen value."""


@dataclass(frozen=True)
class ProfileComparison:
    """Every statement of a review beside what was decided before, and the steps that differ from the last approved."""

    statements: dict[str, Compared]
    changed_parts: frozenset[str]


def compare_with_earlier(session: Session, review: Review, situation: Situation) -> ProfileComparison:
    """Return how what is reviewed compares with what was decided before; the caller authorizes.

    Looks at the last review that was decided and at the last approved profile: two snapshots, however old the model is.
    """
    decided = [each for each in earlier_reviews(session, review) if each.state is not ReviewState.SUPERSEDED]
    approved = next((each for each in decided if each.state is ReviewState.ACCEPTED), None)
    looked_at = list(dict.fromkeys(each.draft_id for each in (*decided[:1], *((approved,) if approved else ()))))
    situations = _situations(session, looked_at)
    evidence = _evidence_of(session, [review.draft_id, *looked_at])
    decisions = decisions_in(session, looked_at)
    older = [
        (decisions.get(draft, {}), _versions(situations[draft], evidence.get(draft, {})))
        for draft in looked_at
        if draft in situations
    ]
    now = _versions(situation, evidence.get(review.draft_id, {}))
    last = situations.get(approved.draft_id) if approved else None
    return ProfileComparison(
        {key: _compared(key, version, older) for key, version in now.items()},
        _changed_parts(situation, last) if last else frozenset(),
    )


def _compared(
    key: str,
    now: SentVersion,
    older: list[tuple[dict[str, StatementDecision], dict[str, SentVersion]]],
) -> Compared:
    """Look from the newest review back until something was approved."""
    returned = None
    for decisions, versions in older:
        decision, answer = decisions.get(key), versions.get(key)
        if decision is None or answer is None:
            continue
        if decision.decision is Decision.ACCEPTED:
            return Compared(now, Earlier(decision, answer), returned)
        if decision.decision is Decision.RETURNED:
            returned = returned or Earlier(decision, answer)
    return Compared(now, None, returned)


def _situations(session: Session, drafts: Collection[int]) -> dict[int, Situation]:
    rows = session.scalars(select(SubmissionRow).where(col(SubmissionRow.draft_id).in_(drafts)))
    return {row.draft_id: frozen_situation(session, row) for row in rows}


def _versions(situation: Situation, evidence: Mapping[str, Evidence]) -> dict[str, SentVersion]:
    book = situation.book
    return {
        CRITERION + item.criterion.id: SentVersion(
            item.criterion.i18n.statement,
            book.text(CRITERION + item.criterion.id),
            english_of(book, item.criterion.id),
            applies(book, item.criterion.id),
            evidence.get(CRITERION + item.criterion.id, frozenset()),
        )
        for item in situation.criteria
    }


def _evidence_of(session: Session, drafts: Collection[int]) -> dict[int, dict[str, Evidence]]:
    """Return the files beside each answer as they were at the moment of sending, by draft and key."""
    sent = col(SubmissionRow.submitted_at)
    query = (
        select(AttachmentRow, col(DocumentRow.name), col(DocumentVersionRow.sha256))
        .join(SubmissionRow, col(SubmissionRow.draft_id) == col(AttachmentRow.draft_id))
        .join(DocumentRow, col(DocumentRow.id) == col(AttachmentRow.document_id))
        .join(DocumentVersionRow, col(DocumentVersionRow.document_id) == col(DocumentRow.id))
        .where(
            col(AttachmentRow.draft_id).in_(drafts),
            or_(col(AttachmentRow.removed_at).is_(None), col(AttachmentRow.removed_at) > sent),
            col(DocumentVersionRow.uploaded_at) <= sent,
        )
        .order_by(col(AttachmentRow.id), col(DocumentVersionRow.number))
    )
    newest: dict[tuple[int, str], dict[int, tuple[str, str]]] = {}
    for attachment, name, digest in session.execute(query):
        newest.setdefault((attachment.draft_id, attachment.key), {})[attachment.document_id] = (name, digest)
    found: dict[int, dict[str, Evidence]] = {}
    for (draft, key), files in newest.items():
        found.setdefault(draft, {})[key] = frozenset(files.values())
    return found


def _changed_parts(now: Situation, before: Situation) -> frozenset[str]:
    older = {step.id: _part(before, step) for step in before.path if is_part(step)}
    return frozenset(
        PART + step.id for step in now.path if is_part(step) and _part(now, step) != older.get(step.id, ())
    )


def _part(situation: Situation, step: Step) -> Part:
    return tuple(
        (
            item.question.key,
            item.row,
            situation.book.text(item.question.key, item.row),
            *stands_for(situation, item),
        )
        for item in situation.asked(step)
    )
