"""The mails of the kiosk: subject and plain text, in the recipient's language."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from babel.dates import format_date, format_datetime

from ctpat_app.words import N_
from ctpat_app.words.action_mails import ACTION_MAILS, action_lines
from ctpat_app.words.aeo_messages import AEO_MAILS
from ctpat_app.words.annual_messages import ANNUAL_MAILS
from ctpat_app.words.case_mails import CASE_MAILS
from ctpat_app.words.catalogues import ui_text
from ctpat_app.words.correspondence_mails import CORRESPONDENCE_MAILS
from ctpat_app.words.desk_mails import DESK_MAILS, WATCHED_EVENTS
from ctpat_app.words.help_case_mails import HELP_CASE_MAILS
from ctpat_app.words.help_desk_mails import HELP_DESK_MAILS
from ctpat_app.words.inquiry_mails import INQUIRY_MAILS
from ctpat_app.words.languages import locale_name
from ctpat_app.words.mail_frame import FOOTER, FOOTER_WITHOUT_OPERATOR
from ctpat_app.words.organization_mails import ORGANIZATION_MAILS
from ctpat_app.words.partner_letters import LETTER_MAILS, MEMBER_STATUSES
from ctpat_app.words.partner_mails import PARTNER_MAILS
from ctpat_app.words.practice_messages import PRACTICE_MAILS
from ctpat_app.words.standing_mails import STANDING_MAILS
from ctpat_app.words.svi_mails import SVI_MAILS
from ctpat_app.words.validation_mails import VALIDATION_MAILS

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
    "reset-password": (
        N_("Set a new password"),
        N_(
            "Somebody asked for a new password at {kiosk} with this email address.\n\n"
            "If it was you, open this link within {hours} hours. It works once:\n\n{link}\n\n"
            "You will be asked for what only you know: your security answers or a recovery code.\n\n"
            "If it was not you, do nothing. Your password stays as it is."
        ),
    ),
    "reset-waiting": (
        N_("Somebody asked for a new password: stop it if it was not you"),
        N_(
            "Somebody asked for a new password at {kiosk} with this email address.\n\n"
            "Your account has no security questions, so we wait a day before a new password can be set.\n\n"
            "From {moment} on, this link works once, for {hours} hours:\n\n{link}\n\n"
            "If it was not you, open the link now and press the button that stops it."
        ),
    ),
    "reset-help-desk": (
        N_("How to get a new password"),
        N_(
            "Somebody asked for a new password at {kiosk} with this email address.\n\n"
            "Your account is protected by a second proof, so a link by mail is not enough. "
            "The help desk can check who you are. Open a case here:\n\n{link}\n\n"
            "If it was not you, do nothing. Your password stays as it is."
        ),
    ),
    "reset-unknown": (
        N_("You have no account with this address"),
        N_(
            "Somebody asked for a new password at {kiosk} with this email address. It has no account.\n\n"
            "If it was you, try your other addresses, or create an account here:\n\n{link}\n\n"
            "If it was not you, do nothing."
        ),
    ),
    "password-changed": (
        N_("Your password was changed"),
        N_(
            "The password of your account at {kiosk} was changed, and you were signed out everywhere.\n\n"
            "If it was you, there is nothing to do.\n\n"
            "If it was not you, tell the help desk at once:\n\n{link}"
        ),
    ),
    "access-granted": (
        N_("The help desk lets you set a new password: stop it if you did not ask"),
        N_(
            "The help desk of {kiosk} checked who you are. Your case is {case}.\n\n"
            "From {moment} on, this link lets you set a new password and new security questions, once:\n\n{link}\n\n"
            "If you did not ask for it, open the link now and press the button that stops it."
        ),
    ),
    "change-mail": (
        N_("Confirm your new email address"),
        N_(
            "Somebody wants to use this email address for an account at {kiosk}.\n\n"
            "If it was you, open this link within {hours} hours and confirm the address:\n\n{link}\n\n"
            "If it was not you, do nothing. The account keeps its former address."
        ),
    ),
    "change-mail-taken": (
        N_("This email address has an account already"),
        N_(
            "Somebody wants to use this email address for another account at {kiosk}. It has an account already.\n\n"
            "If it was you, sign in with this address here:\n\n{link}\n\n"
            "If it was not you, do nothing. Nobody has seen that you have an account."
        ),
    ),
    "change-mail-notice": (
        N_("Your email address is to be changed"),
        N_(
            "Somebody who knows your password asked to change the email address of your account at {kiosk} "
            "to {address}.\n\n"
            "If it was you, there is nothing to do here. This address holds until the new one is confirmed.\n\n"
            "If it was not you, stop it within {hours} hours:\n\n{link}"
        ),
    ),
    "mail-changed": (
        N_("Your email address was changed"),
        N_(
            "The email address of your account at {kiosk} is now {address}.\n\n"
            "If it was you, there is nothing to do.\n\n"
            "If it was not you, take the change back within {hours} hours:\n\n{link}"
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
    "invitation-statements": (
        N_("{company} asks you to answer statements at {kiosk}"),
        N_(
            "{inviter} works on the CTPAT application of {company} and asks you to answer some of its statements.\n\n"
            "You will see these statements and nothing else of the application. "
            "You may answer in your own language.\n\n"
            "Open this link within {days} days to accept:\n\n{link}\n\n"
            "If you do not know {inviter}, do nothing."
        ),
    ),
    "statements-given": (
        N_("Statements of {company} for you to answer"),
        N_(
            "{inviter} gave you statements of the CTPAT application of {company} to answer.\n\n"
            "See them and what is open here:\n\n{link}"
        ),
    ),
    "leaving": (
        N_("Your account will be deleted on {date}"),
        N_(
            "You asked {kiosk} to delete your account. It happens on {date}.\n\n"
            "If you change your mind, open this link before then and press the button:\n\n{link}\n\n"
            "If it was not you, open the link now, sign in, and change your password."
        ),
    ),
    "draft-unused": (
        N_("The application of {company} will be deleted on {date}"),
        N_(
            "Nobody has worked on the application of {company} for a long time, and it was never sent.\n\n"
            "We delete it on {date}. To keep it, open this link and press the button, or go on writing:\n\n{link}"
        ),
    ),
    "draft-removed": (
        N_("The application of {company} was deleted"),
        N_(
            "Nobody has worked on the application of {company} for a long time, so we deleted it.\n\n"
            "Until {date} you can take it back. Open this link and press the button:\n\n{link}"
        ),
    ),
    "second-factor-added": (
        N_("An authenticator app was set up for your account"),
        N_(
            "From now on, signing in at {kiosk} asks for a code of your authenticator app.\n\n"
            "If it was not you, change your password and look at your account:\n\n{link}"
        ),
    ),
    "second-factor-removed": (
        N_("The authenticator app was removed from your account"),
        N_(
            "Signing in at {kiosk} does not ask for its codes any more.\n\n"
            "If it was not you, change your password and look at your account:\n\n{link}"
        ),
    ),
    "passkey-added": (
        N_("A passkey was set up for your account"),
        N_(
            "From now on, you can sign in at {kiosk} with a passkey. After a password, a second step is asked for.\n\n"
            "If it was not you, change your password and look at your account:\n\n{link}"
        ),
    ),
    "passkey-removed": (
        N_("A passkey was removed from your account"),
        N_(
            "It does not open your account at {kiosk} any more.\n\n"
            "If it was not you, change your password and look at your account:\n\n{link}"
        ),
    ),
    "recovery-codes-renewed": (
        N_("Your account has new recovery codes"),
        N_(
            "New recovery codes were made for your account at {kiosk}. The old ones do not work any more.\n\n"
            "If it was not you, change your password and look at your account:\n\n{link}"
        ),
    ),
    "identity-linked": (
        N_("Your account can now be opened through {provider}"),
        N_(
            "An identity at {provider} was linked with your account at {kiosk}. From now on it signs you in.\n\n"
            "If it was not you, take the link away and change your password:\n\n{link}"
        ),
    ),
    "identity-unlinked": (
        N_("Your account is no longer linked with {provider}"),
        N_(
            "Your account at {kiosk} cannot be opened through {provider} any more. Your password works as before.\n\n"
            "If it was not you, change your password and look at your account:\n\n{link}"
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
    "model-moved": (
        N_("{company}: the status of your application or membership has changed"),
        N_(
            "CTPAT staff changed the status of {company}.\n\n"
            "Sign in to read the new status, the reason, and who has the next move:\n\n{link}"
        ),
    ),
    **ORGANIZATION_MAILS,
    **DESK_MAILS,
    **HELP_DESK_MAILS,
    **ACTION_MAILS,
    **ANNUAL_MAILS,
    **CASE_MAILS,
    **CORRESPONDENCE_MAILS,
    **VALIDATION_MAILS,
    **STANDING_MAILS,
    **SVI_MAILS,
    **LETTER_MAILS,
    **AEO_MAILS,
    **INQUIRY_MAILS,
    **PARTNER_MAILS,
    **HELP_CASE_MAILS,
    **PRACTICE_MAILS,
}


# What the parameter ``role`` may be, in words.
_ROLES: Final = {"officer": N_("officer"), "employee": N_("employee"), "consultant": N_("consultant")}
_DAYS: Final = frozenset({"date", "validation_by", "review_on"})
"""Parameters that are a day (ISO)."""


class _Values(dict[str, str]):
    """The placeholders' values; a missing one must not keep a mail in the outbox for ever."""

    def __missing__(self, key: str) -> str:
        return "…"


_NO_LONGER: Final = N_("A message of an earlier version of the kiosk")


def notice_text(template: str, language: str, params: Mapping[str, str], *, kiosk: str) -> tuple[str, str]:
    """Return heading and text of an entry in the inbox: a mail's subject, and what it says before it asks to go on.

    The link is the entry itself. An entry whose template there is no more says so.
    """
    subject, body = MAILS.get(template, (_NO_LONGER, ""))
    values = _values(language, params, kiosk=kiosk)
    first, then = [*ui_text(language, body).split("\n\n"), ""][:2]
    leads_on = first.rstrip().endswith((":", "："))
    if leads_on:
        # "Look here:" before the link says nothing here; before a list it is the beginning of a sentence.
        first = "" if "{link}" in then else f"{first}\n{then}"
    text = "" if "{link}" in first else first
    return " ".join(ui_text(language, subject).format_map(values).split()), text.format_map(values)


def mail_text(
    template: str, language: str, params: Mapping[str, str], *, public_url: str, kiosk: str, operator: str = ""
) -> tuple[str, str]:
    """Return subject and body of the mail ``template`` in ``language``.

    Args:
        template: a key of ``MAILS``.
        language: BCP 47 tag of the recipient's language.
        params: values of the placeholders; ``path`` (an address of the kiosk from its first slash) becomes ``{link}``,
            a ``role``, an ``event``, a ``member_status``, an ISO ``moment``, the days of ``_DAYS`` and a list of
            ``actions`` are written in the language.
        public_url: where the recipient's browser reaches the kiosk.
        kiosk: its name.
        operator: who runs it; empty when nobody is named.

    Raises:
        KeyError: for a template that does not exist.
    """
    subject, body = MAILS[template]
    values = _values(language, params, kiosk=kiosk, operator=operator)
    if "path" in params:
        values["link"] = public_url + params["path"]
    footer = FOOTER if operator else FOOTER_WITHOUT_OPERATOR
    title, text, ending = (ui_text(language, text).format_map(values) for text in (subject, body, footer))
    # A line break in a subject would begin a new header.
    return " ".join(title.split()), f"{text}\n\n-- \n{ending}\n"


def _values(language: str, params: Mapping[str, str], *, kiosk: str, operator: str = "") -> _Values:
    """Return the placeholders' values; what is a code or a date is written in the language."""
    values = _Values(params, kiosk=kiosk, operator=operator)
    if "role" in params:
        role = _ROLES.get(params["role"], params["role"])
        values["role"] = ui_text(language, role)
    if "event" in params:
        values["event"] = ui_text(language, WATCHED_EVENTS[params["event"]])
    if "member_status" in params:
        values["member_status"] = ui_text(language, MEMBER_STATUSES[params["member_status"]])
    for name in _DAYS & params.keys():
        values[name] = format_date(date.fromisoformat(params[name]), "long", locale=locale_name(language))
    if "moment" in params:
        moment = datetime.fromisoformat(params["moment"])
        values["moment"] = format_datetime(moment, "d MMMM y, HH:mm 'UTC'", locale=locale_name(language))
    if "actions" in params:
        values["actions"] = action_lines(params["actions"], language)
    return values
