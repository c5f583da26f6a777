"""That statements wait for somebody: a box on the pages where they begin."""

import reflex as rx

from ctpat_app.components.text import address, t
from ctpat_app.state.given import GivenState


def given_note() -> rx.Component:
    """Return the way to the statements that were given to the person; nothing when there are none."""
    return rx.cond(
        GivenState.parts.length() > 0,
        rx.el.section(
            rx.el.h2(t("Statements given to you"), id="given-title"),
            rx.el.p(
                rx.cond(
                    GivenState.open > 0,
                    t("Still open: {count}", count=GivenState.open),
                    t("All of them are answered."),
                )
            ),
            rx.el.p(rx.el.a(t("See your statements"), href=address("given"))),
            class_name="kiosk-box",
            custom_attrs={"aria-labelledby": "given-title"},
        ),
    )
