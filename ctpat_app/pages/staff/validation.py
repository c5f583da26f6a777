"""One validation at the desk: its plan, the sites, the report, the answers of the company, and the next step."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import outcome
from ctpat_app.components.text import address, t
from ctpat_app.components.validation_desk import plan_steps, reason_form
from ctpat_app.components.validation_desk_report import findings, outcome_steps, report_steps, visits
from ctpat_app.components.validations import fact, facts, history, pdf_links, state_tag
from ctpat_app.state.staff_validation import StaffValidationState as State

Card = State.card


def staff_validation_page() -> rx.Component:
    """What is known stands on top, what can be done next below it, what happened at the end."""
    return frame(
        rx.el.div(
            rx.cond(
                State.model > 0,
                rx.el.a(
                    t("All validations of this company"),
                    href=f"{address('staff/validations')}?model={State.model}",
                    class_name="kiosk-back",
                ),
            ),
            outcome(State),
            rx.cond(State.loaded, rx.el.h1(Card.line.title), rx.el.h1(t("A validation at the desk"))),
            waiting(),
            arriving(rx.cond(State.loaded, _case())),
            class_name="kiosk-column",
        ),
        title=Card.line.title,
    )


def _case() -> rx.Component:
    return rx.fragment(
        rx.el.p(state_tag(Card.line)),
        rx.cond(Card.line.due != "", rx.el.p(Card.line.due)),
        facts(Card, fact(t("On what the plan rests"), Card.basis)),
        rx.cond(State.may_write, plan_steps()),
        visits(),
        rx.cond(Card.report != "", _report()),
        findings(),
        rx.cond(State.may_write, rx.fragment(report_steps(), outcome_steps(), _cancel())),
        history(State.moves),
    )


def _report() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Summary of the report"), id="report"),
        rx.el.p(Card.report, dir="auto"),
        rx.el.p(pdf_links(State.validation)),
        custom_attrs={"aria-labelledby": "report"},
    )


def _cancel() -> rx.Component:
    return rx.cond(
        State.steps.contains("cancelled"),
        reason_form(
            "cancel",
            t("Cancel the validation"),
            t("A company that was told of it reads the reason."),
            State.cancel,
            t("Cancel with this reason"),
        ),
    )
