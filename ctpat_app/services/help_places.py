"""To which application, company and security model a link of the help leads, where a person has just one."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.permissions import Actor, Permission, Role
from ctpat_app.services.access import DraftAccess, memberships_of, require_draft
from ctpat_app.services.drafts import APPLICATION, SECURITY_MODEL
from ctpat_app.tables.accounts import MembershipRow, UserAccountRow
from ctpat_app.tables.drafts import DraftRow


@dataclass(frozen=True)
class Places:
    """Numbers of what links are about; 0 where there is none, or more than one."""

    draft: int = 0
    account: int = 0
    model: int = 0


def find_places(session: Session, actor: Actor, *, draft_id: int = 0) -> Places:
    """Return those of the draft from which the person came, if it is theirs; else what there is just one of."""
    if came_from := _readable(session, actor, draft_id):
        return _places([came_from], came_from.trade_account_id)
    accounts = [each.trade_account_id for each in memberships_of(session, actor)]
    if not accounts:
        return Places()
    query = select(DraftRow.id).where(
        col(DraftRow.flow) == APPLICATION,
        col(DraftRow.trade_account_id).in_(accounts),
        col(DraftRow.removed_at).is_(None),
    )
    found = [each for number in session.exec(query) if (each := _readable(session, actor, number or 0))]
    return _places(found, accounts[0] if len(accounts) == 1 else 0)


def _readable(session: Session, actor: Actor, draft_id: int) -> DraftAccess | None:
    if not draft_id:
        return None
    try:
        return require_draft(session, actor, draft_id, Permission.APPLICATION_READ)
    except Refusal:
        return None


def _places(found: list[DraftAccess], account: int) -> Places:
    models = {each.subject_id for each in found if each.subject_kind == SECURITY_MODEL}
    open_ones = [each.draft_id for each in found if not each.frozen] or [each.draft_id for each in found]
    draft = open_ones[0] if len(open_ones) == 1 else 0
    return Places(draft, account, models.pop() if len(models) == 1 else 0)


def officers_on_record(session: Session, actor: Actor) -> tuple[str, ...]:
    """Return the names of the officers of the actor's company; none when they belong to several companies, or none."""
    accounts = {each.trade_account_id for each in memberships_of(session, actor)}
    if len(accounts) != 1:
        return ()
    query = (
        select(UserAccountRow.name)
        .join(MembershipRow, col(MembershipRow.user_id) == col(UserAccountRow.id))
        .where(
            col(MembershipRow.trade_account_id).in_(accounts),
            col(MembershipRow.role) == Role.OFFICER.value,
            col(MembershipRow.officer_declared_at).is_not(None),
            col(MembershipRow.removed_at).is_(None),
        )
        .order_by(col(MembershipRow.id))
    )
    return tuple(session.exec(query))
