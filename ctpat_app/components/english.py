"""The English version beside an answer, and the list of the answers that lack one."""

import reflex as rx

from ctpat_app.components.fields import field
from ctpat_app.components.text import t
from ctpat_app.state.english import EnglishFormState, LackingView

LACKING = "lacks-english"
"""Place of the list in its page."""


def english_part(form: type[EnglishFormState], criterion: rx.Var[str]) -> rx.Component:
    """Return the language of the answer and the box for its English version; nothing beside an English answer."""
    return rx.fragment(
        rx.foreach(form.english.fields, lambda item: field(form, item)),
        rx.cond(form.english.outdated, _look_again(form, criterion)),
    )


def _look_again(form: type[EnglishFormState], criterion: rx.Var[str]) -> rx.Component:
    view = form.english
    return rx.el.div(
        rx.el.h2(t("The English version is to be looked at again"), class_name="kiosk-alert__title"),
        rx.el.p(t("The answer was changed after it was written. Correct the English version, or confirm it.")),
        rx.cond(
            view.writable,
            rx.el.button(
                t("It still says the same"),
                type="button",
                class_name="usa-button usa-button--outline",
                on_click=form.confirm_english(form.draft, criterion, view.version, view.of_version),
            ),
        ),
        class_name="kiosk-alert kiosk-alert--attention",
        role="status",
    )


def lacking_list(rows: rx.Var[list[LackingView]], writers: rx.Var[str]) -> rx.Component:
    """Return the list of what lacks English, with who can write it; nothing when nothing does."""
    return rx.cond(
        rows.length() > 0,
        rx.el.section(
            rx.el.h2(t("What lacks English: {count}", count=rows.length()), id=f"{LACKING}-title"),
            rx.el.p(t("The specialist reads English. Each of these answers needs an English version beside it.")),
            rx.el.p(t("Everybody who may answer here can write it:"), " ", rx.el.bdi(writers)),
            rx.el.ul(rx.foreach(rows, _lacking), class_name="usa-list"),
            class_name="kiosk-box",
            id=LACKING,
            custom_attrs={"aria-labelledby": f"{LACKING}-title"},
        ),
    )


def _lacking(row: rx.Var[LackingView]) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.cond(row.number != "", rx.fragment(rx.el.bdi(row.number, dir="ltr"), " ")),
            rx.el.span(row.title, lang=row.language, dir="auto"),
            href=row.href,
            custom_attrs={"data-returns": "true"},
        ),
        " ",
        row.why,
    )
