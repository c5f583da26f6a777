"""Whose things these are: every use case that names a trade account or a draft begins here.

What is not theirs answers exactly like what does not exist.
"""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, String, and_, bindparam, cast, select
from sqlmodel import Session, col

from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import Actor, Permission, Role, effective_role, may
from ctpat_app.tables.accounts import MembershipRow, TradeAccountRow
from ctpat_app.tables.drafts import AnswerRow, DraftRow

LARGEST_ID = 2**31 - 1
"""More than this is no number of a row in any of the databases."""

CONTACT_ROLE = "contact_role"
"""Key of the answer that gives a member their role in one security model; its row key is the membership's id."""


@dataclass(frozen=True)
class Membership:
    """A person's part in a trade account, with the role that takes effect there."""

    membership_id: int
    trade_account_id: int
    legal_name: str
    role: Role
    declared: bool
    """Whether this member has declared the authority to bind the company."""


MembershipView = Membership


@dataclass(frozen=True)
class DraftAccess:
    """A draft that the actor may work with in the way asked for, and as what."""

    draft_id: int
    flow: str
    subject_kind: str
    subject_id: int
    trade_account_id: int
    library_hash: str
    frozen: bool
    membership_id: int
    role: Role

    def require(self, permission: Permission) -> None:
        """Return nothing when the role holds ``permission`` as well.

        Raises:
            NotPermitted: ``access.not-your-role``.
        """
        if not may(self.role, permission):
            raise NotPermitted("access.not-your-role")

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
    return _membership(row)


def require_draft(session: Session, actor: Actor, draft_id: int, permission: Permission) -> DraftAccess:
    """Return the draft and the role in which the actor works on it, in one query: every save begins here.

    A frozen draft can still be read; who writes also calls ``require_open``.

    Raises:
        NotPermitted: ``access.not-yours`` when the draft is not theirs or does not exist; ``access.not-your-role`` when
            their role in its security model does not hold ``permission``.
    """
    _require_id(draft_id)
    row = session.connection().execute(_DRAFT_OF_MEMBER, {"draft": draft_id, "user": actor.user_id}).first()
    if row is None:
        raise NotPermitted
    role = effective_role(Role(row.role), row.officer_declared_at, row.contact_role)
    access = DraftAccess(
        draft_id=row.id,
        flow=row.flow,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        trade_account_id=row.trade_account_id,
        library_hash=row.library_hash,
        frozen=row.frozen_at is not None,
        membership_id=row.membership_id,
        role=role,
    )
    access.require(permission)
    return access


def _require_id(number: int) -> None:
    # What no column can hold exists for nobody; the database would answer with an error.
    if not 0 < number <= LARGEST_ID:
        raise NotPermitted


def _draft_query() -> Select[*tuple[Any, ...]]:
    contact_role = and_(
        col(AnswerRow.draft_id) == col(DraftRow.id),
        col(AnswerRow.key) == CONTACT_ROLE,
        col(AnswerRow.row_key) == cast(col(MembershipRow.id), String(40)),
    )
    return (
        select(
            col(DraftRow.id),
            col(DraftRow.flow),
            col(DraftRow.subject_kind),
            col(DraftRow.subject_id),
            col(DraftRow.trade_account_id),
            col(DraftRow.library_hash),
            col(DraftRow.frozen_at),
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
