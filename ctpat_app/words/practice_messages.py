"""What is said about practising with invented answers, and the sentences of the guides that come of it."""

from typing import Final

from ctpat_app.words import N_

PRACTICE_MESSAGES: Final[dict[str, str]] = {
    "practice.types-missing": N_("Choose at least one kind of company. It decides which questions there are."),
    "practice.too-many": N_("You have {maximum} practices. Delete one that you do not need any more."),
    "practice.no-line": N_("This step of the guide is gone. Look at the list again."),
    "practice.empty": N_("The guide has no steps yet. Record some first."),
    "practice.guide-over": N_("This guide is over, or the link is not complete. Ask the help desk for a new one."),
    "practice.sent": N_("The guide is on its way by mail."),
    "practice.deleted": N_("The practice is deleted."),
    "guide.open": N_("Open the part “{place}”."),
    "guide.choose": N_("At “{question}”, choose: {choice}."),
    "guide.choose-nothing": N_("At “{question}”, choose what is true for your company."),
    "guide.type": N_("At “{question}”, type your own answer."),
    "guide.press": N_("Press the button “{button}”."),
    "guide.button-continue": N_("Save and continue"),
}

PRACTICE_MAILS: Final[dict[str, tuple[str, str]]] = {
    "practice-guide": (
        N_("Step by step: how to go on at {kiosk}"),
        N_(
            "Somebody who helps people with {kiosk} made a guide for you: numbered steps, each with a picture.\n\n"
            "Open it here. The link works for {days} days:\n\n{link}\n\n"
            "The pictures show invented answers. Type your own ones."
        ),
    ),
}
