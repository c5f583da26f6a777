"""The page of the jobs: when each ran and runs next, what failed, which mail waits, and a run at somebody's wish."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func
from sqlmodel import Session, col, select

from ctpat_app.domain.errors import InvalidValue, NotPermitted
from ctpat_app.domain.jobs import RunOutcome
from ctpat_app.domain.permissions import Actor, Permission, staff_may
from ctpat_app.services.access import require_staff
from ctpat_app.services.audit import NO_ACCOUNT, write_audit
from ctpat_app.services.job_leases import JOBS_LEASE
from ctpat_app.services.job_turns import ask_for_runs
from ctpat_app.services.outbox import MAX_ATTEMPTS, waits
from ctpat_app.tables.outbox import JobLeaseRow, JobRow, JobRunRow, OutboxRow

FAILURES_OF: Final = timedelta(days=7)
MOST_SHOWN: Final = 50


@dataclass(frozen=True)
class JobView:
    """A job with its last run; what is not known yet is None or empty."""

    name: str
    next_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    outcome: str
    error: str
    done: int | None
    failures: Mapping[str, int]
    """Runs of the last week that failed, by the kind of failure; those that were cut off by their outcome."""


@dataclass(frozen=True)
class UnknownMail:
    """A mail of which nobody knows whether it was taken."""

    id: int
    template: str
    params: Mapping[str, str]
    recipient: str
    since: datetime


@dataclass(frozen=True)
class JobBoard:
    """All of it; ``holder`` is empty while no process runs jobs."""

    jobs: tuple[JobView, ...]
    holder: str
    holder_until: datetime | None
    mails_waiting: int
    mails_failing: int
    """Of those that wait: tried before, without success."""
    mails_given_up: int
    unknown: tuple[UnknownMail, ...]
    may_run: bool


def read_board(session: Session, actor: Actor, *, names: Collection[str], now: datetime) -> JobBoard:
    """Return how the jobs ``names`` and the mail stand; ``now`` is of the real clock, as all moments of jobs.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody but supervisors and headquarters.
    """
    role = require_staff(session, actor, Permission.JOBS_READ)
    lease = session.get(JobLeaseRow, JOBS_LEASE)
    holds = lease is not None and lease.expires_at > now
    rows = session.exec(select(JobRow).where(col(JobRow.name).in_(names)).order_by(col(JobRow.name)))
    failures = _failures(session, now)
    return JobBoard(
        jobs=tuple(_view(row, failures.get(row.name, {})) for row in rows),
        holder=lease.holder if lease and holds else "",
        holder_until=lease.expires_at if lease and holds else None,
        mails_waiting=_count(session, waits()),
        mails_failing=_count(session, waits() & (col(OutboxRow.attempts) > 0)),
        mails_given_up=_count(session, col(OutboxRow.delivered_at).is_(None) & (OutboxRow.attempts >= MAX_ATTEMPTS)),
        unknown=_unknown(session),
        may_run=staff_may(role, Permission.JOBS_RUN),
    )


def _failures(session: Session, now: datetime) -> dict[str, dict[str, int]]:
    query = (
        select(JobRunRow.name, JobRunRow.outcome, JobRunRow.error, func.count())
        .where(JobRunRow.started_at > now - FAILURES_OF, JobRunRow.outcome != RunOutcome.DONE)
        .group_by(JobRunRow.name, JobRunRow.outcome, JobRunRow.error)
        .order_by(JobRunRow.name, JobRunRow.error)
    )
    found: dict[str, dict[str, int]] = {}
    for name, outcome, error, count in session.exec(query):
        found.setdefault(name, {})[error or outcome] = count
    return found


def _view(row: JobRow, failures: Mapping[str, int]) -> JobView:
    return JobView(row.name, row.next_at, row.started_at, row.ended_at, row.outcome, row.error, row.done, failures)


def _count(session: Session, condition: object) -> int:
    return session.exec(select(func.count()).select_from(OutboxRow).where(condition)).one()  # type: ignore[arg-type]


def _unknown(session: Session) -> tuple[UnknownMail, ...]:
    query = select(OutboxRow).where(col(OutboxRow.delivered_at).is_(None), col(OutboxRow.unknown_at).is_not(None))
    rows = session.exec(query.order_by(col(OutboxRow.id)).limit(MOST_SHOWN))
    return tuple(
        UnknownMail(row.id or 0, row.template, json.loads(row.params), row.recipient, row.unknown_at or row.created_at)
        for row in rows
    )


def ask_for_run(session: Session, actor: Actor, *, name: str, names: Collection[str], now: datetime) -> None:
    """Let a job run now; the process that runs the jobs begins it within a second. Asking twice is asking once.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody but supervisors, and for a job that does not exist.
    """
    require_staff(session, actor, Permission.JOBS_RUN)
    if name not in names:
        raise NotPermitted
    ask_for_runs(session, [name], now=now)
    write_audit(
        session,
        trade_account_id=NO_ACCOUNT,
        user_id=actor.user_id,
        action="job.asked-for",
        subject=f"job/{name}",
        now=now,
    )


def settle_mail(session: Session, actor: Actor, *, mail_id: int, arrived: bool, now: datetime) -> None:
    """Decide about a mail of which nobody knew whether it was taken: it arrived, or it is to be sent again.

    Raises:
        NotPermitted: ``access.not-yours`` for everybody but supervisors, and for a mail that does not exist.
        InvalidValue: ``jobs.mail-settled`` when somebody decided meanwhile.
    """
    require_staff(session, actor, Permission.JOBS_RUN)
    row = session.get(OutboxRow, mail_id, with_for_update=True)
    if row is None:
        raise NotPermitted
    if row.unknown_at is None or row.delivered_at is not None:
        raise InvalidValue("jobs.mail-settled")
    if arrived:
        row.delivered_at = now
    else:
        # One attempt more than is allowed by itself: somebody wants it.
        row.attempts = min(row.attempts, MAX_ATTEMPTS - 1)
        row.next_try_at = now
    row.unknown_at = None
    write_audit(
        session,
        trade_account_id=NO_ACCOUNT,
        user_id=actor.user_id,
        action="mail.arrived" if arrived else "mail.sent-again",
        subject=f"mail/{mail_id}",
        now=now,
    )
