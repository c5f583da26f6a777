"""The nine-step journey through the kiosk and through a Django form wizard, in the same browser on the same machine."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from benchmarks import journey
from benchmarks.people import Person
from ctpat_app.cli.chromium import find_or_install
from ctpat_app.cli.output import say
from tests.sockets.served import Kiosk, free_port

PEER: Final = Path(__file__).parent / "django_wizard"
PEER_PACKAGES: Final = ("django>=5.2,<5.3", "django-formtools", "gunicorn")
_START_SECONDS: Final = 30


def kiosk_plan(kiosk: Kiosk, people: list[Person]) -> journey.Plan:
    """Return the walk through the kiosk: an own person for each journey, signed in, with an empty draft."""
    assert kiosk.process is not None
    base = f"http://127.0.0.1:{kiosk.port}/en"
    starts = [{"url": f"{base}/apply/?draft={person.draft}&step=step-1", "cookie": person.cookie} for person in people]
    steps = [list(step) for step in journey.STEPS]
    steps[-1] = [*steps[-1][:-1], ["wait", "text=Answer 9.3 for the record"]]
    return journey.Plan(base, kiosk.process.pid, journey.READY, steps, iter(starts))


def walk(plan: journey.Plan, *, runs: int, users: int) -> dict[str, Any]:
    """Walk and return what was found."""
    return asyncio.run(journey.measure(plan, chromium=str(find_or_install()), runs=runs, users=users))


@contextmanager
def peer(folder: Path) -> Iterator[journey.Plan]:
    """Run the peer with two workers in an environment of its own, which is made when it is missing."""
    python = _environment()
    data = folder / "peer"
    data.mkdir()
    environment = os.environ | {"WIZ_DATA": str(data)}
    subprocess.run([python, str(PEER / "site_app.py")], env=environment, check=True)
    port = free_port()
    command = [str(python.with_name("gunicorn")), "-w", "2", "-b", f"127.0.0.1:{port}", "site_app:wsgi"]
    with (folder / "peer.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=PEER, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        _wait_for(port)
        yield journey.Plan(f"http://127.0.0.1:{port}/", process.pid)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
            continue
        return
    raise RuntimeError("The peer did not start.")


def _environment() -> Path:
    """Return the peer's own Python; Django is no part of the kiosk's environment."""
    folder = Path(".data/benchmarks/peer")
    python = (folder / "bin" / "python").absolute()
    if not (folder / "bin" / "gunicorn").exists():
        say("Setting up the Django form wizard to compare with ...")
        uv = Path(".boot/bin/uv")
        program = str(uv) if uv.exists() else "uv"
        subprocess.run([program, "venv", "--quiet", "--clear", "--python", sys.executable, str(folder)], check=True)
        subprocess.run([program, "pip", "install", "--quiet", "--python", str(python), *PEER_PACKAGES], check=True)
    return python
