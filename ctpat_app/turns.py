"""Runs the jobs as long as the server runs: the lease and the turns are rows of the database (decision 19)."""

import contextlib
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from datetime import timedelta
from typing import Final

from ctpat_app.adapters.clock import real_now
from ctpat_app.adapters.database import transaction
from ctpat_app.adapters.processes import process_name
from ctpat_app.adapters.scheduler import Job, Scheduler
from ctpat_app.domain.jobs import Run
from ctpat_app.jobs import JOBS
from ctpat_app.services.job_leases import JOBS_LEASE, give_up_lease, take_lease
from ctpat_app.services.job_turns import begin_run, due_jobs, end_run, know_jobs, settle_cut_off

LEASE_SECONDS: Final = 30


class StoredTurns:
    """The turns as the database holds them; each question is a transaction of its own."""

    def __init__(self, holder: str, *, lease_seconds: int) -> None:
        """Ask for the process ``holder``, which holds the lease for so long at a time."""
        self._holder, self._lifetime = holder, timedelta(seconds=lease_seconds)

    def take_lease(self) -> bool:
        """See ``Turns.take_lease``."""
        with transaction() as session:
            return take_lease(session, name=JOBS_LEASE, holder=self._holder, now=real_now(), lifetime=self._lifetime)

    def settle(self, running: Collection[str]) -> None:
        """See ``Turns.settle``."""
        with transaction() as session:
            settle_cut_off(session, holder=self._holder, running=running, now=real_now())

    def due(self) -> Collection[str]:
        """See ``Turns.due``."""
        with transaction(writes=False) as session:
            return due_jobs(session, now=real_now())

    def begin(self, job: Job) -> bool:
        """See ``Turns.begin``."""
        with transaction() as session:
            return begin_run(session, job.name, holder=self._holder, seconds=job.seconds, now=real_now())

    def end(self, job: Job, run: Run) -> None:
        """See ``Turns.end``."""
        with transaction() as session:
            end_run(session, job.name, run, holder=self._holder, seconds=job.seconds, now=real_now())


@contextlib.contextmanager
def running(jobs: Sequence[Job], holder: str, *, lease_seconds: int = LEASE_SECONDS) -> Iterator[Scheduler]:
    """Run ``jobs`` in the background while this process holds the lease, until the end of the block."""
    with transaction() as session:
        know_jobs(session, [job.name for job in jobs], now=real_now())
    scheduler = Scheduler(jobs, StoredTurns(holder, lease_seconds=lease_seconds), lease_seconds=lease_seconds)
    scheduler.start()
    try:
        yield scheduler
    finally:
        scheduler.stop()
        with transaction() as session:
            give_up_lease(session, name=JOBS_LEASE, holder=holder)


@contextlib.asynccontextmanager
async def jobs_running() -> AsyncIterator[None]:
    """Run the jobs as long as the server runs; of several workers only one does."""
    with running(JOBS, process_name()):
        yield
