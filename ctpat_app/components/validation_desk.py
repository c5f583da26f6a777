"""What the desk does with a validation before it begins: forms and buttons of its page."""

from collections.abc import Callable

import reflex as rx
from reflex.event import EventSpec

from ctpat_app.components.plain_form import TOLD, area, choice, day, form_fault, line, submit
from ctpat_app.components.text import t
from ctpat_app.components.validation_plan import plan_fields
from ctpat_app.domain.validations import MAX_LINE, MAX_TEXT
from ctpat_app.state.staff_validation import StaffValidationState as State

Send = Callable[..., EventSpec]
SECONDARY = "usa-button usa-button--secondary"
OUTLINE = "usa-button usa-button--outline"


def step_form(
    form: str, title: str, fields: rx.Component, send: Send, button: str, look: str = OUTLINE
) -> rx.Component:
    """Return a form that folds; it begins anew once it was taken, and keeps what was typed until then."""
    return rx.el.details(
        rx.el.summary(title),
        rx.el.form(
            form_fault(State, form),
            fields,
            submit(button, look),
            on_submit=lambda typed: send(State.validation, State.version, typed),
            no_validate=True,
            class_name="kiosk-more__body",
            key=f"{form}/{State.validation}/{State.done.get(form, 0)}",
            custom_attrs=TOLD,
        ),
        class_name="kiosk-more kiosk-no-print",
    )


def open_form(form: str, fields: rx.Component, send: Send, button: str, look: str = "usa-button") -> rx.Component:
    """Return the form of the step that is next."""
    return rx.el.form(
        form_fault(State, form),
        fields,
        submit(button, look),
        on_submit=lambda typed: send(State.validation, State.version, typed),
        no_validate=True,
        class_name="kiosk-no-print",
        key=f"{form}/{State.validation}/{State.done.get(form, 0)}",
        custom_attrs=TOLD,
    )


def reason_form(form: str, title: str, hint: str, send: Send, button: str) -> rx.Component:
    """Return a folded form that asks for a reason alone."""
    fields = area(State, form, "reason", t("Reason"), MAX_TEXT, hint=hint, optional=False)
    return step_form(form, title, fields, send, button, SECONDARY)


def press(text: str, send: Send, look: str = "usa-button") -> rx.Component:
    """Return the button of a step that has no form."""
    return rx.el.div(
        rx.el.button(
            text,
            type="button",
            class_name=look,
            on_click=send(State.validation, State.version),
            custom_attrs={"data-leads-to": ".kiosk-told"},
        ),
        class_name="kiosk-actions kiosk-no-print",
    )


def plan_steps() -> rx.Component:
    """Return what can be done until the validation begins."""
    return rx.fragment(
        rx.cond(State.steps.contains("plan-approved"), _decide_plan()),
        rx.cond(
            State.steps.contains("plan-changed"),
            step_form(
                "plan", t("Change the plan"), plan_fields(State, State.kinds), State.change_plan,
                t("Send the plan to a supervisor"),
            ),
        ),
        rx.cond(State.steps.contains("scheduled"), _schedule()),
        rx.cond(
            State.steps.contains("begun"),
            rx.fragment(form_fault(State, "begin"), press(t("The validation has begun"), State.begin)),
        ),
    )  # fmt: skip


def _decide_plan() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Decide on the plan"), id="decide"),
        form_fault(State, "approve"),
        rx.cond(
            State.is_own_plan,
            rx.el.p(t("You wrote this plan. Another supervisor decides on it.")),
            rx.fragment(
                press(t("Approve the plan"), State.approve_plan),
                reason_form(
                    "decide", t("Send the plan back"), t("Its author reads the reason."), State.return_plan,
                    t("Send back with this reason"),
                ),
            ),
        ),
        custom_attrs={"aria-labelledby": "decide"},
    )  # fmt: skip


def _schedule() -> rx.Component:
    tell = t("Set the day and tell the company")
    return rx.el.section(
        rx.el.h2(t("Sites and day"), id="schedule"),
        rx.cond(
            State.card.with_visit,
            step_form("visit", t("Add a site"), _visit_fields(), State.add_visit, t("Add this site")),
        ),
        rx.cond(
            State.steps.contains("begun"),
            step_form("schedule", t("Set another day"), _schedule_fields(), State.schedule, tell),
            open_form("schedule", _schedule_fields(), State.schedule, tell),
        ),
        custom_attrs={"aria-labelledby": "schedule"},
    )


def _schedule_fields() -> rx.Component:
    return rx.fragment(
        rx.cond(
            State.card.with_visit,
            rx.el.p(t("The day of the first visit is the day of the validation.")),
            rx.fragment(day(State, "schedule", "day", t("Day on which it begins")), _people("schedule")),
        ),
        area(
            State, "schedule", "reason", t("Why the notice is short"), MAX_TEXT,
            hint=t("Only when it begins in less than 30 days. The company reads it."),
        ),
    )  # fmt: skip


def _visit_fields() -> rx.Component:
    return rx.fragment(
        choice(
            State, "visit", "address", t("Address of the company"), State.sites, empty=t("Another place"),
            hint=t("From the company's trade account."),
        ),
        line(State, "visit", "site", t("Another place"), MAX_LINE, hint=t("Name and address of the site.")),
        day(State, "visit", "day", t("Day of the visit")),
        choice(State, "visit", "mode", t("How it is looked at"), State.modes, empty=t("Choose …"), optional=False),
        line(
            State, "visit", "recognised", t("Recognized AEO validation"), MAX_LINE,
            hint=t("Only when it stands for the visit: program, number and date."),
        ),
        _people("visit"),
        line(
            State, "visit", "team", t("Names of the team"), MAX_LINE,
            hint=t("For the desk alone. The company reads how many people come."),
        ),
    )  # fmt: skip


def _people(form: str) -> rx.Component:
    return line(
        State, form, "people", t("People who come"), 2, type="number", min="1", max="20", dir="ltr", optional=False,
        look="usa-input usa-input--medium",
    )  # fmt: skip
