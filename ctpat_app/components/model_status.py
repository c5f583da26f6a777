"""The section "Status": where the application stands, who has the next move and by when, and what happened."""

import reflex as rx

from ctpat_app.components.text import address, t
from ctpat_app.state.model_status import ModelStatusState, StatusLine


def model_status() -> rx.Component:
    """The section for the draft in the address; the page loads it with ``ModelStatusState.load``."""
    return rx.cond(ModelStatusState.shown, _section())


def _section() -> rx.Component:
    state = ModelStatusState
    return rx.el.section(
        rx.el.h2(t("Status"), id="model-status"),
        rx.el.p(rx.el.strong(state.status)),
        rx.el.h3(t("Who has the next move")),
        rx.el.p(state.next_move),
        rx.cond(state.due != "", rx.el.p(state.due)),
        rx.cond(state.vetting != "", rx.el.p(state.vetting)),
        rx.cond(
            state.annual_review > 0,
            rx.el.p(
                rx.el.a(t("Annual review"), href=f"{address('annual-review')}?model={state.annual_review}"),
                " · ",
                rx.el.a(t("Partner monitoring (SVI)"), href=f"{address('svi')}?model={state.model}"),
                class_name="kiosk-no-print",
            ),
        ),
        rx.el.p(
            rx.el.a(t("Letters, certificates and ways out"), href=f"{address('standing')}?model={state.model}"),
            class_name="kiosk-no-print",
        ),
        rx.el.h3(t("What happened, newest first")),
        rx.el.ul(rx.foreach(state.lines, _line), class_name="kiosk-list"),
        custom_attrs={"aria-labelledby": "model-status"},
    )


def _line(line: StatusLine) -> rx.Component:
    return rx.el.li(
        rx.el.p(line.sentence),
        rx.cond(line.reason != "", rx.el.p(t("The reason:"), " ", rx.el.bdi(line.reason))),
        rx.el.p(rx.el.time(line.when, date_time=line.stamp), class_name="kiosk-list__note"),
        class_name="kiosk-list__item",
    )
