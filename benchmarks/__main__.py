"""Runs the measurements that were asked for, prints each line at once, and writes ``benchmarks/RESULTS.md``."""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks import comparison, desk, pages, pointing, printing, reviewing, search, socket_load
from benchmarks.machine import QUIET, load, memory_mb, speed, wait_until_quiet
from benchmarks.people import Person, applicants, nine_step_people
from benchmarks.results import Line, Results
from ctpat_app.cli.build import ensure_built
from ctpat_app.settings import Settings
from tests.sockets.served import Kiosk

CROWDS: Final = (1, 50, 200)
EVERY_SECONDS: Final = 5.0


@dataclass
class Run:
    """One run: how long it may take, where its kiosks live, and what it found."""

    folder: Path
    quick: bool = False
    companies: int = 0
    """How many the partner search looks through; 0 for the usual numbers."""
    results: Results = field(default_factory=Results)

    @property
    def seconds(self) -> float:
        """How long a crowd saves."""
        return 15.0 if self.quick else 60.0

    def settle(self) -> float:
        """Wait for a quiet machine for a while and return the load."""
        wait_until_quiet(5 if self.quick else 180)
        return load()

    @contextmanager
    def kiosk(self, make: Callable[[Kiosk], list[Person]]) -> Iterator[tuple[Kiosk, list[Person]]]:
        """Yield a started kiosk with its people."""
        kiosk = Kiosk(Path(tempfile.mkdtemp(dir=self.folder)))
        kiosk.prepare()
        people = make(kiosk)
        kiosk.start()
        try:
            yield kiosk, people
        finally:
            kiosk.kill()


def saving(run: Run) -> None:
    """Save latency at a person's pace, CPU of the server for a saved answer, memory."""
    with run.kiosk(lambda kiosk: applicants(kiosk, max(CROWDS))) as (kiosk, people):
        assert kiosk.process is not None
        before = run.settle()
        time.sleep(5)  # what the start itself needed is given back
        at_rest = memory_mb(kiosk.process.pid)
        run.results.add(Line("memory at rest, all processes", at_rest, "MB", 250, 180, before, load(), timed=False))
        socket_load.run(kiosk, people[:1], every=0.02, seconds=2)  # warms every path
        for count in CROWDS:
            _crowd(run, kiosk, people[:count])


def _crowd(run: Run, kiosk: Kiosk, people: list[Person]) -> None:
    run.settle()
    found = socket_load.run(kiosk, people, every=EVERY_SECONDS, seconds=run.seconds)
    count, most, around = found.people, found.people == max(CROWDS), (found.load_before, found.load_after)
    note = f"{found.saves} saves, {found.errors} errors, {found.lost} acknowledged but not stored"
    run.results.add(Line(f"save one answer over the socket, p50, {count} people", found.p50, "ms", None, None, *around))
    limits = (15, 6) if most else (None, None)
    run.results.add(
        Line(f"save one answer over the socket, p95, {count} people", found.p95, "ms", *limits, *around, note)
    )
    run.results.add(Line(f"server CPU per saved answer, {count} people", found.cpu_ms_per_save, "ms", 4, 3, *around))
    if not most:
        return
    run.results.add(Line("server CPU to open a page", found.cpu_ms_per_open, "ms", None, None, *around))
    per_session = (found.memory_open_mb - found.memory_before_mb) / count
    run.results.add(Line("memory per 100 people", round(per_session * 100, 1), "MB", None, None, *around, timed=False))
    held = round(1024 / per_session) if per_session > 0 else 0
    run.results.add(Line("sessions held per GiB above rest", held, "", 3000, 4500, *around, higher=True, timed=False))


def saturation(run: Run) -> None:
    """Durable answers that a second of a core buys when everybody saves as fast as it goes."""
    with run.kiosk(lambda kiosk: applicants(kiosk, 50)) as (kiosk, people):
        socket_load.run(kiosk, people[:1], every=0.02, seconds=2)
        run.settle()
        found = socket_load.run(kiosk, people, every=0, seconds=5 if run.quick else 20)
        note = f"{found.saves} saves in {found.seconds} s, {found.lost} acknowledged but not stored"
        run.results.add(
            Line(
                "durable answers per core-second at saturation",
                found.saves_per_core_second,
                "",
                400,
                550,
                found.load_before,
                found.load_after,
                note,
                higher=True,
            )
        )


def traffic(run: Run) -> None:
    """Bytes and requests of first visits, bytes of a language switch."""
    with run.kiosk(lambda kiosk: applicants(kiosk, 2)) as (kiosk, people):
        before = load()
        for path, found in pages.first_visits(kiosk).items():
            kilobytes = round(found.bytes / 1000, 1)
            run.results.add(Line(f"first visit of {path}", kilobytes, "kB", 240, 200, before, load(), timed=False))
            run.results.add(
                Line(f"requests of a first visit of {path}", found.requests, "", 18, 14, before, load(), timed=False)
            )
        switch = pages.language_switch(kiosk, people[0])
        lists = sum(switch.sizes.get(name, 0) for name in pages.LISTS)
        whole = f"all {switch.frames} frames {switch.bytes / 1000:.1f} kB"
        note = f"with the lists around it {(switch.question_bytes + lists) / 1000:.1f} kB, {whole}"
        run.results.add(
            Line(
                "language switch over the socket: one question",
                round(switch.question_bytes / 1000, 2),
                "kB",
                4,
                3,
                before,
                load(),
                note,
                timed=False,
            )
        )


def printed(run: Run) -> None:
    """Time and memory of the PDF of a full application."""
    before = run.settle()
    found = printing.measure()
    around = (before, load())
    note = f"{printing.RESPONSES} responses in {len(printing.TEXTS)} languages and 4 scripts, {found['kb']:.0f} kB"
    run.results.add(Line("PDF of a full application, first in a process", found["first_s"], "s", 2, 1, *around, note))
    run.results.add(Line("PDF of a full application, later ones", found["later_s"], "s", 2, 1, *around))
    run.results.add(Line("memory that making PDFs adds", found["added_mb"], "MB", None, None, *around, timed=False))


def reviewed(run: Run) -> None:
    """Time of the review of a whole profile."""
    before = run.settle()
    found = reviewing.measure()
    around = (before, load())
    name = f"review of a profile of {reviewing.RESPONSES} answers"
    run.results.add(Line(f"{name}, first in a process", found["first_s"], "s", 1, 0.3, *around))
    run.results.add(Line(f"{name}, later ones", found["later_s"], "s", 1, 0.3, *around))


def journeys(run: Run) -> None:
    """The nine-step journey against the Django form wizard, which is run before and after."""
    runs, users = (3, 0) if run.quick else (5, 8)
    with (
        run.kiosk(lambda kiosk: nine_step_people(kiosk, runs + users + 2)) as (kiosk, people),
        comparison.peer(run.folder) as peer,
    ):
        run.settle()
        first = comparison.walk(peer, runs=runs, users=0)
        ours = comparison.walk(comparison.kiosk_plan(kiosk, people), runs=runs, users=users)
        second = comparison.walk(peer, runs=runs, users=users)
    around = (first["load_before"], second["load_after"])
    peers = [each["one"]["server_cpu_ms"] for each in (first, second)]
    apart = abs(peers[0] - peers[1]) / max(peers)
    differ = f"the peer's runs differ by {apart:.0%}: the ratio does not count"
    agree = "the peer's runs agree" if apart <= 0.1 else differ
    note = f"kiosk {ours['one']['server_cpu_ms']} ms, Django {peers[0]} and {peers[1]} ms; {agree}"
    ratio = round(ours["one"]["server_cpu_ms"] / (sum(peers) / 2), 2)
    run.results.add(Line("server CPU of a nine-step journey against Django", ratio, "×", 1.2, 0.9, *around, note))
    django = f"Django {second['one']['step_p50']} / {second['one']['step_p95']} ms"
    run.results.add(Line("one step in the browser, p50", ours["one"]["step_p50"], "ms", 100, 85, *around, django))
    run.results.add(Line("one step in the browser, p95", ours["one"]["step_p95"], "ms", 150, 110, *around))
    if users:
        ratio = round(ours["many"]["server_cpu_ms"] / second["many"]["server_cpu_ms"], 2)
        note = f"step p95 {ours['many']['step_p95']} ms, Django {second['many']['step_p95']} ms"
        run.results.add(Line(f"the same, {users} people at once", ratio, "×", None, None, *around, note))


def searched(run: Run) -> None:
    """The partner search on both databases."""
    usual = (11_000,) if run.quick else (11_000, 100_000)
    for companies in (run.companies,) if run.companies else usual:
        before = run.settle()
        for found in search.measure(companies):
            around = (before, load())
            name = f"partner search, {companies:,} companies, {found.database}"
            p50, p95, most = search.GOALS.get(companies, (None, None, None))
            note = f"{found.visible:,} visible, built in {found.build_s:.1f} s, index {found.index_mb:.1f} MB"
            run.results.add(Line(f"{name}, p50", round(found.p50, 2), "ms", p50, p50, *around, note))
            run.results.add(Line(f"{name}, p95", round(found.p95, 2), "ms", p95, p95, *around))
            slowest = f"slowest: {found.slowest!r}"
            run.results.add(Line(f"{name}, most", round(found.most, 2), "ms", most, most, *around, slowest))
            run.results.add(Line(f"{name}, against a look at all", round(found.ratio, 2), "×", None, None, *around))


def desks(run: Run) -> None:
    """The pages of the desk with many companies, on both databases."""
    before = run.settle()
    for found in desk.measure():
        name = f"desk with {desk.COMPANIES:,} companies, {found.page}, {found.database}, p95"
        run.results.add(Line(name, found.p95_ms, "ms", desk.MUST_MS, desk.AIM_MS, before, load()))


def pointed(run: Run) -> None:
    """How long a pointing in a walk-through takes to arrive, over two workers with Redis."""
    run.settle()
    found = pointing.measure(Path(tempfile.mkdtemp(dir=run.folder)), 50 if run.quick else 300)
    around, name = (found.load_before, found.load_after), "pointing of a helper arrives, two workers with Redis"
    run.results.add(Line(f"{name}, median", found.p50, "ms", pointing.MUST_MS, pointing.AIM_MS, *around))
    note = f"{found.count} pointings"
    run.results.add(Line(f"{name}, p95", found.p95, "ms", pointing.MUST_MS, pointing.AIM_MS, *around, note))


MEASUREMENTS: Final[dict[str, Callable[[Run], None]]] = {
    "traffic": traffic,
    "pdf": printed,
    "review": reviewed,
    "pointing": pointed,
    "saving": saving,
    "saturation": saturation,
    "journey": journeys,
    "search": searched,
    "desk": desks,
}


def main() -> None:
    """Run what the arguments name, or everything."""
    parser = argparse.ArgumentParser(prog="kiosk bench")
    parser.add_argument("names", nargs="*", choices=[*MEASUREMENTS, []], metavar="NAME", help=", ".join(MEASUREMENTS))
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--companies", type=int, default=0)
    given = parser.parse_args()
    ensure_built(Settings.from_environment())
    with tempfile.TemporaryDirectory() as folder:
        run = Run(Path(folder), given.quick, given.companies, Results(quick=given.quick))
        print(f"1-minute load {load()}; a clock counts below {QUIET}. A fixed piece of work takes {speed()} ms of CPU.")
        for name in given.names or MEASUREMENTS:
            MEASUREMENTS[name](run)
    if not given.names:
        run.results.write()
    sys.exit(0)


if __name__ == "__main__":
    main()
