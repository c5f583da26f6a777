"""The validations of a security model for the desk: what is on record, when the next is due, and its plan."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import form_fault, outcome, submit
from ctpat_app.components.text import address, t
from ctpat_app.components.validation_plan import plan_fields
from ctpat_app.components.validations import fact, list_item
from ctpat_app.state.staff_validations import StaffValidationsState as State


def staff_validations_page() -> rx.Component:
    """The facts that a plan rests on stand above it."""
    return frame(
        rx.el.div(
            rx.cond(
                State.account > 0,
                rx.el.a(
                    rx.el.bdi(State.company),
                    href=f"{address('staff/company')}?account={State.account}",
                    class_name="kiosk-back",
                ),
            ),
            outcome(State),
            rx.el.h1(t("Validations of a company")),
            waiting(),
            arriving(rx.cond(State.loaded, _model())),
            class_name="kiosk-column",
        ),
        title=State.company,
    )


def _model() -> rx.Component:
    page = address("staff/validation")
    return rx.fragment(
        rx.el.dl(
            fact(t("Company"), State.company),
            fact(t("Security model"), State.name),
            fact(t("Where the membership stands"), State.status),
            fact(t("Certified on"), State.certified),
            fact(t("Last validation passed on"), State.validated),
            fact(rx.cond(State.is_late, t("Next validation was due by"), t("Next validation is due by")), State.due),
            class_name="kiosk-summary",
        ),
        rx.el.section(
            rx.el.h2(t("On record"), id="record"),
            rx.cond(
                State.lines.length() > 0,
                rx.el.ul(rx.foreach(State.lines, lambda line: list_item(line, page)), class_name="kiosk-list"),
                rx.el.p(t("No validation is on record.")),
            ),
            custom_attrs={"aria-labelledby": "record"},
        ),
        rx.cond(State.kinds.length() > 0, _plan()),
    )


def _plan() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Plan the next validation"), id="plan"),
        rx.el.p(t("A supervisor who did not write the plan approves it. The company reads nothing of it before.")),
        rx.el.form(
            form_fault(State, "plan"),
            plan_fields(State, State.kinds),
            submit(t("Send the plan to a supervisor")),
            on_submit=lambda typed: State.plan(State.model, typed),
            no_validate=True,
            key=State.form_key,
        ),
        custom_attrs={"aria-labelledby": "plan"},
    )
