"""Messages between a company and CTPAT, as its specialist and supervisors read and write them."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.conversation import conversation, message_form
from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import outcome
from ctpat_app.components.text import address, t
from ctpat_app.state.conversations import StaffMessagesState as State


def staff_messages_page() -> rx.Component:
    """What waits for an answer and since when, the messages, then the form."""
    return frame(
        rx.el.div(
            rx.cond(
                State.account > 0,
                rx.el.a(
                    t("A company as staff see it"),
                    href=f"{address('staff/company')}?account={State.account}",
                    class_name="kiosk-back",
                ),
            ),
            outcome(State),
            rx.el.h1(t("Messages of a company")),
            waiting(),
            arriving(rx.cond(State.account > 0, _messages())),
            class_name="kiosk-column",
        ),
        title=State.company,
    )


def _messages() -> rx.Component:
    return rx.fragment(
        rx.el.p(rx.el.bdi(State.company), class_name="kiosk-lead"),
        rx.el.p(t("The company reads your messages as those of CTPAT, without your name.")),
        conversation(State, address("staff/messages")),
        rx.cond(State.waits != "", _waiting()),
        message_form(State, t("Write to the company")),
    )


def _waiting() -> rx.Component:
    return rx.el.div(
        rx.el.p(State.waits),
        rx.el.button(
            t("No answer is needed"),
            type="button",
            class_name="usa-button usa-button--outline",
            on_click=State.settle(State.account, State.newest),
            custom_attrs={"data-leads-to": ".kiosk-told"},
        ),
        class_name="kiosk-alert kiosk-alert--attention",
    )
