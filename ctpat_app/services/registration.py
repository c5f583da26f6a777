"""Registration of a person: an account, and the proof that the mail address is theirs.

Known and unknown addresses get the same answer and cost the same work; only the mail tells them apart.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, cast
from urllib.parse import urlencode

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from ctpat_app.domain.emails import EmailAddress, read_email
from ctpat_app.domain.errors import InvalidValue
from ctpat_app.domain.names import read_name
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.audit import NO_ACCOUNT, write_audit
from ctpat_app.services.bounces import settle_address
from ctpat_app.services.outbox import put_mail
from ctpat_app.tables.accounts import EmailLinkRow, UserAccountRow

CONFIRM_EMAIL: Final = "confirm-email"
LINK_LIFETIME: Final = timedelta(hours=24)


@dataclass(frozen=True)
class Person:
    """What this module needs to know of a user account."""

    user_id: int
    email: str
    language: str
    confirmed: bool


def register(
    session: Session,
    *,
    email: str,
    name: str,
    password_hash: str,
    language: str,
    token: str,
    now: datetime,
    next_path: str = "",
) -> None:
    """Register a person and mail them a link; who has an account already gets a mail that says so.

    Args:
        email: as typed.
        password_hash: made before the transaction began, whether or not the address is known.
        token: a new random token for the link.
        next_path: where the person goes after the first sign-in, an address of the kiosk.

    Raises:
        InvalidValue: the codes of ``read_email`` and ``read_name``; never one that tells whether the address is known.
    """
    address, clean_name = read_email(email), read_name(name)
    person = _find(session, address.key) or _add(session, address, clean_name, password_hash, language, now)
    if person.confirmed:
        _mail_already_registered(session, person, now)
        return
    session.connection().execute(
        update(UserAccountRow)
        .where(col(UserAccountRow.id) == person.user_id)
        .values(name=clean_name, password_hash=password_hash, password_changed_at=now, language=language)
    )
    mailed = Person(person.user_id, person.email, language, confirmed=False)
    send_confirmation(session, mailed, token=token, now=now, password_hash=password_hash, next_path=next_path)
    _note(session, person.user_id, "account.registered", now)


def resend_confirmation(session: Session, *, email: str, token: str, now: datetime) -> None:
    """Mail a fresh link to an address that is not confirmed yet; for any other do nothing that shows.

    Raises:
        InvalidValue: the codes of ``read_email``.
    """
    person = _find(session, read_email(email).key)
    if person and person.confirmed:
        _mail_already_registered(session, person, now)
        return
    if person:
        send_confirmation(session, person, token=token, now=now)
    _note(session, person.user_id if person else None, "account.link-asked", now)


def send_confirmation(
    session: Session,
    person: Person,
    *,
    token: str,
    now: datetime,
    password_hash: str | None = None,
    next_path: str = "",
) -> None:
    """Store a link and queue the mail that carries it. The mail goes to the stored address, not to a typed spelling."""
    session.connection().execute(
        insert(EmailLinkRow).values(
            token_hash=token_hash(token),
            purpose=CONFIRM_EMAIL,
            user_id=person.user_id,
            email=person.email,
            password_hash=password_hash,
            expires_at=now + LINK_LIFETIME,
        )
    )
    query = {"token": token, "language": person.language} | ({"next": next_path} if next_path else {})
    put_mail(
        session,
        template=CONFIRM_EMAIL,
        language=person.language,
        recipient=person.email,
        now=now,
        path=f"/auth/confirm?{urlencode(query)}",
        hours=str(int(LINK_LIFETIME.total_seconds() // 3600)),
    )


def confirm_email(session: Session, token: str, *, now: datetime) -> Person:
    """Use up a link and return the person whose address it proves.

    Raises:
        InvalidValue: ``link.unknown``, ``link.used``, ``link.expired``.
    """
    link = session.get(EmailLinkRow, token_hash(token))
    if link is None or link.purpose != CONFIRM_EMAIL:
        raise InvalidValue("link.unknown")
    if link.used_at is not None:
        raise InvalidValue("link.used")
    if link.expires_at <= now:
        raise InvalidValue("link.expired")
    _use_up(session, link, now)
    _note(session, link.user_id, "account.confirmed", now)
    row = session.get_one(UserAccountRow, link.user_id, populate_existing=True)
    settle_address(session, row.email_key, now=now)
    return person_of(row)


def _use_up(session: Session, link: EmailLinkRow, now: datetime) -> None:
    """Use this link and all others of the person; of two at the same moment only one succeeds."""
    connection = session.connection()
    unused = (
        update(EmailLinkRow)
        .where(col(EmailLinkRow.user_id) == link.user_id, col(EmailLinkRow.used_at).is_(None))
        .values(used_at=now)
    )
    mine = connection.execute(unused.where(col(EmailLinkRow.token_hash) == link.token_hash))
    if mine.rowcount != 1:
        raise InvalidValue("link.used")
    connection.execute(unused.where(col(EmailLinkRow.purpose) == CONFIRM_EMAIL))
    password = {"password_hash": link.password_hash, "password_changed_at": now} if link.password_hash else {}
    connection.execute(
        update(UserAccountRow).where(col(UserAccountRow.id) == link.user_id).values(email_confirmed_at=now, **password)
    )


def _find(session: Session, key: str) -> Person | None:
    row = session.scalars(select(UserAccountRow).where(col(UserAccountRow.email_key) == key)).first()
    return person_of(row) if row else None


def _add(
    session: Session, address: EmailAddress, name: str, password_hash: str, language: str, now: datetime
) -> Person:
    row = UserAccountRow(
        email_key=address.key,
        email=address.address,
        name=name,
        password_hash=password_hash,
        password_changed_at=now,
        language=language,
        created_at=now,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        # The same address was registered a moment ago, by a double click or by somebody else.
        return _find_existing(session, address.key)
    return person_of(row)


def _find_existing(session: Session, key: str) -> Person:
    return person_of(session.scalars(select(UserAccountRow).where(col(UserAccountRow.email_key) == key)).one())


def person_of(row: UserAccountRow) -> Person:
    """Return what this module and ``services/sessions`` know of a stored user account."""
    return Person(cast(int, row.id), row.email, row.language, confirmed=row.email_confirmed_at is not None)


def _mail_already_registered(session: Session, person: Person, now: datetime) -> None:
    put_mail(
        session,
        template="already-registered",
        language=person.language,
        recipient=person.email,
        now=now,
        path=f"/{person.language}/sign-in/",
    )
    _note(session, person.user_id, "account.registered-again", now)


def _note(session: Session, user_id: int | None, action: str, now: datetime) -> None:
    write_audit(
        session,
        trade_account_id=NO_ACCOUNT,
        user_id=user_id,
        action=action,
        subject=f"user/{user_id}" if user_id else "",
        now=now,
    )
