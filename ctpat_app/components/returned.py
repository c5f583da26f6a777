"""What CTPAT asks about the statement or part on show: it stands above the answer."""

import reflex as rx

from ctpat_app.components.text import address, t
from ctpat_app.state.returned import ReturnedCommentState as State


def returned_comment(draft: rx.Var[int], key: rx.Var[str] | str) -> rx.Component:
    """Return the comment; it is read when the place appears, so that the page does not wait for it."""
    return rx.el.div(
        rx.cond((State.draft == draft) & (State.key == key), _comment(draft)),
        on_mount=State.load(draft, key),
        key=f"returned/{draft}/{key}",
    )


def _comment(draft: rx.Var[int]) -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("CTPAT sent this back"), id="came-back", class_name="kiosk-alert__title"),
        rx.el.p(rx.el.strong(State.reason)),
        rx.el.p(State.comment, dir="auto", class_name="kiosk-written"),
        answered_tag(State.state),
        rx.el.p(rx.el.a(t("Everything that CTPAT sent back"), href=f"{address('returned')}?draft={draft}")),
        class_name="kiosk-alert kiosk-alert--attention",
        custom_attrs={"aria-labelledby": "came-back"},
    )


def answered_tag(state: rx.Var[str]) -> rx.Component:
    """Return what became of a point, in a word."""
    return rx.el.p(
        rx.match(
            state,
            ("changed", rx.el.span(t("Changed since"), class_name="kiosk-tag kiosk-tag--done")),
            ("noted", rx.el.span(t("Answered: it stays as it is"), class_name="kiosk-tag kiosk-tag--done")),
            rx.el.span(t("Not answered yet"), class_name="kiosk-tag kiosk-tag--attention"),
        )
    )
