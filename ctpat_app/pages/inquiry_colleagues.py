"""Who has a link to a questionnaire, and a form that hands it over to a colleague."""

import reflex as rx

from ctpat_app.components.inquiry import partner_frame
from ctpat_app.components.plain_form import TOLD, choice, form_fault, line, outcome, submit
from ctpat_app.components.text import t
from ctpat_app.domain.emails import MAX_CHARACTERS as MAX_EMAIL
from ctpat_app.domain.names import MAX_CHARACTERS as MAX_NAME
from ctpat_app.state.inquiry_colleagues import HAND_OVER, HolderView
from ctpat_app.state.inquiry_colleagues import InquiryColleaguesState as State


def inquiry_colleagues_page() -> rx.Component:
    """The list, then the form."""
    return partner_frame(
        State,
        "inquiry-colleagues",
        outcome(State),
        rx.el.h1(t("Answer together with colleagues")),
        rx.el.p(t("Each of you gets a link of your own. Yours keeps working."), class_name="kiosk-lead"),
        rx.el.h2(t("Who has a link")),
        rx.el.ul(rx.foreach(State.holders, _holder), class_name="kiosk-list"),
        rx.el.h2(t("Hand over to a colleague")),
        _form(),
    )


def _holder(holder: rx.Var[HolderView]) -> rx.Component:
    return rx.el.li(
        rx.el.strong(rx.el.bdi(holder.name)),
        " ",
        rx.el.span(holder.note, class_name="kiosk-tag"),
        rx.el.p(rx.el.bdi(holder.email, dir="ltr"), class_name="kiosk-list__note"),
        rx.cond(
            holder.is_revocable,
            rx.el.button(
                t("Take this link back"),
                rx.el.span(" ", rx.el.bdi(holder.name), class_name="usa-sr-only"),
                type="button",
                class_name="usa-button usa-button--unstyled",
                on_click=State.revoke(State.inquiry, holder.id),
                custom_attrs={"data-leads-to": ".kiosk-told"},
            ),
        ),
        class_name="kiosk-list__item",
    )


def _form() -> rx.Component:
    return rx.el.form(
        form_fault(State, HAND_OVER),
        line(State, HAND_OVER, "name", t("Name of the colleague"), MAX_NAME, optional=False),
        line(State, HAND_OVER, "email", t("Email address"), MAX_EMAIL, optional=False, dir="ltr", input_mode="email"),
        choice(
            State,
            HAND_OVER,
            "language",
            t("Language of the mail and the pages"),
            State.languages,
            empty=t("Choose"),
            optional=False,
        ),
        submit(t("Send the link")),
        on_submit=lambda typed: State.hand_over(State.inquiry, typed),
        no_validate=True,
        key=State.form_key,
        custom_attrs=TOLD,
    )
