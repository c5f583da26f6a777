"""Asking for a change of a locked number, and deciding about it; an approval takes effect at once (decision 22)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session, col

from ctpat_app.domain.desk import Work
from ctpat_app.domain.errors import InvalidValue, NotPermitted, Refusal
from ctpat_app.domain.form_faults import FaultCollector, FormFaults
from ctpat_app.domain.identifier_changes import (
    NOTHING,
    Change,
    Decision,
    Number,
    Operation,
    RequestState,
    check_wish,
    read_reason,
)
from ctpat_app.domain.identifiers import check_identifier, mask
from ctpat_app.domain.lifecycle import ENDED, Status
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.guidance.schema import IdentifierKind
from ctpat_app.services.access import LARGEST_ID, DraftAccess, require_account, require_draft
from ctpat_app.services.action_rows import documents_of
from ctpat_app.services.audit import write_audit
from ctpat_app.services.desk_sources import work
from ctpat_app.services.drafts import APPLICATION, SECURITY_MODEL, newest_application
from ctpat_app.services.identifier_changes import carry_over, change_in, current_identifiers, newest_sent, open_drafts
from ctpat_app.services.library import library_version
from ctpat_app.services.notices import contacts_of, staff_of, tell
from ctpat_app.tables.accounts import TradeAccountRow
from ctpat_app.tables.identifier_changes import IdentifierChangeRow
from ctpat_app.tables.security_models import SecurityModelRow


@dataclass(frozen=True)
class Wish:
    """What somebody asks for, as it was typed.

    ``place`` is that of the number among today's, and ``seen`` how it read there; a new one has neither, but a kind.
    """

    operation: str
    kind: str = ""
    place: int = -1
    seen: str = ""
    value: str = ""
    reason: str = ""
    document_id: int = 0


def ask_for_change(session: Session, actor: Actor, *, draft_id: int, wish: Wish, now: datetime) -> int:
    """Ask that a locked number is added, changed or removed, and return the number of the request.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        Refusal: ``identifier-change.not-sent``, ``identifier-change.ended``.
        FormFaults: ``kind``, ``place``, ``value``: as ``domain.identifiers.check_identifier`` and
            ``domain.identifier_changes.check_wish``; ``reason``: ``identifier-change.reason-missing``, ``text.…``;
            ``document``: ``action.document-unknown``.
    """
    access = require_draft(session, actor, draft_id, Permission.IDENTIFIER_ADD)
    model = _hold_model(session, access)
    if wish.operation not in {each.value for each in Operation}:
        raise InvalidValue("choice.unknown")
    change, reason = _checked(session, access, wish, now.date())
    row = _new_row(actor, model, change, wish, reason, now)
    session.add(row)
    session.flush()
    write_audit(
        session,
        trade_account_id=row.trade_account_id,
        user_id=actor.user_id,
        action="identifier-change.asked",
        subject=_subject(row),
        now=now,
    )
    _tell(session, row, staff_of(session, row.trade_account_id), "identifier-change-asked", now)
    return row.id or 0


def withdraw_change(session: Session, actor: Actor, *, request_id: int, now: datetime) -> None:
    """Take a request back that is not decided yet; twice is once.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        Refusal: ``identifier-change.decided``.
    """
    row = _hold(session, request_id)
    draft = newest_application(session, row.security_model_id) or 0
    require_draft(session, actor, draft, Permission.IDENTIFIER_ADD)
    if row.state == RequestState.WITHDRAWN:
        return
    _end(session, actor, row, RequestState.WITHDRAWN, "", now)
    write_audit(
        session,
        trade_account_id=row.trade_account_id,
        user_id=actor.user_id,
        action="identifier-change.withdrawn",
        subject=_subject(row),
        now=now,
    )


def decide_change(
    session: Session, actor: Actor, *, request_id: int, decision: str, reason: str, now: datetime
) -> None:
    """Approve a request, which takes effect at once, or refuse it with a reason; the company is told.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        Refusal: ``identifier-change.decided``, ``identifier-change.ended``.
        InvalidValue: ``identifier-change.decision-missing``, ``identifier-change.refusal-missing``, ``text.…``; as
            ``domain.identifier_changes.check_wish`` when the numbers have changed meanwhile.
    """
    row = _hold(session, request_id)
    require_account(session, actor, row.trade_account_id, Permission.IDENTIFIER_CHANGE_LOCKED)
    if decision not in {each.value for each in Decision}:
        raise InvalidValue("identifier-change.decision-missing")
    approve = decision == Decision.APPROVE
    if approve:
        said = read_reason(reason, "") if reason.strip() else ""
        _require_alive(session.get_one(SecurityModelRow, row.security_model_id, with_for_update=True))
        change = change_in(row)
        check_wish(change.operation, change.old, change.new, current_identifiers(session, row.security_model_id), ())
    else:
        said = read_reason(reason, "identifier-change.refusal-missing")
    _end(session, actor, row, RequestState.APPROVED if approve else RequestState.REFUSED, said, now)
    for draft in open_drafts(session, row.security_model_id) if approve else ():
        carry_over(session, draft_id=draft, user_id=actor.user_id, now=now)
    write_audit(
        session,
        trade_account_id=row.trade_account_id,
        user_id=actor.user_id,
        action="identifier-change.approved" if approve else "identifier-change.refused",
        subject=_subject(row),
        now=now,
    )
    _tell(session, row, contacts_of(session, row.security_model_id), "identifier-change-decided", now)


def waiting_changes() -> Select[*tuple[Any, ...]]:
    """Requests for another number that wait for staff; no day is set for them."""
    row = IdentifierChangeRow
    return work(
        Work.IDENTIFIER_CHANGE,
        account=col(row.trade_account_id),
        model=col(row.security_model_id),
        subject=col(row.id),
        since=col(row.requested_at),
    ).where(col(row.state) == RequestState.ASKED)


# ---------------------------------------------------------------- helpers


def _hold_model(session: Session, access: DraftAccess) -> SecurityModelRow:
    """Return the security model, held until the transaction ends: two requests for one number come one by one."""
    if access.flow != APPLICATION or access.subject_kind != SECURITY_MODEL:
        raise NotPermitted
    model = session.get_one(SecurityModelRow, access.subject_id, with_for_update=True)
    if model.first_submitted_at is None:
        raise Refusal("identifier-change.not-sent")
    _require_alive(model)
    return model


def _require_alive(model: SecurityModelRow) -> None:
    if model.merged_into_id or Status(model.status) in ENDED:
        raise Refusal("identifier-change.ended")


def _hold(session: Session, request_id: int) -> IdentifierChangeRow:
    row = session.get(IdentifierChangeRow, request_id, with_for_update=True) if 0 < request_id <= LARGEST_ID else None
    if row is None:
        raise NotPermitted
    return row


def _new_row(
    actor: Actor, model: SecurityModelRow, change: Change, wish: Wish, reason: str, now: datetime
) -> IdentifierChangeRow:
    return IdentifierChangeRow(
        trade_account_id=model.trade_account_id,
        security_model_id=model.id or 0,
        operation=change.operation.value,
        kind=(change.new if change.new != NOTHING else change.old).kind,
        old_value=change.old.value,
        old_secret=change.old.secret,
        value=change.new.value,
        secret=change.new.secret,
        reason=reason,
        document_id=wish.document_id or None,
        state=RequestState.ASKED.value,
        requested_at=now,
        requested_by=actor.user_id,
    )


def _checked(session: Session, access: DraftAccess, wish: Wish, today: date) -> tuple[Change, str]:
    """Return change and reason as they are stored; everything that is to be mended is told at once."""
    faults, reason, change = FaultCollector(), "", Change(Operation.ADD, NOTHING, NOTHING)
    current = current_identifiers(session, access.subject_id)
    try:
        change = _read_wish(session, access, wish, current, today)
        waiting = _waiting_changes(session, access.subject_id)
        check_wish(change.operation, change.old, change.new, current, waiting)
    except FormFaults as found:
        for field, fault in found.faults.items():
            faults.note(field, fault)
    except InvalidValue as fault:
        faults.note("place" if wish.operation == Operation.REMOVE else "value", fault)
    try:
        reason = read_reason(wish.reason, "identifier-change.reason-missing")
    except InvalidValue as fault:
        faults.note("reason", fault)
    if wish.document_id and wish.document_id not in dict(documents_of(session, access.subject_id)):
        faults.add("document", "action.document-unknown")
    faults.refuse()
    return change, reason


def _read_wish(session: Session, access: DraftAccess, wish: Wish, current: Sequence[Number], today: date) -> Change:
    operation, old = Operation(wish.operation), NOTHING
    if operation is not Operation.ADD:
        if not (0 <= wish.place < len(current) and current[wish.place].value == wish.seen):
            raise FormFaults({"place": InvalidValue("identifier-change.unknown-number")})
        old = current[wish.place]
    kinds = library_version(session, access.library_hash).identifiers
    kind = kinds.get(old.kind if old != NOTHING else wish.kind)
    if kind is None or not kind.locked_after_submission:
        raise FormFaults({"kind": InvalidValue("identifier-change.kind-missing")})
    new = NOTHING if operation is Operation.REMOVE else read_number(kind, wish.value, today)
    return Change(operation, old, new)


def read_number(kind: IdentifierKind, typed: str, today: date) -> Number:
    """Return a number as it is stored.

    Raises:
        FormFaults: ``value``: as ``domain.identifiers.check_identifier``.
    """
    if not typed.strip():
        raise FormFaults({"value": InvalidValue("identifier.empty")})
    result = check_identifier(kind, typed, today=today)
    if result.stored is None:
        fault = next(each for each in result.problems if each.level == "error")
        raise FormFaults({"value": InvalidValue(fault.code, **fault.params)})
    if kind.sensitive:
        return Number(kind.id, mask(kind, result.stored), result.stored)
    return Number(kind.id, result.stored)


def _waiting_changes(session: Session, model_id: int) -> tuple[Change, ...]:
    query = select(IdentifierChangeRow).where(
        col(IdentifierChangeRow.security_model_id) == model_id, col(IdentifierChangeRow.state) == RequestState.ASKED
    )
    return tuple(change_in(row) for row in session.scalars(query))


def _end(
    session: Session, actor: Actor, row: IdentifierChangeRow, state: RequestState, decision: str, now: datetime
) -> None:
    if row.state != RequestState.ASKED:
        raise Refusal("identifier-change.decided")
    row.state, row.decision, row.ended_at, row.ended_by = state.value, decision, now, actor.user_id
    session.add(row)
    session.flush()


def _tell(session: Session, row: IdentifierChangeRow, people: Sequence[int], template: str, now: datetime) -> None:
    company = session.get_one(TradeAccountRow, row.trade_account_id).legal_name
    path = f"staff/identifier-changes/?account={row.trade_account_id}"
    if template == "identifier-change-decided":
        path = f"identifier-changes/?draft={newest_sent(session, row.security_model_id)}"
    tell(session, people, template=template, path=path, now=now, company=company)


def _subject(row: IdentifierChangeRow) -> str:
    return f"model:{row.security_model_id}/identifier-change/{row.id}"
