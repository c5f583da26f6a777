"""The page for the second step of signing in: one field."""

import reflex as rx

from ctpat_app.components.layout import frame
from ctpat_app.components.links import document_link
from ctpat_app.components.passkeys import passkey_form
from ctpat_app.components.post_form import post_form
from ctpat_app.components.text import address, t
from ctpat_app.pages.account_forms import code_field, faults, next_field
from ctpat_app.state.second_factor import SecondFactorState


def second_factor_page() -> rx.Component:
    """Ask for the code of the app; a recovery code fits into the same field."""
    return frame(
        rx.el.div(
            faults(SecondFactorState),
            rx.el.h1(t("Second step of signing in")),
            rx.el.p(t("The first step is done. Now show that you hold your second factor."), class_name="kiosk-lead"),
            post_form(
                next_field(SecondFactorState),
                code_field(
                    SecondFactorState,
                    label=t("Code"),
                    hint=t("The six digits that the app shows now, or one of your printed recovery codes."),
                ),
                rx.el.div(
                    rx.el.button(t("Sign in"), type="submit", class_name="usa-button"), class_name="kiosk-actions"
                ),
                action="/auth/second-factor",
            ),
            passkey_form(
                next_field(SecondFactorState),
                purpose="show",
                label=t("Use a passkey instead"),
                action="/auth/passkeys/sign-in",
            ),
            rx.el.h2(t("If you have none of these")),
            rx.el.p(t("Ask the help desk. They help you without a telephone code.")),
            rx.el.p(document_link(t("Sign in with another account"), href=address("sign-in"))),
            class_name="kiosk-column",
        )
    )
