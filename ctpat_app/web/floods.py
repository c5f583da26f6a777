"""How many events a connection and a network address may send: one flood must not keep everybody else waiting.

Nobody at a keyboard comes near these numbers. What is too much is answered once a second, so that the person knows
that the last steps did not count; answering each event would help the flood along.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from reflex.app import App
from reflex.event import EventHandler
from reflex_base.utils.format import format_event_handler

from ctpat_app.web.gate import OnEvent

TOLD_EVERY: Final = 1.0
_MAX_KEYS: Final = 20_000


@dataclass(frozen=True)
class Rate:
    """So many events a second for long, and so many at once."""

    a_second: float
    at_once: float


A_CONNECTION: Final = Rate(50, 300)
# Behind one address may be a whole office.
AN_ADDRESS: Final = Rate(1000, 6000)


class Buckets:
    """Counts by key in constant time; ``Rate`` says how much fits."""

    def __init__(self, rate: Rate, clock: Callable[[], float]) -> None:
        self._rate = rate
        self._clock = clock
        self._filled: dict[str, tuple[float, float]] = {}

    def has_room(self, key: str) -> bool:
        """Count one event, and return whether it still fits."""
        now = self._clock()
        level, at = self._filled.get(key, (0.0, now))
        level = max(0.0, level - (now - at) * self._rate.a_second)
        if level + 1 > self._rate.at_once:
            self._filled[key] = (level, now)
            return False
        if key not in self._filled and len(self._filled) >= _MAX_KEYS:
            self._forget_empty(now)
        self._filled[key] = (level + 1, now)
        return True

    def _forget_empty(self, now: float) -> None:
        self._filled = {
            key: (level, at) for key, (level, at) in self._filled.items() if level > (now - at) * self._rate.a_second
        }


def within_limits(
    on_event: OnEvent,
    notice: str,
    address_of: Callable[[str], str],
    *,
    clock: Callable[[], float] = time.monotonic,
    connection: Rate = A_CONNECTION,
    address: Rate = AN_ADDRESS,
) -> OnEvent:
    """Return ``on_event`` for as many events as the rates allow; of the others one a second becomes ``notice``."""
    connections, addresses = Buckets(connection, clock), Buckets(address, clock)
    notices = Buckets(Rate(1 / TOLD_EVERY, 1), clock)

    async def limited(sid: str, data: Any) -> None:
        # Only what the connection may send counts for the address: one flood is not to silence a whole office.
        if connections.has_room(sid) and addresses.has_room(address_of(sid)):
            await on_event(sid, data)
        elif notices.has_room(sid):
            await on_event(sid, {"name": notice, "payload": {"code": "request.too-fast"}, "router_data": {}})

    return limited


def limit_events(app: App, show_notice: EventHandler) -> None:
    """Hold every connection of ``app`` to the limits."""
    namespace = app.event_namespace
    if namespace is None:
        raise RuntimeError("The app has no socket yet")
    routes = namespace._static_router_data  # noqa: SLF001 - where the address behind the own proxies stands already

    def address_of(sid: str) -> str:
        return str(routes.get(sid, {}).get("ip", ""))

    limited = within_limits(namespace.on_event, format_event_handler(show_notice), address_of)
    namespace.on_event = limited  # type: ignore[method-assign,assignment]
