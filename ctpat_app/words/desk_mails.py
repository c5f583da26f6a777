"""The mails and notices of the desk: to the company about its specialist, to staff about companies they watch."""

from typing import Final

from ctpat_app.words import N_

DESK_MAILS: Final[dict[str, tuple[str, str]]] = {
    "specialist-assigned": (
        N_("{company} has a specialist at CTPAT"),
        N_(
            "A CTPAT specialist looks after {company} from now on: your specialist reads what you sent and decides.\n\n"
            "See where you stand and who has the next move:\n\n{link}"
        ),
    ),
    "watched-company": (
        N_("On your watch list: {company}"),
        N_("{event}\n\nIt concerns {company}, a company that you watch. Look at it here:\n\n{link}"),
    ),
}

WATCHED_EVENTS: Final = {
    "moved": N_("The status of an application or membership has changed."),
    "sent": N_("The company signed and sent an application or changes."),
    "response": N_("The company sent its response to a validation."),
    "message": N_("The company wrote a message."),
}
"""What ``{event}`` may be, in words."""
