"""A guide that somebody of the help desk made: numbered steps with pictures, for the screen and for paper."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.downloads import print_button
from ctpat_app.components.guide import guide
from ctpat_app.components.layout import frame
from ctpat_app.components.text import t
from ctpat_app.state.practice_guide import GuideState as State


def guide_page() -> rx.Component:
    """The steps, or why there are none."""
    return frame(
        rx.el.div(
            rx.el.h1(t("Your guide, step by step")),
            waiting(),
            arriving(rx.cond(State.loaded, rx.cond(State.problem != "", _over(), _steps()))),
            class_name="kiosk-column",
        )
    )


def _over() -> rx.Component:
    return rx.el.div(rx.el.p(State.problem), class_name="kiosk-alert kiosk-alert--attention")


def _steps() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            t("The pictures show an invented form. Answer with what is true for your company."), class_name="kiosk-lead"
        ),
        guide(State.lines, State.note_language),
        rx.el.div(print_button(), class_name="kiosk-actions kiosk-no-print"),
    )
