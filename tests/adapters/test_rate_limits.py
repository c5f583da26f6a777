"""Counting attempts, in memory and in a real Redis."""

import asyncio
import shutil
import socket
import subprocess
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from redis import Redis as BlockingRedis
from redis.asyncio import Redis
from redis.backoff import ConstantBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.retry import Retry

from ctpat_app.adapters.rate_limits import Limit, Limiter, MemoryLimiter, RedisLimiter, limiter_for

THREE = Limit("three", attempts=3, seconds=60)
Check = Callable[[Limiter], Awaitable[None]]


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Redis of our own on a free port."""
    program = shutil.which("redis-server")
    assert program, "install redis-server"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder: Path = tmp_path_factory.mktemp("redis")
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        patient = Retry(ConstantBackoff(0.05), 200, supported_errors=(RedisConnectionError,))
        with BlockingRedis(port=port, retry=patient) as client:
            client.ping()
        yield f"redis://127.0.0.1:{port}/0"
        server.terminate()


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.server)])
def run(request: pytest.FixtureRequest) -> Callable[[Check], None]:
    """Run a check against one kind of limiter."""
    url = request.getfixturevalue("redis_url") if request.param == "redis" else ""

    async def checked(check: Check) -> None:
        if not url:
            await check(limiter_for(""))
            return
        async with Redis.from_url(url) as redis:
            await redis.flushdb()
            await check(RedisLimiter(redis))

    return lambda check: asyncio.run(checked(check))


def test_the_fourth_attempt_waits(run: Callable[[Check], None]) -> None:
    async def check(limiter: Limiter) -> None:
        waits = [await limiter.take(THREE, "ana") for _ in range(5)]
        assert waits[:3] == [0, 0, 0]
        assert all(50 <= wait <= 60 for wait in waits[3:])

    run(check)


def test_keys_and_limits_are_counted_apart(run: Callable[[Check], None]) -> None:
    async def check(limiter: Limiter) -> None:
        for _ in range(3):
            await limiter.take(THREE, "ana")
        assert await limiter.take(THREE, "ben") == 0
        assert await limiter.take(Limit("other", 1, 60), "ana") == 0

    run(check)


def test_an_attempt_given_back_does_not_count(run: Callable[[Check], None]) -> None:
    async def check(limiter: Limiter) -> None:
        for _ in range(10):
            assert await limiter.take(THREE, "ana") == 0
            await limiter.give_back(THREE, "ana")
        await limiter.give_back(THREE, "nobody")

    run(check)


def test_attempts_at_the_same_moment_do_not_slip_through(run: Callable[[Check], None]) -> None:
    async def check(limiter: Limiter) -> None:
        waits = await asyncio.gather(*(limiter.take(THREE, "ana") for _ in range(20)))
        assert waits.count(0) == 3

    run(check)


def test_the_window_slides() -> None:
    moment = 1000.0
    limiter = MemoryLimiter(clock=lambda: moment)

    async def check() -> None:
        nonlocal moment
        for _ in range(3):
            assert await limiter.take(THREE, "ana") == 0
            moment += 10.0
        moment = 1059.0
        assert await limiter.take(THREE, "ana") == 1
        moment = 1060.0
        assert await limiter.take(THREE, "ana") == 0
        assert await limiter.take(THREE, "ana") == 10

    asyncio.run(check())


def test_many_keys_do_not_fill_the_memory() -> None:
    limiter = MemoryLimiter(max_keys=100)

    async def check() -> None:
        for number in range(1000):
            await limiter.take(THREE, str(number))

    asyncio.run(check())
    assert len(limiter._taken) <= 100
