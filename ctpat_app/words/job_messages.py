"""What the kiosk says about its jobs: what each is for, and how its runs ended. A new job needs both its sentences."""

from typing import Final

from ctpat_app.words import N_

JOB_NAMES: Final = {
    "job.deliver-outbox": N_("Send mail"),
    "job.deliver-reports": N_("Deliver reports that waited for the database"),
    "job.keep-to-retention": N_("Delete what is kept no longer"),
    "job.carry-out-requests": N_("Carry out requests of companies"),
    "job.remind-of-actions": N_("Remind people of actions"),
    "job.remind-of-reviews": N_("Open annual reviews and remind of them"),
    "job.remind-of-responses": N_("Remind companies of their responses to validations"),
    "job.remind-of-inquiries": N_("Remind of questionnaires for partners"),
    "job.warn-help-desk": N_("Warn of late answers of the help desk"),
    "job.assign-companies": N_("Give companies to specialists"),
    "job.close-late-appeals": N_("Close appeals that were not filed"),
    "job.remove-unknown-files": N_("Remove files without a document"),
    "job.compare-models": N_("Compare security models with their events"),
}
"""The name of each job, by ``job.`` and the name of its function with hyphens."""

JOB_PURPOSES: Final = {
    "job.deliver-outbox.what": N_("Hands waiting mail to the mail server, every few seconds."),
    "job.deliver-reports.what": N_(
        "Makes cases of the reports of problems that came while the database did not answer. Asked twice a minute."
    ),
    "job.keep-to-retention.what": N_(
        "Deletes the accounts of people who left and applications that nobody works on, after a warning. Asked hourly."
    ),
    "job.carry-out-requests.what": N_(
        "Links, merges and splits companies when the time for second thoughts is over. Asked every minute."
    ),
    "job.remind-of-actions.what": N_("Tells people about actions that are due, once a day at most. Asked hourly."),
    "job.remind-of-reviews.what": N_(
        "Tells companies when the window of their annual review opens, and reminds them until it is sent. Asked hourly."
    ),
    "job.remind-of-responses.what": N_(
        "Reminds companies a week and a day before a response to a report is due, and when it is late. Asked hourly."
    ),
    "job.remind-of-inquiries.what": N_(
        "Reminds partners of questionnaires and actions, and tells companies what is signed, late or to be sent again."
    ),
    "job.warn-help-desk.what": N_(
        "Tells the help desk of answers that are due within the hour, and of late ones, each once. Asked every minute."
    ),
    "job.assign-companies.what": N_(
        "Gives companies that wait to the specialists with the least to do, if the settings say so. Asked every minute."
    ),
    "job.close-late-appeals.what": N_("Notes the appeals that nobody filed within their time. Asked hourly."),
    "job.remove-unknown-files.what": N_(
        "Removes files that an upload left behind and that belong to no document. Asked hourly."
    ),
    "job.compare-models.what": N_(
        "Looks for statuses and dates that do not follow from the events, and changes nothing. Asked every six hours."
    ),
}

_OUTCOMES: Final = {
    "job.done": N_("The last run went well."),
    "job.failed": N_("The last run failed. The job is tried again soon."),
    "job.cut-off": N_("The last run was cut off. The job began again."),
    "job.running": N_("It is running now."),
    "job.never": N_("It has not run yet."),
}

_BOARD: Final = {
    "jobs.asked": N_("{job}: the run begins within a few seconds."),
    "jobs.mail-arrived": N_("The mail counts as arrived."),
    "jobs.mail-again": N_("The mail is sent again."),
    "jobs.mail-settled": N_("Load the page again. Somebody decided about this mail meanwhile."),
}

_INBOX: Final = {
    "inbox.all-read": N_("Everything is marked as read."),
    "inbox.mails-chosen": N_("Your choice is saved. The inbox still gets everything."),
    "inbox.kind-status": N_("The status of an application or membership has changed"),
    "inbox.kind-organization": N_("A request about the organization, or the office of officer, has moved on"),
    "inbox.kind-reminders": N_("A day comes by which something is to be done"),
    "inbox.kind-messages": N_("Somebody has written a message"),
    "inbox.kind-work": N_("Something has come in for you to work on"),
}

JOB_MESSAGES: Final[dict[str, str]] = {**JOB_NAMES, **JOB_PURPOSES, **_OUTCOMES, **_BOARD, **_INBOX}
