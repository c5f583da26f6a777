"""Validations as people find them: the list of a company, and the desk's of one security model.

Source: Portal User Manual rev. 1.1, "Validation Summary". A company reads of a validation from the notice on.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.lifecycle import Status
from ctpat_app.domain.permissions import Actor, Permission, StaffRole
from ctpat_app.domain.validations import Kind, validation_due
from ctpat_app.services.access import DraftAccess, require_account
from ctpat_app.services.action_rows import newest_draft
from ctpat_app.services.model_access import require_model
from ctpat_app.services.model_types import types_of_draft
from ctpat_app.services.validation_plans import allowed_kinds
from ctpat_app.services.validation_record import ValidationView, newest_validation, open_required_actions, views_of
from ctpat_app.services.validation_rows import note_desk_look, require_desk
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.security_models import SecurityModelRow
from ctpat_app.tables.validations import ValidationRow

__all__ = ["ValidationView", "newest_validation", "open_required_actions"]


@dataclass(frozen=True)
class ModelValidations:
    """The validations of one security model, the newest first."""

    security_model_id: int
    name: str
    types: tuple[str, ...]
    validations: tuple[ValidationView, ...]


@dataclass(frozen=True)
class DeskView:
    """What the desk reads before it plans the next validation of a security model."""

    trade_account_id: int
    company: str
    model: ModelValidations
    status: Status
    certified_on: date | None
    validated_on: date | None
    due_on: date | None
    kinds: tuple[Kind, ...]
    """That can be planned now; empty while one is open, and outside of membership."""
    may_record: bool


def list_validations(
    session: Session, actor: Actor, *, trade_account_id: int
) -> tuple[str, tuple[ModelValidations, ...]]:
    """Return the company's name, and the validations of each security model that the actor may see.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    access = require_account(session, actor, trade_account_id, Permission.VALIDATION_READ)
    query = select(SecurityModelRow).where(SecurityModelRow.trade_account_id == trade_account_id)
    found = []
    for model in session.exec(query.order_by(col(SecurityModelRow.id))).all():
        try:
            own = require_model(session, actor, model.id or 0, Permission.VALIDATION_READ)
        except NotPermitted:
            continue  # they are no contact of this one
        found.append(_of_model(session, own, model))
    return access.legal_name, tuple(found)


def read_desk(session: Session, actor: Actor, *, security_model_id: int, now: datetime) -> DeskView:
    """Return the validations of a security model for the staff, and note the look.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody else, its contacts too.
    """
    access = require_model(session, actor, security_model_id, Permission.VALIDATION_READ)
    require_desk(access)
    note_desk_look(session, actor, access, now)
    model = session.get_one(SecurityModelRow, security_model_id)
    found = _of_model(session, access, model)
    goes_on = any(each.closed_at is None for each in found.validations)
    may_record = access.allows(Permission.VALIDATION_RECORD)
    return DeskView(
        trade_account_id=access.trade_account_id,
        company=session.get_one(TradeAccountRow, access.trade_account_id).legal_name,
        model=found,
        status=Status(model.status),
        certified_on=model.certified_on,
        validated_on=model.validated_on,
        due_on=validation_due(model.certified_on, model.validated_on),
        kinds=() if goes_on or not may_record else allowed_kinds(session, model),
        may_record=may_record,
    )


def _of_model(session: Session, access: DraftAccess, model: SecurityModelRow) -> ModelValidations:
    query = select(ValidationRow).where(ValidationRow.security_model_id == model.id)
    if not isinstance(access.role, StaffRole):
        query = query.where(col(ValidationRow.notice_at).is_not(None))
    rows = session.exec(query.order_by(col(ValidationRow.number).desc())).all()
    types = types_of_draft(session, newest_draft(session, model.id or 0))
    return ModelValidations(model.id or 0, model.name, types, views_of(session, rows))
