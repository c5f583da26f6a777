"""Whose things these are: every use case that names a trade account or a draft begins here.

The one place that holds the permission table (``domain/permissions.py``) against a person and a thing: roles of a
membership, the mark of the primary contact, roles of staff, and "assigned companies only". What is not theirs answers
exactly like what does not exist, after the same queries.
"""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, String, and_, bindparam, cast, select
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import (
    Actor,
    Permission,
    Role,
    StaffRole,
    effective_role,
    mark_gives,
    may,
    staff_may,
)
from ctpat_app.services.audit import EVERY_ACCOUNT, act_as
from ctpat_app.tables.accounts import MembershipRow, StaffAssignmentRow, TradeAccountRow
from ctpat_app.tables.drafts import AnswerRow, DraftRow

LARGEST_ID = 2**31 - 1
"""More than this is no number of a row in any of the databases."""

CONTACT_ROLE = "contact_role"
"""Key of the answer that gives a member their role in one security model; its row key is the membership's id."""
PRIMARY_CONTACT = "primary_contact"
"""Key of the answer that gives a member the mark of the primary contact; its value is the membership's id."""


@dataclass(frozen=True)
class Membership:
    """A person's part in a trade account, with the role that takes effect there."""

    membership_id: int
    trade_account_id: int
    legal_name: str
    role: Role
    declared: bool
    """Whether this member has declared the authority to bind the company."""


@dataclass(frozen=True)
class AccountAccess:
    """A trade account that the actor may work with in the way asked for, and as what."""

    trade_account_id: int
    legal_name: str
    role: Role | StaffRole
    is_assigned: bool = False
    """Whether the company is assigned to this specialist; said of staff alone."""

    def allows(self, permission: Permission) -> bool:
        """Whether the role holds ``permission`` as well."""
        return _allows(self.role, permission, is_assigned=self.is_assigned)


@dataclass(frozen=True)
class DraftAccess:
    """A draft that the actor may work with in the way asked for, and as what.

    ``membership_id`` is 0 for staff; ``is_primary`` is looked up only for what the mark alone gives.
    """

    draft_id: int
    flow: str
    subject_kind: str
    subject_id: int
    trade_account_id: int
    library_hash: str
    frozen: bool
    membership_id: int
    role: Role | StaffRole
    is_assigned: bool = False
    is_primary: bool = False

    def allows(self, permission: Permission) -> bool:
        """Whether the role holds ``permission`` as well."""
        return _allows(self.role, permission, is_assigned=self.is_assigned, is_primary=self.is_primary)

    def require(self, permission: Permission) -> None:
        """Return nothing when the role holds ``permission`` as well.

        Raises:
            NotPermitted: ``access.not-your-role``.
        """
        if not self.allows(permission):
            raise NotPermitted("access.not-your-role")

    def require_answer(self, permission: Permission, key: str) -> None:  # noqa: ARG002  others look at the key
        """Return nothing when the role holds ``permission``, which the answer ``key`` asks for.

        Raises:
            NotPermitted: ``access.not-your-role``.
        """
        self.require(permission)

    def require_flow(self, flow: str) -> None:
        """Return nothing when it is a draft of ``flow``: what belongs to one form must not be done with another.

        Raises:
            NotPermitted: ``access.not-yours``, as for what does not exist.
        """
        if self.flow != flow:
            raise NotPermitted

    def require_open(self) -> None:
        """Return nothing while the draft may still be written.

        Raises:
            NotPermitted: ``draft.frozen``.
        """
        if self.frozen:
            raise NotPermitted("draft.frozen")


def memberships_of(session: Session, actor: Actor) -> list[Membership]:
    """Return where the actor is a member, oldest first."""
    query = _membership_columns().where(_is_member(actor)).order_by(col(MembershipRow.id))
    return [_membership(row) for row in session.connection().execute(query)]


def require_member(session: Session, actor: Actor, trade_account_id: int, permission: Permission) -> Membership:
    """Return the actor's membership of the trade account.

    Raises:
        NotPermitted: ``access.not-yours`` when they are no member or it does not exist; ``access.not-your-role`` when
            their role there does not hold ``permission``.
    """
    membership = require_membership(session, actor, trade_account_id)
    if not may(membership.role, permission):
        raise NotPermitted("access.not-your-role")
    return membership


def require_membership(session: Session, actor: Actor, trade_account_id: int) -> Membership:
    """Return the actor's membership of the trade account, whatever their role.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    _require_id(trade_account_id)
    query = _membership_columns().where(_is_member(actor), col(TradeAccountRow.id) == trade_account_id)
    row = session.connection().execute(query).first()
    if row is None:
        raise NotPermitted
    membership = _membership(row)
    act_as(session, actor, trade_account_id, membership.role)
    return membership


def require_staff(session: Session, actor: Actor, permission: Permission) -> StaffRole:
    """Return the actor's role of staff when it holds ``permission`` whatever the company.

    Every event that the use case writes from here on is noted with that role, in whichever chain.

    Raises:
        NotPermitted: ``access.not-yours``, as for what does not exist.
    """
    role = actor.staff_role
    if role is None or not staff_may(role, permission):
        raise NotPermitted
    act_as(session, actor, EVERY_ACCOUNT, role)
    return role


def require_account(session: Session, actor: Actor, trade_account_id: int, permission: Permission) -> AccountAccess:
    """Return the trade account for whoever may do this to it: a member by their role there, staff by theirs.

    Staff who are also members of the company act as members.

    Raises:
        NotPermitted: ``access.not-yours`` when they are no member, and no staff who may, or it does not exist;
            ``access.not-your-role`` when they are a member whose role does not hold ``permission``.
    """
    _require_id(trade_account_id)
    if actor.staff_role is None:
        mine = require_member(session, actor, trade_account_id, permission)
        return AccountAccess(trade_account_id, mine.legal_name, mine.role)
    values = {"account": trade_account_id, "user": actor.user_id}
    row = session.connection().execute(_ACCOUNT_FOR_STAFF, values).first()
    if row is not None and row.role is not None:
        role: Role | StaffRole = effective_role(Role(row.role), row.officer_declared_at, None)
    else:
        role = actor.staff_role
    if row is None or not _allows(role, permission, is_assigned=row.assignment is not None):
        raise NotPermitted
    act_as(session, actor, trade_account_id, role)
    return AccountAccess(trade_account_id, row.legal_name, role, row.assignment is not None)


def require_draft(
    session: Session, actor: Actor, draft_id: int, permission: Permission, *, or_else: Permission | None = None
) -> DraftAccess:
    """Return the draft and the role in which the actor works on it: every save begins here.

    ``or_else`` opens the draft as well, for who may do one thing in it without seeing it: the caller asks again what.

    One query for members; a second one only for staff, and for what the mark of the primary contact gives. A frozen
    draft can still be read; who writes also calls ``require_open``.

    Raises:
        NotPermitted: ``access.not-yours`` when the draft is not theirs or does not exist; ``access.not-your-role`` when
            their role in its security model does not hold ``permission``.
    """
    _require_id(draft_id)
    row = session.connection().execute(_DRAFT_OF_MEMBER, {"draft": draft_id, "user": actor.user_id}).first()
    if row is None:
        return _draft_for_staff(session, actor, draft_id, permission, or_else)
    role = effective_role(Role(row.role), row.officer_declared_at, row.contact_role)
    is_primary = mark_gives(permission) and _is_primary(session, draft_id, row.membership_id)
    access = _draft_access(row, role, membership_id=row.membership_id, is_primary=is_primary)
    if or_else is None or not access.allows(or_else):
        access.require(permission)
    act_as(session, actor, access.trade_account_id, role)
    return access


def _draft_for_staff(
    session: Session, actor: Actor, draft_id: int, permission: Permission, or_else: Permission | None
) -> DraftAccess:
    if actor.staff_role is None:
        raise NotPermitted
    row = session.connection().execute(_DRAFT_FOR_STAFF, {"draft": draft_id, "user": actor.user_id}).first()
    if row is None:
        raise NotPermitted
    access = _draft_access(row, actor.staff_role, is_assigned=row.assignment is not None)
    if not access.allows(permission) and not (or_else and access.allows(or_else)):
        raise NotPermitted
    act_as(session, actor, row.trade_account_id, actor.staff_role)
    return access


def _draft_access(
    row: Row[*tuple[Any, ...]],
    role: Role | StaffRole,
    *,
    membership_id: int = 0,
    is_assigned: bool = False,
    is_primary: bool = False,
) -> DraftAccess:
    return DraftAccess(
        draft_id=row.id,
        flow=row.flow,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        trade_account_id=row.trade_account_id,
        library_hash=row.library_hash,
        frozen=row.frozen_at is not None,
        membership_id=membership_id,
        role=role,
        is_assigned=is_assigned,
        is_primary=is_primary,
    )


def _allows(
    role: Role | StaffRole, permission: Permission, *, is_assigned: bool = False, is_primary: bool = False
) -> bool:
    if isinstance(role, StaffRole):
        return staff_may(role, permission, is_assigned=is_assigned)
    return may(role, permission, is_primary=is_primary)


def _is_primary(session: Session, draft_id: int, membership_id: int) -> bool:
    values = {"draft": draft_id, "member": str(membership_id)}
    return session.connection().execute(_PRIMARY, values).first() is not None


def _require_id(number: int) -> None:
    # What no column can hold exists for nobody; the database would answer with an error.
    if not 0 < number <= LARGEST_ID:
        raise NotPermitted


_DRAFT_COLUMNS: Final = (
    col(DraftRow.id),
    col(DraftRow.flow),
    col(DraftRow.subject_kind),
    col(DraftRow.subject_id),
    col(DraftRow.trade_account_id),
    col(DraftRow.library_hash),
    col(DraftRow.frozen_at),
)


def _draft_query() -> Select[*tuple[Any, ...]]:
    contact_role = and_(
        col(AnswerRow.draft_id) == col(DraftRow.id),
        col(AnswerRow.key) == CONTACT_ROLE,
        col(AnswerRow.row_key) == cast(col(MembershipRow.id), String(40)),
    )
    return (
        select(
            *_DRAFT_COLUMNS,
            col(MembershipRow.id).label("membership_id"),
            col(MembershipRow.role),
            col(MembershipRow.officer_declared_at),
            col(AnswerRow.value).label("contact_role"),
        )
        .join(MembershipRow, col(MembershipRow.trade_account_id) == col(DraftRow.trade_account_id))
        .join(AnswerRow, contact_role, isouter=True)
        .where(
            col(DraftRow.id) == bindparam("draft"),
            col(DraftRow.removed_at).is_(None),
            col(MembershipRow.user_id) == bindparam("user"),
            col(MembershipRow.removed_at).is_(None),
        )
    )


# Built once: putting such a query together costs more than running it, and every save runs it.
_DRAFT_OF_MEMBER: Final = _draft_query()


def _assigned(account: Mapped[Any]) -> ColumnElement[bool]:
    return and_(
        col(StaffAssignmentRow.trade_account_id) == account,
        col(StaffAssignmentRow.specialist_id) == bindparam("user"),
        col(StaffAssignmentRow.ended_at).is_(None),
    )


_DRAFT_FOR_STAFF: Final[Select[*tuple[Any, ...]]] = (
    select(*_DRAFT_COLUMNS, col(StaffAssignmentRow.id).label("assignment"))
    .join(StaffAssignmentRow, _assigned(col(DraftRow.trade_account_id)), isouter=True)
    .where(col(DraftRow.id) == bindparam("draft"), col(DraftRow.removed_at).is_(None))
)
_ACCOUNT_FOR_STAFF: Final[Select[*tuple[Any, ...]]] = (
    select(
        col(TradeAccountRow.legal_name),
        col(StaffAssignmentRow.id).label("assignment"),
        col(MembershipRow.role),
        col(MembershipRow.officer_declared_at),
    )
    .join(StaffAssignmentRow, _assigned(col(TradeAccountRow.id)), isouter=True)
    .join(
        MembershipRow,
        and_(
            col(MembershipRow.trade_account_id) == col(TradeAccountRow.id),
            col(MembershipRow.user_id) == bindparam("user"),
            col(MembershipRow.removed_at).is_(None),
        ),
        isouter=True,
    )
    .where(col(TradeAccountRow.id) == bindparam("account"))
)
_PRIMARY: Final = select(col(AnswerRow.id)).where(
    col(AnswerRow.draft_id) == bindparam("draft"),
    col(AnswerRow.key) == PRIMARY_CONTACT,
    col(AnswerRow.value) == bindparam("member"),
)


def _membership_columns() -> Select[*tuple[Any, ...]]:
    return select(
        col(MembershipRow.id),
        col(MembershipRow.trade_account_id),
        col(TradeAccountRow.legal_name),
        col(MembershipRow.role),
        col(MembershipRow.officer_declared_at),
    ).join(TradeAccountRow, col(TradeAccountRow.id) == col(MembershipRow.trade_account_id))


def _is_member(actor: Actor) -> ColumnElement[bool]:
    return and_(col(MembershipRow.user_id) == actor.user_id, col(MembershipRow.removed_at).is_(None))


def _membership(row: Row[*tuple[Any, ...]]) -> Membership:
    role = effective_role(Role(row.role), row.officer_declared_at, None)
    return Membership(row.id, row.trade_account_id, row.legal_name, role, row.officer_declared_at is not None)
