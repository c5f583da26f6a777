"""People who save over raw sockets: each every few seconds, or as fast as it goes; how long it takes and what it costs.

A round trip runs from sending the event to the frame that carries the new version, which is sent after the commit.
"""

import asyncio
import json
import re
import sqlite3
import time
import uuid
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass, field
from typing import Final

from websockets.asyncio.client import ClientConnection, connect

from benchmarks.machine import cpu_seconds, load, memory_mb, percentile
from benchmarks.people import Person
from ctpat_app.state.profile import ProfileState
from tests.sockets.client import ROOT
from tests.sockets.served import Kiosk

SAVE: Final = f"{ProfileState.get_full_name()}.save"
KEY: Final = "criterion.1.1"
_VERSION: Final = re.compile(r'"f-criterion_1_1":(\d+)')
_OPENING_AT_ONCE: Final = 5
_ANSWER_SECONDS: Final = 30
TEXT: Final = "Our guard walks along the fence every night and writes down what was seen, number {}. "


@dataclass
class Tab:
    """One person's open page."""

    person: Person
    port: int
    stack: AsyncExitStack
    saved: int = 0
    """Version of the answer that this tab saw last; an earlier run may have left one."""
    bytes_in: int = 0
    socket: ClientConnection = field(init=False)

    async def open(self) -> None:
        """Connect, load the first criterion, and return when the page would be usable."""
        opening = connect(
            f"ws://127.0.0.1:{self.port}/_event/?token={uuid.uuid4()}&EIO=4&transport=websocket",
            compression=None,
            max_size=None,
            proxy=None,
            additional_headers={"Cookie": self.person.cookie},
            ping_interval=None,
        )
        self.socket = await self.stack.enter_async_context(opening)
        async with asyncio.timeout(_ANSWER_SECONDS):
            await self._load()

    async def _load(self) -> None:
        await self._next()
        boot = self._event(f"{ROOT}.hydrate_and_load", {})
        await self.socket.send("40/_event," + json.dumps({"event": boot}))
        got = ""
        while '"is_hydrated_rx_state_":true' not in got:
            got = await self._next()
            if shown := _VERSION.search(got):
                self.saved = int(shown[1])

    async def save(self) -> float:
        """Save the next text and return the milliseconds until it was acknowledged."""
        seen, self.saved = self.saved, self.saved + 1
        payload = {
            "draft": self.person.draft,
            "key": KEY,
            "row": "",
            "seen_version": seen,
            "kind": "long-text",
            "text": TEXT.format(self.saved),
            "of_version": 0,
        }
        frame = "42/_event," + json.dumps(["event", self._event(SAVE, payload)])
        started = time.perf_counter()
        await self.socket.send(frame)
        got = ""
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                while not ((found := _VERSION.search(got)) and int(found[1]) >= self.saved):
                    got = await self._next()
        except TimeoutError as error:
            raise TimeoutError(f"save {self.saved} was not acknowledged; last came {got[:300]}") from error
        return (time.perf_counter() - started) * 1e3

    async def _next(self) -> str:
        while (frame := str(await self.socket.recv())) == "2":
            await self.socket.send("3")
        self.bytes_in += len(frame)
        return frame

    def _event(self, name: str, payload: dict[str, object]) -> dict[str, object]:
        query = {"draft": str(self.person.draft), "criterion": "1.1"}
        path = f"/en/profile/?draft={self.person.draft}&criterion=1.1"
        route = {"pathname": "/en/profile/", "asPath": path, "query": query}
        return {"name": name, "payload": payload, "router_data": route}


@dataclass(frozen=True)
class Load:
    """What a run showed; CPU is the server's, memory that of all its processes."""

    people: int
    saves: int
    seconds: float
    p50: float
    p95: float
    cpu_ms_per_save: float
    cpu_ms_per_open: float
    client_share: float
    memory_before_mb: float
    memory_open_mb: float
    memory_after_mb: float
    bytes_in_per_open: int
    lost: int
    errors: int
    load_before: float
    load_after: float

    @property
    def saves_per_core_second(self) -> float:
        """Durable answers that one second of one core's time bought."""
        return round(1000 / self.cpu_ms_per_save, 0) if self.cpu_ms_per_save else 0.0


def run(kiosk: Kiosk, people: list[Person], *, every: float, seconds: float) -> Load:
    """Let ``people`` save for ``seconds``, each every ``every`` seconds; 0: as soon as the last one is confirmed."""
    return asyncio.run(_run(kiosk, people, every, seconds))


async def _run(kiosk: Kiosk, people: list[Person], every: float, seconds: float) -> Load:
    assert kiosk.process is not None
    pid, before = kiosk.process.pid, load()
    memory_before, opened_from, rows = memory_mb(pid), cpu_seconds(pid), _saved_rows(kiosk)
    async with AsyncExitStack() as stack:
        tabs = await _open_all(kiosk, people, stack)
        await asyncio.sleep(1)
        per_open = (cpu_seconds(pid) - opened_from) * 1e3 / len(tabs)
        memory_open, bytes_in = memory_mb(pid), sum(tab.bytes_in for tab in tabs) // len(tabs)
        times: list[float] = []
        errors: list[str] = []
        used, own, started = cpu_seconds(pid), time.process_time(), time.perf_counter()
        stop = started + seconds
        await asyncio.gather(
            *[_work(tab, every, every * place / len(tabs), stop, times, errors) for place, tab in enumerate(tabs)]
        )
        lasted = time.perf_counter() - started
        used, own = cpu_seconds(pid) - used, time.process_time() - own
        memory_after = memory_mb(pid)
    for error in errors[:3]:
        print(f"    {error}", flush=True)
    return Load(
        people=len(tabs),
        saves=len(times),
        seconds=round(lasted, 1),
        p50=percentile(times, 0.5),
        p95=percentile(times, 0.95),
        cpu_ms_per_save=round(used * 1e3 / max(1, len(times)), 2),
        cpu_ms_per_open=round(per_open, 1),
        client_share=round(own / lasted, 2),
        memory_before_mb=memory_before,
        memory_open_mb=memory_open,
        memory_after_mb=memory_after,
        bytes_in_per_open=bytes_in,
        lost=len(times) - (_saved_rows(kiosk) - rows),
        errors=len(errors),
        load_before=before,
        load_after=load(),
    )


async def _open_all(kiosk: Kiosk, people: list[Person], stack: AsyncExitStack) -> list[Tab]:
    tabs = [Tab(person, kiosk.port, stack) for person in people]
    for place in range(0, len(tabs), _OPENING_AT_ONCE):
        await asyncio.gather(*[tab.open() for tab in tabs[place : place + _OPENING_AT_ONCE]])
    return tabs


async def _work(tab: Tab, every: float, first: float, stop: float, times: list[float], errors: list[str]) -> None:
    await asyncio.sleep(first)
    try:
        while (begun := time.perf_counter()) < stop:
            times.append(await tab.save())
            if every:
                await asyncio.sleep(max(0.0, begun + every - time.perf_counter()))
    except Exception as error:  # noqa: BLE001  one broken tab must not hide what the others showed
        errors.append(repr(error)[:200])


def _saved_rows(kiosk: Kiosk) -> int:
    """Return how many saves the database holds: the newest version of each answer counts all before it."""
    with closing(sqlite3.connect(kiosk.folder / "kiosk.db")) as connection:
        query = "SELECT coalesce(sum(version), 0) FROM answer WHERE key = ?"
        return int(connection.execute(query, (KEY,)).fetchone()[0])
