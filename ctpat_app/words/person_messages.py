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
    "leaving.not-sure": N_("Tick the box if you are sure. Nothing was deleted."),
    "leaving.sole-officer": N_(
        "{company} has no other officer. Let somebody else declare to be its officer first, then delete your account."
    ),
    "leaving.only-member": N_(
        "You are the only member of {company}, and it has an open application or membership. "
        "Invite somebody first, or withdraw it."
    ),
    "leaving.staff": N_("Staff accounts are ended by who runs the kiosk. Ask there."),
    "leaving.asked": N_("You are signed out. Your account is deleted in 14 days. A link in our mail brings you back."),
    "keep.account": N_("Your account is kept. Sign in as usual."),
    "keep.draft": N_("The application is kept. Sign in to go on with it."),
    "request.too-fast": N_("Wait a few seconds, then repeat the last step. This page sent too much at once."),
}
