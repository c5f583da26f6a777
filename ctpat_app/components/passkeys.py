"""Buttons that ask the device for a passkey; the script shows them where browser and address can do it."""

from typing import Any

import reflex as rx

from ctpat_app.components.post_form import post_form
from ctpat_app.components.text import t


def passkey_form(*fields: rx.Component, purpose: str, label: str, action: str, **attributes: Any) -> rx.Component:
    """Return a form whose button asks the device first; ``purpose`` is ``add`` or ``show``."""
    return post_form(
        *fields,
        rx.el.input(type="hidden", name="answer"),
        rx.el.div(
            rx.el.button(label, id="passkey", type="submit", class_name="usa-button usa-button--outline"),
            class_name="kiosk-actions",
        ),
        action=action,
        custom_attrs={"data-passkey": purpose},
        **attributes,
    )


def no_passkeys() -> rx.Component:
    """Return the sentence for browsers and addresses that know no passkeys."""
    return rx.el.p(
        t("This browser cannot use passkeys here. Try a newer one, or open the kiosk by its name, not by a number."),
        class_name="usa-hint",
        custom_attrs={"data-no-passkeys": ""},
    )
