"""The page that changes the password while signed in."""

import reflex as rx

from ctpat_app.components.layout import frame
from ctpat_app.components.links import document_link
from ctpat_app.components.post_form import post_form
from ctpat_app.components.text import address, t
from ctpat_app.pages.account_forms import faults, next_field, password_field
from ctpat_app.pages.recovery_forms import new_password_field
from ctpat_app.state.password import ChangePasswordState


def change_password_page() -> rx.Component:
    """The password of today, the new one, and what happens then."""
    return frame(
        rx.el.div(
            faults(ChangePasswordState),
            rx.el.h1(t("Change your password")),
            rx.cond(ChangePasswordState.is_due, _due()),
            rx.el.p(t("Everywhere else you are signed out. What you wrote stays."), class_name="kiosk-lead"),
            post_form(
                next_field(ChangePasswordState),
                password_field(
                    ChangePasswordState,
                    autocomplete="current-password",
                    name="current",
                    label=t("Password of today"),
                ),
                new_password_field(ChangePasswordState, label=t("New password")),
                rx.el.div(
                    rx.el.button(t("Change the password"), type="submit", class_name="usa-button"),
                    class_name="kiosk-actions",
                ),
                action="/auth/change-password",
            ),
            rx.el.p(document_link(t("Forgot your password?"), href=address("forgot-password"))),
            class_name="kiosk-column",
        )
    )


def _due() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("Your password is too old. The program asks for a new one every few months. Change it to go on.")),
        class_name="kiosk-alert kiosk-alert--attention",
    )
