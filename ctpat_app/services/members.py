"""The members of a trade account: who they are, what they declare, how they leave."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select, update

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.handovers import MemberRole, check_leaving
from ctpat_app.domain.lifecycle import ENDED
from ctpat_app.domain.names import read_name
from ctpat_app.domain.permissions import Actor, Permission, Role, effective_role, may, require_recent_proof
from ctpat_app.domain.phones import MAX_TYPED, PhoneRules
from ctpat_app.domain.texts import clean_code, clean_line
from ctpat_app.domain.trade_accounts import MAX_JOB_TITLE, check_declaration, check_removal
from ctpat_app.services.access import CONTACT_ROLE, require_member, require_membership
from ctpat_app.services.audit import write_audit
from ctpat_app.services.field_versions import field_version, write_field
from ctpat_app.services.signatures import AgreementText
from ctpat_app.services.trade_accounts import SavedField
from ctpat_app.tables.accounts import MembershipRow, TradeAccountRow, UserAccountRow
from ctpat_app.tables.agreements import AgreementSignatureRow
from ctpat_app.tables.drafts import AnswerRow, DraftRow
from ctpat_app.tables.security_models import SecurityModelRow

DECLARATION: Final = "officer-declaration"
"""Id of the agreement that a declaration of authority signs."""

MEMBER_FIELDS: Final = ("job_title", "telephone")


@dataclass(frozen=True)
class MemberView:
    """A member as the others of the account see them.

    ``role`` is the one in effect; ``account_role`` the one named: an invited officer acts as an employee until the
    authority is declared. ``versions`` holds the version of each field of ``MEMBER_FIELDS``.
    """

    id: int
    user_id: int
    name: str
    email: str
    role: Role
    account_role: Role
    officer_declared_at: datetime | None
    job_title: str
    telephone: str
    versions: dict[str, int]
    is_me: bool
    may_be_changed: bool
    may_be_removed: bool
    may_declare: bool


def list_members(session: Session, actor: Actor, *, trade_account_id: int) -> tuple[MemberView, ...]:
    """Return the members of the account in the order they joined, with what ``actor`` may do to each.

    Raises:
        NotPermitted: ``actor`` is no member.
    """
    my_role = require_membership(session, actor, trade_account_id).role
    rows = _rows(session, trade_account_id)
    taken = _officer_taken(session, trade_account_id, rows, actor.user_id)
    people = {row.user_id: session.get_one(UserAccountRow, row.user_id) for row in rows}
    return tuple(_view(row, people[row.user_id], rows, actor, my_role, taken=taken) for row in rows)


def _view(
    row: MembershipRow, person: UserAccountRow, rows: list[MembershipRow], actor: Actor, my_role: Role, *, taken: bool
) -> MemberView:
    manages, is_me = may(my_role, Permission.TRADE_ACCOUNT_MANAGE_USERS), row.user_id == actor.user_id
    return MemberView(
        id=_id(row.id),
        user_id=row.user_id,
        name=person.name,
        email=person.email,
        role=_role(row),
        account_role=Role(row.role),
        officer_declared_at=row.officer_declared_at,
        job_title=row.job_title,
        telephone=row.telephone,
        versions={field: field_version(row, field) for field in MEMBER_FIELDS},
        is_me=is_me,
        may_be_changed=manages or is_me,
        may_be_removed=manages and _may_go(my_role, row, rows),
        may_declare=is_me and _may_declare(row, taken=taken),
    )


def _may_go(my_role: Role, row: MembershipRow, rows: list[MembershipRow]) -> bool:
    try:
        check_leaving(_member(row), [_member(each) for each in rows])
        check_removal(remover=my_role, removed=_role(row), managers_left=_managers_without(rows, row))
    except InvalidValue:
        return False
    return True


def _may_declare(row: MembershipRow, *, taken: bool) -> bool:
    try:
        check_declaration(Role(row.role), is_declared=row.officer_declared_at is not None, other_officer_in_model=taken)
    except InvalidValue:
        return False
    return True


def declare_officer(
    session: Session, actor: Actor, *, trade_account_id: int, agreement: AgreementText, name: str, now: datetime
) -> None:
    """Make ``actor`` an officer of the account by their own declaration that they may bind the company.

    Args:
        session: an open session.
        actor: who declares, for themselves only.
        trade_account_id: which account.
        agreement: the declaration as it was shown; its text comes from the content, never from the browser.
        name: the name that the person typed under it.
        now: the present moment.

    Raises:
        NotPermitted: ``actor`` is no member; ``access.prove-again``.
        InvalidValue: ``members.consultant-cannot-declare``, ``members.already-declared``, ``members.officer-exists``,
            ``name.…``.
    Source: membership rule m.declare (project proposal).
    """
    require_membership(session, actor, trade_account_id)
    account = session.get_one(TradeAccountRow, trade_account_id, with_for_update=True)
    rows = _rows(session, trade_account_id)
    mine = next(row for row in rows if row.user_id == actor.user_id)
    check_declaration(
        Role(mine.role),
        is_declared=mine.officer_declared_at is not None,
        other_officer_in_model=_officer_taken(session, trade_account_id, rows, actor.user_id),
    )
    signer = read_name(name)
    require_recent_proof(actor, now)
    signature = AgreementSignatureRow(
        agreement_id=DECLARATION,
        subject_kind="trade_account",
        subject_id=trade_account_id,
        trade_account_id=trade_account_id,
        text=agreement.whole,
        text_hash=hashlib.sha256(agreement.whole.encode()).hexdigest(),
        language=agreement.language,
        signer_id=actor.user_id,
        signer_name=signer,
        role=Role.OFFICER,
        acting_for=account.legal_name,
        signed_at=now,
    )
    mine.role, mine.officer_declared_at = Role.OFFICER, now
    session.add_all([signature, mine])
    session.flush()
    _audit(session, actor, trade_account_id, "officer.declared", mine, now)


def step_down(session: Session, actor: Actor, *, trade_account_id: int, now: datetime) -> None:
    """Make the officer ``actor`` an employee again; their declaration is kept, marked as void.

    Raises:
        NotPermitted: ``actor`` is no member; ``access.prove-again``.
        InvalidValue: ``members.not-officer``.
    """
    require_membership(session, actor, trade_account_id)
    mine = next(row for row in _rows(session, trade_account_id) if row.user_id == actor.user_id)
    if _role(mine) is not Role.OFFICER:
        raise InvalidValue("members.not-officer")
    require_recent_proof(actor, now)
    mine.role = Role.EMPLOYEE
    _end_declaration(session, mine, "stepped-down", now)
    _audit(session, actor, trade_account_id, "officer.stepped-down", mine, now)


def save_member_field(
    session: Session,
    actor: Actor,
    *,
    trade_account_id: int,
    member_id: int,
    field: str,
    seen_version: int,
    text: str,
    read_phone: PhoneRules,
    now: datetime,
) -> SavedField:
    """Save the job title or telephone of a member: one's own, or anybody's for who manages the account.

    Raises:
        NotPermitted: neither, or the member is not of this account.
        InvalidValue: ``members.field-unknown``, ``text.…``, ``phone.…``.
        StaleVersion: somebody else changed this field meanwhile.
    """
    mine = require_membership(session, actor, trade_account_id)
    if mine.membership_id != member_id:
        require_member(session, actor, trade_account_id, Permission.TRADE_ACCOUNT_MANAGE_USERS)
    if field not in MEMBER_FIELDS:
        raise InvalidValue("members.field-unknown")
    row, warning = _member_row(session, trade_account_id, member_id), ""
    stored = clean_line(text, MAX_JOB_TITLE) if field == "job_title" else clean_code(text, MAX_TYPED)
    if field == "telephone" and stored:
        phone = read_phone(stored, session.get_one(TradeAccountRow, trade_account_id).country)
        stored, warning = phone.stored, phone.warning
    changed = write_field(session, actor, row, field, stored, seen_version)
    if changed:
        versions = {"before": seen_version, "after": field_version(row, field)}
        _audit(session, actor, trade_account_id, f"member.{field.replace('_', '-')}-changed", row, now, **versions)
    return SavedField(field, stored, field_version(row, field), warning, changed)


def remove_member(session: Session, actor: Actor, *, trade_account_id: int, member_id: int, now: datetime) -> None:
    """Take a member out of the account; what they wrote stays.

    Raises:
        NotPermitted: ``actor`` may not manage the users of the account, or the member is not of this account;
            ``access.prove-again``.
        InvalidValue: ``members.officer-stays``, ``members.only-officer``, ``members.last-member`` or
            ``members.last-manager``.
    """
    mine = require_member(session, actor, trade_account_id, Permission.TRADE_ACCOUNT_MANAGE_USERS)
    # Holding the account keeps two managers from removing each other at once.
    session.get_one(TradeAccountRow, trade_account_id, with_for_update=True)
    row = _member_row(session, trade_account_id, member_id)
    rows = _rows(session, trade_account_id)
    check_removal(remover=mine.role, removed=_role(row), managers_left=_managers_without(rows, row))
    check_leaving(_member(row), [_member(each) for each in rows])
    require_recent_proof(actor, now)
    row.removed_at = now
    _end_declaration(session, row, "member-removed", now)
    _audit(session, actor, trade_account_id, "member.removed", row, now)


def _end_declaration(session: Session, row: MembershipRow, reason: str, now: datetime) -> None:
    row.officer_declared_at = None
    session.add(row)
    session.exec(
        update(AgreementSignatureRow)
        .where(
            col(AgreementSignatureRow.agreement_id) == DECLARATION,
            col(AgreementSignatureRow.trade_account_id) == row.trade_account_id,
            col(AgreementSignatureRow.signer_id) == row.user_id,
            col(AgreementSignatureRow.voided_at).is_(None),
        )
        .values(voided_at=now, void_reason=reason)
    )
    session.flush()


def _officer_taken(session: Session, trade_account_id: int, rows: list[MembershipRow], user_id: int) -> bool:
    """Whether every application of the account already has another officer; False while there is none.

    Source: membership rules m.declare and m.scope (project proposals).
    """
    others = [row for row in rows if row.user_id != user_id]
    contacts = list(_contact_roles(session, trade_account_id))
    return bool(contacts) and all(
        any(
            effective_role(Role(row.role), row.officer_declared_at, named.get(str(row.id))) is Role.OFFICER
            for row in others
        )
        for named in contacts
    )


def _contact_roles(session: Session, trade_account_id: int) -> Iterator[dict[str, str]]:
    """Yield for each live security model the roles named in its newest application, by membership id."""
    models = session.exec(
        select(SecurityModelRow.id).where(
            SecurityModelRow.trade_account_id == trade_account_id, col(SecurityModelRow.status).not_in(ENDED)
        )
    ).all()
    answers = session.exec(
        select(DraftRow.subject_id, DraftRow.id, AnswerRow.row_key, AnswerRow.value)
        .join(AnswerRow, col(AnswerRow.draft_id) == col(DraftRow.id))
        .where(DraftRow.trade_account_id == trade_account_id, AnswerRow.key == CONTACT_ROLE)
        .order_by(col(DraftRow.id))
    )
    named: dict[int, dict[int, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for subject_id, draft_id, member, role in answers:
        named[subject_id][_id(draft_id)][member] = role
    for model_id in models:
        drafts = named[_id(model_id)]
        yield drafts[max(drafts)] if drafts else {}


def _managers_without(rows: list[MembershipRow], leaving: MembershipRow) -> int:
    return sum(row.id != leaving.id and may(_role(row), Permission.TRADE_ACCOUNT_MANAGE_USERS) for row in rows)


def _member(row: MembershipRow) -> MemberRole:
    return MemberRole(_id(row.id), _role(row))


def _role(row: MembershipRow) -> Role:
    return effective_role(Role(row.role), row.officer_declared_at, None)


def _rows(session: Session, trade_account_id: int) -> list[MembershipRow]:
    query = (
        select(MembershipRow)
        .where(MembershipRow.trade_account_id == trade_account_id, col(MembershipRow.removed_at).is_(None))
        .order_by(col(MembershipRow.id))
    )
    return list(session.exec(query))


def _member_row(session: Session, trade_account_id: int, member_id: int) -> MembershipRow:
    row = session.get(MembershipRow, member_id, with_for_update=True)
    if row is None or row.trade_account_id != trade_account_id or row.removed_at is not None:
        raise NotPermitted
    return row


def _audit(
    session: Session,
    actor: Actor,
    trade_account_id: int,
    action: str,
    row: MembershipRow,
    now: datetime,
    **versions: int,
) -> None:
    write_audit(
        session,
        trade_account_id=trade_account_id,
        user_id=actor.user_id,
        action=action,
        subject=f"member/{row.id}",
        now=now,
        origin="",
        **versions,
    )


def _id(value: int | None) -> int:
    if value is None:
        raise RuntimeError("The row is not in the database yet")
    return value
