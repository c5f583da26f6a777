"""A filed appeal at the desk: what it says, who reviews it, and the decision about it."""

import reflex as rx

from ctpat_app.components.plain_form import TOLD, submit
from ctpat_app.components.standing import enclosed_list, reason_control
from ctpat_app.components.text import t
from ctpat_app.state.staff_standing import StaffStandingState as State
from ctpat_app.state.staff_standing_views import AppealCard


def appeal_card(card: rx.Var[AppealCard]) -> rx.Component:
    """Return the appeal, and below it what the reader can do about it."""
    paper, title = card.paper, f"appeal-{card.paper.id}"

    def part(name: str, text: rx.Var[str]) -> rx.Component:
        return rx.fragment(
            rx.el.h4(name), rx.el.div(text, class_name="kiosk-document", lang=paper.language, dir="auto")
        )

    return rx.el.section(
        rx.el.h3(card.against, id=title),
        rx.el.p(t("The appeal: {state}", state=paper.state)),
        rx.el.p(t("Filed on {moment}.", moment=card.filed)),
        rx.el.p(t("It is to be decided by {day}.", day=paper.decide_by)),
        part(t("What happened"), paper.happened),
        part(t("How it was put right"), paper.remedied),
        part(t("How the company will keep to the criteria"), paper.comply),
        enclosed_list(paper.documents),
        rx.cond(paper.reason != "", rx.el.p(rx.el.strong(t("Answer:")), " ", rx.el.span(paper.reason, dir="auto"))),
        rx.cond(card.may_judge, _judging(card)),
        class_name="kiosk-box",
        key=paper.id.to_string(),
        custom_attrs={"aria-labelledby": title},
    )


def _judging(card: rx.Var[AppealCard]) -> rx.Component:
    form = f"appeal-{card.paper.id}"
    fault = State.problems.get(f"{form}-form", "")
    return rx.fragment(
        rx.cond(
            card.may_take_up,
            rx.el.div(
                rx.el.button(
                    t("Review this appeal"),
                    type="button",
                    class_name="usa-button usa-button--outline",
                    on_click=State.take_up(card.paper.id),
                    custom_attrs=TOLD,
                ),
                class_name="kiosk-actions",
            ),
        ),
        rx.el.form(
            rx.cond(fault != "", rx.el.p(fault, id=f"{form}-form", class_name="usa-error-message", tab_index=-1)),
            # The number travels as a field: a handler of a form is made outside of the loop.
            rx.el.input(type="hidden", name="appeal", value=card.paper.id.to_string()),
            rx.el.fieldset(
                rx.el.legend(t("Decision about the appeal"), class_name="usa-legend"),
                _option(form, "uphold", t("The decision stays")),
                _option(form, "reverse", t("The decision is reversed")),
                class_name="usa-fieldset usa-form-group",
            ),
            rx.el.p(
                t("A reversed suspension ends at once. After a reversed removal the company may apply at once."),
                class_name="usa-hint",
            ),
            reason_control(form, State.problems.get(f"{form}-reason", ""), hint=t("The company reads it.")),
            submit(t("Decide the appeal")),
            on_submit=State.judge,
            no_validate=True,
            custom_attrs=TOLD,
        ),
    )


def _option(form: rx.Var[str] | str, value: str, text: str) -> rx.Component:
    control = f"{form}-{value}"
    return rx.el.div(
        rx.el.input(type="radio", id=control, name="outcome", value=value, class_name="usa-radio__input"),
        rx.el.label(text, html_for=control, class_name="usa-radio__label"),
        class_name="usa-radio",
    )
