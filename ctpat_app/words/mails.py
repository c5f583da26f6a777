"""The mails of the kiosk: subject and plain text, in the recipient's language."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from babel.dates import format_date

from ctpat_app.words import N_
from ctpat_app.words.catalogues import ui_text
from ctpat_app.words.languages import locale_name
from ctpat_app.words.organization_mails import ORGANIZATION_MAILS

MAILS: Final[dict[str, tuple[str, str]]] = {
    "confirm-email": (
        N_("Confirm your email address"),
        N_(
            "Somebody registered this email address at {kiosk}.\n\n"
            "If it was you, open this link within {hours} hours and confirm the address:\n\n{link}\n\n"
            "If it was not you, do nothing. Without the confirmation nobody can sign in with your address."
        ),
    ),
    "already-registered": (
        N_("You already have an account"),
        N_(
            "Somebody tried to register this email address at {kiosk}. It has an account already.\n\n"
            "If it was you, sign in here:\n\n{link}\n\n"
            "If it was not you, do nothing. Nobody has seen that you have an account."
        ),
    ),
    "invitation": (
        N_("Join {company} at {kiosk}"),
        N_(
            "{inviter} invites you to work on the CTPAT application of {company}.\n\n"
            "Your role: {role}.\n\n"
            "Open this link within {days} days to accept:\n\n{link}\n\n"
            "If you do not know {inviter}, do nothing."
        ),
    ),
    "invitation-officer": (
        N_("{company} names you as its officer at {kiosk}"),
        N_(
            "{inviter} works on the CTPAT application of {company} and names you as its officer.\n\n"
            "The officer may bind the company, signs the agreement and sends the application.\n\n"
            "Open this link within {days} days to accept and to declare your authority:\n\n{link}\n\n"
            "If you do not know {inviter}, or may not bind the company, do nothing."
        ),
    ),
    "application-submitted": (
        N_("Application {reference} was sent"),
        N_(
            "The application of {company} was signed and sent on {date}.\n\n"
            "Its reference is {reference}. Keep it: everybody who helps you will ask for it.\n\n"
            "See what happens next, and get your copy, here:\n\n{link}"
        ),
    ),
    **ORGANIZATION_MAILS,
}

_FOOTER: Final = N_(
    "This mail comes from {kiosk}, run by {operator}. It is not a government website. Replies are not read."
)
_FOOTER_WITHOUT_OPERATOR: Final = N_(
    "This mail comes from {kiosk}. It is not a government website. Replies are not read."
)


# What the parameter ``role`` may be, in words.
_ROLES: Final = {"officer": N_("officer"), "employee": N_("employee"), "consultant": N_("consultant")}


class _Values(dict[str, str]):
    """The placeholders' values; a missing one must not keep a mail in the outbox for ever."""

    def __missing__(self, key: str) -> str:
        return "…"


def mail_text(
    template: str, language: str, params: Mapping[str, str], *, public_url: str, kiosk: str, operator: str = ""
) -> tuple[str, str]:
    """Return subject and body of the mail ``template`` in ``language``.

    Args:
        template: a key of ``MAILS``.
        language: BCP 47 tag of the recipient's language.
        params: values of the placeholders; ``path`` (an address of the kiosk from its first slash) becomes ``{link}``,
            a ``role`` and an ISO ``date`` are written in the language.
        public_url: where the recipient's browser reaches the kiosk.
        kiosk: its name.
        operator: who runs it; empty when nobody is named.

    Raises:
        KeyError: for a template that does not exist.
    """
    subject, body = MAILS[template]
    values = _Values(params, kiosk=kiosk, operator=operator)
    if "path" in params:
        values["link"] = public_url + params["path"]
    if "role" in params:
        role = _ROLES.get(params["role"], params["role"])
        values["role"] = ui_text(language, role)
    if "date" in params:
        values["date"] = format_date(date.fromisoformat(params["date"]), "long", locale=locale_name(language))
    footer = _FOOTER if operator else _FOOTER_WITHOUT_OPERATOR
    title, text, ending = (ui_text(language, text).format_map(values) for text in (subject, body, footer))
    # A line break in a subject would begin a new header.
    return " ".join(title.split()), f"{text}\n\n-- \n{ending}\n"
