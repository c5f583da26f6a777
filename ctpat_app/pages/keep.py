"""The page of a mailed link that keeps an account or an application: one button."""

import reflex as rx

from ctpat_app.components.layout import frame
from ctpat_app.components.post_form import post_form
from ctpat_app.components.text import t
from ctpat_app.pages.account_forms import faults
from ctpat_app.state.own_data import KeepState


def keep_page() -> rx.Component:
    """Ask for one press of a button: programs that check mail open links, but press nothing."""
    return frame(
        rx.el.div(
            faults(KeepState),
            rx.el.h1(t("Keep it")),
            rx.el.p(
                t("Press the button, and what our mail named is not deleted. Then sign in as usual."),
                class_name="kiosk-lead",
            ),
            post_form(
                rx.el.input(type="hidden", name="token", value=KeepState.token),
                rx.el.div(
                    rx.el.button(
                        t("Do not delete it"),
                        type="submit",
                        id="keep",
                        class_name="usa-button",
                        disabled=KeepState.token == "",
                    ),
                    class_name="kiosk-actions",
                ),
                action="/auth/keep",
            ),
            class_name="kiosk-column",
        )
    )
