"""What becomes of a run of a job, and when the next one is due."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

FREQUENT_SECONDS: Final = 60
"""A job that looks more often than this keeps only the runs in which there was something to do."""
_AGAIN_SECONDS: Final = 300
"""A run that failed is tried again this soon, though its turn comes once an hour or once a day."""
RUNS_KEPT: Final = timedelta(days=30)


class RunOutcome(StrEnum):
    """How a run ended."""

    DONE = "done"
    FAILED = "failed"
    CUT_OFF = "cut-off"
    """The process ended in the middle: by a power cut, a restart, or somebody."""


@dataclass(frozen=True)
class Run:
    """What came of a run: the kind of failure, or how many things were dealt with, where the job counts them."""

    outcome: RunOutcome
    error: str = ""
    done: int | None = None


def next_turn(now: datetime, *, seconds: int) -> datetime:
    """Return when a job that begins now is due again: turns that were missed meanwhile count as one."""
    return now + timedelta(seconds=seconds)


def turn_after_failure(now: datetime, *, seconds: int) -> datetime:
    """Return when a job whose run failed is tried again."""
    return now + timedelta(seconds=min(seconds, _AGAIN_SECONDS))


def is_kept(run: Run, *, seconds: int) -> bool:
    """Whether the run is written down: one in which a frequent job found nothing to do is not."""
    return run.outcome is not RunOutcome.DONE or seconds >= FREQUENT_SECONDS or bool(run.done)
