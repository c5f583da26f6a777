"""The section "Your tasks": what the person can do next, for which company, and by when."""

import reflex as rx

from ctpat_app.components.text import t
from ctpat_app.state.company_tasks import CompanyTasksState, TaskLine


def own_tasks() -> rx.Component:
    """The tasks that ``CompanyTasksState`` has loaded; nothing where there are none."""
    lines = CompanyTasksState.lines
    return rx.cond(
        lines.length() > 0,
        rx.el.section(
            rx.el.h2(t("Your tasks: {count}", count=lines.length()), id="own-tasks"),
            rx.el.ul(rx.foreach(lines, _line), class_name="kiosk-list"),
            class_name="kiosk-box",
            custom_attrs={"aria-labelledby": "own-tasks"},
        ),
    )


def _line(line: TaskLine) -> rx.Component:
    return rx.el.li(
        rx.el.a(line.text, href=line.href, class_name="kiosk-list__link"),
        rx.el.p(rx.el.bdi(line.company), class_name="kiosk-list__note"),
        rx.cond(
            line.due != "",
            rx.el.p(rx.cond(line.is_late, rx.el.span(line.due, class_name="kiosk-tag kiosk-tag--attention"), line.due)),
        ),
        rx.cond(line.who != "", rx.el.p(rx.el.span(line.who, class_name="kiosk-tag kiosk-tag--info"))),
        class_name="kiosk-list__item",
    )
