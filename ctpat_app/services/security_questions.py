"""The security questions of a person: three, listed or their own; only hashes of the answers are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlmodel import Session, col

from ctpat_app.domain.permissions import Actor, require_recent_proof
from ctpat_app.services.audit import NO_ACCOUNT, write_audit
from ctpat_app.services.library import current_library
from ctpat_app.tables.recovery import SecurityQuestionRow


@dataclass(frozen=True)
class StoredQuestion:
    """A question and the hash of its answer; ``question`` is an id of the content, empty for ``own_text``."""

    question: str
    own_text: str
    answer_hash: str


def offered_questions() -> frozenset[str]:
    """Return the ids of the questions that a person may choose from."""
    return frozenset(current_library().security_questions)


def questions_of(session: Session, user_id: int) -> tuple[StoredQuestion, ...]:
    """Return the questions of a person in their order, none when they chose none."""
    rows = session.scalars(
        select(SecurityQuestionRow)
        .where(col(SecurityQuestionRow.user_id) == user_id)
        .order_by(col(SecurityQuestionRow.position))
    )
    return tuple(StoredQuestion(row.question, row.own_text, row.answer_hash) for row in rows)


def set_questions(session: Session, actor: Actor, *, chosen: Sequence[StoredQuestion], now: datetime) -> None:
    """Keep the questions that the actor chose; earlier ones are gone.

    Raises:
        NotPermitted: ``access.prove-again``.
    """
    require_recent_proof(actor, now)
    replace_questions(session, actor.user_id, chosen=chosen, now=now)


def replace_questions(session: Session, user_id: int, *, chosen: Sequence[StoredQuestion], now: datetime) -> None:
    """Keep ``chosen`` in place of the person's questions; the caller has made sure who it is."""
    session.connection().execute(delete(SecurityQuestionRow).where(col(SecurityQuestionRow.user_id) == user_id))
    for position, each in enumerate(chosen, 1):
        session.add(
            SecurityQuestionRow(
                user_id=user_id,
                position=position,
                question="" if each.own_text else each.question,
                own_text=each.own_text,
                answer_hash=each.answer_hash,
                set_at=now,
            )
        )
    session.flush()
    write_audit(
        session,
        trade_account_id=NO_ACCOUNT,
        user_id=user_id,
        action="security-questions.set",
        subject=f"user/{user_id}",
        now=now,
    )
