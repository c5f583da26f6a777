"""Certify, sign and send the annual review."""

import reflex as rx

from ctpat_app.components.agreements import (
    agree_field,
    agreement_points,
    agreement_text,
    name_field,
    ticked,
    typed_in,
)
from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.links import document_link
from ctpat_app.components.text import address, t
from ctpat_app.state.annual_sending import CERTIFIED
from ctpat_app.state.annual_sending import AnnualSendState as State
from ctpat_app.state.sign import AGREED, NAME


def annual_send_page() -> rx.Component:
    """What is certified, in short and in full, then the signature; others see for whom it waits."""
    return frame(
        rx.el.div(
            arriving(
                rx.cond((State.attempt > 0) & (State.errors.length() > 0), _errors()),
                rx.cond(State.model > 0, rx.el.a(t("Annual review"), href=_overview(), class_name="kiosk-back")),
            ),
            rx.el.h1(t("Certify, sign and send")),
            waiting(),
            arriving(rx.cond(State.model > 0, _content())),
            class_name="kiosk-column",
        )
    )


def _overview() -> str:
    return f"{address('annual-review')}?model={State.model}"


def _errors() -> rx.Component:
    def fault(control: str) -> rx.Component:
        return rx.cond(
            State.errors.contains(control), rx.el.li(document_link(State.errors[control], href=f"#{control}"))
        )

    return rx.el.div(
        rx.el.h2(t("It is not sent yet"), id="error-title", class_name="kiosk-errors__title"),
        rx.el.ul(
            fault(CERTIFIED),
            fault(AGREED),
            fault(NAME),
            rx.cond(State.errors.contains(""), rx.el.li(rx.el.a(State.errors[""], href=_overview()))),
            class_name="kiosk-errors__list",
        ),
        id="error-summary",
        role="alert",
        tab_index=-1,
        class_name="kiosk-errors",
        custom_attrs={"data-attempt": State.attempt.to_string(), "aria-labelledby": "error-title"},
    )


def _content() -> rx.Component:
    return rx.fragment(
        rx.el.p(rx.el.bdi(State.company), class_name="kiosk-lead"),
        rx.cond(
            State.is_sent,
            rx.el.p(t("The annual review was sent already."), " ", rx.el.a(t("See where it stands"), href=_overview())),
            rx.fragment(_days(), rx.cond(State.lacks.length() > 0, _not_ready(), _signature())),
        ),
    )


def _days() -> rx.Component:
    return rx.el.div(
        rx.cond(
            State.is_late,
            rx.el.p(t("It was due on {day}. Send it all the same: CTPAT sees that it comes late.", day=State.due_on)),
            rx.el.p(
                t(
                    "Only what is sent from {opens} to {day} counts for this review.",
                    opens=State.opens_on,
                    day=State.due_on,
                )
            ),
        ),
        class_name=rx.cond(State.is_late, "kiosk-alert kiosk-alert--attention", "kiosk-alert kiosk-alert--info"),
    )


def _not_ready() -> rx.Component:
    return rx.el.div(
        rx.el.h2(t("Do this before you can send")),
        rx.el.ul(rx.foreach(State.lacks, rx.el.li), class_name="usa-list"),
        rx.el.p(rx.el.a(t("Go to the tasks"), href=_overview())),
        class_name="kiosk-alert kiosk-alert--attention",
    )


def _signature() -> rx.Component:
    return rx.fragment(
        rx.el.h2(t("What you certify")),
        agreement_points(State.certification),
        agreement_text(State.certification),
        rx.el.details(
            rx.el.summary(t("The partner agreement, which is signed again with the review")),
            agreement_text(State.agreement),
            class_name="kiosk-more",
        ),
        rx.cond(
            State.may_submit,
            _form(),
            rx.el.section(
                rx.el.h2(t("Waiting for the officer"), id="waiting"),
                rx.el.p(t("Only the officer can certify, sign and send. Everything is ready.")),
            ),
        ),
    )


def _form() -> rx.Component:
    return rx.el.form(
        rx.el.h2(t("Your signature")),
        agree_field(
            CERTIFIED,
            State.errors,
            t("I certify that the information in this annual review is accurate and complete."),
        ),
        agree_field(
            AGREED,
            State.errors,
            t("I am the officer, I have read the agreement, and I agree for the company."),
        ),
        name_field(NAME, State.errors, State.own_name),
        rx.el.div(
            rx.el.button(t("Certify, sign and send"), type="submit", class_name="usa-button"),
            class_name="kiosk-actions",
        ),
        class_name="kiosk-sign",
        custom_attrs={"noValidate": True},
        on_submit=lambda _fields: State.send(State.model, typed_in(NAME), ticked(CERTIFIED), ticked(AGREED)),
    )
