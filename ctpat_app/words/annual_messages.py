"""What the kiosk says about the annual review, and the mails that remind of it."""

from typing import Final

from ctpat_app.words import N_

ANNUAL_MAILS: Final[dict[str, tuple[str, str]]] = {
    "annual-review-due": (
        N_("{company}: the annual review is due on {date}"),
        N_(
            "The annual review of the security profile of {company} is open. It is due on {date}.\n\n"
            "Only changes that are made and sent inside the window count for it. "
            "Begin with the yearly risk assessment, then look through each answer:\n\n{link}"
        ),
    ),
    "annual-review-overdue": (
        N_("{company}: the annual review is overdue since {date}"),
        N_(
            "The annual review of the security profile of {company} was due on {date}. It was not sent.\n\n"
            "A missed review is a reason for suspension. Send it now, late as it is:\n\n{link}"
        ),
    ),
}

ANNUAL_HISTORY: Final = {
    "history.annual-review.begun": N_("{person} began the annual review."),
    "history.annual-review.company-checked": N_("{person} looked the company profile through for the annual review."),
    "history.annual-review.sent": N_("{person} certified and sent the annual review."),
    "history.answer.affirmed": N_("{person} affirmed answers in the annual review."),
}

ANNUAL_MESSAGES: Final = {
    "task.annual-review": N_("Look through the security profile and send the annual review."),
    "task.annual-review-overdue": N_("Send the annual review: its due day has passed."),
    "annual.never-certified": N_("There is no annual review yet. The first one comes a year after certification."),
    "annual.not-a-member": N_(
        "Ask your specialist first. Only a member in good standing can work on and send the annual review."
    ),
    "annual.not-open": N_(
        "Wait until the window opens on {day}. Only what is sent inside the window counts for the annual review."
    ),
    "annual.sent-already": N_("The annual review was sent already. Load the page again to see where it stands."),
    "annual.not-begun": N_("Begin the review of your answers first, on the page of the annual review."),
    "annual.nothing-to-affirm": N_("Answer this statement first. There is no answer that you could affirm."),
    "annual.answer-changed": N_("Read the answer again. Somebody changed it since you opened this page."),
    "annual.assessment-missing": N_("Finish this year's risk assessment first. The annual review begins with it."),
    "annual.answers-open": N_("Affirm or change each answer first. So many are still open: {count}."),
    "annual.company-not-checked": N_("Look the company profile through first, and confirm that it is right."),
    "annual.not-certified": N_("Tick the box to certify. Without the certification the review cannot be sent."),
    "annual.zone-unknown": N_("Choose one of the time zones in the list. They are those of your company's country."),
    "annual.state.not-due": N_("Not due yet"),
    "annual.state.window-open": N_("The window is open"),
    "annual.state.in-progress": N_("Being worked on"),
    "annual.state.submitted": N_("Sent to CTPAT"),
    "annual.state.under-review": N_("CTPAT is reading it"),
    "annual.state.returned": N_("Sent back by CTPAT"),
    "annual.state.completed": N_("Accepted by CTPAT"),
    "annual.state.overdue": N_("Overdue"),
    "annual.next.not-due": N_("Nothing is to be done before the window opens. You will be told then."),
    "annual.next.window-open": N_("Your company: begin with the yearly risk assessment."),
    "annual.next.in-progress": N_("Your company: finish the tasks below. The officer then certifies and sends."),
    "annual.next.submitted": N_("CTPAT: look at what has changed."),
    "annual.next.under-review": N_("CTPAT: decide about each statement."),
    "annual.next.returned": N_("Your company: change what was sent back. The officer then sends it again."),
    "annual.next.completed": N_("Nothing more is to be done this year."),
    "annual.next.overdue": N_("Your company: send it now. A missed review is a reason for suspension."),
    "annual.affirmed": N_("Affirmed: {statement}."),
    "annual.zone-kept": N_("Days now count in this time zone: {zone}."),
    "annual.company-checked": N_("It is noted that the company profile is right."),
    "annual.calendar-name": N_("Annual review of the security profile of {company} is due"),
    "annual.calendar-about": N_(
        "The window opened on {opens}. Only changes made and sent until the due day count for the review."
    ),
    "annual.age-days": N_("Shows {day}"),
    "annual.age-months": N_("Shows {day} (months ago: {count})"),
    "annual.age-outdated": N_("Shows {day} (months ago: {count}). Too old to count."),
    "annual.age-unknown": N_("Nobody said which day it shows"),
}
