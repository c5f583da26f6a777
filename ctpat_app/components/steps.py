"""Where you are: the parts of the application beside the page, and the bar with the way back and on."""

import reflex as rx

from ctpat_app.components.layout import status_line
from ctpat_app.components.text import address, t
from ctpat_app.guidance.views import TaskView
from ctpat_app.state.answers import AnswerState

Form = type[AnswerState]


def status_words() -> dict[str, str]:
    """Return the status of a part in words, by its key."""
    return {
        "not-started": t("Not started"),
        "in-progress": t("In progress"),
        "complete": t("Complete"),
        "needs-attention": t("Needs attention"),
        "waiting-for-officer": t("Waiting for the officer"),
    }


def status_word(status: rx.Var[str]) -> rx.Var[str]:
    """Return the words for a status that comes with the data."""
    return rx.match(status, *status_words().items(), "")


def rail(form: Form, *, steps: str = "apply", overview: str = "application") -> rx.Component:
    """Return the list of the parts with where each stands, folded on small screens.

    Args:
        form: the state of the page.
        steps: path of the page on which the parts of this form are filled in.
        overview: path of the page that tells where the whole form stands.
    """
    name = t("Your application") if overview == "application" else t("Risk assessment")
    return rx.el.nav(
        rx.el.details(
            rx.el.summary(name, class_name="kiosk-rail__summary"),
            rx.el.p(
                rx.el.a(rx.el.bdi(form.company), href=address(f"{overview}?draft={form.draft}")),
                class_name="kiosk-caption",
            ),
            rx.el.ol(rx.foreach(form.tasks, lambda task: _stop(form, task, steps)), class_name="kiosk-route"),
            class_name="kiosk-rail__fold",
            custom_attrs={"data-open-wide": "true"},
        ),
        # Always in sight on a wide screen, where the bar stands at the end of the page; one of the two is shown.
        rx.el.div(status_line(form.saved_at), class_name="kiosk-rail__status"),
        class_name="kiosk-rail kiosk-no-print",
        aria_label=name,
    )


def _stop(form: Form, task: rx.Var[TaskView], steps: str) -> rx.Component:
    base = "kiosk-route__stop"
    done = rx.match(
        task.status, ("complete", f"{base} {base}--done"), ("needs-attention", f"{base} {base}--attention"), base
    )
    return rx.el.li(
        rx.el.a(
            task.label,
            rx.el.span(", ", status_word(task.status), class_name="usa-sr-only"),
            href=address(f"{steps}?draft={form.draft}&step={task.step}"),
            class_name="kiosk-route__link",
            custom_attrs={"aria-current": rx.cond(task.here, "step", "false")},
        ),
        class_name=rx.cond(task.here, f"{base} {base}--here", done),
    )


def bar(form: Form, *, back: rx.Component, label: str | rx.Var[str], back_label: str = "") -> rx.Component:
    """Return "saved", the way back, and the one button that goes on."""
    return rx.el.div(
        status_line(form.saved_at),
        back,
        rx.el.button(
            rx.cond(form.returns, back_label or t("Save and return to the check page"), label),
            type="submit",
            class_name="usa-button kiosk-bar__next",
            custom_attrs={"data-continue": "true"},
        ),
        class_name="kiosk-bar kiosk-no-print",
    )
