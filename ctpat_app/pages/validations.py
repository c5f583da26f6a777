"""The validations of a company: all on record; one whose response is pending is open."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.text import address, t
from ctpat_app.components.validations import list_item
from ctpat_app.state.validations import ValidationsState as State


def validations_page() -> rx.Component:
    """The newest first."""
    return frame(
        rx.el.div(
            rx.el.a(t("Back to your applications"), href=address("home"), class_name="kiosk-back"),
            rx.el.h1(t("Validations")),
            waiting(),
            arriving(rx.cond(State.loaded, _list())),
            class_name="kiosk-column",
        )
    )


def _list() -> rx.Component:
    page = address("validation")
    return rx.fragment(
        rx.el.p(
            t("In a validation, CTPAT looks at whether your security is as your profile says, and writes a report."),
            class_name="kiosk-lead",
        ),
        rx.cond(
            State.lines.length() > 0,
            rx.el.ul(rx.foreach(State.lines, lambda line: list_item(line, page)), class_name="kiosk-list"),
            rx.el.p(t("No validation is on record. CTPAT tells you about 30 days before one begins.")),
        ),
    )
