"""The risk assessments of a company."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.text import address, t
from ctpat_app.state.risk_assessments import AssessmentCard
from ctpat_app.state.risk_assessments import RiskAssessmentsState as State


def risk_assessments_page() -> rx.Component:
    """What it is, then what to go on with or to start, then what was finished."""
    return frame(
        rx.el.div(
            rx.el.a(t("Your applications"), href=address("home"), class_name="kiosk-back"),
            rx.el.h1(t("Risk assessments")),
            rx.el.p(
                t("In five steps you map your supply chain, judge threats and weak points, and plan what is done."),
                class_name="kiosk-lead",
            ),
            waiting(),
            arriving(rx.cond(State.account > 0, rx.fragment(_now(), _finished()))),
            class_name="kiosk-column",
        )
    )


def _now() -> rx.Component:
    return rx.cond(State.unfinished.length() > 0, _go_on(State.unfinished[0]), _start())


def _go_on(card: AssessmentCard) -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Continue where you were"), id="continue"),
        rx.el.p(t("Begun on {day}.", day=card.begun_on), class_name="usa-hint"),
        rx.el.div(
            rx.el.a(t("Go on with the assessment"), href=card.href, class_name="usa-button"), class_name="kiosk-actions"
        ),
        class_name="kiosk-box",
        custom_attrs={"aria-labelledby": "continue"},
    )


def _start() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Start a risk assessment"), id="start"),
        rx.cond(
            State.finished.length() > 0,
            rx.fragment(
                rx.cond(
                    State.finished[0].is_due,
                    rx.el.div(
                        rx.el.p(t("The review was due on {day}.", day=State.finished[0].next_review)),
                        class_name="kiosk-alert kiosk-alert--attention",
                    ),
                ),
                rx.el.p(t("A copy of the last one saves typing. Each entry is marked until somebody has checked it.")),
                rx.el.div(
                    _button(t("Start from the last one"), look="usa-button", from_last=True),
                    _button(t("Start an empty one"), look="usa-button usa-button--outline", from_last=False),
                    class_name="kiosk-actions",
                ),
            ),
            rx.el.div(
                _button(t("Start a risk assessment"), look="usa-button", from_last=False), class_name="kiosk-actions"
            ),
        ),
        class_name="kiosk-box",
        custom_attrs={"aria-labelledby": "start"},
    )


def _button(text: str, *, look: str, from_last: bool) -> rx.Component:
    return rx.el.button(text, type="button", class_name=look, on_click=State.start(State.account, from_last))


def _finished() -> rx.Component:
    def one(card: AssessmentCard) -> rx.Component:
        return rx.el.li(
            rx.el.a(t("Finished on {day}", day=card.finished_on), href=card.href, class_name="kiosk-list__link"),
            rx.el.p(
                t("Reference:"),
                " ",
                rx.el.bdi(card.reference, dir="ltr", class_name="kiosk-code"),
                rx.el.br(),
                t("Next review: {day}", day=card.next_review),
                class_name="kiosk-list__note",
            ),
            rx.cond(card.is_due, rx.el.span(t("Review due"), class_name="kiosk-tag kiosk-tag--attention")),
            class_name="kiosk-list__item",
        )

    return rx.cond(
        State.finished.length() > 0,
        rx.fragment(
            rx.el.h2(t("Finished risk assessments")),
            rx.el.ul(rx.foreach(State.finished, one), class_name="kiosk-list"),
        ),
    )
