"""A request to change a locked number, as both sides read it."""

import reflex as rx

from ctpat_app.components.links import document_link
from ctpat_app.components.text import t
from ctpat_app.state.identifier_views import RequestCard


def request_facts(card: rx.Var[RequestCard]) -> rx.Component:
    """Return which number it is about, why, and what became of it."""
    return rx.fragment(
        rx.el.p(_state(card)),
        rx.el.dl(
            _row(t("Which number it is"), card.kind),
            _code(t("The number now"), card.old_value),
            _code(t("The number that it shall be"), card.value),
            _row(t("Reason"), card.reason),
            rx.cond(
                card.document != "",
                _line(t("Document that shows it"), document_link(rx.el.bdi(card.document), href=card.document_href)),
            ),
            _row(t("What CTPAT says"), card.decision),
            class_name="kiosk-summary",
        ),
        rx.el.p(card.asked, " ", card.ended, class_name="kiosk-caption"),
    )


def _state(card: rx.Var[RequestCard]) -> rx.Component:
    return rx.match(
        card.state,
        ("approved", rx.el.span(card.state_word, class_name="kiosk-tag kiosk-tag--done")),
        ("refused", rx.el.span(card.state_word, class_name="kiosk-tag kiosk-tag--error")),
        ("asked", rx.el.span(card.state_word, class_name="kiosk-tag kiosk-tag--progress")),
        rx.el.span(card.state_word, class_name="kiosk-tag kiosk-tag--info"),
    )


def _row(name: str, value: rx.Var[str]) -> rx.Component:
    return rx.cond(value != "", _line(name, rx.el.bdi(value)))


def _code(name: str, value: rx.Var[str]) -> rx.Component:
    return rx.cond(value != "", _line(name, rx.el.bdi(value, dir="ltr", class_name="kiosk-code")))


def _line(name: str, shown: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, class_name="kiosk-summary__key"),
        rx.el.dd(shown, class_name="kiosk-summary__value"),
        class_name="kiosk-summary__row",
    )
