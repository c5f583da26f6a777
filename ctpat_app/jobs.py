"""What runs by itself at intervals: functions without arguments, importable by path."""

import contextlib
import secrets
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from functools import cache
from typing import Final

import structlog

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import transaction
from ctpat_app.adapters.mail import Mailer, MailText, mailer_for
from ctpat_app.adapters.scheduler import Job, Scheduler
from ctpat_app.adapters.tokens import new_token
from ctpat_app.domain.mails import MailRefused
from ctpat_app.services.job_leases import give_up_lease, take_lease
from ctpat_app.services.leaving import carry_out_leaving
from ctpat_app.services.organization_decisions import due_requests, take_effect
from ctpat_app.services.outbox import Mail, deliver, due_mails
from ctpat_app.services.retention import purge_removed, remove_unused, warn_about_unused
from ctpat_app.settings import Settings
from ctpat_app.words.mails import mail_text

log = structlog.get_logger(__name__)

JOBS: Final = (
    Job("ctpat_app.jobs:deliver_outbox", seconds=5),
    # Due once a day; asked once an hour, so that a kiosk that is restarted daily does not miss it.
    Job("ctpat_app.jobs:keep_to_retention", seconds=3600),
    Job("ctpat_app.jobs:carry_out_requests", seconds=60),
)
_LEASE: Final = "jobs"
_LEASE_SECONDS: Final = 30


@cache
def _settings() -> Settings:
    return Settings.from_environment()


@cache
def _mailer() -> Mailer:
    return mailer_for(_settings().mail_url, sender_name=_settings().kiosk_name)


def deliver_outbox() -> None:
    """Send the mails that are due. Without a mail server they stay where the demonstration's outbox page shows them."""
    if _settings().mail_url:
        deliver_mails(_mailer(), _settings(), now=clock.now())


def keep_to_retention() -> None:
    """Delete what is kept no longer: accounts of those who left, and applications that nobody works on."""
    apply_retention(months=_settings().draft_months, now=clock.now())


def apply_retention(*, months: int, now: datetime) -> None:
    """Do each kind in a transaction of its own, the way back before the end: nothing is removed and purged at once."""
    with transaction() as session:
        carry_out_leaving(session, now=now)
    with transaction() as session:
        purge_removed(session, now=now)
    with transaction() as session:
        remove_unused(session, new_token=new_token, now=now)
    with transaction() as session:
        warn_about_unused(session, months=months, new_token=new_token, now=now)


def carry_out_requests() -> None:
    """Let the requests of trade organizations take effect whose time for second thoughts is over."""
    with transaction(writes=False) as session:
        due = due_requests(session, now=clock.now())
    for request in due:
        with transaction() as session:
            take_effect(session, request, now=clock.now())


def deliver_mails(mailer: Mailer, settings: Settings, *, now: datetime) -> int:
    """Send what is due and return how many mails left; each outcome is noted in a transaction of its own."""
    with transaction(writes=False) as session:
        mails = due_mails(session, now=now)
    return sum(_deliver(mailer, settings, mail, now) for mail in mails)


def _deliver(mailer: Mailer, settings: Settings, mail: Mail, now: datetime) -> bool:
    """Send one mail, then note the outcome: while the mail server takes its time, no transaction holds up writers."""
    failure = _attempt(mailer, settings, mail)

    def outcome() -> None:
        if failure:
            raise failure

    with transaction() as session:
        deliver(session, mail.id, outcome, now=now)
    return failure is None


def _attempt(mailer: Mailer, settings: Settings, mail: Mail) -> OSError | None:
    try:
        mailer.send(mail_for(mail, settings))
    except MailRefused as refused:
        log.warning("mail-refused", mail=mail.id, template=mail.template, reason=refused.reason)
        return refused
    except Exception as error:  # noqa: BLE001 - one mail that cannot be sent must not hold up the others
        log.warning("mail-not-sent", mail=mail.id, template=mail.template, reason=type(error).__name__)
        # The server's own words may hold the address; the kind of failure is enough to find the cause.
        return OSError(type(error).__name__)
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
    return MailText(mail.recipient, subject, body, mail.language)


@contextlib.asynccontextmanager
async def jobs_running() -> AsyncIterator[None]:
    """Run the jobs as long as the server runs; of several workers only one does."""
    holder = secrets.token_hex(8)
    lifetime = timedelta(seconds=_LEASE_SECONDS)

    def take() -> bool:
        with transaction() as session:
            return take_lease(session, name=_LEASE, holder=holder, now=clock.now(), lifetime=lifetime)

    scheduler = Scheduler(JOBS, take_lease=take, lease_seconds=_LEASE_SECONDS)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.stop()
        with transaction() as session:
            give_up_lease(session, name=_LEASE, holder=holder)
