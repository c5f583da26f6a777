"""The lines that a run has measured, each with its limit and aim; printed at once and kept as a page."""

import platform
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from benchmarks.machine import QUIET, load

PAGE: Final = Path(__file__).parent / "RESULTS.md"


@dataclass(frozen=True)
class Line:
    """One measured quantity; ``higher`` says that more is better."""

    name: str
    value: float
    unit: str
    must: float | None = None
    aim: float | None = None
    load_before: float = 0.0
    load_after: float = 0.0
    note: str = ""
    higher: bool = False
    timed: bool = True
    """Whether a busy machine can make it worse: bytes and counts stay what they are."""

    @property
    def verdict(self) -> str:
        """How it stands to limit and aim, and whether the machine was quiet enough to say so."""
        word = self._word()
        doubtful = self.timed and max(self.load_before, self.load_after) >= QUIET
        return f"{word}, machine busy" if doubtful and word else "machine busy" if doubtful else word

    def _word(self) -> str:
        if self.aim is not None and self._holds(self.aim):
            return "aim reached"
        if self.must is None:
            return ""
        return "within the limit" if self._holds(self.must) else "OVER THE LIMIT"

    def _holds(self, bound: float) -> bool:
        return self.value >= bound if self.higher else self.value <= bound

    def cells(self) -> list[str]:
        """Return the line as texts."""
        bounds = [f"{bound:g}" if bound is not None else "–" for bound in (self.must, self.aim)]
        loads = f"{self.load_before:.1f} / {self.load_after:.1f}"
        return [self.name, f"{self.value:g} {self.unit}".strip(), *bounds, loads, self.verdict, self.note]


@dataclass
class Results:
    """All lines of one run."""

    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    lines: list[Line] = field(default_factory=list)
    quick: bool = False

    def add(self, line: Line) -> None:
        """Keep a line and print it."""
        self.lines.append(line)
        name, value, must, aim, loads, verdict, note = line.cells()
        print(f"{name:<66} {value:>14}  must {must:>6}  aim {aim:>6}  load {loads}  {verdict}", flush=True)
        if note:
            print(f"    {note}", flush=True)

    def write(self, page: Path = PAGE) -> None:
        """Write the page of results."""
        rows = [["quantity", "measured", "must", "aim", "load before / after", "verdict", "note"], ["---"] * 7]
        table = "\n".join(f"| {' | '.join(cells)} |" for cells in rows + [line.cells() for line in self.lines])
        page.write_text(
            f"# Results of the last run\n\nWritten by `kiosk bench{' --quick' if self.quick else ''}` on "
            f"{self.started_at:%Y-%m-%d %H:%M} UTC, {platform.machine()}, Python {platform.python_version()}, "
            f"load at the end {load():.2f}.\nA clock counts when the 1-minute load was under {QUIET} before and after; "
            "bytes, counts and memory always do. CPU time suffers less from a busy machine than waiting does.\n\n"
            f"{table}\n",
            "utf-8",
        )
