"""Several processes on one database, and one that was down: each turn of a job is taken once."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from io import BufferedReader

import pytest
import time_machine
from sqlalchemy import Engine
from sqlmodel import Session, select

from ctpat_app.adapters.database import transaction
from ctpat_app.adapters.scheduler import Job, Scheduler
from ctpat_app.domain.actions import Owner, Plan
from ctpat_app.services.action_plans import model_of_draft
from ctpat_app.services.actions import add_action
from ctpat_app.services.job_turns import know_jobs
from ctpat_app.services.library import keep_current
from ctpat_app.tables.outbox import JobRow, JobRunRow, OutboxRow
from ctpat_app.turns import LEASE_SECONDS, StoredTurns
from tests.applicants import really_committing
from tests.factories import a_draft, the_cast
from tests.jobs_process import ENDLESS, HOURLY, TICK

SECONDS = 60


@pytest.fixture
def engine(shared_engine: Engine) -> Iterator[Engine]:
    with really_committing(shared_engine) as engine:
        yield engine


@dataclass
class Processes:
    """Processes that run jobs on one database and tell on one pipe what they run."""

    engine: Engine
    pipe: BufferedReader
    write_end: int
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    told: list[tuple[str, str]] = field(default_factory=list)
    """All that they have told so far."""

    def start(self, *jobs: Job) -> str:
        """Start one and return its number, as it names itself."""
        url = self.engine.url.render_as_string(hide_password=False)
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.jobs_process", url, *(job.name for job in jobs)],
            stdin=subprocess.PIPE, stdout=self.write_end,
        )  # fmt: skip
        self.running[str(process.pid)] = process
        self.until(lambda lines: lines[-1] == (str(process.pid), "started"))
        return str(process.pid)

    def until(self, enough: Callable[[list[tuple[str, str]]], bool]) -> None:
        """Listen until what they tell from now on, as number and word, is enough."""
        lines: list[tuple[str, str]] = []
        while not lines or not enough(lines):
            pid, word = self.pipe.readline().decode().split()
            lines.append((pid, word))
            self.told.append((pid, word))

    def kill(self, pid: str) -> None:
        process = self.running.pop(pid)
        process.kill()
        process.communicate()

    def end_all(self) -> None:
        """End all of them in order, and listen to the last word."""
        for process in self.running.values():
            process.communicate(timeout=SECONDS)
        self.running.clear()
        os.close(self.write_end)
        self.write_end = -1
        self.told += [(pid, word) for pid, word in (line.decode().split() for line in self.pipe)]


@pytest.fixture
def processes(engine: Engine) -> Iterator[Processes]:
    read_end, write_end = os.pipe()
    with os.fdopen(read_end, "rb") as pipe:
        found = Processes(engine, pipe, write_end)
        yield found
        for pid in list(found.running):
            found.kill(pid)
        if found.write_end >= 0:
            os.close(found.write_end)


def ticks(count: int) -> Callable[[list[tuple[str, str]]], bool]:
    return lambda lines: Counter(word for _, word in lines)["tick"] >= count


def runs(engine: Engine) -> Counter[tuple[str, str]]:
    with Session(engine) as session:
        return Counter(session.exec(select(JobRunRow.name, JobRunRow.outcome)).all())


@pytest.mark.server
def test_two_processes_on_one_database_run_each_job_once_and_one_takes_over_from_the_other(
    processes: Processes, engine: Engine
) -> None:
    first = processes.start(TICK, HOURLY)
    processes.until(ticks(2))
    second = processes.start(TICK, HOURLY)
    processes.until(ticks(3))
    processes.kill(first)
    processes.until(lambda lines: (second, "tick") in lines)
    processes.end_all()
    words = Counter(word for _, word in processes.told)
    assert words["hourly"] == 1
    # Each turn was begun once: what they told is what was noted, but for a run that the kill may have cut off.
    noted = runs(engine)
    assert noted["hourly", "done"] == 1
    assert words["tick"] - noted["tick", "done"] in {0, noted["tick", "cut-off"]}
    holders = [pid for pid, word in processes.told if word == "tick"]
    assert holders == sorted(holders, key=[first, second].index), "Both ran jobs at the same time"


@pytest.mark.server
def test_a_run_cut_off_by_a_kill_is_made_again_by_the_next_process(processes: Processes, engine: Engine) -> None:
    first = processes.start(ENDLESS)
    processes.until(lambda lines: (first, "endless") in lines)
    processes.kill(first)
    second = processes.start(ENDLESS)
    processes.until(lambda lines: (second, "endless") in lines)
    assert runs(engine) == Counter([("endless", "cut-off")])
    processes.end_all()
    assert runs(engine) == Counter([("endless", "cut-off"), ("endless", "done")])


# ---------------------------------------------------------------- down for a week

REMIND = Job("ctpat_app.jobs:remind_of_actions", seconds=3600)
DUE = date(2026, 4, 1)
HOUR = timedelta(hours=1)


def days_before(days: int) -> datetime:
    return datetime.combine(DUE - timedelta(days), datetime.min.time(), UTC) + 5 * HOUR


@pytest.fixture
def with_action(engine: Engine) -> None:
    """An action of ben's that is due on the day ``DUE``; he is reminded 14 and 3 days before."""
    with transaction() as session:
        cast = the_cast(session)
        moment = days_before(30)
        library = keep_current(session, now=moment)
        draft = a_draft(session, cast.account, cast.ana, library_hash=library.hash)
        model = model_of_draft(session, cast.ana, draft_id=draft)
        plan = Plan("Fix the fence", Owner(cast.ben.user_id), DUE)
        add_action(session, cast.ana, security_model_id=model, plan=plan, now=moment)
        know_jobs(session, [REMIND.name], now=moment)


def up(moment: datetime) -> int:
    """Let a process start at ``moment`` and take the turns that are due then; return how many mails it queued."""
    turns = StoredTurns("the only process", lease_seconds=LEASE_SECONDS)
    with time_machine.travel(moment, tick=False):
        scheduler = Scheduler([REMIND], turns, lease_seconds=LEASE_SECONDS)
        scheduler.elect()
        before = _mails()
        for name in turns.due():
            assert name == REMIND.name
            scheduler.run(REMIND)
        return _mails() - before


def _mails() -> int:
    with transaction(writes=False) as session:
        return len(session.exec(select(OutboxRow).where(OutboxRow.template == "actions-due")).all())


@pytest.mark.usefixtures("with_action")
@pytest.mark.parametrize(
    ("last", "back", "mails"),
    [
        (22, 15, 0),  # no reminder day fell into the week
        (21, 14, 1),  # back on the very day
        (20, 13, 1),  # the day fell into the week, and still counts
        (15, 8, 1),
        (14, 7, 0),  # told before, nothing since
        (11, 4, 0),
        (10, 3, 1),
        (9, 2, 1),
        (3, -4, 1),  # of two missed days, the day after and none else, one mail tells
        (2, -5, 1),
    ],
)
def test_a_job_that_was_down_for_a_week_makes_up_for_it_once(engine: Engine, last: int, back: int, mails: int) -> None:
    for day in range(30, last - 1, -1):
        up(days_before(day))
    assert up(days_before(back)) == mails
    assert up(days_before(back) + HOUR - timedelta(seconds=1)) == 0
    assert up(days_before(back) + HOUR) == 0
    with Session(engine) as session:
        # Seven days of missed turns were one run; the next one came an hour later.
        assert session.get_one(JobRow, REMIND.name).next_at == days_before(back) + 2 * HOUR
        assert len(session.exec(select(JobRunRow)).all()) == 30 - last + 1 + 2
