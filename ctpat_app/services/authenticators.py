"""The authenticator app of a person with its recovery codes, and the second half of a sign-in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.permissions import Actor, require_recent_proof
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.audit import NO_ACCOUNT, write_audit
from ctpat_app.services.outbox import put_mail
from ctpat_app.services.own_sessions import prove_session
from ctpat_app.services.recovery_codes import count_recovery_codes, make_recovery_codes, use_recovery_code
from ctpat_app.services.second_factors import asks_second_factor
from ctpat_app.services.sessions import Browser, open_session
from ctpat_app.tables.accounts import UserAccountRow
from ctpat_app.tables.recovery import RecoveryCodeRow
from ctpat_app.tables.second_factors import AuthenticatorRow

MatchCode = Callable[[str, str, datetime], int | None]
"""Says to which half minute of a seed a typed code belongs; see ``adapters/one_time_codes.py``."""


@dataclass(frozen=True)
class Factors:
    """What a person has besides the password; ``pending_seed`` waits for its first code."""

    authenticator_since: datetime | None
    pending_seed: str
    recovery_codes_left: int


@dataclass(frozen=True)
class HalfSignIn:
    """A sign-in whose password was right: ``mark`` changes with the password, so that an old one is worth nothing."""

    user_id: int
    mark: str


def read_factors(session: Session, actor: Actor) -> Factors:
    """Return the own factors of ``actor``."""
    row = _app_of(session, actor.user_id)
    return Factors(
        authenticator_since=row.confirmed_at if row else None,
        pending_seed=row.seed if row and row.confirmed_at is None else "",
        recovery_codes_left=count_recovery_codes(session, actor.user_id),
    )


def begin_authenticator(session: Session, actor: Actor, *, seed: str, now: datetime) -> None:
    """Store a new seed, which counts as soon as its first code is typed.

    Raises:
        NotPermitted: ``access.prove-again``; ``factor.present`` while another app is set up.
    """
    require_recent_proof(actor, now)
    row = _app_of(session, actor.user_id)
    if row is None:
        row = AuthenticatorRow(user_id=actor.user_id, seed=seed, added_at=now)
    elif row.confirmed_at:
        raise NotPermitted("factor.present")
    row.seed, row.added_at = seed, now
    session.add(row)
    session.flush()


def confirm_authenticator(
    session: Session, actor: Actor, *, code: str, recovery_codes: Sequence[str], match: MatchCode, now: datetime
) -> None:
    """Make the app count when ``code`` is one of its codes, together with new recovery codes.

    Raises:
        NotPermitted: ``access.prove-again``.
        InvalidValue: ``factor.nothing-begun``, ``factor.wrong-code``.
    """
    require_recent_proof(actor, now)
    row = _app_of(session, actor.user_id)
    if row is None or row.confirmed_at is not None:
        raise InvalidValue("factor.nothing-begun")
    step = match(row.seed, code, now)
    if step is None:
        raise InvalidValue("factor.wrong-code")
    row.confirmed_at, row.last_step = now, step
    session.flush()
    make_recovery_codes(session, actor, codes=recovery_codes, now=now)
    _tell(session, actor, "factor.added", "second-factor-added", now)


def remove_authenticator(session: Session, actor: Actor, *, now: datetime) -> None:
    """Remove the app, and the recovery codes unless a passkey needs them; staff are then asked for another factor.

    Raises:
        NotPermitted: ``access.prove-again``.
    """
    require_recent_proof(actor, now)
    row = _app_of(session, actor.user_id)
    if row is not None:
        session.delete(row)
        session.flush()
    if not asks_second_factor(session, actor.user_id):
        session.connection().execute(delete(RecoveryCodeRow).where(col(RecoveryCodeRow.user_id) == actor.user_id))
    _tell(session, actor, "factor.removed", "second-factor-removed", now)


def renew_recovery_codes(session: Session, actor: Actor, *, recovery_codes: Sequence[str], now: datetime) -> None:
    """Put new codes in the place of all old ones.

    Raises:
        NotPermitted: ``access.prove-again``.
    """
    make_recovery_codes(session, actor, codes=recovery_codes, now=now)
    _tell(session, actor, "factor.codes-renewed", "recovery-codes-renewed", now)


def finish_sign_in(
    session: Session, half: HalfSignIn, *, code: str, match: MatchCode, token: str, browser: Browser, now: datetime
) -> bool:
    """Open a session for ``token`` and return True when ``code`` is a code of the app or an unused recovery code."""
    person = session.get(UserAccountRow, half.user_id, populate_existing=True)
    if person is None or person.leaving_at is not None or token_hash(person.password_hash) != half.mark:
        return False
    if not (_use_app(session, half.user_id, code, match, now) or use_recovery_code(session, half.user_id, code, now)):
        _note(session, half.user_id, "sign-in.second-refused", now)
        return False
    open_session(session, user_id=half.user_id, token=token, device=browser.device, now=now, browser=browser)
    return True


def prove_with_code(session: Session, actor: Actor, *, code: str, match: MatchCode, digest: str, now: datetime) -> bool:
    """Note that the person behind the session with the token hash ``digest`` proved anew who they are, by their app."""
    if not _use_app(session, actor.user_id, code, match, now):
        _note(session, actor.user_id, "sign-in.proof-refused", now)
        return False
    prove_session(session, actor, digest=digest, now=now)
    return True


def _app_of(session: Session, user_id: int) -> AuthenticatorRow | None:
    return session.scalars(
        select(AuthenticatorRow)
        .where(col(AuthenticatorRow.user_id) == user_id)
        .execution_options(populate_existing=True)
    ).first()


def _use_app(session: Session, user_id: int, code: str, match: MatchCode, now: datetime) -> bool:
    row = _app_of(session, user_id)
    step = match(row.seed, code, now) if row and row.confirmed_at else None
    if step is None:
        return False
    # The condition decides: of two at the same moment only one succeeds.
    used = session.connection().execute(
        update(AuthenticatorRow)
        .where(col(AuthenticatorRow.user_id) == user_id, col(AuthenticatorRow.last_step) < step)
        .values(last_step=step)
    )
    return used.rowcount == 1


def _tell(session: Session, actor: Actor, action: str, template: str, now: datetime) -> None:
    """Note the change, and mail it to the person: whoever did it, they should know."""
    _note(session, actor.user_id, action, now)
    row = session.get_one(UserAccountRow, actor.user_id)
    path = f"/{row.language}/security/"
    put_mail(session, template=template, language=row.language, recipient=row.email, now=now, path=path)


def _note(session: Session, user_id: int, action: str, now: datetime) -> None:
    subject = f"user/{user_id}"
    write_audit(session, trade_account_id=NO_ACCOUNT, user_id=user_id, action=action, subject=subject, now=now)
