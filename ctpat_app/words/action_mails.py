"""The mails about actions that are due, and the list that stands in them."""

import json
from datetime import date
from typing import Final

from ctpat_app.words import N_
from ctpat_app.words.catalogues import ui_text
from ctpat_app.words.dates import day_text

ACTION_MAILS: Final[dict[str, tuple[str, str]]] = {
    "actions-due": (
        N_("Actions that wait for you"),
        N_(
            "These actions are yours and are due soon, or were due already:\n\n{actions}\n\n"
            "Show what is done, or set another day, here:\n\n{link}"
        ),
    ),
    "actions-due-outside": (
        N_("Actions that {person} asked you to do"),
        N_(
            "{person} named you at {kiosk} for these actions and gave your address. "
            "They are due soon, or were due already:\n\n{actions}\n\n"
            "Tell {person} what is done. To get no more mails of this kind, open this link and press the button:\n\n"
            "{link}"
        ),
    ),
}

_LINE: Final = N_("{what} ({company}), due on {day}")


def action_lines(actions: str, language: str) -> str:
    """Return the actions as a list in the reader's language, one a line.

    Args:
        actions: JSON, a list of what is to be done, the company, and the ISO day on which it is due.
        language: BCP 47 tag.
    """
    sentence = ui_text(language, _LINE)
    return "\n".join(
        "- " + sentence.format(what=what, company=company, day=day_text(date.fromisoformat(day), language))
        for what, company, day in json.loads(actions)
    )
