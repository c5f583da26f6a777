"""The page after registering: look for the mail."""

import reflex as rx

from ctpat_app.components.layout import frame
from ctpat_app.components.post_form import post_form
from ctpat_app.components.text import address, t
from ctpat_app.pages.account_forms import email_field, faults, notice
from ctpat_app.state.register import CheckMailState


def check_mail_page() -> rx.Component:
    """Where the link went, and what to do when it does not come; the same for known and unknown addresses."""
    return frame(
        rx.el.div(
            faults(CheckMailState),
            rx.el.h1(t("Look for our mail")),
            notice(CheckMailState),
            rx.el.p(
                t("The mail comes within a few minutes. Open its link on any device, then sign in."),
                class_name="kiosk-lead",
            ),
            rx.cond(CheckMailState.is_demonstration, _demonstration()),
            rx.el.h2(t("If the mail does not come")),
            rx.el.p(t("Look in the folder for unwanted mail. Check the address below, then ask for a new link.")),
            post_form(
                email_field(CheckMailState, hint=t("The address with which you registered."), autocomplete="email"),
                rx.el.div(
                    rx.el.button(t("Send a new link"), type="submit", class_name="usa-button usa-button--outline"),
                    class_name="kiosk-actions",
                ),
                action="/auth/resend",
            ),
            class_name="kiosk-column",
        )
    )


def _demonstration() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("This is a demonstration: no mail leaves it. You find the mails in its outbox.")),
        rx.el.p(rx.el.a(t("Open the outbox"), href=address("outbox"))),
        class_name="kiosk-alert kiosk-alert--info",
    )
