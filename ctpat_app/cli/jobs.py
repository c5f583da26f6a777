"""``kiosk jobs``: lets jobs run now, wherever the kiosk runs."""

import time
from collections.abc import Mapping, Sequence
from typing import Final

from cyclopts import App

from ctpat_app.adapters.clock import real_now
from ctpat_app.adapters.database import engine, transaction
from ctpat_app.adapters.processes import process_name
from ctpat_app.adapters.storage import open_storage
from ctpat_app.cli.database import open_migrated
from ctpat_app.cli.output import CommandError, say
from ctpat_app.domain.jobs import Run, RunOutcome
from ctpat_app.jobs import JOBS
from ctpat_app.services.job_turns import ask_for_runs, runs_since
from ctpat_app.settings import Settings
from ctpat_app.turns import running

app = App(name="jobs", help="Let jobs run now.")

_LOOK_SECONDS: Final = 0.1


@app.command(name="run")
def run_jobs(*names: str, wait_seconds: int = 300) -> None:
    """Run jobs once, whether it is their turn or not, and wait until they are done.

    When the kiosk's server runs, it runs them; otherwise this command does. The exit code is 1 when one fails.

    Args:
        names: such as remind-of-actions; without any, all jobs.
        wait_seconds: so long, and the command gives up waiting.
    """
    wanted = _known(names)
    settings = Settings.from_environment()
    open_migrated(settings)
    open_storage(
        settings.storage_url, settings.data_folder, key_id=settings.storage_key_id, secret=settings.storage_secret
    )
    # It stands for election like every worker of the server: the lease alone decides who runs them.
    with running(JOBS, process_name()):
        runs = _wait_for(wanted, wait_seconds)
    engine().dispose()
    for name in wanted:
        say(f"{name}: {_told(runs.get(name))}")
    if any(name not in runs or runs[name].outcome is not RunOutcome.DONE for name in wanted):
        raise CommandError("Not every job was done. The log of the process that ran it says more.")


def _known(names: Sequence[str]) -> list[str]:
    known = [job.name for job in JOBS]
    if unknown := [name for name in names if name not in known]:
        raise CommandError(f"There is no job {unknown[0]}. Choose of: {', '.join(known)}.")
    return list(names) or known


def _wait_for(names: Sequence[str], wait_seconds: int) -> Mapping[str, Run]:
    asked_at, deadline = real_now(), time.monotonic() + wait_seconds
    with transaction() as session:
        ask_for_runs(session, names, now=asked_at)
    while True:
        with transaction(writes=False) as session:
            runs = runs_since(session, names, since=asked_at)
        if len(runs) == len(set(names)) or time.monotonic() > deadline:
            return runs
        time.sleep(_LOOK_SECONDS)


def _told(run: Run | None) -> str:
    if run is None:
        return "not done yet"
    if run.outcome is RunOutcome.DONE:
        return "done" if run.done is None else f"done ({run.done})"
    return f"{run.outcome} ({run.error})" if run.error else run.outcome.value
