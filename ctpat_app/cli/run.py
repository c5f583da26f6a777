"""``kiosk run``: everything on one port with demo data, for trying out and for development."""

import importlib.util
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from importlib import import_module

from cyclopts.types import Port

from ctpat_app.cli import server
from ctpat_app.cli.build import ensure_built
from ctpat_app.cli.database import open_migrated
from ctpat_app.cli.output import say
from ctpat_app.settings import Settings


def run(*, address: str | None = None, port: Port | None = None, today: date | None = None, demo: bool = True) -> None:
    """Set up what is missing, build if needed, and serve the kiosk with demo data.

    Args:
        address: address to listen on, 127.0.0.1 by default.
        port: port to listen on, 8000 by default.
        today: the date the kiosk takes for today, such as 2026-03-31.
        demo: whether to add demo companies and accounts.
    """
    settings = _decided(Settings.from_environment(), address, port, today, demo)
    server.check_port(settings)
    open_migrated(settings)
    # Filling takes half a minute the first time, building some minutes, in a process of its own.
    with ThreadPoolExecutor(max_workers=1) as beside:
        filling = beside.submit(_demo_accounts, settings)
        ensure_built(settings)
        accounts = filling.result()
    say(f"{settings.kiosk_name}: {settings.public_url}/   (Ctrl+C ends it)")
    for line in accounts:
        say(f"  {line}")
    server.start(settings)


def _decided(settings: Settings, address: str | None, port: int | None, today: date | None, demo: bool) -> Settings:
    moved = replace(settings, address=address or settings.address, port=settings.port if port is None else port)
    own_url = settings.public_url == f"http://{settings.address}:{settings.port}"
    url = f"http://{moved.address}:{moved.port}" if own_url else settings.public_url
    # The people of the demonstration have been here for years: all their passwords would be too old.
    days = 0 if demo else settings.password_days
    return replace(moved, public_url=url, today=today or settings.today, demo=demo, password_days=days)


def _demo_accounts(settings: Settings) -> list[str]:
    """Fill in the demo data; return one line per account that a visitor may use."""
    # Demo data may be left out of a production image.
    if not settings.demo or not importlib.util.find_spec("ctpat_app.demo.fill"):
        return []
    lines: list[str] = import_module("ctpat_app.demo.fill").fill(settings)
    return lines
