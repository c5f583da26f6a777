"""What a specialist decides about a company's requests: the page around them, and the form under each."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import TOLD, named, told
from ctpat_app.components.text import address, t


def decisions_page(
    state: Any, title: str, cards: rx.Component, *, count: rx.Var[int] | int, nothing: str
) -> rx.Component:
    """Return the page of a company's requests, waiting ones first.

    Args:
        state: a ``Decisions`` state.
        cards: one card a request; ``count`` is how many there are.
        nothing: what the page says when there is none.
    """
    back = rx.el.a(
        t("A company as staff see it"),
        href=f"{address('staff/company')}?account={state.account}",
        class_name="kiosk-back",
    )
    requests = rx.fragment(
        rx.el.p(rx.el.bdi(state.company), class_name="kiosk-lead"),
        rx.el.p(t("Waiting for a decision: {count}", count=state.waiting)),
        rx.cond(
            state.may_decide,
            rx.fragment(),
            rx.el.p(t("The specialist who looks after the company decides. You may read.")),
        ),
        rx.cond(count > 0, cards, rx.el.p(nothing)),
    )
    return frame(
        rx.el.div(
            rx.cond(state.account > 0, back),
            told(state.told),
            rx.el.h1(title),
            waiting(),
            arriving(rx.cond(state.account > 0, requests)),
            class_name="kiosk-column",
        ),
        title=state.company,
    )


def decision_form(state: Any, number: rx.Var[int], choices: Sequence[tuple[str, str]], max_reason: int) -> rx.Component:
    """Return the reason and the choice about the request ``number``; ``choices`` are values with their labels."""
    problem = state.problems.get(number.to_string(), "")
    control = f"reason-{number}"
    return rx.el.form(
        named("request", number.to_string()),
        rx.el.div(
            rx.cond(
                problem != "",
                rx.el.p(
                    rx.el.span(t("Error:"), " ", class_name="usa-sr-only"), problem, class_name="usa-error-message"
                ),
            ),
            role="alert",
            id=f"{control}-error",
        ),
        rx.el.label(t("Reason"), html_for=control, class_name="usa-label"),
        rx.el.p(t("The company reads it. When you refuse, it is needed."), class_name="usa-hint", id=f"{control}-hint"),
        rx.el.textarea(
            name="reason",
            rows="2",
            dir="auto",
            max_length=max_reason,
            class_name="usa-textarea kiosk-textarea",
            custom_attrs={"id": control, "aria-describedby": f"{control}-hint {control}-error"},
        ),
        rx.el.fieldset(
            rx.el.legend(t("Decision"), class_name="usa-legend"),
            *(_choice(number, value, label) for value, label in choices),
            class_name="usa-fieldset usa-form-group",
        ),
        rx.el.div(
            rx.el.button(t("Save the decision"), type="submit", class_name="usa-button"), class_name="kiosk-actions"
        ),
        on_submit=state.decide,
        custom_attrs=TOLD,
    )


def _choice(number: rx.Var[int], value: str, label: str) -> rx.Component:
    own = f"{value}-{number}"
    return rx.el.div(
        rx.el.input(
            type="radio", custom_attrs={"id": own}, name="decision", value=value, class_name="usa-radio__input"
        ),
        rx.el.label(label, html_for=own, class_name="usa-radio__label"),
        class_name="usa-radio",
    )
