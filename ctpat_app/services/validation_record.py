"""What the validations of a security model come to, for other use cases: they have authorized the reader."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from ctpat_app.domain.validations import FindingKind, Kind, Outcome, State
from ctpat_app.tables.validations import ValidationFindingRow, ValidationRow


@dataclass(frozen=True)
class ValidationView:
    """One validation in short."""

    id: int
    security_model_id: int
    number: int
    kind: Kind
    state: State
    starts_on: date | None
    issued_at: datetime | None
    response_due_on: date | None
    outcome: Outcome | None
    closed_at: datetime | None
    required_actions: int
    """In the report; ``open_required_actions``: whose answer is not accepted yet."""
    open_required_actions: int
    best_practices: int

    @property
    def ended_on(self) -> date | None:
        """The day on which it was closed; None while it goes on."""
        return self.closed_at.date() if self.closed_at else None


def newest_validation(session: Session, model_id: int) -> ValidationView | None:
    """Return the newest validation of the security model that was not cancelled."""
    return _newest(session, model_id, col(ValidationRow.state) != State.CANCELLED)


def newest_passed(session: Session, model_id: int) -> ValidationView | None:
    """Return the newest validation that the security model passed."""
    return _newest(session, model_id, col(ValidationRow.outcome) == Outcome.PASSED)


def open_required_actions(session: Session, model_id: int) -> int:
    """Return how many required actions are open: of the last validation that was passed, and of each one since.

    What an earlier one asked for is settled by a later one that was passed.
    """
    passed = newest_passed(session, model_id)
    query = (
        select(func.count())
        .select_from(ValidationFindingRow)
        .join(ValidationRow, col(ValidationRow.id) == col(ValidationFindingRow.validation_id))
        .where(
            col(ValidationRow.security_model_id) == model_id,
            col(ValidationRow.issued_at).is_not(None),
            col(ValidationRow.number) >= (passed.number if passed else 0),
            *_open_required(),
        )
    )
    return session.scalar(query) or 0


def view_of(session: Session, row: ValidationRow) -> ValidationView:
    """Return a validation in short."""
    return views_of(session, [row])[0]


def views_of(session: Session, rows: Iterable[ValidationRow]) -> tuple[ValidationView, ...]:
    """Return validations in short, in the order of ``rows``, with one query for the counts of all."""
    wanted = list(rows)
    counts = _counts(session, [row.id or 0 for row in wanted])
    return tuple(_view(row, counts.get(row.id or 0, {})) for row in wanted)


def _newest(session: Session, model_id: int, where: ColumnElement[bool]) -> ValidationView | None:
    query = select(ValidationRow).where(col(ValidationRow.security_model_id) == model_id, where)
    row = session.scalars(query.order_by(col(ValidationRow.number).desc())).first()
    return view_of(session, row) if row else None


def _open_required() -> tuple[ColumnElement[bool], ...]:
    return (
        col(ValidationFindingRow.kind) == FindingKind.ACTION_REQUIRED,
        col(ValidationFindingRow.removed_at).is_(None),
        col(ValidationFindingRow.closed_at).is_(None),
    )


def _counts(session: Session, ids: list[int]) -> dict[int, dict[tuple[str, bool], int]]:
    """Return for each validation how many findings there are, by kind and whether they are closed."""
    is_closed = col(ValidationFindingRow.closed_at).is_not(None).label("is_closed")
    query = (
        select(col(ValidationFindingRow.validation_id), col(ValidationFindingRow.kind), is_closed, func.count())
        .where(col(ValidationFindingRow.validation_id).in_(ids), col(ValidationFindingRow.removed_at).is_(None))
        .group_by(col(ValidationFindingRow.validation_id), col(ValidationFindingRow.kind), is_closed)
    )
    found: dict[int, dict[tuple[str, bool], int]] = {}
    for validation, kind, closed, count in session.connection().execute(query):
        found.setdefault(validation, {})[kind, bool(closed)] = count
    return found


def _view(row: ValidationRow, counts: dict[tuple[str, bool], int]) -> ValidationView:
    still = counts.get((FindingKind.ACTION_REQUIRED, False), 0)
    return ValidationView(
        row.id or 0,
        row.security_model_id,
        row.number,
        Kind(row.kind),
        State(row.state),
        row.starts_on,
        row.issued_at,
        row.response_due_on,
        Outcome(row.outcome) if row.outcome else None,
        row.closed_at,
        still + counts.get((FindingKind.ACTION_REQUIRED, True), 0),
        still,
        counts.get((FindingKind.BEST_PRACTICE, False), 0),
    )
