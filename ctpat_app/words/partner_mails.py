"""The mails to partners without an account, to customers whom they let read, and to the company about them."""

from typing import Final

from ctpat_app.words import N_

PARTNER_MAILS: Final[dict[str, tuple[str, str]]] = {
    "inquiry-code": (
        N_("Your code for the questionnaire: {code}"),
        N_(
            "Somebody opened your link to a questionnaire at {kiosk} and asked for a code.\n\n"
            "If it was you, type this code on the page within {minutes} minutes:\n\n{code}\n\n"
            "If you have closed the page, open the link of the first mail again. The page is here:\n\n{link}\n\n"
            "If it was not you, do nothing. Never tell anybody the code."
        ),
    ),
    "inquiry-handed-over": (
        N_("{person} asks you to help with a questionnaire for {company}"),
        N_(
            "{person} has handed a questionnaire about supply chain security over to you. "
            "{company} asks for the answers by {date}.\n\n"
            "Open it here. You need no account, and the link is for you alone:\n\n{link}\n\n"
            "If this means nothing to you, ask {person} before you open it."
        ),
    ),
    "inquiry-granted": (
        N_("{partner} lets you read its answers about supply chain security"),
        N_(
            "{partner} has answered questions about supply chain security and signed the answers. "
            "You can read them until {date}.\n\n"
            "Open them here. You need no account:\n\n{link}\n\n"
            "{partner} sees whether you read them, and can take this back at any time."
        ),
    ),
    "inquiry-signed-copy": (
        N_("You have signed the answers for {company}"),
        N_(
            "The answers to questionnaire {reference} are signed, and {company} can read them now.\n\n"
            "You can download what was signed here, in the browser that you used:\n\n{link}\n\n"
            "If it was not you who signed, tell {company} at once."
        ),
    ),
    "inquiry-link-wanted": (
        N_("{partner} asks for a new link to questionnaire {reference}"),
        N_(
            "The link that {partner} has opens nothing any more. It was sent to {address}.\n\n"
            "Look whether the partner still needs it, and send a new link here:\n\n{link}"
        ),
    ),
    "inquiry-action-answered": (
        N_("{partner} has answered a point of questionnaire {reference}"),
        N_("The partner says what it has done about something that you asked for.\n\nLook at it here:\n\n{link}"),
    ),
}
