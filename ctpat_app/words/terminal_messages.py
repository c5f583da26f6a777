"""What the kiosk says about shared terminals, and about going on with one's own phone."""

from typing import Final

from ctpat_app.words import N_

TERMINAL_MESSAGES: Final[dict[str, str]] = {
    "terminal.name-missing": N_("Enter the name of the terminal, such as the place where it stands."),
    "terminal.name-long": N_("Shorten the name to at most {maximum} characters."),
    "terminal.ended": N_("This browser is no shared terminal any more."),
    "phone.not-shared": N_("This is for shared computers. On your own computer nothing has to be handed over."),
    "phone.too-many": N_("You asked for many codes within an hour. Wait a while, or stay at this computer."),
    "phone.too-many-tries": N_("Too many codes were tried here. Wait {minutes} minutes, then try again."),
    "phone.changed": N_("The phone does not wait any more, or it shows other digits. Ask for a new code."),
    "phone.code-over": N_("This code does not work any more. Ask for a new one at the shared computer."),
    "phone.other-person": N_(
        "Somebody else is signed in on this phone. Sign out here first, or use your own phone for your own form."
    ),
}
