"""One step of the application: what is wrong, the question, its fields or rows, where to go next."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.consent import consent_panel
from ctpat_app.components.entries import confirm_entry, delete_entry, fill_button, kept_elsewhere, removed_entry
from ctpat_app.components.errors import error_summary
from ctpat_app.components.fields import field
from ctpat_app.components.layout import frame
from ctpat_app.components.profile_note import changes_note
from ctpat_app.components.returned import returned_comment
from ctpat_app.components.steps import bar, rail
from ctpat_app.components.text import address, t
from ctpat_app.components.to_phone import on_my_phone
from ctpat_app.guidance.views import RowView
from ctpat_app.state.step import StepState


def step_page() -> rx.Component:
    """One decision or one small group of them."""
    return _page("apply", "application")


def risk_step_page() -> rx.Component:
    """The same for a step of a risk assessment."""
    return _page("risk", "risk-result")


def _page(steps: str, overview: str) -> rx.Component:
    return frame(
        waiting(),
        arriving(rx.cond(StepState.draft > 0, _step(steps, overview))),
        rail=rail(StepState, steps=steps, overview=overview),
        title=StepState.view.title,
        path=StepState.address,
        status=False,
    )


def _step(steps: str, overview: str) -> rx.Component:
    view = StepState.view
    talk = "talk" if steps == "apply" else "risk-talk"

    def back(classes: str) -> rx.Component:
        path = rx.cond(
            view.before != "",
            address(f"{steps}?draft={StepState.draft}&step={view.before}"),
            address(f"{overview}?draft={StepState.draft}"),
        )
        return rx.el.a(t("Back"), href=path, class_name=classes)

    return rx.el.form(
        rx.el.div(
            back("kiosk-back"),
            rx.el.p(
                rx.el.a(
                    t("Answer one question at a time"),
                    href=address(f"{talk}?draft={StepState.draft}&step={view.key}"),
                )
            ),
            error_summary(view.problems, StepState.attempt),
            rx.el.p(t("Step {number} of {count}", number=view.number, count=view.count), class_name="kiosk-caption"),
            rx.cond(
                view.in_english,
                rx.el.div(_head(), class_name="kiosk-english", lang="en", dir="ltr"),
                _head(),
            ),
            *(_of_a_sent_profile() if steps == "apply" else ()),
            rx.foreach(view.notices, lambda notice: rx.el.div(notice, class_name="kiosk-alert kiosk-alert--attention")),
            rx.el.div(rx.foreach(view.rows, _row)),
            _add(),
            _said(),
            rx.foreach(view.fields, lambda item: field(StepState, item)),
            kept_elsewhere(StepState.view.key, StepState.account),
            _consent(),
            on_my_phone(StepState.draft, steps, view.key),
            class_name="kiosk-step__body",
        ),
        bar(
            StepState,
            back=back("usa-button usa-button--outline kiosk-bar__back"),
            label=t("Save and continue"),
            back_label="" if steps == "apply" else t("Save and return to the result"),
        ),
        on_submit=lambda typed: StepState.go_on(StepState.draft, view.key, typed),
        class_name="kiosk-step",
        no_validate=True,
        # A new step starts at its top and with untouched controls.
        key=f"{StepState.draft}/{view.key}",
    )


def _of_a_sent_profile() -> tuple[rx.Component, rx.Component]:
    """Of changes to what was sent: that they are not sent yet, and what came back about this part."""
    draft = StepState.draft
    return changes_note(draft), returned_comment(draft, f"part.{StepState.view.key}")


def _head() -> rx.Component:
    view = StepState.view
    return rx.fragment(
        rx.el.h1(view.title),
        rx.cond(view.why != "", rx.el.p(view.why, class_name="kiosk-lead")),
        rx.cond(view.hint != "", rx.el.p(view.hint, class_name="kiosk-prose")),
    )


def _row(row: rx.Var[RowView]) -> rx.Component:
    return rx.el.section(
        rx.el.h2(rx.el.bdi(row.title), id=f"row-{row.key}"),
        rx.cond(row.to_confirm > 0, confirm_entry(StepState, StepState.view.list_id, row.key, row.title)),
        rx.foreach(row.fields, lambda item: field(StepState, item)),
        rx.cond(
            row.removable,
            delete_entry(StepState, StepState.view.list_id, row.key, row.title),
        ),
        class_name="kiosk-card kiosk-row",
        key=row.key,
        custom_attrs={"aria-labelledby": f"row-{row.key}"},
    )


def _said() -> rx.Component:
    """What “Can we join?” found in this browser: offered, never chosen unasked."""
    return rx.fragment(
        rx.cond(
            StepState.said != "",
            rx.el.div(
                rx.el.p(t("You said on “Can we join?”: {types}", types=StepState.said_names)),
                rx.el.button(
                    t("Use it"),
                    type="button",
                    class_name="usa-button usa-button--outline",
                    on_click=StepState.use_said(StepState.draft, StepState.said_version, StepState.said),
                    custom_attrs={"data-leads-to": ".kiosk-said"},
                ),
                class_name="kiosk-offer",
            ),
        ),
        rx.cond(
            (StepState.used != "") & (StepState.said == "") & (StepState.view.key == "business-types"),
            rx.el.p(StepState.used, class_name="kiosk-said kiosk-inset", tab_index=-1),
        ),
    )


def _add() -> rx.Component:
    return rx.cond(
        StepState.view.list_id != "",
        rx.el.div(
            rx.foreach(StepState.view.fills, lambda each: fill_button(StepState, StepState.view.list_id, each)),
            rx.el.button(
                StepState.view.add_label,
                type="button",
                class_name="usa-button usa-button--outline",
                id=f"f-{StepState.view.list_id}",
                on_click=StepState.add(StepState.draft, StepState.view.list_id),
                custom_attrs={"data-leads-to": ".kiosk-row"},
            ),
            rx.cond(StepState.removed_row != "", removed_entry(StepState, StepState.view.list_id)),
            class_name="kiosk-actions",
        ),
    )


def _consent() -> rx.Component:
    return rx.cond(StepState.asks_consent, consent_panel(StepState.draft))
