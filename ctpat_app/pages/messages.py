"""Messages between a company and CTPAT, as its people read and write them."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.conversation import conversation, message_form
from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import outcome
from ctpat_app.components.text import address, t
from ctpat_app.state.conversations import MessagesState as State


def messages_page() -> rx.Component:
    """The messages with the newest at the end, then the form."""
    return frame(
        rx.el.div(
            rx.el.a(t("Your applications"), href=address("home"), class_name="kiosk-back"),
            outcome(State),
            rx.el.h1(t("Messages with CTPAT")),
            waiting(),
            arriving(
                rx.cond(
                    State.account > 0,
                    rx.fragment(
                        rx.el.p(rx.el.bdi(State.company), class_name="kiosk-lead"),
                        rx.el.p(
                            t(
                                "Every contact of your company reads them. "
                                "Messages are kept, and nobody can change or delete them."
                            )
                        ),
                        conversation(State, address("messages")),
                        message_form(State, t("Write to CTPAT")),
                    ),
                )
            ),
            class_name="kiosk-column",
        ),
        title=State.company,
    )
