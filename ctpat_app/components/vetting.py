"""Pieces of a vetting: what the company says, what was looked at, and one that was signed."""

from typing import Any

import reflex as rx

from ctpat_app.components.text import t
from ctpat_app.state.vetting_views import FactLine, SignedCard, SignedPart, SourceLine


def fact_list(facts: rx.Var[list[FactLine]]) -> rx.Component:
    """Return facts as names and values."""

    def one(fact: rx.Var[FactLine]) -> rx.Component:
        return rx.el.div(
            rx.el.dt(fact.name, lang=fact.name_language, dir="auto", class_name="kiosk-summary__key"),
            rx.el.dd(
                rx.cond(
                    fact.is_code,
                    rx.el.bdi(fact.value, dir="ltr", class_name="kiosk-code"),
                    rx.el.bdi(fact.value),
                ),
                class_name="kiosk-summary__value",
            ),
            class_name="kiosk-summary__row",
        )

    return rx.el.dl(rx.foreach(facts, one), class_name="kiosk-summary")


def sources(lines: rx.Var[list[SourceLine]], part: str, remove: Any) -> rx.Component:
    """Return what was looked at for a part, each with a way to take it away."""

    def one(line: rx.Var[SourceLine]) -> rx.Component:
        return rx.el.li(
            _source(line),
            rx.el.button(
                t("Take away"),
                rx.el.span(" ", rx.el.bdi(line.place), class_name="usa-sr-only"),
                type="button",
                class_name="usa-button usa-button--unstyled kiosk-no-print",
                on_click=remove(line.id),
                custom_attrs={"data-leads-to": ".kiosk-told"},
            ),
            key=line.id.to_string(),
        )

    return rx.cond(
        lines.length() > 0,
        rx.el.ul(rx.foreach(lines, one), class_name="usa-list", custom_attrs={"aria-label": part}),
        rx.el.p(t("Nothing is noted yet.")),
    )


def _source(line: rx.Var[SourceLine]) -> rx.Component:
    return rx.fragment(
        rx.el.p(rx.el.strong(line.kind), ": ", rx.el.bdi(line.place)),
        rx.el.p(
            line.day, rx.cond(line.note != "", rx.fragment(" · ", rx.el.bdi(line.note))), class_name="kiosk-caption"
        ),
    )


def signed_vetting(card: rx.Var[SignedCard]) -> rx.Component:
    """Return a vetting as it was signed, its parts behind a disclosure."""
    title = f"signed-{card.number}"
    return rx.el.section(
        rx.el.h3(
            t("Vetting number {number}", number=card.number),
            " ",
            rx.cond(
                card.outcome == "passed",
                rx.el.span(card.outcome_word, class_name="kiosk-tag kiosk-tag--done"),
                rx.el.span(card.outcome_word, class_name="kiosk-tag kiosk-tag--error"),
            ),
            id=title,
        ),
        rx.el.p(rx.el.bdi(card.reason), class_name="kiosk-written"),
        rx.el.p(rx.el.q(card.statement, lang=card.language, dir="auto"), " ", card.signed),
        rx.el.details(
            rx.el.summary(
                t("Everything as it was signed"),
                rx.el.span(" ", t("Vetting number {number}", number=card.number), class_name="usa-sr-only"),
            ),
            rx.el.div(rx.foreach(card.parts, _signed_part), class_name="kiosk-more__body"),
            class_name="kiosk-more",
        ),
        class_name="kiosk-card",
        custom_attrs={"aria-labelledby": title},
        key=title,
    )


def _signed_part(part: rx.Var[SignedPart]) -> rx.Component:
    return rx.el.section(
        rx.el.h4(part.title, ": ", part.outcome, id=part.id),
        fact_list(part.facts),
        rx.cond(part.notes != "", rx.el.p(rx.el.bdi(part.notes), class_name="kiosk-written")),
        rx.cond(
            part.sources.length() > 0,
            rx.el.ul(rx.foreach(part.sources, lambda each: rx.el.li(_source(each))), class_name="usa-list"),
        ),
        custom_attrs={"aria-labelledby": part.id},
    )
