"""Bells that wake whoever waits for rows of the database: within one process, or through Redis across several.

A bell carries nothing but its name. The rows are the truth; who is woken reads them, and looks now and then anyway, so
that a bell nobody heard costs a few seconds and loses nothing.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, suppress
from typing import Final, Protocol

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

CHANNEL: Final = "kiosk:bells"
_AGAIN: Final = 1.0
"""Seconds until a lost connection is tried again."""


class Bells(Protocol):
    """Where bells are heard and rung."""

    def listen(self, name: str) -> AbstractAsyncContextManager[asyncio.Event]:
        """Return what yields an event that is set at each ring of ``name``; the listener clears it, then reads."""

    async def ring(self, name: str) -> None:
        """Wake everybody who listens to ``name``."""


class LocalBells:
    """For one process."""

    def __init__(self) -> None:
        self._heard: dict[str, set[asyncio.Event]] = {}

    @asynccontextmanager
    async def listen(self, name: str) -> AsyncIterator[asyncio.Event]:
        """See ``Bells.listen``."""
        with self._listener(name) as event:
            yield event

    async def ring(self, name: str) -> None:
        """See ``Bells.ring``."""
        self._wake(name)

    @contextmanager
    def _listener(self, name: str) -> Iterator[asyncio.Event]:
        event = asyncio.Event()
        own = self._heard.setdefault(name, set())
        own.add(event)
        try:
            yield event
        finally:
            own.discard(event)
            if not own:
                self._heard.pop(name, None)

    def _wake(self, name: str) -> None:
        for event in self._heard.get(name, ()):
            event.set()

    def _wake_all(self) -> None:
        for name in list(self._heard):
            self._wake(name)


class RedisBells(LocalBells):
    """For several processes: one connection a process listens, and only while anybody there waits for a bell."""

    def __init__(self, redis: Redis) -> None:
        super().__init__()
        self._redis = redis
        self._reader: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()

    @asynccontextmanager
    async def listen(self, name: str) -> AsyncIterator[asyncio.Event]:
        """See ``Bells.listen``."""
        with self._listener(name) as event:
            if self._reader is None:
                self._ready.clear()
                self._reader = asyncio.create_task(self._read(), name="bells")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ready.wait(), _AGAIN)
            try:
                yield event
            finally:
                # Nobody else waits: the connection is not held open for nothing.
                if len(self._heard) == 1 and len(self._heard.get(name, ())) == 1 and self._reader is not None:
                    self._reader.cancel()
                    self._reader = None

    async def ring(self, name: str) -> None:
        """See ``Bells.ring``; when Redis cannot be reached, those of this process are woken all the same."""
        try:
            await self._redis.publish(CHANNEL, name)
        except RedisError as error:
            log.warning("bell-not-heard", error=type(error).__name__)
            self._wake(name)

    async def _read(self) -> None:
        while True:
            try:
                async with self._redis.pubsub() as heard:
                    await heard.subscribe(CHANNEL)
                    self._ready.set()
                    self._wake_all()  # what rang while nobody was connected
                    async for message in heard.listen():
                        if message["type"] == "message":
                            self._wake(message["data"].decode())
            except RedisError as error:
                log.warning("bells-lost", error=type(error).__name__)
                await asyncio.sleep(_AGAIN)


def bells_for(redis_url: str) -> Bells:
    """Return the bells that Redis at ``redis_url`` carries; those of this process when it is empty."""
    return RedisBells(Redis.from_url(redis_url)) if redis_url else LocalBells()
