"""Trade organizations: the hierarchy of linked trade accounts, and the requests about it as people see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from ctpat_app.domain.permissions import Actor, Permission, Role, may
from ctpat_app.domain.security_models import (
    OPEN,
    Operation,
    RequestState,
)
from ctpat_app.services import notices
from ctpat_app.services.access import memberships_of, require_membership
from ctpat_app.services.audit import write_audit
from ctpat_app.tables.accounts import MembershipRow, TradeAccountRow, UserAccountRow
from ctpat_app.tables.organizations import AccountLinkRow, OrganizationRequestRow


@dataclass(frozen=True)
class TreeNode:
    """A trade account in its organization; ``link_id`` ties it to the one above, 0 at the top."""

    account_id: int
    name: str
    depth: int
    link_id: int
    is_here: bool
    is_mine: bool
    """Whether the person belongs to it and may open it."""


@dataclass(frozen=True)
class RequestView:
    """A request as those concerned see it."""

    id: int
    operation: Operation
    state: RequestState
    company: str
    """Which company asked."""
    other: str
    """The other company; of a link that waits, the address that was asked."""
    asker_is_parent: bool
    models: tuple[int, ...]
    business_type: str
    model_name: str
    reason: str
    asked_by: str
    asked_at: datetime
    decided_by: str
    note: str
    takes_effect_at: datetime | None
    failure: str
    may_undo: bool
    account_id: int = 0
    """Number of the company that asked."""


@dataclass(frozen=True)
class OrganizationView:
    """The organization around one trade account, and what is going on there."""

    account_id: int
    name: str
    role: Role
    may_ask: bool
    tree: tuple[TreeNode, ...]
    requests: tuple[RequestView, ...]
    to_answer: tuple[RequestView, ...]
    """What this person is asked to agree to."""


def read_organization(session: Session, actor: Actor, *, trade_account_id: int) -> OrganizationView:
    """Return the hierarchy around the account, its requests, and what waits for ``actor``'s word.

    Raises:
        NotPermitted: ``access.not-yours``.
    """
    mine = require_membership(session, actor, trade_account_id)
    query = select(OrganizationRequestRow).where(
        or_(
            OrganizationRequestRow.trade_account_id == trade_account_id,
            OrganizationRequestRow.other_account_id == trade_account_id,
        )
    )
    rows = session.exec(query.order_by(col(OrganizationRequestRow.id).desc())).all()
    may_ask = may(mine.role, Permission.MODEL_LINK)
    return OrganizationView(
        trade_account_id,
        mine.legal_name,
        mine.role,
        may_ask,
        _tree(session, actor, trade_account_id),
        tuple(request_view(session, row, may_undo=may_ask) for row in rows),
        requests_to(session, actor, but=trade_account_id),
    )


def requests_to(session: Session, actor: Actor, *, but: int = 0) -> tuple[RequestView, ...]:
    """Return what ``actor`` is asked to agree to: links, merges with other companies, and the office in a new one.

    ``but`` leaves out what one account asks of others.
    """
    person = session.get_one(UserAccountRow, actor.user_id)
    if person.email_confirmed_at is None:
        return ()
    query = select(OrganizationRequestRow).where(
        OrganizationRequestRow.partner_key == person.email_key,
        OrganizationRequestRow.state == RequestState.WAITING_PARTNER,
        or_(
            OrganizationRequestRow.trade_account_id != but, OrganizationRequestRow.operation == Operation.SPLIT_ACCOUNT
        ),
    )
    rows = session.exec(query.order_by(col(OrganizationRequestRow.id))).all()
    return tuple(request_view(session, row, may_undo=False) for row in rows)


def _tree(session: Session, actor: Actor, account: int) -> tuple[TreeNode, ...]:
    links = {row.child_id: row for row in session.exec(standing_links())}
    top = account
    while top in links:
        top = links[top].parent_id
    mine = {each.trade_account_id for each in memberships_of(session, actor)}
    nodes: list[TreeNode] = []

    def visit(node: int, depth: int) -> None:
        link = links.get(node)
        name = session.get_one(TradeAccountRow, node).legal_name
        nodes.append(TreeNode(node, name, depth, (link.id or 0) if link else 0, node == account, node in mine))
        for child in sorted(row.child_id for row in links.values() if row.parent_id == node):
            visit(child, depth + 1)

    visit(top, 0)
    return tuple(nodes)


def standing_links() -> SelectOfScalar[AccountLinkRow]:
    """Return the query for the links that stand."""
    return select(AccountLinkRow).where(col(AccountLinkRow.ended_at).is_(None))


def request_view(session: Session, row: OrganizationRequestRow, *, may_undo: bool) -> RequestView:
    """Return ``row`` with the names behind its numbers."""

    def name(account: int | None) -> str:
        return session.get_one(TradeAccountRow, account).legal_name if account else ""

    def person(user: int | None) -> str:
        return session.get_one(UserAccountRow, user).name if user else ""

    state = RequestState(row.state)
    return RequestView(
        id=row.id or 0,
        operation=Operation(row.operation),
        state=state,
        company=name(row.trade_account_id),
        other=name(row.other_account_id) or row.partner_email,
        asker_is_parent=row.asker_is_parent,
        models=tuple(each for each in (row.first_model_id, row.second_model_id) if each),
        business_type=row.business_type,
        model_name=row.model_name,
        reason=row.reason,
        asked_by=person(row.requested_by),
        asked_at=row.requested_at,
        decided_by=person(row.decided_by),
        note=row.decision_note,
        takes_effect_at=row.takes_effect_at,
        failure=row.failure,
        may_undo=may_undo and state in OPEN,
        account_id=row.trade_account_id,
    )


def open_requests() -> SelectOfScalar[OrganizationRequestRow]:
    """Return the query for the requests that have not ended."""
    return select(OrganizationRequestRow).where(col(OrganizationRequestRow.state).in_(OPEN))


def sides(row: OrganizationRequestRow, other: int) -> tuple[int, int]:
    """Return the account above and the one below that the request would make, with ``other`` as the partner."""
    pair = (row.trade_account_id, other)
    return pair if row.asker_is_parent else (pair[1], pair[0])


def parents(session: Session) -> dict[int, int]:
    """Return for each account the one above it, for all links that stand."""
    return {row.child_id: row.parent_id for row in session.exec(standing_links())}


def companies_to_link(session: Session, actor: Actor) -> Iterable[tuple[int, str]]:
    """Return the companies for which ``actor`` may agree to a link."""
    return [
        (each.trade_account_id, each.legal_name)
        for each in memberships_of(session, actor)
        if may(each.role, Permission.MODEL_LINK)
    ]


def audit_request(
    session: Session, row: OrganizationRequestRow, action: str, user_id: int | None, now: datetime
) -> None:
    """Write the event into the chain of each company concerned."""
    accounts = [row.trade_account_id, *([row.other_account_id] if row.other_account_id else [])]
    for account in accounts:
        write_audit(
            session, trade_account_id=account, user_id=user_id, action=action, subject=f"request/{row.id}", now=now
        )


def tell(session: Session, row: OrganizationRequestRow, now: datetime) -> None:
    """Tell the officers of the companies concerned where the request stands."""
    accounts = [row.trade_account_id, *([row.other_account_id] if row.other_account_id else [])]
    for account in accounts:
        company = session.get_one(TradeAccountRow, account).legal_name
        people = (*_officers(session, account), *_asked_within(session, row, account))
        notices.tell(
            session,
            [person.id or 0 for person in people],
            template=f"request-{row.state}",
            path=f"organization/?account={account}",
            now=now,
            company=company,
            **({"date": row.takes_effect_at.date().isoformat()} if row.takes_effect_at else {}),
        )


def _asked_within(session: Session, row: OrganizationRequestRow, account: int) -> Sequence[UserAccountRow]:
    """Return the future officer of a company that is split off, while they belong to the account alone."""
    if row.operation != Operation.SPLIT_ACCOUNT or account != row.trade_account_id:
        return ()
    officers = [each.id for each in _officers(session, account)]
    found = session.exec(select(UserAccountRow).where(UserAccountRow.email_key == row.partner_key))
    return [each for each in found if each.id not in officers and row.other_account_id is None]


def _officers(session: Session, account: int) -> Sequence[UserAccountRow]:
    query = (
        select(UserAccountRow)
        .join(MembershipRow, col(MembershipRow.user_id) == col(UserAccountRow.id))
        .where(
            MembershipRow.trade_account_id == account,
            col(MembershipRow.removed_at).is_(None),
            MembershipRow.role == Role.OFFICER,
            col(MembershipRow.officer_declared_at).is_not(None),
        )
    )
    return session.exec(query.order_by(col(UserAccountRow.id))).all()
