"""Deleting one's own account: asked for with a proof, undone by a mailed link, carried out after two weeks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from sqlalchemy import delete, or_, update
from sqlmodel import Session, SQLModel, col, select

from ctpat_app.domain.errors import Refusal
from ctpat_app.domain.lifecycle import ENDED
from ctpat_app.domain.permissions import Actor, Role, effective_role, require_recent_proof
from ctpat_app.domain.retention import LEAVING_TAKES, check_leaving
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.audit import NO_ACCOUNT, write_audit
from ctpat_app.services.outbox import put_mail
from ctpat_app.services.sessions import end_all_sessions
from ctpat_app.tables.accounts import (
    EmailLinkRow,
    InvitationRow,
    MembershipRow,
    TradeAccountRow,
    UserAccountRow,
    UserSessionRow,
)
from ctpat_app.tables.help_cases import HelpCaseRow
from ctpat_app.tables.notices import MailOffRow, NoticeRow
from ctpat_app.tables.outbox import OutboxRow
from ctpat_app.tables.recovery import (
    AccessCaseRow,
    MailChangeRow,
    MailUndoRow,
    RecoveryCodeRow,
    ResetLinkRow,
    SecurityQuestionRow,
)
from ctpat_app.tables.second_factors import AuthenticatorRow, LinkedIdentityRow, PasskeyRow
from ctpat_app.tables.security_models import SecurityModelRow

COME_BACK: Final = "come-back"
"""Purpose of the link that undoes it."""
OWN_ROWS: Final[tuple[type[SQLModel], ...]] = (
    UserSessionRow,
    EmailLinkRow,
    ResetLinkRow,
    AuthenticatorRow,
    PasskeyRow,
    RecoveryCodeRow,
    SecurityQuestionRow,
    MailChangeRow,
    LinkedIdentityRow,
    NoticeRow,
    MailOffRow,
)
"""Tables with a ``user_id`` whose rows go with the account; what a person signs in with belongs here."""


@dataclass(frozen=True)
class Hold:
    """Companies that cannot do without the person; empty names when there are none."""

    sole_officer_of: str = ""
    only_member_of: str = ""


def ask_to_leave(session: Session, actor: Actor, *, token: str, now: datetime) -> None:
    """Note that the account is to be deleted, sign the person out everywhere, and mail the link that undoes it.

    Raises:
        NotPermitted: ``access.prove-again``.
        Refusal: ``leaving.sole-officer``, ``leaving.only-member`` (``company``), ``leaving.staff``.
    """
    hold = _hold(session, actor.user_id)
    if actor.staff_role:
        raise Refusal("leaving.staff")
    check_leaving(sole_officer_of=hold.sole_officer_of, only_member_of=hold.only_member_of)
    require_recent_proof(actor, now)
    person = session.get_one(UserAccountRow, actor.user_id)
    person.leaving_at = now + LEAVING_TAKES
    link = EmailLinkRow(
        token_hash=token_hash(token),
        purpose=COME_BACK,
        user_id=actor.user_id,
        email=person.email,
        expires_at=person.leaving_at,
    )
    session.add_all([person, link])
    put_mail(
        session,
        template="leaving",
        language=person.language,
        recipient=person.email,
        now=now,
        path=f"/{person.language}/keep/?{urlencode({'token': token})}",
        date=person.leaving_at.date().isoformat(),
    )
    session.flush()
    end_all_sessions(session, actor, now=now)
    _note(session, actor.user_id, "account.leaving", now)


def come_back(session: Session, link: EmailLinkRow, *, now: datetime) -> None:
    """Undo the wish to leave; the caller has found the link to be good."""
    person = session.get_one(UserAccountRow, link.user_id)
    if person.left_at is not None:
        raise Refusal("link.expired")
    person.leaving_at = None
    session.add(person)
    _note(session, link.user_id, "account.came-back", now)


def carry_out_leaving(session: Session, *, now: datetime) -> int:
    """Delete the accounts whose two weeks are over, and return how many.

    The name stays, where signatures, answers and the audit trail point to it. Whom a company has come to depend on
    meanwhile stays until it does not.
    """
    query = select(UserAccountRow).where(col(UserAccountRow.leaving_at) <= now, col(UserAccountRow.left_at).is_(None))
    leaving = [row for row in session.exec(query) if _hold(session, row.id or 0) == Hold()]
    for person in leaving:
        _delete(session, person, now)
    return len(leaving)


def _delete(session: Session, person: UserAccountRow, now: datetime) -> None:
    connection, user_id = session.connection(), person.id or 0
    changes = select(col(MailChangeRow.id)).where(col(MailChangeRow.user_id) == user_id)
    connection.execute(delete(MailUndoRow).where(col(MailUndoRow.change_id).in_(changes)))
    for table in OWN_ROWS:
        own = table.__table__.c.user_id == user_id  # type: ignore[attr-defined]
        connection.execute(delete(table).where(own))
    connection.execute(delete(OutboxRow).where(col(OutboxRow.recipient) == person.email))
    connection.execute(
        update(AccessCaseRow)
        .where(col(AccessCaseRow.user_id) == user_id)
        .values(email=_nobody(user_id), name="", company="", note="", finding="")
    )
    connection.execute(
        update(HelpCaseRow)
        .where(or_(col(HelpCaseRow.user_id) == user_id, col(HelpCaseRow.mail_key) == person.email_key))
        .values(name="", mail="", mail_key="", telephone="")
    )
    connection.execute(
        update(InvitationRow)
        .where(col(InvitationRow.email_key) == person.email_key)
        .values(email_key=_nobody(user_id), email=_nobody(user_id), name="")
    )
    connection.execute(
        update(MembershipRow)
        .where(col(MembershipRow.user_id) == user_id)
        .values(telephone="", job_title="", officer_declared_at=None)
    )
    connection.execute(
        update(MembershipRow)
        .where(col(MembershipRow.user_id) == user_id, col(MembershipRow.removed_at).is_(None))
        .values(removed_at=now)
    )
    person.email_key = person.email = _nobody(user_id)
    person.password_hash, person.email_confirmed_at, person.left_at = "", None, now
    session.add(person)
    session.flush()
    _note(session, user_id, "account.deleted", now)


def _nobody(user_id: int) -> str:
    """Return an address that is unique and reaches nobody (RFC 2606)."""
    return f"deleted-{user_id}@kiosk.invalid"


def _hold(session: Session, user_id: int) -> Hold:
    """Return the first company with a membership that is open or certified and that depends on the person."""
    query = (
        select(MembershipRow, TradeAccountRow.legal_name)
        .join(TradeAccountRow, col(TradeAccountRow.id) == col(MembershipRow.trade_account_id))
        .where(MembershipRow.user_id == user_id, col(MembershipRow.removed_at).is_(None))
        .order_by(col(MembershipRow.id))
    )
    for mine, company in session.exec(query).all():
        if not _has_live_model(session, mine.trade_account_id):
            continue
        others = _others(session, mine)
        if not others:
            return Hold(only_member_of=company)
        if _is_officer(mine) and not any(map(_is_officer, others)):
            return Hold(sole_officer_of=company)
    return Hold()


def _others(session: Session, mine: MembershipRow) -> list[MembershipRow]:
    """Return the other members, but for those who are leaving themselves."""
    query = (
        select(MembershipRow)
        .join(UserAccountRow, col(UserAccountRow.id) == col(MembershipRow.user_id))
        .where(
            MembershipRow.trade_account_id == mine.trade_account_id,
            MembershipRow.id != mine.id,
            col(MembershipRow.removed_at).is_(None),
            col(UserAccountRow.leaving_at).is_(None),
        )
    )
    return list(session.exec(query))


def _has_live_model(session: Session, trade_account_id: int) -> bool:
    query = select(SecurityModelRow.id).where(
        SecurityModelRow.trade_account_id == trade_account_id,
        col(SecurityModelRow.status).not_in([status.value for status in ENDED]),
    )
    return session.exec(query).first() is not None


def _is_officer(row: MembershipRow) -> bool:
    return effective_role(Role(row.role), row.officer_declared_at, None) is Role.OFFICER


def _note(session: Session, user_id: int, action: str, now: datetime) -> None:
    write_audit(
        session,
        trade_account_id=NO_ACCOUNT,
        user_id=user_id,
        action=action,
        subject=f"user/{user_id}",
        now=now,
    )
