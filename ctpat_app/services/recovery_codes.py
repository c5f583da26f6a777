"""Printed recovery codes: ten, each works once; for who has lost their second factor or their answers."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import delete, func, insert, select, update
from sqlmodel import Session, col

from ctpat_app.domain.permissions import Actor, require_recent_proof
from ctpat_app.domain.tokens import token_hash
from ctpat_app.services.audit import NO_ACCOUNT, write_audit
from ctpat_app.tables.recovery import RecoveryCodeRow

HOW_MANY: Final = 10
CHARACTERS: Final = 16
ALPHABET: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""32 signs: 16 of them are 80 random bits, so that a plain hash cannot be guessed back."""


def make_recovery_codes(session: Session, actor: Actor, *, codes: Sequence[str], now: datetime) -> None:
    """Keep the hashes of new codes; all older ones are worth nothing from now on.

    Args:
        codes: ``HOW_MANY`` fresh random codes of ``CHARACTERS`` signs of ``ALPHABET``, shown to the person once.

    Raises:
        NotPermitted: ``access.prove-again``.
    """
    require_recent_proof(actor, now)
    connection = session.connection()
    connection.execute(delete(RecoveryCodeRow).where(col(RecoveryCodeRow.user_id) == actor.user_id))
    rows = [{"user_id": actor.user_id, "code_hash": _digest(code), "made_at": now} for code in codes]
    connection.execute(insert(RecoveryCodeRow), rows)
    _note(session, actor.user_id, "recovery-codes.made", now)


def use_recovery_code(session: Session, user_id: int, code: str, now: datetime) -> bool:
    """Use up ``code`` (any spelling of it) and return True; False for one that is unknown or used already."""
    used = session.connection().execute(
        update(RecoveryCodeRow)
        .where(
            col(RecoveryCodeRow.user_id) == user_id,
            col(RecoveryCodeRow.code_hash) == _digest(code),
            col(RecoveryCodeRow.used_at).is_(None),
        )
        .values(used_at=now)
    )
    if used.rowcount != 1:
        return False
    _note(session, user_id, "recovery-codes.used", now)
    return True


def count_recovery_codes(session: Session, user_id: int) -> int:
    """Return how many codes of the person are left."""
    left = select(func.count()).where(col(RecoveryCodeRow.user_id) == user_id, col(RecoveryCodeRow.used_at).is_(None))
    return int(session.connection().scalar(left) or 0)


def _digest(code: str) -> str:
    """Return the hash of a code; spaces, dashes, case and full-width forms make no difference."""
    folded = unicodedata.normalize("NFKC", code).upper()
    return token_hash("".join(sign for sign in folded if sign.isalnum()))


def _note(session: Session, user_id: int, action: str, now: datetime) -> None:
    write_audit(
        session, trade_account_id=NO_ACCOUNT, user_id=user_id, action=action, subject=f"user/{user_id}", now=now
    )
