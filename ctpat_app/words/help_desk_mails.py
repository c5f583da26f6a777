"""The mails and notices around the help desk's console."""

from typing import Final

from ctpat_app.words import N_

HELP_DESK_MAILS: Final[dict[str, tuple[str, str]]] = {
    "known-problem-solved": (
        N_("Solved: {problem}"),
        N_(
            "You asked to be told when this known problem of {kiosk} is solved: “{problem}”. It is solved.\n\n"
            "Go on where you were:\n\n{link}"
        ),
    ),
}
