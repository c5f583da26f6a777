"""The error summary: what is to be mended, each line a link to its field; the focus moves here at every attempt."""

import reflex as rx

from ctpat_app.components.links import document_link
from ctpat_app.components.text import t
from ctpat_app.guidance.views import ProblemView


def error_summary(problems: rx.Var[list[ProblemView]], attempt: rx.Var[int]) -> rx.Component:
    """Return the box with ``problems``; nothing before the first attempt to go on."""
    return rx.cond(
        (attempt > 0) & (problems.length() > 0),
        rx.el.div(
            rx.el.h2(t("There is something to mend"), id="error-title", class_name="kiosk-errors__title"),
            rx.el.ul(rx.foreach(problems, _line), class_name="kiosk-errors__list"),
            id="error-summary",
            role="alert",
            tab_index=-1,
            class_name="kiosk-errors",
            custom_attrs={"data-attempt": attempt.to_string(), "aria-labelledby": "error-title"},
        ),
    )


def _line(problem: rx.Var[ProblemView]) -> rx.Component:
    return rx.el.li(document_link(problem.text, href=f"#{problem.target}"))
