"""The sign-in page."""

import reflex as rx

from ctpat_app.components.help_link import help_link
from ctpat_app.components.layout import frame
from ctpat_app.components.links import document_link
from ctpat_app.components.passkeys import passkey_form
from ctpat_app.components.post_form import post_form
from ctpat_app.components.text import address, t
from ctpat_app.pages.account_forms import email_field, faults, next_field, notice, password_field
from ctpat_app.state.sign_in import SignInState


def sign_in_page() -> rx.Component:
    """Two fields that password managers know, and the ways for who cannot sign in."""
    return frame(
        rx.el.div(
            faults(SignInState),
            rx.el.h1(t("Sign in")),
            rx.cond(SignInState.faults.length() > 0, _help()),
            notice(SignInState),
            post_form(
                next_field(SignInState),
                email_field(SignInState, hint=t("The address with which you registered."), autocomplete="username"),
                password_field(SignInState, autocomplete="current-password"),
                _shared_computer("shared"),
                rx.el.div(
                    rx.el.button(t("Sign in"), type="submit", class_name="usa-button"), class_name="kiosk-actions"
                ),
                action="/auth/sign-in",
            ),
            passkey_form(
                next_field(SignInState),
                _as_ticked(),
                purpose="show",
                label=t("Sign in with a passkey"),
                action="/auth/passkeys/sign-in",
            ),
            rx.cond(SignInState.provider != "", _through_provider()),
            rx.el.h2(t("If you cannot sign in yet")),
            rx.el.ul(
                rx.el.li(document_link(t("Forgot your password?"), href=address("forgot-password"))),
                rx.el.li(document_link(t("Create your account"), href=address("register") + SignInState.onward)),
                rx.el.li(document_link(t("Ask for a new confirmation link"), href=address("check-mail"))),
            ),
            class_name="kiosk-column",
        )
    )


def _help() -> rx.Component:
    """Return the ways to help after a refusal; they are the same for every address, known or not."""
    return rx.el.ul(
        rx.el.li(help_link(t("Help: my address or password is refused"), topic="user-does-not-exist")),
        rx.el.li(help_link(t("Help: too many attempts, or the account is closed"), topic="account-locked")),
    )


def _as_ticked() -> rx.Component:
    """Take the tick of the form above along: the script copies it."""
    return rx.el.input(type="hidden", name="shared", custom_attrs={"data-copies": "shared"})


def _through_provider() -> rx.Component:
    provider = SignInState.provider
    return rx.el.section(
        rx.el.h2(t("If you linked another service"), id="provider"),
        rx.el.p(
            t("This kiosk does not belong to {provider}. Link your account here with it first.", provider=provider)
        ),
        post_form(
            next_field(SignInState),
            _shared_computer("shared-there"),
            rx.el.div(
                rx.el.button(
                    t("Sign in through {provider}", provider=provider),
                    type="submit",
                    class_name="usa-button usa-button--outline",
                ),
                class_name="kiosk-actions",
            ),
            action="/auth/oidc/begin",
        ),
        custom_attrs={"aria-labelledby": "provider"},
    )


def _shared_computer(box: str) -> rx.Component:
    return rx.cond(SignInState.terminal, _shared_terminal(), _may_be_shared(box))


def _shared_terminal() -> rx.Component:
    text = t("This is a shared terminal. When you finish, or walk away, it forgets you.")
    return rx.el.div(rx.el.p(text), class_name="kiosk-alert kiosk-alert--info")


def _may_be_shared(box: str) -> rx.Component:
    return rx.el.div(
        rx.el.input(
            id=box,
            name="shared",
            type="checkbox",
            value="yes",
            default_checked=SignInState.shared,
            key=SignInState.visit,
            class_name="usa-checkbox__input",
            custom_attrs={"aria-describedby": f"{box}-hint"},
        ),
        rx.el.label(t("This is a shared computer"), html_for=box, class_name="usa-checkbox__label"),
        rx.el.p(
            t("Then you are signed out sooner, and nothing stays in the browser."),
            id=f"{box}-hint",
            class_name="usa-hint",
        ),
        class_name="usa-checkbox",
    )
