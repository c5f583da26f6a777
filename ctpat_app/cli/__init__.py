"""The commands of ``kiosk``. Each lives in a module of its own and is loaded only when it is called."""

import logging
import sys
from typing import Final

from cyclopts import App

from ctpat_app.cli.output import CommandError
from ctpat_app.settings import SettingsError

COMMANDS: Final[dict[str, str]] = {
    "run": "ctpat_app.cli.run:run",
    "serve": "ctpat_app.cli.serve:serve",
    "build": "ctpat_app.cli.build:build",
    "test": "ctpat_app.cli.test:test",
    "check": "ctpat_app.cli.check:check",
    "messages": "ctpat_app.cli.messages:app",
    "export": "ctpat_app.cli.export:export",
    "export-draft": "ctpat_app.cli.export_draft:export_draft",
    "mail": "ctpat_app.cli.mail:app",
    "jobs": "ctpat_app.cli.jobs:app",
    "staff": "ctpat_app.cli.staff:app",
    "audit": "ctpat_app.cli.audit:app",
    "keys": "ctpat_app.cli.keys:app",
    "check-identifiers": "ctpat_app.cli.identifiers:check_identifiers",
    "build-mid": "ctpat_app.cli.identifiers:build_mid",
    "match-partners": "ctpat_app.cli.partners:match_partners",
    "review-responses": "ctpat_app.cli.review:review_responses",
    "ask": "ctpat_app.cli.assistant:ask",
    "assistant": "ctpat_app.cli.assistant:app",
    "bench": "ctpat_app.cli.bench:bench",
}
"""Name on the command line -> ``module:function`` or ``module:app`` (a cyclopts app with commands of its own)."""


def command_line() -> App:
    """Return the whole command line."""
    app = App(name="kiosk", help="The CTPAT kiosk: run it, check it, serve it.", version_flags=[])
    for name, target in COMMANDS.items():
        app.command(target, name=name)
    return app


def main() -> None:
    """Run the command named by the process's arguments; its return value is the exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        command_line()()
    except (CommandError, SettingsError) as error:
        sys.exit(f"kiosk: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
