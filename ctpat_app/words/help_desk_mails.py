"""The mails and notices around the help desk's console."""

from typing import Final

from ctpat_app.words import N_

HELP_DESK_MAILS: Final[dict[str, tuple[str, str]]] = {
    "help-case-answered": (
        N_("Answer to your report {code}"),
        N_(
            "The help desk of {kiosk} answers your report {code}:\n\n{text}\n\n"
            "Read everything that was written, and answer here. Whoever has this link can do so, so keep it to "
            "yourself:\n\n{link}"
        ),
    ),
    "help-case-handed-over": (
        N_("Case {code} was given to you"),
        N_("A colleague gave you the case {code} of the help desk.\n\nLook at it here:\n\n{link}"),
    ),
    "help-answers-due": (
        N_("Help desk: {late} late answers, {soon} due within the hour"),
        N_(
            "Answers of the help desk that are late since just now: {late}. Answers that are due within the hour: "
            "{soon}.\n\nThe cases stand here, the most urgent first:\n\n{link}"
        ),
    ),
    "known-problem-solved": (
        N_("Solved: {problem}"),
        N_(
            "You asked to be told when this known problem of {kiosk} is solved: “{problem}”. It is solved.\n\n"
            "Go on where you were:\n\n{link}"
        ),
    ),
}
