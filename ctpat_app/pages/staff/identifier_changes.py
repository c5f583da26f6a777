"""Requests of a company to change locked numbers, each with the specialist's decision."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.identifier_requests import request_facts
from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import TOLD, told
from ctpat_app.components.text import address, t
from ctpat_app.domain.identifier_changes import MAX_REASON
from ctpat_app.state.identifier_changes import StaffIdentifierChangesState as State
from ctpat_app.state.identifier_views import RequestCard


def staff_identifier_changes_page() -> rx.Component:
    """Waiting requests first, the one that waits longest on top."""
    return frame(
        rx.el.div(
            rx.cond(
                State.account > 0,
                rx.el.a(
                    t("A company as staff see it"),
                    href=f"{address('staff/company')}?account={State.account}",
                    class_name="kiosk-back",
                ),
            ),
            told(State.told),
            rx.el.h1(t("Changes of locked numbers")),
            waiting(),
            arriving(rx.cond(State.account > 0, _requests())),
            class_name="kiosk-column",
        ),
        title=State.company,
    )


def _requests() -> rx.Component:
    return rx.fragment(
        rx.el.p(rx.el.bdi(State.company), class_name="kiosk-lead"),
        rx.el.p(t("Waiting for a decision: {count}", count=State.waiting)),
        rx.cond(
            State.may_decide,
            rx.fragment(),
            rx.el.p(t("The specialist who looks after the company decides. You may read.")),
        ),
        rx.cond(
            State.requests.length() > 0,
            rx.foreach(State.requests, _request),
            rx.el.p(t("The company has asked for no change.")),
        ),
    )


def _request(card: rx.Var[RequestCard]) -> rx.Component:
    title = f"request-{card.id}"
    return rx.el.section(
        rx.el.h2(card.title, ": ", rx.el.bdi(card.kind), id=title),
        request_facts(card),
        rx.cond(card.elsewhere != "", rx.el.p(card.elsewhere, class_name="kiosk-alert kiosk-alert--attention")),
        rx.cond((card.state == "asked") & State.may_decide, _decision(card)),
        rx.el.p(
            rx.el.a(
                t("Write to the company about it"),
                href=f"{address('staff/messages')}?account={State.account}&about={card.about}",
            )
        ),
        class_name="kiosk-card",
        custom_attrs={"aria-labelledby": title},
        key=title,
    )


def _decision(card: rx.Var[RequestCard]) -> rx.Component:
    problem = State.problems.get(card.id.to_string(), "")
    control = f"reason-{card.id}"
    return rx.el.form(
        # The number travels as a field: a handler of a form is made outside of the loop.
        rx.el.input(type="hidden", name="change", value=card.id.to_string()),
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
            max_length=MAX_REASON,
            class_name="usa-textarea kiosk-textarea",
            custom_attrs={"id": control, "aria-describedby": f"{control}-hint {control}-error"},
        ),
        rx.el.fieldset(
            rx.el.legend(t("Decision"), class_name="usa-legend"),
            _choice(card, "approve", t("Approve: it counts at once")),
            _choice(card, "refuse", t("Refuse: the number stays as it is")),
            class_name="usa-fieldset usa-form-group",
        ),
        rx.el.div(
            rx.el.button(t("Save the decision"), type="submit", class_name="usa-button"), class_name="kiosk-actions"
        ),
        on_submit=State.decide,
        custom_attrs=TOLD,
    )


def _choice(card: rx.Var[RequestCard], decision: str, label: str) -> rx.Component:
    own = f"{decision}-{card.id}"
    return rx.el.div(
        rx.el.input(
            type="radio",
            custom_attrs={"id": own},
            name="decision",
            value=decision,
            class_name="usa-radio__input",
        ),
        rx.el.label(label, html_for=own, class_name="usa-radio__label"),
        class_name="usa-radio",
    )
