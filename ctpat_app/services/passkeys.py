"""Passkeys: a person's own, signing in with one, and proving anew with one. The ceremony itself is checked before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlmodel import Session, col

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.passkeys import MAX_NAME, MOST, KeyUse, NewPasskey, StoredKey
from ctpat_app.domain.permissions import Actor, require_recent_proof
from ctpat_app.domain.texts import clean_line
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.audit import NO_ACCOUNT, write_audit
from ctpat_app.services.outbox import put_mail
from ctpat_app.services.own_sessions import prove_session
from ctpat_app.services.recovery_codes import count_recovery_codes, make_recovery_codes
from ctpat_app.services.second_factors import asks_second_factor
from ctpat_app.services.sessions import Browser, open_session
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.recovery import RecoveryCodeRow
from ctpat_app.tables.second_factors import PasskeyRow


@dataclass(frozen=True)
class Passkey:
    """A passkey as its owner sees it."""

    id: int
    name: str
    added_at: datetime
    last_used_at: datetime | None
    backed_up: bool
    """The maker of the device keeps a copy, so that it survives the loss of the device."""


@dataclass(frozen=True)
class Registering:
    """What a device must know to make a passkey: the person's handle, and the passkeys that exist already."""

    handle: str
    known: tuple[str, ...]


def list_passkeys(session: Session, actor: Actor) -> tuple[Passkey, ...]:
    """Return the actor's passkeys, oldest first."""
    return tuple(
        Passkey(row.id or 0, row.name, row.added_at, row.last_used_at, row.backed_up)
        for row in _rows(session, actor.user_id)
    )


def begin_passkey(session: Session, actor: Actor, *, fresh_handle: str, now: datetime) -> Registering:
    """Return what a device is asked with; ``fresh_handle`` is taken for the first passkey.

    Raises:
        NotPermitted: ``access.prove-again``.
        InvalidValue: ``passkey.too-many``.
    """
    require_recent_proof(actor, now)
    rows = _rows(session, actor.user_id)
    if len(rows) >= MOST:
        raise InvalidValue("passkey.too-many", most=MOST)
    return Registering(rows[0].handle if rows else fresh_handle, tuple(row.credential_id for row in rows))


def add_passkey(
    session: Session,
    actor: Actor,
    made: NewPasskey,
    *,
    handle: str,
    name: str,
    recovery_codes: Sequence[str],
    now: datetime,
) -> bool:
    """Keep a new passkey; return whether ``recovery_codes`` count from now on, for who had none left.

    Raises:
        NotPermitted: ``access.prove-again``.
        InvalidValue: ``passkey.present``, ``passkey.too-many``, ``text.…`` for the name.
    """
    begin_passkey(session, actor, fresh_handle=handle, now=now)
    if find_passkey(session, made.credential_id) is not None:
        raise InvalidValue("passkey.present")
    session.add(
        PasskeyRow(
            user_id=actor.user_id,
            credential_id=made.credential_id,
            handle=handle,
            public_key=made.public_key,
            use_count=made.use_count,
            backed_up=made.backed_up,
            name=clean_line(name, MAX_NAME),
            added_at=now,
        )
    )
    session.flush()
    needs_codes = count_recovery_codes(session, actor.user_id) == 0
    if needs_codes:
        make_recovery_codes(session, actor, codes=recovery_codes, now=now)
    _tell(session, actor, "passkey.added", "passkey-added", now)
    return needs_codes


def remove_passkey(session: Session, actor: Actor, *, passkey_id: int, now: datetime) -> None:
    """Remove one of the actor's passkeys; with the last factor the recovery codes go as well.

    Raises:
        NotPermitted: ``access.not-yours``, ``access.prove-again``.
    """
    row = session.get(PasskeyRow, passkey_id)
    if row is None or row.user_id != actor.user_id:
        raise NotPermitted
    require_recent_proof(actor, now)
    session.delete(row)
    session.flush()
    if not asks_second_factor(session, actor.user_id):
        session.connection().execute(delete(RecoveryCodeRow).where(col(RecoveryCodeRow.user_id) == actor.user_id))
    _tell(session, actor, "passkey.removed", "passkey-removed", now)


def find_passkey(session: Session, credential_id: str) -> StoredKey | None:
    """Return the passkey that a device named; None for an unknown one."""
    row = session.scalars(select(PasskeyRow).where(col(PasskeyRow.credential_id) == credential_id)).first()
    return StoredKey(row.id or 0, row.user_id, row.handle, row.public_key, row.use_count) if row else None


def sign_in_with_passkey(
    session: Session, key: StoredKey, use: KeyUse, *, token: str, browser: Browser, now: datetime
) -> str | None:
    """Open a session for ``token`` and return the person's mail address; None when they are not let in.

    The device asked for its own code, finger or face: nothing more is asked for, and no password can be too old.
    """
    person = session.get_one(UserAccountRow, key.user_id, populate_existing=True)
    if person.leaving_at is not None or person.email_confirmed_at is None or not _use(session, key, use, now):
        return None
    where = replace(browser, password_days=0)
    open_session(session, user_id=key.user_id, token=token, device=browser.device, now=now, browser=where)
    return person.email


def prove_with_passkey(
    session: Session, actor: Actor, key: StoredKey, use: KeyUse, *, digest: str, now: datetime
) -> bool:
    """Note that the person behind the session with the token hash ``digest`` proved anew who they are."""
    if key.user_id != actor.user_id or not _use(session, key, use, now):
        _note(session, actor.user_id, "sign-in.proof-refused", now)
        return False
    prove_session(session, actor, digest=digest, now=now)
    return True


def _use(session: Session, key: StoredKey, use: KeyUse, now: datetime) -> bool:
    """Note the use; False for a challenge that was answered before, and for a copy that is behind in counting."""
    counted = or_(col(PasskeyRow.use_count) < use.use_count, col(PasskeyRow.use_count) == 0)
    # The condition decides: of two at the same moment only one succeeds.
    used = session.connection().execute(
        update(PasskeyRow)
        .where(col(PasskeyRow.id) == key.id, counted, col(PasskeyRow.last_challenge) != token_hash(use.challenge))
        .values(use_count=use.use_count, last_challenge=token_hash(use.challenge), last_used_at=now)
    )
    if used.rowcount != 1:
        _note(session, key.user_id, "passkey.refused", now)
    return used.rowcount == 1


def _rows(session: Session, user_id: int) -> Sequence[PasskeyRow]:
    query = select(PasskeyRow).where(col(PasskeyRow.user_id) == user_id).order_by(col(PasskeyRow.id))
    return session.scalars(query.execution_options(populate_existing=True)).all()


def _tell(session: Session, actor: Actor, action: str, template: str, now: datetime) -> None:
    """Note the change, and mail it to the person: whoever did it, they should know."""
    _note(session, actor.user_id, action, now)
    row = session.get_one(UserAccountRow, actor.user_id)
    path = f"/{row.language}/security/"
    put_mail(session, template=template, language=row.language, recipient=row.email, now=now, path=path)


def _note(session: Session, user_id: int, action: str, now: datetime) -> None:
    subject = f"user/{user_id}"
    write_audit(session, trade_account_id=NO_ACCOUNT, user_id=user_id, action=action, subject=subject, now=now)
