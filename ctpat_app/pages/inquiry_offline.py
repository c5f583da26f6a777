"""Answer offline: a pack to print, a sheet to fill in, and loading the filled sheet back."""

import reflex as rx

from ctpat_app.components.inquiry import file_link, partner_frame
from ctpat_app.components.plain_form import TOLD, form_fault, outcome, submit
from ctpat_app.components.text import t
from ctpat_app.components.uploads import upload_box, upload_script
from ctpat_app.state.inquiry_offline import LOAD, ChangeView
from ctpat_app.state.inquiry_offline import InquiryOfflineState as State


def inquiry_offline_page() -> rx.Component:
    """First out, then in: nothing is changed before the person has seen what would change."""
    return partner_frame(
        State,
        "inquiry-offline",
        outcome(State),
        rx.el.h1(t("Answer without a connection")),
        rx.el.ul(
            rx.el.li(file_link(t("Download the questionnaire to print (PDF)"), State.pack)),
            rx.el.li(file_link(t("Download the questionnaire as a sheet to fill in (XLSX)"), State.sheet)),
            class_name="usa-list",
        ),
        rx.cond(State.may_answer, _back()),
        upload_script(),
    )


def _back() -> rx.Component:
    return rx.fragment(
        rx.el.h2(t("Load the filled sheet")),
        rx.el.p(t("Write in the columns for the answer and the English alone. You see what would change first.")),
        form_fault(State, LOAD),
        upload_box(
            "sheet-upload",
            t("The filled sheet (XLSX)"),
            to=State.upload,
            on_done=State.preview(State.inquiry),
            is_small=True,
        ),
        rx.el.div(rx.cond(State.file > 0, _preview()), role="status"),
    )


def _preview() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("What {file} would change", file=f"\u2068{State.file_name}\u2069"), id="preview"),
        rx.cond(
            State.row_faults.length() > 0,
            _faults(),
            rx.cond(
                State.changes.length() > 0,
                rx.fragment(
                    rx.el.ul(rx.foreach(State.changes, _change), class_name="kiosk-list"),
                    rx.el.p(t("Answers that stay as they are: {count}", count=State.same)),
                    _take_over(),
                ),
                rx.el.p(t("Nothing would change: the sheet says what stands here already.")),
            ),
        ),
        custom_attrs={"aria-labelledby": "preview"},
    )


def _faults() -> rx.Component:
    return rx.el.div(
        rx.el.h3(t("Mend these rows and load the sheet again. Nothing was changed."), class_name="kiosk-alert__title"),
        rx.el.ul(
            rx.foreach(State.row_faults, lambda each: rx.el.li(t("Row {number}:", number=each[0]), " ", each[1])),
            class_name="usa-list",
        ),
        class_name="kiosk-alert kiosk-alert--attention",
    )


def _change(change: rx.Var[ChangeView]) -> rx.Component:
    return rx.el.li(
        rx.el.strong(rx.el.bdi(change.number, dir="ltr")),
        " ",
        rx.el.span(change.effect, class_name=rx.cond(change.is_newer, "kiosk-tag kiosk-tag--attention", "kiosk-tag")),
        rx.cond(change.here != "", rx.el.p(rx.el.strong(t("Here:")), " ", rx.el.bdi(change.here))),
        rx.el.p(rx.el.strong(t("In the sheet:")), " ", rx.el.bdi(change.there)),
        rx.cond(change.english != "", rx.el.p(rx.el.strong(t("English:")), " ", rx.el.bdi(change.english))),
        class_name="kiosk-list__item",
    )


def _take_over() -> rx.Component:
    return rx.el.form(
        rx.cond(
            State.newer > 0,
            rx.el.div(
                rx.el.input(
                    type="checkbox", id="sheet-newer", name="newer", value="yes", class_name="usa-checkbox__input"
                ),
                rx.el.label(
                    t("Also replace the {count} answers that are newer here", count=State.newer),
                    html_for="sheet-newer",
                    class_name="usa-checkbox__label",
                ),
                class_name="usa-checkbox",
            ),
        ),
        submit(t("Load these answers")),
        on_submit=lambda typed: State.take_over(State.inquiry, State.file, State.stamp, typed),
        no_validate=True,
        key=State.stamp,
        custom_attrs=TOLD,
    )
