"""A process that stands for election and runs jobs: ``python -m tests.jobs_process URL``; it says what it runs.

It ends when its standard input does, or when it is killed.
"""

import os
import sys

from cryptography.fernet import Fernet

from ctpat_app.adapters import database
from ctpat_app.adapters.processes import process_name
from ctpat_app.adapters.scheduler import Job
from ctpat_app.turns import running

LEASE_SECONDS = 3


def say(word: str) -> None:
    """Write one line at once: others write to the same pipe."""
    os.write(sys.stdout.fileno(), f"{os.getpid()} {word}\n".encode())


def tick() -> int:
    """Be a job that is due every second."""
    say("tick")
    return 1


def hourly() -> None:
    """Be a job that is due once an hour."""
    say("hourly")


def endless() -> None:
    """Be a job in whose middle the process is killed."""
    say("endless")
    sys.stdin.read()


TICK = Job("tests.jobs_process:tick", seconds=1)
HOURLY = Job("tests.jobs_process:hourly", seconds=3600)
ENDLESS = Job("tests.jobs_process:endless", seconds=3600)


def main(database_url: str, *names: str) -> None:
    """Run the jobs that are named until standard input ends."""
    database.open_database(database_url, [Fernet.generate_key().decode()])
    jobs = [job for job in (TICK, HOURLY, ENDLESS) if job.name in names]
    with running(jobs, process_name(), lease_seconds=LEASE_SECONDS):
        say("started")
        sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
