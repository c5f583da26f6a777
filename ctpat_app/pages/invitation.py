"""The page behind the link of an invitation: who invites to what, and the button that accepts."""

import reflex as rx

from ctpat_app.components.layout import frame
from ctpat_app.components.links import document_link
from ctpat_app.components.text import t
from ctpat_app.state.invitation import InvitationPageState as State
from ctpat_app.state.session import SessionState


def invitation_page() -> rx.Component:
    """Say what accepting means before anything is asked."""
    return frame(
        rx.el.div(
            rx.el.h1(t("You are invited to a company")),
            rx.cond(
                State.problem != "",
                rx.el.div(rx.el.p(State.problem), class_name="kiosk-alert kiosk-alert--attention", role="alert"),
            ),
            rx.cond(State.company != "", _invitation()),
            class_name="kiosk-column",
        )
    )


def _invitation() -> rx.Component:
    return rx.fragment(
        rx.el.dl(
            _row(t("Company"), rx.el.bdi(State.company)),
            _row(t("Invited by"), rx.el.bdi(State.invited_by)),
            _row(t("Your role"), _role()),
            _row(t("Sent to"), rx.el.bdi(State.email, dir="ltr")),
            _row(t("Works until"), State.until),
            class_name="kiosk-summary",
        ),
        rx.cond(State.is_open, rx.cond(SessionState.signed_in, _accept(), _get_in())),
    )


def _row(key: str, value: rx.Component | rx.Var[str]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(key, class_name="kiosk-summary__key"),
        rx.el.dd(value, class_name="kiosk-summary__value"),
        class_name="kiosk-summary__row",
    )


def _role() -> rx.Component:
    return rx.match(
        State.role,
        ("officer", rx.fragment(t("Officer: signs and sends. You declare your authority after accepting."))),
        ("consultant", rx.fragment(t("Consultant: answers questions, but does not decide, sign or send."))),
        ("contributor", rx.fragment(t("Answers the statements that were given to you, and sees nothing else."))),
        rx.fragment(t("Employee: fills in everything and invites people.")),
    )


def _accept() -> rx.Component:
    return rx.el.div(
        rx.el.button(
            rx.cond(
                State.role == "contributor",
                t("Accept and see the statements"),
                t("Accept and open the company"),
            ),
            type="button",
            class_name="usa-button",
            on_click=State.accept(State.token),
        ),
        class_name="kiosk-actions",
    )


def _get_in() -> rx.Component:
    return rx.fragment(
        rx.el.p(t("Sign in with the address that the invitation was sent to, then accept. We bring you back here.")),
        rx.el.div(
            document_link(t("Sign in"), href=State.sign_in, class_name="usa-button"),
            document_link(t("Create an account"), href=State.register, class_name="usa-button usa-button--outline"),
            class_name="kiosk-actions",
        ),
    )
