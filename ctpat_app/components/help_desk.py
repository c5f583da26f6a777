"""Pieces of the pages of the help desk: how a case stands, how urgent it is, and whether its answer is late."""

import reflex as rx

from ctpat_app.components.text import t
from ctpat_app.state.desk_views import OVER, SOON

Key = rx.Var[str]
Words = rx.Var[str]


def state_tag(state: Key, words: Words) -> rx.Component:
    """Return the tag of how a case stands."""
    return rx.match(
        state,
        ("new", _tag(words, "attention")),
        ("open", _tag(words, "progress")),
        ("solved", _tag(words, "done")),
        ("closed", _tag(words, "locked")),
        ("merged", _tag(words, "locked")),
        _tag(words, "todo"),
    )


def priority_tag(priority: Key, words: Words) -> rx.Component:
    """Return the tag of a priority; the usual one has none."""
    return rx.match(
        priority,
        ("urgent", _tag(words, "error")),
        ("high", _tag(words, "attention")),
        ("low", _tag(words, "info")),
        rx.fragment(),
    )


def answer_mark(mark: Key) -> rx.Component:
    """Return the tag of an answer that is late, or due within the hour."""
    return rx.match(
        mark,
        (OVER, rx.el.span(t("Answer is late"), class_name="kiosk-tag kiosk-tag--error")),
        (SOON, rx.el.span(t("Answer is due soon"), class_name="kiosk-tag kiosk-tag--attention")),
        rx.fragment(),
    )


def _tag(words: Words, look: str) -> rx.Component:
    return rx.el.span(words, class_name=f"kiosk-tag kiosk-tag--{look}")
