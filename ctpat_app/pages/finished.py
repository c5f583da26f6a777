"""Where a person ends who leaves a shared computer: it shows nothing of anybody."""

import reflex as rx

from ctpat_app.components.layout import frame
from ctpat_app.components.text import address, t


def finished_page() -> rx.Component:
    """Say that nothing is left, and what to do last."""
    return frame(
        rx.el.div(
            rx.el.h1(t("You are signed out")),
            rx.el.p(t("This browser keeps nothing of what you did here."), class_name="kiosk-lead"),
            rx.el.p(t("Now close this window. Files that you downloaded stay on the computer: delete them yourself.")),
            rx.el.p(rx.el.a(t("Start"), href=address())),
            class_name="kiosk-column",
            custom_attrs={"data-clear-now": "true"},
        )
    )
