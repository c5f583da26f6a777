"""Unexpected failures under the short code that the page showed."""

from datetime import datetime

from sqlalchemy import insert
from sqlmodel import Session

from ctpat_app.tables.audit import FailureRow


def record_failure(
    session: Session,
    *,
    code: str,
    page: str,
    handler: str,
    message: str,
    now: datetime,
    user_id: int | None = None,
    library_hash: str = "",
) -> None:
    """Keep what the help desk needs to look a failure up; ``message`` and ``page`` never hold answers or addresses."""
    session.connection().execute(
        insert(FailureRow).values(
            code=code,
            at=now,
            user_id=user_id,
            page=page[:200],
            handler=handler[:200],
            library_hash=library_hash,
            message=message[:2000],
        )
    )


def find_failure(session: Session, code: str) -> FailureRow | None:
    """Return the failure that was shown under ``code``, however its letters are written."""
    return session.get(FailureRow, code.strip().upper())
