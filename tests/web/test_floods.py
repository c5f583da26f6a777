"""Limits for events: a flood is told so and slows nobody else."""

import asyncio
from typing import Any

from ctpat_app.web.floods import A_CONNECTION, AN_ADDRESS, Buckets, Rate, within_limits
from ctpat_app.web.gate import OnEvent


class Line:
    """The socket of the kiosk; ``passed`` holds who got through with what."""

    def __init__(self, connection: Rate = A_CONNECTION, address: Rate = AN_ADDRESS) -> None:
        self.time = 0.0
        self.passed: list[tuple[str, str]] = []
        self.limited: OnEvent = within_limits(
            self._on_event,
            "notice",
            lambda sid: sid.partition("/")[0],
            clock=lambda: self.time,
            connection=connection,
            address=address,
        )

    async def _on_event(self, sid: str, data: Any) -> None:
        self.passed.append((sid, data["name"]))

    def send(self, sid: str, times: int = 1) -> None:
        async def all_of_them() -> None:
            for _ in range(times):
                await self.limited(sid, {"name": "save"})

        asyncio.run(all_of_them())

    def count(self, sid: str, name: str = "save") -> int:
        return self.passed.count((sid, name))


def test_a_flood_gets_its_share_and_one_answer_a_second() -> None:
    line = Line(Rate(50, 300))
    line.send("office/ana", 1000)
    assert (line.count("office/ana"), line.count("office/ana", "notice")) == (300, 1)
    line.time = 1.0
    line.send("office/ana", 1000)
    assert (line.count("office/ana"), line.count("office/ana", "notice")) == (350, 2)


def test_a_flood_slows_nobody_else_not_even_behind_the_same_address() -> None:
    line = Line(Rate(50, 300), Rate(1000, 600))
    line.send("office/ana", 10_000)
    line.send("office/ben", 100)
    line.send("elsewhere/dan", 100)
    assert (line.count("office/ben"), line.count("elsewhere/dan")) == (100, 100)


def test_many_connections_of_one_address_share_its_limit() -> None:
    line = Line(Rate(50, 300), Rate(1000, 600))
    for number in range(10):
        line.send(f"attacker/{number}", 300)
    assert sum(name == "save" for _, name in line.passed) == 600
    assert sum(name == "notice" for _, name in line.passed) >= 8
    line.send("office/ben", 100)
    assert line.count("office/ben") == 100


def test_a_person_who_types_and_clicks_fast_never_meets_the_limit() -> None:
    line = Line()
    for tenth in range(600):
        line.time = tenth / 10
        line.send("office/ana", 3)
    assert (line.count("office/ana"), line.count("office/ana", "notice")) == (1800, 0)


def test_what_nobody_uses_any_more_is_forgotten() -> None:
    time = 0.0
    buckets = Buckets(Rate(50, 300), lambda: time)
    for number in range(20_000):
        assert buckets.has_room(str(number))
    time = 1.0
    assert buckets.has_room("one more")
    assert len(buckets._filled) == 1
