"""What runs by itself at intervals: functions without arguments, importable by path, each safe to be run twice.

A job returns how many things it dealt with where that can be counted. What it does and how often stands in words on the
page of the jobs: a new one needs its sentences in ``words/job_messages.py``.
"""

from datetime import datetime, timedelta
from functools import cache
from itertools import islice
from typing import Final

import structlog
from cryptography.fernet import Fernet, MultiFernet

from ctpat_app.adapters import clock
from ctpat_app.adapters.database import transaction
from ctpat_app.adapters.mail import Mailer, mailer_for
from ctpat_app.adapters.packages import forget_old_packages
from ctpat_app.adapters.report_spool import ReportSpool
from ctpat_app.adapters.scheduler import Job
from ctpat_app.adapters.storage import Store, storage
from ctpat_app.adapters.tokens import is_blob_key, new_token
from ctpat_app.delivery import deliver_mails
from ctpat_app.domain.help_cases import AnswerHours, answer_hours
from ctpat_app.services.action_reminders import send_reminders
from ctpat_app.services.annual_windows import models_to_tell, tell_of_review
from ctpat_app.services.answer_files import forget_old_sheets, known_partner_blobs
from ctpat_app.services.appeals import lapse_appeals
from ctpat_app.services.assignment_proposals import assign_by_load
from ctpat_app.services.help_case_ends import close_settled, forget_closed
from ctpat_app.services.help_case_files import forget_unsent_pictures, known_case_blobs
from ctpat_app.services.help_cases import open_case
from ctpat_app.services.help_targets import warn_of_answers
from ctpat_app.services.inquiry_reminders import inquiries_to_look_at, remind_of_inquiry
from ctpat_app.services.inquiry_visits import forget_old_visits
from ctpat_app.services.job_turns import forget_old_runs
from ctpat_app.services.leaving import carry_out_leaving
from ctpat_app.services.model_steps import find_differences
from ctpat_app.services.organization_decisions import due_requests, take_effect
from ctpat_app.services.partner_imports import forget_old_imports
from ctpat_app.services.phone_handovers import forget_old_handovers
from ctpat_app.services.practice import forget_old_practices
from ctpat_app.services.retention import purge_removed, remove_unused, warn_about_unused
from ctpat_app.services.uploads import known_blobs
from ctpat_app.services.validation_reminders import remind_of_response, responses_to_remind_of
from ctpat_app.settings import Settings

log = structlog.get_logger(__name__)

JOBS: Final = (
    Job("ctpat_app.jobs:deliver_outbox", seconds=5),
    Job("ctpat_app.jobs:deliver_reports", seconds=30),
    # Due once a day; asked once an hour, so that a kiosk that is restarted daily does not miss it.
    Job("ctpat_app.jobs:keep_to_retention", seconds=3600),
    Job("ctpat_app.jobs:carry_out_requests", seconds=60),
    Job("ctpat_app.jobs:remind_of_actions", seconds=3600),
    Job("ctpat_app.jobs:remind_of_reviews", seconds=3600),
    Job("ctpat_app.jobs:remind_of_responses", seconds=3600),
    Job("ctpat_app.jobs:remind_of_inquiries", seconds=3600),
    Job("ctpat_app.jobs:warn_help_desk", seconds=60),
    Job("ctpat_app.jobs:close_late_appeals", seconds=3600),
    Job("ctpat_app.jobs:remove_unknown_files", seconds=3600),
    Job("ctpat_app.jobs:assign_companies", seconds=60),
    Job("ctpat_app.jobs:compare_models", seconds=6 * 3600),
)
_UNKNOWN_FOR: Final = timedelta(days=1)
"""An upload that runs just now has its file already, and not yet its row."""
_BATCH: Final = 500


@cache
def _settings() -> Settings:
    return Settings.from_environment()


@cache
def _mailer() -> Mailer:
    return mailer_for(_settings().mail_url, sender_name=_settings().kiosk_name)


def deliver_outbox() -> int:
    """Send the mails that are due. Without a mail server they stay where the demonstration's outbox page shows them."""
    if not _settings().mail_url:
        return 0
    return deliver_mails(_mailer(), _settings(), now=clock.real_now())


def deliver_reports() -> int:
    """Make cases of the reports that came while the database did not answer."""
    keys = [Fernet(key) for key in _settings().encryption_keys]
    spool = ReportSpool(_settings().data_folder, MultiFernet(keys))
    return deliver_from(spool, hours=answer_hours(_settings().help_answer_hours))


def deliver_from(spool: ReportSpool, *, hours: AnswerHours) -> int:
    """Open a case for each report in ``spool``, in a transaction of its own, and return how many that were.

    A report that was delivered, and whose file stayed because the process ended, becomes the same case again.
    """
    if unreadable := spool.unreadable():
        log.error("reports-unreadable", count=unreadable)
    delivered = 0
    for each in spool.waiting():
        with transaction() as session:
            open_case(
                session,
                report=each.report,
                code=each.code,
                token=each.token,
                user_id=None,
                now=each.at,
                hours=hours,
                pictures=each.pictures,
            )
        spool.remove(each)
        delivered += 1
    return delivered


def keep_to_retention() -> None:
    """Delete what is kept no longer: accounts of those who left, applications that nobody works on, old files."""
    apply_retention(months=_settings().draft_months, now=clock.now())
    with transaction() as session:
        close_settled(session, now=clock.now())
        forget_closed(session, months=_settings().case_months, now=clock.now())
        forget_unsent_pictures(session, now=clock.now())
    forget_old_packages(_settings().data_folder)
    with transaction() as session:
        forget_old_imports(session, now=clock.now())
        forget_old_visits(session, now=clock.now())
        forget_old_sheets(session, now=clock.now())
        forget_old_practices(session, now=clock.now())
    with transaction() as session:
        forget_old_runs(session, now=clock.real_now())
        forget_old_handovers(session, now=clock.real_now())


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


def carry_out_requests() -> int:
    """Let the requests of trade organizations take effect whose time for second thoughts is over."""
    with transaction(writes=False) as session:
        due = due_requests(session, now=clock.now())
    for request in due:
        with transaction() as session:
            take_effect(session, request, now=clock.now())
    return len(due)


def remind_of_actions() -> int:
    """Queue the mails about actions that are due; asked once an hour, each person gets one a day at most."""
    with transaction() as session:
        return send_reminders(session, new_token=new_token, now=clock.now())


def remind_of_reviews() -> int:
    """Open the windows of annual reviews and remind of those that wait; asked hourly, since days begin at all hours."""
    with transaction(writes=False) as session:
        models = models_to_tell(session, now=clock.now())
    for model in models:
        with transaction() as session:
            tell_of_review(session, security_model_id=model, now=clock.now())
    return len(models)


def remind_of_responses() -> int:
    """Remind companies of responses to validations that wait; asked hourly, so that none is missed."""
    with transaction(writes=False) as session:
        waiting = responses_to_remind_of(session, now=clock.now())
    for validation in waiting:
        with transaction() as session:
            remind_of_response(session, validation_id=validation, now=clock.now())
    return len(waiting)


def remind_of_inquiries() -> int:
    """Remind partners of questionnaires, and tell companies what waits for them; each is told once."""
    with transaction(writes=False) as session:
        inquiries = inquiries_to_look_at(session)
    told = 0
    for inquiry in inquiries:
        with transaction() as session:
            told += remind_of_inquiry(session, inquiry_id=inquiry, now=clock.now())
    return told


def warn_help_desk() -> int:
    """Tell the help desk of answers that are due within the hour, and of those that are late; of each once."""
    with transaction() as session:
        return warn_of_answers(session, now=clock.now())


def assign_companies() -> None:
    """Give companies that wait to the specialists with the least to do, when the settings say so."""
    if _settings().assign_by_load:
        with transaction() as session:
            assign_by_load(session, now=clock.now())


def close_late_appeals() -> None:
    """Note the appeals that nobody filed in time; a day on which this did not run is caught up."""
    with transaction() as session:
        lapse_appeals(session, now=clock.now())


def compare_models() -> int:
    """Log where the status or a date of a security model does not follow from its events; nothing is changed."""
    with transaction(writes=False) as session:
        found = find_differences(session)
    for each in found:
        log.warning("model-differs", model=each.model_id, what=each.what, stored=each.stored, computed=each.computed)
    return len(found)


def remove_unknown_files() -> int:
    """Remove files that no document knows: what an upload left that was rolled back, and those of purged documents."""
    # In real time, as that of the files: a pretended day makes none of them older.
    return remove_unknown(storage(), now=clock.real_now())


def remove_unknown(store: Store, *, now: datetime) -> int:
    """Remove from ``store`` what is older than a day and in no row, and return how many files that were."""
    removed, keys = 0, filter(is_blob_key, store.keys(now - _UNKNOWN_FOR))
    while batch := list(islice(keys, _BATCH)):
        with transaction(writes=False) as session:
            unknown = set(batch) - known_blobs(session, batch) - known_partner_blobs(session, batch)
            unknown -= known_case_blobs(session, batch)
        for key in unknown:
            store.delete(key)
        removed += len(unknown)
    return removed
