"""How a validation ends: passed, which moves the security model or its clock, or not passed, with the reason."""

from datetime import datetime

from sqlmodel import Session

from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.model_history import VALIDATED
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.domain.validations import Kind, Move, Outcome, State, restarts_the_clock
from ctpat_app.services.access import require_draft
from ctpat_app.services.drafts import newest_application, read_situation
from ctpat_app.services.model_needs import is_importer
from ctpat_app.services.model_steps import record_revalidation, take_step
from ctpat_app.services.notices import contacts_of, tell
from ctpat_app.services.validation_record import view_of
from ctpat_app.services.validation_rows import Held, begin_move, company_of, end_move, own_path
from ctpat_app.tables.security_models import SecurityModelRow


def record_outcome(
    session: Session,
    actor: Actor,
    *,
    validation_id: int,
    seen_version: int,
    passed: bool,
    reason: str,
    now: datetime,
) -> None:
    """Close a validation. Passed: a certified member becomes a validated one, a validated one begins anew to count.

    Raises:
        NotPermitted, StaleVersion, InvalidValue: as ``begin_move``; ``validation.actions-open`` (``count``).
        Refusal: ``lifecycle.not-proved``.
    """
    move = Move.SUCCEED if passed else Move.FAIL
    held = begin_move(session, actor, validation_id, seen_version, move, reason=reason)
    if passed and (count := view_of(session, held.row).open_required_actions):
        raise InvalidValue("validation.actions-open", count=count)
    held.row.outcome = Outcome.PASSED if passed else Outcome.NOT_PASSED
    held.row.closed_at = now
    end_move(session, actor, held, move, State.CLOSED, now)
    if passed:
        _move_model(session, actor, held, now)
    people, company = contacts_of(session, held.row.security_model_id), company_of(session, held)
    tell(session, people, template="validation-closed", path=own_path(held), now=now, company=company)


def _move_model(session: Session, actor: Actor, held: Held, now: datetime) -> None:
    """Let the status or the day of the last validation follow; a suspended member stays where it is."""
    model = held.row.security_model_id
    status = Status(session.get_one(SecurityModelRow, model, with_for_update=True).status)
    if status is Status.CERTIFIED:
        step = _step(session, actor, model, now)
        take_step(session, actor, security_model_id=model, step=step, reason=held.reason, now=now)
    elif status in VALIDATED and restarts_the_clock(Kind(held.row.kind)):
        record_revalidation(session, actor, security_model_id=model, now=now)


def _step(session: Session, actor: Actor, model: int, now: datetime) -> str:
    """Return the step for the business types of the security model: one importer among them decides."""
    access = require_draft(session, actor, newest_application(session, model) or 0, Permission.VALIDATION_RECORD)
    return "t.validate-importer" if is_importer(read_situation(session, access, now=now)) else "t.validate-other"
