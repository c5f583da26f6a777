"""One statement of a questionnaire as a form: what is asked, the answer, its English, files, and the way on."""

import reflex as rx

from ctpat_app.components.inquiry import page_of, partner_frame
from ctpat_app.components.partner_answer import PLACE, answer_field, closed, english, files, question, support
from ctpat_app.components.text import address, t
from ctpat_app.components.uploads import upload_script
from ctpat_app.state.inquiry_answer import InquiryAnswerState as State

View = State.view


def inquiry_answer_page() -> rx.Component:
    """The statement large, the box that grows, and all that belongs to this one statement below."""
    return partner_frame(
        State,
        "inquiry-answer",
        rx.cond(View.id != "", rx.fragment(_form(), files(), _pager())),
        upload_script(),
        saved_at=State.saved_at,
        title=View.number,
        path=State.address,
    )


def _form() -> rx.Component:
    return rx.el.form(
        rx.el.a(t("All statements"), href=page_of(State, "inquiry-answers"), class_name="kiosk-back"),
        rx.cond(
            State.may_answer,
            rx.el.p(
                rx.el.a(
                    t("Answer one question at a time"),
                    href=f"{page_of(State, 'inquiry-talk')}&criterion={View.id}",
                )
            ),
        ),
        rx.el.p(
            t("Statement {position} of {count}", position=View.position, count=View.count), class_name="kiosk-caption"
        ),
        question(),
        _applies(),
        answer_field(),
        support(),
        rx.cond(
            State.may_answer,
            rx.el.div(
                rx.el.button(
                    t("Save and go to the next statement"),
                    type="submit",
                    class_name="usa-button",
                    custom_attrs={"data-continue": "true"},
                ),
                class_name="kiosk-actions",
            ),
            closed(),
        ),
        english(),
        on_submit=lambda typed: State.go_on(State.inquiry, View.id, State.version, State.applies, typed),
        no_validate=True,
        key=PLACE,
    )


def _applies() -> rx.Component:
    def radio(value: str, label: str, *, applies: bool) -> rx.Component:
        return rx.el.div(
            rx.el.input(
                type="radio",
                name="applies-choice",
                value=value,
                default_checked=State.applies if applies else ~State.applies,
                disabled=~State.may_answer,
                class_name="usa-radio__input",
                on_change=State.choose(State.inquiry, View.id, State.version, applies),
                key=f"{value}/{PLACE}/{State.revision}",
                custom_attrs={"id": f"applies-{value}"},
            ),
            rx.el.label(label, html_for=f"applies-{value}", class_name="usa-radio__label"),
            class_name="usa-radio",
        )

    return rx.el.fieldset(
        rx.el.legend(t("Does this apply to your company?"), class_name="usa-legend"),
        radio("yes", t("Yes, it applies"), applies=True),
        radio("no", t("No, it does not apply"), applies=False),
        class_name="usa-fieldset",
    )


def _pager() -> rx.Component:
    def to(criterion: rx.Var[str]) -> str:
        return f"{address('inquiry-answer')}?inquiry={State.inquiry}&criterion={criterion}"

    return rx.el.nav(
        rx.cond(
            View.before != "",
            rx.el.a(t("Previous statement"), href=to(View.before), class_name="kiosk-pager__prev"),
        ),
        rx.cond(
            View.after != "",
            rx.el.a(t("Skip to the next statement"), href=to(View.after), class_name="kiosk-pager__next"),
        ),
        class_name="kiosk-pager",
        aria_label=t("Statements"),
    )
