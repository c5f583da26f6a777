"""The turns of jobs: due by their row, begun by one process alone, and what is noted of their runs."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from ctpat_app.domain.jobs import RUNS_KEPT, Run, RunOutcome
from ctpat_app.services.job_turns import (
    ask_for_runs,
    begin_run,
    due_jobs,
    end_run,
    forget_old_runs,
    know_jobs,
    runs_since,
    settle_cut_off,
)
from ctpat_app.tables.outbox import JobRow, JobRunRow

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
DONE, FAILED = Run(RunOutcome.DONE), Run(RunOutcome.FAILED, "OSError")
JOB = "remind-of-actions"


@pytest.fixture
def known(session: Session, now: datetime) -> Session:
    know_jobs(session, [JOB], now=now)
    session.flush()
    return session


def begin(session: Session, now: datetime, holder: str = "one", seconds: int = 3600) -> bool:
    return begin_run(session, JOB, holder=holder, seconds=seconds, now=now)


def end(session: Session, now: datetime, run: Run = DONE, holder: str = "one", seconds: int = 3600) -> None:
    session.expire_all()
    end_run(session, JOB, run, holder=holder, seconds=seconds, now=now)
    session.flush()


def runs(session: Session) -> Sequence[str]:
    return session.exec(select(JobRunRow.outcome).order_by(JobRunRow.id)).all()  # type: ignore[arg-type]


def row(session: Session) -> JobRow:
    session.expire_all()
    return session.get_one(JobRow, JOB)


def test_a_new_job_is_due_at_once_and_known_once(known: Session, now: datetime) -> None:
    know_jobs(known, [JOB, "other"], now=now + HOUR)
    known.flush()
    assert due_jobs(known, now=now) == [JOB]
    assert due_jobs(known, now=now + HOUR) == [JOB, "other"]


def test_a_turn_is_begun_once_and_comes_again_after_its_time(known: Session, now: datetime) -> None:
    assert [begin(known, now, holder) for holder in ("one", "two")] == [True, False]
    end(known, now + SECOND)
    for later, due in ((HOUR - SECOND, False), (HOUR, True)):
        assert (due_jobs(known, now=now + later) == [JOB]) is due
        assert begin(known, now + later) is due


def test_nobody_begins_what_still_runs_however_long(known: Session, now: datetime) -> None:
    begin(known, now)
    assert not begin(known, now + 50 * HOUR, "two")
    end(known, now + 50 * HOUR)
    assert begin(known, now + 50 * HOUR, "two")


def test_turns_that_were_missed_for_a_week_are_made_up_for_once(known: Session, now: datetime) -> None:
    begin(known, now)
    end(known, now)
    week = now + timedelta(days=7)
    assert begin(known, week)
    end(known, week)
    assert not begin(known, week + HOUR - SECOND)
    assert begin(known, week + HOUR)


@pytest.mark.parametrize(("seconds", "wait"), [(3600, 300), (86400, 300), (60, 60), (5, 5)])
def test_a_run_that_failed_is_tried_again_sooner(known: Session, now: datetime, seconds: int, wait: int) -> None:
    begin(known, now, seconds=seconds)
    end(known, now, FAILED, seconds=seconds)
    assert not begin(known, now + timedelta(seconds=wait) - SECOND, seconds=seconds)
    assert begin(known, now + timedelta(seconds=wait), seconds=seconds)
    assert (row(known).outcome, row(known).error) == ("failed", "OSError")


@pytest.mark.parametrize(
    ("seconds", "run", "kept"),
    [
        (3600, DONE, True),
        (60, DONE, True),
        (5, DONE, False),
        (5, Run(RunOutcome.DONE, done=0), False),
        (5, Run(RunOutcome.DONE, done=3), True),
        (5, FAILED, True),
    ],
)
def test_runs_are_kept_but_for_looks_that_found_nothing(
    known: Session, now: datetime, seconds: int, run: Run, kept: bool
) -> None:
    begin(known, now, seconds=seconds)
    end(known, now + SECOND, run, seconds=seconds)
    assert runs(known) == ([run.outcome] if kept else [])
    assert (row(known).ended_at, row(known).done) == (now + SECOND, run.done)


def test_what_was_cut_off_is_noted_and_due_at_once_but_not_a_second_time(known: Session, now: datetime) -> None:
    begin(known, now)
    known.expire_all()
    assert settle_cut_off(known, holder="two", running=(), now=now + SECOND) == [JOB]
    known.flush()
    assert runs(known) == ["cut-off"]
    assert begin(known, now + SECOND, "two")
    known.expire_all()
    settle_cut_off(known, holder="three", running=(), now=now + 2 * SECOND)
    known.flush()
    assert not begin(known, now + 3 * SECOND, "three")
    assert begin(known, now + SECOND + HOUR, "three")


def test_the_holder_settles_what_it_lost_itself_and_not_what_it_runs(known: Session, now: datetime) -> None:
    begin(known, now)
    known.expire_all()
    assert settle_cut_off(known, holder="one", running={JOB}, now=now) == []
    assert settle_cut_off(known, holder="one", running=set(), now=now) == [JOB]


def test_who_was_taken_for_dead_changes_nothing_any_more(known: Session, now: datetime) -> None:
    begin(known, now)
    known.expire_all()
    settle_cut_off(known, holder="two", running=(), now=now)
    known.flush()
    begin(known, now, "two")
    end(known, now + SECOND, DONE, holder="one")
    assert (row(known).holder, row(known).ended_at) == ("two", None)


def test_a_run_asked_for_comes_at_once_and_tells_what_came_of_it(known: Session, now: datetime) -> None:
    begin(known, now)
    end(known, now)
    asked = now + 60 * SECOND
    ask_for_runs(known, [JOB], now=asked)
    assert runs_since(known, [JOB], since=asked) == {}
    assert begin(known, asked)
    end(known, asked + SECOND, Run(RunOutcome.DONE, done=2))
    assert runs_since(known, [JOB], since=asked) == {JOB: Run(RunOutcome.DONE, done=2)}


def test_a_run_asked_for_while_it_runs_comes_right_after(known: Session, now: datetime) -> None:
    begin(known, now)
    ask_for_runs(known, [JOB], now=now + SECOND)
    end(known, now + 2 * SECOND, FAILED)
    assert begin(known, now + 2 * SECOND)


def test_old_runs_are_forgotten_after_a_month(known: Session, now: datetime) -> None:
    begin(known, now)
    end(known, now)
    forget_old_runs(known, now=now + RUNS_KEPT)
    assert runs(known) == ["done"]
    forget_old_runs(known, now=now + RUNS_KEPT + SECOND)
    assert runs(known) == []
