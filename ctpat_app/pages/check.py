"""Check your answers."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.companies import kept_in_trade_account
from ctpat_app.components.downloads import more_downloads, pdf_link, print_button
from ctpat_app.components.english import lacking_list
from ctpat_app.components.layout import frame
from ctpat_app.components.links import document_link
from ctpat_app.components.profile_note import changes_note
from ctpat_app.components.review import findings_list, kind_counts
from ctpat_app.components.text import address, t
from ctpat_app.state.check import CheckRow, CheckSection, CheckState, OpenPoint, TextView
from ctpat_app.state.review import ReviewedPart, ReviewedRow, WholeReviewState

_OPEN, _SEND, _ADVICE = "to-be-done", "send", "advice"
"""Places in the page that its jump list leads to."""


def check_page() -> rx.Component:
    """What is to be mended on top, then every answer with the way to change it, then the way to the signature."""
    return frame(
        arriving(rx.cond(CheckState.attempt > 0, _errors()), rx.cond(CheckState.draft > 0, _back())),
        rx.el.h1(t("Check your answers before you sign")),
        waiting(),
        arriving(rx.cond(CheckState.draft > 0, rx.fragment(_answers(), kept_in_trade_account()))),
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
            custom_attrs={"data-returns": "true"},
        ),
        rx.cond(
            point.needs_officer,
            rx.fragment(" ", rx.el.span(t("Only the officer"), class_name="kiosk-tag kiosk-tag--info")),
        ),
    )


def _answers() -> rx.Component:
    return rx.fragment(
        rx.el.p(rx.el.bdi(CheckState.company), class_name="kiosk-lead"),
        changes_note(CheckState.draft),
        _jump_list(),
        rx.cond(CheckState.attempt == 0, _open_points()),
        lacking_list(CheckState.lacking, CheckState.english_writers),
        _advice(),
        rx.el.p(
            rx.el.a(t("How ready the application is"), href=f"{address('readiness')}?draft={CheckState.draft}"),
            class_name="kiosk-no-print",
        ),
        _contents(),
        rx.foreach(CheckState.sections, _section),
        rx.el.div(
            rx.el.button(
                t("Sign and send"), type="button", class_name="usa-button", on_click=CheckState.go_on(CheckState.draft)
            ),
            print_button(),
            pdf_link(CheckState.draft),
            class_name="kiosk-actions kiosk-no-print",
            id=_SEND,
            tab_index=-1,
            role="group",
            custom_attrs={"aria-label": t("Sign and send")},
        ),
        more_downloads(CheckState.draft),
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
            id=_OPEN,
            tab_index=-1,
            custom_attrs={"aria-labelledby": "open"},
        ),
        rx.el.div(
            rx.el.p(t("Nothing is missing. Read everything once more: after sending, it cannot be changed.")),
            class_name="kiosk-alert kiosk-alert--success",
        ),
    )


def _advice() -> rx.Component:
    """What a reviewer may object to, folded by category: it is long, and keeps nobody from sending.

    The place itself is there from the beginning: links lead to it before the profile is reviewed.
    """
    is_reviewed = WholeReviewState.draft == CheckState.draft
    return rx.el.section(
        rx.el.h2(t("What a reviewer may object to"), id=_ADVICE, tab_index=-1),
        rx.cond(
            is_reviewed,
            rx.cond(WholeReviewState.parts.length() > 0, _advice_by_category(), rx.el.p(t("Nothing to object to"))),
            rx.el.p(t("Loading …"), class_name="usa-hint"),
        ),
        class_name="kiosk-no-print",
        custom_attrs={"aria-labelledby": _ADVICE},
    )


def _advice_by_category() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            t(
                "Advice still open: {open}. Said not to fit: {dismissed}. It does not keep you from sending.",
                open=WholeReviewState.open,
                dismissed=WholeReviewState.dismissed,
            )
        ),
        kind_counts(WholeReviewState.kinds),
        rx.foreach(WholeReviewState.parts, _advice_part),
    )


def _advice_part(part: rx.Var[ReviewedPart]) -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            rx.el.span(part.name, lang=part.language, dir="auto"),
            " ",
            rx.el.span(t("Still open: {count}", count=part.open), class_name="kiosk-fold__count"),
        ),
        rx.el.ul(rx.foreach(part.rows, _advice_row), class_name="kiosk-advised"),
        class_name="kiosk-more kiosk-more--wide",
    )


def _advice_row(row: rx.Var[ReviewedRow]) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.cond(row.number != "", rx.fragment(rx.el.bdi(row.number, dir="ltr"), " ")),
            rx.el.span(row.title, lang=row.language, dir="auto"),
            href=row.href,
            custom_attrs={"data-returns": "true"},
        ),
        findings_list(row.findings),
    )


def _jump_list() -> rx.Component:
    """Past the long list of answers, to what is to be mended and to the way on."""
    count = CheckState.points.length()
    to_open = rx.cond(CheckState.attempt > 0, "#error-summary", f"#{_OPEN}")
    return rx.el.nav(
        rx.el.ul(
            rx.cond(
                count > 0,
                rx.el.li(
                    document_link(
                        t("Still to be done: {count}", count=count), href=to_open, class_name="kiosk-jump__link"
                    )
                ),
            ),
            rx.el.li(
                document_link(t("What a reviewer may object to"), href=f"#{_ADVICE}", class_name="kiosk-jump__link")
            ),
            rx.el.li(document_link(t("Go to “Sign and send”"), href=f"#{_SEND}", class_name="kiosk-jump__link")),
            class_name="kiosk-jump__list",
        ),
        class_name="kiosk-jump kiosk-no-print",
        custom_attrs={"aria-label": t("On this page")},
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
        rx.cond(section.folds, _fold(section), rx.fragment(_title(section), _rows(section))),
        custom_attrs={"aria-labelledby": section.id},
    )


def _title(section: CheckSection) -> rx.Component:
    return rx.el.h2(section.title, id=section.id, lang=section.language, dir="auto", class_name="kiosk-summary__title")


def _fold(section: CheckSection) -> rx.Component:
    """One category of the profile; where there is little room it stands open only while something is to be done."""
    return rx.el.details(
        rx.el.summary(
            _title(section),
            " ",
            rx.el.span(
                rx.cond(
                    section.open > 0,
                    t("{open} of {total} open", open=section.open, total=section.rows.length()),
                    t("All answered"),
                ),
                class_name="kiosk-fold__count",
            ),
            rx.cond(
                section.faulty > 0,
                rx.el.span(t("Needs attention"), ": ", section.faulty, class_name="kiosk-tag kiosk-tag--attention"),
            ),
            class_name="kiosk-fold__summary",
        ),
        _rows(section),
        class_name="kiosk-fold",
        custom_attrs={"data-open-wide": rx.cond(section.open + section.faulty > 0, "always", "true")},
    )


def _rows(section: CheckSection) -> rx.Component:
    return rx.cond(
        section.rows.length() > 0,
        rx.el.dl(rx.foreach(section.rows, _row), class_name="kiosk-summary"),
        rx.el.p(t("Nothing here yet.")),
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
            rx.el.a(
                t("Change"),
                rx.el.span(" ", row.label, class_name="usa-sr-only"),
                href=row.href,
                custom_attrs={"data-returns": "true"},
            ),
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
            rx.fragment(
                rx.cond(text.caption != "", rx.el.p(text.caption, class_name="usa-hint")),
                rx.el.p(text.text, lang=text.language, dir="auto"),
            ),
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
