"""``kiosk serve``: the production start, from settings alone."""

from dataclasses import replace

from ctpat_app.cli import server
from ctpat_app.cli.build import ensure_built
from ctpat_app.cli.database import open_migrated
from ctpat_app.cli.output import say
from ctpat_app.settings import Settings


def serve(*, workers: int | None = None) -> None:
    """Serve the kiosk to real people; refuses to start on missing or default secrets.

    Args:
        workers: number of worker processes; more than one needs Redis.
    """
    settings = Settings.from_environment()
    settings = replace(settings, workers=workers or settings.workers)
    settings.check_for_production()
    server.check_port(settings)
    open_migrated(settings)
    ensure_built(settings)
    say(f"Serving {settings.public_url}/ on {settings.address}:{settings.port} with {settings.workers} worker(s)")
    server.start(settings)
