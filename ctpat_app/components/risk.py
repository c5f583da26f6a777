"""Parts of a risk assessment's result: the drawing of a lane, matrices, bands in words and colour."""

import reflex as rx

from ctpat_app.components.text import current_direction, t
from ctpat_app.guidance.risk_drawing import WIDTH, Drawing, Mark, Words
from ctpat_app.guidance.risk_views import Cell, LegRow, Matrix, MatrixRow


def lane_drawing(drawing: rx.Var[Drawing]) -> rx.Component:
    """Return the drawing as one picture that tells in a sentence what it shows; the table behind it says the same."""
    return rx.el.svg(
        rx.el.svg.line(
            x1=drawing.x, x2=drawing.x, y1=drawing.y_first, y2=drawing.y_last, class_name="kiosk-lane__line"
        ),
        rx.foreach(drawing.marks, _mark),
        rx.foreach(drawing.words, _words),
        view_box=f"0 0 {WIDTH} {drawing.height}",
        role="img",
        class_name="kiosk-lane",
        custom_attrs={"aria-label": drawing.label, "direction": current_direction()},
    )


def _mark(mark: rx.Var[Mark]) -> rx.Component:
    look = rx.cond(mark.band != "", f"kiosk-lane__mark kiosk-lane__mark--{mark.band}", "kiosk-lane__mark")
    return rx.el.svg.g(
        rx.el.svg.circle(cx=mark.x, cy=mark.y, r=16, class_name=look),
        rx.el.svg.text(mark.letter, x=mark.x, y=mark.y + 6, text_anchor="middle", class_name="kiosk-lane__letter"),
    )


def _words(words: rx.Var[Words]) -> rx.Component:
    look = rx.cond(words.strong, "kiosk-lane__words kiosk-lane__words--strong", "kiosk-lane__words")
    return rx.el.svg.text(words.text, x=words.x, y=words.y, class_name=look)


def band_tag(band: rx.Var[str], name: rx.Var[str]) -> rx.Component:
    """Return the band of a risk in words, with an icon and a colour."""
    look = rx.match(
        band,
        ("high", "kiosk-tag kiosk-tag--error"),
        ("medium", "kiosk-tag kiosk-tag--attention"),
        "kiosk-tag kiosk-tag--done",
    )
    return rx.cond(
        band != "",
        rx.el.span(name, class_name=look),
        rx.el.span(t("Not rated yet"), class_name="kiosk-tag kiosk-tag--todo"),
    )


def legs_table(legs: rx.Var[list[LegRow]]) -> rx.Component:
    """Return the table behind the drawing; each row is a card on small screens."""
    names = (
        t("No."),
        t("What happens"),
        t("Where"),
        t("Company in charge"),
        t("Its part"),
        t("Hours at rest"),
        t("Risk"),
    )

    def row(leg: rx.Var[LegRow]) -> rx.Component:
        cells = (leg.activity, leg.location, leg.partner, leg.role, leg.rest)
        return rx.el.tr(
            rx.el.th(leg.number, scope="row", role="rowheader", custom_attrs={"data-label": names[0]}),
            *(
                rx.el.td(rx.el.bdi(cell), role="cell", custom_attrs={"data-label": name})
                for cell, name in zip(cells, names[1:], strict=False)
            ),
            rx.el.td(band_tag(leg.band, leg.band_name), role="cell", custom_attrs={"data-label": names[-1]}),
            role="row",
        )

    return rx.el.table(
        rx.el.caption(t("Legs")),
        rx.el.thead(
            rx.el.tr(*(rx.el.th(name, scope="col", role="columnheader") for name in names), role="row"), role="rowgroup"
        ),
        rx.el.tbody(rx.foreach(legs, row), role="rowgroup"),
        class_name="usa-table kiosk-table",
        role="table",
    )


def matrix(found: rx.Var[Matrix], *, name: str, corner: str) -> rx.Component:
    """Return ratings by row and column, in a box of its own that scrolls sideways on small screens."""

    def cell(each: rx.Var[Cell]) -> rx.Component:
        rated = rx.fragment(
            rx.el.strong(each.rating),
            rx.cond(each.note != "", rx.el.span(" ", rx.el.bdi(each.note), class_name="kiosk-matrix__note")),
        )
        return rx.el.td(rx.cond(each.rating != "", rated, rx.el.span(t("Not rated"), class_name="usa-hint")))

    def row(each: rx.Var[MatrixRow]) -> rx.Component:
        return rx.el.tr(rx.el.th(rx.el.bdi(each.name), scope="row"), rx.foreach(each.cells, cell))

    return rx.el.div(
        rx.el.table(
            rx.el.caption(name, class_name="usa-sr-only"),
            rx.el.thead(
                rx.el.tr(
                    rx.el.th(corner, scope="col"),
                    rx.foreach(found.columns, lambda column: rx.el.th(column, scope="col")),
                )
            ),
            rx.el.tbody(rx.foreach(found.rows, row)),
            class_name="usa-table kiosk-matrix",
        ),
        class_name="kiosk-scroll",
        role="region",
        tab_index=0,
        custom_attrs={"aria-label": name},
    )
