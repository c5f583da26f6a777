"""What of validations waits for somebody: for the desk as queries of one shape, for a company as what it has to do."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from ctpat_app.domain.desk import Work
from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.validations import ANSWERABLE, State
from ctpat_app.services.access import DraftAccess
from ctpat_app.services.desk_sources import NO_DAY, Column, work
from ctpat_app.services.model_access import require_model
from ctpat_app.services.validation_reports import findings_of
from ctpat_app.services.validation_responses import open_points
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.tables.validations import ValidationEventRow, ValidationRow


@dataclass(frozen=True)
class ResponseToDo:
    """A response that a company has to give; ``still_open`` points are not ready, with none the officer sends it."""

    validation_id: int
    path: str
    """The page, without the language."""
    due_on: date | None
    still_open: int


def to_approve() -> Select[*tuple[Any, ...]]:
    """Plans and reports that wait for a supervisor; no day is set for them."""
    return _work(Work.VALIDATION_APPROVE, {State.PLAN_WAITING, State.REPORT_WAITING})


def to_hold() -> Select[*tuple[Any, ...]]:
    """Validations that the company knows of and that come, or whose report is not finished: due on their day."""
    states = {State.SCHEDULED, State.IN_PROGRESS, State.REPORT_RETURNED}
    return _work(Work.VALIDATION_HOLD, states, due=col(ValidationRow.starts_on))


def answered() -> Select[*tuple[Any, ...]]:
    """Responses that were sent, and validations of which the outcome is not recorded yet; no day is set for them."""
    return _work(Work.VALIDATION_ANSWER, {State.RESPONSE_SUBMITTED, State.RESPONSE_ACCEPTED, State.REPORT_ISSUED})


def responses_to_give(session: Session, actor: Actor, trade_account_id: int) -> list[ResponseToDo]:
    """Return the responses that the company has to give, as far as the actor works on them, the first due on top."""
    query = (
        select(ValidationRow)
        .join(SecurityModelRow, col(SecurityModelRow.id) == col(ValidationRow.security_model_id))
        .where(
            col(SecurityModelRow.trade_account_id) == trade_account_id, col(ValidationRow.state).in_(sorted(ANSWERABLE))
        )
        .order_by(col(ValidationRow.response_due_on), col(ValidationRow.id))
    )
    return [
        ResponseToDo(
            row.id or 0,
            f"validation/?id={row.id}",
            row.response_due_on,
            len(open_points(session, findings_of(session, row.id or 0))),
        )
        for row in session.scalars(query).all()
        if _writer(session, actor, row.security_model_id)
    ]


def _writer(session: Session, actor: Actor, model_id: int) -> DraftAccess | None:
    try:
        return require_model(session, actor, model_id, Permission.VALIDATION_RESPONSE_WRITE)
    except NotPermitted:
        return None


def _work(kind: Work, states: set[State], due: Column = NO_DAY) -> Select[*tuple[Any, ...]]:
    """Return work of one kind; it waits since the last move."""
    row = ValidationRow
    moved = (
        select(func.max(col(ValidationEventRow.at)))
        .where(col(ValidationEventRow.validation_id) == col(row.id))
        .correlate(row)
        .scalar_subquery()
    )
    query = work(
        kind,
        account=col(SecurityModelRow.trade_account_id),
        model=col(row.security_model_id),
        subject=col(row.id),
        since=func.coalesce(moved, col(row.planned_at)),
        due=due,
    )
    query = query.join(SecurityModelRow, col(SecurityModelRow.id) == col(row.security_model_id))
    return query.where(col(row.state).in_(sorted(states)))
