"""Starts the built kiosk: one process group, one port, no Node."""

import os
import socket
import sys
from pathlib import Path
from typing import Final, NoReturn

from ctpat_app.cli.output import CommandError
from ctpat_app.settings import Settings

# Reflex's internal names (they really begin with two underscores): serve the built pages, compile nothing at start.
_BUILT_PAGES: Final = {
    "__REFLEX_SKIP_COMPILE": "true",
    "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
    "REFLEX_ENV_MODE": "prod",
    "REFLEX_TELEMETRY_ENABLED": "false",
}


def server_command(settings: Settings) -> list[str]:
    """Return the command that serves the built kiosk; it writes no access log, since addresses carry tokens."""
    return [
        str(Path(sys.executable).with_name("granian")),
        "--interface=asgi",
        "--loop=uvloop",
        "--factory",
        f"--host={settings.address}",
        f"--port={settings.port}",
        f"--workers={settings.workers}",
        "--log-level=warning",
        "--respawn-failed-workers",
        "--workers-kill-timeout=10",
        "--no-access-log",
        "ctpat_app.app:app",
    ]


def server_environment(settings: Settings) -> dict[str, str]:
    """Return the environment of the server: the process's own, with what the command line decided."""
    decided = {
        "KIOSK_ADDRESS": settings.address,
        "KIOSK_PORT": str(settings.port),
        "KIOSK_PUBLIC_URL": settings.public_url,
        "KIOSK_WORKERS": str(settings.workers),
        "KIOSK_DEMO": "1" if settings.demo else "0",
        "KIOSK_PASSWORD_DAYS": str(settings.password_days),
        "KIOSK_TODAY": settings.today.isoformat() if settings.today else "",
    }
    return dict(os.environ) | decided | _BUILT_PAGES


def check_port(settings: Settings) -> None:
    """Return nothing when the kiosk can listen where its settings say.

    Raises:
        CommandError: another program listens there, or the address is not one of this machine.
    """
    family = socket.AF_INET6 if ":" in settings.address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.address, settings.port))
        except OSError as error:
            where = f"{settings.address}, port {settings.port}"
            raise CommandError(f"Cannot listen on {where}: {error.strerror}. Choose another: KIOSK_PORT.") from error


def start(settings: Settings) -> NoReturn:
    """Become the server."""
    command = server_command(settings)
    sys.stdout.flush()
    os.execvpe(command[0], command, server_environment(settings))  # noqa: S606 - no shell is wanted
