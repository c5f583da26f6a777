"""Loading partners from a file: the template, the upload, what comes in row by row, and the word that loads it."""

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.downloads import sheet_link
from ctpat_app.components.layout import frame
from ctpat_app.components.organization import problem
from ctpat_app.components.plain_form import told
from ctpat_app.components.text import address, t
from ctpat_app.components.uploads import upload_box, upload_script
from ctpat_app.domain.table_files import MAX_MB, MAX_ROWS
from ctpat_app.state.partner_views import RowLine
from ctpat_app.state.partners_import import PartnersImportState as State


def partners_import_page() -> rx.Component:
    """Nothing comes into the register before the person has seen what would."""
    return frame(
        rx.cond(
            State.account > 0,
            rx.el.a(
                t("Back to the business partners"),
                href=f"{address('partners')}?account={State.account}",
                class_name="kiosk-back",
            ),
        ),
        rx.el.h1(t("Load partners from a file")),
        told(State.told),
        waiting(),
        arriving(rx.cond(State.loaded, rx.fragment(_template(), _upload(), rx.cond(State.has_file, _preview())))),
        upload_script(),
        title=State.company,
    )


def _template() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Fill in the template"), id="template"),
        rx.el.p(t("Write one partner in each row. Name, what it does and country are needed; the rest may wait.")),
        rx.el.p(t("Your own table does as well, when its headings are those of the template.")),
        rx.el.div(
            sheet_link("/files/partners/template.xlsx", t("Download the template (XLSX)")), class_name="kiosk-actions"
        ),
        custom_attrs={"aria-labelledby": "template"},
    )


def _upload() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Choose the file"), id="upload"),
        rx.el.p(
            t(
                "XLSX or CSV, up to {rows} partners and {most} MB. Formulas are not computed: write their values.",
                rows=MAX_ROWS,
                most=MAX_MB,
            ),
            class_name="usa-hint",
        ),
        upload_box(
            "partners-file",
            t("File with partners"),
            to=State.upload,
            on_done=State.arrived(State.account),
            is_small=True,
            most_mb=MAX_MB,
        ),
        custom_attrs={"aria-labelledby": "upload"},
    )


def _preview() -> rx.Component:
    return rx.el.section(
        rx.cond(
            State.file.is_loaded,
            rx.el.h2(t("What has come in"), id="preview"),
            rx.el.h2(t("Look at what comes in"), id="preview"),
        ),
        _facts(),
        rx.cond(State.file.is_loaded, rx.fragment(), _samples()),
        rx.cond(State.file.rows.length() > 0, _rows()),
        problem(State.problem),
        rx.cond(State.file.is_loaded, _loaded(), _word()),
        custom_attrs={"aria-labelledby": "preview"},
    )


def _facts() -> rx.Component:
    def fact(name: rx.Var[str] | str, value: rx.Var[str] | rx.Var[int]) -> rx.Component:
        return rx.el.div(
            rx.el.dt(name, class_name="kiosk-summary__key"),
            rx.el.dd(value, class_name="kiosk-summary__value"),
            class_name="kiosk-summary__row",
        )

    return rx.fragment(
        rx.el.dl(
            rx.foreach(State.file.facts, lambda each: fact(each[0], each[1])),
            rx.cond(
                State.file.is_loaded,
                fact(t("Rows that came in"), State.file.loaded),
                fact(t("Rows that come in"), State.file.right),
            ),
            fact(t("Rows left out, as the partner is there already"), State.file.left_out),
            fact(t("Rows to be mended"), State.file.wrong),
            class_name="kiosk-summary",
        ),
        rx.el.p(
            t("If letters look wrong, save the table as XLSX, or as CSV in UTF-8, and upload that."),
            class_name="usa-hint",
        ),
    )


def _samples() -> rx.Component:
    names = (t("Partner"), t("What it does"), t("Country"), t("Risk"))

    def row(each: rx.Var[list[str]]) -> rx.Component:
        first = rx.el.th(rx.el.bdi(each[0]), scope="row", custom_attrs={"data-label": names[0]})
        rest = (rx.el.td(each[at], custom_attrs={"data-label": names[at]}) for at in range(1, 4))
        return rx.el.tr(first, *rest)

    return rx.cond(
        State.file.samples.length() > 0,
        _table(t("The first rows that come in"), names, rx.foreach(State.file.samples, row)),
    )


def _rows() -> rx.Component:
    names = (t("Row"), t("Column"), t("What stands there"), t("What to do"), t("What becomes of the row"))

    def row(each: rx.Var[RowLine]) -> rx.Component:
        cells = (
            rx.el.th(each.row, scope="row", custom_attrs={"data-label": names[0]}),
            rx.el.td(each.column, custom_attrs={"data-label": names[1]}),
            rx.el.td(rx.el.bdi(each.text), custom_attrs={"data-label": names[2]}),
            rx.el.td(each.remark, custom_attrs={"data-label": names[3]}),
            rx.el.td(
                rx.el.span(each.verdict, class_name=f"kiosk-tag kiosk-tag--{each.tag}"),
                custom_attrs={"data-label": names[4]},
            ),
        )
        return rx.el.tr(*cells, key=each.key)

    return rx.fragment(
        _table(t("Rows to look at"), names, rx.foreach(State.file.rows, row)),
        rx.cond(
            State.file.more > 0,
            rx.el.p(
                t("Rows that are not shown here: {count}. All of them are in the file below.", count=State.file.more)
            ),
        ),
    )


def _table(title: str, names: tuple[str, ...], rows: rx.Component) -> rx.Component:
    return rx.el.table(
        rx.el.caption(title),
        rx.el.thead(rx.el.tr(*(rx.el.th(name, scope="col") for name in names))),
        rx.el.tbody(rows),
        class_name="usa-table kiosk-table",
    )


def _rows_left() -> rx.Component:
    return rx.cond(
        State.file.not_right > 0,
        sheet_link(f"/files/partners-left/{State.file.id}.xlsx", t("Download the rows that do not come in (XLSX)")),
    )


def _word() -> rx.Component:
    """Return the choice between all and the right ones; nothing is loaded half."""
    return rx.fragment(
        rx.cond(
            State.file.wrong > 0,
            rx.el.p(
                t("Mend the rows in your table and upload it again, or load the right rows now and the others later.")
            ),
        ),
        rx.el.div(
            rx.cond(
                State.file.wrong > 0,
                rx.cond(
                    State.file.right > 0,
                    _button(
                        t("Load only the right rows: {count}", count=State.file.right), State.load_right(State.file.id)
                    ),
                ),
                rx.cond(
                    State.file.right > 0,
                    _button(t("Load all: {count}", count=State.file.right), State.load_whole(State.file.id)),
                ),
            ),
            _rows_left(),
            _forget(),
            class_name="kiosk-actions kiosk-no-print",
        ),
    )


def _loaded() -> rx.Component:
    return rx.el.div(
        rx.el.a(t("Show the register"), href=f"{address('partners')}?account={State.account}", class_name="usa-button"),
        _rows_left(),
        _forget(),
        class_name="kiosk-actions kiosk-no-print",
    )


def _forget() -> rx.Component:
    return rx.el.button(
        t("Forget this file"),
        type="button",
        class_name="usa-button usa-button--unstyled",
        on_click=State.discard(State.file.id),
    )


def _button(text: str, pressed: EventSpec) -> rx.Component:
    return rx.el.button(text, type="button", class_name="usa-button", on_click=pressed)
