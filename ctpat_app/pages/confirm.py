"""The page that the mailed link opens: one button."""

import reflex as rx

from ctpat_app.components.layout import frame
from ctpat_app.components.links import document_link
from ctpat_app.components.post_form import post_form
from ctpat_app.components.text import address, t
from ctpat_app.pages.account_forms import faults
from ctpat_app.state.confirm import ConfirmState


def confirm_page() -> rx.Component:
    """Ask for one press of a button: programs that check mail open links, but press nothing."""
    return frame(
        rx.el.div(
            faults(ConfirmState),
            rx.el.h1(t("Confirm your email address")),
            rx.el.p(
                t("Press the button to show that this address is yours. Then you can sign in."), class_name="kiosk-lead"
            ),
            post_form(
                rx.el.div(
                    rx.el.button(t("Confirm my address"), type="submit", id="confirm", class_name="usa-button"),
                    class_name="kiosk-actions",
                ),
                action="/auth/confirm",
            ),
            rx.el.p(t("The link works once, for 24 hours.")),
            rx.el.p(
                document_link(t("Ask for a new link"), href=address("check-mail")),
                " ",
                document_link(t("Go to sign in"), href=address("sign-in")),
                class_name="kiosk-actions",
            ),
            class_name="kiosk-column",
        )
    )
