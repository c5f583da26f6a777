"""The mails about questionnaires: to partners, who have no account and get a link, and to the company that asks."""

from typing import Final

from ctpat_app.words import N_

_TO_PARTNERS: Final = {
    "inquiry-sent": (
        N_("{company} asks {partner} about the security of its supply chain"),
        N_(
            "{company} sends you the questionnaire “{questionnaire}” at {kiosk}. "
            "It takes part in CTPAT, a program for secure trade, and has to ask its business partners.\n\n"
            "You need no account, and it costs nothing. Answer in your own language, by {date}. "
            "Open this link to begin; it is yours alone:\n\n{link}\n\n"
            "If you do not know {company}, do nothing."
        ),
    ),
    "inquiry-sent-again": (
        N_("{company} asks {partner} again about the security of its supply chain"),
        N_(
            "Some time ago you answered the questionnaire “{questionnaire}” of {company}. "
            "It is time to look whether your answers still hold.\n\n"
            "Your earlier answers are there: keep them or change them, then sign, by {date}. "
            "Open this link to begin; it is yours alone:\n\n{link}\n\n"
            "If you do not know {company}, do nothing."
        ),
    ),
    "inquiry-extended": (
        N_("You have until {date} for the questionnaire of {company}"),
        N_(
            "{company} has set a new day for the questionnaire “{questionnaire}”: {date}.\n\n"
            "What you have answered is kept. Go on here:\n\n{link}"
        ),
    ),
    "inquiry-revoked": (
        N_("{company} does not need your answers any more"),
        N_(
            "{company} has taken back the questionnaire “{questionnaire}”.\n\n"
            "There is nothing to do for you. The links that you got do not open it any more. "
            "What {kiosk} is, you can read here:\n\n{link}"
        ),
    ),
    "inquiry-returned": (
        N_("{company} asks you to look at some answers again"),
        N_(
            "{company} has read your answers to the questionnaire “{questionnaire}”. "
            "Answers that need another look: {count}.\n\n"
            "Beside each you find what is missing. Change them and sign again, by {date}:\n\n{link}"
        ),
    ),
    "inquiry-due": (
        N_("The questionnaire of {company} is due on {date}"),
        N_(
            "{company} waits for your answers to the questionnaire “{questionnaire}” until {date}.\n\n"
            "What you have answered is kept. Go on here, and sign at the end:\n\n{link}\n\n"
            "If you need more time, tell {company}."
        ),
    ),
    "inquiry-overdue": (
        N_("The questionnaire of {company} was due on {date}"),
        N_(
            "{company} still waits for your answers to the questionnaire “{questionnaire}”. "
            "They were due on {date}.\n\n"
            "What you have answered is kept. Go on here, and sign at the end:\n\n{link}\n\n"
            "If you need more time, tell {company}."
        ),
    ),
    "inquiry-actions": (
        N_("{company} asks you to put something right by {date}"),
        N_(
            "{company} has looked at your answers to the questionnaire “{questionnaire}” and found what must change. "
            "Points: {count}. The first one is due on {date}.\n\n"
            "See what was found and what is wanted, and say here when it is done:\n\n{link}"
        ),
    ),
    "inquiry-actions-due": (
        N_("What {company} asked you to put right is due on {date}"),
        N_(
            "{company} waits for word from you after the questionnaire “{questionnaire}”. "
            "Points that are due: {count}.\n\n"
            "See what is wanted, and say here when it is done:\n\n{link}"
        ),
    ),
    "inquiry-accepted": (
        N_("{company} has accepted your answers"),
        N_(
            "{company} has looked at your answers to the questionnaire “{questionnaire}” and accepts them.\n\n"
            "There is nothing more to do. You can read what you signed here:\n\n{link}"
        ),
    ),
    "inquiry-with-actions": (
        N_("{company} accepts your answers once some points are put right"),
        N_(
            "{company} has looked at your answers to the questionnaire “{questionnaire}”. "
            "It accepts them as long as the open points are put right by their days.\n\n"
            "See the points here, and say when each is done:\n\n{link}"
        ),
    ),
    "inquiry-not-accepted": (
        N_("{company} does not accept your answers"),
        N_(
            "{company} has looked at your answers to the questionnaire “{questionnaire}” and does not accept them.\n\n"
            "Ask your contact at {company} why. You can read what you signed here:\n\n{link}"
        ),
    ),
}

_TO_COMPANY: Final = {
    "inquiry-signed": (
        N_("{partner} has signed a questionnaire of {company}"),
        N_(
            "{partner} has answered and signed the questionnaire “{questionnaire}”.\n\n"
            "Read the answers, grade them, and return what needs another look, here:\n\n{link}"
        ),
    ),
    "inquiry-late": (
        N_("{partner} has not answered a questionnaire of {company} in time"),
        N_(
            "The questionnaire “{questionnaire}” was due on {date}, and {partner} has not signed it. "
            "The kiosk reminds the partner three times.\n\n"
            "Set another day, choose another address, or take it back, here:\n\n{link}"
        ),
    ),
    "inquiry-renew": (
        N_("{company}: it is time to ask {partner} again"),
        N_(
            "The questionnaire “{questionnaire}” is to be sent to {partner} again by {date}. "
            "The partner is offered its earlier answers.\n\n"
            "Everything is ready. Look at it and send it here:\n\n{link}"
        ),
    ),
}

INQUIRY_MAILS: Final[dict[str, tuple[str, str]]] = {**_TO_PARTNERS, **_TO_COMPANY}
