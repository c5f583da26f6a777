"""The page on which a person creates an account."""

import reflex as rx

from ctpat_app.components.layout import frame
from ctpat_app.components.links import document_link
from ctpat_app.components.post_form import post_form
from ctpat_app.components.text import address, t
from ctpat_app.domain.passwords import MIN_CHARACTERS
from ctpat_app.pages.account_forms import email_field, faults, name_field, next_field, password_field
from ctpat_app.state.register import RegisterState


def register_page() -> rx.Component:
    """Why an account, how long it takes, three fields; beside them what happens next."""
    return frame(
        rx.el.div(
            rx.el.div(
                faults(RegisterState),
                rx.el.h1(t("Create your account")),
                rx.el.p(
                    t(
                        "Your account keeps your answers, so that you can stop and come back. "
                        "It takes about two minutes."
                    ),
                    class_name="kiosk-lead",
                ),
                rx.el.p(
                    t("Do you have an account already?"),
                    " ",
                    document_link(t("Sign in instead"), href=address("sign-in") + RegisterState.onward),
                ),
                _form(),
                class_name="kiosk-step__body",
            ),
            _what_happens_next(),
            class_name="kiosk-step",
        )
    )


def _what_happens_next() -> rx.Component:
    steps = (
        t("We mail you a link. Open it within 24 hours."),
        t("You confirm your address and sign in."),
        t("You tell us about your company. You can invite colleagues there."),
    )
    return rx.el.aside(
        rx.el.h2(t("What happens next"), id="next-title", class_name="kiosk-help__title"),
        rx.el.ol(*(rx.el.li(step, class_name="kiosk-next__item") for step in steps), class_name="kiosk-next"),
        class_name="kiosk-help",
        custom_attrs={"aria-labelledby": "next-title"},
    )


def _form() -> rx.Component:
    return post_form(
        next_field(RegisterState),
        rx.el.p(t("All three fields are required."), class_name="usa-hint"),
        name_field(RegisterState, RegisterState.name),
        email_field(
            RegisterState,
            hint=t("Your work address, such as name@example.com. We send a link to it."),
            autocomplete="email",
        ),
        password_field(
            RegisterState,
            autocomplete="new-password",
            rules=(
                t("Use at least {minimum} characters. Spaces and all scripts count.", minimum=MIN_CHARACTERS),
                t("Three or four words that do not belong together work well."),
                t("Leave out your name, your email address and passwords you use elsewhere."),
            ),
        ),
        rx.el.div(
            rx.el.button(t("Create account"), type="submit", class_name="usa-button"), class_name="kiosk-actions"
        ),
        action="/auth/register",
    )
