"""Pieces of the pages with figures: the period that they are of, and a table of numbers."""

from typing import Any

import reflex as rx

from ctpat_app.components.organization import problem
from ctpat_app.components.post_form import search_form
from ctpat_app.components.text import address, t


def period_form(state: Any, page: str) -> rx.Component:
    """Return which period the figures are of, and the form that chooses another one; ``page`` is where they stand."""
    return rx.fragment(
        rx.el.p(t("What concerns the past is that of the period: {period}.", period=state.period)),
        search_form(
            problem(state.problem),
            _day("from", t("First day of the period"), state.from_on),
            _day("until", t("Last day of the period"), state.until_on),
            rx.el.button(t("Show this period"), type="submit", class_name="usa-button usa-button--outline"),
            action=address(page),
            class_name="kiosk-filter",
            role="search",
        ),
    )


def _day(name: str, label: str, value: rx.Var[str]) -> rx.Component:
    control = f"period-{name}"
    return rx.el.div(
        rx.el.label(label, html_for=control, class_name="usa-label"),
        rx.el.input(
            id=control,
            name=name,
            type="date",
            dir="ltr",
            class_name="usa-input usa-input--medium",
            default_value=value,
            key=f"{control}-{value}",
        ),
        class_name="usa-form-group",
    )


def figure_table(title: str, headings: tuple[str, ...], rows: rx.Var[list[list[str]]]) -> rx.Component:
    """Return a table that becomes one card a row where there is no room."""
    first, *others = headings

    def row(cells: rx.Var[list[str]]) -> rx.Component:
        return rx.el.tr(
            rx.el.th(cells[0], scope="row", role="rowheader", custom_attrs={"data-label": first}),
            *(
                rx.el.td(
                    rx.el.bdi(cells[place], dir="ltr"),
                    role="cell",
                    class_name="kiosk-number",
                    custom_attrs={"data-label": heading},
                )
                for place, heading in enumerate(others, 1)
            ),
            role="row",
        )

    return rx.el.table(
        rx.el.caption(title),
        rx.el.thead(
            rx.el.tr(*(rx.el.th(each, scope="col", role="columnheader") for each in headings), role="row"),
            role="rowgroup",
        ),
        rx.el.tbody(rx.foreach(rows, row), role="rowgroup"),
        role="table",
        class_name="usa-table kiosk-table",
    )
