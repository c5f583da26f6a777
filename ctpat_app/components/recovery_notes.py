"""What the own page tells about getting back in: an invitation, mail that does not arrive, ways to change both."""

import reflex as rx

from ctpat_app.components.text import address, t
from ctpat_app.state.password import PasswordAgeState
from ctpat_app.state.recovery import RecoveryNotesState


def recovery_notes() -> rx.Component:
    """Return what to see to first; nothing when all is well."""
    return rx.fragment(
        rx.cond(RecoveryNotesState.bouncing != "", _bouncing()),
        rx.cond(PasswordAgeState.change_before != "", _old_password()),
        rx.cond(RecoveryNotesState.invites & ~RecoveryNotesState.put_off, _invitation()),
    )


def recovery_links() -> rx.Component:
    """Return the ways to the own sign-in, at the end of the own page."""
    return rx.fragment(
        rx.el.h2(t("Your sign-in")),
        rx.el.ul(
            rx.el.li(rx.el.a(t("Your security questions"), href=address("security-questions"))),
            rx.el.li(rx.el.a(t("Change your password"), href=address("change-password"))),
            rx.el.li(rx.el.a(t("Change your email address"), href=address("change-mail"))),
            class_name="usa-list",
        ),
    )


def _bouncing() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            t("Mail to {email} could not be delivered.", email=RecoveryNotesState.bouncing),
            " ",
            t("Correct the address, or ask your mail provider, so that you can get a new password when you need one."),
        ),
        rx.el.p(rx.el.a(t("Change your email address"), href=address("change-mail"))),
        class_name="kiosk-alert kiosk-alert--attention",
        role="alert",
    )


def _old_password() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("Your password is getting old. Change it before {day}.", day=PasswordAgeState.change_before)),
        rx.el.p(rx.el.a(t("Change your password"), href=address("change-password"))),
        class_name="kiosk-alert kiosk-alert--attention",
        role="status",
    )


def _invitation() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Make sure that you can get back in"), id="recovery-title"),
        rx.el.p(
            t("Choose three security questions. With them you get a new password in minutes. It takes two minutes.")
        ),
        rx.el.div(
            rx.el.a(
                t("Choose questions"), href=address("security-questions"), class_name="usa-button usa-button--outline"
            ),
            rx.el.button(
                t("Not now"),
                type="button",
                class_name="usa-button usa-button--unstyled",
                on_click=RecoveryNotesState.put_it_off,
            ),
            class_name="kiosk-actions",
        ),
        class_name="kiosk-box",
        custom_attrs={"aria-labelledby": "recovery-title"},
    )
