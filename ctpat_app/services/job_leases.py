"""Which process runs the jobs: a row with an expiry, the same on SQLite and PostgreSQL."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from ctpat_app.tables.outbox import JobLeaseRow

JOBS_LEASE: Final = "jobs"
"""Name of the lease whose holder runs the jobs."""


def take_lease(session: Session, *, name: str, holder: str, now: datetime, lifetime: timedelta) -> bool:
    """Take or prolong the lease ``name`` for ``holder``; False while another process holds it."""
    taken = session.connection().execute(
        update(JobLeaseRow)
        .where(
            col(JobLeaseRow.name) == name, (col(JobLeaseRow.holder) == holder) | (col(JobLeaseRow.expires_at) <= now)
        )
        .values(holder=holder, expires_at=now + lifetime)
    )
    return taken.rowcount == 1 or _first(session, name, holder, now + lifetime)


def _first(session: Session, name: str, holder: str, expires_at: datetime) -> bool:
    try:
        with session.begin_nested():
            session.connection().execute(insert(JobLeaseRow).values(name=name, holder=holder, expires_at=expires_at))
    except IntegrityError:
        return False
    return True


def give_up_lease(session: Session, *, name: str, holder: str) -> None:
    """Give the lease up, so that another process need not wait for its end."""
    session.connection().execute(
        delete(JobLeaseRow).where(col(JobLeaseRow.name) == name, col(JobLeaseRow.holder) == holder)
    )
