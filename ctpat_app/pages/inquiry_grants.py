"""Let other customers read what was signed: who reads it, whether they did, until when, and taking it back."""

import reflex as rx

from ctpat_app.components.inquiry import page_of, partner_frame
from ctpat_app.components.plain_form import TOLD, choice, day, form_fault, line, outcome, submit
from ctpat_app.components.text import t
from ctpat_app.domain.emails import MAX_CHARACTERS as MAX_EMAIL
from ctpat_app.domain.names import MAX_CHARACTERS as MAX_NAME
from ctpat_app.state.inquiry_grants import GRANT, CustomerView
from ctpat_app.state.inquiry_grants import InquiryGrantsState as State


def inquiry_grants_page() -> rx.Component:
    """What it is for, who reads it, and the form for one more."""
    return partner_frame(
        State,
        "inquiry-grants",
        outcome(State),
        rx.el.h1(t("Answer once, show it to other customers")),
        rx.el.p(
            t("Other customers ask the same. Let them read what you have signed, until a day that you choose."),
            class_name="kiosk-lead",
        ),
        rx.cond(
            State.is_signed,
            rx.fragment(
                rx.el.p(t("They see exactly the version of today. What you change later, they do not see.")),
                rx.cond(State.customers.length() > 0, _list()),
                rx.el.h2(t("Let a customer read it")),
                _form(),
            ),
            rx.el.p(
                t("Sign the answers first."),
                " ",
                rx.el.a(t("Go to the signature"), href=page_of(State, "inquiry-sign"), class_name="usa-link"),
            ),
        ),
    )


def _list() -> rx.Component:
    return rx.fragment(
        rx.el.h2(t("Who can read it")),
        rx.el.ul(rx.foreach(State.customers, _customer), class_name="kiosk-list"),
    )


def _customer(customer: rx.Var[CustomerView]) -> rx.Component:
    return rx.el.li(
        rx.el.strong(rx.el.bdi(customer.customer)),
        " ",
        rx.el.span(customer.state, class_name="kiosk-tag"),
        rx.el.p(rx.el.bdi(customer.email, dir="ltr"), class_name="kiosk-list__note"),
        rx.el.p(t("Until {day}.", day=customer.until), " ", customer.read, class_name="kiosk-list__note"),
        rx.cond(customer.older, rx.el.p(t("You have signed a newer version since."), class_name="kiosk-list__note")),
        rx.cond(
            customer.is_open,
            rx.el.button(
                t("End the reading"),
                rx.el.span(" ", rx.el.bdi(customer.customer), class_name="usa-sr-only"),
                type="button",
                class_name="usa-button usa-button--unstyled",
                on_click=State.revoke(State.inquiry, customer.id),
                custom_attrs={"data-leads-to": ".kiosk-told"},
            ),
        ),
        class_name="kiosk-list__item",
    )


def _form() -> rx.Component:
    return rx.el.form(
        form_fault(State, GRANT),
        line(State, GRANT, "customer", t("Name of the customer"), MAX_NAME, optional=False),
        line(State, GRANT, "email", t("Email address"), MAX_EMAIL, optional=False, dir="ltr", input_mode="email"),
        choice(
            State,
            GRANT,
            "language",
            t("Language of the mail and the page"),
            State.languages,
            empty=t("Choose"),
            optional=False,
        ),
        day(State, GRANT, "until", t("Last day on which they can read it")),
        submit(t("Send the link")),
        on_submit=lambda typed: State.grant(State.inquiry, typed),
        no_validate=True,
        key=State.form_key,
        custom_attrs=TOLD,
    )
