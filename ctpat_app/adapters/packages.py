"""Makes packages of an application and its evidence, and keeps each for a day under a name made of its content."""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from ctpat_app.domain.errors import Refusal, Unavailable
from ctpat_app.domain.packages import Enclosure, Left, Outcome

FOLDER: Final = "packages"
"""Below the data folder."""
_KEPT_SECONDS: Final = 24 * 3600
_PATIENCE: Final = {"part": 90, "merge": 600}
"""Seconds by the clock; the program itself is held to less of the processor."""

Fetch = Callable[[str], Iterator[bytes]]
"""From the key of a stored file to its bytes; raises a ``Refusal`` when the store has none."""
PrintSummary = Callable[[Mapping[str, Outcome]], bytes]
"""From what became of each stored file, by its key, to the finished summary."""

# One package at a time: several large ones together would take the memory of everything else.
_packager = ThreadPoolExecutor(max_workers=1, thread_name_prefix="packager")
_under_way: dict[str, asyncio.Future[Path]] = {}
"""What is being made, by its key, until somebody was told how it ended."""


def kept_package(data_folder: Path, key: str) -> Path | None:
    """Return the package that was made under ``key``; None when there is none, or none any more."""
    path = data_folder / FOLDER / f"{key}.pdf"
    return path if path.exists() else None


async def package_at(
    data_folder: Path, key: str, heading: str, enclosures: Sequence[Enclosure], *, fetch: Fetch, summary: PrintSummary
) -> Path:
    """Return the package with this ``key``, made now unless it is there; whoever asks meanwhile waits for the same.

    Who stops waiting may ask again: the work goes on.

    Raises:
        Unavailable: ``document.not-ready``.
    """
    if key not in _under_way:
        run = asyncio.get_running_loop().run_in_executor
        _under_way[key] = run(_packager, make_package, data_folder, key, heading, enclosures, fetch, summary)
    future = _under_way[key]
    try:
        return await asyncio.shield(future)
    finally:
        if future.done():
            _under_way.pop(key, None)


def make_package(
    data_folder: Path, key: str, heading: str, enclosures: Sequence[Enclosure], fetch: Fetch, summary: PrintSummary
) -> Path:
    """Do what ``package_at`` does, in this thread."""
    if found := kept_package(data_folder, key):
        return found
    folder = data_folder / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    forget_old_packages(data_folder)
    with tempfile.TemporaryDirectory(prefix="making-", dir=folder) as name:
        making = _Making(Path(name), heading, enclosures, fetch, summary)
        return making.whole().replace(folder / f"{key}.pdf")


def forget_old_packages(data_folder: Path) -> None:
    """Delete what was made more than a day ago: it holds what people answered, and can be made again."""
    for path in (data_folder / FOLDER).glob("*.pdf"):
        if time.time() - path.stat().st_mtime > _KEPT_SECONDS:
            path.unlink(missing_ok=True)


class _Making:
    """One package in the making, in a folder of its own."""

    def __init__(
        self, folder: Path, heading: str, enclosures: Sequence[Enclosure], fetch: Fetch, summary: PrintSummary
    ) -> None:
        self._folder, self._heading, self._enclosures = folder, heading, enclosures
        self._fetch, self._summary = fetch, summary
        self._parts: dict[str, Path] = {}
        self._outcomes: dict[str, Outcome] = {}

    def whole(self) -> Path:
        """Return the finished file; when all parts together are too much, the largest is left out, and said so."""
        for number, item in enumerate(_one_of_each(self._enclosures)):
            self._outcomes[item.blob_key] = self._take_in(item, number)
        while (made := self._merged()) is None:
            if not self._parts:
                raise Unavailable("document.not-ready")
            largest = max(self._parts, key=lambda key: self._parts[key].stat().st_size)
            del self._parts[largest]
            self._outcomes[largest] = Outcome(left=Left.TOO_LARGE)
        return made

    def _take_in(self, item: Enclosure, number: int) -> Outcome:
        source, part = self._folder / f"{number}.source", self._folder / f"{number}.pdf"
        try:
            with source.open("wb") as file:
                file.writelines(self._fetch(item.blob_key))
        except Refusal:
            return Outcome(left=Left.NOT_FOUND)
        found = _run("part", source, item.media_type, part)
        source.unlink()
        if found is None:
            return Outcome(left=Left.TOO_LARGE)
        if left := found.get("left"):
            return Outcome(left=Left(str(left)))
        self._parts[item.blob_key] = part
        return Outcome(pages=int(str(found["pages"])))

    def _merged(self) -> Path | None:
        summary, job, made = (self._folder / name for name in ("summary.pdf", "job.json", "whole.pdf"))
        summary.write_bytes(self._summary(self._outcomes))
        entries = [
            {"place": item.place, "name": item.name, "part": str(self._parts[item.blob_key])}
            for item in self._enclosures
            if item.blob_key in self._parts
        ]
        whole = {"summary": str(summary), "heading": self._heading, "entries": entries}
        job.write_text(json.dumps(whole), encoding="utf-8")
        return None if _run("merge", job, made) is None else made


def _one_of_each(enclosures: Iterable[Enclosure]) -> Iterable[Enclosure]:
    return {item.blob_key: item for item in enclosures}.values()


def _run(task: str, *arguments: object) -> dict[str, object] | None:
    """Return what the program says; None when it died, or took longer than it may."""
    command = [sys.executable, "-m", "ctpat_app.adapters.bundling", task, *map(str, arguments)]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=_PATIENCE[task])
    except subprocess.TimeoutExpired:
        return None
    if done.returncode != 0:
        return None
    found: dict[str, object] = json.loads(done.stdout)
    return found
