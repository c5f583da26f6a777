"""How to reach whoever runs the kiosk: the contact lines of the settings."""

import reflex as rx

from ctpat_app.components.links import document_link
from ctpat_app.components.text import t
from ctpat_app.state.flash import kiosk_settings


def contact_lines() -> rx.Component:
    """Return mail address and telephone number as links; a sentence instead when there are none."""
    settings = kiosk_settings()
    lines = [
        (t("Mail"), f"mailto:{settings.operator_mail}", settings.operator_mail),
        (t("Telephone"), f"tel:{settings.operator_telephone}", settings.operator_telephone),
    ]
    shown = [_line(name, href, text) for name, href, text in lines if text]
    if not shown:
        return rx.el.p(t("No contact lines are set here. Ask the person who gave you the address of this kiosk."))
    return rx.el.dl(*shown, class_name="kiosk-summary")


def _line(name: str, href: str, text: str) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, class_name="kiosk-summary__key"),
        rx.el.dd(document_link(rx.el.bdi(text, dir="ltr"), href=href), class_name="kiosk-summary__value"),
        class_name="kiosk-summary__row",
    )
