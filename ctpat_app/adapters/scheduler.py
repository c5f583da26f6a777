"""Runs jobs at intervals in a thread; of several processes only the one that holds the lease runs them."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.util import ref_to_obj

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Job:
    """A function without arguments, named by its path ``package.module:function``, and how often it runs."""

    path: str
    seconds: int


class Scheduler:
    """APScheduler with an election: every process asks for the lease, the holder runs the jobs."""

    def __init__(self, jobs: Sequence[Job], *, take_lease: Callable[[], bool], lease_seconds: int) -> None:
        """Prepare the jobs.

        Args:
            jobs: what to run.
            take_lease: takes or prolongs the lease; False while another process holds it.
            lease_seconds: how long it lasts; it is prolonged three times as often.
        """
        self._take_lease = take_lease
        self._lease_seconds = lease_seconds
        self._leads_until = 0.0
        self._scheduler = BackgroundScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 60}
        )
        self._scheduler.add_job(self.elect, "interval", seconds=max(1, lease_seconds // 3))
        for job in jobs:
            self._scheduler.add_job(self.run, "interval", args=[job.path], seconds=job.seconds, id=job.path)

    def start(self) -> None:
        """Ask for the lease at once, then run in the background."""
        self.elect()
        self._scheduler.start()

    def stop(self) -> None:
        """Wait for running jobs and stop."""
        self._scheduler.shutdown(wait=True)

    @property
    def leads(self) -> bool:
        """Whether this process runs the jobs now; a holder that was asleep for too long does not trust its lease."""
        return time.monotonic() < self._leads_until

    def elect(self) -> None:
        """Take or prolong the lease."""
        asked_at = time.monotonic()
        try:
            leads = self._take_lease()
        except Exception as error:  # noqa: BLE001 - the database may be away for a while; the next round asks again
            log.warning("lease-not-taken", reason=type(error).__name__)
            return
        self._leads_until = asked_at + self._lease_seconds if leads else 0.0

    def run(self, path: str) -> None:
        """Run one job if this process leads; a job that fails is logged and comes again at its next time."""
        if not self.leads:
            return
        try:
            ref_to_obj(path)()
        except Exception as error:  # noqa: BLE001 - the text may hold addresses, so only the kind is logged
            log.error("job-failed", job=path, reason=type(error).__name__)
