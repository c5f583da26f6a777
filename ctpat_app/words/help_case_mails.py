"""Mails to whoever reported a problem; they are written to the address in the report, with or without an account."""

from typing import Final

from ctpat_app.words import N_

HELP_CASE_MAILS: Final[dict[str, tuple[str, str]]] = {
    "help-case-opened": (
        N_("Your report {code}"),
        N_(
            "Somebody reported a problem at {kiosk} and gave this email address. The code of the report is {code}.\n\n"
            "Follow it, read the answers and add to it here. Whoever has this link can do so, so keep it to yourself:"
            "\n\n{link}\n\n"
            "If it was not you, do nothing. You get a mail only when the help desk answers."
        ),
    ),
    "help-case-closed": (
        N_("Your report {code} is closed"),
        N_(
            "The help desk of {kiosk} asked you something about your report {code} and got no answer for {days} days, "
            "so we closed it.\n\n"
            "Read what was written here. If the problem is still there, report it again:\n\n{link}"
        ),
    ),
}
