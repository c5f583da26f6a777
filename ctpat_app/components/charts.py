"""Charts that are also read: an SVG with title and description for each bar or ring, and the same numbers as a table.

The numbers and names stand in words beside each bar, so that nothing depends on a color or on seeing it. A chart
mirrors itself where people read from right to left.
"""

import reflex as rx

from ctpat_app.components.text import t
from ctpat_app.state.charts import Bar


def bar_chart(bars: rx.Var[list[Bar]], *, name: str, title: str, unit: str) -> rx.Component:
    """Return bars below each other with a table of the same numbers behind a disclosure.

    Args:
        bars: in the order in which they are read.
        name: begins the ids of its parts; unique in the page.
        title: what it shows.
        unit: heading of the column with the numbers.
    """
    return rx.el.figure(
        rx.el.figcaption(title, class_name="kiosk-chart__title"),
        rx.el.ul(rx.foreach(bars, lambda bar: _bar(bar, name)), class_name="kiosk-chart__bars"),
        _table(bars, title, unit),
        class_name="kiosk-chart",
    )


def _bar(bar: rx.Var[Bar], name: str) -> rx.Component:
    about = f"{name}-{bar.id}"
    return rx.el.li(
        # The picture says both; read aloud twice they would only delay.
        rx.el.span(bar.name, class_name="kiosk-chart__name", custom_attrs={"aria-hidden": "true"}),
        rx.el.span(bar.words, class_name="kiosk-chart__number", custom_attrs={"aria-hidden": "true"}),
        rx.el.svg(
            rx.el.svg.title(bar.name, id=f"{about}-title"),
            rx.el.svg.desc(bar.words, id=f"{about}-desc"),
            rx.el.svg.rect(x="0", y="0", width="100", height="6", class_name="kiosk-chart__ground"),
            rx.el.svg.rect(x="0", y="0", width=bar.value.to_string(), height="6", class_name="kiosk-chart__value"),
            view_box="0 0 100 6",
            custom_attrs={
                "role": "img",
                "preserveAspectRatio": "none",
                "focusable": "false",
                "aria-labelledby": f"{about}-title {about}-desc",
            },
            class_name="kiosk-chart__bar",
        ),
        class_name="kiosk-chart__row",
    )


def _table(bars: rx.Var[list[Bar]], title: str, unit: str) -> rx.Component:
    def row(bar: rx.Var[Bar]) -> rx.Component:
        return rx.el.tr(
            rx.el.th(bar.name, scope="row"),
            rx.el.td(
                rx.el.bdi(rx.cond(bar.number != "", bar.number, bar.value.to_string()), dir="ltr"),
                class_name="kiosk-number",
            ),
        )

    return rx.el.details(
        rx.el.summary(t("Show these numbers as a table"), rx.el.span(": ", title, class_name="usa-sr-only")),
        rx.el.div(
            rx.el.table(
                rx.el.caption(title),
                rx.el.thead(rx.el.tr(rx.el.th(t("Name"), scope="col"), rx.el.th(unit, scope="col"))),
                rx.el.tbody(rx.foreach(bars, row)),
                class_name="usa-table",
            ),
            class_name="kiosk-more__body",
        ),
        class_name="kiosk-more kiosk-no-print",
    )


def ring(value: rx.Var[int], *, name: str, title: str, words: str) -> rx.Component:
    """Return one number of 100 as a ring around it.

    Args:
        value: from 0 to 100.
        name: begins the ids of its parts; unique in the page.
        title: what it shows.
        words: the same number in words, such as "72 of 100".
    """
    circle = {"cx": "18", "cy": "18", "r": "15.5", "fill": "none"}
    return rx.el.div(
        rx.el.svg(
            rx.el.svg.title(title, id=f"{name}-title"),
            rx.el.svg.desc(words, id=f"{name}-desc"),
            rx.el.svg.circle(**circle, class_name="kiosk-ring__ground"),
            rx.cond(
                value > 0,
                rx.el.svg.circle(
                    **circle,
                    class_name="kiosk-ring__value",
                    custom_attrs={
                        "pathLength": "100",
                        "strokeDasharray": value.to_string() + " 100",
                        "transform": "rotate(-90 18 18)",
                    },
                ),
            ),
            view_box="0 0 36 36",
            custom_attrs={
                "role": "img",
                "focusable": "false",
                "aria-labelledby": f"{name}-title {name}-desc",
            },
            class_name="kiosk-ring__picture",
        ),
        rx.el.p(
            rx.el.strong(rx.el.bdi(value, dir="ltr"), class_name="kiosk-ring__number"),
            " ",
            rx.el.span(words),
            class_name="kiosk-ring__words",
        ),
        class_name="kiosk-ring",
    )
