"""What a suspension or removal asks a company to do next, with the day by which; the caller authorizes."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.appeals import AppealState, is_in_time
from ctpat_app.domain.deadlines import SUSPENSION_ANSWER
from ctpat_app.domain.lifecycle import Status
from ctpat_app.services.standing_proofs import has_consent
from ctpat_app.services.standing_records import answer_to, appeal_against, newest_decision, standing_suspension
from ctpat_app.tables.security_models import SecurityModelRow


@dataclass(frozen=True)
class ToDo:
    """One thing to do on a page about a security model; ``due_on`` is None where no day is set."""

    kind: str
    page: str
    model_id: int
    due_on: date | None = None


def standing_todo(session: Session, trade_account_id: int, now: datetime) -> list[ToDo]:
    """Return what waits for the officer of a company."""
    query = select(col(SecurityModelRow.id)).where(
        col(SecurityModelRow.trade_account_id) == trade_account_id,
        col(SecurityModelRow.status).in_([Status.SUSPENDED, Status.REMOVED]),
    )
    models = session.scalars(query.order_by(col(SecurityModelRow.id))).all()
    return [
        each for model in models for each in (*_of_suspension(session, model or 0), *_appeal(session, model or 0, now))
    ]


def _of_suspension(session: Session, model_id: int) -> list[ToDo]:
    decision = standing_suspension(session, model_id)
    if decision is None:
        return []
    found, answer = [], answer_to(session, decision.id)
    if answer is None or answer.sent_at is None:
        found.append(ToDo("answer-letter", "standing", model_id, decision.decided_at.date() + SUSPENSION_ANSWER))
    if not has_consent(session, model_id):
        found.append(ToDo("give-consent", "standing", model_id))
    return found


def _appeal(session: Session, model_id: int, now: datetime) -> list[ToDo]:
    """Whether to appeal is the company's choice: only an appeal that was begun is something to do."""
    decision = newest_decision(session, model_id)
    appeal = appeal_against(session, decision.id) if decision else None
    begun = appeal is not None and appeal.state is AppealState.OPEN and appeal.version > 0
    if appeal is None or not begun or not is_in_time(now, appeal.due_on):
        return []
    return [ToDo("file-appeal", "appeal", model_id, appeal.due_on)]
