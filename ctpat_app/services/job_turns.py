"""Whose turn it is: when each job is due, that one process alone begins it, and what came of its runs.

Only the process that holds the lease (``services/job_leases.py``) asks here. Should two believe that they hold it, the
row of the job still lets one of them begin. All moments are of the real clock: a pretended day moves no turn.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from ctpat_app.domain.jobs import RUNS_KEPT, Run, RunOutcome, is_kept, next_turn, turn_after_failure
from ctpat_app.tables.outbox import JobRow, JobRunRow


def know_jobs(session: Session, names: Collection[str], *, now: datetime) -> None:
    """Note jobs that are new: each is due at once. Those of another version stay as they are, and come to no turn."""
    known = set(session.exec(select(JobRow.name)).all())
    session.add_all(JobRow(name=name, next_at=now) for name in names if name not in known)


def due_jobs(session: Session, *, now: datetime) -> list[str]:
    """Return the jobs whose turn has come, the one that has waited longest first."""
    query = select(JobRow.name).where(JobRow.next_at <= now).order_by(col(JobRow.next_at), col(JobRow.name))
    return list(session.exec(query).all())


def begin_run(session: Session, name: str, *, holder: str, seconds: int, now: datetime) -> bool:
    """Begin a run for ``holder``; False when it is not due, or runs already."""
    begun = session.connection().execute(
        update(JobRow)
        .where(
            col(JobRow.name) == name,
            col(JobRow.next_at) <= now,
            col(JobRow.started_at).is_(None) | col(JobRow.ended_at).is_not(None),
        )
        .values(next_at=next_turn(now, seconds=seconds), started_at=now, ended_at=None, holder=holder)
    )
    return begun.rowcount == 1


def end_run(session: Session, name: str, run: Run, *, holder: str, seconds: int, now: datetime) -> None:
    """Note what came of the run; one that was taken for cut off meanwhile stays that."""
    row = session.get(JobRow, name, with_for_update=True)
    if row is None or row.started_at is None or row.ended_at is not None or row.holder != holder:
        return
    if run.outcome is RunOutcome.FAILED:
        # Not later than it is asked for: somebody may have pressed "Run now" meanwhile.
        row.next_at = min(row.next_at, turn_after_failure(now, seconds=seconds))
    _close(session, row, run, keep=is_kept(run, seconds=seconds), now=now)


def settle_cut_off(session: Session, *, holder: str, running: Collection[str], now: datetime) -> list[str]:
    """Note the runs that somebody began and nobody ends any more; each is due again at once, and returned.

    A job that was cut off twice in a row waits for its usual turn: it may be what ends the process.

    Args:
        session: an open session.
        holder: the process that holds the lease, so that all others have stopped.
        running: the jobs that it runs itself just now.
        now: the present moment.
    """
    query = select(JobRow).where(col(JobRow.started_at).is_not(None), col(JobRow.ended_at).is_(None)).with_for_update()
    rows = [row for row in session.exec(query) if row.holder != holder or row.name not in running]
    for row in rows:
        if row.outcome != RunOutcome.CUT_OFF:
            row.next_at = now
        _close(session, row, Run(RunOutcome.CUT_OFF), keep=True, now=now)
    return [row.name for row in rows]


def _close(session: Session, row: JobRow, run: Run, *, keep: bool, now: datetime) -> None:
    row.ended_at, row.outcome, row.error, row.done = now, run.outcome, run.error[:80], run.done
    if keep and row.started_at:
        session.add(
            JobRunRow(
                name=row.name,
                started_at=row.started_at,
                ended_at=now,
                outcome=run.outcome,
                error=row.error,
                done=run.done,
            )
        )


def ask_for_runs(session: Session, names: Collection[str], *, now: datetime) -> None:
    """Let the turn of these jobs come now; the process that holds the lease begins them within a second."""
    session.connection().execute(update(JobRow).where(col(JobRow.name).in_(names)).values(next_at=now))


def runs_since(session: Session, names: Collection[str], *, since: datetime) -> Mapping[str, Run]:
    """Return what came of the newest run of each job that began at ``since`` or later and is over."""
    query = select(JobRow).where(
        col(JobRow.name).in_(names), col(JobRow.started_at) >= since, col(JobRow.ended_at).is_not(None)
    )
    return {row.name: Run(RunOutcome(row.outcome), row.error, row.done) for row in session.exec(query)}


def forget_old_runs(session: Session, *, now: datetime) -> None:
    """Delete the runs that are older than a month."""
    session.connection().execute(delete(JobRunRow).where(col(JobRunRow.started_at) < now - RUNS_KEPT))
