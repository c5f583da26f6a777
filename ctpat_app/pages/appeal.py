"""The appeal: what it is against, until when, and its three parts."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.plain_form import TOLD, area, form_fault, outcome, submit
from ctpat_app.components.standing import document_choices, enclosed_list, save_or_send
from ctpat_app.components.text import address, t
from ctpat_app.domain.appeals import MAX_ANSWER
from ctpat_app.state.appeal import AppealState as State


def appeal_page() -> rx.Component:
    """The decision first, then the form, or the appeal as it was filed."""
    return frame(
        rx.el.div(
            rx.cond(
                State.model > 0,
                rx.el.a(
                    t("Back to where the membership stands"),
                    href=f"{address('standing')}?model={State.model}",
                    class_name="kiosk-back",
                ),
            ),
            outcome(State),
            rx.el.h1(t("Appeal against the decision")),
            waiting(),
            arriving(
                rx.cond(
                    State.loaded,
                    rx.cond(State.appeal.id > 0, _appeal(), rx.el.p(t("There is no decision that can be appealed."))),
                )
            ),
            class_name="kiosk-column",
        )
    )


def _appeal() -> rx.Component:
    return rx.fragment(
        rx.el.p(rx.el.strong(State.decision.sentence), " ", State.decision.when),
        rx.cond(State.decision.ground != "", rx.el.p(rx.el.strong(t("Ground:")), " ", State.decision.ground)),
        rx.el.p(rx.el.strong(t("Reason:")), " ", rx.el.span(State.decision.reason, dir="auto")),
        rx.el.p(t("The appeal: {state}", state=State.appeal.state)),
        rx.cond(
            State.is_open,
            rx.fragment(
                rx.el.p(t("The last day to file it: {day}", day=State.appeal.due), class_name="kiosk-lead"),
                rx.el.p(
                    t("CTPAT headquarters decides within 180 days. Who took the first decision does not decide again.")
                ),
                rx.cond(State.may_write, _form(), _texts()),
            ),
            rx.fragment(rx.cond(State.is_late, _late()), _texts()),
        ),
    )


def _late() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            t("The time to appeal is over. The officer can still write to CTPAT headquarters through the specialist.")
        ),
        class_name="kiosk-alert kiosk-alert--attention",
    )


def _form() -> rx.Component:
    form = "appeal"
    return rx.el.form(
        form_fault(State, form),
        area(State, form, "happened", t("What happened"), MAX_ANSWER, optional=False),
        area(State, form, "remedied", t("How it was put right"), MAX_ANSWER, optional=False),
        area(State, form, "comply", t("How the company will keep to the criteria"), MAX_ANSWER, optional=False),
        document_choices(form, State.documents, State.model),
        rx.cond(
            State.may_sign,
            save_or_send(form, send=t("File it with CTPAT headquarters. Then it cannot be changed.")),
            rx.el.p(t("You can write and save it. The officer files it."), class_name="usa-hint"),
        ),
        submit(t("Go on with the appeal")),
        on_submit=lambda typed: State.save(State.model, State.version, typed),
        no_validate=True,
        key=State.form_key,
        custom_attrs=TOLD,
    )


def _texts() -> rx.Component:
    appeal = State.appeal

    def part(title: str, text: rx.Var[str]) -> rx.Component:
        shown = rx.el.div(text, class_name="kiosk-document", lang=appeal.language, dir="auto")
        return rx.cond(text != "", rx.fragment(rx.el.h2(title), shown))

    return rx.fragment(
        rx.cond(appeal.decide_by != "", rx.el.p(t("It is to be decided by {day}.", day=appeal.decide_by))),
        rx.cond(appeal.reason != "", rx.el.p(rx.el.strong(t("Answer:")), " ", rx.el.span(appeal.reason, dir="auto"))),
        part(t("What happened"), appeal.happened),
        part(t("How it was put right"), appeal.remedied),
        part(t("How the company will keep to the criteria"), appeal.comply),
        enclosed_list(appeal.documents),
    )
