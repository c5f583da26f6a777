"""Requests to merge and split that wait for CTPAT management."""

import reflex as rx

from ctpat_app.components.account_changes import sentences
from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.desk import desk_nav
from ctpat_app.components.layout import frame
from ctpat_app.components.organization import outcome_list, problem, reason_field, request_facts, submit, two_texts
from ctpat_app.components.text import t
from ctpat_app.state.organization_views import RequestCard
from ctpat_app.state.staff_requests import StaffRequestsState as State


def staff_requests_page() -> rx.Component:
    """Each request with what it would change, and the decision at its end."""
    return frame(
        rx.el.div(
            desk_nav(),
            rx.el.h1(t("Requests to merge and split")),
            rx.cond(
                State.told != "",
                rx.el.div(rx.el.p(State.told), class_name="kiosk-alert kiosk-alert--success", role="status"),
            ),
            waiting(),
            arriving(
                rx.cond(
                    State.loaded,
                    rx.cond(
                        State.requests.length() > 0,
                        rx.foreach(State.requests, _request),
                        rx.el.p(t("No request waits for a decision.")),
                    ),
                )
            ),
            class_name="kiosk-column",
        )
    )


def _request(card: rx.Var[RequestCard]) -> rx.Component:
    title = f"request-{card.id}"
    return rx.el.section(
        rx.el.h2(card.title, id=title),
        request_facts(card),
        rx.cond(
            (card.outcome.length() > 0) | (card.lines.length() > 0),
            rx.fragment(
                rx.el.h3(t("What it would change, as of today")),
                rx.cond(card.lines.length() > 0, sentences(card.lines), outcome_list(card.outcome)),
                rx.foreach(card.texts, lambda each: two_texts(each, rx.fragment(), rx.fragment())),
            ),
            rx.el.p(t("As things stand today, the rules do not allow it. Decline it and say why.")),
        ),
        problem(State.problems.get(card.id.to_string(), "")),
        rx.el.div(
            rx.el.button(t("Approve"), type="button", class_name="usa-button", on_click=State.approve(card.id)),
            class_name="kiosk-actions",
        ),
        rx.el.details(
            rx.el.summary(t("Decline"), rx.el.span(" ", card.title, class_name="usa-sr-only")),
            rx.el.form(
                # The number travels as a field: a handler of a form is made outside of the loop.
                rx.el.input(type="hidden", name="request", value=card.id.to_string()),
                reason_field(f"decline-{card.id}", t("The company reads it.")),
                submit(t("Decline with this reason"), "usa-button usa-button--secondary"),
                on_submit=State.decline,
                class_name="kiosk-more__body",
            ),
            class_name="kiosk-more",
        ),
        class_name="kiosk-box",
        custom_attrs={"aria-labelledby": title},
    )
