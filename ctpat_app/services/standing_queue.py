"""What waits for staff about the standing of companies, each as one query of the desk's queue."""

from typing import Any, Final

from sqlalchemy import Select, and_
from sqlmodel import col

from ctpat_app.domain.appeals import WAITING
from ctpat_app.domain.desk import Work
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.standing import Decision
from ctpat_app.services.desk_sources import work
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.tables.standing import AppealRow, LetterAnswerRow, StandingDecisionRow, StandingProposalRow


def waiting_appeals() -> Select[*tuple[Any, ...]]:
    """Appeals that were filed and not decided, due within 180 days of their filing. Source: 6 U.S.C. 967(c)."""
    row = AppealRow
    query = work(
        Work.APPEAL,
        account=col(SecurityModelRow.trade_account_id),
        model=col(row.security_model_id),
        subject=col(row.id),
        since=col(row.filed_at),
        due=col(row.decide_by),
    )
    query = query.join(SecurityModelRow, col(SecurityModelRow.id) == col(row.security_model_id))
    return query.where(col(row.state).in_(WAITING))


def waiting_proposals() -> Select[*tuple[Any, ...]]:
    """What the desk proposed and headquarters neither took up nor declined."""
    row = StandingProposalRow
    query = work(
        Work.STANDING_PROPOSAL,
        account=col(SecurityModelRow.trade_account_id),
        model=col(row.security_model_id),
        subject=col(row.id),
        since=col(row.proposed_at),
    )
    query = query.join(SecurityModelRow, col(SecurityModelRow.id) == col(row.security_model_id))
    return query.where(col(row.settled_at).is_(None))


def waiting_answers() -> Select[*tuple[Any, ...]]:
    """Answers to letters that were sent while the company is still suspended."""
    row, decision = LetterAnswerRow, StandingDecisionRow
    suspension = and_(col(decision.id) == col(row.decision_id), col(decision.kind) == Decision.SUSPEND)
    query = work(
        Work.LETTER_ANSWER,
        account=col(SecurityModelRow.trade_account_id),
        model=col(decision.security_model_id),
        subject=col(row.id),
        since=col(row.sent_at),
    )
    query = query.join(decision, suspension)
    query = query.join(SecurityModelRow, col(SecurityModelRow.id) == col(decision.security_model_id))
    return query.where(col(row.sent_at).is_not(None), col(SecurityModelRow.status) == Status.SUSPENDED)


SOURCES: Final = (waiting_appeals, waiting_proposals, waiting_answers)
"""For the queue of the desk."""
