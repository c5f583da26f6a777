"""The warning before a person is signed out for want of use, and what stands there afterwards; see kiosk.js, part n."""

import reflex as rx

from ctpat_app.components.links import page_link
from ctpat_app.components.post_form import post_form
from ctpat_app.components.text import t


def idle_warning() -> rx.Component:
    """Return the dialog that the page's script opens two minutes before the end."""
    return rx.el.dialog(
        rx.el.h2(t("Are you still here?"), id="idle-title"),
        rx.el.p(
            t("You will be signed out soon, because nothing was done for a while. What you typed is kept."),
            id="idle-why",
            custom_attrs={"data-idle-may-stay": "true"},
        ),
        rx.el.p(
            t("Signing in lasts 12 hours, and they are over soon. What you typed is kept. Then sign in again."),
            hidden=True,
            custom_attrs={"data-idle-ends": "true"},
        ),
        rx.el.p(
            t("Time left:"), " ", rx.el.strong(custom_attrs={"data-idle-clock": "true"}), class_name="kiosk-idle__time"
        ),
        # Said once when it opens and once at the last minute; the clock above is silent.
        rx.el.p(
            role="status",
            class_name="usa-sr-only",
            custom_attrs={"data-idle-say": "true", "data-text": t("Less than one minute is left.")},
        ),
        rx.el.div(
            rx.el.button(
                t("Stay signed in"),
                type="button",
                auto_focus=True,
                class_name="usa-button",
                custom_attrs={"data-idle-stay": "true"},
            ),
            post_form(
                rx.el.button(t("Sign out"), type="submit", class_name="usa-button usa-button--outline"),
                action="/auth/sign-out",
            ),
            class_name="kiosk-actions",
        ),
        class_name="kiosk-idle",
        custom_attrs={"data-idle": "true", "aria-labelledby": "idle-title", "aria-describedby": "idle-why"},
    )


def idle_over() -> rx.Component:
    """Return what the page's script shows when the time is over."""
    return rx.el.div(
        rx.el.p(t("You are signed out, because nothing was done for a while.")),
        rx.el.p(t("What you typed is still here. Sign in again, and it is saved.")),
        rx.el.p(page_link(t("Sign in again"), path="sign-in", leaving=True, custom_attrs={"data-idle-again": "true"})),
        hidden=True,
        role="alert",
        tab_index=-1,
        class_name="kiosk-alert kiosk-alert--attention",
        custom_attrs={"data-idle-over": "true"},
    )
