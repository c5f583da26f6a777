"""Agreements: the text in full, the fields of a signature, and the signatures on record."""

import reflex as rx

from ctpat_app.components.text import current_direction, current_language, t
from ctpat_app.state.sign import AgreementView, SignedView

_ENGLISH = {"lang": "en", "dir": "ltr"}


def agreement_text(agreement: AgreementView) -> rx.Component:
    """Return an agreement to read; one that is not translated yet is marked as English."""
    own = rx.el.article(*_paragraphs(agreement), class_name="kiosk-document")
    if current_language() == "en":
        return rx.el.div(_unverified(agreement), own)
    english = rx.el.article(
        rx.el.p(
            t("This agreement is in English until its translation is complete."),
            lang=current_language(),
            dir=current_direction(),
            class_name="kiosk-english__mark",
        ),
        *_paragraphs(agreement),
        **_ENGLISH,
        class_name="kiosk-document kiosk-english",
    )
    return rx.el.div(_unverified(agreement), rx.cond(agreement.language == "en", english, own))


def _unverified(agreement: AgreementView) -> rx.Component:
    return rx.cond(
        agreement.unverified,
        rx.el.div(
            rx.el.p(t("This text is the kiosk's own wording. It was not compared with the official agreement yet.")),
            class_name="kiosk-alert kiosk-alert--info",
        ),
    )


def _paragraphs(agreement: AgreementView) -> tuple[rx.Component, ...]:
    return (
        rx.el.h2(agreement.title),
        rx.foreach(agreement.paragraphs, rx.el.p),
        rx.el.p(rx.el.strong(agreement.statement)),
    )


def agreement_points(agreement: AgreementView) -> rx.Component:
    """Return the short summary of an agreement."""
    marked = (
        {}
        if current_language() == "en"
        else {
            "lang": rx.cond(agreement.language == "en", "en", current_language()),
            "dir": rx.cond(agreement.language == "en", "ltr", current_direction()),
        }
    )
    return rx.el.ul(rx.foreach(agreement.summary, rx.el.li), class_name="usa-list", **marked)


def name_field(control: str, errors: dict[str, str], own_name: str, **attributes: str) -> rx.Component:
    """Return the field in which a signer types the name; ``errors`` holds texts by control."""
    return _group(
        control,
        errors,
        rx.el.label(t("Your full name"), html_for=control, class_name="usa-label"),
        rx.el.p(
            t("Type it as it stands in your account:"),
            " ",
            rx.el.bdi(own_name),
            id=f"{control}-hint",
            class_name="usa-hint",
        ),
        _error(control, errors),
        rx.el.input(
            id=control,
            name=control,
            type="text",
            auto_complete="name",
            dir="auto",
            max_length=200,
            class_name=rx.cond(errors.contains(control), "usa-input usa-input--error", "usa-input"),
            custom_attrs={**_described(control, errors, hint=True), "data-kept": control},
            **attributes,
        ),
    )


def agree_field(control: str, errors: dict[str, str], label: str, **attributes: str) -> rx.Component:
    """Return the box to tick."""
    return _group(
        control,
        errors,
        _error(control, errors),
        rx.el.div(
            rx.el.input(
                id=control,
                name=control,
                type="checkbox",
                value="yes",
                class_name="usa-checkbox__input",
                custom_attrs={**_described(control, errors, hint=False), "data-kept": control},
                **attributes,
            ),
            rx.el.label(label, html_for=control, class_name="usa-checkbox__label"),
            class_name="usa-checkbox",
        ),
    )


def _group(control: str, errors: dict[str, str], *children: rx.Component) -> rx.Component:
    faulty = errors.contains(control)
    return rx.el.div(*children, class_name=rx.cond(faulty, "usa-form-group usa-form-group--error", "usa-form-group"))


def _error(control: str, errors: dict[str, str]) -> rx.Component:
    return rx.cond(
        errors.contains(control),
        rx.el.p(
            rx.el.span(t("Error:"), " ", class_name="usa-sr-only"),
            errors[control],
            id=f"{control}-error",
            class_name="usa-error-message",
        ),
    )


def _described(control: str, errors: dict[str, str], *, hint: bool) -> dict[str, rx.Var[str]]:
    faulty = errors.contains(control)
    always = f"{control}-hint" if hint else ""
    return {
        "aria-invalid": rx.cond(faulty, "true", "false"),
        "aria-describedby": rx.cond(faulty, f"{always} {control}-error".strip(), always),
    }


def typed_in(control: str) -> rx.Var[str]:
    """Return what stands in a text field when the event is sent.

    The values of a form would bring those of boxes along as true and false, which is no text.
    """
    return rx.Var(f"(document.getElementById('{control}')?.value ?? '')", _var_type=str)


def ticked(control: str) -> rx.Var[bool]:
    """Return whether a box is ticked when the event is sent."""
    return rx.Var(f"(document.getElementById('{control}')?.checked ?? false)", _var_type=bool)


def signed_entry(signature: SignedView) -> rx.Component:
    """Return one signature on record; one that a later edit made void says so."""
    return rx.el.li(
        rx.el.p(
            rx.el.strong(rx.el.bdi(signature.signer)), rx.el.br(), t("Signed on {moment}.", moment=signature.signed_at)
        ),
        rx.cond(
            signature.voided_at != "",
            rx.el.p(
                rx.el.span(t("No longer valid"), class_name="kiosk-tag kiosk-tag--attention"),
                " ",
                t(
                    "An answer was changed on {moment}, after this signature. The officer signs again.",
                    moment=signature.voided_at,
                ),
            ),
            rx.cond(
                signature.outdated,
                rx.el.p(
                    rx.el.span(t("No longer valid"), class_name="kiosk-tag kiosk-tag--attention"),
                    " ",
                    t("Something about the company was changed after this signature. The officer signs again."),
                ),
                rx.el.p(rx.el.span(t("Valid"), class_name="kiosk-tag kiosk-tag--done")),
            ),
        ),
    )
