"""The page of a mailed link that ends reminders to somebody outside: one button."""

import reflex as rx

from ctpat_app.components.layout import frame
from ctpat_app.components.post_form import post_form
from ctpat_app.components.text import t
from ctpat_app.pages.account_forms import faults, notice
from ctpat_app.state.stop_mails import StopMailsState


def stop_mails_page() -> rx.Component:
    """Ask for one press of a button: programs that check mail open links, but press nothing."""
    return frame(
        rx.el.div(
            notice(StopMailsState),
            faults(StopMailsState),
            rx.el.h1(t("End the reminders")),
            rx.el.p(
                t("Press the button, and this address gets no more reminders of actions from anybody at this kiosk."),
                class_name="kiosk-lead",
            ),
            post_form(
                rx.el.input(type="hidden", name="token", value=StopMailsState.token),
                rx.el.div(
                    rx.el.button(
                        t("Send me no more reminders"),
                        type="submit",
                        id="stop",
                        class_name="usa-button",
                        disabled=StopMailsState.token == "",
                    ),
                    class_name="kiosk-actions",
                ),
                action="/auth/stop-mails",
            ),
            class_name="kiosk-column",
        )
    )
