"""Whether a person has a second factor: then neither a password nor a mailed link alone opens their account."""

from sqlalchemy import func, select
from sqlmodel import Session, col

from ctpat_app.tables.accounts import StaffRow
from ctpat_app.tables.recovery import RecoveryCodeRow
from ctpat_app.tables.second_factors import AuthenticatorRow, PasskeyRow


def asks_second_factor(session: Session, user_id: int) -> bool:
    """Whether a right password is not enough: the person has an authenticator app or a passkey."""
    app = select(func.count()).where(
        col(AuthenticatorRow.user_id) == user_id, col(AuthenticatorRow.confirmed_at).is_not(None)
    )
    passkeys = select(func.count()).where(col(PasskeyRow.user_id) == user_id)
    return any(bool(session.connection().scalar(query)) for query in (app, passkeys))


def has_second_factor(session: Session, user_id: int) -> bool:
    """Whether the person has a factor, ever made recovery codes, or works here: staff must have a second factor."""
    made = select(func.count()).where(col(RecoveryCodeRow.user_id) == user_id)
    return asks_second_factor(session, user_id) or bool(session.connection().scalar(made)) or is_staff(session, user_id)


def is_staff(session: Session, user_id: int) -> bool:
    """Whether the person holds a role of staff now."""
    held = select(func.count()).where(col(StaffRow.user_id) == user_id, col(StaffRow.ended_at).is_(None))
    return bool(session.connection().scalar(held))
