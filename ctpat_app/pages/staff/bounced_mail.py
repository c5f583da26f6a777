"""The desk's list of addresses that mail does not reach."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.text import address, t
from ctpat_app.state.access_cases import BouncedMailState, BounceView


def bounced_mail_page() -> rx.Component:
    """Which address, since when and why; each can be taken off once somebody has looked after it."""
    return frame(
        rx.el.div(
            rx.el.h1(t("Mail that did not arrive")),
            rx.el.p(
                t("These addresses were refused for good. Their owners see it when they sign in."),
                class_name="kiosk-lead",
            ),
            waiting(),
            arriving(
                rx.cond(
                    BouncedMailState.loaded,
                    rx.cond(
                        BouncedMailState.bounces.length() > 0,
                        rx.el.ul(rx.foreach(BouncedMailState.bounces, _bounce), class_name="kiosk-list"),
                        rx.el.p(t("All mail has arrived, as far as the kiosk knows.")),
                    ),
                )
            ),
            rx.el.p(rx.el.a(t("People who cannot get in"), href=address("staff/access"))),
            class_name="kiosk-column",
        )
    )


def _bounce(bounce: rx.Var[BounceView]) -> rx.Component:
    return rx.el.li(
        rx.el.p(rx.el.strong(rx.el.bdi(bounce.email, dir="ltr"))),
        rx.el.p(
            rx.cond(bounce.by_report, t("A message came back."), t("The mail server refused it.")),
            " ",
            t("Status:"),
            " ",
            rx.el.bdi(bounce.reason, dir="ltr", class_name="kiosk-code"),
            class_name="kiosk-list__note",
        ),
        rx.el.p(
            t("Last on {moment}. Times: {times}.", moment=bounce.last_at, times=bounce.times),
            " ",
            rx.cond(bounce.has_account, t("It belongs to an account."), t("It belongs to no account.")),
            class_name="kiosk-list__note",
        ),
        rx.el.button(
            t("Looked after"),
            rx.el.span(": ", rx.el.bdi(bounce.email), class_name="usa-sr-only"),
            type="button",
            class_name="usa-button usa-button--outline",
            on_click=BouncedMailState.settle(bounce.email),
        ),
        class_name="kiosk-list__item",
    )
