"""The person's page as the helper sees it: the same questions and answers, to read and to point at."""

import reflex as rx

from ctpat_app.components.tasks import status_tag
from ctpat_app.components.text import t
from ctpat_app.guidance.views import MANY_OPTIONS, FieldView, OptionView, ProblemView, RowView, TaskView
from ctpat_app.state.staff_walk import StaffWalkState as State

Field = rx.Var[FieldView]


def seen_page() -> rx.Component:
    """Return what the person has on the screen, as far as it is shown."""
    page = State.page
    return rx.fragment(
        rx.el.h2(page.name, id="walk-seen"),
        rx.cond(State.limited, rx.el.p(t("Of this page only the name is shown."))),
        rx.cond(page.step.key != "", _step()),
        rx.cond(page.tasks.length() > 0, rx.el.ol(rx.foreach(page.tasks, _task), class_name="kiosk-tasks")),
        rx.cond(page.problems.length() > 0, rx.el.ul(rx.foreach(page.problems, _problem), class_name="usa-list")),
    )


def _step() -> rx.Component:
    page, step = State.page, State.page.step
    text = rx.fragment(
        rx.cond(
            page.is_statement,
            rx.el.p(
                rx.cond(
                    page.must,
                    rx.el.span(t("Must"), class_name="kiosk-tag kiosk-tag--must"),
                    rx.el.span(t("Should"), class_name="kiosk-tag kiosk-tag--should"),
                ),
                " ",
                rx.el.bdi(page.number, dir="ltr"),
            ),
        ),
        rx.cond(page.is_statement, rx.el.p(step.title, class_name="kiosk-lead")),
        rx.cond(step.why != "", rx.el.p(step.why)),
        rx.cond(step.hint != "", rx.el.p(step.hint, class_name="usa-hint")),
    )
    return rx.el.div(
        rx.cond(step.count > 0, rx.el.p(t("Step {number} of {count}", number=step.number, count=step.count))),
        rx.cond(step.in_english, rx.el.div(text, lang="en", dir="ltr"), text),
        rx.foreach(step.problems, lambda each: rx.el.p(each.text, class_name="usa-error-message")),
        rx.foreach(step.notices, lambda each: rx.el.div(each, class_name="kiosk-alert kiosk-alert--attention")),
        rx.foreach(step.rows, _row),
        rx.foreach(step.fields, _field),
        class_name="kiosk-walk__page",
    )


def _row(row: rx.Var[RowView]) -> rx.Component:
    return rx.el.section(
        rx.el.h3(rx.el.bdi(row.title), id=f"walk-row-{row.key}"),
        rx.foreach(row.fields, _field),
        class_name="kiosk-card",
        key=row.key,
        custom_attrs={"aria-labelledby": f"walk-row-{row.key}"},
    )


def _field(item: Field) -> rx.Component:
    is_pointed = State.pointed == item.name
    return rx.el.div(
        rx.el.p(
            rx.el.strong(item.label),
            rx.cond(item.required, rx.fragment(), rx.el.span(" ", t("(optional)"), class_name="kiosk-optional")),
        ),
        rx.cond(item.hint != "", rx.el.p(item.hint, class_name="usa-hint")),
        rx.cond(item.error != "", rx.el.p(item.error, class_name="usa-error-message")),
        rx.cond(item.options.length() > 0, _options(item), _value(item)),
        rx.foreach(item.notes, lambda each: rx.el.p(each, class_name="usa-hint")),
        rx.el.button(
            rx.cond(is_pointed, t("Point here again"), t("Point here")),
            rx.el.span(": ", item.label, class_name="usa-sr-only"),
            type="button",
            class_name="usa-button usa-button--outline",
            on_click=State.point(State.walk, item.name, State.note),
            aria_pressed=rx.cond(is_pointed, "true", "false"),
        ),
        class_name=rx.cond(is_pointed, "kiosk-walk__field kiosk-walk__field--pointed", "kiosk-walk__field"),
        key=item.name,
        custom_attrs={"data-field": item.name},
    )


def _options(item: Field) -> rx.Component:
    def one(option: rx.Var[OptionView]) -> rx.Component:
        return rx.cond(
            option.chosen | (item.options.length() <= MANY_OPTIONS),
            rx.el.li(
                option.label,
                rx.cond(
                    option.chosen,
                    rx.fragment(" ", rx.el.span(t("Chosen"), class_name="kiosk-tag kiosk-tag--done")),
                ),
                key=option.key,
            ),
        )

    return rx.el.ul(rx.foreach(item.options, one), class_name="usa-list")


def _value(item: Field) -> rx.Component:
    return rx.cond(
        item.value != "",
        rx.el.p(item.value, class_name="kiosk-written", lang=item.language, dir="auto"),
        rx.el.p(t("Not answered yet"), class_name="usa-hint"),
    )


def _task(task: rx.Var[TaskView]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(task.label, class_name="kiosk-task__link"),
            rx.cond(task.note != "", rx.el.p(task.note, class_name="kiosk-task__note")),
            class_name="kiosk-task__text",
        ),
        status_tag(task.status, f"walk-task-{task.step}"),
        class_name="kiosk-task",
        key=task.step,
    )


def _problem(problem: rx.Var[ProblemView]) -> rx.Component:
    return rx.el.li(problem.text)
