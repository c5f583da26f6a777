"""What a process and everything below it cost, and how busy the machine is. Linux only: it reads /proc."""

import os
import time
from pathlib import Path
from typing import Final

QUIET: Final = 0.7
"""Under this 1-minute load a clock may be believed."""
_TICKS: Final = os.sysconf("SC_CLK_TCK")


def load() -> float:
    """Return the load average of the last minute."""
    return round(os.getloadavg()[0], 2)


def wait_until_quiet(seconds: float) -> bool:
    """Wait at most ``seconds`` for a quiet machine and return whether it is one."""
    until = time.monotonic() + seconds
    while os.getloadavg()[0] >= QUIET and time.monotonic() < until:
        time.sleep(2)
    return os.getloadavg()[0] < QUIET


def family(pid: int) -> list[int]:
    """Return the process and everything below it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, todo = [], [pid]
    while todo:
        found.append(one := todo.pop())
        todo += children.get(one, [])
    return found


def cpu_seconds(pid: int) -> float:
    """Return the CPU time of the family so far, by the processes' own clocks, which count nanoseconds."""
    return sum(_own_clock(one) for one in family(pid))


def memory_mb(pid: int) -> float:
    """Return the proportional set size of the family: shared pages count once."""
    return round(sum(_pss_kib(one) for one in family(pid)) / 1024, 1)


def _own_clock(pid: int) -> float:
    try:
        # The kernel's clock id of another process's CPU time.
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        fields = _stat(pid)
        return (int(fields[11]) + int(fields[12])) / _TICKS if fields else 0.0


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _pss_kib(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def percentile(values: list[float], part: float) -> float:
    """Return the value below which ``part`` of them lie, 0 when there are none."""
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(part * len(ordered)))], 2) if ordered else 0.0


def speed() -> float:
    """Return the milliseconds of CPU that a fixed piece of work takes: with others at work the same work takes more."""
    times = []
    for _ in range(5):
        started = time.process_time()
        sum(hash(str(number)) & 1 for number in range(200_000))
        times.append((time.process_time() - started) * 1e3)
    return round(min(times), 1)
