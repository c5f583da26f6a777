"""Pointing in a walk-through: how long until it is in the person's page, over two workers with Redis between them."""

import statistics
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from benchmarks.machine import load, percentile
from benchmarks.people import applicants
from ctpat_app.domain.permissions import StaffRole
from tests.factories import a_person, a_staff_member
from tests.sockets.client import Tab
from tests.two_workers import WalkTabs, two_workers

MUST_MS: Final = 1000
AIM_MS: Final = 200
_PAUSE: Final = 0.1
"""Nobody points faster; what is measured is not how a queue fills."""


@dataclass(frozen=True)
class Pointed:
    """What many pointings showed, in milliseconds."""

    count: int
    p50: float
    p95: float
    load_before: float
    load_after: float


def measure(folder: Path, count: int) -> Pointed:
    """Point ``count`` times and return how long it took to arrive."""
    before = load()
    with two_workers(folder) as (here, there):
        person = applicants(here, 1)[0]
        now = datetime.now(UTC)
        with here.session() as session:
            helper = a_staff_member(session, a_person(session, "finn"), StaffRole.HELP_DESK).user_id
        cookie = here.sign_in(helper, "finns-token", now=now)
        here.start()
        there.start()
        place = f"/en/apply/?draft={person.draft}&step=business-types"
        with (
            Tab(here.port, cookie=person.cookie, path=place) as ours,
            Tab(there.port, cookie=cookie, path="/es/staff/walk-through/") as theirs,
        ):
            times = _point(WalkTabs(ours, theirs), count)
    return Pointed(count, round(statistics.median(times), 1), round(percentile(times, 0.95), 1), before, load())


def _point(tabs: WalkTabs, count: int) -> list[float]:
    tabs.ask()
    tabs.enter()
    tabs.allow()
    times = []
    for number in range(count + 5):
        times.append(tabs.point(f"f-field-{number}") * 1000)
        time.sleep(_PAUSE)
    return times[5:]  # the first ones warm every path
