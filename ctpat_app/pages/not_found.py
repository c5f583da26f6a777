"""The page for an address that does not exist."""

import reflex as rx

from ctpat_app.components.layout import frame
from ctpat_app.components.links import page_link
from ctpat_app.components.text import t


def not_found_page() -> rx.Component:
    """Say that there is nothing here and offer the way back; it is served without scripts."""
    return frame(
        rx.el.h1(t("There is no page at this address")),
        rx.el.p(t("Check the address you typed, or go to the start page.")),
        page_link(t("Go to the start page"), class_name="usa-button"),
    )
