"""Counts attempts over a sliding window, in memory or in Redis."""

import time
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from redis.asyncio import Redis


@dataclass(frozen=True)
class Limit:
    """At most ``attempts`` within ``seconds``."""

    name: str
    attempts: int
    seconds: int


class Limiter(Protocol):
    """Where attempts are counted."""

    async def take(self, limit: Limit, key: str) -> int:
        """Count one attempt and return 0; when there are too many, count nothing and return the seconds to wait."""

    async def give_back(self, limit: Limit, key: str) -> None:
        """Forget the newest attempt: it turned out to be a good one."""


class MemoryLimiter:
    """For one process: the attempts of each key, oldest first; forgotten when they are too old to count."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, *, max_keys: int = 50_000) -> None:
        self._clock = clock
        self._max_keys = max_keys
        self._taken: dict[tuple[str, str], deque[float]] = {}
        self._windows: dict[str, int] = {}

    async def take(self, limit: Limit, key: str) -> int:
        """See ``Limiter.take``."""
        now = self._clock()
        self._windows[limit.name] = limit.seconds
        if len(self._taken) >= self._max_keys:
            self._forget_old(now)
        taken = self._taken.setdefault((limit.name, key), deque())
        while taken and taken[0] <= now - limit.seconds:
            taken.popleft()
        if len(taken) >= limit.attempts:
            return max(1, round(taken[0] + limit.seconds - now))
        taken.append(now)
        return 0

    async def give_back(self, limit: Limit, key: str) -> None:
        """See ``Limiter.give_back``."""
        if taken := self._taken.get((limit.name, key)):
            taken.pop()

    def _forget_old(self, now: float) -> None:
        fresh = {key: taken for key, taken in self._taken.items() if taken and taken[-1] > now - self._windows[key[0]]}
        # Still full: an attacker fills the table with fresh keys; the oldest half is dropped.
        if len(fresh) >= self._max_keys:
            newest = sorted(fresh, key=lambda key: fresh[key][-1])[len(fresh) // 2 :]
            fresh = {key: fresh[key] for key in newest}
        self._taken = fresh


_TAKE: Final = """
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
local window = tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[1]) then
  local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  return math.max(1, math.floor(tonumber(oldest[2]) + window - now + 0.5))
end
redis.call('ZADD', KEYS[1], now, ARGV[3])
redis.call('EXPIRE', KEYS[1], window)
return 0
"""


class RedisLimiter:
    """For several processes: one sorted set a key, changed by one script so that parallel attempts count right."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._take = redis.register_script(_TAKE)

    async def take(self, limit: Limit, key: str) -> int:
        """See ``Limiter.take``."""
        waits = await self._take(keys=[_name(limit, key)], args=[limit.attempts, limit.seconds, uuid.uuid4().hex])
        return int(waits)

    async def give_back(self, limit: Limit, key: str) -> None:
        """See ``Limiter.give_back``."""
        await self._redis.zpopmax(_name(limit, key))


def _name(limit: Limit, key: str) -> str:
    return f"kiosk:limit:{limit.name}:{key}"


def limiter_for(redis_url: str) -> Limiter:
    """Return the limiter for the Redis at ``redis_url``; one in memory when it is empty."""
    return RedisLimiter(Redis.from_url(redis_url)) if redis_url else MemoryLimiter()
