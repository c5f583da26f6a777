"""What the use cases about actions share: whose action it is, who belongs to its security model, and its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from ctpat_app.domain.actions import ActionState, Owner, Plan, Proof, Step, check_step
from ctpat_app.domain.errors import NotPermitted, StaleVersion
from ctpat_app.domain.permissions import Actor, Permission, Role, effective_role, may
from ctpat_app.services.access import CONTACT_ROLE, LARGEST_ID, DraftAccess
from ctpat_app.services.audit import write_audit
from ctpat_app.services.drafts import SECURITY_MODEL
from ctpat_app.services.library import library_version
from ctpat_app.services.model_access import require_model
from ctpat_app.services.model_types import types_of_draft
from ctpat_app.tables.accounts import MembershipRow, UserAccountRow
from ctpat_app.tables.actions import ActionNoteRow, ActionRow
from ctpat_app.tables.documents import DocumentRow
from ctpat_app.tables.drafts import AnswerRow, DraftRow


@dataclass(frozen=True)
class Colleague:
    """Somebody who may answer in a security model, and so own its actions and close them."""

    user_id: int
    name: str


@dataclass(frozen=True)
class Choices:
    """What the form of an action offers."""

    draft_id: int
    library_hash: str
    colleagues: tuple[Colleague, ...]
    criteria: tuple[str, ...]
    kinds: tuple[str, ...]
    documents: tuple[tuple[int, str], ...]


def may_see(session: Session, actor: Actor, security_model_id: int) -> bool:
    """Whether the actor may see the actions of the security model."""
    try:
        require_model(session, actor, security_model_id, Permission.ACTIONS_READ)
    except NotPermitted:
        return False
    return True


def newest_draft(session: Session, security_model_id: int) -> int:
    """Return the number of the newest draft that was not removed; 0 when there is none."""
    if not 0 < security_model_id <= LARGEST_ID:
        return 0
    query = select(DraftRow.id).where(
        DraftRow.subject_kind == SECURITY_MODEL,
        DraftRow.subject_id == security_model_id,
        col(DraftRow.removed_at).is_(None),
    )
    return session.exec(query.order_by(col(DraftRow.id).desc())).first() or 0


def require_action(
    session: Session, actor: Actor, action_id: int, permission: Permission
) -> tuple[ActionRow, DraftAccess]:
    """Return the action, held until the transaction ends, and the role in which the actor works on it.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
    """
    row = session.get(ActionRow, action_id) if 0 < action_id <= LARGEST_ID else None
    if row is None:
        raise NotPermitted
    return row, require_model(session, actor, row.security_model_id, permission)


def begin_step(session: Session, actor: Actor, action_id: int, seen_version: int, step: Step) -> ActionRow:
    """Return the action for the next ``step`` of its life, of which its newest state was seen.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.not-your-role``.
        StaleVersion: ``action.changed-meanwhile``.
        InvalidValue: ``action.moved-on``.
    """
    row, _access = require_action(session, actor, action_id, Permission.PROFILE_ANSWER)
    session.refresh(row, with_for_update=True)
    if row.version != seen_version:
        raise StaleVersion(
            "action.changed-meanwhile", theirs=row.what, version=row.version, who=last_writer(session, row)
        )
    check_step(step, ActionState(row.state))
    return row


def end_step(session: Session, actor: Actor, row: ActionRow, step: Step, text: str, now: datetime) -> None:
    """Write the action with its next version, the step into its history, and that it was taken into the audit trail."""
    if step is not Step.ADDED:
        row.version += 1
    session.add(row)
    session.flush()
    session.add(ActionNoteRow(action_id=row.id or 0, step=step, text=text, at=now, user_id=actor.user_id))
    write_audit(
        session,
        trade_account_id=row.trade_account_id,
        user_id=actor.user_id,
        action=f"action.{step}",
        subject=f"action/{row.id}",
        now=now,
        version=row.version,
    )
    session.flush()


def last_writer(session: Session, row: ActionRow) -> str:
    """Return the name of who took the newest step."""
    query = (
        select(UserAccountRow.name)
        .join(ActionNoteRow, col(ActionNoteRow.user_id) == col(UserAccountRow.id))
        .where(ActionNoteRow.action_id == row.id)
    )
    return session.exec(query.order_by(col(ActionNoteRow.id).desc())).first() or ""


def plan_of(row: ActionRow) -> Plan:
    """Return what was written down about the action."""
    return Plan(
        what=row.what,
        owner=Owner(row.owner_id or 0, row.owner_name, row.owner_email),
        due_on=row.due_on,
        why=row.why,
        origin=row.origin,
        reference=row.reference,
        criterion_id=row.criterion_id,
        evidence_kind=row.evidence_kind,
        found_on=row.found_on,
        finding=row.finding,
        root_cause=row.root_cause,
    )


def proof_of(row: ActionRow) -> Proof:
    """Return what shows that the action is done, as far as anybody showed it."""
    return Proof(row.proof_note, row.proof_document_id or 0)


def colleagues_of(session: Session, access: DraftAccess) -> tuple[Colleague, ...]:
    """Return who may answer in the security model of ``access``, by name."""
    named = select(AnswerRow.row_key, AnswerRow.value).where(
        AnswerRow.draft_id == access.draft_id, AnswerRow.key == CONTACT_ROLE
    )
    roles = dict(session.exec(named).all())
    query = (
        select(MembershipRow, UserAccountRow)
        .join(UserAccountRow, col(UserAccountRow.id) == col(MembershipRow.user_id))
        .where(
            MembershipRow.trade_account_id == access.trade_account_id,
            col(MembershipRow.removed_at).is_(None),
            col(UserAccountRow.left_at).is_(None),
        )
        .order_by(col(UserAccountRow.name), col(UserAccountRow.id))
    )
    return tuple(
        Colleague(member.user_id, person.name)
        for member, person in session.exec(query)
        if may(
            effective_role(Role(member.role), member.officer_declared_at, roles.get(str(member.id))),
            Permission.PROFILE_ANSWER,
        )
    )


def choices_of(session: Session, access: DraftAccess) -> Choices:
    """Return what can be chosen in the forms of an action in the security model of ``access``."""
    library = library_version(session, access.library_hash)
    asked = set(types_of_draft(session, access.draft_id))
    return Choices(
        access.draft_id,
        access.library_hash,
        colleagues_of(session, access),
        tuple(each.id for each in library.criteria.values() if not asked or asked & set(each.level)),
        tuple(library.evidence_kinds),
        documents_of(session, access.subject_id),
    )


def documents_of(session: Session, security_model_id: int) -> tuple[tuple[int, str], ...]:
    """Return number and name of each document of the security model, by name."""
    query = select(DocumentRow.id, DocumentRow.name).where(DocumentRow.security_model_id == security_model_id)
    return tuple((number or 0, name) for number, name in session.exec(query.order_by(col(DocumentRow.folded_name))))


def names_of(session: Session, users: Sequence[int | None]) -> dict[int, str]:
    """Return the names of people by number."""
    wanted = {each for each in users if each}
    if not wanted:
        return {}
    query = select(UserAccountRow.id, UserAccountRow.name).where(col(UserAccountRow.id).in_(wanted))
    return {number or 0: name for number, name in session.exec(query)}


def delete_actions(session: Session, security_model_id: int) -> None:
    """Delete the actions of a security model that is deleted for good."""
    own = select(ActionRow.id).where(ActionRow.security_model_id == security_model_id)
    session.execute(delete(ActionNoteRow).where(col(ActionNoteRow.action_id).in_(own)))
    session.execute(delete(ActionRow).where(col(ActionRow.security_model_id) == security_model_id))
