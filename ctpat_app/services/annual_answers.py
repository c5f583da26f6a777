"""The annual review answer by answer: read what was said last year and what stands there now, and affirm it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time

from sqlalchemy import insert, select
from sqlmodel import Session, col

from ctpat_app.domain.annual_review import window_of
from ctpat_app.domain.errors import InvalidValue, Refusal
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.guidance.affirmations import SETTLED, Ledger, Mark, versions_of
from ctpat_app.guidance.answers import AnswerBook
from ctpat_app.guidance.questions import CRITERION
from ctpat_app.services.access import DraftAccess, require_draft
from ctpat_app.services.annual_rows import current_row, require_open
from ctpat_app.services.application import open_application
from ctpat_app.services.audit import write_audit
from ctpat_app.services.drafts import SECURITY_MODEL, read_book, read_situation
from ctpat_app.services.evidence import EvidenceFile, evidence_of
from ctpat_app.services.model_access import require_model
from ctpat_app.services.profile_changes import base_of
from ctpat_app.services.reviews import AnswerReview, reviews_of
from ctpat_app.services.time_zones import zone_of
from ctpat_app.tables.accounts import TradeAccountRow, UserAccountRow
from ctpat_app.tables.annual_reviews import AffirmationRow, AnnualReviewRow
from ctpat_app.tables.drafts import DraftRow
from ctpat_app.tables.security_models import SecurityModelRow


@dataclass(frozen=True)
class ReviewedAnswers:
    """All answers of one review; files and objections by statement, ``who`` says who affirmed an answer, and when."""

    draft_id: int
    trade_account_id: int
    company: str
    has_new_content: bool
    """Whether the content changed so that somebody has to look at it before anything else."""
    ledger: Ledger
    evidence: dict[str, tuple[EvidenceFile, ...]]
    reviews: dict[str, AnswerReview]
    who: dict[str, tuple[str, datetime]]
    may_answer: bool
    is_open: bool
    """Whether the review was not sent yet."""


def read_answers(session: Session, actor: Actor, *, security_model_id: int, now: datetime) -> ReviewedAnswers:
    """Return the answers of the review that somebody began.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        Refusal: ``annual.not-begun``.
    """
    require_model(session, actor, security_model_id, Permission.APPLICATION_READ)
    model = session.get_one(SecurityModelRow, security_model_id)
    row = current_row(session, model)
    draft = draft_of(session, row) if row else 0
    if row is None or not draft:
        raise Refusal("annual.not-begun")
    opened = open_application(session, actor, draft_id=draft, now=now)
    access, ledger = opened.access, ledger_of(session, opened.access, row, now)
    return ReviewedAnswers(
        draft,
        access.trade_account_id,
        opened.company,
        bool(opened.changes),
        ledger,
        evidence_of(session, draft),
        {each.criterion: each for each in reviews_of(session, ledger.situation, draft)},
        _affirmers(session, ledger, draft),
        access.allows(Permission.PROFILE_ANSWER),
        row.sent_at is None and not access.frozen,
    )


def affirm_answer(
    session: Session, actor: Actor, *, security_model_id: int, criterion: str, versions: str, now: datetime
) -> str:
    """Affirm one answer as it was shown and return the next open statement, or empty; a second press changes nothing.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``, ``draft.frozen``.
        InvalidValue: ``question.unknown``.
        Refusal: ``annual.not-begun``, ``annual.nothing-to-affirm``, ``annual.answer-changed`` when somebody changed
            the answer since it was shown; as ``annual_rows.require_open``.
    """
    require_model(session, actor, security_model_id, Permission.PROFILE_ANSWER)
    row = require_open(session, security_model_id, now)
    draft = draft_of(session, row)
    if not draft:
        raise Refusal("annual.not-begun")
    access = require_draft(session, actor, draft, Permission.PROFILE_ANSWER)
    access.require_open()
    ledger = ledger_of(session, access, row, now)
    _check_affirmable(ledger, criterion, versions)
    if ledger.mark(criterion) is not Mark.AFFIRMED:
        _write_marks(session, [_as_mark(draft, criterion, versions, actor.user_id, now)])
        write_audit(
            session,
            trade_account_id=access.trade_account_id,
            user_id=actor.user_id,
            action="answer.affirmed",
            subject=f"draft:{draft}/{CRITERION}{criterion}/",
            now=now,
        )
    return ledger.next_open(criterion)


def _check_affirmable(ledger: Ledger, criterion: str, versions: str) -> None:
    if criterion not in ledger.statements:
        raise InvalidValue("question.unknown")
    if ledger.mark(criterion) is Mark.UNANSWERED:
        raise Refusal("annual.nothing-to-affirm")
    if versions_of(ledger.situation.book, criterion) != versions:
        raise Refusal("annual.answer-changed")


def draft_of(session: Session, row: AnnualReviewRow) -> int:
    """Return the draft in which the review is worked on or was sent; 0 before, and when it was discarded."""
    draft = session.get(DraftRow, row.draft_id) if row.draft_id else None
    # A purged draft leaves its number, which SQLite gives to the next one: that may be of anybody.
    is_own = draft is not None and (draft.subject_kind, draft.subject_id) == (SECURITY_MODEL, row.security_model_id)
    return draft.id or 0 if draft and is_own and draft.removed_at is None else 0


def ledger_of(session: Session, access: DraftAccess, row: AnnualReviewRow, now: datetime) -> Ledger:
    """Return what is marked in the draft of a review; the caller has authorized."""
    account = session.get_one(TradeAccountRow, access.trade_account_id)
    opens = datetime.combine(window_of(row.due_on).opens_on, time.min, zone_of(account).zone)
    base = base_of(session, access.draft_id)
    return Ledger(
        read_situation(session, access, now=now),
        read_book(session, base) if base else AnswerBook.of(()),
        _affirmed(session, access.draft_id),
        opens.astimezone(UTC),
    )


def carry_marks(session: Session, earlier: Ledger, user_id: int, target: int, now: datetime) -> None:
    """Keep what was marked before the changes were sent by themselves: nobody says the same twice in one review."""
    book, before = read_book(session, target), earlier.situation.book
    settled = [each for each in earlier.statements if earlier.mark(each) in SETTLED]
    same = [each for each in settled if book.text(CRITERION + each) == before.text(CRITERION + each)]
    _write_marks(session, [_as_mark(target, each, versions_of(book, each), user_id, now) for each in same])


def _as_mark(draft: int, criterion: str, versions: str, user_id: int, now: datetime) -> dict[str, object]:
    return {
        "draft_id": draft,
        "criterion_id": criterion,
        "versions": versions,
        "affirmed_by": user_id,
        "affirmed_at": now,
    }


def _write_marks(session: Session, marks: list[dict[str, object]]) -> None:
    if marks:
        session.execute(insert(AffirmationRow), marks)


def _affirmed(session: Session, draft_id: int) -> Mapping[str, set[str]]:
    query = select(col(AffirmationRow.criterion_id), col(AffirmationRow.versions))
    found: dict[str, set[str]] = defaultdict(set)
    for criterion, versions in session.execute(query.where(col(AffirmationRow.draft_id) == draft_id)):
        found[criterion].add(versions)
    return found


def _affirmers(session: Session, ledger: Ledger, draft_id: int) -> dict[str, tuple[str, datetime]]:
    query = (
        select(AffirmationRow, col(UserAccountRow.name))
        .join(UserAccountRow, col(UserAccountRow.id) == col(AffirmationRow.affirmed_by))
        .where(col(AffirmationRow.draft_id) == draft_id)
    )
    book = ledger.situation.book
    return {
        row.criterion_id: (name, row.affirmed_at)
        for row, name in session.execute(query)
        if row.versions == versions_of(book, row.criterion_id)
    }
