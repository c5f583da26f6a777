"""A registration of an EU AEO, as both sides read it."""

import reflex as rx

from ctpat_app.components.text import t
from ctpat_app.state.aeo_views import AeoCard


def aeo_facts(card: rx.Var[AeoCard]) -> rx.Component:
    """Return the numbers of a registration and what became of it."""
    return rx.fragment(
        rx.el.p(_state(card)),
        rx.el.dl(
            _line(t("EORI number"), _code(card.eori)),
            _line(t("AEO authorization"), rx.fragment(card.kind, " ", _code(card.certificate))),
            _line(t("Manufacturer codes (MID)"), _mids(card)),
            rx.cond(card.reason != "", _line(t("Why it was refused"), rx.el.bdi(card.reason))),
            class_name="kiosk-summary",
        ),
        rx.el.p(card.asked, " ", card.ended, class_name="kiosk-caption"),
    )


def _mids(card: rx.Var[AeoCard]) -> rx.Component:
    return rx.el.ul(
        rx.foreach(card.mids, lambda mid: rx.el.li(rx.el.bdi(mid, class_name="kiosk-code"))), class_name="usa-list"
    )


def _state(card: rx.Var[AeoCard]) -> rx.Component:
    return rx.match(
        card.state,
        ("registered", rx.el.span(card.state_word, class_name="kiosk-tag kiosk-tag--done")),
        ("refused", rx.el.span(card.state_word, class_name="kiosk-tag kiosk-tag--error")),
        ("waiting", rx.el.span(card.state_word, class_name="kiosk-tag kiosk-tag--progress")),
        rx.el.span(card.state_word, class_name="kiosk-tag kiosk-tag--info"),
    )


def _code(value: rx.Var[str]) -> rx.Component:
    return rx.el.bdi(value, dir="ltr", class_name="kiosk-code")


def _line(name: str, shown: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, class_name="kiosk-summary__key"),
        rx.el.dd(shown, class_name="kiosk-summary__value"),
        class_name="kiosk-summary__row",
    )
