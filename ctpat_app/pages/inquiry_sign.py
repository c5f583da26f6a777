"""Sign a questionnaire: what is missing, who signs, what they declare, and the copy."""

import reflex as rx

from ctpat_app.components.inquiry import file_link, page_of, partner_frame
from ctpat_app.components.plain_form import TOLD, form_fault, line, outcome, submit
from ctpat_app.components.text import t
from ctpat_app.domain.inquiry_access import MAX_TITLE
from ctpat_app.domain.names import MAX_CHARACTERS as MAX_NAME
from ctpat_app.state.answer_views import AskedRow
from ctpat_app.state.inquiry_sign import SIGN
from ctpat_app.state.inquiry_sign import InquirySignState as State


def inquiry_sign_page() -> rx.Component:
    """First what keeps it from being signed; then the signature."""
    return partner_frame(
        State,
        "inquiry-sign",
        outcome(State),
        rx.el.h1(t("Sign the answers")),
        rx.cond(State.signed != "", _signed()),
        rx.cond(
            State.may_answer,
            rx.cond(State.lacking.length() > 0, _lacking(), _form()),
        ),
    )


def _signed() -> rx.Component:
    return rx.el.div(
        rx.el.p(State.signed),
        rx.el.p(file_link(t("Download what was signed (PDF)"), State.copy)),
        rx.el.p(
            rx.el.a(t("Let another customer read it"), href=page_of(State, "inquiry-grants"), class_name="usa-link")
        ),
        class_name="kiosk-inset",
    )


def _lacking() -> rx.Component:
    def row(item: rx.Var[AskedRow]) -> rx.Component:
        return rx.el.li(
            rx.el.a(
                rx.el.bdi(item.number, dir="ltr"),
                " ",
                rx.el.span(item.title, lang=item.language, dir="auto"),
                href=item.href,
                class_name="kiosk-list__link",
            ),
            rx.el.span(item.note, class_name="kiosk-tag"),
            class_name="kiosk-list__item",
        )

    return rx.fragment(
        rx.el.p(t("Answer these statements first. Then you can sign."), class_name="kiosk-lead"),
        rx.el.ul(rx.foreach(State.lacking, row), class_name="kiosk-list"),
    )


def _form() -> rx.Component:
    agreed = f"{SIGN}-agreed"
    return rx.el.form(
        rx.el.p(
            t(
                "After you have signed, {company} reads the answers. You cannot change them until they come back.",
                company=f"\u2068{State.company}\u2069",
            )
        ),
        form_fault(State, SIGN),
        line(State, SIGN, "name", t("Your full name"), MAX_NAME, optional=False),
        line(State, SIGN, "title", t("Your title in the company"), MAX_TITLE, optional=False),
        rx.el.div(
            rx.cond(
                State.problems.contains(agreed),
                rx.el.p(
                    rx.el.span(t("Error:"), " ", class_name="usa-sr-only"),
                    State.problems[agreed],
                    id=f"{agreed}-error",
                    class_name="usa-error-message",
                ),
            ),
            rx.el.input(
                type="checkbox",
                id=agreed,
                name="agreed",
                value="yes",
                class_name="usa-checkbox__input",
                custom_attrs={"aria-describedby": f"{agreed}-error {agreed}-note"},
            ),
            rx.el.label(State.declaration, html_for=agreed, class_name="usa-checkbox__label"),
            class_name="usa-checkbox",
        ),
        rx.el.p(
            t("The wording of this declaration is the kiosk's own. It is no official text."),
            id=f"{agreed}-note",
            class_name="usa-hint",
        ),
        submit(t("Sign and send")),
        on_submit=lambda typed: State.sign(State.inquiry, State.stamp, typed),
        no_validate=True,
        custom_attrs=TOLD,
    )
