"""The page that asks a person to prove again who they are, before what must not happen at an unattended screen."""

from collections.abc import Callable
from typing import Final

import reflex as rx

from ctpat_app.components.layout import frame
from ctpat_app.components.links import document_link
from ctpat_app.components.passkeys import passkey_form
from ctpat_app.components.post_form import post_form
from ctpat_app.components.text import t
from ctpat_app.pages.account_forms import code_field, faults, next_field, password_field
from ctpat_app.state.proving import ProveState


def prove_page() -> rx.Component:
    """Why we ask, every way to prove it, and the way back."""
    return frame(
        rx.el.div(
            faults(ProveState),
            rx.el.h1(t("Show that it is you")),
            rx.el.p(
                t("We ask again before something important, in case you left your screen open."),
                class_name="kiosk-lead",
            ),
            rx.el.p(t("You come back to where you were. What you typed there stays. It holds for 15 minutes.")),
            *(way() for way in WAYS),
            rx.el.p(document_link(t("Go back without it"), href=ProveState.back)),
            class_name="kiosk-column",
        )
    )


def _by_password() -> rx.Component:
    return post_form(
        next_field(ProveState),
        password_field(ProveState, autocomplete="current-password"),
        rx.el.div(rx.el.button(t("Go on"), type="submit", class_name="usa-button"), class_name="kiosk-actions"),
        action="/auth/prove",
    )


def _by_passkey() -> rx.Component:
    return rx.cond(
        ProveState.has_passkey,
        passkey_form(
            next_field(ProveState),
            purpose="show",
            label=t("Use a passkey instead"),
            action="/auth/passkeys/prove",
        ),
    )


def _by_code() -> rx.Component:
    return rx.cond(
        ProveState.has_app,
        post_form(
            next_field(ProveState),
            code_field(ProveState, label=t("Or the code of your app"), hint=t("Six digits")),
            rx.el.div(
                rx.el.button(t("Go on with the code"), type="submit", class_name="usa-button usa-button--outline"),
                class_name="kiosk-actions",
            ),
            action="/auth/prove-code",
        ),
    )


def _by_provider() -> rx.Component:
    return rx.cond(
        ProveState.provider != "",
        post_form(
            next_field(ProveState),
            rx.el.div(
                rx.el.button(
                    t("Show it through {provider}", provider=ProveState.provider),
                    type="submit",
                    class_name="usa-button usa-button--outline",
                ),
                class_name="kiosk-actions",
            ),
            action="/auth/oidc/prove",
        ),
    )


WAYS: Final[tuple[Callable[[], rx.Component], ...]] = (_by_password, _by_passkey, _by_code, _by_provider)
"""The ways to prove it, in their order on the page. Each posts to a route that calls ``prove_session``."""
