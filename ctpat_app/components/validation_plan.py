"""The fields of the plan of a validation, for the page that makes one and the page that changes it."""

import reflex as rx

from ctpat_app.components.plain_form import State, area, choice
from ctpat_app.components.text import t
from ctpat_app.domain.validations import MAX_TEXT


def plan_fields(state: State, kinds: rx.Var[list[list[str]]]) -> rx.Component:
    """Return kind, with or without a visit, and on what the plan rests."""
    return rx.fragment(
        choice(state, "plan", "kind", t("Kind of validation"), kinds, empty=t("Choose …"), optional=False),
        rx.el.div(
            rx.el.label(t("Is a site looked at?"), html_for="plan-with_visit", class_name="usa-label"),
            rx.el.select(
                rx.el.option(t("Yes: on site, by video or by telephone"), value="yes"),
                rx.el.option(t("No: documents alone"), value="no"),
                id="plan-with_visit",
                name="with_visit",
                default_value=state.values.get("plan-with_visit", "yes"),
                class_name="usa-select",
            ),
            class_name="usa-form-group",
        ),
        area(
            state, "plan", "basis", t("On what the plan rests"), MAX_TEXT,
            hint=t("The risk, what changed since the last validation, and why with or without a visit."),
            optional=False,
        ),
    )  # fmt: skip
