"""The mails and inbox entries about validations."""

from typing import Final

from ctpat_app.words import N_

VALIDATION_MAILS: Final[dict[str, tuple[str, str]]] = {
    "validation-scheduled": (
        N_("{company}: a validation is planned for {date}"),
        N_(
            "CTPAT plans a validation of {company}. It begins on {date}.\n\n"
            "Read which sites are looked at, how, and how to get ready:\n\n{link}"
        ),
    ),
    "validation-cancelled": (
        N_("{company}: the validation is cancelled"),
        N_("The validation of {company} does not take place as planned. Read the reason here:\n\n{link}"),
    ),
    "validation-report": (
        N_("{company}: the report of the validation is here"),
        N_("The report asks for no answer. CTPAT now records the outcome. Read the report here:\n\n{link}"),
    ),
    "validation-report-to-answer": (
        N_("{company}: answer the report of the validation by {date}"),
        N_(
            "The report of the validation of {company} names points that need an answer by {date}.\n\n"
            "Read it, write the answers and add documents. The officer then sends the response:\n\n{link}"
        ),
    ),
    "validation-response-due": (
        N_("{company}: the response to the validation is due on {date}"),
        N_(
            "The response of {company} to the report of the validation is due on {date}. It was not sent yet.\n\n"
            "Write what is missing. The officer then sends the response:\n\n{link}"
        ),
    ),
    "validation-response-overdue": (
        N_("{company}: the response to the validation is overdue since {date}"),
        N_(
            "The response of {company} to the report of the validation was due on {date}. It was not sent.\n\n"
            "Send it now, late as it is, and tell your specialist why:\n\n{link}"
        ),
    ),
    "validation-response-returned": (
        N_("{company}: answer some points of the validation again by {date}"),
        N_(
            "CTPAT looked at the response of {company} and returned some points with comments.\n\n"
            "Answer them again by {date}. The officer then sends the response once more:\n\n{link}"
        ),
    ),
    "validation-response-accepted": (
        N_("{company}: the response to the validation is accepted"),
        N_("CTPAT accepted every answer of {company}. The outcome follows. Read it here:\n\n{link}"),
    ),
    "validation-closed": (
        N_("{company}: the validation is closed"),
        N_("The validation of {company} is closed. Read the outcome and what follows from it here:\n\n{link}"),
    ),
    "validation-to-approve": (
        N_("{company}: a validation waits for your decision"),
        N_("A plan or a report of a validation of {company} waits for a supervisor. Decide here:\n\n{link}"),
    ),
    "validation-decided": (
        N_("{company}: a supervisor decided on your validation"),
        N_("Your plan or report of the validation of {company} was decided on. Read the decision here:\n\n{link}"),
    ),
    "validation-answered": (
        N_("{company} sent its response to the validation"),
        N_("{company} answered the report of the validation. Look at each answer here:\n\n{link}"),
    ),
}
