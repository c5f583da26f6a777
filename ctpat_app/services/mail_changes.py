"""Change of one's mail address: the old one holds until the new one is proved, and can take it back for three days."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from ctpat_app.domain.emails import EmailAddress, read_email
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.mails import masked
from ctpat_app.domain.permissions import Actor, require_recent_proof
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.audit import NO_ACCOUNT, write_audit
from ctpat_app.services.bounces import settle_address
from ctpat_app.services.linked_identities import forget_links
from ctpat_app.services.outbox import put_mail
from ctpat_app.services.recovery import void_links
from ctpat_app.services.sessions import end_all_sessions
from ctpat_app.tables.accounts import EmailLinkRow, UserAccountRow
from ctpat_app.tables.recovery import MailChangeRow, MailUndoRow

LINK_LIFETIME: Final = timedelta(hours=24)
UNDO_LIFETIME: Final = timedelta(hours=72)


@dataclass(frozen=True)
class Tokens:
    """New random tokens: ``link`` goes to the new address, ``undo`` to the old one."""

    link: str
    undo: str


def ask_change(session: Session, actor: Actor, *, email: str, tokens: Tokens, now: datetime) -> None:
    """Mail a link to the new address and a notice to the old one; the caller has compared the password.

    An address that somebody has already gets a mail that says so; the answer and the work are the same.

    Raises:
        NotPermitted: ``access.prove-again``.
        InvalidValue: the codes of ``read_email``, ``change-mail.same``.
    """
    require_recent_proof(actor, now)
    address = read_email(email)
    person = session.get_one(UserAccountRow, actor.user_id, populate_existing=True)
    if address.key == person.email_key:
        raise InvalidValue("change-mail.same")
    _forget_open_changes(session, actor.user_id, now)
    change_id = _store(session, person, address, tokens.link, now)
    taken = _is_taken(session, address.key)
    put_mail(
        session,
        template="change-mail-taken" if taken else "change-mail",
        language=person.language,
        recipient=address.address,
        now=now,
        path=f"/{person.language}/sign-in/" if taken else _path("change-mail", tokens.link, person.language),
        hours=_hours(LINK_LIFETIME),
    )
    _mail_undo(session, person, person.email, change_id, address, tokens.undo, "change-mail-notice", now)
    _note(session, actor.user_id, "mail-change.asked", now)


def confirm_change(session: Session, token: str, *, undo: str, keep_session: str = "", now: datetime) -> None:
    """Put the proved address in place of the old one, end the sessions elsewhere, and tell the old address.

    Args:
        undo: a new random token for the notice to the old address.
        keep_session: token of the browser in which the link was opened; its session goes on if it is the person's.

    Raises:
        InvalidValue: ``link.unknown``, ``change-mail.used``, ``change-mail.expired``, ``change-mail.taken``.
    """
    change = session.scalars(
        select(MailChangeRow).where(col(MailChangeRow.token_hash) == token_hash(token))
    ).one_or_none()
    if change is None:
        raise InvalidValue("link.unknown")
    if change.applied_at or change.undone_at:
        raise InvalidValue("change-mail.used")
    if change.expires_at <= now:
        raise InvalidValue("change-mail.expired")
    used = session.connection().execute(
        update(MailChangeRow)
        .where(
            col(MailChangeRow.id) == change.id,
            col(MailChangeRow.applied_at).is_(None),
            col(MailChangeRow.undone_at).is_(None),
        )
        .values(applied_at=now)
    )
    if used.rowcount != 1:
        raise InvalidValue("change-mail.used")
    _move(session, change.user_id, change.new_email, change.new_key, now=now)
    person = session.get_one(UserAccountRow, change.user_id, populate_existing=True)
    _end_sessions(session, person, now, keep=keep_session)
    settle_address(session, change.new_key, now=now)
    new = EmailAddress(change.new_email, change.new_key)
    _mail_undo(session, person, change.old_email, change.id or 0, new, undo, "mail-changed", now)
    _note(session, change.user_id, "mail-change.done", now)


def undo_change(session: Session, token: str, *, blocked_hash: str, now: datetime) -> bool:
    """Take a change back; return whether it had taken effect, so that a new password is needed.

    Args:
        blocked_hash: hash of a random password: whoever changed the address knew the present one.

    Raises:
        InvalidValue: ``link.unknown``, ``change-mail.used``, ``change-mail.undo-expired``, ``change-mail.old-taken``.
    """
    link = session.get(MailUndoRow, token_hash(token), populate_existing=True)
    if link is None:
        raise InvalidValue("link.unknown")
    change = session.get_one(MailChangeRow, link.change_id, populate_existing=True)
    if link.used_at or change.undone_at:
        raise InvalidValue("change-mail.used")
    if link.expires_at <= now:
        raise InvalidValue("change-mail.undo-expired")
    undone = session.connection().execute(
        update(MailChangeRow)
        .where(col(MailChangeRow.id) == change.id, col(MailChangeRow.undone_at).is_(None))
        .values(undone_at=now)
    )
    if undone.rowcount != 1:
        raise InvalidValue("change-mail.used")
    link.used_at = now
    session.add(link)
    session.flush()
    _note(session, change.user_id, "mail-change.undone", now)
    if change.applied_at is None:
        return False
    _give_back(session, change, blocked_hash, now)
    return True


def _give_back(session: Session, change: MailChangeRow, blocked_hash: str, now: datetime) -> None:
    _move(session, change.user_id, change.old_email, change.old_key, now=now, code="change-mail.old-taken")
    session.connection().execute(
        update(UserAccountRow).where(col(UserAccountRow.id) == change.user_id).values(password_hash=blocked_hash)
    )
    forget_links(session, change.user_id, now=now)
    _forget_later_changes(session, change, now)
    person = session.get_one(UserAccountRow, change.user_id, populate_existing=True)
    _end_sessions(session, person, now)


def _is_taken(session: Session, key: str) -> bool:
    return session.scalar(select(col(UserAccountRow.id)).where(col(UserAccountRow.email_key) == key)) is not None


def _store(session: Session, person: UserAccountRow, new: EmailAddress, token: str, now: datetime) -> int:
    row = MailChangeRow(
        user_id=person.id or 0,
        token_hash=token_hash(token),
        old_email=person.email,
        old_key=person.email_key,
        new_email=new.address,
        new_key=new.key,
        created_at=now,
        expires_at=now + LINK_LIFETIME,
    )
    session.add(row)
    session.flush()
    return row.id or 0


def _forget_open_changes(session: Session, user_id: int, now: datetime) -> None:
    """Only the newest change counts."""
    session.connection().execute(
        update(MailChangeRow)
        .where(
            col(MailChangeRow.user_id) == user_id,
            col(MailChangeRow.applied_at).is_(None),
            col(MailChangeRow.undone_at).is_(None),
        )
        .values(undone_at=now)
    )


def _forget_later_changes(session: Session, change: MailChangeRow, now: datetime) -> None:
    """What was changed after ``change`` must not be undone later: that would lead back to the wrong address."""
    session.connection().execute(
        update(MailChangeRow)
        .where(
            col(MailChangeRow.user_id) == change.user_id,
            col(MailChangeRow.id) > change.id,
            col(MailChangeRow.undone_at).is_(None),
        )
        .values(undone_at=now)
    )


def _move(
    session: Session, user_id: int, email: str, key: str, *, now: datetime, code: str = "change-mail.taken"
) -> None:
    """Write the address; two people who take one at the same moment are told apart by the database alone."""
    try:
        with session.begin_nested():
            session.connection().execute(
                update(UserAccountRow)
                .where(col(UserAccountRow.id) == user_id)
                .values(email=email, email_key=key, email_confirmed_at=now)
            )
    except IntegrityError as error:
        raise InvalidValue(code) from error
    # Links that went to the former address are worth nothing any more.
    void_links(session, user_id, now=now)
    session.connection().execute(
        update(EmailLinkRow)
        .where(col(EmailLinkRow.user_id) == user_id, col(EmailLinkRow.used_at).is_(None))
        .values(used_at=now)
    )


def _end_sessions(session: Session, person: UserAccountRow, now: datetime, *, keep: str = "") -> None:
    end_all_sessions(session, Actor(person.id or 0, person.name, person.email), now=now, except_token=keep)


def _mail_undo(
    session: Session,
    person: UserAccountRow,
    recipient: str,
    change_id: int,
    new: EmailAddress,
    token: str,
    template: str,
    now: datetime,
) -> None:
    session.add(MailUndoRow(token_hash=token_hash(token), change_id=change_id, expires_at=now + UNDO_LIFETIME))
    session.flush()
    put_mail(
        session,
        template=template,
        language=person.language,
        recipient=recipient,
        now=now,
        path=_path("undo-mail", token, person.language),
        hours=_hours(UNDO_LIFETIME),
        address=masked(new.address),
    )


def _path(page: str, token: str, language: str) -> str:
    return f"/auth/{page}?{urlencode({'token': token, 'language': language})}"


def _hours(lifetime: timedelta) -> str:
    return str(int(lifetime.total_seconds() // 3600))


def _note(session: Session, user_id: int, action: str, now: datetime) -> None:
    write_audit(
        session, trade_account_id=NO_ACCOUNT, user_id=user_id, action=action, subject=f"user/{user_id}", now=now
    )
