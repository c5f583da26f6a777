"""What stands behind the company's page at the desk, as links with counts: each part adds a function."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlmodel import Session, col

from ctpat_app.domain.actions import ActionState
from ctpat_app.domain.aeo import AeoState
from ctpat_app.domain.identifier_changes import RequestState
from ctpat_app.domain.permissions import Permission
from ctpat_app.services.access import AccountAccess
from ctpat_app.tables.actions import ActionRow, TrainingRecordRow
from ctpat_app.tables.aeo import AeoRegistrationRow
from ctpat_app.tables.conversations import ConversationMessageRow
from ctpat_app.tables.documents import DocumentRow
from ctpat_app.tables.identifier_changes import IdentifierChangeRow


@dataclass(frozen=True)
class Section:
    """A link of the page: the words ``desk.section-<key>``, the page without the language, and how much is there.

    ``waiting`` of it waits for staff.
    """

    key: str
    path: str
    count: int
    waiting: int = 0


SectionSource = Callable[[Session, AccountAccess, datetime], Section | None]
"""Session, the reader's way to the company, the present moment; None for what the reader's role may not see."""


def documents(session: Session, access: AccountAccess, _now: datetime) -> Section | None:
    """The documents of all security models."""
    if not access.allows(Permission.DOCUMENTS_READ):
        return None
    own = select(func.count()).where(col(DocumentRow.trade_account_id) == access.trade_account_id)
    path = f"documents/?account={access.trade_account_id}"
    return Section("documents", path, session.scalar(own) or 0)


def actions(session: Session, access: AccountAccess, _now: datetime) -> Section | None:
    """The actions of the plan that are not closed."""
    if not access.allows(Permission.ACTIONS_READ):
        return None
    still = (ActionState.OPEN.value, ActionState.DONE.value)
    own = select(func.count()).where(
        col(ActionRow.trade_account_id) == access.trade_account_id, col(ActionRow.state).in_(still)
    )
    return Section("actions", f"actions/?account={access.trade_account_id}", session.scalar(own) or 0)


def training(session: Session, access: AccountAccess, _now: datetime) -> Section | None:
    """The records of training."""
    if not access.allows(Permission.ACTIONS_READ):
        return None
    own = select(func.count()).where(col(TrainingRecordRow.trade_account_id) == access.trade_account_id)
    return Section("training", f"training/?account={access.trade_account_id}", session.scalar(own) or 0)


def messages(session: Session, access: AccountAccess, _now: datetime) -> Section | None:
    """What the company and CTPAT have written to each other."""
    if not access.allows(Permission.PROFILE_REVIEW):
        return None
    own = select(func.count()).where(col(ConversationMessageRow.trade_account_id) == access.trade_account_id)
    path = f"staff/messages/?account={access.trade_account_id}"
    return Section("messages", path, session.scalar(own) or 0)


def numbers(session: Session, access: AccountAccess, _now: datetime) -> Section | None:
    """The requests to change a locked number; one that is not decided waits."""
    if not access.allows(Permission.PROFILE_REVIEW):
        return None
    own = select(
        func.count(),
        func.coalesce(func.sum(case((col(IdentifierChangeRow.state) == RequestState.ASKED, 1), else_=0)), 0),
    ).where(col(IdentifierChangeRow.trade_account_id) == access.trade_account_id)
    count, waiting = session.execute(own).one()
    return Section("numbers", f"staff/identifier-changes/?account={access.trade_account_id}", count, int(waiting))


def aeo(session: Session, access: AccountAccess, _now: datetime) -> Section | None:
    """The registrations of an EU AEO; one that is not decided waits."""
    if not access.allows(Permission.PROFILE_REVIEW):
        return None
    own = select(
        func.count(),
        func.coalesce(func.sum(case((col(AeoRegistrationRow.state) == AeoState.WAITING, 1), else_=0)), 0),
    ).where(col(AeoRegistrationRow.trade_account_id) == access.trade_account_id)
    count, waiting = session.execute(own).one()
    return Section("aeo", f"staff/aeo/?account={access.trade_account_id}", count, int(waiting))
