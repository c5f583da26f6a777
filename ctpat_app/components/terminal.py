"""What every page holds for shared terminals: the question whether somebody is still there; see assets/terminal.js."""

import reflex as rx

from ctpat_app.components.post_form import post_form
from ctpat_app.components.text import t
from ctpat_app.domain.terminals import STEPS
from ctpat_app.state.flash import kiosk_settings


def terminal_warning() -> rx.Component:
    """Return the dialog that the script of terminals opens; everywhere else it stays closed and unheard."""
    settings = kiosk_settings()
    long = settings.terminal_idle_seconds * STEPS
    return rx.el.dialog(
        rx.el.h2(t("Are you still there?"), id="terminal-title"),
        rx.el.p(
            t("This terminal starts over soon, so that nobody else sees what you did. Saved answers stay saved."),
            id="terminal-why",
        ),
        rx.el.p(
            t("Seconds left:"),
            " ",
            rx.el.strong(custom_attrs={"data-terminal-clock": "true"}),
            class_name="kiosk-idle__time",
        ),
        # Said when it opens, and near the end; the clock above is silent.
        rx.el.p(
            role="status",
            class_name="usa-sr-only",
            custom_attrs={"data-terminal-say": "true", "data-text": t("Seconds left: {seconds}", seconds="{n}")},
        ),
        rx.el.div(
            rx.el.button(
                t("I am still here"),
                type="button",
                auto_focus=True,
                class_name="usa-button kiosk-terminal-stay",
                custom_attrs={"data-terminal-stay": "true"},
            ),
            rx.el.button(
                t("I need more time: ask every {minutes} minutes", minutes=long // 60),
                type="button",
                class_name="usa-button usa-button--outline",
                custom_attrs={"data-terminal-longer": "true"},
            ),
            start_over(),
            class_name="kiosk-actions",
        ),
        class_name="kiosk-idle kiosk-idle--terminal",
        custom_attrs={
            "data-terminal": "true",
            "data-idle-seconds": str(settings.terminal_idle_seconds),
            "data-long-seconds": str(long),
            "data-warning-seconds": str(settings.terminal_warning_seconds),
            "aria-labelledby": "terminal-title",
            "aria-describedby": "terminal-why",
        },
    )


def start_over() -> rx.Component:
    """Return the way out of a terminal: everything of whoever used it goes."""
    return post_form(
        rx.el.button(
            t("Finish and start over"),
            type="submit",
            class_name="usa-button usa-button--outline",
            custom_attrs={"data-clear": "true"},
        ),
        action="/auth/finish",
        custom_attrs={"data-start-over": "true"},
    )
