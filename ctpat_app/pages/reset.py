"""The page that the link for a new password opens."""

import reflex as rx

from ctpat_app.components.arrival import arriving, waiting
from ctpat_app.components.layout import frame
from ctpat_app.components.links import document_link
from ctpat_app.components.post_form import post_form
from ctpat_app.components.text import address, t
from ctpat_app.pages.account_forms import faults
from ctpat_app.pages.recovery_forms import answer_field, new_password_field, question_places, text_field
from ctpat_app.state.recovery import ResetState


def reset_page() -> rx.Component:
    """One step at a time: show that it is you, then choose the password."""
    return frame(
        rx.el.div(
            faults(ResetState),
            rx.el.h1(t("Set a new password")),
            waiting(),
            arriving(
                rx.match(
                    ResetState.stage,
                    ("questions", _questions()),
                    ("code", _code()),
                    ("password", _password()),
                    ("waiting", _waiting()),
                    ("help-desk", _help_desk()),
                    ("closed", _closed()),
                    rx.fragment(),
                )
            ),
            class_name="kiosk-column",
        )
    )


def _questions() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            t("Answer your own questions. Capitals, accents and spaces make no difference."), class_name="kiosk-lead"
        ),
        post_form(
            rx.foreach(ResetState.questions, lambda each: answer_field(ResetState, each.number, each.text)),
            rx.cond(
                ResetState.has_codes,
                rx.el.details(
                    rx.el.summary(t("Use a recovery code instead")),
                    _code_field(),
                ),
            ),
            _go_on(),
            action="/auth/reset-proof",
        ),
        _forgotten(),
    )


def _code() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            t("You have no security questions. Enter one of the recovery codes that you printed."),
            class_name="kiosk-lead",
        ),
        post_form(_code_field(), _go_on(), action="/auth/reset-proof"),
        _forgotten(),
    )


def _code_field() -> rx.Component:
    return text_field(
        ResetState, "code", t("Recovery code"), hint=t("Sixteen letters and digits. Each code works once."), longest=40
    )


def _go_on() -> rx.Component:
    return rx.el.div(
        rx.el.button(t("Go on"), type="submit", class_name="usa-button"),
        class_name="kiosk-actions",
    )


def _forgotten() -> rx.Component:
    return rx.fragment(
        rx.el.h2(t("If you do not remember the answers")),
        rx.el.p(document_link(t("Ask the help desk to let you in"), href=address("access-help"))),
    )


def _password() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            t("Choose a password that you do not use anywhere else. You are then signed out everywhere."),
            class_name="kiosk-lead",
        ),
        post_form(
            new_password_field(ResetState),
            rx.cond(
                ResetState.new_questions,
                rx.fragment(
                    rx.el.h2(t("Your new security questions")),
                    rx.el.p(t("With their answers you get back in by yourself the next time.")),
                    question_places(ResetState, ResetState.places, ResetState.options),
                ),
            ),
            rx.el.div(
                rx.el.button(t("Set the password"), type="submit", class_name="usa-button"), class_name="kiosk-actions"
            ),
            action="/auth/reset-password",
        ),
    )


def _waiting() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            t("From {moment} on, this link lets you set a new password.", moment=ResetState.usable_from),
            class_name="kiosk-lead",
        ),
        rx.el.p(
            t("We wait a day, so that the owner of the account can stop it. Keep the mail, and open it again then.")
        ),
        rx.el.h2(t("If you did not ask for this")),
        rx.el.p(t("Press the button. The link is then worth nothing, and your password stays as it is.")),
        post_form(
            rx.el.div(
                rx.el.button(t("Stop it"), type="submit", id="password", class_name="usa-button usa-button--outline"),
                class_name="kiosk-actions",
            ),
            action="/auth/reset-stop",
        ),
    )


def _help_desk() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            t("Your account is protected by a second proof. A link by mail alone does not open it."),
            class_name="kiosk-lead",
        ),
        rx.el.p(document_link(t("Ask the help desk to let you in"), href=address("access-help"))),
    )


def _closed() -> rx.Component:
    return rx.fragment(
        rx.el.div(rx.el.p(ResetState.why_closed), class_name="kiosk-alert kiosk-alert--attention", role="alert"),
        rx.el.p(
            document_link(t("Ask for a new link"), href=address("forgot-password")),
            " ",
            document_link(t("Go to sign in"), href=address("sign-in")),
            class_name="kiosk-actions",
        ),
    )
