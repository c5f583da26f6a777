"""The page for who forgot their password."""

import reflex as rx

from ctpat_app.components.layout import frame
from ctpat_app.components.links import document_link
from ctpat_app.components.post_form import post_form
from ctpat_app.components.text import address, t
from ctpat_app.pages.account_forms import email_field, faults, notice
from ctpat_app.state.recovery import ForgotPasswordState


def forgot_password_page() -> rx.Component:
    """One field, what happens next, and the way for who cannot read mail at that address."""
    return frame(
        rx.el.div(
            faults(ForgotPasswordState),
            rx.el.h1(t("Get a new password")),
            notice(ForgotPasswordState),
            rx.cond(
                ForgotPasswordState.is_demonstration & (ForgotPasswordState.notice != ""),
                rx.el.p(
                    t("This is a demonstration: no mail leaves it."),
                    " ",
                    rx.el.a(t("Open the outbox"), href=address("outbox")),
                ),
            ),
            rx.el.p(
                t("We mail you a link. Then you answer your security questions and choose a new password."),
                class_name="kiosk-lead",
            ),
            post_form(
                email_field(
                    ForgotPasswordState, hint=t("The address with which you registered."), autocomplete="username"
                ),
                rx.el.div(
                    rx.el.button(t("Send me a link"), type="submit", class_name="usa-button"),
                    class_name="kiosk-actions",
                ),
                action="/auth/forgot-password",
            ),
            rx.el.h2(t("If that does not help")),
            rx.el.ul(
                rx.el.li(document_link(t("Ask the help desk to let you in"), href=address("access-help"))),
                rx.el.li(document_link(t("Go to sign in"), href=address("sign-in"))),
            ),
            class_name="kiosk-column",
        )
    )
