"""Sign-in, sign-out, and who is behind a session cookie.

Signing in takes three steps, so that no transaction is open while a password is hashed: ``find_credentials``, the
comparison by the caller, then ``settle_sign_in``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, cast

from sqlalchemy import and_, bindparam, exists, insert, select, update
from sqlmodel import Session, col

from ctpat_app.domain.devices import first_half
from ctpat_app.domain.emails import read_email
from ctpat_app.domain.passwords import is_expired
from ctpat_app.domain.permissions import Actor, StaffRole
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.audit import NO_ACCOUNT, write_audit
from ctpat_app.services.registration import Person, person_of, send_confirmation
from ctpat_app.services.second_factors import asks_second_factor
from ctpat_app.tables.accounts import StaffRow, UserAccountRow, UserSessionRow
from ctpat_app.tables.second_factors import AuthenticatorRow, PasskeyRow

LONGEST: Final = timedelta(hours=12)
"""A session ends this long after the sign-in, whatever happens."""
LONGEST_IDLE: Final = timedelta(minutes=60)
TOUCH_EVERY: Final = timedelta(minutes=1)
_DEVICE_CHARACTERS: Final = 200


@dataclass(frozen=True)
class Credentials:
    """What a password is compared with."""

    person: Person
    password_hash: str


class SignIn(StrEnum):
    """What came of a password; only a refusal is false."""

    REFUSED = ""
    OPENED = "opened"
    HALF = "half"
    """The password was right, and a second factor is asked for next: no session is open yet."""


@dataclass(frozen=True)
class OpenSession:
    """A session that holds now; ``touch_due`` says that its last use should be noted."""

    actor: Actor
    language: str
    touch_due: bool
    shared: bool = False
    """Others use this computer too."""


@dataclass(frozen=True)
class Browser:
    """Where somebody signs in: what the browser says it is, its network address, and whether others use it too."""

    device: str = ""
    address: str = ""
    shared: bool = False
    idle: timedelta = LONGEST_IDLE
    """So long without use, and the session ends."""
    password_days: int = 0
    """So old may the password be with which they sign in; 0 for any age."""


def find_credentials(session: Session, email: str) -> Credentials | None:
    """Return what belongs to the address; None for an unknown one, which the caller compares all the same.

    Raises:
        InvalidValue: the codes of ``read_email``.
    """
    row = session.scalars(select(UserAccountRow).where(col(UserAccountRow.email_key) == read_email(email).key)).first()
    if row is None:
        return None
    return Credentials(person_of(row), row.password_hash)


def settle_sign_in(
    session: Session,
    credentials: Credentials | None,
    *,
    matches: bool,
    token: str,
    link_token: str,
    device: str,
    now: datetime,
    new_hash: str | None = None,
    browser: Browser | None = None,
) -> SignIn:
    """Open a session for ``token``, unless a second factor is asked for first or the person is not let in.

    An address that is not confirmed yet gets the same answer as a wrong password, and a fresh link by mail.

    Args:
        credentials: what ``find_credentials`` gave.
        matches: whether the password matched them.
        token: a new random token for the cookie.
        link_token: a new random token for the link, used only for an unconfirmed address.
        device: what the browser says it is, unless ``browser`` tells more.
        new_hash: the password hashed anew when the costs have risen since.
    """
    origin = first_half(browser.address) if browser else ""
    if credentials is None or not matches or not _still_valid(session, credentials):
        _note(session, credentials.person.user_id if credentials else None, "sign-in.refused", now, origin)
        return SignIn.REFUSED
    person = credentials.person
    if session.get_one(UserAccountRow, person.user_id).leaving_at is not None:
        _note(session, person.user_id, "sign-in.leaving", now, origin)
        return SignIn.REFUSED
    if not person.confirmed:
        send_confirmation(session, person, token=link_token, now=now)
        _note(session, person.user_id, "sign-in.unconfirmed", now, origin)
        return SignIn.REFUSED
    if new_hash:
        session.connection().execute(
            update(UserAccountRow).where(col(UserAccountRow.id) == person.user_id).values(password_hash=new_hash)
        )
    if asks_second_factor(session, person.user_id):
        return SignIn.HALF
    open_session(session, user_id=person.user_id, token=token, device=device, now=now, browser=browser)
    return SignIn.OPENED


def open_session(
    session: Session, *, user_id: int, token: str, device: str, now: datetime, browser: Browser | None = None
) -> None:
    """Open a session; the caller sets ``token`` as cookie, the table keeps its hash."""
    where = browser or Browser(device)
    session.connection().execute(
        insert(UserSessionRow).values(
            token_hash=token_hash(token),
            user_id=user_id,
            created_at=now,
            last_seen_at=now,
            expires_at=now + LONGEST,
            proved_at=now,
            device=where.device[:_DEVICE_CHARACTERS],
            network=first_half(where.address),
            idle_seconds=int(where.idle.total_seconds()),
            shared=where.shared,
            password_days=where.password_days,
        )
    )
    _note(session, user_id, "sign-in.done", now, first_half(where.address))


def end_session(session: Session, token: str, *, now: datetime) -> None:
    """End the session of ``token``; an unknown or ended one is left as it is."""
    digest = token_hash(token)
    ended = session.connection().execute(
        update(UserSessionRow)
        .where(col(UserSessionRow.token_hash) == digest, col(UserSessionRow.ended_at).is_(None))
        .values(ended_at=now)
    )
    if ended.rowcount:
        user_id = session.connection().scalar(
            select(col(UserSessionRow.user_id)).where(col(UserSessionRow.token_hash) == digest)
        )
        _note(session, user_id, "sign-out.done", now)


def end_all_sessions(session: Session, actor: Actor, *, now: datetime, except_token: str = "") -> int:
    """End all sessions of the actor, or all but one, and return how many; each is refused at its next event."""
    ended = session.connection().execute(
        update(UserSessionRow)
        .where(
            col(UserSessionRow.user_id) == actor.user_id,
            col(UserSessionRow.ended_at).is_(None),
            col(UserSessionRow.token_hash) != (token_hash(except_token) if except_token else ""),
        )
        .values(ended_at=now)
    )
    _note(session, actor.user_id, "sign-out.everywhere", now)
    return ended.rowcount


# Built once: putting such a query together costs more than running it, and it runs for every event.
OPEN_SESSION: Final = (
    select(
        col(UserAccountRow.id),
        col(UserAccountRow.name),
        col(UserAccountRow.email),
        col(UserAccountRow.language),
        col(UserSessionRow.last_seen_at),
        col(UserSessionRow.proved_at),
        col(StaffRow.role),
        col(UserSessionRow.idle_seconds),
        col(UserSessionRow.shared),
        # Of no interest for anybody but staff, and not looked for then.
        and_(
            col(StaffRow.role).is_not(None),
            col(AuthenticatorRow.confirmed_at).is_(None),
            ~exists().where(col(PasskeyRow.user_id) == col(UserAccountRow.id)),
        ),
        col(UserSessionRow.network),
        col(UserAccountRow.password_changed_at),
        col(UserSessionRow.password_days),
    )
    .join(UserAccountRow, col(UserAccountRow.id) == col(UserSessionRow.user_id))
    .join(
        StaffRow,
        and_(col(StaffRow.user_id) == col(UserSessionRow.user_id), col(StaffRow.ended_at).is_(None)),
        isouter=True,
    )
    .join(AuthenticatorRow, col(AuthenticatorRow.user_id) == col(UserSessionRow.user_id), isouter=True)
    .where(
        col(UserSessionRow.token_hash) == bindparam("digest"),
        col(UserSessionRow.ended_at).is_(None),
        col(UserSessionRow.expires_at) > bindparam("now"),
        col(UserAccountRow.leaving_at).is_(None),
    )
)


def find_session(session: Session, digest: str, *, now: datetime) -> OpenSession | None:
    """Return the open session whose token has the hash ``digest``; one indexed query."""
    return opened_by(session.connection().execute(OPEN_SESSION, {"digest": digest, "now": now}).first(), now)


def opened_by(row: Sequence[Any] | None, now: datetime) -> OpenSession | None:
    """Return the session that the row of ``OPEN_SESSION`` tells of; None without one, and when it was idle too long."""
    if row is None:
        return None
    (user_id, name, email, language, last_seen_at, proved_at, staff_role, idle_seconds, shared, lacks_factor, network,
     changed_at, password_days) = row  # fmt: skip
    if now - last_seen_at >= timedelta(seconds=idle_seconds):
        return None
    role = StaffRole(staff_role) if staff_role else None
    expired = is_expired(changed_at, password_days, now)
    actor = Actor(cast(int, user_id), name, email, role, proved_at, bool(lacks_factor), network, expired)
    return OpenSession(actor, language, touch_due=last_seen_at <= now - TOUCH_EVERY, shared=shared)


def find_actor(session: Session, digest: str, *, now: datetime) -> Actor | None:
    """Return who is behind the session whose token has the hash ``digest``, None when it does not hold any more.

    Who has to do something first, such as set up a second factor, is nobody here: only ``find_session`` knows them.
    """
    found = find_session(session, digest, now=now)
    return found.actor if found and not found.actor.is_held else None


def touch_session(session: Session, digest: str, *, now: datetime) -> None:
    """Note that the session was used now."""
    session.connection().execute(
        update(UserSessionRow).where(col(UserSessionRow.token_hash) == digest).values(last_seen_at=now)
    )


def _still_valid(session: Session, credentials: Credentials) -> bool:
    """Whether the password is still the one that was compared: it may have changed meanwhile."""
    stored = session.connection().scalar(
        select(col(UserAccountRow.password_hash)).where(col(UserAccountRow.id) == credentials.person.user_id)
    )
    return stored == credentials.password_hash


def _note(session: Session, user_id: int | None, action: str, now: datetime, origin: str = "") -> None:
    write_audit(
        session,
        trade_account_id=NO_ACCOUNT,
        user_id=user_id,
        action=action,
        subject=f"user/{user_id}" if user_id else "",
        now=now,
        origin=origin,
    )
