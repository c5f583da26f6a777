"""Links to the help: in a tab of their own, since what is being typed here may not be saved yet."""

import reflex as rx

from ctpat_app.components.links import document_link
from ctpat_app.components.text import address, current_language, current_page, language_of_page, t

_HELP = "help"


def help_link(text: str, *, topic: str) -> rx.Component:
    """Return a link to a topic of the help, for the place where people need it."""
    return _link(text, f"topic={topic}&{_from_here()}")


def header_help() -> rx.Component:
    """Return the link to the help in the frame; it says from which page, the page's script adds from which step."""
    if current_page() == _HELP:
        return document_link(
            t("Help"),
            href=address(_HELP),
            class_name="kiosk-header__help",
            custom_attrs={"aria-current": "page"},
        )
    return _link(t("Help"), _from_here(), class_name="kiosk-header__help")


def _from_here() -> str:
    return f"at={current_page() or '/'}"


def _link(text: str, query: str, *, class_name: str = "") -> rx.Component:
    language = language_of_page(_HELP)
    elsewhere = {} if language == current_language() else {"href_lang": language}
    return document_link(
        text,
        rx.el.span(" ", t("(opens a new tab)"), class_name="usa-sr-only"),
        href=f"{address(_HELP)}?{query}",
        target="_blank",
        class_name=class_name,
        custom_attrs={"data-help": "true"},
        **elsewhere,
    )
