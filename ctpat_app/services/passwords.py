"""Changing the own password while signed in, and how long it may still be used."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from ctpat_app.domain.passwords import days_left
from ctpat_app.domain.permissions import Actor
from ctpat_app.services.audit import NO_ACCOUNT, write_audit
from ctpat_app.services.outbox import put_mail
from ctpat_app.services.sessions import end_all_sessions
from ctpat_app.tables.accounts import UserAccountRow


@dataclass(frozen=True)
class OwnPassword:
    """Since when the password is what it is; ``days_left`` is None when it may be of any age."""

    changed_at: datetime
    days_left: int | None


def read_own_password(session: Session, actor: Actor, *, days: int, now: datetime) -> OwnPassword:
    """Return how old the actor's password is, which may be ``days`` old; 0 for any age."""
    changed_at = session.get_one(UserAccountRow, actor.user_id).password_changed_at
    return OwnPassword(changed_at, days_left(changed_at, days, now))


def change_password(
    session: Session, actor: Actor, *, compared_with: str, new_hash: str, except_token: str, now: datetime
) -> bool:
    """Set a new password and end all other sessions; False when the old one changed since it was compared.

    Args:
        compared_with: the hash that the old password was compared with.
        new_hash: of the new one.
        except_token: that of the session's cookie: it stays.
    """
    changed = session.connection().execute(
        update(UserAccountRow)
        .where(col(UserAccountRow.id) == actor.user_id, col(UserAccountRow.password_hash) == compared_with)
        .values(password_hash=new_hash, password_changed_at=now)
    )
    if changed.rowcount != 1:
        return False
    end_all_sessions(session, actor, now=now, except_token=except_token)
    _tell(session, actor, now)
    return True


def _tell(session: Session, actor: Actor, now: datetime) -> None:
    row = session.get_one(UserAccountRow, actor.user_id, populate_existing=True)
    put_mail(
        session,
        template="password-changed",
        language=row.language,
        recipient=row.email,
        now=now,
        path=f"/{row.language}/access-help/",
    )
    write_audit(
        session,
        trade_account_id=NO_ACCOUNT,
        user_id=actor.user_id,
        action="password.changed",
        subject=f"user/{actor.user_id}",
        now=now,
    )
