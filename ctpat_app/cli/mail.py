"""``kiosk mail``: takes in what mail servers send back."""

import sys

from cyclopts import App

from ctpat_app.adapters import clock
from ctpat_app.adapters.bounce_reports import MAX_BYTES, read_bounce
from ctpat_app.adapters.database import transaction
from ctpat_app.cli.database import open_migrated
from ctpat_app.cli.output import say
from ctpat_app.services.bounces import note_report
from ctpat_app.settings import Settings

app = App(name="mail", help="Take in what mail servers send back.")


@app.command
def bounce() -> None:
    """Read one message from standard input and note the addresses that it says cannot be reached.

    Meant for the pipe of a mailbox: the sender address of the kiosk's mails. A message of any other kind is left alone,
    and the exit code is 0, so that the mail server does not send it back once more.
    """
    reports = read_bounce(sys.stdin.buffer.read(MAX_BYTES))
    open_migrated(Settings.from_environment())
    with transaction() as session:
        noted = [
            note_report(session, email=report.recipient, reason=report.reason, now=clock.real_now())
            for report in reports
        ]
    # No addresses: the output of a pipe ends up in the logs of the mail server.
    say(f"Noted {sum(noted)} of {len(reports)} addresses.")
