"""The page "Your data": take a copy, delete the account."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.links import document_link
from ctpat_app.components.post_form import post_form
from ctpat_app.components.text import address, current_language, t
from ctpat_app.pages.account_forms import faults
from ctpat_app.state.own_data import MyDataState


def my_data_page() -> rx.Component:
    """A copy of everything, then what deleting means, then the button."""
    return frame(
        rx.el.div(
            faults(MyDataState),
            rx.el.h1(t("Your data")),
            waiting(),
            arriving(rx.cond(MyDataState.loaded, _content())),
            class_name="kiosk-column",
        )
    )


def _content() -> rx.Component:
    return rx.fragment(
        rx.el.h2(t("Take a copy")),
        rx.el.p(
            t("The file holds all that is stored about you, to read and for programs. It has no data of other people.")
        ),
        rx.el.p(
            document_link(
                t("Download my data (ZIP)"),
                href=f"/files/my-data.zip?lang={current_language()}",
                class_name="usa-button",
                download=True,
            )
        ),
        rx.el.p(rx.el.a(t("What we store, why, and for how long"), href=address("privacy"))),
        rx.el.h2(t("Delete my account")),
        rx.el.ul(
            rx.el.li(t("You are signed out everywhere at once. For 14 days a link in our mail brings you back.")),
            rx.el.li(t("Then your address, password, sessions and telephone are deleted.")),
            rx.el.li(t("Your name stays on what you signed and in the log, because it proves who agreed to what.")),
            rx.el.li(t("Answers stay with your company: they are part of its application.")),
            class_name="usa-list",
        ),
        post_form(
            rx.el.div(
                rx.el.input(id="sure", name="sure", type="checkbox", value="yes", class_name="usa-checkbox__input"),
                rx.el.label(t("I want my account to be deleted."), html_for="sure", class_name="usa-checkbox__label"),
                class_name="usa-checkbox",
            ),
            rx.el.div(
                rx.el.button(t("Delete my account"), type="submit", class_name="usa-button usa-button--outline"),
                class_name="kiosk-actions",
            ),
            action="/auth/leave",
        ),
    )
