"""The pages for another mail address: asking, confirming, taking it back."""

import reflex as rx

from ctpat_app.components.layout import frame
from ctpat_app.components.links import document_link
from ctpat_app.components.post_form import post_form
from ctpat_app.components.text import address, t
from ctpat_app.pages.account_forms import email_field, faults, notice, password_field
from ctpat_app.state.recovery import ChangeMailState, ConfirmMailState, UndoMailState


def change_mail_page() -> rx.Component:
    """The own section, on a page of its own."""
    return frame(
        rx.el.div(
            faults(ChangeMailState),
            rx.el.h1(t("Change your email address")),
            notice(ChangeMailState),
            change_mail_section(),
            rx.el.p(rx.el.a(t("Your applications"), href=address("home"))),
            class_name="kiosk-column",
        )
    )


def change_mail_section() -> rx.Component:
    """Return the present address, what happens, and the form."""
    return rx.fragment(
        rx.el.p(
            t("Your address now:"),
            " ",
            rx.el.strong(rx.el.bdi(ChangeMailState.present, dir="ltr")),
            class_name="kiosk-lead",
        ),
        rx.el.p(
            t("We mail a link to the new address. Until you open it, the present address holds."),
            " ",
            t("We tell the present address, too. For 72 hours it can take the change back."),
        ),
        post_form(
            email_field(ChangeMailState, hint=t("The new address, such as name@example.com."), autocomplete="email"),
            password_field(ChangeMailState, autocomplete="current-password"),
            rx.el.div(
                rx.el.button(t("Send the link"), type="submit", class_name="usa-button"), class_name="kiosk-actions"
            ),
            action="/auth/change-mail",
        ),
    )


def confirm_mail_page() -> rx.Component:
    """Ask for one press of a button: programs that check mail open links, but press nothing."""
    return frame(
        rx.el.div(
            faults(ConfirmMailState),
            rx.el.h1(t("Confirm your new email address")),
            rx.el.p(
                t("Press the button to use this address from now on. You are then signed out on other devices."),
                class_name="kiosk-lead",
            ),
            post_form(
                rx.el.div(
                    rx.el.button(t("Confirm my new address"), type="submit", id="confirm", class_name="usa-button"),
                    class_name="kiosk-actions",
                ),
                action="/auth/confirm-mail",
            ),
            rx.el.p(t("The link works once, for 24 hours.")),
            class_name="kiosk-column",
        )
    )


def undo_mail_page() -> rx.Component:
    """Ask for one press of a button, and say what it does."""
    return frame(
        rx.el.div(
            faults(UndoMailState),
            rx.el.h1(t("Keep your former email address")),
            rx.el.p(
                t("Press the button if it was not you who changed the address of your account."),
                class_name="kiosk-lead",
            ),
            rx.el.ul(
                rx.el.li(t("Your former address holds again.")),
                rx.el.li(t("Everybody is signed out, and the password no longer works. You set a new one.")),
                class_name="usa-list",
            ),
            post_form(
                rx.el.div(
                    rx.el.button(t("Keep my former address"), type="submit", id="confirm", class_name="usa-button"),
                    class_name="kiosk-actions",
                ),
                action="/auth/undo-mail",
            ),
            rx.el.p(document_link(t("Go to sign in"), href=address("sign-in"))),
            class_name="kiosk-column",
        )
    )
