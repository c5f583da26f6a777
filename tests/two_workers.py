"""A kiosk of two workers that share a database and a Redis; each has a port of its own, so who is where is known."""

import contextlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ctpat_app.state.staff_walk import StaffWalkState
from ctpat_app.state.walk_through import WalkState
from tests.servers import redis_server
from tests.sockets.client import Answer, Tab, name_of
from tests.sockets.served import Kiosk

FIELD: Final = "f-identifier_kind-r9"


@contextlib.contextmanager
def two_workers(folder: Path) -> Iterator[tuple[Kiosk, Kiosk]]:
    """Yield two workers of one kiosk, not yet started, with the tables in place."""
    with redis_server() as redis:
        first = Kiosk(folder, {"KIOSK_REDIS_URL": redis.url})
        second = Kiosk(folder, {"KIOSK_REDIS_URL": redis.url}, key=first.key)
        first.prepare()
        try:
            yield first, second
        finally:
            first.kill()
            second.kill()


@dataclass
class WalkTabs:
    """The tabs of a person and of a helper, with a walk-through between them."""

    person: Tab
    helper: Tab
    walk: int = 0
    code: str = ""

    def ask(self) -> None:
        """Let the person get a code."""
        answer = self.person.call(name_of(WalkState, "ask")).of(WalkState)
        self.walk, self.code = int(answer["walk"]), str(answer["code"])

    def enter(self, code: str = "") -> Answer:
        """Let the helper use a code."""
        return self.helper.call(name_of(StaffWalkState, "enter"), typed={"code": code or self.code})

    def allow(self) -> Answer:
        """Let the person allow it, and return what the helper gets until the page is there."""
        self.person.until(lambda frame: '"stage_rx_state_":"asked"' in frame)
        self.person.send(name_of(WalkState, "decide"), {"walk": self.walk, "allowed": True, "follows": False})
        return wait(self.helper, '"stage_rx_state_":"running"')

    def point(self, field: str = FIELD, phrase: str = "start-here") -> float:
        """Let the helper point, and return the seconds until it is in the person's page."""
        began = time.perf_counter()
        self.helper.send(name_of(StaffWalkState, "point"), {"walk": self.walk, "field": field, "phrase": phrase})
        wait(self.person, f'"point_rx_state_":{json.dumps(field)}')
        return time.perf_counter() - began


def wait(tab: Tab, part: str) -> Answer:
    """Return the frames up to and with the one that holds ``part``."""
    last: list[str] = []

    def is_last(frame: str) -> bool:
        if part in frame:
            last.append(frame)
        return bool(last)

    answer = tab.until(is_last)
    answer.add(last[0])
    return answer
