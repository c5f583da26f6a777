"""Making this browser a shared terminal, for staff who stand before it."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.desk import desk_nav
from ctpat_app.components.layout import frame
from ctpat_app.components.post_form import post_form
from ctpat_app.components.text import languages_of_this_page, t
from ctpat_app.domain.terminals import MAX_NAME
from ctpat_app.pages.account_forms import faults, notice
from ctpat_app.state.flash import kiosk_settings
from ctpat_app.state.terminal import TerminalState as State
from ctpat_app.words.languages import own_name


def staff_terminal_page() -> rx.Component:
    """What a terminal does, its name and first language; and the way back."""
    return frame(
        rx.el.div(
            desk_nav(),
            faults(State),
            rx.el.h1(t("Set up a shared terminal")),
            notice(State),
            waiting(),
            arriving(rx.cond(State.loaded, rx.fragment(_what(), _form(), rx.cond(State.is_terminal, _end())))),
            class_name="kiosk-column",
        )
    )


def _what() -> rx.Component:
    settings = kiosk_settings()
    return rx.fragment(
        rx.cond(
            State.is_terminal,
            rx.el.div(rx.el.p(t("This browser is a shared terminal.")), class_name="kiosk-alert kiosk-alert--info"),
        ),
        rx.el.p(
            t("This is about the browser that you use now. Do it at the terminal itself."), class_name="kiosk-lead"
        ),
        rx.el.ul(
            rx.el.li(t("Everybody begins there on one page, in the first language.")),
            rx.el.li(t("Every sign-in is one at a shared computer. Nothing stays in the browser.")),
            rx.el.li(
                t(
                    "After {seconds} seconds without use it asks whether somebody is still there. After {warning} "
                    "seconds more it forgets everything and starts over.",
                    seconds=settings.terminal_idle_seconds,
                    warning=settings.terminal_warning_seconds,
                )
            ),
            rx.el.li(t("You are signed out there at once.")),
            class_name="usa-list",
        ),
    )


def _form() -> rx.Component:
    return post_form(
        rx.el.div(
            rx.el.label(t("Name of the terminal"), html_for="name", class_name="usa-label"),
            rx.el.p(t("People see it on their phone, such as: Lobby, Laredo."), id="name-hint", class_name="usa-hint"),
            rx.el.input(
                id="name",
                name="name",
                type="text",
                dir="auto",
                default_value=State.name,
                max_length=MAX_NAME,
                auto_complete="off",
                class_name="usa-input",
                custom_attrs={"aria-describedby": "name-hint"},
            ),
            class_name="usa-form-group",
        ),
        rx.el.div(
            rx.el.label(t("First language"), html_for="first", class_name="usa-label"),
            rx.el.select(
                *[rx.el.option(own_name(each), value=each, lang=each) for each in languages_of_this_page()],
                id="first",
                name="first",
                default_value=State.first,
                class_name="usa-select",
            ),
            class_name="usa-form-group",
        ),
        rx.el.div(
            rx.el.button(
                t("Make this browser a terminal"),
                type="submit",
                class_name="usa-button",
                custom_attrs={"data-clear": "true"},
            ),
            class_name="kiosk-actions",
        ),
        action="/auth/terminal",
        key=State.visit,
    )


def _end() -> rx.Component:
    return rx.fragment(
        rx.el.h2(t("No terminal any more")),
        rx.el.p(t("The browser then works like every other one.")),
        post_form(
            rx.el.button(t("Make it an ordinary browser"), type="submit", class_name="usa-button usa-button--outline"),
            action="/auth/terminal-end",
        ),
    )
