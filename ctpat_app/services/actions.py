"""What people do to actions: write one down, change it, show proof, close, reopen or drop it."""

from dataclasses import replace
from datetime import date, datetime
from typing import Final

from sqlmodel import Session, col, select

from ctpat_app.domain.actions import (
    OPEN_STATES,
    ActionState,
    Owner,
    Plan,
    Proof,
    Step,
    check_closing,
    read_note,
    read_plan,
)
from ctpat_app.domain.emails import read_email
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.form_faults import FormFaults
from ctpat_app.domain.permissions import Actor, Permission
from ctpat_app.services.access import DraftAccess
from ctpat_app.services.action_rows import (
    begin_step,
    choices_of,
    colleagues_of,
    documents_of,
    end_step,
    plan_of,
    proof_of,
)
from ctpat_app.services.model_access import require_model
from ctpat_app.tables.actions import ActionRow

MAX_ADDRESSES: Final = 20
"""So many people outside may get mails about the open actions of one company: the kiosk is no way to send mail."""


def add_action(session: Session, actor: Actor, *, security_model_id: int, plan: Plan, now: datetime) -> int:
    """Write an action down; return its number.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        FormFaults: as ``domain.actions.read_plan``; ``action.many-addresses``.
    """
    access = require_model(session, actor, security_model_id, Permission.PROFILE_ANSWER)
    row = ActionRow(
        trade_account_id=access.trade_account_id,
        security_model_id=security_model_id,
        origin=plan.origin,
        what="",
        due_on=now.date(),
        owner_named_by=actor.user_id,
        planned_on=now.date(),
        state=ActionState.OPEN,
        created_at=now,
        created_by=actor.user_id,
    )
    _write_plan(session, actor, access, row, plan, now)
    end_step(session, actor, row, Step.ADDED, "", now)
    return row.id or 0


def edit_action(
    session: Session, actor: Actor, *, action_id: int, seen_version: int, plan: Plan, now: datetime
) -> None:
    """Change an open action; where it came from stays.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        FormFaults: as ``add_action``.
        StaleVersion: ``action.changed-meanwhile``.
        InvalidValue: ``action.moved-on``.
    """
    row = begin_step(session, actor, action_id, seen_version, Step.CHANGED)
    access = require_model(session, actor, row.security_model_id, Permission.PROFILE_ANSWER)
    before = row.what
    _write_plan(session, actor, access, row, plan, now)
    end_step(session, actor, row, Step.CHANGED, "" if before == row.what else before, now)


def report_done(
    session: Session, actor: Actor, *, action_id: int, seen_version: int, proof: Proof, now: datetime
) -> None:
    """Say that the action is done and show proof; somebody else then looks at it and closes it.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        StaleVersion: ``action.changed-meanwhile``.
        InvalidValue: ``action.moved-on``, ``action.proof-missing``, ``action.document-unknown``, ``text.…``.
    """
    row = begin_step(session, actor, action_id, seen_version, Step.DONE)
    _keep_proof(session, row, proof)
    if not proof_of(row).is_there:
        raise FormFaults({"proof": InvalidValue("action.proof-missing")})
    row.state = ActionState.DONE
    end_step(session, actor, row, Step.DONE, proof.note.strip(), now)


def close_action(
    session: Session,
    actor: Actor,
    *,
    action_id: int,
    seen_version: int,
    proof: Proof,
    checked_on: date | None = None,
    now: datetime,
) -> None:
    """Close the action, having looked at the proof that is given here or was given before.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        StaleVersion: ``action.changed-meanwhile``.
        InvalidValue: ``action.moved-on``, ``action.document-unknown``, ``text.…``.
        FormFaults: as ``domain.actions.check_closing``.
    """
    row = begin_step(session, actor, action_id, seen_version, Step.CLOSED)
    access = require_model(session, actor, row.security_model_id, Permission.PROFILE_ANSWER)
    _keep_proof(session, row, proof)
    others = {each.user_id for each in colleagues_of(session, access)}
    check_closing(
        plan_of(row), proof_of(row), closer=actor.user_id, others=others, checked_on=checked_on, today=now.date()
    )
    row.state, row.closed_by, row.closed_at, row.checked_on = ActionState.CLOSED, actor.user_id, now, checked_on
    row.verified_by = None if actor.user_id == row.owner_id else actor.user_id
    end_step(session, actor, row, Step.CLOSED, proof.note.strip(), now)


def reopen_action(
    session: Session, actor: Actor, *, action_id: int, seen_version: int, reason: str, now: datetime
) -> None:
    """Open an action again that was reported as done, closed or dropped; its proof stays in its history.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        StaleVersion: ``action.changed-meanwhile``.
        InvalidValue: ``action.moved-on``, ``action.reason-missing``, ``text.…``.
    """
    row = begin_step(session, actor, action_id, seen_version, Step.REOPENED)
    note = read_note(reason, "action.reason-missing")
    row.state, row.proof_note, row.proof_document_id = ActionState.OPEN, "", None
    row.closed_by = row.closed_at = row.verified_by = row.checked_on = None
    row.planned_on = now.date()
    end_step(session, actor, row, Step.REOPENED, note, now)


def drop_action(
    session: Session, actor: Actor, *, action_id: int, seen_version: int, reason: str, now: datetime
) -> None:
    """Give an action up, with the reason.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        StaleVersion: ``action.changed-meanwhile``.
        InvalidValue: ``action.moved-on``, ``action.reason-missing``, ``text.…``.
    """
    row = begin_step(session, actor, action_id, seen_version, Step.DROPPED)
    note = read_note(reason, "action.reason-missing")
    row.state, row.closed_by, row.closed_at = ActionState.DROPPED, actor.user_id, now
    end_step(session, actor, row, Step.DROPPED, note, now)


# ---------------------------------------------------------------- helpers


def _write_plan(
    session: Session, actor: Actor, access: DraftAccess, row: ActionRow, typed: Plan, now: datetime
) -> None:
    choices = choices_of(session, access)
    plan = read_plan(
        replace(typed, origin=row.origin),
        today=now.date(),
        members={each.user_id for each in choices.colleagues},
        criteria={*choices.criteria, row.criterion_id},
        kinds=choices.kinds,
    )
    _check_addresses(session, row, plan.owner)
    before = plan_of(row)
    if (plan.owner, plan.due_on) != (before.owner, before.due_on):
        row.planned_on, row.owner_named_by = now.date(), actor.user_id
    row.what, row.why, row.reference, row.due_on = plan.what, plan.why, plan.reference, plan.due_on or row.due_on
    row.owner_id, row.owner_name, row.owner_email = plan.owner.user_id or None, plan.owner.name, plan.owner.email
    row.criterion_id, row.evidence_kind = plan.criterion_id, plan.evidence_kind
    row.found_on, row.finding, row.root_cause = plan.found_on, plan.finding, plan.root_cause


def _check_addresses(session: Session, row: ActionRow, owner: Owner) -> None:
    if not owner.email:
        return
    query = select(ActionRow.owner_email).where(
        ActionRow.trade_account_id == row.trade_account_id,
        ActionRow.owner_email != "",
        ActionRow.id != (row.id or 0),
        col(ActionRow.state).in_(OPEN_STATES),
    )
    known = {read_email(each).key for each in session.exec(query)}
    if len(known | {read_email(owner.email).key}) > MAX_ADDRESSES:
        raise FormFaults({"owner_email": InvalidValue("action.many-addresses", limit=MAX_ADDRESSES)})


def _keep_proof(session: Session, row: ActionRow, proof: Proof) -> None:
    note = read_note(proof.note)
    if proof.document_id and proof.document_id not in dict(documents_of(session, row.security_model_id)):
        raise FormFaults({"document": InvalidValue("action.document-unknown")})
    row.proof_note = note or row.proof_note
    row.proof_document_id = proof.document_id or row.proof_document_id
