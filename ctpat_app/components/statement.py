"""A statement of the security profile: its words large, and beside it what a good answer tells."""

import reflex as rx

from ctpat_app.components.samples import samples
from ctpat_app.components.text import t
from ctpat_app.guidance.views import CriterionView, EvidenceView, TermView

Statement = rx.Var[CriterionView]


def statement_head(view: Statement, *more: rx.Component) -> rx.Component:
    """Return the statement as the heading of its page, with what it demands; ``more`` follows."""
    return rx.el.div(
        rx.el.p(
            rx.cond(
                view.must,
                rx.el.span(t("Must"), class_name="kiosk-tag kiosk-tag--must"),
                rx.el.span(t("Should"), class_name="kiosk-tag kiosk-tag--should"),
            ),
            " ",
            rx.el.bdi(view.number, dir="ltr", class_name="kiosk-criterion__number"),
            " ",
            rx.el.span(view.category),
            class_name="kiosk-criterion__head",
        ),
        rx.el.h1(
            view.statement,
            id="statement",
            lang=view.statement_language,
            dir="auto",
            class_name="kiosk-criterion__statement",
        ),
        rx.cond(
            view.in_english,
            rx.el.p(
                t("This statement is not translated yet, so it stands here in English."),
                class_name="kiosk-english__mark",
            ),
        ),
        rx.cond(
            view.unverified,
            rx.el.p(
                t(
                    "Whether this is a must or a should for your business type is our best "
                    "reading. Confirm it with your specialist."
                ),
                class_name="usa-hint",
            ),
        ),
        rx.cond(
            view.demanded_by != "",
            rx.el.p(t("Asked of you as: {types}", types=view.demanded_by), class_name="usa-hint"),
        ),
        *more,
        class_name="kiosk-criterion",
    )


def statement_help(view: Statement) -> rx.Component:
    """Return what helps to answer the statement, to stand beside it."""
    return rx.el.aside(
        rx.el.h2(t("Help for this statement"), id="help-title", class_name="kiosk-help__title"),
        rx.el.h3(t("What a good answer tells")),
        rx.el.p(view.guidance, lang=view.statement_language, dir="auto"),
        _looked_for(),
        samples(view.id),
        rx.el.h3(t("Evidence that fits")),
        rx.el.ul(rx.foreach(view.evidence, _evidence)),
        rx.cond(
            view.terms.length() > 0,
            rx.fragment(rx.el.h3(t("Words of the field")), rx.el.div(rx.foreach(view.terms, _term))),
        ),
        class_name="kiosk-help",
        custom_attrs={"aria-labelledby": "help-title"},
    )


def _looked_for() -> rx.Component:
    return rx.fragment(
        rx.el.h3(t("What reviewers look for")),
        rx.el.ul(
            rx.el.li(t("Who does it, by job title")),
            rx.el.li(t("How often, or at which event")),
            rx.el.li(t("Which record is kept, and how long")),
            rx.el.li(t("What happens when something is wrong: who is told, how fast, and what is done")),
            rx.el.li(t("What really happens at your site, not what the statement says")),
        ),
    )


def _evidence(item: rx.Var[EvidenceView]) -> rx.Component:
    return rx.el.li(rx.el.strong(item.name), rx.el.br(), item.description)


def _term(item: rx.Var[TermView]) -> rx.Component:
    return rx.el.details(
        rx.el.summary(rx.el.dfn(item.term)),
        rx.el.div(item.definition, class_name="kiosk-term__body"),
        class_name="kiosk-term",
    )
