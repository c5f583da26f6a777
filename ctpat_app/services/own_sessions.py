"""A person's own sessions: where they are signed in, ending one of them, how long one still lasts, proving anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import update
from sqlmodel import Session, col, select

from ctpat_app.domain.devices import Device, read_device
from ctpat_app.domain.errors import NotPermitted
from ctpat_app.domain.permissions import Actor, require_recent_proof
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.audit import NO_ACCOUNT, write_audit
from ctpat_app.tables.accounts import UserAccountRow, UserSessionRow

_ID_CHARACTERS: Final = 16


@dataclass(frozen=True)
class OwnSession:
    """A session of the actor that holds; ``network`` is half an address, empty when it is not known."""

    id: str
    """Names the session to its owner; nobody can sign in with it."""
    device: Device
    network: str
    shared: bool
    begun_at: datetime
    last_used_at: datetime
    is_here: bool


@dataclass(frozen=True)
class TimeLeft:
    """How long a session still lasts without use; ``may_stay``: using it makes it last longer."""

    seconds: int
    may_stay: bool


def list_sessions(session: Session, actor: Actor, *, digest: str, now: datetime) -> tuple[OwnSession, ...]:
    """Return the open sessions of the actor, the one with the token hash ``digest`` first, then the last used."""
    found = [_view(row, digest) for row in _open_rows(session, actor, now)]
    return tuple(sorted(found, key=lambda each: (each.is_here, each.last_used_at), reverse=True))


def end_one_session(session: Session, actor: Actor, *, session_id: str, now: datetime) -> None:
    """End one session of the actor: it is refused at its next event. One that is over is left as it is.

    Raises:
        NotPermitted: ``access.not-yours`` for a session of somebody else, and for none; ``access.prove-again``.
    """
    rows = session.exec(select(UserSessionRow).where(UserSessionRow.user_id == actor.user_id))
    row = next((each for each in rows if _id(each) == session_id), None)
    if row is None:
        raise NotPermitted
    require_recent_proof(actor, now)
    if row.ended_at is None:
        _end(session, [row], now)
        _note(session, actor, "sign-out.elsewhere", now)


def end_other_sessions(session: Session, actor: Actor, *, digest: str, now: datetime) -> int:
    """End all sessions of the actor but the one with the token hash ``digest``, and return how many.

    Raises:
        NotPermitted: ``access.prove-again``.
    """
    require_recent_proof(actor, now)
    query = select(UserSessionRow).where(
        UserSessionRow.user_id == actor.user_id,
        col(UserSessionRow.ended_at).is_(None),
        UserSessionRow.token_hash != digest,
    )
    rows = session.exec(query).all()
    if rows:
        _end(session, rows, now)
        _note(session, actor, "sign-out.everywhere-else", now)
    return len(rows)


def time_left(session: Session, digest: str, *, now: datetime) -> TimeLeft | None:
    """Return how long the session still lasts; None when it is over. Asking is no use of it."""
    row = session.get(UserSessionRow, digest)
    if row is None or row.ended_at is not None:
        return None
    idle = row.last_seen_at + timedelta(seconds=row.idle_seconds) - now
    whole = row.expires_at - now
    left = min(idle, whole)
    return TimeLeft(int(left.total_seconds()), may_stay=idle < whole) if left > timedelta() else None


def password_hash_of(session: Session, actor: Actor) -> str:
    """Return what the actor's password is compared with."""
    return session.get_one(UserAccountRow, actor.user_id).password_hash


def note_proof(session: Session, actor: Actor, *, token: str, compared_with: str, matches: bool, now: datetime) -> bool:
    """Note that the person behind the session proved anew who they are; return False when they did not.

    The token stays: the connections of other open tabs carry it, and would be cut off from what is typed in them.

    Args:
        session: an open session.
        actor: who proved it.
        token: that of the session's cookie.
        compared_with: the password hash that was compared; it may have changed meanwhile.
        matches: whether the password matched it.
        now: the present moment.
    """
    if not matches or compared_with != password_hash_of(session, actor):
        _note(session, actor, "sign-in.proof-refused", now)
        return False
    prove_session(session, actor, digest=token_hash(token), now=now)
    return True


def prove_session(session: Session, actor: Actor, *, digest: str, now: datetime) -> None:
    """Note a proof that was checked already, by whichever way: password, passkey or code."""
    own = (col(UserSessionRow.token_hash) == digest, col(UserSessionRow.user_id) == actor.user_id)
    session.connection().execute(update(UserSessionRow).where(*own).values(proved_at=now, last_seen_at=now))
    _note(session, actor, "sign-in.proved", now)


def _note(session: Session, actor: Actor, action: str, now: datetime) -> None:
    write_audit(
        session,
        trade_account_id=NO_ACCOUNT,
        user_id=actor.user_id,
        action=action,
        subject=f"user/{actor.user_id}",
        now=now,
    )


def _end(session: Session, rows: Sequence[UserSessionRow], now: datetime) -> None:
    # At once, as everything about sessions: the look-up of the next event goes past the objects of this session.
    digests = [row.token_hash for row in rows]
    session.connection().execute(
        update(UserSessionRow).where(col(UserSessionRow.token_hash).in_(digests)).values(ended_at=now)
    )


def _open_rows(session: Session, actor: Actor, now: datetime) -> list[UserSessionRow]:
    query = select(UserSessionRow).where(
        UserSessionRow.user_id == actor.user_id, col(UserSessionRow.ended_at).is_(None), UserSessionRow.expires_at > now
    )
    return [row for row in session.exec(query) if now - row.last_seen_at < timedelta(seconds=row.idle_seconds)]


def _view(row: UserSessionRow, digest: str) -> OwnSession:
    return OwnSession(
        _id(row),
        read_device(row.device),
        row.network,
        row.shared,
        row.created_at,
        row.last_seen_at,
        row.token_hash == digest,
    )


def _id(row: UserSessionRow) -> str:
    return token_hash(row.token_hash)[:_ID_CHARACTERS]
