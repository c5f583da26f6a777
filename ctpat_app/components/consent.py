"""The panel in which the officer gives the consent to share data abroad, or takes it back."""

import reflex as rx

from ctpat_app.components.agreements import (
    agree_field,
    agreement_points,
    agreement_text,
    name_field,
    ticked,
    typed_in,
)
from ctpat_app.components.text import t
from ctpat_app.state.consent import AGREED, NAME, ConsentState

# The panel may stand inside the form of a step: its controls name a form that does not exist, so that they neither
# travel with that form nor send it when Enter is pressed.
_OF_NO_FORM = {"form": "no-form"}


def consent_panel(draft: rx.Var[int]) -> rx.Component:
    """Return the panel for ``draft``; it loads itself when it appears."""
    return rx.el.section(
        rx.cond(ConsentState.draft == draft, _panel(draft), rx.el.p(t("Loading …"), class_name="usa-hint")),
        custom_attrs={"aria-label": t("Consent to share company information")},
        class_name="kiosk-box",
        key=f"consent-{draft}",
        on_mount=ConsentState.load(draft),
    )


def _panel(draft: rx.Var[int]) -> rx.Component:
    return rx.fragment(
        rx.el.h2(t("Consent to share company information")),
        agreement_points(ConsentState.agreement),
        rx.el.details(
            rx.el.summary(t("Read the whole text")),
            rx.el.div(agreement_text(ConsentState.agreement), class_name="kiosk-more__body"),
            class_name="kiosk-more",
        ),
        rx.cond(ConsentState.is_given, _given(draft), rx.cond(ConsentState.may_sign, _form(draft), _waiting())),
    )


def _given(draft: rx.Var[int]) -> rx.Component:
    return rx.el.div(
        rx.el.p(
            rx.el.span(t("Consent given"), class_name="kiosk-tag kiosk-tag--done"),
            " ",
            rx.el.bdi(ConsentState.given.signer),
            rx.el.br(),
            t("Signed on {moment}.", moment=ConsentState.given.signed_at),
        ),
        rx.cond(
            ConsentState.may_sign,
            rx.el.button(
                t("Take the consent back"),
                type="button",
                class_name="usa-button usa-button--outline",
                on_click=ConsentState.withdraw(draft),
            ),
        ),
        role="status",
    )


def _form(draft: rx.Var[int]) -> rx.Component:
    return rx.el.div(
        agree_field(AGREED, ConsentState.errors, t("I have read the text and consent for the company."), **_OF_NO_FORM),
        name_field(NAME, ConsentState.errors, ConsentState.own_name, **_OF_NO_FORM),
        rx.el.div(
            rx.el.button(
                t("Give consent"),
                type="button",
                class_name="usa-button usa-button--outline",
                on_click=ConsentState.give(draft, typed_in(NAME), ticked(AGREED)),
            ),
            class_name="kiosk-actions",
        ),
        class_name="kiosk-sign",
    )


def _waiting() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            rx.el.span(t("Waiting for the officer"), class_name="kiosk-tag kiosk-tag--info"),
            " ",
            rx.el.bdi(ConsentState.officer),
        ),
        rx.el.p(t("Only the officer can give this consent, on this page. Go on with the other parts meanwhile.")),
    )
