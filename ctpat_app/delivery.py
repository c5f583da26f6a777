"""How mail leaves the kiosk: each step of an attempt is marked in the outbox, so that no end in between repeats it."""

from collections.abc import Callable
from datetime import datetime

import structlog

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import transaction
from ctpat_app.adapters.mail import Mailer, MailText
from ctpat_app.adapters.processes import process_name
from ctpat_app.domain.mails import MailRefused, MailUnknown
from ctpat_app.services.outbox import (
    Mail,
    NotOurs,
    claim_mail,
    due_mails,
    has_leftovers,
    note_handing_over,
    note_outcome,
    settle_leftovers,
)
from ctpat_app.settings import Settings
from ctpat_app.words.mails import mail_text

log = structlog.get_logger(__name__)


def deliver_mails(mailer: Mailer, settings: Settings, *, now: datetime) -> int:
    """Send what is due and return how many mails left; only one process does it at a time.

    While the mail server takes its time, no transaction is open: nobody who writes has to wait.
    """
    with transaction(writes=False) as session:
        left_behind = has_leftovers(session)
    if left_behind:
        with transaction() as session:
            if unknown := settle_leftovers(session, now=now):
                log.warning("mails-unknown", times=unknown)
    with transaction(writes=False) as session:
        mails = due_mails(session, now=now)
    return sum(_deliver(mailer, settings, mail, now) for mail in mails)


def _deliver(mailer: Mailer, settings: Settings, mail: Mail, now: datetime) -> bool:
    holder = process_name()
    with transaction() as session:
        if not claim_mail(session, mail.id, holder=holder, now=now):
            return False

    def handing_over() -> None:
        with transaction() as session:
            note_handing_over(session, mail.id, holder=holder, now=clock.real_now())

    try:
        failure = _attempt(lambda: mailer.send(mail_for(mail, settings), handing_over), mail)
    except NotOurs:
        return False
    with transaction() as session:
        note_outcome(session, mail.id, failure, now=now)
    return failure is None


def _attempt(send: Callable[[], None], mail: Mail) -> OSError | None:
    try:
        send()
    except NotOurs:
        raise
    except MailRefused as refused:
        log.warning("mail-refused", mail=mail.id, template=mail.template, reason=refused.reason)
        return refused
    except Exception as error:  # noqa: BLE001 - one mail that cannot be sent must not hold up the others
        log.warning("mail-not-sent", mail=mail.id, template=mail.template, reason=type(error).__name__)
        # The server's own words may hold the address; the kind of failure is enough to find the cause.
        return error if isinstance(error, MailUnknown) else OSError(type(error).__name__)
    return None


def mail_for(mail: Mail, settings: Settings) -> MailText:
    """Return the text of a queued mail, in its recipient's language."""
    subject, body = mail_text(
        mail.template,
        mail.language,
        mail.params,
        public_url=settings.public_url,
        kiosk=settings.kiosk_name,
        operator=settings.operator_name,
    )
    return MailText(mail.recipient, subject, body, mail.language, mail.key)
