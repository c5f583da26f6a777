"""Runs jobs when their turn comes, each in a thread; of several processes only the one that holds the lease does."""

import time
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC
from typing import Final, Protocol

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.util import ref_to_obj

from ctpat_app.domain.jobs import Run, RunOutcome

log = structlog.get_logger(__name__)

_LOOK_SECONDS: Final = 1
_AT_ONCE: Final = 4
"""So many jobs run side by side: a long one holds up no mail, and SQLite has one writer anyway."""


@dataclass(frozen=True)
class Job:
    """A function without arguments, named by its path ``package.module:function``, and how often it runs.

    It returns how many things it dealt with, or None where there is nothing to count. It may run once more than
    needed, after a cut: what it does twice has to be the same as done once.
    """

    path: str
    seconds: int

    @property
    def name(self) -> str:
        """The function's name with hyphens: ``deliver-outbox``."""
        return self.path.rpartition(":")[2].replace("_", "-")


class Turns(Protocol):
    """What is remembered outside of the process: the lease, and when each job is due."""

    def take_lease(self) -> bool:
        """Take or prolong the lease; False while another process holds it."""

    def settle(self, running: Collection[str]) -> None:
        """Note runs that were cut off; asked by the holder of the lease, with the jobs that it runs itself.

        ``running`` changes meanwhile: a job is in it from before its run begins until after it has ended.
        """

    def due(self) -> Collection[str]:
        """Return the names of the jobs whose turn has come."""

    def begin(self, job: Job) -> bool:
        """Begin a run; False when another process did."""

    def end(self, job: Job, run: Run) -> None:
        """Note what came of it."""


class Scheduler:
    """APScheduler with an election: every process asks for the lease, the holder runs what is due."""

    def __init__(self, jobs: Sequence[Job], turns: Turns, *, lease_seconds: int) -> None:
        """Prepare.

        Args:
            jobs: what to run.
            turns: the lease and the turns.
            lease_seconds: how long the lease lasts; it is prolonged three times as often.
        """
        self._jobs = {job.name: job for job in jobs}
        self._turns = turns
        self._lease_seconds = lease_seconds
        self._leads_until = 0.0
        self._running: set[str] = set()
        self._waiting: set[str] = set()
        """For a thread."""
        # Not APScheduler's own threads: it fails over a job of one turn that is due while it shuts down.
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="job")
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._scheduler.add_job(self.elect, "interval", seconds=max(1, lease_seconds // 3))
        self._scheduler.add_job(self.look, "interval", seconds=_LOOK_SECONDS)

    def start(self) -> None:
        """Ask for the lease at once, then run in the background."""
        self.elect()
        self._scheduler.start()

    def stop(self) -> None:
        """Wait for running jobs and stop; those that wait for a thread stay due."""
        self._scheduler.shutdown(wait=True)
        self._threads.shutdown(wait=True, cancel_futures=True)

    @property
    def leads(self) -> bool:
        """Whether this process runs the jobs now; a holder that was asleep for too long does not trust its lease."""
        return time.monotonic() < self._leads_until

    def elect(self) -> None:
        """Take or prolong the lease; the holder sees to runs that others left behind."""
        asked_at = time.monotonic()
        try:
            leads = self._turns.take_lease()
            if leads:
                self._turns.settle(self._running)
        except Exception as error:  # noqa: BLE001 - the database may be away for a while; the next round asks again
            log.warning("lease-not-taken", reason=type(error).__name__)
            return
        self._leads_until = asked_at + self._lease_seconds if leads else 0.0

    def look(self) -> None:
        """Begin what is due, if this process leads."""
        if not self.leads:
            return
        try:
            due = self._turns.due()
        except Exception as error:  # noqa: BLE001 - as above
            log.warning("turns-not-read", reason=type(error).__name__)
            return
        taken = self._running | self._waiting
        for job in (self._jobs[name] for name in due if name in self._jobs and name not in taken):
            self._waiting.add(job.name)
            self._threads.submit(self._take_turn, job)

    def _take_turn(self, job: Job) -> None:
        self._waiting.discard(job.name)
        self.run(job)

    def run(self, job: Job) -> None:
        """Run one job if this process leads and its turn has come; one that fails is logged and comes again."""
        if not self.leads or job.name in self._running:
            return
        self._running.add(job.name)
        try:
            if self._turns.begin(job):
                self._turns.end(job, _outcome(job))
        except Exception as error:  # noqa: BLE001 - the database is away; ``settle`` sees to what was begun
            log.error("job-not-noted", job=job.name, reason=type(error).__name__)
        finally:
            self._running.discard(job.name)


def _outcome(job: Job) -> Run:
    try:
        done = ref_to_obj(job.path)()
    except Exception as error:  # noqa: BLE001 - the text may hold addresses, so only the kind is logged
        log.error("job-failed", job=job.name, reason=type(error).__name__)
        return Run(RunOutcome.FAILED, error=type(error).__name__)
    return Run(RunOutcome.DONE, done=done if isinstance(done, int) else None)
