"""What a signed-in person finds on their own page: companies, what each still lacks, and applications."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from ctpat_app.domain.permissions import Actor, Permission, Role, may
from ctpat_app.services.application import ApplicationSummary, list_applications
from ctpat_app.services.conversations import unread_for_company
from ctpat_app.services.trade_accounts import list_trade_accounts, read_trade_account


@dataclass(frozen=True)
class OwnAccount:
    """A company of the person; ``missing`` holds message codes, ``may_start`` says that Apply would work."""

    id: int
    legal_name: str
    role: Role
    missing: tuple[str, ...]
    may_start: bool
    unread: int
    """Messages of CTPAT that nobody of the company has read."""


@dataclass(frozen=True)
class Home:
    """Everything of one person; applications newest first."""

    accounts: tuple[OwnAccount, ...]
    applications: tuple[ApplicationSummary, ...]


def read_home(session: Session, actor: Actor, *, now: datetime) -> Home:
    """Return the companies and applications of ``actor``."""
    views = (
        read_trade_account(session, actor, trade_account_id=item.id) for item in list_trade_accounts(session, actor)
    )
    accounts = tuple(
        OwnAccount(
            view.id,
            view.legal_name,
            view.role,
            view.missing,
            view.may_start,
            unread_for_company(session, view.id) if may(view.role, Permission.APPLICATION_READ) else 0,
        )
        for view in views
    )
    return Home(accounts, list_applications(session, actor, now=now))
