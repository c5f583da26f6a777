"""Where an application or membership stands, for the company: what happened, and what is due next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from ctpat_app.domain.annual_review import next_window
from ctpat_app.domain.deadlines import Due, first_due, next_due
from ctpat_app.domain.lifecycle import IN_GOOD_STANDING, Party, Status
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.services.access import require_draft
from ctpat_app.services.annual_rows import standing_of
from ctpat_app.services.drafts import SECURITY_MODEL
from ctpat_app.services.model_steps import as_event, events_of, is_staff
from ctpat_app.services.vetting import vetting_standing
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.security_models import ModelEventRow, SecurityModelRow


@dataclass(frozen=True)
class StandingLine:
    """One step; ``person`` is empty for staff, of whom no name is told, and where the kiosk acted itself."""

    step: str
    at: datetime
    party: str
    person: str
    by_staff: bool
    reason: str


@dataclass(frozen=True)
class ModelStanding:
    """The status, its history with the newest step first, and what is due next."""

    model_id: int
    status: Status
    lines: tuple[StandingLine, ...]
    due: Due | None
    vetting: str = ""
    """What the company is told of its vetting, as ``services.vetting.vetting_standing``."""
    has_annual_review: bool = False
    """Whether it was certified: a review is due each year."""


def read_standing(session: Session, actor: Actor, *, draft_id: int, now: datetime) -> ModelStanding | None:
    """Return where the security model of the draft stands; None for a form that is about none.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    access = require_draft(session, actor, draft_id, Permission.APPLICATION_READ)
    if access.subject_kind != SECURITY_MODEL:
        return None
    model = session.get_one(SecurityModelRow, access.subject_id)
    rows = events_of(session, access.subject_id)
    return ModelStanding(
        access.subject_id,
        Status(model.status),
        lines_of(session, rows),
        first_due(_annual_review(session, model, now), next_due([as_event(row) for row in rows])),
        vetting_standing(session, access.subject_id),
        has_annual_review=model.anniversary is not None,
    )


def _annual_review(session: Session, model: SecurityModelRow, now: datetime) -> Due | None:
    """Return by when a member sends the next annual review; None for who is no member in good standing."""
    if model.anniversary is None or Status(model.status) not in IN_GOOD_STANDING:
        return None
    standing = standing_of(session, model, now)
    window = standing.window
    if standing.row and standing.row.sent_at:
        window = next_window(model.anniversary, model.certified_on, window.due_on + timedelta(days=1))
    return Due("annual-review", window.due_on)


def lines_of(session: Session, rows: Sequence[ModelEventRow]) -> tuple[StandingLine, ...]:
    """Return the steps of a history, the newest first; the caller authorizes."""
    return tuple(_line(session, row) for row in reversed(rows))


def _line(session: Session, row: ModelEventRow) -> StandingLine:
    by_staff, person = is_staff(Party(row.party)), ""
    if row.user_id is not None and not by_staff:
        name = select(col(UserAccountRow.name)).where(col(UserAccountRow.id) == row.user_id)
        person = session.scalar(name) or ""
    return StandingLine(row.step, row.at, row.party, person, by_staff, row.reason)
