"""A process that delivers the outbox and may kill itself in the middle: ``python -m tests.outbox_process …``.

Arguments: URL of the database, URL of the mail server, and where to end: ``queued``, ``claimed``, ``handed``,
``taken``, ``noted``, or ``never``.
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime

from cryptography.fernet import Fernet

from ctpat_app.adapters import database
from ctpat_app.adapters.mail import MailText, SmtpMailer
from ctpat_app.delivery import deliver_mails
from ctpat_app.settings import Settings


def die() -> None:
    """End at once, as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


class MortalMailer(SmtpMailer):
    """Hands mail on, unless its process ends before."""

    def __init__(self, url: str, ends_when: str) -> None:
        super().__init__(url, sender_name="Kiosk")
        self._ends_when = ends_when

    def send(self, mail: MailText, handing_over: Callable[[], None] = die) -> None:
        """See ``Mailer.send``."""

        def handed() -> None:
            handing_over()
            self._perhaps("handed")

        self._perhaps("claimed")
        super().send(mail, handed)
        self._perhaps("taken")

    def _perhaps(self, stage: str) -> None:
        if self._ends_when == stage:
            die()


def main(database_url: str, mail_url: str, ends_when: str) -> None:
    """Deliver what is due, again and again until nothing is."""
    database.open_database(database_url, [Fernet.generate_key().decode()])
    mailer = MortalMailer(mail_url, ends_when)
    if ends_when == "queued":
        die()
    while deliver_mails(mailer, Settings(public_url="https://kiosk.example"), now=datetime.now(UTC)):
        pass
    if ends_when == "noted":
        die()


if __name__ == "__main__":
    main(*sys.argv[1:])
