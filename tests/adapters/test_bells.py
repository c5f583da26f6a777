"""Bells: who listens is woken, in one process and through a real Redis; what nobody hears is no failure."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress

import pytest
from redis.asyncio import Redis

from ctpat_app.adapters.bells import Bells, LocalBells, RedisBells, bells_for
from tests.servers import Process, redis_server

SOON = 5.0
Check = Callable[[Bells, Bells], Awaitable[None]]


@pytest.fixture(scope="module")
def redis() -> Iterator[Process]:
    with redis_server() as server:
        yield server


@pytest.fixture(params=["one-process", pytest.param("two-processes", marks=pytest.mark.server)])
def run(request: pytest.FixtureRequest) -> Callable[[Check], None]:
    """Run a check with the bells of who listens and of who rings: the same ones, or two with a Redis between them."""
    url = request.getfixturevalue("redis").url if request.param == "two-processes" else ""

    async def checked(check: Check) -> None:
        if not url:
            bells = LocalBells()
            await check(bells, bells)
            return
        async with Redis.from_url(url) as here, Redis.from_url(url) as there:
            await check(RedisBells(here), RedisBells(there))

    return lambda check: asyncio.run(checked(check))


def test_a_ring_wakes_everybody_who_listens_to_it_and_nobody_else(run: Callable[[Check], None]) -> None:
    async def check(here: Bells, there: Bells) -> None:
        async with here.listen("one") as first, here.listen("one") as second, here.listen("two") as other:
            for bell in (first, second, other):
                bell.clear()
            await there.ring("one")
            await asyncio.wait_for(asyncio.gather(first.wait(), second.wait()), SOON)
            assert not other.is_set()

    run(check)


def test_who_begins_to_listen_again_hears_again(run: Callable[[Check], None]) -> None:
    async def check(here: Bells, there: Bells) -> None:
        for _ in range(3):
            async with here.listen("one") as bell:
                bell.clear()
                await there.ring("one")
                await asyncio.wait_for(bell.wait(), SOON)

    run(check)


def test_a_bell_that_nobody_hears_is_no_failure(run: Callable[[Check], None]) -> None:
    async def check(here: Bells, there: Bells) -> None:
        await there.ring("nobody")
        async with here.listen("one") as bell:
            bell.clear()
            await there.ring("nobody")
            with suppress(TimeoutError):
                await asyncio.wait_for(bell.wait(), 0.05)
            assert not bell.is_set()

    run(check)


@pytest.mark.server
def test_a_lost_redis_wakes_those_of_the_same_process_and_comes_back() -> None:
    async def check() -> None:
        with redis_server() as server:
            async with Redis.from_url(server.url) as connection:
                bells = RedisBells(connection)
                async with bells.listen("one") as bell:
                    bell.clear()
                    server.stop()
                    await bells.ring("one")
                    await asyncio.wait_for(bell.wait(), SOON)

    asyncio.run(check())


def test_without_redis_the_bells_are_those_of_the_process() -> None:
    assert type(bells_for("")) is LocalBells
