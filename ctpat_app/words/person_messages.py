"""What the kiosk says about a person's own sessions, proofs and data."""

from typing import Final

from ctpat_app.words import N_

PERSON_MESSAGES: Final[dict[str, str]] = {
    "prove.refused": N_("This is not your present password. Check it and try again."),
    "sign-in.signed-out-everywhere": N_("You are signed out everywhere."),
    "session.ended": N_("That browser is signed out. It learns so when it is used next."),
    "session.others-ended": N_("You are signed out everywhere else."),
    "session.device": N_("{browser} on {system}"),
    "session.device-unknown": N_("A browser that does not say what it is"),
    "request.too-fast": N_("Wait a few seconds, then repeat the last step. This page sent too much at once."),
}
