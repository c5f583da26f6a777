"""Links to files that the kiosk makes."""

import reflex as rx

from ctpat_app.components.links import document_link
from ctpat_app.components.text import current_language, t


def pdf_link(draft: rx.Var[int], *, look: str = "") -> rx.Component:
    """Return the link to the application as PDF in the language of the page; ``look`` are the classes of a button."""
    return document_link(
        t("Download the application (PDF)"),
        href=f"/files/application/{draft}.pdf?lang={current_language()}",
        class_name=look,
    )


def print_button() -> rx.Component:
    """Return the button that prints the page on show."""
    return rx.el.button(
        t("Print this page"),
        type="button",
        class_name="usa-button usa-button--outline",
        custom_attrs={"data-print": ""},
    )
