"""Check your answers."""

import reflex as rx

from ctpat_app.components.companies import kept_in_trade_account
from ctpat_app.components.downloads import pdf_link, print_button
from ctpat_app.components.layout import frame
from ctpat_app.components.links import document_link
from ctpat_app.components.tasks import loading
from ctpat_app.components.text import address, t
from ctpat_app.state.check import CheckRow, CheckSection, CheckState, OpenPoint, TextView


def check_page() -> rx.Component:
    """What is to be mended on top, then every answer with the way to change it, then the way to the signature."""
    return frame(
        rx.cond(CheckState.attempt > 0, _errors()),
        rx.cond(CheckState.draft > 0, _back()),
        rx.el.h1(t("Check your answers before you sign")),
        rx.cond(CheckState.draft > 0, rx.fragment(_answers(), kept_in_trade_account()), loading()),
    )


def _back() -> rx.Component:
    return rx.el.a(
        t("All parts of the application"),
        href=f"{address('application')}?draft={CheckState.draft}",
        class_name="kiosk-back kiosk-no-print",
    )


def _errors() -> rx.Component:
    return rx.cond(
        CheckState.points.length() > 0,
        rx.el.div(
            rx.el.h2(t("Do this before you can sign"), id="error-title", class_name="kiosk-errors__title"),
            rx.el.ul(rx.foreach(CheckState.points, _point), class_name="kiosk-errors__list"),
            id="error-summary",
            role="alert",
            tab_index=-1,
            class_name="kiosk-errors",
            custom_attrs={"data-attempt": CheckState.attempt.to_string(), "aria-labelledby": "error-title"},
        ),
    )


def _point(point: OpenPoint) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.cond(point.where != "", rx.fragment(rx.el.strong(rx.el.bdi(point.where), lang=point.language), " ")),
            point.text,
            href=point.href,
        ),
        rx.cond(
            point.needs_officer,
            rx.fragment(" ", rx.el.span(t("Only the officer"), class_name="kiosk-tag kiosk-tag--info")),
        ),
    )


def _answers() -> rx.Component:
    return rx.fragment(
        rx.el.p(rx.el.bdi(CheckState.company), class_name="kiosk-lead"),
        rx.cond(CheckState.attempt == 0, _open_points()),
        _contents(),
        rx.foreach(CheckState.sections, _section),
        rx.el.div(
            rx.el.button(
                t("Sign and send"), type="button", class_name="usa-button", on_click=CheckState.go_on(CheckState.draft)
            ),
            print_button(),
            pdf_link(CheckState.draft),
            class_name="kiosk-actions kiosk-no-print",
        ),
    )


def _open_points() -> rx.Component:
    return rx.cond(
        CheckState.points.length() > 0,
        rx.el.section(
            rx.el.h2(
                t("Still to be done: {count}", count=CheckState.points.length()),
                class_name="kiosk-alert__title",
                id="open",
            ),
            rx.el.ul(rx.foreach(CheckState.points, _point), class_name="usa-list"),
            class_name="kiosk-alert kiosk-alert--attention",
            custom_attrs={"aria-labelledby": "open"},
        ),
        rx.el.div(
            rx.el.p(t("Nothing is missing. Read everything once more: after sending, it cannot be changed.")),
            class_name="kiosk-alert kiosk-alert--success",
        ),
    )


def _contents() -> rx.Component:
    def entry(section: CheckSection) -> rx.Component:
        return rx.el.li(document_link(section.title, href="#" + section.id, lang=section.language, dir="auto"))

    return rx.el.details(
        rx.el.summary(t("Parts on this page")),
        rx.el.div(
            rx.el.ul(rx.foreach(CheckState.sections, entry), class_name="usa-list"), class_name="kiosk-more__body"
        ),
        class_name="kiosk-more kiosk-no-print",
    )


def _section(section: CheckSection) -> rx.Component:
    return rx.el.section(
        rx.el.h2(section.title, id=section.id, lang=section.language, dir="auto", class_name="kiosk-summary__title"),
        rx.cond(
            section.rows.length() > 0,
            rx.el.dl(rx.foreach(section.rows, _row), class_name="kiosk-summary"),
            rx.el.p(t("Nothing here yet.")),
        ),
        custom_attrs={"aria-labelledby": section.id},
    )


def _row(row: CheckRow) -> rx.Component:
    return rx.el.div(
        rx.el.dt(
            rx.cond(row.number != "", rx.fragment(rx.el.bdi(row.number, dir="ltr"), " ")),
            rx.el.span(row.label, lang=row.label_language, dir="auto"),
            rx.match(
                row.level, ("must", _level(t("Must"), "must")), ("should", _level(t("Should"), "should")), rx.fragment()
            ),
            class_name="kiosk-summary__key",
        ),
        rx.cond(row.texts.length() > 0, _values(row), rx.cond(row.required, _no_value(), _left_empty())),
        rx.el.dd(
            rx.el.a(t("Change"), rx.el.span(" ", row.label, class_name="usa-sr-only"), href=row.href),
            class_name="kiosk-summary__action kiosk-no-print",
        ),
        class_name=rx.cond(row.faulty, "kiosk-summary__row kiosk-summary__row--attention", "kiosk-summary__row"),
    )


def _level(word: str, kind: str) -> rx.Component:
    return rx.fragment(" ", rx.el.span(word, class_name=f"kiosk-tag kiosk-tag--{kind}"))


def _values(row: CheckRow) -> rx.Component:
    def value(text: TextView) -> rx.Component:
        return rx.cond(
            row.is_code,
            rx.el.p(rx.el.bdi(text.text, dir="ltr", class_name="kiosk-code")),
            rx.el.p(text.text, lang=text.language, dir="auto"),
        )

    return rx.el.dd(
        rx.cond(row.not_applicable, rx.el.p(rx.el.span(t("Does not apply"), class_name="kiosk-tag kiosk-tag--info"))),
        rx.foreach(row.texts, value),
        rx.cond(row.faulty, rx.el.p(rx.el.span(t("Needs attention"), class_name="kiosk-tag kiosk-tag--attention"))),
        class_name="kiosk-summary__value",
    )


def _no_value() -> rx.Component:
    return rx.el.dd(t("Not answered yet"), class_name="kiosk-summary__value kiosk-summary__value--missing")


def _left_empty() -> rx.Component:
    return rx.el.dd(t("Left empty (optional)"), class_name="kiosk-summary__value")
