"""A browser tab without a browser: speaks to the kiosk's socket as the page's script does, and may lie as it likes."""

import json
import secrets
import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from reflex.state import BaseState
from websockets.sync.client import ClientConnection, connect

from ctpat_app.state.session import SessionState

ROOT = "reflex___state____state"
_SUFFIX = "_rx_state_"
_EVENT = "42/_event,"
_LOADED = '"is_hydrated_rx_state_":true'
_ANSWER_SECONDS = 30


@dataclass
class Answer:
    """What the kiosk sent in answer to one call: the frames as they came, and what they say."""

    frames: list[str] = field(default_factory=list)
    changes: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Variables that changed, by the full name of their state."""
    events: list[dict[str, Any]] = field(default_factory=list)

    def add(self, frame: str) -> None:
        """Take in one frame."""
        self.frames.append(frame)
        update = json.loads(frame.removeprefix(_EVENT))[1]
        for state, delta in update.get("delta", {}).items():
            plain = {name.removesuffix(_SUFFIX): value for name, value in delta.items()}
            self.changes.setdefault(state, {}).update(plain)
        self.events += update.get("events", [])

    def of(self, state: type[BaseState]) -> dict[str, Any]:
        """Return what changed in ``state``."""
        return self.changes.get(state.get_full_name(), {})

    def joined(self, later: "Answer") -> "Answer":
        """Return this answer with a later one behind it."""
        whole = Answer()
        for frame in (*self.frames, *later.frames):
            whole.add(frame)
        return whole

    @property
    def code(self) -> str:
        """The code of what the kiosk told the person, empty for nothing."""
        return str(self.of(SessionState).get("notice_code", ""))

    @property
    def redirect(self) -> str:
        """Where the page is sent, empty for nowhere."""
        return next((str(event["payload"]) for event in self.events if event["name"] == "_redirect"), "")

    @property
    def text(self) -> str:
        """Everything that was sent."""
        return "\n".join(self.frames)


class Tab:
    """One browser tab at one page: its token, the cookie of its socket, and the socket itself."""

    def __init__(
        self, port: int, *, cookie: str = "", path: str = "/en/", token: str = "", hydrate: bool = True
    ) -> None:
        """Connect and load ``path``, such as ``/en/apply/?draft=3``; the answer to that is ``loaded``."""
        self.token = token or str(uuid.uuid4())
        self.path = path
        opening = connect(
            f"ws://127.0.0.1:{port}/_event/?token={self.token}&EIO=4&transport=websocket",
            additional_headers={"Cookie": cookie} if cookie else None,
            compression=None,
            max_size=None,
            proxy=None,
        )
        self._open = ExitStack()
        self._socket: ClientConnection = self._open.enter_context(opening)
        self._next()
        boot = self._event(f"{ROOT}.hydrate_and_load", {})
        self._socket.send("40/_event," + (json.dumps({"event": boot}) if hydrate else ""))
        self.loaded = self.until(lambda frame: _LOADED in frame) if hydrate else Answer()
        self.loaded = self.loaded.joined(self.answers())

    def __enter__(self) -> Self:
        """Return the open tab."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the tab."""
        self.close()

    def close(self) -> None:
        """Close the tab."""
        self._open.close()

    def call(self, handler: str, **payload: object) -> Answer:
        """Call a handler by its full name and return all that came back."""
        self.send(handler, payload)
        return self.answers()

    def send(self, handler: str, payload: Mapping[str, object]) -> None:
        """Send one event and wait for nothing."""
        self.send_raw(self._event(handler, payload))

    def send_raw(self, data: object) -> None:
        """Send anything in the place of an event."""
        self._socket.send(_EVENT + json.dumps(["event", data]))

    def send_packet(self, packet: str) -> None:
        """Send anything at all."""
        self._socket.send(packet)

    def answers(self) -> Answer:
        """Return all frames until now, those of follow-up events included.

        Events of one tab are answered one after the other: a public handler is called with a fresh code, and its answer
        comes behind all others. What the first event set going is queued by then; the second round waits for that.
        """
        answer = self._until_marked().joined(self._until_marked())
        self.send(f"{SessionState.get_full_name()}.close_notice", {})
        self.until(lambda frame: f'"notice{_SUFFIX}":""' in frame)
        return answer

    def _until_marked(self) -> Answer:
        mark = "".join(secrets.choice("ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(8))
        code = f"{mark[:4]}-{mark[4:]}"
        self.send(f"{SessionState.get_full_name()}.show_failure", {"code": code})
        return self.until(lambda frame: code in frame)

    def next_answer(self) -> Answer:
        """Return the next frame alone."""
        answer = Answer()
        while not (frame := self._next()).startswith(_EVENT):
            pass
        answer.add(frame)
        return answer

    def until(self, last: Callable[[str], bool]) -> Answer:
        """Return the frames before the one that ``last`` recognises."""
        answer = Answer()
        while not last(frame := self._next()):
            if frame.startswith(_EVENT):
                answer.add(frame)
        return answer

    def _next(self) -> str:
        until = time.monotonic() + _ANSWER_SECONDS  # the kiosk's pings are no answer
        while (frame := self._socket.recv(timeout=max(0.0, until - time.monotonic()))) == "2":
            self._socket.send("3")
        return str(frame)

    def _event(self, handler: str, payload: Mapping[str, object]) -> dict[str, object]:
        url = urlsplit(self.path)
        route = {"pathname": url.path, "asPath": self.path, "query": dict(parse_qsl(url.query))}
        return {"name": handler, "payload": dict(payload), "router_data": route}


def name_of(state: type[BaseState], method: str) -> str:
    """Return the name by which a page calls a handler."""
    return f"{state.get_full_name()}.{method}"
