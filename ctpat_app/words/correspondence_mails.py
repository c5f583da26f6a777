"""Mails about messages and changes of numbers, between a company and CTPAT."""

from typing import Final

from ctpat_app.words import N_

CORRESPONDENCE_MAILS: Final[dict[str, tuple[str, str]]] = {
    "message-from-ctpat": (
        N_("CTPAT wrote to {company}"),
        N_(
            "CTPAT sent a message to {company} at {kiosk}.\n\n"
            "Read it and answer here:\n\n{link}\n\n"
            "We do not mail the message itself, so that only people of the company read it. "
            "While it is unread, you get no further mail about messages for a day."
        ),
    ),
    "message-from-company": (
        N_("{company} wrote to CTPAT"),
        N_(
            "{company} sent a message at {kiosk} and waits for an answer.\n\n"
            "Read it and answer here:\n\n{link}\n\n"
            "While it is unread, you get no further mail about messages of this company for a day."
        ),
    ),
    "identifier-change-asked": (
        N_("{company} asks to change a number"),
        N_(
            "{company} asks at {kiosk} to change a number that is locked since the first application was sent.\n\n"
            "Approve or refuse it here:\n\n{link}"
        ),
    ),
    "identifier-change-decided": (
        N_("CTPAT decided about a number of {company}"),
        N_(
            "CTPAT approved or refused a change of a number that {company} asked for at {kiosk}.\n\n"
            "See the decision, and your numbers as of today:\n\n{link}\n\n"
            "An approved change counts at once. Nothing has to be sent again for it."
        ),
    ),
}
