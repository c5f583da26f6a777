"""What was said so far in a dialogue, each answer with the way to change it."""

from collections.abc import Callable

import reflex as rx

from ctpat_app.components.text import t
from ctpat_app.guidance.talk_views import SaidView

Said = rx.Var[list[SaidView]]
Way = Callable[[rx.Var[SaidView]], str]
"""Makes the address of the question of an answer."""


def thread(said: Said, earlier: rx.Var[int], to: Way) -> rx.Component:
    """Return the answers so far, the newest at the end, each with the way to change it.

    Args:
        said: the answers on show.
        earlier: how many stand before them.
        to: makes the address of the question of an answer.
    """
    return rx.el.div(
        rx.cond(
            earlier > 0,
            rx.el.p(t("Earlier answers of this part: {count}", count=earlier), class_name="kiosk-caption"),
        ),
        said_list(said, to),
        role="log",
        aria_label=t("What was said so far"),
        tab_index=0,
        class_name=rx.cond(said.length() > 0, "kiosk-thread", "kiosk-thread kiosk-thread--empty"),
    )


def said_list(said: Said, to: Way) -> rx.Component:
    """Return these answers."""
    return rx.el.ol(rx.foreach(said, lambda item: _said(item, to(item))), class_name="kiosk-said")


def _said(item: rx.Var[SaidView], href: str) -> rx.Component:
    return rx.el.li(
        rx.el.p(item.label, lang=item.label_language, dir="auto", class_name="kiosk-said__asked"),
        rx.el.p(
            rx.el.span(t("You said:"), " ", class_name="usa-sr-only"),
            rx.cond(
                item.answers.length() > 0,
                rx.cond(
                    item.is_code,
                    rx.el.bdi(item.answers.join(" · "), dir="ltr", class_name="kiosk-code"),
                    rx.el.bdi(item.answers.join(" · "), lang=item.language),
                ),
                rx.el.em(t("Not answered yet")),
            ),
            " ",
            rx.el.a(
                t("Change"),
                rx.el.span(" ", item.label, class_name="usa-sr-only"),
                href=href,
            ),
            class_name="kiosk-said__answer",
        ),
        class_name="kiosk-said__pair",
        key=f"{item.key}/{item.row}",
    )
