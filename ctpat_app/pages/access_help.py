"""The page for who cannot get in by themselves: a case at the help desk."""

import reflex as rx

from ctpat_app.components.layout import frame
from ctpat_app.components.links import document_link
from ctpat_app.components.post_form import post_form
from ctpat_app.components.text import address, t
from ctpat_app.pages.account_forms import email_field, faults
from ctpat_app.pages.recovery_forms import text_field
from ctpat_app.state.recovery import AccessHelpState


def access_help_page() -> rx.Component:
    """What the help desk does, and what it needs to know."""
    return frame(
        rx.el.div(
            faults(AccessHelpState),
            rx.el.h1(t("Ask the help desk to let you in")),
            rx.cond(AccessHelpState.case != "", _opened(), _form()),
            rx.el.p(
                document_link(t("Check whether it is the browser or the connection"), href=address("check-browser"))
            ),
            class_name="kiosk-column",
        )
    )


def _opened() -> rx.Component:
    return rx.el.div(
        rx.el.p(rx.el.strong(AccessHelpState.notice)),
        _steps(),
        class_name="kiosk-alert kiosk-alert--success",
        role="status",
    )


def _steps() -> rx.Component:
    steps = (
        t("The help desk checks who you are: by a video call, a letter, or your company's officer."),
        t("It then mails a link to the address of your account. We wait 24 hours, so that nobody takes it from you."),
        t("With the link you set a new password and new security questions."),
    )
    return rx.el.ol(*(rx.el.li(step, class_name="kiosk-next__item") for step in steps), class_name="kiosk-next")


def _form() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            t("Open a case when you can neither use a link nor answer your questions. It takes a few days."),
            class_name="kiosk-lead",
        ),
        _steps(),
        post_form(
            text_field(
                AccessHelpState, "name", t("Your name"), typed=AccessHelpState.name, autocomplete="name", longest=200
            ),
            email_field(AccessHelpState, hint=t("The address with which you registered."), autocomplete="email"),
            text_field(
                AccessHelpState,
                "company",
                t("Your company"),
                typed=AccessHelpState.company,
                autocomplete="organization",
                optional=True,
            ),
            text_field(
                AccessHelpState,
                "note",
                t("What happened"),
                typed=AccessHelpState.note,
                hint=t("What you lost or forgot, and who in your company can confirm who you are. No passwords."),
                longest=1000,
                optional=True,
                long=True,
            ),
            rx.el.div(
                rx.el.button(t("Open a case"), type="submit", class_name="usa-button"), class_name="kiosk-actions"
            ),
            action="/auth/access-help",
        ),
    )
