"""What the use cases about validations share: whose validation it is, the next move, and what is noted of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted, StaleVersion
from ctpat_app.domain.history import LOOKED_AT_VALIDATIONS
from ctpat_app.domain.lifecycle import Party
from ctpat_app.domain.permissions import Actor, Permission, StaffRole
from ctpat_app.domain.validations import Move, State, check_move
from ctpat_app.services.access import LARGEST_ID, AccountAccess, DraftAccess
from ctpat_app.services.audit import write_audit
from ctpat_app.services.company_view import note_look
from ctpat_app.services.model_access import require_model
from ctpat_app.tables.accounts import StaffRow, TradeAccountRow
from ctpat_app.tables.validations import ValidationEventRow, ValidationFindingRow, ValidationRow


@dataclass(frozen=True)
class Held:
    """A validation that is held until the transaction ends, in which role the actor works on it, and the reason."""

    row: ValidationRow
    access: DraftAccess
    reason: str = ""

    @property
    def id(self) -> int:
        """Its number."""
        return self.row.id or 0

    @property
    def state(self) -> State:
        """Where it stands."""
        return State(self.row.state)


def require_validation(session: Session, actor: Actor, validation_id: int, permission: Permission) -> Held:
    """Return the validation for whoever may do this; a company knows of it from the notice on.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    row = session.get(ValidationRow, validation_id) if 0 < validation_id <= LARGEST_ID else None
    if row is None:
        raise NotPermitted
    access = require_model(session, actor, row.security_model_id, permission)
    if row.notice_at is None and not isinstance(access.role, StaffRole):
        raise NotPermitted
    return Held(row, access)


def hold(session: Session, actor: Actor, validation_id: int, permission: Permission) -> Held:
    """Return the validation as ``require_validation`` does, and let others who change it wait meanwhile.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    held = require_validation(session, actor, validation_id, permission)
    session.refresh(held.row, with_for_update=True)
    return held


def hold_seen(
    session: Session,
    actor: Actor,
    validation_id: int,
    seen_version: int,
    permission: Permission = Permission.VALIDATION_RECORD,
) -> Held:
    """Return the validation, held, of which the newest state was seen.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        StaleVersion: ``validation.changed-meanwhile``.
    """
    held = hold(session, actor, validation_id, permission)
    if held.row.version != seen_version:
        raise StaleVersion("validation.changed-meanwhile", theirs="", version=held.row.version)
    return held


def begin_move(
    session: Session,
    actor: Actor,
    validation_id: int,
    seen_version: int,
    move: Move,
    *,
    reason: str = "",
    permission: Permission = Permission.VALIDATION_RECORD,
) -> Held:
    """Return the validation, held, for its next move.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        StaleVersion: ``validation.changed-meanwhile``.
        InvalidValue: as ``domain.validations.check_move``.
    """
    held = hold_seen(session, actor, validation_id, seen_version, permission)
    return Held(held.row, held.access, check_move(move, held.state, party_of(held.access), reason))


def end_move(session: Session, actor: Actor, held: Held, move: Move, target: State, now: datetime) -> None:
    """Write the new state, the move into its events, and that it was made into the audit trail."""
    source, held.row.state = held.row.state, target.value
    held.row.version += 1
    session.add(held.row)
    session.flush()
    note_move(session, actor, held, move, source, now)


def note_move(session: Session, actor: Actor, held: Held, move: Move, source: str, now: datetime) -> None:
    """Write a move into the events of the validation and into the audit trail."""
    session.add(
        ValidationEventRow(
            validation_id=held.id,
            move=move.value,
            source=source,
            target=held.row.state,
            reason=held.reason,
            at=now,
            user_id=actor.user_id,
            party=party_of(held.access).value,
        )
    )
    write_audit(
        session,
        trade_account_id=held.access.trade_account_id,
        user_id=actor.user_id,
        action=f"validation.{move}",
        subject=f"validation/{held.id}",
        now=now,
        version=held.row.version,
    )
    session.flush()


def touch(session: Session, held: Held) -> None:
    """Write a change that is no move: its next version tells others that they saw an older one."""
    held.row.version += 1
    session.add(held.row)
    session.flush()


def require_desk(access: DraftAccess) -> None:
    """Return nothing to the staff; for others the desk does not exist.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    if not isinstance(access.role, StaffRole):
        raise NotPermitted


def note_desk_look(session: Session, actor: Actor, access: DraftAccess, now: datetime) -> None:
    """Note in the history of the company that somebody of the staff read its validations."""
    company = AccountAccess(access.trade_account_id, "", access.role, access.is_assigned)
    note_look(session, actor, company, LOOKED_AT_VALIDATIONS, now)


def require_state(held: Held, states: frozenset[State]) -> None:
    """Return nothing while the validation stands at one of ``states``.

    Raises:
        InvalidValue: ``validation.moved-on``.
    """
    if held.state not in states:
        raise InvalidValue("validation.moved-on")


def finding_in(session: Session, finding_id: int) -> ValidationFindingRow:
    """Return a finding that is part of its report; whose it is, the caller asks of its validation.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    row = session.get(ValidationFindingRow, finding_id) if 0 < finding_id <= LARGEST_ID else None
    if row is None or row.removed_at is not None:
        raise NotPermitted
    return row


def party_of(access: DraftAccess) -> Party:
    """Return as whom the actor makes a move."""
    return Party(access.role.value)


def company_of(session: Session, held: Held) -> str:
    """Return the name of the company."""
    return session.get_one(TradeAccountRow, held.access.trade_account_id).legal_name


def supervisors(session: Session, *, but: int) -> tuple[int, ...]:
    """Return every supervisor except the person ``but``, who must not decide on own work."""
    query = select(StaffRow.user_id).where(
        StaffRow.role == StaffRole.SUPERVISOR, col(StaffRow.ended_at).is_(None), StaffRow.user_id != but
    )
    return tuple(session.exec(query.order_by(col(StaffRow.user_id))).all())


def own_path(held: Held) -> str:
    """Return where the company reads it."""
    return f"validation/?id={held.id}"


def desk_path(held: Held) -> str:
    """Return where the staff works on it."""
    return f"staff/validation/?id={held.id}"
